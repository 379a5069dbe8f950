"""Averages: stretches of time, and moments, added up by day and column, compiled.

A stretch open from t in day d counts for (d + 1 - t) of day d and for 1 of every later day; closing
it takes the same away from then on. So each costs two additions, however long it is: the average of
a day is its area and the changes of all days before it, which ``DayTotals`` adds up at the end.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np

from wholeplace.core.compiled import borrowing
from wholeplace.planning.simulation.arrays import (
    FloatArray,
    IntArray,
    JourneyArrays,
    PeopleArrays,
)


class DayTotals(NamedTuple):
    """Stretches of time that are being added up."""

    area: FloatArray  # [day, column]
    change: FloatArray  # [day, column]

    @classmethod
    def of(cls, days: int, columns: int) -> DayTotals:
        """Begin with nothing."""
        return cls(np.zeros((days, columns)), np.zeros((days, columns)))

    def average(self) -> FloatArray:
        """[day, column] How many were open, on average over the time of the day."""
        before = np.cumsum(self.change, axis=0) - self.change
        return np.maximum(self.area + before, 0.0)


class SeriesArrays(NamedTuple):
    """What is added up of journeys, by unit or by (class x stages + stage)."""

    occupied: DayTotals
    delayed: DayTotals
    in_process: DayTotals
    waiting: DayTotals
    processing: DayTotals
    started: FloatArray
    days_waited: FloatArray
    arrived: FloatArray
    left: FloatArray


@numba.njit(cache=True, nogil=True)
def add_stretches(
    began: FloatArray, ended: FloatArray, column: IntArray, totals: DayTotals
) -> None:
    """Add stretches of time; NaN where one did not begin, or had not ended by the horizon."""
    for each in range(began.size):
        _stretch(totals, column[each], began[each], ended[each])


@numba.njit(cache=True, nogil=True)
def add_moments(when: FloatArray, column: IntArray, value: FloatArray, total: FloatArray) -> None:
    """Add values at moments to [day, column]; NaN and moments outside the days do not count."""
    for each in range(when.size):
        _moment(total, column[each], when[each], value[each])


@numba.njit(cache=True, nogil=True)
def add_journeys(
    people: PeopleArrays, found: JourneyArrays, stages_of: IntArray, series: SeriesArrays
) -> None:
    """Add everybody's way to the series of a network."""
    for person in range(people.arrival.size):
        _journey(people, found, stages_of[people.kind[person]], series, person)


@borrowing
def _journey(
    people: PeopleArrays, found: JourneyArrays, stages: int, series: SeriesArrays, person: int
) -> None:
    """Add one person's way, stage by stage."""
    first, kind, came = people.stage[person], people.kind[person], people.arrival[person]
    _moment(series.arrived, kind, came, 1.0)
    _moment(series.left, kind, found.left[person], 1.0)
    for stage in range(first, stages):
        asked, began = found.asked[person, stage], found.started[person, stage]
        queue = kind * people.stay.shape[1] + stage
        _stretch(series.waiting, queue, asked, began)
        if stage > first:
            _stretch(series.processing, queue, came, asked)
        if np.isnan(began):
            return
        over = began + people.stay[person, stage]
        last = stage + 1 == stages
        released = found.left[person] if last else found.asked[person, stage + 1]
        gone = found.left[person] if last else found.started[person, stage + 1]
        unit = found.unit[person, stage]
        _stretch(series.occupied, unit, began, gone)
        _stretch(series.delayed, unit, over, gone)
        _stretch(series.in_process, unit, over, released)
        _moment(series.started, unit, began, 1.0)
        _moment(series.days_waited, unit, began, began - came)
        came = over


@borrowing
def _stretch(totals: DayTotals, column: int, began: float, ended: float) -> None:
    """Add a stretch of time; what lies before time 0 or after the days does not count."""
    days = totals.area.shape[0]
    start = max(began, 0.0)
    if np.isnan(began) or start >= days or ended <= start:
        return
    day = int(start)
    totals.area[day, column] += day + 1 - start
    totals.change[day, column] += 1.0
    if ended < days:
        day = int(ended)
        totals.area[day, column] -= day + 1 - ended
        totals.change[day, column] -= 1.0


@borrowing
def _moment(total: FloatArray, column: int, when: float, value: float) -> None:
    """Add a value at a moment, if it lies within the days."""
    if when >= 0.0 and when < total.shape[0]:
        total[int(when), column] += value
