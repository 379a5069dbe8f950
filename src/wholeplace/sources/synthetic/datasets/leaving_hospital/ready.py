"""Who becomes ready to leave hospital, when, for which service, and when it accepts them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.after_hospital import ASKS
from wholeplace.sources.synthetic import targets
from wholeplace.sources.synthetic.admissions import ELECTIVE, EMERGENCY, FALL, Spells
from wholeplace.sources.synthetic.datasets.leaving_hospital.planted import (
    ASKING_COSTS,
    ASKS_SHARES,
    BATCHED,
    HISTORY_DAYS,
    NAMES,
    NEEDS_BY_AGE,
    PLACES,
    PLANTED,
    ROUNDS,
    SLOWER_HOSPITALS,
    SUPPORTED_A_YEAR,
    WARM_UP_DAYS,
    WEEKEND_MOVED,
    of_each,
)
from wholeplace.sources.synthetic.datasets.leaving_hospital.slots import next_working_day, weekday
from wholeplace.sources.synthetic.hospitals import CODES
from wholeplace.sources.synthetic.population import NEVER, REGISTERED, step
from wholeplace.sources.synthetic.streams import pick
from wholeplace.sources.synthetic.world import World

YEAR = 365
ADULT = 18 * 365.25
ELSEWHERE = -1  # the place of people who live in none of the six districts
LEAST_LEFT = 45  # days free after a stay, so that waiting for a service runs into no other stay
_ASKS = tuple(ASKS)

Days = NDArray[np.int64]


@dataclass
class Ready:
    """One entry per stay of somebody who needs support on leaving.

    Attributes:
        spell: Position of the admission.
        service: Position among the services with slots.
        place: Position in ``planted.PLACES``, or ELSEWHERE.
        asks: Position among what people ask for.
        ready: The day they are ready.
        accepted: The day a service accepts them.
        limit: The last day they can be in hospital: before another stay, a death or a move.
    """

    spell: Days
    service: Days
    place: Days
    asks: Days
    ready: Days
    accepted: Days
    limit: Days


def opening(world: World) -> int:
    """The first day that is simulated."""
    return world.last - HISTORY_DAYS - WARM_UP_DAYS + 1


def adults_overnight(world: World, spells: Spells) -> NDArray[np.bool_]:
    """Stays of adults with a night, that did not end in death."""
    born = world.people.birth[spells.person].astype(np.int64)
    adult = spells.day - born >= ADULT
    medical = np.isin(spells.reason, (ELECTIVE, EMERGENCY, FALL))
    return adult & medical & ~spells.died & (spells.leaves > spells.day)


def place_of(world: World) -> Days:
    """The place of each small area: its district, or ELSEWHERE."""
    keys = [PLACES.index(k) if k in PLACES else ELSEWHERE for k in world.areas.district_keys]
    found = np.array(keys)[world.areas.district]
    found[world.areas.outside] = ELSEWHERE
    return found


def become_ready(rng: np.random.Generator, world: World, spells: Spells) -> Ready:
    """Choose who needs support, and draw when they are ready and accepted.

    Args:
        rng: Random stream.
        world: The population.
        spells: Admissions, whose last days say when people would be ready.
    """
    limit = _last_possible_days(world, spells)
    spell = _supported(rng, world, spells, limit)
    person = spells.person[spell]
    service = pick(rng, of_each("share"), len(spell))
    asks = _asked(rng, service)
    ready = np.minimum(_in_bunches(rng, spells.leaves[spell], spells.hospital[spell]), limit[spell])
    slower = np.array([SLOWER_HOSPITALS.get(code, 1.0) for code in CODES])[spells.hospital[spell]]
    mean = of_each("process")[service] * slower
    days = rng.gamma(1.5, mean / 1.5) + (asks > 0) * rng.gamma(2.0, ASKING_COSTS / 2, len(spell))
    accepted = next_working_day(ready + np.floor(days + rng.random(len(spell))).astype(np.int64))
    place = place_of(world)[world.people.lsoa[person]]
    return Ready(spell, service, place, asks, ready, accepted, limit[spell])


def _last_possible_days(world: World, spells: Spells) -> Days:
    """The last day each stay can end: before the person's next stay, and before death."""
    order = np.lexsort((spells.day, spells.person))
    following = np.full(len(order), NEVER, dtype=np.int64)
    same = spells.person[order][1:] == spells.person[order][:-1]
    following[order[:-1][same]] = spells.day[order][1:][same]
    death = world.people.death[spells.person].astype(np.int64)
    return np.minimum(following, death) - 1


def _supported(
    rng: np.random.Generator, world: World, spells: Spells, limit: Days
) -> NDArray[np.int64]:
    """Stays after which support is needed, as many in the last year as planted."""
    able = adults_overnight(world, spells) & (spells.leaves >= opening(world))
    able &= (spells.leaves <= world.last) & (limit - spells.leaves >= LEAST_LEFT)
    found = np.flatnonzero(able)
    person = spells.person[found]
    weight = step(NEEDS_BY_AGE, world.people.age[person]) * np.exp(
        0.5 * world.health.frailty[person]
    )
    weight = weight * np.where(world.homes.care_home[person], 0.3, 1.0)
    size = (world.people.kind == REGISTERED).sum() / targets.REGISTERED
    recent = spells.leaves[found] > world.last - YEAR
    weight *= SUPPORTED_A_YEAR * size / max(float(weight[recent].sum()), 1e-9)
    return found[rng.random(len(found)) < np.minimum(weight, 0.95)]


def _in_bunches(rng: np.random.Generator, day: Days, hospital: NDArray[np.integer]) -> Days:
    """Days on which wards say that people are ready: after weekends, and on weekly rounds."""
    size = len(day)
    after = weekday(day) >= 5
    day = np.where(after & (rng.random(size) < WEEKEND_MOVED), next_working_day(day), day)
    # Each hospital's round falls on another day from week to week.
    week = (day + 3) // 7
    chosen = (week * 2_654_435_761 + hospital.astype(np.int64) * 40_503) // 97 % len(ROUNDS)
    rounds = week * 7 - 3 + np.array(ROUNDS)[chosen]
    waits = (rounds > day) & (rng.random(size) < BATCHED)
    return np.where(waits, rounds, day)


def _asked(rng: np.random.Generator, service: Days) -> Days:
    """What people ask for: a ward of one sex only where there are wards, carers only elsewhere."""
    asks = pick(rng, np.array([ASKS_SHARES[name] for name in _ASKS]), len(service))
    beds = service == NAMES.index("intermediate_care_beds")
    ward = _ASKS.index("single_sex_ward")
    return np.where((asks == ward) & ~beds, 0, np.where((asks > 0) & beds, ward, asks))


def weekends_of() -> NDArray[np.bool_]:
    """Of each service, whether people start at weekends."""
    return np.array([PLANTED[name].weekends for name in NAMES])
