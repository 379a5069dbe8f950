"""Who lives with whom: couples, families with children, care homes and student halls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.synthetic.areas import Areas
from wholeplace.sources.synthetic.population import (
    NEVER,
    REGISTERED,
    REGISTERED_ELSEWHERE,
    People,
    step,
)
from wholeplace.sources.synthetic.streams import stream

# Shares living in care homes by age (Census 2021, England, rounded) and the size of a home.
IN_CARE_HOME = ((0, 0.0), (75, 0.02), (85, 0.09), (90, 0.20))
STUDENTS_IN_HALLS = 0.5  # of people aged 18 to 21 in Cambridge; our assumption
HALL_SIZE, CARE_HOME_SIZE = 12, 35
ADULTS_IN_HOUSEHOLD = (0.35, 0.55, 0.10)  # one, two, three; near Census 2021 household size
CHILDREN_IN_FAMILY = 1.75


@dataclass
class Households:
    """One entry per person.

    Attributes:
        household: A number shared by people at one address.
        care_home: Whether the address is a care home.
        mother: Position of the woman taken as a child's mother, -1 if none fits.
    """

    household: NDArray[np.int32]
    care_home: NDArray[np.bool_]
    mother: NDArray[np.int32]

    def births(self, people: People) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Day of each birth with a known mother, and the mother's position, in her order."""
        children = np.flatnonzero(self.mother >= 0)
        order = np.argsort(self.mother[children], kind="stable")
        found = children[order]
        return people.birth[found].astype(np.int64), self.mother[found].astype(np.int64)


def house(people: People, areas: Areas, seed: int) -> Households:
    """Puts everybody at an address of their own small area.

    Args:
        people: Everybody.
        areas: Places.
        seed: Seed.

    Returns:
        Households; people who left or died keep an address of their own.
    """
    rng = stream(seed, "households")
    number = np.arange(len(people), dtype=np.int64)
    token = number.copy()
    living = np.isin(people.kind, (REGISTERED, REGISTERED_ELSEWHERE))
    living &= people.lsoa != areas.outside
    care = living & (rng.random(len(people)) < step(IN_CARE_HOME, people.age))
    cambridge = np.array([key == "cambridge" for key in areas.district_keys])
    hall = living & (people.age >= 18) & (people.age <= 21)
    hall &= cambridge[areas.district[people.lsoa]] & (rng.random(len(people)) < STUDENTS_IN_HALLS)
    for communal, size in ((care, CARE_HOME_SIZE), (hall, HALL_SIZE)):
        inside = np.flatnonzero(communal)
        inside = inside[np.argsort(people.lsoa[inside], kind="stable")]
        token[inside] = _in_groups(people.lsoa[inside], inside, size)
    private = living & ~care & ~hall
    adults = _adults(people, np.flatnonzero(private & (people.age >= 18)), rng, token)
    _children(people, np.flatnonzero(private & (people.age < 18)), adults, rng, token)
    household: NDArray[np.int32] = np.unique(token, return_inverse=True)[1].astype(np.int32)
    return Households(household, care, _mothers(people, household, private))


def _in_groups(
    areas: NDArray[np.integer], members: NDArray[np.integer], size: int
) -> NDArray[np.int64]:
    """One member's position as the token of each group of ``size`` within an area."""
    rank = _rank_within(areas)
    first = np.arange(len(members)) - rank % size
    return members[first].astype(np.int64)


def _rank_within(sorted_groups: NDArray[np.integer]) -> NDArray[np.int64]:
    """0, 1, 2, … within each run of equal values, none negative."""
    starts = np.flatnonzero(np.diff(sorted_groups, prepend=-1))
    sizes = np.diff(np.append(starts, len(sorted_groups)))
    return np.arange(len(sorted_groups)) - np.repeat(starts, sizes).astype(np.int64)


