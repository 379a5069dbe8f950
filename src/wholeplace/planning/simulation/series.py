"""Series: what one replication says day by day, as exact averages over time and as counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from wholeplace.planning.simulation.arrays import FloatArray, IntArray, JourneyArrays
from wholeplace.planning.simulation.averages import (
    DayTotals,
    SeriesArrays,
    add_journeys,
    add_moments,
    add_stretches,
)
from wholeplace.planning.simulation.journeys import Journeys


@dataclass(frozen=True)
class DailySeries:
    """Days of one replication, or, stacked, of many: then every array has replications first.

    Averages are over the time of the day, from midnight to midnight, exact to rounding.

    Attributes:
        occupied: [day, unit] People holding a slot, on average.
        delayed: [day, unit] Of those, people whose stay is over, on average; ``in_process`` and
            waiting together.
        in_process: [day, unit] Of those, people whose delay (assessment, ...) is not over, on
            average; the rest of ``delayed`` wait for a slot elsewhere.
        waiting: [day, class, stage] People who asked for a stage and have not started, on
            average: at stage 0 outside, at later stages holding a slot in the stage before.
        processing: [day, class, stage] People ready to leave the stage before and not yet able
            to ask for this one, on average; stage 0 has none.
        started: [day, unit] People who started during the day.
        days_waited: [day, unit] The days that those who started had waited since the stage before
            was over (at their first stage, since they came), added up.
        arrived: [day, class] People who came during the day.
        left: [day, class] People who left during the day.
    """

    occupied: FloatArray
    delayed: FloatArray
    in_process: FloatArray
    waiting: FloatArray
    processing: FloatArray
    started: FloatArray
    days_waited: FloatArray
    arrived: FloatArray
    left: FloatArray


def daily(journeys: Journeys, warm_up: int = 0) -> DailySeries:
    """Give the days of a replication after its warm-up.

    Args:
        journeys: The replication.
        warm_up: How many days to leave out.

    Returns:
        Arrays whose first axis is the days from the warm-up's end to the horizon.
    """
    network, days = journeys.network, journeys.days
    units, classes, stages = len(network.units), len(network.classes), network.stages
    sums = SeriesArrays(
        DayTotals.of(days, units),
        DayTotals.of(days, units),
        DayTotals.of(days, units),
        DayTotals.of(days, classes * stages),
        DayTotals.of(days, classes * stages),
        np.zeros((days, units)),
        np.zeros((days, units)),
        np.zeros((days, classes)),
        np.zeros((days, classes)),
    )
    found = JourneyArrays(journeys.asked, journeys.started, journeys.unit, journeys.left)
    stages_of = np.array([len(each.stages) for each in network.classes])
    add_journeys(journeys.people.arrays(), found, stages_of, sums)
    shape = (days, classes, stages)
    whole = DailySeries(
        sums.occupied.average(),
        sums.delayed.average(),
        sums.in_process.average(),
        sums.waiting.average().reshape(shape),
        sums.processing.average().reshape(shape),
        sums.started,
        sums.days_waited,
        sums.arrived,
        sums.left,
    )
    return DailySeries(*(getattr(whole, field.name)[warm_up:] for field in fields(whole)))


def stacked(replications: Sequence[DailySeries]) -> DailySeries:
    """Put the series of replications together: [replication, day, ...]."""
    return DailySeries(
        *(
            np.stack([getattr(each, field.name) for each in replications])
            for field in fields(DailySeries)
        )
    )


def daily_average(
    began: FloatArray, ended: FloatArray, group: IntArray, groups: int, days: int
) -> FloatArray:
    """Average over each day how many intervals are open, by group, exactly.

    Args:
        began: When each began; NaN for one that did not.
        ended: When each ended; NaN for one still open at the horizon.
        group: The number of each one's group.
        groups: How many groups there are.
        days: The horizon: how many days from time 0.

    Returns:
        [day, group] The part of the day each was open, added up.
    """
    totals = DayTotals.of(days, groups)
    add_stretches(began.ravel(), ended.ravel(), group.ravel(), totals)
    return totals.average()


def daily_total(
    when: FloatArray, group: IntArray, groups: int, days: int, value: FloatArray | None = None
) -> FloatArray:
    """Add up by day and group what happens at moments.

    Args:
        when: The moments; NaN for what did not happen, and none outside the days counts.
        group: The number of each one's group.
        groups: How many groups there are.
        days: How many days from time 0.
        value: What to add up; by default 1, which counts.

    Returns:
        [day, group] The totals.
    """
    total = np.zeros((days, groups))
    values = np.ones(when.shape) if value is None else value
    add_moments(when.ravel(), group.ravel(), values.ravel(), total)
    return total
