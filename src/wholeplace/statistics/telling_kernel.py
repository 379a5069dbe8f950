"""Kernel of weighted sums: whether counts that are hidden may be others and give the same rate.

Everything compiled is in this one file, since numba keeps a compiled function until its own file
changes.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
_EDGE = 1e-12
_FARTHEST = 6
"""How many people or events are moved into a band, or out of it, at most."""
compiled = numba.njit(cache=True, nogil=True)


class Said(NamedTuple):
    """What is said of one rate: its window, that of its total, and how variable it is."""

    least: float
    most: float
    fewest: float
    largest: float
    parts: float  # the finest parts in which its variance is told, of a crude rate's
    slack: float


class Sums(NamedTuple):
    """What the counts of the bands add up to."""

    total: float
    value: float
    variance: float


@compiled
def bands_told(
    counts: FloatArray,
    low: FloatArray,
    high: FloatArray,
    weight: FloatArray,
    secret: BoolArray,
    said: Said,
    enough: int,
) -> int:
    """How many secret bands were not found possible in enough values.

    Up to three bands are changed at once, so a band that is not found may be safe all the same.

    Args:
        counts: True counts of the bands of one rate.
        low: The least each can be by all else that is said.
        high: The most.
        weight: What one event of each adds to the rate.
        secret: The bands whose count is hidden.
        said: What is said of the rate.
        enough: How many values are enough.
    """
    true = Sums(counts.sum(), (weight * counts).sum(), (weight**2 * counts).sum())
    told = 0
    for band in range(counts.size):
        if secret[band]:
            least, most = 0, 0
            for away in range(1, enough):
                for move in (away, -away):
                    if most - least < enough - 1 and _possible(
                        band, move, counts, low, high, weight, true, said
                    ):
                        least, most = min(least, move), max(most, move)
            if most - least < enough - 1:
                told += 1
    return told


@compiled
def rates_telling(
    counts: FloatArray,
    low: FloatArray,
    high: FloatArray,
    weight: FloatArray,
    secret: BoolArray,
    said: FloatArray,
    enough: int,
) -> BoolArray:
    """Which of some rates tell a secret band, as :func:`bands_told` finds it.

    Args:
        counts: True counts; shape (rates, bands), as are the next four.
        low: The least each can be by all else that is said.
        high: The most.
        weight: What one event of each adds to its rate.
        secret: The bands whose count is hidden.
        said: What is said of each rate, in the order of :class:`Said`; shape (rates, 6).
        enough: How many values are enough.
    """
    tell = np.zeros(len(counts), dtype=np.bool_)
    for rate in range(len(counts)):
        of_it = said[rate]
        one = Said(of_it[0], of_it[1], of_it[2], of_it[3], of_it[4], of_it[5])
        bands = counts[rate], low[rate], high[rate], weight[rate], secret[rate]
        tell[rate] = bands_told(*bands, one, enough) > 0
    return tell


@compiled
def _possible(
    band: int,
    move: int,
    counts: FloatArray,
    low: FloatArray,
    high: FloatArray,
    weight: FloatArray,
    true: Sums,
    said: Said,
) -> bool:
    """Whether a band's count may be so many more, were one or two others different too."""
    if not low[band] <= counts[band] + move <= high[band]:
        return False
    first = _moved(true, weight[band], move)
    if _fits(first, true, said):
        return True
    for one in range(counts.size):
        if one != band:
            for more in range(-_FARTHEST, _FARTHEST + 1):
                if more != 0 and low[one] <= counts[one] + more <= high[one]:
                    second = _moved(first, weight[one], more)
                    if _fits(second, true, said):
                        return True
                    if _third(band, one, counts, low, high, weight, second, true, said):
                        return True
    return False


@compiled
def _third(
    band: int,
    one: int,
    counts: FloatArray,
    low: FloatArray,
    high: FloatArray,
    weight: FloatArray,
    second: Sums,
    true: Sums,
    said: Said,
) -> bool:
    """Whether one more band can make up for two that are different."""
    for other in range(one + 1, counts.size):
        if other != band and high[other] > low[other]:
            for most in range(-_FARTHEST, _FARTHEST + 1):
                if low[other] <= counts[other] + most <= high[other] and _fits(
                    _moved(second, weight[other], most), true, said
                ):
                    return True
    return False


@compiled
def _moved(sums: Sums, weight: float, more: int) -> Sums:
    """The sums with so many more in a band."""
    return Sums(
        sums.total + more, sums.value + weight * more, sums.variance + weight * weight * more
    )


@compiled
def _fits(sums: Sums, true: Sums, said: Said) -> bool:
    """Whether a reader would be told the same of these sums as of the true ones."""
    return (
        said.fewest <= sums.total <= said.largest
        and said.least * (1 - _EDGE) <= sums.value <= said.most * (1 + _EDGE)
        and _part(sums, said) == _part(true, said)
    )


@compiled
def _part(sums: Sums, said: Said) -> float:
    """Into which part the variance falls, as a multiple of a crude rate's."""
    excess = sums.variance * sums.total / sums.value**2
    return max(math.ceil(excess * said.parts - said.slack), said.parts)
