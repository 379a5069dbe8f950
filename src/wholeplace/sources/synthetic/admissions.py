"""Ten years of admissions: who, when, why and how long, before any feed is written."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.synthetic import targets
from wholeplace.sources.synthetic.clock import Clock
from wholeplace.sources.synthetic.hospitals import PAPWORTH, choices, visitor_choice
from wholeplace.sources.synthetic.population import (
    DIED,
    NEVER,
    REGISTERED,
    VISITOR,
    step,
)
from wholeplace.sources.synthetic.streams import stream, whole_counts
from wholeplace.sources.synthetic.world import World

ELECTIVE, EMERGENCY, FALL, MATERNITY, BIRTH = range(5)
EMERGENCY_SHARE = 0.42  # of admissions, falls included; our assumption
DIES_IN_HOSPITAL = 0.44  # of deaths (ONS, England, rounded)
VISITOR_TARGET = 0.12  # admissions of people from outside, per admission of people on our lists
# Admissions a year before scaling, by age; shapes read from HES age profiles.
_EMERGENCY = (
    (0, 0.16),
    (1, 0.08),
    (5, 0.04),
    (15, 0.055),
    (45, 0.06),
    (60, 0.09),
    (70, 0.13),
    (75, 0.18),
    (80, 0.25),
    (85, 0.34),
)
_ELECTIVE = (
    (0, 0.03),
    (15, 0.04),
    (30, 0.07),
    (45, 0.11),
    (60, 0.17),
    (70, 0.24),
    (80, 0.21),
    (90, 0.10),
)


@dataclass
class Spells:
    """One entry per admission.

    Attributes:
        person: Position of the person.
        day, leaves: First and last day; NEVER if still in hospital.
        reason: ELECTIVE, EMERGENCY, FALL, MATERNITY or BIRTH.
        hospital: Position in ``hospitals.HOSPITALS``.
        died: Whether the stay ended in death.
    """

    person: NDArray[np.int64]
    day: NDArray[np.int64]
    leaves: NDArray[np.int64]
    reason: NDArray[np.int8]
    hospital: NDArray[np.int8]
    died: NDArray[np.bool_]


def admit(world: World, clock: Clock) -> Spells:
    """Draws every admission.

    Planned and emergency rates are scaled so that people on the system's lists have the published
    number of admissions in the last year, in any hospital; falls have their published rates.

    Args:
        world: The population.
        clock: How care is spread over ten years.

    Returns:
        Admissions in no order.
    """
    rng = stream(world.seed, "admissions")
    people, health = world.people, world.health
    listed = world.history.start < NEVER
    poorer = _poorer(world)
    chronic = health.chronic_of(slice(None))
    exposure = clock.last_year(world)
    yearly = targets.ADMISSIONS_A_YEAR * (people.kind == REGISTERED).sum() / targets.REGISTERED
    falls = fall_rates(world, exposure)
    births = _births(world, rng)
    dying = np.where(people.kind == DIED, 1.8, 1.0)
    emergency = step(_EMERGENCY, people.age) * (1 + 0.30 * chronic) * dying
    emergency = emergency * np.exp(0.12 * poorer + 0.25 * health.frailty)
    elective = step(_ELECTIVE, people.age) * (1 + 0.30 * chronic) * np.exp(-0.02 * poorer)
    elective = elective * np.where(health.has("cancer"), 2.0, 1.0)
    last_deaths = (
        DIES_IN_HOSPITAL * ((people.kind == DIED) & (people.death > world.last - 365)).sum()
    )
    wanted = {
        EMERGENCY: EMERGENCY_SHARE * yearly - (falls * exposure)[listed].sum() - last_deaths,
    }
    recent_births = sum((row.day > world.last - 365).sum() for row in births)
    wanted[ELECTIVE] = (1 - EMERGENCY_SHARE) * yearly - recent_births
    rows = list(births)
    for reason, rate in ((EMERGENCY, emergency), (ELECTIVE, elective)):
        rate = rate * wanted[reason] / (rate * exposure)[listed].sum()
        rate = np.where(
            people.kind == VISITOR, _visiting(rate, exposure, people.kind, yearly), rate
        )
        rows.append(_timed(rng, *clock.scatter(rng, rate, world), reason))
    rows.append(
        _timed(rng, *_falls(world, clock, rng, np.where(listed, falls, 0.0), exposure), FALL)
    )
    rows.append(_last_stays(world, rng))
    joined = Spells(
        *(np.concatenate([getattr(row, name) for row in rows]) for name in Spells.__annotations__)
    )
    return _finish(world, rng, _without_overlaps(joined))


def fall_rates(world: World, exposure: NDArray[np.float64]) -> NDArray[np.float64]:
    """Falls admissions a year of each person aged 65 and over.

    Published rates by district, sex and age (persons, with one sex given, imply the other), spread
    within each group by frailty and conditions, and made up for people listed but gone.
    """
    people, areas = world.people, world.areas
    table = np.array([targets.FALLS.get(key, targets.FALLS_ALL) for key in areas.district_keys])
    younger, younger_men, older, older_women = (table / 1e5).T
    rates = np.zeros((len(table), 2, 2))
    rates[:, 0, 0], rates[:, 1, 1] = younger_men, older_women
    rates[:, 0, 1] = (younger - 0.484 * younger_men) / 0.516  # men are 48.4 % at 65-79 (JHWS)
    rates[:, 1, 0] = (older - 0.620 * older_women) / 0.380  # and 38.0 % at 80 and over
    zone = areas.district[people.lsoa]
    age = (people.age >= 80).astype(np.int64)
    over = people.age >= 65
    group = np.ravel_multi_index((zone, age, people.sex), rates.shape)
    spread = np.exp(0.30 * world.health.frailty + 0.15 * world.health.chronic_of(slice(None)))
    counted = over & (people.kind == REGISTERED)
    number = np.bincount(group[counted], minlength=rates.size)
    seen = np.bincount(group[counted], (spread * exposure)[counted], minlength=rates.size)
    middle = np.maximum(seen, 1e-9) / np.maximum(number, 1)
    return np.where(over, rates.ravel()[group] * spread / middle[group], 0.0)


def _falls(
    world: World,
    clock: Clock,
    rng: np.random.Generator,
    rates: NDArray[np.float64],
    exposure: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Falls of ten years; in the last one, each group has its published number to the nearest."""
    person, day = clock.scatter(rng, rates, world)
    earlier = day <= world.last - 365
    people = world.people
    group = (world.areas.district[people.lsoa] * 2 + (people.age >= 80)) * 2 + people.sex
    order = np.argsort(group, kind="stable")
    expected = (rates * exposure)[order]
    counts = whole_counts(rng, expected, round(expected.sum()))
    fallen = np.repeat(order, counts)
    opens = np.maximum(world.history.seen_from, world.last - 364)[fallen]
    span = world.history.seen_to[fallen] - opens + 1
    recent = opens + (rng.random(len(fallen)) * span).astype(np.int64)
    return np.concatenate([person[earlier], fallen]), np.concatenate([day[earlier], recent])


