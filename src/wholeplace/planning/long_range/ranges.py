"""What is not known exactly: a likely value between the least and the most that is believable."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Range(NamedTuple):
    """A number that is not known exactly.

    Attributes:
        likely: The value thought most likely.
        low: The least that is believable; no draw is lower.
        high: The most.
    """

    likely: float
    low: float
    high: float

    def drawn(self, uniform: Array) -> Array:
        """Values of a triangular distribution, one for each number between 0 and 1.

        The same uniform number gives the same place in the range, so two scenarios drawn with the
        same numbers differ only in what was changed.

        Args:
            uniform: Numbers from 0 to 1; any shape.

        Source:
            Law AM. Simulation Modeling and Analysis, 5th edition, section 8.3.15 (inverse of the
            triangular distribution, advised where only a likely value and the ends are known).

        >>> print(Range(2, 0, 4).drawn(np.array([0, 0.5, 1])))
        [0. 2. 4.]
        """
        width = self.high - self.low
        if width == 0:
            return np.full_like(uniform, self.likely)
        turn = (self.likely - self.low) / width
        rising = self.low + np.sqrt(uniform * width * (self.likely - self.low))
        falling = self.high - np.sqrt((1 - uniform) * width * (self.high - self.likely))
        return np.where(uniform < turn, rising, falling)

    @property
    def in_order(self) -> bool:
        """Whether the likely value lies between the ends."""
        return self.low <= self.likely <= self.high

    def words(self, unit: str = "") -> str:
        """The range in words.

        >>> Range(1.9, 0.9, 2.9).words("%")
        '1.9% (0.9% to 2.9%)'
        """
        if self.low == self.high:
            return f"{self.likely:g}{unit}"
        return f"{self.likely:g}{unit} ({self.low:g}{unit} to {self.high:g}{unit})"
