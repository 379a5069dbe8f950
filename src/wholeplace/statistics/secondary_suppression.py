"""Secondary suppression: what else to withhold, so that no hidden count can be worked out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.disclosure_profiles import HES, DisclosureProfile
from wholeplace.statistics.feasible import Sums, coarser, could_have_been_coarsely, graph_of
from wholeplace.statistics.intervals import FloatArray
from wholeplace.statistics.sum_bounds import (
    ANY,
    Graph,
    graph_without,
    narrow,
    narrow_again,
    zeros_of,
)
from wholeplace.statistics.suppression_kernel import Seen, Table, loosen_all

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
NARROWEST = 4
"""A hidden count must be possible in at least so many values."""
OF_HIDDEN = 0.01
"""What readers lose when a count that is hidden already is withheld: that it is small."""


COARSER = (10, 20, 50)
"""What counts may be rounded to in place of the profile's base."""
NOTHING_SAID = len(COARSER) + 1
"""The step of a cell of which nothing is said; 0 is as it was, those between round to a base."""
_LOSS = (0.02, 0.05, 0.15)
"""What readers lose by each coarser rounding, of what they lose if the number is withheld."""
_ROUNDS = 400


def withheld_besides(
    lower: FloatArray,
    upper: FloatArray,
    hidden: BoolArray,
    sums: Sequence[Sums] | Graph,
    worth: FloatArray | None = None,
    rounded: FloatArray | None = None,
    profile: DisclosureProfile = HES,
) -> IntArray:
    """Choose of which cells to say less so that no hidden one is told to within four values.

    A number may be rounded more coarsely; of a cell withheld nothing is said: not its number, nor
    that it is small. What goes is what readers lose least by: cells hidden already first, then
    those of least worth, until no sum holds a hidden count too closely. The choice rests on what
    readers see, so it tells them nothing, and the same release is always treated the same way.

    Args:
        lower: The least each cell can be, from what is said of it; shape (cells, tables).
        upper: The most.
        hidden: The cells whose number is hidden.
        sums: The sums that readers can make, or the graph of them, where many tables have it.
        worth: What readers lose with each cell; by default of one that is shown 1, and of a hidden
            one, of which they lose only that it is small, next to nothing. A nought that is shown
            stays.
        rounded: The numbers of cells that may be rounded more coarsely, NaN for the others; by
            default none.
        profile: The rules by which they were rounded.

    Returns:
        The step of each cell, of the same shape: 0 as it was, 1 to 3 rounded to :data:`COARSER`,
        or :data:`NOTHING_SAID`.

    Raises:
        StatisticsError: If there is no way to keep a count hidden.

    Source:
        Hundepool A and others. Statistical Disclosure Control. Chichester: Wiley, 2012, chapter 4.

    >>> total_of_three = Sums(np.array([0]), np.array([1, 2, 3]), np.array([0, 0, 0]))
    >>> shown_as_15_10_10_hidden = np.array([[13.0], [8.0], [8.0], [1.0]])
    >>> most = np.array([[17.0], [12.0], [12.0], [7.0]])
    >>> hidden = np.array([[False], [False], [False], [True]])
    >>> print(withheld_besides(shown_as_15_10_10_hidden, most, hidden, [total_of_three]).ravel())
    [0 4 0 0]
    """
    if worth is None:
        worth = np.where(hidden, OF_HIDDEN, 1.0)
    if rounded is None:
        rounded = np.full(lower.shape, np.nan)
    graph = sums if isinstance(sums, Graph) else graph_of(sums, len(lower))

    def one(table: int) -> IntArray:
        said = _Said(
            lower[:, table], upper[:, table], worth[:, table], rounded[:, table], hidden[:, table]
        )
        found = np.zeros(len(said.secret), dtype=np.int64)
        if said.secret.any():
            stays = (said.upper == 0) & ~said.secret
            # Noughts that are shown, or that these show, add nothing to any sum and are no secret.
            left = ~(stays | zeros_of(stays, graph))
            if (said.secret & left).any():
                found[left] = _protected(said.of(left), graph_without(graph, ~left), profile)
        return found

    steps = [one(table) for table in range(lower.shape[1])]
    return np.array(steps, dtype=np.int64).reshape(lower.shape[::-1]).T


class _Said(NamedTuple):
    """What is said of the cells of one table."""

    lower: FloatArray
    upper: FloatArray
    worth: FloatArray
    rounded: FloatArray
    secret: BoolArray

    def of(self, some: BoolArray) -> _Said:
        """The same of some of the cells."""
        return _Said(
            self.lower[some],
            self.upper[some],
            self.worth[some],
            self.rounded[some],
            self.secret[some],
        )


def _protected(said: _Said, graph: Graph, profile: DisclosureProfile) -> IntArray:
    """Steps by which every cell that is secret or withheld is possible in enough values.

    Raises:
        StatisticsError: If there are none.
    """
    step = np.zeros(len(said.secret), dtype=np.int64)
    harmless = np.zeros(len(step), dtype=np.bool_)
    table: Table | None = None
    alone = np.array([said.lower, said.upper])
    bounds = alone.copy()
    low, high = bounds
    fits = narrow(low, high, graph)
    for _ in range(_ROUNDS):
        if not fits:
            break
        secret = (said.secret | ((step == NOTHING_SAID) & (said.upper > 0))) & ~harmless
        told = np.flatnonzero(secret & (high - low + 1 < NARROWEST))
        if not told.size:
            return step
        table = table or _table(said, profile)
        settled = np.zeros((len(graph.total), 2), dtype=np.bool_)
        asked = np.zeros((len(step), 2), dtype=np.bool_)
        before = step.copy()
        if loosen_all(told, Seen(table, graph, low, high, step, settled, asked), NARROWEST):
            less = np.flatnonzero(step != before)
            now = np.array([table.low[step[less], less], table.high[step[less], less]])
            fits = narrow_again(bounds, alone, less, now, graph)
        # Noughts that other noughts add up to are no secret, where nothing else is left.
        elif high[told].max() > 0:
            break
        else:
            harmless[told] = True
    raise StatisticsError(
        "Some hidden counts can be worked out whatever else is withheld.",
        "Publish fewer breakdowns or areas.",
    )


def _table(said: _Said, profile: DisclosureProfile) -> Table:
    """What may be said of the cells of one table, step by step."""
    lower, upper, worth, rounded, secret = said
    steps = len(COARSER) + 2
    low, high = np.tile(lower, (steps, 1)), np.tile(upper, (steps, 1))
    low[NOTHING_SAID], high[NOTHING_SAID] = 0, ANY
    loss = np.full_like(low, np.inf)
    loss[0], loss[NOTHING_SAID] = 0, worth
    able = np.flatnonzero(~secret & ~np.isnan(rounded))
    for step, (base, part) in enumerate(zip(COARSER, _LOSS, strict=True), start=1):
        number = coarser(rounded[able], base, profile)
        # What is too small for one base is too small for the next.
        able, number = able[~np.isnan(number)], number[~np.isnan(number)]
        least, most = could_have_been_coarsely(number, base, profile)
        low[step, able] = np.minimum(least, lower[able])
        high[step, able] = np.maximum(most, upper[able])
        loss[step, able] = part * worth[able]
    return Table(low, high, loss, secret)
