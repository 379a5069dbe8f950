"""Holt-Winters smoothing and seasonal naive forecasts in plain Python, slow and obvious."""

from __future__ import annotations

import math
from collections.abc import Sequence

Values = Sequence[float]


def smoothed(
    values: Values, level: float, trend: float, season: Values, shares: Values
) -> tuple[list[float], list[float]]:
    """One-step errors, and the forecasts of the twelve periods that follow."""
    alpha, beta, gamma, phi = shares
    parts = list(season)
    errors = []
    for value in values:
        expected = level + phi * trend + (parts[0] if parts else 0)
        error = 0.0 if math.isnan(value) else value - expected
        errors.append(error)
        level = level + phi * trend + alpha * error
        trend = phi * trend + beta * error
        if parts:
            parts = [*parts[1:], parts[0] + gamma * error]
    ahead = []
    for step in range(12):
        trend = phi * trend
        level += trend
        ahead.append(level + (parts[step % len(parts)] if parts else 0))
    return errors, ahead


def seasonal_naive(values: Values, season: int, horizon: int) -> tuple[list[float], list[float]]:
    """What each period ahead is expected to be, and the variance of its error."""
    changes = [
        values[at] - values[at - season]
        for at in range(season, len(values))
        if not math.isnan(values[at] - values[at - season])
    ]
    square = sum(change**2 for change in changes) / len(changes) if changes else math.nan
    mean, variance = [], []
    for at in range(len(values), len(values) + horizon):
        seasons = 1
        while at - seasons * season >= 0 and (
            at - seasons * season >= len(values) or math.isnan(values[at - seasons * season])
        ):
            seasons += 1
        known = at - seasons * season >= 0
        mean.append(values[at - seasons * season] if known else math.nan)
        variance.append(square * seasons if known else math.nan)
    return mean, variance
