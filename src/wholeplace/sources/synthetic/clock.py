"""How much hospital care happens on each day of the ten years, and events drawn by it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.synthetic.world import World

GROWTH = 1.018  # a year


class Clock:
    """How much care happens on each day: growth, seasons, the pandemic's dip.

    A year's care is 1 in the last 365 days. Older people's grows faster, as they age.

    Args:
        world: The population, for its ten years.
    """

    def __init__(self, world: World) -> None:
        days = np.arange(world.first, world.last + 1)
        back = (world.last - days) / 365.25
        daily = GROWTH**-back * (1 + 0.06 * np.cos(2 * np.pi * (days - 15) / 365.25))
        dip = (days >= 18_340) & (days < 18_720)  # late March 2020 to early April 2021
        daily = np.where(dip, daily * 0.72, daily)
        self.first, self.size = world.first, len(days)
        self.curves = np.stack([self._scaled(daily), self._scaled(daily * np.exp(-0.06 * back))])

    @staticmethod
    def _scaled(daily: NDArray[np.float64]) -> NDArray[np.float64]:
        cumulated = np.concatenate([[0.0], np.cumsum(daily)])
        return cumulated / (cumulated[-1] - cumulated[-366])

    def at(self, day: NDArray[np.integer], old: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Care up to a day, in years."""
        place = np.clip(np.asarray(day) - self.first, 0, self.size)
        return self.curves[old.astype(np.int64), place]

    def scatter(
        self, rng: np.random.Generator, rate: NDArray[np.float64], world: World
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Poisson events at a yearly rate while each person is seen."""
        old = world.people.age >= 50
        opens, closes = world.history.seen_from, world.history.seen_to + 1
        low, high = self.at(opens, old), self.at(closes, old)
        many = rng.poisson(rate * np.maximum(high - low, 0))
        person = np.repeat(np.arange(len(rate)), many)
        sought = low[person] + rng.random(len(person)) * (high - low)[person]
        day = np.empty(len(person), dtype=np.int64)
        for curve in (False, True):
            chosen = old[person] == curve
            found = np.searchsorted(self.curves[int(curve)], sought[chosen], side="right") - 1
            day[chosen] = self.first + found
        return person, np.clip(day, opens[person], closes[person] - 1)

    def last_year(self, world: World) -> NDArray[np.float64]:
        """Share of the last year's care in which each person was seen."""
        old = world.people.age >= 50
        start = np.maximum(world.history.seen_from, world.last - 364)
        until = world.history.seen_to + 1
        return np.maximum(self.at(until, old) - self.at(start, old), 0) * (until > start)
