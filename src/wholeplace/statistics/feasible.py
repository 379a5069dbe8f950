"""Feasible ranges: what a hidden count can be, given what is shown and that parts make totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.disclosure_profiles import HES, DisclosureProfile
from wholeplace.statistics.intervals import FloatArray, as_floats

IntArray = NDArray[np.int64]
ANY = 1e9
"""An upper bound that says nothing: no count of people or events comes near it."""
_ROUNDS = 60


def could_have_been(
    rounded: ArrayLike, profile: DisclosureProfile = HES
) -> tuple[FloatArray, FloatArray]:
    """The least and the most that a count can have been, from what it was rounded to.

    Args:
        rounded: Counts as shown; any shape.
        profile: The rules they were rounded by.

    Returns:
        The bounds, both attainable; NaN where the count is not shown.

    Source:
        The inverse of `round_count`.

    >>> for bound in could_have_been([0, 10, 25]): print(bound)
    [ 0.  8. 23.]
    [ 0. 12. 27.]
    """
    shown = as_floats(rounded)
    if profile.rounding == "midpoint":
        most = shown + profile.base // 2
        least = most - profile.base + 1
    else:
        least = np.ceil(shown - profile.base / 2)
        most = np.ceil(shown + profile.base / 2) - 1
    least = np.maximum(least, profile.suppressed_up_to + 1)
    return np.where(shown == 0, 0.0, least), np.where(shown == 0, 0.0, most)


@dataclass(frozen=True)
class Sums:
    """Published cells that add up to other published cells.

    Attributes:
        total: The cell each sum makes, none twice; shape (sums,).
        part: Every part of every sum, none twice, those of one sum side by side; shape (parts,).
        of: The sum each part belongs to, ascending; shape (parts,).

    Raises:
        StatisticsError: If a cell is in two sums on the same side, or a sum has no parts.
    """

    total: IntArray
    part: IntArray
    of: IntArray

    def __post_init__(self) -> None:
        for cells in (self.total, self.part):
            if len(np.unique(cells)) != len(cells):
                raise StatisticsError("A cell is in two sums at once.", "Give the sums apart.")
        if not np.array_equal(np.unique(self.of), np.arange(len(self.total))):
            raise StatisticsError("A sum has no parts.", "Leave it out.")

    def added(self, cells: FloatArray) -> FloatArray:
        """The parts of each sum added up; shape (sums, tables)."""
        return np.asarray(self._adding @ cells[: self._adding.shape[1]])

    def parts_of(self, number: int) -> IntArray:
        """The cells that make one sum."""
        return self.part[self._starts[number] : self._starts[number + 1]]

    @cached_property
    def _starts(self) -> IntArray:
        return np.searchsorted(self.of, np.arange(len(self.total) + 1)).astype(np.int64)

    @cached_property
    def _adding(self) -> sparse.csr_array:
        """One row per sum with a 1 for each of its parts."""
        ones = np.ones(len(self.part))
        shape = (len(self.total), int(self.part.max()) + 1)
        return sparse.csr_array((ones, self.part, self._starts), shape=shape)


def feasible_range(
    lower: FloatArray, upper: FloatArray, sums: Sequence[Sums]
) -> tuple[FloatArray, FloatArray]:
    """What each cell can be, given what every cell may be and that parts make totals.

    Bounds are passed along the sums, up and down, until nothing moves. The result is exact where
    the sums make a tree and too wide otherwise: where sums cross, a linear programme may know
    more.

    Args:
        lower: The least each cell may be; shape (cells, tables), the sums being those of every
            table.
        upper: The most; :data:`ANY` where nothing is known.
        sums: The sums.

    Returns:
        The bounds, narrowed.

    Raises:
        StatisticsError: If no counts fit all the bounds.

    Source:
        Fellegi I. On the question of statistical confidentiality. J Am Stat Assoc 1972; 67: 7-18.

    >>> total_of_two = Sums(np.array([0]), np.array([1, 2]), np.array([0, 0]))
    >>> least, most = np.array([[8.0], [8.0], [1.0]]), np.array([[12.0], [12.0], [7.0]])
    >>> print(feasible_range(least, most, [total_of_two])[1].ravel())
    [12. 11.  4.]
    """
    low, high = lower.astype(np.float64), upper.astype(np.float64)
    moving = np.arange(low.shape[1])
    for _ in range(_ROUNDS):
        before = low[:, moving], high[:, moving]
        after = _passed_along(*before, sums)
        low[:, moving], high[:, moving] = after
        if (after[0] > after[1]).any():
            raise StatisticsError(
                "What is said of some counts cannot all be true.", "Check that the sums are sums."
            )
        moved = (after[0] != before[0]) | (after[1] != before[1])
        moving = moving[moved.any(axis=0)]
        if not len(moving):
            break
    return low, high


def _passed_along(
    low: FloatArray, high: FloatArray, sums: Sequence[Sums]
) -> tuple[FloatArray, FloatArray]:
    """Bounds after each sum has been looked at once."""
    low, high = low.copy(), high.copy()
    for one in sums:
        least, most = one.added(low), one.added(high)
        low[one.total] = np.maximum(low[one.total], least)
        high[one.total] = np.minimum(high[one.total], most)
        # What the other parts leave for each: the total less all the parts, and the part again.
        above = (high[one.total] - least)[one.of] + low[one.part]
        below = (low[one.total] - most)[one.of] + high[one.part]
        high[one.part] = np.minimum(high[one.part], above)
        low[one.part] = np.maximum(low[one.part], below)
    return low, high


def implied_zeros(shown_zero: NDArray[np.bool_], sums: Sequence[Sums]) -> NDArray[np.bool_]:
    """Cells known to be nought from other cells: a total shown as nought has them in it.

    Nothing can hide them, and nobody is counted in them: a zero is shown by design.

    Args:
        shown_zero: Cells shown as nought; shape (cells, tables).
        sums: The sums.

    Returns:
        The cells that other cells show to be nought, whether they are shown or hidden.

    >>> total_of_two = Sums(np.array([0]), np.array([1, 2]), np.array([0, 0]))
    >>> print(implied_zeros(np.array([[True], [False], [False]]), [total_of_two]).ravel())
    [False  True  True]
    """
    zero = shown_zero.copy()
    implied = np.zeros_like(zero)
    for _ in range(_ROUNDS):
        known = int(zero.sum())
        for one in sums:
            implied[one.part] |= zero[one.total][one.of]
            zero |= implied
            zero[one.total] |= one.added((~zero).astype(np.float64)) == 0
        if int(zero.sum()) == known:
            break
    return implied | (zero & ~shown_zero)
