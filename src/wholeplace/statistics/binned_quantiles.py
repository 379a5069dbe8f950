"""Quantiles of counts in fixed bins, such as the median of waits counted week by week."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, Interval, as_counts, normal_quantile


def binned_quantile(
    counts: ArrayLike, edges: ArrayLike, quantile: float, confidence: float = 0.95
) -> Interval:
    """Find the value that a share of people do not exceed, from how many are in each bin.

    People are taken to be spread evenly over their bin. The limits are the values at the ranks
    between which the true quantile lies, which need no assumption about the shape of the waits.

    Args:
        counts: People in each bin, the last axis; any shape before it. Expected numbers, which
            are not whole, may be given too.
        edges: Where each bin begins, and where the last one ends: one more than there are bins,
            rising. The last may be infinite: a quantile that falls there is infinite too.
        quantile: The share, between 0 and 1: 0.5 gives the median.
        confidence: Coverage of the limits.

    Returns:
        Quantiles in the unit of the edges; NaN where nobody is in any bin or a count is missing.

    Raises:
        StatisticsError: If a count is negative, the edges do not fit, or the share is not between
            0 and 1.

    Source:
        NHS England. Consultant-led referral to treatment waiting times: statistical guidance
        (medians and percentiles from weekly bins); Campbell MJ, Gardner MJ. Calculating
        confidence intervals for some non-parametric analyses. BMJ 1988;296:1454-6.

    >>> found = binned_quantile([10, 20, 20, 10], [0, 1, 2, 3, 4], 0.5)
    >>> print(found.value, found.lower.round(2), found.upper.round(2))
    2.0 1.62 2.38
    """
    inside, ends = as_counts(counts, "counts"), np.asarray(edges, dtype=np.float64)
    if not 0 < quantile < 1:
        raise StatisticsError(f"{quantile} is no share of people.", "Give the median as 0.5.")
    if ends.shape != (inside.shape[-1] + 1,) or not (np.diff(ends) > 0).all():
        raise StatisticsError(
            f"{inside.shape[-1]} bins do not lie between {ends.size} rising edges.",
            "Give one edge more than there are bins, each above the one before.",
        )
    total = inside.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = normal_quantile(confidence) * np.sqrt(quantile * (1 - quantile) / total)
    ranks = (np.full(total.shape, quantile), quantile - reach, quantile + reach)
    return Interval(*(_value_at(inside, ends, np.clip(rank, 0, 1)) for rank in ranks))


def _value_at(counts: FloatArray, edges: FloatArray, share: FloatArray) -> FloatArray:
    """The value below which each share of people lie."""
    reached = counts.cumsum(axis=-1)
    wanted = share * reached[..., -1]
    # The first bin that reaches the rank and holds somebody: a rank of 0 is the lowest of them.
    there = (reached >= wanted[..., np.newaxis] * (1 - 1e-12)) & (counts > 0)
    place = there.argmax(axis=-1)
    here = np.take_along_axis(counts, place[..., np.newaxis], axis=-1)[..., 0]
    above = np.take_along_axis(reached, place[..., np.newaxis], axis=-1)[..., 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.clip((wanted - (above - here)) / here, 0, 1)
    start, end = edges[place], edges[place + 1]
    # In an open bin nothing is known but that it is beyond.
    value = np.where(np.isinf(end), np.inf, start + part * np.where(np.isinf(end), 0, end - start))
    return np.where(there.any(axis=-1), value, np.nan)
