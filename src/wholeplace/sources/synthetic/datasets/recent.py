"""What the feeds of recent care share: what is noted for them, and events of the last years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic.population import NEVER, VISITOR, step
from wholeplace.sources.synthetic.streams import pick
from wholeplace.sources.synthetic.world import World

YEAR = 365
Events = tuple[NDArray[np.int64], NDArray[np.int64]]


class Noted:
    """Days of GP entries that other feeds tell again, by name, gathered chunk by chunk."""

    def __init__(self) -> None:
        self._parts: dict[str, list[Events]] = defaultdict(list)

    def add(self, noted: Mapping[str, Events]) -> None:
        """Take in one chunk."""
        for name, events in noted.items():
            self._parts[name].append(events)

    def events(self, name: str) -> Events:
        """Person and day of every entry of a kind."""
        parts = self._parts[name]
        return np.concatenate([p for p, _ in parts]), np.concatenate([d for _, d in parts])


def poorer(world: World) -> NDArray[np.float64]:
    """National fifths more deprived than the middle one, -2 to 2; 0 where unknown."""
    fifth = world.areas.fifth19[world.people.lsoa].astype(np.int64)
    return np.where(fifth > 0, 3.0 - fifth, 0.0)


def listed(world: World) -> NDArray[np.bool_]:
    """Who has ever been on a list of the system's practices."""
    return world.history.start < NEVER


def window(world: World, since: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First day of each person's care since a day, and how many days it lasts."""
    opens = np.maximum(world.history.seen_from, since).astype(np.int64)
    return opens, np.maximum(world.history.seen_to - opens + 1, 0)


def scaled(
    world: World, rate: NDArray[np.float64], each: float, visitors: float
) -> NDArray[np.float64]:
    """Rates at a level: so many events a year for each person on our lists in the last year.

    Args:
        world: The population.
        rate: Relative rate of each person.
        each: Events a year for a person on our lists.
        visitors: Events of people from outside, per event of people on our lists.

    Returns:
        Events a year of each person.
    """
    _, days = window(world, world.last - YEAR + 1)
    ours, outside = listed(world), world.people.kind == VISITOR
    wanted = each * days[ours].sum()
    level = rate * wanted / max((rate * days)[ours].sum(), 1e-9)
    beyond = visitors * wanted / max((level * days)[outside].sum(), 1e-9)
    return np.where(outside, level * beyond, level)


def happen(rng: np.random.Generator, world: World, rate: NDArray[np.float64], since: int) -> Events:
    """Poisson events at a yearly rate while each person is seen, from a day to the last.

    Args:
        rng: Random stream.
        world: The population.
        rate: Events a year of each person.
        since: First day.

    Returns:
        Person and day of each event.
    """
    opens, days = window(world, since)
    person = np.repeat(np.arange(len(rate)), rng.poisson(rate * days / YEAR))
    return person, opens[person] + (rng.random(len(person)) * days[person]).astype(np.int64)


def by_age(world: World, table: tuple[tuple[int, float], ...]) -> NDArray[np.float64]:
    """The value of a table of (first age, value) at each person's age."""
    return step(table, world.people.age)


def drawn(
    rng: np.random.Generator, shares: Mapping[str, float], size: int, *, blank: str | None = None
) -> pa.Array:
    """Codes drawn by their shares, kept as a dictionary; one of them may stand for a blank.

    Args:
        rng: Random stream.
        shares: Share of each code.
        size: How many.
        blank: The code that is written as a blank.
    """
    codes = list(shares)
    places = pick(rng, np.array(list(shares.values())), size)
    return coded(codes, places, None if blank is None else places == codes.index(blank))


def coded(
    codes: Sequence[str],
    places: NDArray[np.integer] | NDArray[np.bool_],
    absent: NDArray[np.bool_] | None = None,
) -> pa.Array:
    """Codes by their position, kept as a dictionary; blank where absent."""
    where = pa.array(places.astype(np.int32), mask=absent)
    return pa.DictionaryArray.from_arrays(where, pa.array(codes))
