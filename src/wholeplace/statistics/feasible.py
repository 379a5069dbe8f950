"""Feasible ranges: what a hidden count can be, given what is shown and that parts make totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.disclosure_profiles import HES, DisclosureProfile
from wholeplace.statistics.intervals import FloatArray, as_floats
from wholeplace.statistics.sum_bounds import ANY as ANY
from wholeplace.statistics.sum_bounds import Graph, looked_up, narrow, zeros_of

IntArray = NDArray[np.int64]


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


def coarser(rounded: ArrayLike, base: int, profile: DisclosureProfile = HES) -> FloatArray:
    """Round counts that are rounded already more coarsely.

    Args:
        rounded: Counts as shown; any shape.
        base: What to round them to: a multiple of the profile's own base.
        profile: The rules they were rounded by.

    Returns:
        The nearest multiples of the base; NaN where a count is not shown, is less than three
        times the base, or was not rounded to the nearest.

    >>> print(coarser([0, 25, 45, 165], 10))
    [ nan  nan  50. 170.]
    """
    shown = as_floats(rounded)
    enough = (shown >= 3 * base) & (profile.rounding == "nearest")
    return np.where(enough, np.floor(shown / base + 0.5) * base, np.nan)


def could_have_been_coarsely(
    rounded: ArrayLike, base: ArrayLike, profile: DisclosureProfile = HES
) -> tuple[FloatArray, FloatArray]:
    """The least and the most that a count can have been, from what it was rounded to coarsely.

    Args:
        rounded: Counts as :func:`coarser` gives them.
        base: What they were rounded to.
        profile: The rules they were rounded by before.

    Returns:
        The bounds, both attainable; NaN where the count is not shown.

    Source:
        The inverse of `coarser` after `round_count`.

    >>> for bound in could_have_been_coarsely([50, 170], 10): print(bound)
    [ 43. 163.]
    [ 52. 172.]
    """
    shown, to = np.broadcast_arrays(as_floats(rounded), as_floats(base))
    least = np.ceil((shown - to / 2) / profile.base) * profile.base
    most = (np.ceil((shown + to / 2) / profile.base) - 1) * profile.base
    return could_have_been(least, profile)[0], could_have_been(most, profile)[1]


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


def graph_of(sums: Sequence[Sums], cells: int) -> Graph:
    """The sums of a table as the kernel takes them, and which of them each cell stands in.

    Args:
        sums: The sums.
        cells: How many cells the table has.
    """
    empty = np.zeros(0, dtype=np.int64)
    total = np.concatenate([empty, *(one.total for one in sums)])
    part = np.concatenate([empty, *(one.part for one in sums)])
    before = np.cumsum([0, *(len(one.total) for one in sums)])
    of = np.concatenate([empty, *(one.of + more for one, more in zip(sums, before, strict=False))])
    start = np.searchsorted(of, np.arange(len(total) + 1))
    places = [numbers.astype(np.uint32) for numbers in (total, start, part)]
    return looked_up(places[0], places[1], places[2], cells)


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
    low, high = (np.array(bound.T, dtype=np.float64, order="C") for bound in (lower, upper))
    graph = graph_of(sums, len(lower))
    for least, most in zip(low, high, strict=True):
        if not narrow(least, most, graph):
            raise StatisticsError(
                "What is said of some counts cannot all be true.", "Check that the sums are sums."
            )
    return low.T, high.T


def implied_zeros(shown_zero: NDArray[np.bool_], sums: Sequence[Sums] | Graph) -> NDArray[np.bool_]:
    """Cells known to be nought from other cells: a total shown as nought has them in it.

    Nothing can hide them, and nobody is counted in them: a zero is shown by design.

    Args:
        shown_zero: Cells shown as nought; shape (cells, tables).
        sums: The sums, or the graph of them.

    Returns:
        The cells that other cells show to be nought, whether they are shown or hidden.

    >>> total_of_two = Sums(np.array([0]), np.array([1, 2]), np.array([0, 0]))
    >>> print(implied_zeros(np.array([[True], [False], [False]]), [total_of_two]).ravel())
    [False  True  True]
    """
    graph = sums if isinstance(sums, Graph) else graph_of(sums, len(shown_zero))
    found = [zeros_of(np.ascontiguousarray(zero), graph) for zero in shown_zero.T]
    return np.array(found, dtype=np.bool_).reshape(shown_zero.T.shape).T
