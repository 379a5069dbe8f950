"""The recursion of damped additive Holt-Winters smoothing, for many series at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wholeplace.statistics.forecasting.forecast import Mask
from wholeplace.statistics.intervals import FloatArray


class Smoothing(NamedTuple):
    """How fast each part follows what is new; arrays that broadcast against the series.

    Attributes:
        alpha: The share of an error that the level takes.
        beta: The share that the trend takes.
        gamma: The share that the season takes.
        phi: What remains of the trend after each period; 1 for a trend that never fades.
    """

    alpha: FloatArray
    beta: FloatArray
    gamma: FloatArray
    phi: FloatArray


class State(NamedTuple):
    """What a smoothing knows before a period.

    Attributes:
        level: The level, of the shape of the series.
        trend: Its change in one period.
        seasonal: What each period of the coming season adds, the next one first, of shape
            (season, *series); of length 0 where there is no season.
    """

    level: FloatArray
    trend: FloatArray
    seasonal: FloatArray


def smoothed(
    series: FloatArray, observed: Mask, start: State, by: Smoothing
) -> tuple[FloatArray, State]:
    """One-step errors of series, and the state after their last period.

    A period not observed has no error: the state moves on as it was expected to.

    Args:
        series: Values of shape (periods, series); anything where not observed.
        observed: Which were observed, of the same shape.
        start: The state before the first period, of shapes that broadcast against the series.
        by: The parameters, likewise; (grid, 1) tries each against every series.

    Returns:
        The errors, of shape (periods, *broadcast shape), 0 where not observed; the last state.

    Source:
        Hyndman RJ, Koehler AB, Ord JK, Snyder RD. Forecasting with Exponential Smoothing: the
        State Space Approach. Springer, 2008, section 2.5: ETS(A,Ad,A) in error-correction form.

    >>> one = np.ones(1)
    >>> start = State(10 * one, 0 * one, np.empty((0, 1)))
    >>> by = Smoothing(0.5 * one, 0 * one, 0 * one, one)
    >>> errors, last = smoothed(np.array([[12.0], [11.0]]), np.ones((2, 1), bool), start, by)
    >>> print(errors.ravel(), last.level)
    [2. 0.] [11.]
    """
    shape = np.broadcast_shapes(series.shape[1:], start.level.shape, by.alpha.shape)
    level = np.array(np.broadcast_to(start.level, shape))
    trend = np.array(np.broadcast_to(start.trend, shape))
    season = len(start.seasonal)
    seasonal = np.empty((season, *shape))
    for place, part in enumerate(start.seasonal):
        seasonal[place] = part
    errors = np.empty((len(series), *shape))
    scratch = np.empty(shape)
    seen = observed.astype(np.float64)
    value = np.where(observed, series, 0.0)
    for period, error in enumerate(errors):
        trend *= by.phi
        level += trend
        np.subtract(value[period], level, out=error)
        if season:
            error -= seasonal[period % season]
        error *= seen[period]
        level += np.multiply(error, by.alpha, out=scratch)
        trend += np.multiply(error, by.beta, out=scratch)
        if season:
            seasonal[period % season] += np.multiply(error, by.gamma, out=scratch)
    turned = np.roll(seasonal, -(len(series) % season), axis=0) if season else seasonal
    return errors, State(level, trend, turned)


def projected(last: State, phi: FloatArray, horizon: int) -> FloatArray:
    """What a state leads one to expect, of shape (horizon, *series)."""
    expected = np.empty((horizon, *last.level.shape))
    level, trend = last.level, last.trend
    season = last.seasonal.shape[0]
    for ahead in range(horizon):
        trend = phi * trend
        level = level + trend
        expected[ahead] = level + (last.seasonal[ahead % season] if season else 0.0)
    return expected


def error_growth(by: Smoothing, season: int, horizon: int) -> FloatArray:
    """How many one-step error variances the error variance of each period ahead amounts to.

    Args:
        by: The parameters, each of shape (series,).
        season: Periods in a season; 0 where there is none.
        horizon: How many periods ahead.

    Returns:
        The multiples, of shape (horizon, series); 1 for the first period.

    Source:
        Hyndman et al. 2008 (see `smoothed`), table 6.1: one plus the sum of squares of
        alpha + beta (phi + ... + phi^j) + gamma where j is a whole number of seasons.
    """
    growth = np.ones((horizon, *by.alpha.shape))
    damped, power = np.zeros_like(by.phi), np.ones_like(by.phi)
    for ahead in range(1, horizon):
        power = power * by.phi
        damped = damped + power
        weight = by.alpha + by.beta * damped
        if season and ahead % season == 0:
            weight = weight + by.gamma
        growth[ahead] = growth[ahead - 1] + weight**2
    return growth
