"""Months against the months before them: how many records, or what share, was to be expected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, as_counts

Verdict = Literal["as_expected", "none", "low", "high", "too_few", "too_soon"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
"""What can be said of a month."""

YEAR = 12
LEAST_MONTHS = 6  # fewer earlier months say too little of what is usual
RISK = 0.01  # chance that anything at all is flagged where nothing is wrong
_SIGMA_PER_RANGE = 3.145 / 3  # a median moving range as a standard deviation (Wheeler)
_MEDIAN_OF_NORMAL = 0.6745  # the median distance from the middle, in standard deviations


class MonthBands(NamedTuple):
    """What was expected of each month, and what became of it; all of one shape.

    Attributes:
        expected: The middle of the band; NaN where it cannot be said.
        lower: Its lower end.
        upper: Its upper end.
        verdict: One of :data:`VERDICTS`.
    """

    expected: FloatArray
    lower: FloatArray
    upper: FloatArray
    verdict: NDArray[np.str_]


def count_bands(
    counts: ArrayLike, days: ArrayLike, *, judged: int = YEAR, risk: float = RISK
) -> MonthBands:
    """Judge how many records came in each month by the months before it.

    What is expected is the median daily rate of the twelve months before. The band is as wide as
    the larger of two spreads: that of a count, widened by how much the counts of all the series
    vary beyond it, and that of the series' own month-to-month moves. It is widened again for the
    number of months judged, so that in data with nothing wrong the chance of any flag is about
    ``risk``. A month is low only if it is below the band and below the same band around the same
    month of the year before, so that a quiet August is no fault. Months before a series begins are
    not judged.

    Args:
        counts: Series × months, oldest month first.
        days: Days of each month.
        judged: How many of the last months to judge.
        risk: Chance of any flag at all where nothing is wrong.

    Returns:
        Bands of the shape of ``counts``; months not judged are "too_soon".

    Raises:
        StatisticsError: If a count is negative, or days do not match the months.

    Source:
        Wheeler D. Understanding Variation. 2nd ed. SPC Press, 2000 (median moving range, XmR);
        Spiegelhalter D. Handling over-dispersion of performance indicators. Qual Saf Health Care
        2005;14:347-51 (over-dispersion, here by a median).

    >>> steady = [100, 104, 98, 101, 99, 103, 97, 100, 102, 99, 101, 100, 0]
    >>> str(count_bands([steady], [30] * 13).verdict[0, -1])
    'none'
    """
    found = as_counts(counts, "counts")
    length = as_counts(days, "days")
    if found.ndim != 2 or length.shape != found.shape[1:]:
        raise StatisticsError(
            "Counts must be series by months, with as many days as months.",
            "Give one row per series and one number of days per month.",
        )
    rates = np.where(_begun(found), found / length, np.nan)
    expected, own = _usual(rates, judged) * length, _moves(rates, judged) * length
    dispersion = _dispersion(found, expected, expected)
    spread = np.sqrt(np.maximum(dispersion * expected * (1 + 1 / YEAR), np.nan_to_num(own) ** 2))
    reach = _reach(expected, risk)
    # Counts lean to the right, the more so the more they vary (Cornish and Fisher's correction).
    lean = (reach**2 - 1) * (2 * dispersion - 1) / 6
    lower, upper = expected - reach * spread, expected + reach * spread + lean
    below = found < lower
    before = _year_before(np.where(below, np.nan, rates)) * length
    quiet_then = np.isnan(before) | (found < before - reach * spread)
    # In a busy season both that month and this one vary by chance as much as they are busy.
    apart = np.sqrt(spread**2 + 2 * dispersion * np.nan_to_num(before))
    busy_then = np.isnan(before) | (found > before + reach * apart + lean)
    verdict = np.select(
        [
            np.isnan(expected),
            below & quiet_then & (found == 0),
            below & quiet_then,
            (found > upper) & busy_then,
            lower <= 0,
        ],
        ["too_soon", "none", "low", "high", "too_few"],
        default="as_expected",
    )
    return MonthBands(expected, np.maximum(lower, 0), upper, verdict)


def share_bands(
    part: ArrayLike,
    whole: ArrayLike,
    *,
    judged: int = YEAR,
    risk: float = RISK,
    least_fall: float = 0.05,
) -> MonthBands:
    """Judge the share of records that say something in each month by the months before it.

    What is expected is the median share of the twelve months before; the band is that of a
    proportion of as many records, widened as for :func:`count_bands`. A month is low only if it is
    below the band and by ``least_fall`` or more, since over many records a band is so narrow that
    changes of no importance fall out of it.

    Args:
        part: Records that say something: series × months, oldest first.
        whole: All records, of the same shape.
        judged: How many of the last months to judge.
        risk: Chance of any flag at all where nothing is wrong.
        least_fall: The smallest fall worth saying, as a fraction of 1.

    Returns:
        Bands of shares, between 0 and 1; the verdicts are "as_expected", "low", "too_few" and
        "too_soon".

    Raises:
        StatisticsError: If a count is negative, or the shapes differ.

    Source:
        As for :func:`count_bands`; the width of a proportion by its binomial variance.

    >>> part, whole = [[95] * 12 + [10]], [[100] * 13]
    >>> str(share_bands(part, whole).verdict[0, -1])
    'low'
    """
    some, every = as_counts(part, "part"), as_counts(whole, "whole")
    if some.ndim != 2 or some.shape != every.shape:
        raise StatisticsError(
            "Parts and wholes must be series by months, of one shape.",
            "Give one row per series in each.",
        )
    shares = np.divide(some, every, out=np.full(every.shape, np.nan), where=every > 0)
    usual = np.where(every > 0, _usual(shares, judged), np.nan)
    # Nobody at all, or everybody, for a year is no proof that the next must be so too.
    middle = np.clip(usual, 0.005, 0.995)
    variance = np.divide(
        middle * (1 - middle), every, out=np.full(every.shape, np.nan), where=every > 0
    )
    dispersion = _dispersion(shares, usual, variance)
    spread = np.sqrt(dispersion * variance * (1 + 1 / YEAR))
    reach = _reach(usual, risk)
    lower, upper = usual - reach * spread, usual + reach * spread
    # Of few records a share is far from normal, so a fall must be rare as a binomial count too.
    rare = _chance_of_as_few(some / dispersion, every / dispersion, middle) < special.ndtr(-reach)
    with np.errstate(invalid="ignore"):
        low = (shares < lower) & rare & (shares <= usual - least_fall)
    verdict = np.select(
        [np.isnan(usual) | np.isnan(shares), low, lower <= 0],
        ["too_soon", "low", "too_few"],
        default="as_expected",
    )
    return MonthBands(usual, np.clip(lower, 0, 1), np.clip(upper, 0, 1), verdict)


def weighted_quantile(values: ArrayLike, weights: ArrayLike, quantile: float) -> float:
    """The smallest value that at least a share of a weighted list does not exceed.

    Args:
        values: Values, in any order.
        weights: How often each occurs.
        quantile: The share, above 0 and up to 1.

    Returns:
        A value of the list; NaN where nothing is listed.

    Raises:
        StatisticsError: If a weight is negative or the share is not above 0 and up to 1.

    >>> weighted_quantile([10, 20, 30], [5, 4, 1], 0.5)
    10.0
    """
    if not 0 < quantile <= 1:
        raise StatisticsError(f"{quantile} is no share of a list.", "Give the median as 0.5.")
    value, weight = np.asarray(values, dtype=np.float64), as_counts(weights, "weights")
    if not weight.sum() > 0:
        return float("nan")
    order = np.argsort(value, kind="stable")
    reached = np.cumsum(weight[order]) >= quantile * weight.sum()
    return float(value[order][np.argmax(reached)])


def _begun(counts: FloatArray) -> NDArray[np.bool_]:
    """Months from each series' first record on."""
    return np.cumsum(np.nan_to_num(counts), axis=1) > 0


