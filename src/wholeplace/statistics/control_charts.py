"""Control charts of values counted in separate periods: XmR, with NHS England's rules and icons.

Making Data Count's rules for XmR charts; only flows counted in separate periods belong on them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, as_floats

Rule = Literal["common", "outside", "trend", "two_of_three", "shift"]
Variation = Literal["common", "improvement", "concern", "neutral_high", "neutral_low"]
Assurance = Literal["pass", "fail", "hit_or_miss", "none"]
Better = Literal["higher", "lower", "neither"]

LIMIT_FACTOR = 2.66
SCREEN_FACTOR = 3.267
RUN = 7
"""Points in a row on one side of the mean, or rising or falling, that are no accident."""
ZONE = 2 / 3
"""Nearer a limit than two thirds of the way from the mean."""


class ControlChart(NamedTuple):
    """An XmR chart, every array as long as the series.

    Attributes:
        mean: The mean line.
        lower: The lower process limit.
        upper: The upper process limit.
        rule: Which rule a point meets, the first of outside, trend, two of three, and shift.
        side: 1 for a special cause upwards, -1 downwards, 0 for common cause.
        segment: Which recalculated stretch a point belongs to, from 0.
    """

    mean: FloatArray
    lower: FloatArray
    upper: FloatArray
    rule: NDArray[np.str_]
    side: NDArray[np.int64]
    segment: NDArray[np.int64]


def xmr_chart(
    values: ArrayLike,
    *,
    rebase_at: ArrayLike = (),
    baseline: int | None = None,
    screen: bool = True,
    run: int = RUN,
) -> ControlChart:
    """Draw the limits of an XmR chart and mark what is no common cause.

    Limits are 2.66 mean moving ranges from the mean; before that, moving ranges of 3.267 times
    their mean or more are screened out, once.

    Args:
        values: The values in order of time, one axis, none missing.
        rebase_at: Places (from 0) where the limits are worked out afresh.
        baseline: Work limits out from the first so many points of each stretch; by default all.
        screen: Whether to screen out large moving ranges.
        run: Points in a row that make a shift or a trend: 7 as Making Data Count teaches, or 6.

    Returns:
        The chart. A stretch of one point has limits equal to its value.

    Raises:
        StatisticsError: If a value is missing, or a place or the baseline cannot be.

    Source:
        NHS England. Making Data Count: getting started; Nelson LS. Control charts for individual
        measurements. J Qual Technol 1982;14:172-3; Provost LP, Murray SK. The Health Care Data
        Guide. Jossey-Bass, 2011.

    >>> chart = xmr_chart([5, 6, 4, 5, 6, 5, 4, 5, 5, 6, 5, 12])
    >>> print(chart.mean[0].round(2), chart.lower[0].round(2), chart.upper[0].round(2))
    5.67 3.01 8.33
    >>> print(chart.rule[11], chart.side[11])
    outside 1
    """
    value = as_floats(values)
    starts = _starts(value, rebase_at, baseline, run)
    found = [
        _stretch(part, baseline, screen, run) for part in np.split(value, starts[1:]) if part.size
    ]
    mean, lower, upper, rule, side = (np.concatenate(column) for column in zip(*found, strict=True))
    segment = np.searchsorted(starts, np.arange(value.size), side="right") - 1
    return ControlChart(mean, lower, upper, rule, side, segment)


def variation_icon(chart: ControlChart, better: Better) -> Variation:
    """What the last point says: common cause, improvement, concern, or a change neither way.

    Args:
        chart: The chart.
        better: Which direction is better.

    Source:
        NHS England. Making Data Count: variation icons.

    >>> variation_icon(xmr_chart([5, 6, 4, 5, 6, 5, 4, 5, 5, 12]), "lower")
    'concern'
    """
    return variations(chart, better)[-1]


def variations(chart: ControlChart, better: Better) -> list[Variation]:
    """What each point says, given which direction is better.

    Source:
        NHS England. Making Data Count: improvement, concern, or neither, by where a special cause
        lies and which direction is better.

    >>> variations(xmr_chart([5, 6, 4, 5, 6, 5, 4, 5, 5, 12]), "higher")[-2:]
    ['common', 'improvement']
    """
    if better == "neither":
        words: dict[int, Variation] = {0: "common", 1: "neutral_high", -1: "neutral_low"}
    else:
        good = 1 if better == "higher" else -1
        words = {0: "common", good: "improvement", -good: "concern"}
    return [words[int(side)] for side in chart.side]


def assurance_icon(chart: ControlChart, target: float | None, better: Better) -> Assurance:
    """Whether the process, left alone, passes a target, fails it, or hits and misses.

    Args:
        chart: The chart, whose last limits are compared.
        target: The target; without one there is no assurance.
        better: Which direction is better; where neither is, there is no assurance.

    Source:
        NHS England. Making Data Count: assurance icons.

    >>> assurance_icon(xmr_chart([5, 6, 4, 5, 6, 5, 4, 5, 5, 6]), 9, "lower")
    'pass'
    """
    if target is None or better == "neither":
        return "none"
    lower, upper = chart.lower[-1], chart.upper[-1]
    if lower > target:
        return "pass" if better == "higher" else "fail"
    if upper < target:
        return "fail" if better == "higher" else "pass"
    return "hit_or_miss"


def _starts(
    value: FloatArray, rebase_at: ArrayLike, baseline: int | None, run: int
) -> NDArray[np.int64]:
    if value.ndim != 1 or value.size == 0 or np.isnan(value).any():
        raise StatisticsError(
            f"The values have shape {value.shape} and {int(np.isnan(value).sum())} are missing.",
            "Give one series without gaps: a missing period has no place on this chart.",
        )
    if (baseline is not None and baseline < 2) or run < 3:
        raise StatisticsError(
            f"A baseline of {baseline} points or a run of {run} says nothing.",
            "Give a baseline of 2 points or more and a run of 3 or more.",
        )
    places = np.unique(np.asarray(rebase_at, dtype=np.int64))
    if places.size and (places[0] < 0 or places[-1] >= value.size):
        raise StatisticsError(
            f"Limits cannot start afresh at {places.tolist()} of {value.size} points.",
            "Give places from 0 to one before the end.",
        )
    return np.unique(np.concatenate([[0], places])).astype(np.int64)


def _stretch(
    value: FloatArray, baseline: int | None, screen: bool, run: int
) -> tuple[FloatArray, FloatArray, FloatArray, NDArray[np.str_], NDArray[np.int64]]:
    """One stretch between two recalculations: lines, rules and sides."""
    basis = value[:baseline]
    mean = basis.mean()
    ranges = np.abs(np.diff(basis))
    if screen and ranges.size:
        # A range of rounding error, where all are alike, is not beyond 3.267 times their mean.
        kept = ranges[ranges < SCREEN_FACTOR * ranges.mean()]
        ranges = kept if kept.size else ranges
    reach = LIMIT_FACTOR * ranges.mean() if ranges.size else 0.0
    side = np.sign(value - mean).astype(np.int64)
    outside = (value > mean + reach) | (value < mean - reach)
    near = (np.abs(value - mean) > ZONE * reach) & ~outside
    trend = _trend(value, run)
    marks: dict[Rule, NDArray[np.bool_]] = {
        "outside": outside,
        "trend": trend != 0,
        "two_of_three": _two_of_three(near, side),
        "shift": _in_row(side, run),
    }
    rule = np.select(list(marks.values()), list(marks), default="common")
    way = np.where(rule == "trend", trend, side)
    return (
        np.full(value.size, mean),
        np.full(value.size, mean - reach),
        np.full(value.size, mean + reach),
        rule,
        np.where(rule == "common", 0, way).astype(np.int64),
    )


def _in_row(side: NDArray[np.int64], length: int) -> NDArray[np.bool_]:
    """Points that belong to so many in a row on one side; 0 is on neither."""
    found = np.zeros(side.size, dtype=bool)
    if side.size < length:
        return found
    windows = np.lib.stride_tricks.sliding_window_view(side, length)
    for start in np.flatnonzero(np.abs(windows.sum(axis=1)) == length):
        found[start : start + length] = True
    return found


def _trend(value: FloatArray, length: int) -> NDArray[np.int64]:
    """1 or -1 for points that belong to so many in a row rising or falling, else 0."""
    found = np.zeros(value.size, dtype=np.int64)
    if value.size < length:
        return found
    steps = np.sign(np.diff(value)).astype(np.int64)
    windows = np.lib.stride_tricks.sliding_window_view(steps, length - 1)
    for start in np.flatnonzero(np.abs(windows.sum(axis=1)) == length - 1):
        found[start : start + length] = steps[start]
    return found


def _two_of_three(near: NDArray[np.bool_], side: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Points near a limit, of any three in a row on one side of which two or more are near it.

    A point beyond the limit meets a rule of its own and is not counted as near it.
    """
    found = np.zeros(side.size, dtype=bool)
    if side.size < 3:
        return found
    view = np.lib.stride_tricks.sliding_window_view
    one_side = np.abs(view(side, 3).sum(axis=1)) == 3
    enough = view(near, 3).sum(axis=1) >= 2
    for start in np.flatnonzero(one_side & enough):
        found[start : start + 3] |= near[start : start + 3]
    return found
