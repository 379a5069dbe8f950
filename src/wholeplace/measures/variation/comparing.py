"""Comparing units on one measure: a funnel about the average, and the gap to peers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wholeplace.measures.measure import Polarity
from wholeplace.statistics import (
    CaseMix,
    FunnelLimits,
    Interval,
    PeerGaps,
    indirectly_standardised_ratio,
    over_dispersion,
    peer_gaps,
)

FEWEST_EXPECTED = 15
"""Of a unit with 15 expected, fewer than 8 are hardly ever seen: leaving smaller units out by what
was expected of them, and not by what they had, does not favour either side of the funnel."""
FEWEST_INDEPENDENT = 5
"""Fewest that must be expected once clustering is taken out, for limits on a square-root scale."""
FEWEST_UNITS = 5
Array = NDArray[np.float64]
Words = NDArray[np.str_]


@dataclass(frozen=True)
class Comparison:
    """Units compared on one measure; every array is as long as there are units, NaN where not.

    Attributes:
        ratio: Counted against expected, with its own 95% limits.
        limits: Control limits of the ratio for a unit of that size.
        position: Where it stands: "low_3" to "high_3", or "not_compared".
        gaps: How many it is from its peers; None where neither direction is better.
        phi: How much more units vary than chance explains; 1 is not at all.
        tau_squared: Variance between units, of the square root of the ratio.
    """

    ratio: Interval
    limits: FunnelLimits
    position: Words
    gaps: PeerGaps | None
    phi: float
    tau_squared: float


def large_enough(mix: CaseMix) -> NDArray[np.bool_]:
    """Units of which enough is expected to compare them.

    Args:
        mix: What was expected of each unit.
    """
    scale = np.where(mix.dispersion > 0, mix.dispersion, np.inf)
    independent = mix.expected / scale >= FEWEST_INDEPENDENT
    return np.asarray((mix.expected >= FEWEST_EXPECTED) & independent)


def may_be_compared(mix: CaseMix, counted: Array, trusted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Units large enough, shown and trusted; none where there would be too few of them.

    Args:
        mix: What was expected of each unit.
        counted: Rounded counts; NaN where hidden.
        trusted: Whether each unit's data are whole and in time.
    """
    fit = trusted & ~np.isnan(counted) & large_enough(mix)
    return fit if fit.sum() >= FEWEST_UNITS else np.zeros_like(fit)


def compare(
    counted: Array, mix: CaseMix, compared: NDArray[np.bool_], better: Polarity
) -> Comparison:
    """Compare units with what was expected of them.

    Everything comes from rounded counts, so that a ratio cannot be turned back into a true one.

    Args:
        counted: Rounded counts; NaN where hidden.
        mix: What was expected of each unit.
        compared: Which units stand in the funnel; the others only get a ratio.
        better: Which direction is better.
    """
    scale = np.where(mix.dispersion > 0, mix.dispersion, np.nan)
    seen, size = counted / scale, mix.expected / scale
    ratio = indirectly_standardised_ratio(seen, size)
    blank = np.full(counted.shape, np.nan)
    position = np.full(counted.shape, "not_compared", dtype="<U12")
    if not compared.any():
        return Comparison(ratio, FunnelLimits(*[blank] * 4), position, None, np.nan, np.nan)
    found = over_dispersion("ratio", seen[compared], size[compared])
    limits = FunnelLimits(*(_placed(part, compared) for part in found.limits))
    position[compared] = _position(ratio.value, limits)[compared]
    gaps = _gaps(np.where(compared, counted, np.nan), mix, better) if better != "none" else None
    return Comparison(ratio, limits, position, gaps, found.phi, found.tau_squared)


def _gaps(counted: Array, mix: CaseMix, better: Literal["higher", "lower"]) -> PeerGaps:
    return peer_gaps(counted, mix.expected, better, mix.dispersion)


def _placed(part: Array, where: NDArray[np.bool_]) -> Array:
    whole = np.full(where.shape, np.nan)
    whole[where] = part
    return whole


def _position(ratio: Array, limits: FunnelLimits) -> Words:
    beyond = [
        ratio < limits.lower_3,
        ratio > limits.upper_3,
        ratio < limits.lower_2,
        ratio > limits.upper_2,
    ]
    return np.select(beyond, ["low_3", "high_3", "low_2", "high_2"], default="within")
