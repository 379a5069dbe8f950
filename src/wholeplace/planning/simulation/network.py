"""Network: the services people pass through, who may use which, and on which days they open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.planning.simulation.arrays import NetworkArrays

EVERY_DAY = (True,) * 7
WEEKDAYS = (True,) * 5 + (False,) * 2
UNLIMITED = 2**31 - 1


@dataclass(frozen=True)
class Unit:
    """A service with so many slots: a hospital's beds, a reablement team, a care home's rooms.

    Attributes:
        name: What it is called, once in a network.
        slots: How many people it can have at once; ``None`` for no limit; or one number a day,
            the last standing for every later day. Where slots are taken away nobody is sent
            out: the unit takes nobody new until it is below its number.
        starts_on: For Monday to Sunday, whether people may start.
        releases_on: For Monday to Sunday, whether its people are assessed and made ready to go
            on: the delay after a stay only passes on these days, and somebody whose stay ends on
            another day is ready, at the earliest, when the next of these days begins.
    """

    name: str
    slots: int | Sequence[int] | None
    starts_on: tuple[bool, ...] = EVERY_DAY
    releases_on: tuple[bool, ...] = EVERY_DAY

    def __post_init__(self) -> None:
        """Refuse negative slots and weeks without seven days."""
        slots = [0] if self.slots is None else np.atleast_1d(np.asarray(self.slots)).tolist()
        if not slots or any(number != int(number) or number < 0 for number in slots):
            raise StatisticsError(
                f"'{self.name}' has {self.slots} slots.",
                "Slots are whole numbers, zero or more, or None for no limit.",
            )
        if len(self.starts_on) != 7 or len(self.releases_on) != 7:
            raise StatisticsError(f"'{self.name}' has a week that is not of seven days.")
        if not any(self.releases_on):
            raise StatisticsError(f"Nobody can ever leave '{self.name}': it releases on no day.")

    def by_day(self, days: int) -> NDArray[np.int64]:
        """Give its slots on each of so many days; ``UNLIMITED`` where there is no limit."""
        if self.slots is None:
            return np.full(days, UNLIMITED, dtype=np.int64)
        given = np.atleast_1d(np.asarray(self.slots, dtype=np.int64))[:days]
        return np.concatenate([given, np.full(days - given.size, given[-1])])


@dataclass(frozen=True)
class PersonClass:
    """People who take the same way and may use the same services.

    Attributes:
        name: What they are called, such as "Reablement, Fenland, women".
        stages: The way they take. Each stage is the names of the units they may use, the
            preferred first: whoever finds several free takes the first of them. Localities that
            are pooled are several units in one stage; a service someone is not eligible for is
            left out. One stage alone is a service without a hospital before it.
    """

    name: str
    stages: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Network:
    """Services and the classes of people who pass through them.

    People hold their slot in one unit until a slot starts for them in the next (blocking after
    service): a hospital bed stays taken while its person waits for reablement. Nobody who asked
    earlier, and may use a unit, is passed over there (first come, first served).

    Attributes:
        units: The services; a hospital is one of them.
        classes: The classes of people.
        first_weekday: What day 0 is: 0 for Monday to 6 for Sunday.
        holidays: Days, counted from 0, on which every unit keeps its Sunday rules.
    """

    units: tuple[Unit, ...]
    classes: tuple[PersonClass, ...]
    first_weekday: int = 0
    holidays: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse names used twice, stages that lead nowhere and ways that go round."""
        _refuse_twice("units", [unit.name for unit in self.units])
        _refuse_twice("classes", [each.name for each in self.classes])
        for each in self.classes:
            if not each.stages or not all(each.stages):
                raise StatisticsError(f"'{each.name}' has a stage without any unit.")
            unknown = [unit for stage in each.stages for unit in stage if unit not in self.position]
            if unknown:
                raise StatisticsError(
                    f"'{each.name}' may use '{unknown[0]}', which is not a unit.",
                    f"Units are {', '.join(self.position)}.",
                )
        self._refuse_rings()

    @cached_property
    def position(self) -> dict[str, int]:
        """Which number each unit has, by its name."""
        return {unit.name: number for number, unit in enumerate(self.units)}

    @cached_property
    def class_position(self) -> dict[str, int]:
        """Which number each class has, by its name."""
        return {each.name: number for number, each in enumerate(self.classes)}

    @cached_property
    def stages(self) -> int:
        """The most stages any class has."""
        return max(len(each.stages) for each in self.classes)

    def arrays(self, days: int) -> NetworkArrays:
        """Give the network as the kernel reads it, with calendars of so many days; made once."""
        if days not in self._made:
            self._made[days] = self._arrays(days)
        return self._made[days]

    @cached_property
    def _made(self) -> dict[int, NetworkArrays]:
        return {}

    def _arrays(self, days: int) -> NetworkArrays:
        in_queue = [
            [self.position[name] for name in each.stages[stage]] if stage < len(each.stages) else []
            for each in self.classes
            for stage in range(self.stages)
        ]
        of_unit: list[list[int]] = [[] for _ in self.units]
        for queue, units in enumerate(in_queue):
            for unit in units:
                of_unit[unit].append(queue)
        weekday = (np.arange(days) + self.first_weekday) % 7
        weekday[[day for day in self.holidays if 0 <= day < days]] = 6
        starts, releases = (
            np.array([getattr(unit, days_of) for unit in self.units], dtype=np.bool_)
            for days_of in ("starts_on", "releases_on")
        )
        return NetworkArrays(
            np.array([len(each.stages) for each in self.classes]),
            *_flat(in_queue),
            *_flat(of_unit),
            np.column_stack([unit.by_day(days) for unit in self.units]),
            starts.T[weekday],
            releases.T[weekday],
            np.asarray(releases.all(axis=1)),
        )

    def _refuse_rings(self) -> None:
        """Refuse ways on which units could wait for each other for ever."""
        after: dict[str, set[str]] = {unit.name: set() for unit in self.units}
        for each in self.classes:
            for here, there in zip(each.stages, each.stages[1:], strict=False):
                for unit in here:
                    after[unit] |= set(there)
        while after:
            last = [unit for unit, following in after.items() if not following & after.keys()]
            if not last:
                raise StatisticsError(
                    f"Ways lead round through {', '.join(sorted(after))}.",
                    "People may only move on: where each waits for the other both stand still.",
                )
            for unit in last:
                del after[unit]


def _refuse_twice(kind: str, names: list[str]) -> None:
    """Refuse a network without units or classes, or with two of one name."""
    if not names:
        raise StatisticsError(f"A network needs {kind}.")
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise StatisticsError(f"Two {kind} are called '{twice[0]}'.", "Give each its own name.")


def _flat(lists: list[list[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give lists end to end, and where each begins."""
    starts = np.cumsum([0, *(len(each) for each in lists)])
    return starts, np.array([number for each in lists for number in each], dtype=np.int64)
