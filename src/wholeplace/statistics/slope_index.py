"""Slope and relative index of inequality: the gap from most to least deprived of all groups."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import (
    FloatArray,
    Interval,
    as_counts,
    as_floats,
    normal_quantile,
)

IntArray = NDArray[np.int64]
Spread = Literal["normal", "log", "logit"]

NODES = 180
STEPS = 60
_SETTLED = 1e-6
"""Steps this small beside a number, after so many of them, only follow its last digits."""
_AT_ONCE = 50
"""Rows whose points are looked at together."""
_POINTS, _WEIGHTS = np.polynomial.hermite_e.hermegauss(NODES)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


class SlopeIndex(NamedTuple):
    """Indices of inequality, one per row of groups.

    Attributes:
        sii: Slope index: how much higher the value is at the least deprived end of the line than
            at the most deprived end, in the value's unit.
        rii: Relative index: the value at the least deprived end as a multiple of the other's.
        intercept: The value of the line at the most deprived end.
    """

    sii: Interval
    rii: Interval
    intercept: FloatArray


class _Scale(NamedTuple):
    """A scale on which a value's uncertainty is normal."""

    to: Callable[[FloatArray], FloatArray]
    back: Callable[[FloatArray], FloatArray]


_SCALES: dict[str, _Scale] = {
    "normal": _Scale(lambda x: x, lambda x: x),
    "log": _Scale(np.log, np.exp),
    "logit": _Scale(special.logit, special.expit),
}


