"""The network of a scenario: hospitals, then the slots each person may use, the nearest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from wholeplace.core.bank_holidays import is_bank_holiday
from wholeplace.planning.flow.levers import Levers
from wholeplace.planning.flow.services import ASKS
from wholeplace.planning.flow.situation import COMMUNITY, Hospital, Situation, Slots
from wholeplace.planning.simulation.network import EVERY_DAY, WEEKDAYS, Network, PersonClass, Unit


@dataclass(frozen=True)
class Layout:
    """A network and where everything of the situation stands in it.

    Attributes:
        network: What the simulation runs.
        sources: Hospitals by number, and last the community.
        services: Services by number.
        places: Places by number.
        asks: Requests by number.
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
    services, places, asks = situation.services, tuple(situation.places), tuple(ASKS)
    kind = np.zeros((len(sources), len(services), len(places), len(asks)), dtype=np.int64)
    number_of: dict[tuple[str, ...], int] = {}
    stages: list[tuple[tuple[str, ...], ...]] = []
    names = [f"{row.service}/{row.place}/{n}" for n, row in enumerate(slots)]
    for (_, v, p, a), _ in np.ndenumerate(kind[:1]):
        usable = tuple(_usable(slots, names, levers, services[v], places[p], asks[a]))
        for h, source in enumerate(sources):
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
    return Unit(name, None if levers.unlimited else row.slots, starts_on=week)


def _changed(situation: Situation, levers: Levers) -> Iterator[Slots]:
    """The slots of the scenario: more or fewer, and opened to every request."""
    for service in situation.services:
        for place in situation.places:
            rows = [r for r in situation.slots if (r.service, r.place) == (service, place)]
            rows = rows or [Slots(service, place, 0)]
            wanted = sum(r.slots for r in rows) + levers.extra_slots.get((service, place), 0)
            for row, number in zip(rows, _shared_out(rows, max(0, wanted)), strict=True):
                opened = round(number * levers.open_eligibility)
                if row.serves >= set(ASKS):
                    opened = 0
                if number - opened or not opened:
                    yield Slots(service, place, number - opened, row.serves, row.weekend_starts)
                if opened:
                    yield Slots(service, place, opened, frozenset(ASKS), row.weekend_starts)


def _shared_out(rows: list[Slots], wanted: int) -> list[int]:
    """Slots shared out as they are now, in whole ones, the largest remainders first."""
    now = np.array([row.slots for row in rows], dtype=np.float64)
    share = now / now.sum() if now.sum() else np.full(now.size, 1 / now.size)
    exact = share * wanted
    whole = np.floor(exact + 1e-9).astype(int)
    for index in np.argsort(whole - exact, kind="stable")[: wanted - whole.sum()]:
        whole[index] += 1
    return [int(number) for number in whole]


def _usable(
    slots: tuple[Slots, ...], names: list[str], levers: Levers, service: str, place: str, ask: str
) -> list[str]:
    """Units a person may use: their own place first, and there those that suit fewest others.

    Where no slot anywhere near meets a request, any slot of the place must do; where the place has
    none at all, those of the other places.
    """
    together = levers.pooled.get(service, frozenset())
    allowed = together if place in together else frozenset({place})
    mine = [
        ((row.place != place, len(row.serves), number), row)
        for number, row in enumerate(slots)
        if row.service == service and (row.slots or levers.unlimited)
    ]
    near = [(order, row) for order, row in mine if row.place in allowed]
    suited = [(order, row) for order, row in near if ask in row.serves]
    unused = [((True, 0, n), row) for n, row in enumerate(slots) if row.service == service]
    return [names[order[-1]] for order, _ in sorted(suited or near or mine or unused, key=_first)]


def _first(item: tuple[tuple[bool, int, int], Slots]) -> tuple[bool, int, int]:
    return item[0]
