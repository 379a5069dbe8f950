"""The attack on hidden counts: linear and integer programmes over everything that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.feasible import Sums, feasible_range
from wholeplace.statistics.intervals import FloatArray
from wholeplace.statistics.secondary_suppression import NARROWEST

IntArray = NDArray[np.int64]
_AT_ONCE = 6
_WHOLE = 1e-6
_LARGE = 10_000
"""How far above its least a count of which nothing is said is looked for."""


@dataclass(frozen=True)
class Attacked:
    """How closely an attacker can tell some counts.

    Attributes:
        least: The least value each count was found to be possible with; shape (wanted,).
        most: The most. Between the two lie at least so many values; where they are fewer than
            asked for, exactly so many.
        programmes: How many programmes were solved.
    """

    least: FloatArray
    most: FloatArray
    programmes: int

    @property
    def values(self) -> FloatArray:
        """How many values each count was found to be possible in."""
        return self.most - self.least + 1


def attack(
    lower: FloatArray,
    upper: FloatArray,
    sums: Sequence[Sums],
    wanted: IntArray,
    enough: int = NARROWEST,
) -> Attacked:
    """Tell some counts of one table as closely as all the others allow.

    Every cell is an unknown whole number within what is said of it, and every sum an equation. A
    programme that makes many unknowns large (or small) at once proves all their ranges together;
    those it leaves unproved are asked for one at a time, which is exact.

    Args:
        lower: The least each cell can be; shape (cells,).
        upper: The most; ``ANY`` where nothing is said.
        sums: The sums.
        wanted: The cells to tell.
        enough: How many values are enough: a range as wide is not looked at further.

    Returns:
        The ranges, each attained by counts that fit everything that is shown.

    Raises:
        StatisticsError: If no counts fit.

    Source:
        Fischetti M, Salazar JJ. Solving the cell suppression problem on tabular data with linear
        constraints. Management Science 2001; 47: 1008-27 (the attacker's problems).

    >>> total_of_two = Sums(np.array([0]), np.array([1, 2]), np.array([0, 0]))
    >>> low, high = np.array([8.0, 8.0, 1.0]), np.array([12.0, 12.0, 7.0])
    >>> found = attack(low, high, [total_of_two], np.array([2]))
    >>> print(found.least, found.most)
    [1.] [4.]
    """
    low, high = (bound[:, 0] for bound in feasible_range(lower[:, None], upper[:, None], sums))
    problem = _Problem.of(low, high, sums)
    least, most = np.full(len(wanted), np.inf), np.full(len(wanted), -np.inf)
    chance = np.random.default_rng(1)
    unproved = np.arange(len(wanted))
    for turn in range(_AT_ONCE):
        # The first asks of all alike; later ones of some more than others, or against others.
        weights = chance.uniform(0.2, 1, len(unproved)) if turn else np.ones(len(unproved))
        weights *= chance.choice([-1, 1], len(unproved)) if turn > 1 else 1
        for sign in (1.0, -1.0):
            found = problem.relaxed(wanted[unproved], sign * weights)[wanted]
            least, most = np.fmin(least, found), np.fmax(most, found)
        unproved = np.flatnonzero(~(most - least + 1 >= enough))
        if not len(unproved):
            break
    for one in unproved:
        for sign in (1.0, -1.0):
            if not most[one] - least[one] + 1 >= enough:
                found = problem.solved(wanted[one], sign)[wanted]
                least, most = np.fmin(least, found), np.fmax(most, found)
    return Attacked(least, most, problem.programmes)


class _Problem:
    """One table as equations of whole unknowns; cells known exactly are left out.

    Args:
        low: The least each cell can be.
        high: The most.
        equations: One row per sum: its total less its parts, which is nought.
    """

    def __init__(self, low: FloatArray, high: FloatArray, equations: sparse.csr_matrix) -> None:
        self._low, self._high = low, high
        self._free = np.flatnonzero(high > low)
        unknown = equations[:, self._free]
        rows = np.flatnonzero(np.diff(unknown.tocsr().indptr))
        right = -(equations @ np.where(high > low, 0, low))[rows]
        self._sums = LinearConstraint(unknown[rows], right, right)
        self._place = np.full(len(low), -1)
        self._place[self._free] = np.arange(len(self._free))
        self.programmes = 0

    @classmethod
    def of(cls, low: FloatArray, high: FloatArray, sums: Sequence[Sums]) -> _Problem:
        """The problem of a table with these sums."""
        parts = []
        for one in sums:
            rows = np.concatenate([np.arange(len(one.total)), one.of])
            columns = np.concatenate([one.total, one.part])
            signs = np.concatenate([np.ones(len(one.total)), -np.ones(len(one.part))])
            parts.append(
                sparse.csr_matrix((signs, (rows, columns)), shape=(len(one.total), len(low)))
            )
        return cls(low, high, sparse.csr_matrix(sparse.vstack(parts)))

    def relaxed(self, cells: IntArray, weights: FloatArray) -> FloatArray:
        """Counts that fit and make the weighted cells as large as can be; NaN if not whole.

        Raises:
            StatisticsError: If none fit.
        """
        return self._counts(self._attempt(self._cost(cells, weights), whole=False))

    def solved(self, cell: np.int64, sign: float) -> FloatArray:
        """Whole counts that fit and make one cell as large, or as small, as it can be."""
        cost = self._cost(np.array([cell]), np.array([sign]))
        found = self._counts(self._attempt(cost, whole=False))
        if np.isnan(found).any():
            found = self._counts(self._attempt(cost, whole=True))
        return found

    def _cost(self, cells: IntArray, weights: FloatArray) -> FloatArray:
        places = self._place[cells]
        cost = np.zeros(len(self._free))
        cost[places[places >= 0]] = -weights[places >= 0]
        return cost

    def _counts(self, found: FloatArray) -> FloatArray:
        """The counts of all cells."""
        whole = np.round(found)
        if np.abs(found - whole).max(initial=0) > _WHOLE:
            return np.full(len(self._low), np.nan)
        counts = self._low.copy()
        counts[self._free] = whole
        return counts

    def _attempt(self, cost: FloatArray, *, whole: bool) -> FloatArray:
        if not len(cost):
            return cost
        self.programmes += 1
        low, high = self._low[self._free], self._high[self._free]
        result = milp(
            cost,
            integrality=np.full(len(cost), int(whole)),
            bounds=Bounds(low, np.minimum(high, 2 * low + _LARGE)),
            constraints=self._sums,
        )
        if result.x is None:
            raise StatisticsError(
                f"No counts fit what is shown: {result.message}", "Check that the sums are sums."
            )
        return np.asarray(result.x)
