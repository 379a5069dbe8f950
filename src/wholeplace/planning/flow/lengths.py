"""Lengths of stay and delay: fitted from stays, those not over too, or from a median and mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.planning.simulation.stays import Lognormal

POINTS = 2_000
KAPLAN_MEIER = "Kaplan-Meier with an exponential tail (Brown, Hollander and Korwar)"
LOGNORMAL = "lognormal with the given median and mean"
EXPONENTIAL = "exponential with the given mean, because the mean is below the median"
OBSERVED = "the lengths as they were seen"
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Lengths:
    """How long something lasts, as its quantiles.

    Attributes:
        quantiles: [point] Days, ascending: the quantile at (i + 0.5) / points.
        method: How they were found, in words.
    """

    quantiles: FloatArray
    method: str

    def at(self, uniform: FloatArray) -> FloatArray:
        """Days for uniform random numbers: the same number gives the same person's length."""
        points = self.quantiles.size
        return np.interp(uniform * points - 0.5, np.arange(points), self.quantiles)

    @property
    def mean(self) -> float:
        """The mean, in days."""
        return float(self.quantiles.mean())

    @property
    def median(self) -> float:
        """The median, in days."""
        return float(np.median(self.quantiles))


def levels(points: int = POINTS) -> FloatArray:
    """The levels at which quantiles are held."""
    return (np.arange(points) + 0.5) / points


def from_median_and_mean(median: float, mean: float, *, fallback: bool = False) -> Lengths:
    """A lognormal of a median and a mean, as :meth:`Lognormal.of` fits it.

    Args:
        median: Days, above 0.
        mean: Days, the median or more.
        fallback: Whether to take an exponential of that mean where the mean is below the median,
            which no lognormal has.

    Raises:
        StatisticsError: If the median is not above 0, or the mean is below it without fallback.
    """
    if not (median > 0 and mean > 0 and np.isfinite([median, mean]).all()):
        raise StatisticsError(
            f"A length has the median {median:g} and the mean {mean:g}.", "Give days above 0."
        )
    if mean < median:
        if not fallback:
            raise StatisticsError(
                f"A mean of {mean:g} days is below the median of {median:g}.",
                "Check the two, or give the lengths themselves.",
            )
        return Lengths(-mean * np.log1p(-levels()), EXPONENTIAL)
    drawn = Lognormal.of(median, mean).quantile(levels())
    # The far tail beyond the last point is cut off: stretched back so that the mean stands.
    above = drawn > median
    short = mean * drawn.size - drawn.sum()
    drawn[above] += short * drawn[above] / drawn[above].sum() if above.any() else 0.0
    return Lengths(drawn, LOGNORMAL)


def observed(days: ArrayLike, people: ArrayLike) -> Lengths:
    """Lengths as seen, all of them over, in whole days; each is spread over its own day.

    Args:
        days: Whole days, 0 or more.
        people: How many people had each.

    Raises:
        StatisticsError: If there are none, or some are negative.
    """
    return Lengths(fitted(days, np.ones(np.shape(days), bool), people).quantiles, OBSERVED)


def fitted(days: ArrayLike, ended: ArrayLike, people: ArrayLike) -> Lengths:
    """Lengths from stays of which some are not over: Kaplan-Meier, the tail exponential.

    A stay that is not over says only that it lasts longer, and leaving it out would make stays
    look short. Where the longest are not over, the curve is completed by the exponential that
    meets its last point.

    Args:
        days: Whole days so far, 0 or more.
        ended: Whether each is over.
        people: How many people had each.

    Raises:
        StatisticsError: If no stay is over, or some are negative.

    Source: Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457; Brown BW, Hollander M, Korwar RM.
    Nonparametric tests of independence for censored data, 1974 (the exponential tail).
    """
    length = np.asarray(days, dtype=np.float64)
    over = np.asarray(ended, dtype=bool)
    number = np.asarray(people, dtype=np.float64)
    if (length < 0).any():
        raise StatisticsError("Some stays are negative.", "Correct the dates they come from.")
    if not number[over].sum() > 0:
        raise StatisticsError("No stay is over, so none has a length.", "Give a median and a mean.")
    times, position = np.unique(length, return_inverse=True)
    ends = np.bincount(position, number * over, times.size)
    at_risk = np.cumsum(np.bincount(position, number, times.size)[::-1])[::-1]
    survival: FloatArray = np.cumprod(1.0 - ends / np.maximum(at_risk, 1e-12)).astype(np.float64)
    quantiles = _inverse(times, survival)
    return Lengths(quantiles, KAPLAN_MEIER if number[~over].sum() else OBSERVED)


def _inverse(times: FloatArray, survival: FloatArray) -> FloatArray:
    """Quantiles of a survival curve in whole days, each day's share spread over that day."""
    level = levels()
    reached = 1 - survival
    day = np.searchsorted(reached, level, side="left")
    inside = day < times.size
    index = np.minimum(day, times.size - 1)
    before = np.where(index > 0, reached[index - 1], 0.0)
    share = (level - before) / np.maximum(reached[index] - before, 1e-12)
    low = np.maximum(times[index] - 0.5, 0.0)
    quantiles = low + np.clip(share, 0, 1) * (times[index] + 0.5 - low)
    if not inside.all():
        last = max(float(survival[-1]), 1e-12)
        rate = -np.log(last) / max(float(times[-1]) + 0.5, 0.5)
        tail = times[-1] + 0.5 + np.log(last / np.maximum(1 - level[~inside], 1e-12)) / rate
        quantiles[~inside] = tail
    return np.maximum.accumulate(quantiles)