def _without_overlaps(spells: Spells) -> Spells:
    """Leaves out planned and emergency stays that begin while the person is in hospital."""
    order = np.lexsort((spells.day, spells.person))
    apart = 2**31
    until = np.maximum.accumulate(spells.person[order] * apart + spells.leaves[order])
    before = np.concatenate([[-1], until[:-1]])
    inside = (before // apart == spells.person[order]) & (before % apart >= spells.day[order])
    optional = np.isin(spells.reason[order], (ELECTIVE, EMERGENCY)) & ~spells.died[order]
    kept = order[~(inside & optional)]
    return Spells(*(getattr(spells, name)[kept] for name in Spells.__annotations__))


def _poorer(world: World) -> NDArray[np.float64]:
    fifth = world.areas.fifth19[world.people.lsoa].astype(np.int64)
    return np.where(fifth > 0, 3.0 - fifth, 0.0)


def _visiting(
    rate: NDArray[np.float64],
    exposure: NDArray[np.float64],
    kind: NDArray[np.int8],
    yearly: float,
) -> NDArray[np.float64]:
    """Rates of people from outside, at their share of the system's admissions."""
    visitors = kind == VISITOR
    now = (rate * exposure)[visitors].sum()
    return rate * (VISITOR_TARGET / 2 * yearly / max(now, 1e-9))


def _stay(
    rng: np.random.Generator, number: int, same_day: float, middle: float
) -> NDArray[np.int64]:
    """Nights in hospital: some none, the rest log-normal."""
    nights = np.ceil(rng.lognormal(np.log(middle), 0.95, number)).astype(np.int64)
    return np.where(rng.random(number) < same_day, 0, np.minimum(nights, 240))


_STAYS = {ELECTIVE: (0.82, 1.8), EMERGENCY: (0.36, 3.0), FALL: (0.14, 6.5)}


def _timed(
    rng: np.random.Generator, person: NDArray[np.int64], day: NDArray[np.int64], reason: int
) -> Spells:
    number = len(person)
    return Spells(
        person,
        day,
        day + _stay(rng, number, *_STAYS[reason]),
        np.full(number, reason, dtype=np.int8),
        np.full(number, -1, dtype=np.int8),
        np.zeros(number, dtype=bool),
    )


def _births(world: World, rng: np.random.Generator) -> list[Spells]:
    """A stay for each baby born here in the ten years, and one for the mother."""
    people, history = world.people, world.history
    born_here = (people.birth >= world.first) & (history.start < people.birth + 300)
    born_here &= people.kind == REGISTERED
    babies = np.flatnonzero(born_here)
    nights = _stay(rng, len(babies), 0.25, 1.3)
    day = people.birth[babies].astype(np.int64)
    mother = world.homes.mother[babies].astype(np.int64)
    here = (mother >= 0) & (history.seen_from[mother] <= day) & (history.seen_to[mother] > day)
    rows = []
    for person, first, reason in (
        (babies, day, BIRTH),
        (
            mother[here],
            np.maximum(day - rng.integers(0, 2, len(day)), world.first)[here],
            MATERNITY,
        ),
    ):
        leaves = (day + nights) if reason == BIRTH else (day + nights)[here]
        rows.append(
            Spells(
                person,
                first,
                leaves,
                np.full(len(person), reason, dtype=np.int8),
                np.full(len(person), -1, dtype=np.int8),
                np.zeros(len(person), dtype=bool),
            )
        )
    return rows


def _last_stays(world: World, rng: np.random.Generator) -> Spells:
    """The stay in which somebody died."""
    people = world.people
    dead = np.flatnonzero((people.kind == DIED) & (rng.random(len(people)) < DIES_IN_HOSPITAL))
    leaves = people.death[dead].astype(np.int64)
    day = leaves - _stay(rng, len(dead), 0.10, 6.0)
    day = np.maximum(day, np.maximum(world.first, people.birth[dead]))
    return Spells(
        dead,
        day,
        leaves,
        np.full(len(dead), EMERGENCY, dtype=np.int8),
        np.full(len(dead), -1, dtype=np.int8),
        np.ones(len(dead), dtype=bool),
    )


def where_seen(
    world: World, rng: np.random.Generator, person: NDArray[np.int64]
) -> NDArray[np.int8]:
    """The hospital of each visit, by where the person lives."""
    shares = np.vstack([choices(world.areas), visitor_choice()])
    visitor = world.people.kind[person] == VISITOR
    row = np.where(visitor, len(shares) - 1, world.people.lsoa[person])
    ladder = (np.cumsum(shares, axis=1) + np.arange(len(shares))[:, None]).ravel()
    found = np.searchsorted(ladder, row + rng.random(len(person)) * (1 - 1e-9), side="right")
    return np.clip(found - row * shares.shape[1], 0, shares.shape[1] - 1).astype(np.int8)


def _finish(world: World, rng: np.random.Generator, spells: Spells) -> Spells:
    """Hospitals, stays cut short by death, and stays that have not ended."""
    people = world.people
    spells.hospital = where_seen(world, rng, spells.person)
    heart = world.health.has("coronary_heart_disease") | world.health.has("atrial_fibrillation")
    moved = heart[spells.person] & (rng.random(len(spells.person)) < 0.12)
    spells.hospital[moved & (spells.reason == ELECTIVE)] = PAPWORTH
    baby = spells.reason == BIRTH
    ward = np.full(len(people), -1, dtype=np.int8)
    mothers = world.homes.mother
    birth = spells.reason == MATERNITY
    ward[spells.person[birth]] = spells.hospital[birth]
    with_mother = baby & (ward[mothers[spells.person]] >= 0) & (mothers[spells.person] >= 0)
    spells.hospital[with_mother] = ward[mothers[spells.person[with_mother]]]
    death = people.death[spells.person].astype(np.int64)
    late = ~spells.died & (spells.leaves >= death)
    spells.leaves[late] = np.maximum(death[late] - 1, spells.day[late])
    spells.leaves[~spells.died & (spells.leaves > world.last)] = NEVER
    return spells
