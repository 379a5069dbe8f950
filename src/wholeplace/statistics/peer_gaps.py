"""Gaps to peers: how many fewer, or more, at the rate of the middle unit or of the best fifth."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, Interval, as_counts
from wholeplace.statistics.shrinkage import shrunken_ratios

BEST_FIFTH = 0.2


class PeerGaps(NamedTuple):
    """How far each unit is from its peers, as a number of people or events.

    Attributes:
        to_median: To the middle of the units.
        to_best: To the edge of the best fifth of them.
        ratio: Each unit's ratio once chance is allowed for.
        median: The ratio of the middle unit.
        best: The ratio at the edge of the best fifth.
    """

    to_median: Interval
    to_best: Interval
    ratio: FloatArray
    median: float
    best: float


def peer_gaps(
    counted: ArrayLike,
    expected: ArrayLike,
    better: Literal["higher", "lower"],
    dispersion: ArrayLike = 1.0,
) -> PeerGaps:
    """Count how many fewer (or more) each unit would have at the rate of its peers.

    The best of many small units are partly the luckiest, so every ratio is first drawn towards
    the others as far as chance explains it; where chance explains all differences there is no gap.

    Args:
        counted: People or events counted in each unit; one axis. NaN leaves a unit out.
        expected: How many were expected of it; as long.
        better: Which direction is better.
        dispersion: Variance by chance as a multiple of what was expected (see `case_mix`).

    Returns:
        Gaps with 95% limits, never below 0; units at or past their peers have none. Limits are
        those of the unit's own ratio: the peers' is taken as known.

    Raises:
        StatisticsError: If a count is negative, or ``better`` is neither direction.

    Source:
        See `shrunken_ratios`; counts are divided by their dispersion, whose first two moments
        are then those of a Poisson count.

    >>> gaps = peer_gaps([300, 210, 200, 190, 120], [200] * 5, "lower")
    >>> print(gaps.to_median.value.round(), gaps.to_best.value.round())
    [94.  9.  0.  0.  0.] [116.  32.  23.  13.   0.]
    """
    if better not in ("higher", "lower"):
        raise StatisticsError(f"{better!r} is no direction.", "Say 'higher' or 'lower'.")
    count, size = np.broadcast_arrays(
        as_counts(counted, "counted"), as_counts(expected, "expected")
    )
    scale = np.broadcast_to(as_counts(dispersion, "dispersion"), count.shape)
    scale = np.where(scale > 0, scale, np.nan)
    found = shrunken_ratios(count / scale, size / scale).estimate
    if np.isnan(found.value).all():
        blank = np.full(count.shape, np.nan)
        return PeerGaps(
            Interval(blank, blank, blank), Interval(blank, blank, blank), blank, np.nan, np.nan
        )
    median = float(np.nanmedian(found.value))
    best = float(np.nanquantile(found.value, BEST_FIFTH if better == "lower" else 1 - BEST_FIFTH))
    to_median, to_best = (_beyond(found, target, size, better) for target in (median, best))
    return PeerGaps(to_median, to_best, found.value, median, best)


def _beyond(ratio: Interval, target: float, size: FloatArray, better: str) -> Interval:
    """Counts beyond a target ratio in the wrong direction."""
    sign = 1.0 if better == "lower" else -1.0
    value, one, other = (np.maximum(sign * (part - target), 0.0) * size for part in ratio)
    lower, upper = (one, other) if better == "lower" else (other, one)
    # Without limits, chance explains all: the gap is none.
    bare = np.isnan(lower) & ~np.isnan(value)
    return Interval(value, np.where(bare, 0.0, lower), np.where(bare, value, upper))
