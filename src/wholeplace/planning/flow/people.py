"""The people of one replication: who is ready when, for what, for how long, by a fixed set of dice.

Every person has one uniform random number for each purpose. A scenario changes what the numbers
mean and never which are drawn, so that two scenarios meet the same people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from wholeplace.planning.flow.layout import Layout
from wholeplace.planning.flow.lengths import POINTS, Lengths
from wholeplace.planning.flow.levelling import EVERY_DAY, WORKING_DAYS, levelled
from wholeplace.planning.flow.levers import Levers
from wholeplace.planning.flow.services import ANYTHING, AT_HOME, HOME_INSTEAD
from wholeplace.planning.flow.services import HOME as WITHOUT_SUPPORT
from wholeplace.planning.flow.situation import COMMUNITY, Situation
from wholeplace.planning.simulation.people import People, generator, in_ticks

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

ARRIVALS, DICE, MORE_ARRIVALS, MORE_DICE, START = range(5)  # purposes; START is the last
ASK, STAY, PROCESS, HOSPITAL, CHOOSES, CHOICE, SMOOTH, HOME, KEPT = range(9)
PURPOSES = 9


@dataclass(frozen=True)
class Group:
    """People by the numbers of the layout, before they are given to the simulation."""

    time: FloatArray
    source: IntArray
    service: IntArray
    place: IntArray
    dice: FloatArray


@dataclass(frozen=True)
class Drawing:
    """How people are drawn for a scenario.

    Attributes:
        situation: What there is.
        levers: What the scenario changes.
        layout: Its network.
        seed: The seed.
    """

    situation: Situation
    levers: Levers
    layout: Layout
    seed: int

    def coming(self, replication: int) -> People:
        """Everybody who becomes ready, or is referred from home, in one replication."""
        first = self.situation.begins - dt.timedelta(days=self.levers.warm_up)
        group = self._kept(replication, first)
        if self.levers.admissions > 0:
            group = self._with_more(group, replication, first)
        return self._people(group)

    def _kept(self, replication: int, first: dt.date) -> Group:
        """People who become ready, fewer by the share that a scenario keeps away."""
        group = self._group(replication, first, ARRIVALS, DICE)
        kept = group.dice[:, KEPT] < 1 + min(0.0, self.levers.admissions)
        return _chosen(group, kept | (group.source == len(self.layout.sources) - 1))

    def _with_more(self, group: Group, replication: int, first: dt.date) -> Group:
        """People added, taken from others as many again."""
        more = self._group(replication, first, MORE_ARRIVALS, MORE_DICE)
        from_hospital = more.source < len(self.layout.sources) - 1
        more = _chosen(more, from_hospital & (more.dice[:, KEPT] < self.levers.admissions))
        return Group(
            np.concatenate([group.time, more.time]),
            np.concatenate([group.source, more.source]),
            np.concatenate([group.service, more.service]),
            np.concatenate([group.place, more.place]),
            np.concatenate([group.dice, more.dice]),
        )

    def _group(self, replication: int, first: dt.date, arrivals: int, dice: int) -> Group:
        random = generator(self.seed, replication, arrivals)
        time, stream = self.situation.arrivals.draw(random, first, self.levers.horizon)
        throws = generator(self.seed, replication, dice).random((time.size, PURPOSES))
        source, service, place = self._streams
        return Group(time, source[stream], service[stream], place[stream], throws)

    def _people(self, group: Group) -> People:
        """What the dice of each person mean in this scenario."""
        service = self._service(group)
        cell = service * len(self.layout.places) + group.place
        community = group.source == len(self.layout.sources) - 1
        ready = in_ticks(self._ready(group))
        assessed = self._assessed_for(group, service)
        before = np.where(community, 0.0, in_ticks(self._hospital(group, assessed)))
        ask = self.asks_of(cell, group.dice[:, ASK])
        kind = self.layout.kind[group.source, service, group.place, ask]
        left = self._left_of(self.levers.stays)[service]
        stay = in_ticks(self.stays.at(cell, group.dice[:, STAY]) * left)
        delay = np.where(community, 0.0, in_ticks(self._delay(group, service, assessed)))
        arrival = np.maximum(ready, 0.0) - before
        there = (arrival < 0) & ~community
        return People.of(
            arrival=arrival,
            kind=kind,
            stay=np.column_stack([np.where(community, stay, before), stay]),
            delay=np.column_stack([delay, np.zeros_like(delay)]),
            holding=np.where(there, group.source, -1),
        )

    def _service(self, group: Group) -> IntArray:
        """The way out each person takes, after home first and home without support."""
        ways = self.layout.services
        home = np.arange(len(ways))
        for number, key in enumerate(ways):
            if HOME_INSTEAD.get(key) in ways:
                home[number] = ways.index(HOME_INSTEAD[key])
        first = group.dice[:, HOME] < self.levers.home_first
        instead = np.where(first, home[group.service], group.service)
        if WITHOUT_SUPPORT not in ways:
            return instead
        # Who could go home first and who could do without support are different people, so one
        # number serves for both.
        from_hospital = group.source < len(self.layout.sources) - 1
        supported = np.array([key in AT_HOME for key in ways])[group.service]
        without = group.dice[:, HOME] < self.levers.without_support
        return np.where(from_hospital & supported & without, ways.index(WITHOUT_SUPPORT), instead)

    def _assessed_for(self, group: Group, service: IntArray) -> IntArray:
        """The way out each is in hospital and assessed for; a lever that sends home comes after."""
        ways = self.layout.services
        home = ways.index(WITHOUT_SUPPORT) if WITHOUT_SUPPORT in ways else -1
        return np.where(service == home, group.service, service)

    def _ready(self, group: Group) -> FloatArray:
        """When each is ready: in a bunch, or levelled over the days on which care can start."""
        level = group.dice[:, SMOOTH] < self.levers.smoothing
        week = EVERY_DAY if self.levers.seven_day else WORKING_DAYS
        ready = group.time.copy()
        for source in range(len(self.layout.sources) - 1):
            mine = level & (group.source == source)
            weekday = self.layout.network.first_weekday
            ready[mine] = levelled(group.time[mine], self.levers.horizon, weekday, week)
        return ready

    def _hospital(self, group: Group, service: IntArray) -> FloatArray:
        cell = np.minimum(group.source, len(self.layout.sources) - 2) * len(self.layout.services)
        return self.hospital_stays.at(cell + service, group.dice[:, HOSPITAL])

    def _delay(self, group: Group, service: IntArray, assessed: IntArray) -> FloatArray:
        """Days between being ready and being accepted: process, and choice where known apart."""
        cell = assessed * len(self.layout.places) + group.place
        process = self.processes.at(cell, group.dice[:, PROCESS])
        process = process * self._left_of(self.levers.process)[assessed]
        chooses = group.dice[:, CHOOSES] < self._choice_share[service]
        choice = self.choices.at(service, group.dice[:, CHOICE]) * self.levers.choice
        return process + np.where(chooses, choice, 0.0)

    def asks_of(self, cell: IntArray, uniform: FloatArray) -> IntArray:
        """What people of each cell ask for, by uniform random numbers."""
        return (uniform[:, None] >= self._ask_levels[cell]).sum(axis=1)

    def _left_of(self, by_service: Mapping[str, float]) -> FloatArray:
        return np.array([by_service.get(key, 1.0) for key in self.layout.services])

    @cached_property
    def _streams(self) -> tuple[IntArray, IntArray, IntArray]:
        """[stream] The numbers of its source, service and place."""
        lay = self.layout
        numbers = [
            (
                lay.sources.index(s.hospital),
                lay.services.index(s.service),
                lay.places.index(s.place),
            )
            for s in self.situation.streams
        ]
        source, service, place = np.array(numbers, dtype=np.int64).T
        return source, service, place

    @cached_property
    def stays(self) -> Table:
        """By service and place."""
        return Table.of(self.situation.stays, self.layout.services, self.layout.places)

    @cached_property
    def processes(self) -> Table:
        """By service and place."""
        return Table.of(self.situation.process, self.layout.services, self.layout.places)

    @cached_property
    def hospital_stays(self) -> Table:
        """By hospital and service."""
        hospitals = [source for source in self.layout.sources if source != COMMUNITY]
        return Table.of(self.situation.hospital_stay, tuple(hospitals), self.layout.services)

    @cached_property
    def choices(self) -> Table:
        """By service."""
        given = {(key, ""): held.lengths for key, held in self.situation.choice.items()}
        return Table.of(given, self.layout.services, ("",))

    @cached_property
    def _choice_share(self) -> FloatArray:
        choice = self.situation.choice
        return np.array([choice[k].share if k in choice else 0.0 for k in self.layout.services])

    @cached_property
    def _ask_levels(self) -> FloatArray:
        """[cell, ask] Cumulative shares; the last is past every uniform number."""
        rows = []
        for service in self.layout.services:
            for place in self.layout.places:
                shares = self.situation.asks.get((service, place), {})
                level = np.cumsum([shares.get(ask, 0.0) for ask in self.layout.asks[1:]])
                anything = 1 - (level[-1] if level.size else 0.0)
                rows.append([anything, *(anything + level)][: len(self.layout.asks) - 1])
        assert self.layout.asks[0] == ANYTHING
        return np.array(rows)


@dataclass(frozen=True)
class Table:
    """Lengths by cell: [cell, point] quantiles."""

    quantiles: FloatArray

    @classmethod
    def of(
        cls,
        given: Mapping[tuple[str, str], Lengths],
        rows: tuple[str, ...],
        columns: tuple[str, ...],
    ) -> Table:
        """Lengths in the order of cells; 0 days where nothing is given."""
        nothing = np.zeros(POINTS)
        held = [
            given[row, column].quantiles if (row, column) in given else nothing
            for row in rows
            for column in columns
        ]
        return cls(np.array(held))

    def at(self, cell: IntArray, uniform: FloatArray) -> FloatArray:
        """Days for uniform random numbers, between the quantiles on either side."""
        position = np.clip(uniform * POINTS - 0.5, 0, POINTS - 1 - 1e-9)
        low = position.astype(np.int64)
        part = position - low
        return self.quantiles[cell, low] * (1 - part) + self.quantiles[cell, low + 1] * part


def _chosen(group: Group, keep: NDArray[np.bool_]) -> Group:
    return Group(
        group.time[keep],
        group.source[keep],
        group.service[keep],
        group.place[keep],
        group.dice[keep],
    )
