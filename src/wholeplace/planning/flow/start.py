"""Who is there when a replication begins: as counted today, or about as many as usual."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wholeplace.planning.flow.people import START, Drawing, Table
from wholeplace.planning.flow.situation import COMMUNITY, Present
from wholeplace.planning.simulation.people import People, generator, joined

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
FULL = 0.95
"""How full slots are when a warm-up begins: near where they settle, so that it settles soon."""


def everybody(drawing: Drawing, replication: int) -> People:
    """Everybody of one replication: who is there at the start, and who comes later.

    Args:
        drawing: How people are drawn for the scenario.
        replication: Which replication, from 0.
    """
    coming = drawing.coming(replication)
    there = list(_there(drawing, replication))
    return joined(*there, coming) if there else coming


def _there(drawing: Drawing, replication: int) -> list[People]:
    lay = drawing.layout
    groups = []
    for cell in range(len(lay.services) * len(lay.places)):
        random = generator(drawing.seed, replication, START + cell)
        if drawing.levers.today:
            service, place = divmod(cell, len(lay.places))
            names = (lay.services[service], lay.places[place])
            rows = [row for row in drawing.situation.present if (row.service, row.place) == names]
            groups += _today(drawing, cell, rows, random)
        else:
            groups += _usual(drawing, cell, random)
    return groups


def _usual(drawing: Drawing, cell: int, random: np.random.Generator) -> list[People]:
    """People in the slots of a cell, each somewhere in a stay: long stays are met more often."""
    number = round(FULL * drawing.layout.slots_by_cell[cell])
    if not number:
        return []
    dice = random.random((number, 2))
    quantiles = drawing.stays.quantiles[cell] * _left(drawing, cell)
    weight = np.cumsum(quantiles)
    stay = quantiles[np.searchsorted(weight, dice[:, 0] * weight[-1])]
    return [_in_service(drawing, cell, -dice[:, 1] * stay, stay)]


def _today(
    drawing: Drawing, cell: int, rows: list[Present], random: np.random.Generator
) -> list[People]:
    """People as counted today, each going on as long as people who got this far do."""
    groups = []
    for state in ("in_service", "waiting", "in_process"):
        for at_home in (False, True):
            mine = [
                row
                for row in rows
                if row.state == state and at_home == (state == "waiting" and row.hospital == "")
            ]
            days = np.repeat([float(row.days) for row in mine], [row.people for row in mine])
            uniform = random.random((days.size, 2))
            if not mine:
                continue
            if state == "in_service":
                longer = _beyond(drawing.stays, cell, days, uniform[:, 0]) * _left(drawing, cell)
                groups.append(_in_service(drawing, cell, -days, np.maximum(longer, days)))
            elif at_home:
                groups.append(_at_home(drawing, cell, days, uniform))
            else:
                hospital = np.repeat([row.hospital for row in mine], [row.people for row in mine])
                groups.append(_in_hospital(drawing, cell, state, hospital, days, uniform))
    return groups


def _in_service(drawing: Drawing, cell: int, since: FloatArray, stay: FloatArray) -> People:
    """People who hold slots of a cell; the units are filled in turn."""
    lay = drawing.layout
    units = lay.hospitals + np.flatnonzero(lay.cell_of_unit == cell)
    room = [max(lay.slots[unit - lay.hospitals].slots, 0) for unit in units]
    unit = np.repeat(units, room)[: stay.size]
    unit = np.concatenate([unit, np.full(stay.size - unit.size, units[-1])])
    service, place = divmod(cell, len(lay.places))
    kind = lay.kind[lay.sources.index(COMMUNITY), service, place, 0]
    both = np.column_stack([stay, np.zeros_like(stay)])
    return People.of(arrival=since, kind=kind, stay=both, holding=unit)


def _at_home(drawing: Drawing, cell: int, days: FloatArray, uniform: FloatArray) -> People:
    """People at home who wait for a slot."""
    lay = drawing.layout
    stay, ask = _stay_and_ask(drawing, cell, uniform)
    service, place = divmod(cell, len(lay.places))
    kind = lay.kind[lay.sources.index(COMMUNITY), service, place, ask]
    return People.of(-np.maximum(days, 0.01), kind, np.column_stack([stay, np.zeros_like(stay)]))


def _in_hospital(
    drawing: Drawing,
    cell: int,
    state: str,
    hospital: NDArray[np.str_],
    days: FloatArray,
    uniform: FloatArray,
) -> People:
    """People who are ready and hold a bed: accepted and waiting, or not yet accepted."""
    lay = drawing.layout
    source = np.array([lay.sources.index(name) for name in hospital])
    service, place = divmod(cell, len(lay.places))
    stay, ask = _stay_and_ask(drawing, cell, uniform)
    delay = np.zeros_like(stay)
    if state == "in_process":
        delay = _beyond(drawing.processes, cell, days, uniform[:, 0])
    return People.of(
        arrival=-days,
        kind=lay.kind[source, service, place, ask],
        stay=np.column_stack([np.zeros_like(stay), stay]),
        delay=np.column_stack([delay, np.zeros_like(delay)]),
        holding=source,
    )


def _stay_and_ask(drawing: Drawing, cell: int, uniform: FloatArray) -> tuple[FloatArray, IntArray]:
    """How long people will stay with the service, and what they ask of it."""
    cells = np.full(uniform.shape[0], cell)
    stay = drawing.stays.at(cells, uniform[:, 1]) * _left(drawing, cell)
    return stay, drawing.asks_of(cells, uniform[:, 0])


def _beyond(table: Table, cell: int, days: FloatArray, uniform: FloatArray) -> FloatArray:
    """Lengths of those that have lasted so many days already."""
    quantiles = table.quantiles[cell]
    level = np.searchsorted(quantiles, days, side="right") / quantiles.size
    drawn = table.at(np.full(days.size, cell), level + (1 - level) * uniform)
    past_all = days - np.log1p(-uniform) * max(float(quantiles.mean()), 0.1)
    return np.maximum(np.where(level >= 1, past_all, drawn), days + 0.01)


def _left(drawing: Drawing, cell: int) -> float:
    service = drawing.layout.services[cell // len(drawing.layout.places)]
    return drawing.levers.stays.get(service, 1.0)