def _usual(values: FloatArray, judged: int) -> FloatArray:
    """The median of the year before each judged month."""
    usual = np.full(values.shape, np.nan)
    for month, year in _earlier(values, judged, YEAR):
        enough = (~np.isnan(year)).sum(axis=1) >= LEAST_MONTHS
        usual[enough, month] = _medians(year[enough])
    return usual


def _moves(values: FloatArray, judged: int) -> FloatArray:
    """The spread of month-to-month moves in the two years before each judged month."""
    spread = np.full(values.shape, np.nan)
    for month, years in _earlier(values, judged, 2 * YEAR):
        moves = np.abs(np.diff(years, axis=1))
        some = (~np.isnan(moves)).any(axis=1)
        spread[some, month] = _SIGMA_PER_RANGE * _medians(moves[some])
    return spread


def _medians(values: FloatArray) -> FloatArray:
    """The median of each row's known values; NaN where none is.

    NumPy's own goes by way of masked arrays, which takes many times as long where rows are few.
    """
    ordered = np.sort(values, axis=1)  # what is not known comes last
    known = (~np.isnan(values)).sum(axis=1)
    middle = np.stack([np.maximum(known - 1, 0) // 2, np.minimum(known // 2, values.shape[1] - 1)])
    low, high = np.take_along_axis(ordered, middle.T, axis=1).T
    return (low + high) / 2


def _earlier(values: FloatArray, judged: int, window: int) -> Iterator[tuple[int, FloatArray]]:
    months = values.shape[1]
    for month in range(max(months - judged, 1), months):
        yield month, values[:, max(month - window, 0) : month]


def _dispersion(found: FloatArray, expected: FloatArray, variance: FloatArray) -> float:
    """How many times more the series vary than their counts alone would, at least 1."""
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = (found - expected) / np.sqrt(variance)
    scores = scores[np.isfinite(scores)]
    if not scores.size:
        return 1.0
    # A median, because the months to be found would widen the band that should find them.
    return max(1.0, float(np.median(np.abs(scores)) / _MEDIAN_OF_NORMAL) ** 2)


def _chance_of_as_few(part: FloatArray, whole: FloatArray, share: FloatArray) -> FloatArray:
    """The chance of so small a part of a whole, or a smaller one: the binomial, continued."""
    return special.betainc(np.maximum(whole - part, 1e-9), part + 1, 1 - share)


def _reach(expected: FloatArray, risk: float) -> float:
    """How many spreads wide a band is on each side, for as many months as are judged."""
    looks = max(int(np.isfinite(expected).sum()), 1)
    return float(-special.ndtri(risk / looks))


def _year_before(values: FloatArray) -> FloatArray:
    shifted = np.full(values.shape, np.nan)
    shifted[:, YEAR:] = values[:, :-YEAR]
    return shifted
