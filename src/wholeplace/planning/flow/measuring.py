"""What one replication says: people delayed by day and place, waits, slots and beds in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from wholeplace.planning.flow.layout import Layout
from wholeplace.planning.simulation.journeys import Journeys
from wholeplace.planning.simulation.series import daily_average

FloatArray = NDArray[np.float64]
LONG_WAIT = 7.0
"""Days beyond which a wait is counted as long."""


@dataclass(frozen=True)
class Seen:
    """One replication after its warm-up; stacked, all of them: arrays then begin with replications.

    A cell is service x places + place, of the service and place that people wait for.

    Attributes:
        delayed: [day, cell] People ready to leave a hospital and still in its bed, on average.
        delayed_at: [day, hospital] The same by hospital.
        in_process: [cell] Delayed days in all from being ready to being accepted.
        ready: [cell] People who became ready.
        waited: [cell] Days that people of the period waited, added up.
        long_waits: [cell] People of the period who waited over a week.
        used: [cell] Slots in use, on average; by the place of the slot.
        beds: [hospital] Beds of people who go on to a service, on average.
        outside: People who wait for a hospital bed, on average.
        community: Days that people referred from home waited, added up.
    """

    delayed: FloatArray
    delayed_at: FloatArray
    in_process: FloatArray
    ready: FloatArray
    waited: FloatArray
    long_waits: FloatArray
    used: FloatArray
    beds: FloatArray
    outside: FloatArray
    community: FloatArray


def see(journeys: Journeys, layout: Layout, cell_of_class: NDArray[np.int64], warm_up: int) -> Seen:
    """Measure one replication.

    Args:
        journeys: Everybody's way.
        layout: The network and where everything stands in it.
        cell_of_class: [class] The cell each class waits for.
        warm_up: Days left out.
    """
    days, cells = journeys.days, len(layout.services) * len(layout.places)
    kind = journeys.people.kind
    cell = cell_of_class[kind]
    from_hospital = np.array([len(each.stages) == 2 for each in journeys.network.classes])[kind]
    ready = np.where(from_hospital, journeys.finished[:, 0], np.nan)
    gone = journeys.vacated[:, 0]
    hospital = np.where(from_hospital, journeys.unit[:, 0], 0)
    delayed = daily_average(ready, gone, cell, cells, days)[warm_up:]
    process = daily_average(ready, journeys.asked_next[:, 0], cell, cells, days)[warm_up:]
    counted = (ready >= warm_up) & (ready < days)
    wait = np.where(np.isnan(gone), days, gone)[counted] - ready[counted]
    mine = cell[counted]
    slot = np.concatenate([np.zeros(layout.hospitals, dtype=np.int64), layout.cell_of_unit])
    last = from_hospital.astype(np.int64)
    person = np.arange(kind.size)
    unit, began = journeys.unit[person, last], journeys.started[person, last]
    used = daily_average(began, journeys.left, np.where(unit >= 0, slot[unit], 0), cells, days)
    at = np.maximum(hospital, 0)
    in_bed = np.where(from_hospital, journeys.started[:, 0], np.nan)
    community = np.where(from_hospital, np.nan, journeys.people.arrival)
    return Seen(
        delayed=delayed,
        delayed_at=daily_average(ready, gone, at, layout.hospitals, days)[warm_up:],
        in_process=process.sum(axis=0),
        ready=_sums(mine, np.ones(mine.size), cells),
        waited=_sums(mine, wait, cells),
        long_waits=_sums(mine, (wait > LONG_WAIT).astype(np.float64), cells),
        used=used[warm_up:].mean(axis=0),
        beds=daily_average(in_bed, gone, at, layout.hospitals, days)[warm_up:].mean(axis=0),
        outside=_open(np.where(from_hospital, journeys.people.arrival, np.nan), in_bed, days)[
            warm_up:
        ].mean(keepdims=True),
        community=_open(community, journeys.started[:, 0], days)[warm_up:].sum(keepdims=True),
    )


def stacked(seen: Sequence[Seen]) -> Seen:
    """All replications together: arrays begin with replications."""
    return Seen(*(np.stack([getattr(one, f.name) for one in seen]) for f in fields(Seen)))


def _sums(cell: NDArray[np.int64], values: FloatArray, cells: int) -> FloatArray:
    return np.bincount(cell, values, cells).astype(np.float64)


def _open(began: FloatArray, ended: FloatArray, days: int) -> FloatArray:
    """[day] How many intervals are open, on average."""
    return daily_average(began, ended, np.zeros(began.size, dtype=np.int64), 1, days)[:, 0]
