"""Ranges made as wide as earlier forecasts of the same series have shown that they need to be."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import special

from wholeplace.statistics.forecasting.back_test import BackTest
from wholeplace.statistics.intervals import FloatArray

MEANT = 0.8
"""The coverage that is made right; the 95% range is widened or narrowed as much."""
HALF_LIFE = 4
"""Horizons after which an error counts half: two years of months six ahead, eight weeks of days."""
MOST = 1.4
"""Ranges grow by two fifths at most: errors far beyond them tell of a break, and a break passes."""
OTHERS = 2
"""Forecasts' worth of errors that a series is judged by besides its own."""
_POINTS = 100
_CHANCES = (np.arange(_POINTS) + 0.5) / _POINTS
_BY_CHANCE = special.ndtri((1 + _CHANCES) / 2) / special.ndtri((1 + MEANT) / 2)
"""Normal errors as multiples of half their range, at evenly spaced chances."""


class Weighted(NamedTuple):
    """Values with weights.

    Attributes:
        values: Of shape (rows, values); NaN where there is none.
        weights: What each counts, of the same shape.
    """

    values: FloatArray
    weights: FloatArray


def widening(found: BackTest, known: int) -> FloatArray:
    """How many times as wide as their method says the ranges of each series have had to be.

    Each past error is a multiple of half its range. What is returned is the multiple that four in
    five have stayed below, recent ones counting more. To a series' own are added those of all
    series together, weighing as much as two forecasts' periods, and to these as much of normal
    errors. So a series without a past is judged as the others are, and a table without one as its
    method says.

    Args:
        found: A back-test.
        known: Periods known: only what came in them is used.

    Returns:
        Multiples, of shape (series,); 1 where nothing was known, and 1.4 at most.

    Source:
        Lei J, G'Sell M, Rinaldo A, Tibshirani RJ, Wasserman L. Distribution-free predictive
        inference for regression. J Am Stat Assoc 2018;113:1094-1111, section 5.2: conformal
        prediction with errors scaled by their expected size. Errors of a series depend on each
        other, so what is exact there holds here only as far as a back-test shows.
    """
    _, count, horizon = found.actual.shape
    half = found.half_width(MEANT)
    multiples = np.abs(found.actual - found.mean) / np.where(half > 0, half, np.nan)
    ended = found.origins[:, None] + np.arange(1, horizon + 1)
    past = np.where((ended <= known)[:, None, :], multiples, np.nan)
    recent = np.broadcast_to(
        0.5 ** ((known - ended) / (HALF_LIFE * horizon))[:, None, :], past.shape
    )
    own = Weighted(*(part.transpose(1, 0, 2).reshape(count, -1) for part in (past, recent)))
    together = Weighted(*(part.reshape(1, -1) for part in own))
    weight = OTHERS * horizon
    others = _quantiles(together, _BY_CHANCE, weight, _CHANCES)[0]
    return np.minimum(_quantiles(own, others, weight, np.array([MEANT]))[:, 0], MOST)


def calibrated(found: BackTest) -> BackTest:
    """A back-test as it would have been, each range widened by what was known at its origin.

    Args:
        found: A back-test.

    Returns:
        The same forecasts, with the ranges that would have been shown.
    """
    wide = np.array([widening(found, int(origin)) for origin in found.origins])
    return found._replace(deviation=found.deviation * wide[:, :, None])


def _quantiles(own: Weighted, others: FloatArray, weight: float, chances: FloatArray) -> FloatArray:
    """Quantiles of each row's own values together with others.

    Args:
        own: Each row's own values.
        others: Values that every row has besides.
        weight: What those weigh together.
        chances: Which quantiles.

    Returns:
        Quantiles, of shape (rows, chances).
    """
    seen = np.isfinite(own.values)
    shape = (len(seen), len(others))
    values = np.hstack([np.where(seen, own.values, np.inf), np.broadcast_to(others, shape)])
    even = np.full(shape, weight / len(others))
    weights = np.hstack([np.where(seen, own.weights, 0.0), even])
    order = np.argsort(values, axis=1)
    below = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1)
    wanted = chances[:, None] * below[:, -1:][:, :, None]
    first = (below[:, None, :] >= wanted * (1 - 1e-9)).argmax(axis=2)
    return np.asarray(np.take_along_axis(values, np.take_along_axis(order, first, axis=1), axis=1))
