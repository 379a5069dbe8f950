"""The network of a scenario: hospitals, then the slots each person may use, the nearest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wholeplace.core.bank_holidays import is_bank_holiday
from wholeplace.planning.flow.levers import Levers
from wholeplace.planning.flow.services import HOME
from wholeplace.planning.flow.situation import COMMUNITY, Hospital, Situation, Slots
from wholeplace.planning.simulation.network import EVERY_DAY, WEEKDAYS, Network, PersonClass, Unit

EVERYBODY = 1_000
"""More kinds of people than any slot with a restriction takes."""


class Asked(NamedTuple):
    """Who asks for a slot: what for, where they live, what they need and where they come from."""

    service: str
    place: str
    need: str
    source: str


@dataclass(frozen=True)
class Layout:
    """A network and where everything of the situation stands in it.

    Attributes:
        network: What the simulation runs.
        sources: Hospitals by number, and last the community.
        services: Ways out by number: services, and last home without support where anybody goes.
        places: Places by number.
        asks: Needs by number.
        kind: [source, service, place, ask] The number of each class.
        slots: The slots behind each unit, in the order of units; hospitals come before them.
        hospitals: How many units are hospitals.
    """

    network: Network
    sources: tuple[str, ...]
    services: tuple[str, ...]
    places: tuple[str, ...]
    asks: tuple[str, ...]
    kind: NDArray[np.int64]
    slots: tuple[Slots, ...]
    hospitals: int

    @cached_property
    def cell_of_unit(self) -> NDArray[np.int64]:
        """[unit] service x places + place of each unit that is not a hospital."""
        return np.array(
            [
                self.services.index(row.service) * len(self.places) + self.places.index(row.place)
                for row in self.slots
            ]
        )

    @cached_property
    def slots_by_cell(self) -> NDArray[np.float64]:
        """[cell] Slots."""
        numbers = np.array([row.slots for row in self.slots], dtype=np.float64)
        cells = len(self.services) * len(self.places)
        return np.bincount(self.cell_of_unit, numbers, cells).astype(np.float64)


def lay_out(situation: Situation, levers: Levers) -> Layout:
    """The network of a scenario.

    Args:
        situation: What there is.
        levers: What the scenario changes.
    """
    slots = tuple(_changed(situation, levers))
    hospitals = tuple(situation.hospitals)
    sources = (*hospitals, COMMUNITY)
    services, places, asks = (
        ways_of(situation, levers),
        tuple(situation.places),
        tuple(situation.needs),
    )
    kind = np.zeros((len(sources), len(services), len(places), len(asks)), dtype=np.int64)
    number_of: dict[tuple[str, ...], int] = {}
    stages: list[tuple[tuple[str, ...], ...]] = []
    names = [f"{row.service}/{row.place}/{n}" for n, row in enumerate(slots)]
    for (h, v, p, a), _ in np.ndenumerate(kind):
        source = sources[h]
        asked = Asked(services[v], places[p], asks[a], source)
        usable = tuple(_usable(slots, names, levers, asked))
        way = (usable,) if source == COMMUNITY else ((source,), usable)
        key = (source, services[v], places[p], *usable)
        if key not in number_of:
            number_of[key] = len(stages)
            stages.append(way)
        kind[h, v, p, a] = number_of[key]
    units = [_hospital(situation.hospitals[h], situation, levers) for h in hospitals]
    units += [_unit(name, row, levers) for name, row in zip(names, slots, strict=True)]
    classes = tuple(PersonClass(str(n), way) for n, way in enumerate(stages))
    first = situation.begins - dt.timedelta(days=levers.warm_up)
    network = Network(tuple(units), classes, first.weekday(), _holidays(first, levers))
    return Layout(network, sources, services, places, asks, kind, slots, len(hospitals))


def ways_of(situation: Situation, levers: Levers) -> tuple[str, ...]:
    """The ways out of a scenario: those of the situation, and home if the scenario sends people."""
    ways = situation.ways
    return ways if HOME in ways or not levers.without_support else (*ways, HOME)


def _holidays(first: dt.date, levers: Levers) -> tuple[int, ...]:
    """Bank holidays, on which services that rest at weekends rest too."""
    days = range(levers.horizon)
    return tuple(day for day in days if is_bank_holiday(first + dt.timedelta(days=day)))


def _hospital(hospital: Hospital, situation: Situation, levers: Levers) -> Unit:
    limited = levers.limit_beds and hospital.beds is not None
    beds = max(0, round((hospital.beds or 0) - hospital.others)) if limited else None
    week = WEEKDAYS if situation.working_days and not levers.seven_day else EVERY_DAY
    return Unit(hospital.key, beds, releases_on=week)


def _unit(name: str, row: Slots, levers: Levers) -> Unit:
    week = EVERY_DAY if row.weekend_starts or levers.seven_day else WEEKDAYS
    unlimited = levers.unlimited or row.service == HOME
    return Unit(name, None if unlimited else row.slots, starts_on=week)


def _changed(situation: Situation, levers: Levers) -> Iterator[Slots]:
    """The slots of the scenario: more or fewer, and opened; home needs none, and is never full."""
    for service in situation.services:
        for place in situation.places:
            rows = [r for r in situation.slots if (r.service, r.place) == (service, place)]
            rows = rows or [Slots(service, place, 0)]
            wanted = sum(r.slots for r in rows) + levers.extra_slots.get((service, place), 0)
            for row, number in zip(rows, _shared_out(rows, max(0, wanted)), strict=True):
                yield from _opened(replace(row, slots=number), levers)
    if HOME in ways_of(situation, levers):
        for place in situation.places:
            yield Slots(HOME, place, 0, weekend_starts=True)


def _opened(row: Slots, levers: Levers) -> Iterator[Slots]:
    """Slots of one kind, some of them opened to everybody and some to a need."""
    opened = round(row.slots * levers.open_eligibility) if row.restricted else 0
    kept = row.slots - opened
    if kept or not opened:
        yield from _made_able(replace(row, slots=kept), levers.open_to)
    if opened:
        yield replace(row, slots=opened, serves=None, takes_from=None)


def _made_able(row: Slots, open_to: Mapping[str, float]) -> Iterator[Slots]:
    """Slots of one kind, shares of them made able to meet needs that they could not."""
    kinds = [row]
    for need, share in open_to.items():
        for one in list(kinds):
            able = round(one.slots * share) if one.serves and need not in one.serves else 0
            if able and one.serves:
                kinds.remove(one)
                kinds += [replace(one, slots=able, serves=one.serves | {need})]
                kinds += [replace(one, slots=one.slots - able)] if one.slots > able else []
    yield from kinds


def _shared_out(rows: list[Slots], wanted: int) -> list[int]:
    """Slots shared out as they are now, in whole ones, the largest remainders first."""
    now = np.array([row.slots for row in rows], dtype=np.float64)
    share = now / now.sum() if now.sum() else np.full(now.size, 1 / now.size)
    exact = share * wanted
    whole = np.floor(exact + 1e-9).astype(int)
    for index in np.argsort(whole - exact, kind="stable")[: wanted - whole.sum()]:
        whole[index] += 1
    return [int(number) for number in whole]


def _usable(slots: tuple[Slots, ...], names: list[str], levers: Levers, by: Asked) -> list[str]:
    """Units a person may use: their own place first, and there those that suit fewest others.

    Where no slot anywhere near may be entered, any slot of the place must do; where the place has
    none at all, those of the other places.
    """
    groups = levers.pooled.get(by.service, ())
    allowed = next((group for group in groups if by.place in group), frozenset({by.place}))
    mine = [
        ((row.place != by.place, _suits(row), number), row)
        for number, row in enumerate(slots)
        if row.service == by.service and (row.slots or levers.unlimited or by.service == HOME)
    ]
    near = [(order, row) for order, row in mine if row.place in allowed]
    suited = [(order, row) for order, row in near if row.may_enter(by.need, by.source)]
    unused = [((True, 0, n), row) for n, row in enumerate(slots) if row.service == by.service]
    return [names[order[-1]] for order, _ in sorted(suited or near or mine or unused, key=_first)]


def _suits(row: Slots) -> int:
    """How many kinds of people may use a slot, as far as its order of use goes."""
    return len(row.serves) if row.serves is not None else EVERYBODY


def _first(item: tuple[tuple[bool, int, int], Slots]) -> tuple[bool, int, int]:
    return item[0]