def slope_index(
    value: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    population: ArrayLike,
    confidence: float = 0.95,
    *,
    spread: Spread = "normal",
    transformed: bool = False,
    given_confidence: float = 0.95,
) -> SlopeIndex:
    """Fit a weighted line over groups ranked by deprivation, and give its two ends' gap.

    Each group stands at the middle of its share of the population, ranked from most deprived (0)
    to least deprived (1), and weighs as many people as it has. Limits follow from the values'
    own limits, with no simulation: the line is a weighted sum of the values, so the cumulants of
    the sum are known, and its quantiles follow by Cornish and Fisher's expansion.

    Args:
        value: Value of each group, the last axis, most deprived first; any shape before it.
        lower: Lower limits of the values.
        upper: Upper limits of the values.
        population: People in each group; broadcast against the values.
        confidence: Coverage of the limits given.
        spread: The scale on which the values' limits are symmetric: "normal" (such as life
            expectancy), "log" (rates) or "logit" (proportions).
        transformed: Whether the line is fitted on that scale too, as suits values whose trend is
            not straight; the gap is then between the ends taken back to the value's unit.
        given_confidence: Coverage of the limits of the values.

    Returns:
        The indices, one axis fewer than the values; NaN where anything of a group is missing, a
        population is 0, or a value cannot be on the scale. A limit that does not exist is NaN.

    Raises:
        StatisticsError: If there are fewer than two groups, or a population is negative.

    Source:
        Low A, Low A. Measuring the gap: quantifying and comparing local health inequalities.
        J Public Health 2004;26:388-95; Pamuk ER. Social class inequality in mortality from 1921
        to 1972 in England and Wales. Popul Stud 1985;39:17-31; Cornish EA, Fisher RA. Moments and
        cumulants in the specification of distributions. Rev Inst Int Stat 1938;5:307-20.

    Life expectancy in five fifths:

    >>> fifths = [75.0, 77.0, 79.0, 80.0, 82.0]
    >>> index = slope_index(fifths, [v - 1 for v in fifths], [v + 1 for v in fifths], [100] * 5)
    >>> print(index.sii.value.round(2), index.sii.lower.round(2), index.sii.upper.round(2))
    8.5 6.92 10.08
    >>> print(index.rii.value.round(3), index.intercept.round(2))
    1.114 74.35
    """
    scale = _SCALES[spread]
    middle, low, high, people = np.broadcast_arrays(
        as_floats(value), as_floats(lower), as_floats(upper), as_counts(population, "population")
    )
    if middle.ndim == 0 or middle.shape[-1] < 2:
        raise StatisticsError(
            f"The values have shape {middle.shape}.", "Give two groups or more, groups last."
        )
    rows = middle.shape[:-1]
    middle, low, high, people = (
        part.reshape(-1, middle.shape[-1]) for part in (middle, low, high, people)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = scale.to(middle)
        width = (scale.to(high) - scale.to(low)) / (2 * normal_quantile(given_confidence))
    sound = np.isfinite(centre) & np.isfinite(width) & (people > 0)
    whole = sound.all(axis=-1)
    bottom, top = _ends(np.where(people > 0, people, 1.0))
    z = normal_quantile(confidence)
    # Limits a hundred powers of ten apart have moments that no number holds.
    with np.errstate(over="ignore", invalid="ignore"):
        if transformed and spread != "normal":
            found = _on_the_scale(scale, centre, width, bottom, top, z)
        else:
            found = _on_the_value(scale, centre, width, middle, bottom, top, z)
    sii, rii, intercept = found

    def known(part: FloatArray) -> FloatArray:
        return np.where(whole & np.isfinite(part), part, np.nan).reshape(rows)

    return SlopeIndex(
        Interval(*(known(part) for part in sii)),
        Interval(*(known(part) for part in rii)),
        known(intercept),
    )


def _ends(people: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What each value weighs in the line's two ends, most deprived and least deprived."""
    share = people / people.sum(axis=-1, keepdims=True)
    place = share.cumsum(axis=-1) - share / 2
    mean = (share * place).sum(axis=-1, keepdims=True)
    tilt = share * (place - mean) / (share * (place - mean) ** 2).sum(axis=-1, keepdims=True)
    return share - tilt * mean, share + tilt * (1 - mean)


def _on_the_value(
    scale: _Scale,
    centre: FloatArray,
    width: FloatArray,
    middle: FloatArray,
    bottom: FloatArray,
    top: FloatArray,
    z: float,
) -> tuple[Interval, Interval, FloatArray]:
    """Both indices of a line fitted to the values themselves."""
    ends = (bottom * middle).sum(axis=-1), (top * middle).sum(axis=-1)
    moments = _moments(scale, centre, width)

    def quantile(weight: FloatArray, deviate: float) -> FloatArray:
        return _cornish_fisher(weight, moments, deviate)

    def beyond(deviate: float) -> Callable[[FloatArray, IntArray], FloatArray]:
        """How far the line's top end lies above a multiple of its bottom end, at a quantile."""

        def above(times: FloatArray, rows: IntArray) -> FloatArray:
            weight = top[rows] - times[..., np.newaxis] * bottom[rows]
            return _cornish_fisher(weight, tuple(part[rows] for part in moments), deviate)

        return above

    gap = ends[1] - ends[0]
    sii = Interval(gap, quantile(top - bottom, -z), quantile(top - bottom, z))
    ratio = ends[1] / np.where(ends[0] != 0, ends[0], np.nan)
    rii = Interval(
        ratio,
        _solve(beyond(-z), ratio),
        _solve(beyond(z), ratio),
    )
    return sii, rii, ends[0]


def _moments(scale: _Scale, centre: FloatArray, width: FloatArray) -> tuple[FloatArray, ...]:
    """Mean, variance and third central moment of each value, by Gauss and Hermite's rule."""
    made = np.empty((3, *centre.shape))
    # A few rows at a time stay near the processor: all points of all rows are hundreds of MB.
    for start in range(0, len(centre), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        drawn = scale.back(centre[some, :, np.newaxis] + width[some, :, np.newaxis] * _POINTS)
        mean = drawn @ _WEIGHTS
        from_mean = drawn - mean[..., np.newaxis]
        made[:, some] = mean, from_mean**2 @ _WEIGHTS, from_mean**3 @ _WEIGHTS
    return tuple(made)


def _cornish_fisher(
    weight: FloatArray, moments: tuple[FloatArray, ...], deviate: float
) -> FloatArray:
    """A quantile of a weighted sum of independent values, allowing for its skewness."""
    mean, variance, third = moments
    spread = np.sqrt((weight**2 * variance).sum(axis=-1))
    skewness = (weight**3 * third).sum(axis=-1) / np.where(spread > 0, spread, np.nan) ** 3
    away = deviate + (deviate**2 - 1) * np.nan_to_num(skewness) / 6
    return np.asarray((weight * mean).sum(axis=-1) + away * spread)


def _solve(function: Callable[[FloatArray, IntArray], FloatArray], start: FloatArray) -> FloatArray:
    """Where a function without turns is zero, by Newton's steps with a numerical slope.

    Args:
        function: Takes numbers and the rows they are of, counted from 0.
        start: Where to begin; shape (rows,).

    Returns:
        Shape (rows,); NaN where steps go on without coming nearer, as nothing is zero there: an
        end of a line that may well be nought bounds no multiple of it.
    """
    found = np.array(start, dtype=np.float64)
    rows, left = np.arange(len(found)), 0.0
    for _ in range(STEPS):
        now = found[rows]
        nudge = np.maximum(np.abs(now), 1e-6) * 1e-6
        here = function(now, rows)
        slope = (function(now + nudge, rows) - here) / nudge
        step = here / np.where(slope != 0, slope, np.nan)
        found[rows] = now - step
        if np.nanmax(np.abs(step), initial=left) < 1e-12:
            break
        # A row that a step leaves where it was is left there by every other, which is the same.
        moved = (found[rows] != now) & ~np.isnan(found[rows])
        left = np.nanmax(np.abs(step[~moved]), initial=left)
        rows = rows[moved]
    else:
        still_far = np.abs(step[moved]) > _SETTLED * np.maximum(np.abs(found[rows]), _SETTLED)
        found[rows[still_far]] = np.nan
    return found


def _on_the_scale(
    scale: _Scale,
    centre: FloatArray,
    width: FloatArray,
    bottom: FloatArray,
    top: FloatArray,
    z: float,
) -> tuple[Interval, Interval, FloatArray]:
    """Both indices of a line fitted on the scale: its two ends are normal together."""
    low_end, high_end = (bottom * centre).sum(axis=-1), (top * centre).sum(axis=-1)
    variances = [(a * b * width**2).sum(axis=-1) for a, b in ((bottom,) * 2, (top,) * 2)]
    together = (bottom * top * width**2).sum(axis=-1)
    first, last = scale.back(low_end), scale.back(high_end)
    slope = together / np.where(variances[0] > 0, variances[0], np.nan)
    # The least deprived end given the other: its mean moves with it, its spread does not.
    at = low_end[..., np.newaxis] + np.sqrt(variances[0])[..., np.newaxis] * _POINTS
    mean = high_end[..., np.newaxis] + slope[..., np.newaxis] * (at - low_end[..., np.newaxis])
    spread = np.sqrt(np.maximum(variances[1] - slope * together, 1e-300))[..., np.newaxis]

    def deviate(target: FloatArray, rows: IntArray) -> FloatArray:
        """How many standard errors a target lies above the middle, by its chance."""
        with np.errstate(divide="ignore", invalid="ignore"):
            beyond = np.where(target > 0, scale.to(np.maximum(target, 1e-300)), -np.inf)
        beyond = np.where(np.isnan(beyond), np.inf, beyond)
        chance = special.ndtr((beyond - mean[rows]) / spread[rows]) @ _WEIGHTS
        return np.asarray(special.ndtri(np.clip(chance, 1e-15, 1 - 1e-15)))

    base = scale.back(at)

    def gap(at_level: float) -> FloatArray:
        return _solve(
            lambda t, rows: deviate(base[rows] + t[..., np.newaxis], rows) - at_level, last - first
        )

    def times(at_level: float) -> FloatArray:
        return _solve(
            lambda r, rows: deviate(base[rows] * r[..., np.newaxis], rows) - at_level, last / first
        )

    sii = Interval(last - first, gap(-z), gap(z))
    rii = Interval(last / first, times(-z), times(z))
    return sii, rii, first