def _adults(
    people: People,
    adults: NDArray[np.int64],
    rng: np.random.Generator,
    token: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Groups men and women of like age in one small area; returns one adult of each household."""
    likeness = people.age[adults] + rng.normal(0, 3, len(adults))
    order = np.lexsort((likeness, people.sex[adults], people.lsoa[adults]))
    line = people.lsoa[adults[order]].astype(np.int64) * 2 + people.sex[adults[order]]
    size = np.bincount(line)
    place = (_rank_within(line) + 0.5) / size[line]
    ordered = adults[order][np.lexsort((people.sex[adults[order]], place, line // 2))]
    sizes = 1 + np.searchsorted(np.cumsum(ADULTS_IN_HOUSEHOLD), rng.random(len(ordered)))
    run = np.repeat(np.arange(len(sizes)), np.minimum(sizes, 3))[: len(ordered)]
    fresh = np.diff(run, prepend=-1).astype(bool)
    fresh |= np.diff(people.lsoa[ordered], prepend=-1).astype(bool)
    heads = ordered[fresh]
    token[ordered] = heads[np.cumsum(fresh) - 1]
    return heads


def _children(
    people: People,
    children: NDArray[np.int64],
    heads: NDArray[np.int64],
    rng: np.random.Generator,
    token: NDArray[np.int64],
) -> None:
    """Gives children to households with a woman of a mother's age, siblings together."""
    mother = np.zeros(len(people), dtype=np.int64)
    women = np.flatnonzero((people.sex == 1) & (people.age >= 20) & (people.age <= 52))
    mother[token[women]] = people.age[women]
    able = heads[mother[heads] > 0]
    zones = int(people.lsoa.max()) + 1
    wanted = np.bincount(people.lsoa[children], minlength=zones)
    families = np.ceil(wanted / CHILDREN_IN_FAMILY).astype(np.int64)
    shuffled = able[np.lexsort((rng.random(len(able)), people.lsoa[able]))]
    chosen = shuffled[_rank_within(people.lsoa[shuffled]) < families[people.lsoa[shuffled]]]
    chosen = chosen[np.lexsort((mother[chosen], people.lsoa[chosen]))]
    offered = np.bincount(people.lsoa[chosen], minlength=zones)
    starts = np.cumsum(offered) - offered
    likeness = people.age[children] + rng.normal(0, 4, len(children))
    ordered = children[np.lexsort((likeness, people.lsoa[children]))]
    zone = people.lsoa[ordered]
    rank = _rank_within(zone)
    place = starts[zone] + rank * offered[zone] // np.maximum(wanted[zone], 1)
    housed = offered[zone] > 0
    token[ordered[housed]] = token[chosen[place[housed]]]


def _mothers(
    people: People, household: NDArray[np.int32], private: NDArray[np.bool_]
) -> NDArray[np.int32]:
    """The youngest woman of a child's household, where 16 to 45 years older."""
    women = np.flatnonzero(private & (people.sex == 1) & (people.age >= 18))
    women = women[np.argsort(-people.age[women], kind="stable")]
    of_household = np.full(int(household.max()) + 1, -1, dtype=np.int32)
    of_household[household[women]] = women
    mother = np.full(len(people), -1, dtype=np.int32)
    children = np.flatnonzero(private & (people.age < 18))
    found = of_household[household[children]]
    gap = people.age[found] - people.age[children]
    mother[children] = np.where((found >= 0) & (gap >= 17) & (gap <= 45), found, -1)
    return mother


@dataclass
class Moves:
    """When a household came to its address and from where.

    Attributes:
        day: Day of the move, NEVER if none in ten years.
        from_lsoa: Earlier small area.
    """

    day: NDArray[np.int32]
    from_lsoa: NDArray[np.int16]
    donor: NDArray[np.int64]


MOVED_IN_TEN_YEARS = 0.42  # of households that could have; near a 9 % yearly rate, latest move kept
NEAR_MOVES = 0.7  # of moves within the district


def move(
    people: People, areas: Areas, homes: Households, seed: int, window: tuple[int, int]
) -> Moves:
    """Each household's latest move, all its people together.

    Args:
        people: Everybody.
        areas: Places.
        homes: Addresses.
        seed: Seed.
        window: First and last day, as day numbers.

    Returns:
        One entry per person; ``donor`` is somebody who lives where the household lived.
    """
    rng = stream(seed, "moves")
    count = int(homes.household.max()) + 1
    moved = rng.random(count) < MOVED_IN_TEN_YEARS
    days = np.where(moved, rng.integers(window[0] + 60, window[1] - 30, count), NEVER)
    one_of = np.zeros(count, dtype=np.int64)
    one_of[homes.household] = np.arange(len(people))
    inside = np.flatnonzero((people.lsoa != areas.outside) & (people.kind == REGISTERED))
    by_district = inside[np.argsort(areas.district[people.lsoa[inside]], kind="stable")]
    sizes = np.bincount(areas.district[people.lsoa[inside]], minlength=len(areas.district_codes))
    starts = np.cumsum(sizes) - sizes
    zone = areas.district[people.lsoa[one_of]]
    local = starts[zone] + (rng.random(count) * sizes[zone]).astype(np.int64)
    anywhere = rng.integers(0, len(inside), count)
    near = (rng.random(count) < NEAR_MOVES) & (sizes[zone] > 0)
    donor = by_district[np.where(near, np.minimum(local, len(inside) - 1), anywhere)]
    of_person = homes.household
    return Moves(
        day=days[of_person].astype(np.int32),
        from_lsoa=people.lsoa[donor][of_person],
        donor=donor[of_person],
    )
