"""Ten years of emergency department and walk-in attendances."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.synthetic import targets
from wholeplace.sources.synthetic.admissions import EMERGENCY, FALL, Spells, where_seen
from wholeplace.sources.synthetic.clock import Clock
from wholeplace.sources.synthetic.hospitals import PAPWORTH
from wholeplace.sources.synthetic.population import NEVER, REGISTERED, VISITOR, step
from wholeplace.sources.synthetic.streams import stream
from wholeplace.sources.synthetic.world import World

THROUGH_DEPARTMENT = 0.72  # of emergency admissions; our assumption
VISITOR_TARGET = 0.05  # attendances by people from outside, per attendance of our lists
# Attendances a year before scaling, by age; shape read from NHS England's attendance profiles.
_RATES = (
    (0, 0.55),
    (1, 0.42),
    (5, 0.25),
    (15, 0.33),
    (30, 0.26),
    (60, 0.24),
    (75, 0.34),
    (85, 0.5),
)
DEPARTMENTS = ("01", "02", "03", "04")
# SNOMED CT concepts of the Emergency Care Data Set's discharge status: treatment completed;
# left before treatment was completed.
TREATED, LEFT_EARLY = 182992009, 445528004


@dataclass
class Attendances:
    """One entry per attendance; ``admitted`` if it led to a stay on the same day."""

    person: NDArray[np.int64]
    day: NDArray[np.int64]
    hospital: NDArray[np.int8]
    department: NDArray[np.int8]
    acuity: NDArray[np.int8]
    admitted: NDArray[np.bool_]


def attend(world: World, clock: Clock, spells: Spells) -> tuple[Attendances, NDArray[np.bool_]]:
    """Draws every attendance, those that led to an admission first.

    Rates are scaled so that people on the system's lists have the published number in the last
    year, at any department.

    Args:
        world: The population.
        clock: How care is spread over ten years.
        spells: Admissions.

    Returns:
        Attendances, and for each admission whether it came through a department.
    """
    rng = stream(world.seed, "attendances")
    people, listed = world.people, world.history.start < NEVER
    through = np.isin(spells.reason, (EMERGENCY, FALL)) & (spells.hospital != PAPWORTH)
    through &= rng.random(len(through)) < THROUGH_DEPARTMENT
    linked = np.flatnonzero(through)
    recent = listed[spells.person[linked]] & (spells.day[linked] > world.last - 365)
    yearly = targets.ATTENDANCES_A_YEAR * (people.kind == REGISTERED).sum() / targets.REGISTERED
    fifth = world.areas.fifth19[people.lsoa].astype(np.int64)
    poorer = np.where(fifth > 0, 3.0 - fifth, 0.0)
    rate = step(_RATES, people.age) * np.exp(0.15 * poorer + 0.2 * world.health.frailty)
    rate = rate * (1 + 0.10 * world.health.chronic_of(slice(None)))
    exposure = clock.last_year(world)
    rate *= (yearly - recent.sum()) / (rate * exposure)[listed].sum()
    visitors = people.kind == VISITOR
    rate[visitors] *= VISITOR_TARGET * yearly / max((rate * exposure)[visitors].sum(), 1e-9)
    person, day = clock.scatter(rng, rate, world)
    hospital = where_seen(world, rng, person)
    department = np.searchsorted([0.72, 0.73, 0.93], rng.random(len(person)))
    return (
        Attendances(
            person=np.concatenate([spells.person[linked], person]),
            day=np.concatenate([spells.day[linked], day]),
            hospital=np.concatenate([spells.hospital[linked], hospital]).astype(np.int8),
            department=np.concatenate([np.zeros(len(linked)), department]).astype(np.int8),
            acuity=np.concatenate(
                [
                    1 + np.searchsorted([0.08, 0.40, 0.90], rng.random(len(linked))),
                    2 + np.searchsorted([0.05, 0.35, 0.88], rng.random(len(person))),
                ]
            ).astype(np.int8),
            admitted=np.concatenate([np.ones(len(linked), bool), np.zeros(len(person), bool)]),
        ),
        through,
    )
