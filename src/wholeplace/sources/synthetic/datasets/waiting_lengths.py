"""How long people on a steady list have waited, and how long those who left it had.

As many join in a week as leave. So those who are missing among the longer waits are those who left,
and the two lengths of wait follow from one curve of who still waits.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LIMIT = 18  # weeks
WINDOW = 13  # weeks that clocks which have stopped are kept


class SteadyList(NamedTuple):
    """A list that neither grows nor shrinks.

    Attributes:
        short: People who have waited up to 18 weeks.
        opened: All who wait.
        stopped: People who left in 13 weeks.
    """

    short: int
    opened: int
    stopped: int

    @property
    def joining(self) -> float:
        """People who join in a week."""
        return self.stopped / WINDOW

    @property
    def still(self) -> float:
        """Those of them who still wait 18 weeks later, if they leave at an even pace till then."""
        return 2 * self.short / LIMIT - self.joining

    def short_waits(self, rng: np.random.Generator) -> NDArray[np.float64]:
        """Weeks that people have waited so far who have waited up to 18."""
        slope = (self.still - self.joining) / (2 * LIMIT)
        among = rng.random(self.short) * self.short
        root = np.sqrt(self.joining**2 + 4 * slope * among)
        return np.asarray((root - self.joining) / (2 * slope))

    def whole_waits(self, rng: np.random.Generator) -> NDArray[np.float64]:
        """Weeks that people had waited who left."""
        early = rng.random(self.stopped) * LIMIT
        late = LIMIT + rng.exponential((self.opened - self.short) / self.still, self.stopped)
        return np.where(rng.random(self.stopped) < 1 - self.still / self.joining, early, late)
