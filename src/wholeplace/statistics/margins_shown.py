"""A table of two ways, hidden as if all its margins were shown: they are, or nearly, elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.statistics.attack import attack
from wholeplace.statistics.disclosure_profiles import HES, DisclosureProfile
from wholeplace.statistics.feasible import Sums, could_have_been
from wholeplace.statistics.intervals import FloatArray, as_floats
from wholeplace.statistics.secondary_suppression import NARROWEST
from wholeplace.statistics.sum_bounds import ANY
from wholeplace.statistics.suppression import round_count

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]


def hidden_beside_margins(
    counts: ArrayLike,
    hidden: ArrayLike,
    ways: Sequence[ArrayLike],
    profile: DisclosureProfile = HES,
) -> BoolArray:
    """Hide as many more cells of a table as it takes that no margin tells a hidden one.

    Margins are supposed to be shown elsewhere, each rounded or hidden for its own sake alone:
    whoever shows them says no more. Integer programmes ask of every hidden cell what it can be,
    and the smallest cell that shares a margin with one that is told goes as well. Of a cell that
    goes nothing is said: a group hidden for its few people may have any number of visits.

    Args:
        counts: The true count of each cell; shape (cells,).
        hidden: The cells of which nothing is said already; other small ones are known to be small.
        ways: The group of each cell in each way, as whole numbers from 0; each of shape (cells,).
        profile: The disclosure profile.

    Returns:
        The cells to hide; all of them where nothing less helps.

    A 6 that is said to be small is 6 or 7 beside 10 (8 to 12) of 20 (18 to 22):

    >>> girls_and_boys_of_two_ages = [12, 6, 30, 40]
    >>> age, sex = [0, 0, 1, 1], [0, 1, 0, 1]
    >>> print(hidden_beside_margins(girls_and_boys_of_two_ages, [False] * 4, [age, sex]))
    [False  True False False]
    """
    cells, gone = as_floats(counts), np.array(hidden, dtype=np.bool_)
    totals, sums = margins_of(cells, ways)
    of_totals = told_of(totals, np.zeros(len(totals), dtype=np.bool_), profile)
    groups = [np.asarray(way) for way in ways]
    while not gone.all():
        of_cells = told_of(cells, gone, profile)
        lower, upper = (np.concatenate(part) for part in zip(of_cells, of_totals, strict=True))
        wanted = np.flatnonzero(gone | np.isnan(round_count(cells, profile)))
        if not len(wanted):
            break
        found = attack(lower, upper, sums, wanted)
        told = wanted[(found.values < NARROWEST) & (found.most > 0)]
        if not len(told):
            break
        gone[_besides(int(told[0]), cells, gone, groups)] = True
    return gone


def _besides(told: int, counts: FloatArray, gone: BoolArray, groups: Sequence[IntArray]) -> int:
    """A cell that is told itself, or else the smallest left that shares a margin with it."""
    if not gone[told]:
        return told
    left = ~gone & (counts > 0) if (~gone & (counts > 0)).any() else ~gone
    shares = [left & (group == group[told]) for group in groups]
    some = next((one for one in shares if one.any()), left)
    return int(np.flatnonzero(some)[counts[some].argmin()])


def told_of(
    counts: FloatArray, hidden: BoolArray, profile: DisclosureProfile
) -> tuple[FloatArray, FloatArray]:
    """What is said of counts: the least and the most each can be.

    Args:
        counts: The true counts; shape (cells,).
        hidden: Those of which nothing is said; small ones are known to be small.
        profile: The disclosure profile.
    """
    low, high = could_have_been(round_count(counts, profile), profile)
    few = np.isnan(low)
    low, high = np.where(few, 1.0, low), np.where(few, float(profile.suppressed_up_to), high)
    return np.where(hidden, 0.0, low), np.where(hidden, ANY, high)


def margins_of(counts: FloatArray, ways: Sequence[ArrayLike]) -> tuple[FloatArray, list[Sums]]:
    """The margins of a table: its totals over every way but one, and over all.

    Args:
        counts: The count of each cell; shape (cells,).
        ways: The group of each cell in each way; each of shape (cells,).

    Returns:
        The totals, and the sums that make them: cells are numbered first, then totals as given.
    """
    totals, sums, first = [], list[Sums](), len(counts)
    everything = np.zeros(len(counts), dtype=np.int64)
    for way in (*ways, everything):
        _, group = np.unique(np.asarray(way), return_inverse=True)
        order = np.argsort(group, kind="stable")
        totals.append(np.bincount(group, counts))
        sums.append(Sums(first + np.arange(len(totals[-1])), order, group[order]))
        first += len(totals[-1])
    return np.concatenate(totals), sums
