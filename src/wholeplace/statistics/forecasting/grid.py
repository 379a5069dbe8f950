"""The forms of smoothing that are tried, and the grid of parameters each is tried at."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np

from wholeplace.statistics.forecasting.smoothing import Smoothing, State
from wholeplace.statistics.intervals import FloatArray

LEVEL_SHARES = (0.0, 0.05, 0.12, 0.25, 0.45, 0.7, 0.95)
TREND_SHARES = (0.0, 0.1)
SEASON_SHARES = (0.0, 0.15)
DAMPING = (0.8, 1.0)
"""A trend that soon fades and one that lasts; averaging over both gives all degrees between."""


class Form(NamedTuple):
    """What a smoothing is made of besides its level.

    Attributes:
        trend: Whether it has a trend.
        season: Periods in a season; 0 where it has none.
    """

    trend: bool
    season: int

    @property
    def name(self) -> str:
        """The form in a word that a table can hold."""
        names = ("level", "damped_trend", "seasonal", "damped_trend_seasonal")
        return names[self.trend + 2 * (self.season > 0)]

    @property
    def starts(self) -> int:
        """Numbers that the state before the first period is made of."""
        return 1 + self.trend + max(self.season - 1, 0)

    def start(self, numbers: FloatArray) -> State:
        """The state that numbers stand for.

        Args:
            numbers: The level, the trend if there is one, and what all periods of the season but
                its last add, of shape (starts, ...); the season's parts add up to nothing.
        """
        level = numbers[0]
        trend = numbers[1] if self.trend else np.zeros_like(level)
        free = numbers[1 + self.trend :]
        seasonal = np.concatenate([free, -free.sum(axis=0, keepdims=True)]) if self.season else free
        return State(level, trend, seasonal)

    def grid(self) -> Smoothing:
        """Every combination of parameters tried, each array of shape (combinations, 1).

        The trend takes a share of what the level takes, and the season a share of what the level
        leaves, which keeps within the region that Hyndman et al. (2008, section 2.5) call usual.
        """
        trends = list(product(TREND_SHARES, DAMPING)) if self.trend else [(0.0, 1.0)]
        seasons = SEASON_SHARES if self.season else (0.0,)
        made = [
            (alpha, alpha * share, (1 - alpha) * turning, phi)
            for alpha, (share, phi), turning in product(LEVEL_SHARES, trends, seasons)
        ]
        return Smoothing(*np.array(made).T[:, :, None])
