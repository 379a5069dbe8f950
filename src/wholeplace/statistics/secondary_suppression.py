"""Secondary suppression: what else to withhold, so that no hidden count can be worked out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.feasible import ANY, Sums, feasible_range, implied_zeros
from wholeplace.statistics.intervals import FloatArray

BoolArray = NDArray[np.bool_]
NARROWEST = 4
"""A hidden count must be possible in at least so many values."""
_ROUNDS = 100
_STEPS_UP = 6


def withheld_besides(
    lower: FloatArray, upper: FloatArray, hidden: BoolArray, sums: Sequence[Sums]
) -> BoolArray:
    """Choose the cells to withhold so that no hidden one can be told to within four values.

    Of a cell withheld nothing is said: not its number, nor that it is small. Where a sum gives a
    hidden part away, its total is withheld if it is hidden already, else its smallest shown part,
    else the total. A hidden total that its parts give away is withheld itself: as larger totals
    are withheld too, readers cannot tell which it is. The choice rests on what readers see, so it
    tells them nothing, and the same release is always treated the same way.

    Args:
        lower: The least each cell can be, from what is said of it; shape (cells, tables).
        upper: The most.
        hidden: The cells whose number is hidden.
        sums: The sums that readers can make.

    Returns:
        The cells to withhold, of the same shape.

    Raises:
        StatisticsError: If there is no way to keep a count hidden.

    Source:
        Hundepool A and others. Statistical Disclosure Control. Chichester: Wiley, 2012, chapter 4.

    >>> total_of_three = Sums(np.array([0]), np.array([1, 2, 3]), np.array([0, 0, 0]))
    >>> shown_as_15_10_10_hidden = np.array([[13.0], [8.0], [8.0], [1.0]])
    >>> most = np.array([[17.0], [12.0], [12.0], [7.0]])
    >>> hidden = np.array([[False], [False], [False], [True]])
    >>> print(withheld_besides(shown_as_15_10_10_hidden, most, hidden, [total_of_three]).ravel())
    [False  True False False]
    """
    low, high = lower.astype(np.float64), upper.astype(np.float64)
    zeros = implied_zeros((upper == 0) & ~hidden, sums)
    withheld = np.zeros(low.shape, dtype=np.bool_)
    shown = ~hidden & (upper < ANY)
    tables = np.arange(low.shape[1])
    for _ in range(_ROUNDS):
        least, most = feasible_range(low[:, tables], high[:, tables], sums)
        secret = (hidden | withheld & (upper > 0))[:, tables] & ~zeros[:, tables]
        narrow = secret & (most - least + 1 < NARROWEST)
        given_away = narrow.any(axis=0)
        if not given_away.any():
            return withheld
        tables, narrow = tables[given_away], narrow[:, given_away]
        seen = _Seen(
            least[:, given_away],
            most[:, given_away],
            (hidden & ~withheld)[:, tables],
            (shown & ~withheld)[:, tables],
        )
        more = seen.to_withhold(narrow, sums)
        # Where nothing is left to withhold, noughts that other noughts add up to are no secret.
        zeros[:, tables] |= narrow & (most[:, given_away] == 0) & ~more.any(axis=0)
        withheld[:, tables] |= more
        low[withheld], high[withheld] = 0, ANY
    raise StatisticsError(
        "Some hidden counts can be worked out whatever else is withheld.",
        "Publish fewer breakdowns or areas.",
    )


class _Seen:
    """Tables as an attacker sees them, and what may still be withheld from them.

    Args:
        least: The least that each cell can be; shape (cells, tables).
        most: The most.
        hidden: Cells hidden already, and not yet withheld.
        shown: Cells that are shown.
    """

    def __init__(
        self, least: FloatArray, most: FloatArray, hidden: BoolArray, shown: BoolArray
    ) -> None:
        self._least, self._most = least, most
        self._hidden, self._shown = hidden, shown
        self._chosen = np.zeros(least.shape, dtype=np.bool_)

    def to_withhold(self, narrow: BoolArray, sums: Sequence[Sums]) -> BoolArray:
        """Cells to withhold, so that those given away are given away less."""
        wanted = narrow.copy()
        for _ in range(_STEPS_UP):
            totals = np.zeros_like(wanted)
            for one in sums:
                self._from_parts(one, wanted, totals)
            for one in sums:
                self._from_totals(one, wanted)
            # Sums with nothing left to withhold tell because their totals are told by others.
            wanted = totals
            if not wanted.any():
                break
        if not self._chosen.any():
            self._chosen |= narrow & self._hidden
        return self._chosen

    def _from_parts(self, one: Sums, wanted: BoolArray, totals: BoolArray) -> None:
        """Withhold from the sums that hold a wanted part to its bounds."""
        asked = np.flatnonzero(wanted[one.part].any(axis=0))
        if not len(asked):
            return
        low, high = self._least[:, asked], self._most[:, asked]
        room = np.minimum(high[one.total] - one.added(low), one.added(high) - low[one.total])
        width = high[one.part] - low[one.part]
        tells = wanted[np.ix_(one.part, asked)] & (room[one.of] <= width)
        for number, place in self._of_sums(one, tells):
            total, table = one.total[number], asked[place]
            if self._withhold(one, number, table, also_shown=True):
                wanted[one.parts_of(number), table] = False
            else:
                totals[total, table] = True

    def _from_totals(self, one: Sums, wanted: BoolArray) -> None:
        """Withhold from the sums that hold a wanted total to its bounds."""
        asked = np.flatnonzero(wanted[one.total].any(axis=0))
        if not len(asked):
            return
        low, high = self._least[:, asked], self._most[:, asked]
        tells = (one.added(high) <= high[one.total]) | (one.added(low) >= low[one.total])
        for number, place in np.argwhere(tells & wanted[np.ix_(one.total, asked)]):
            table = asked[place]
            if self._withhold(one, number, table, also_shown=False):
                wanted[one.total[number], table] = False

    @staticmethod
    def _of_sums(one: Sums, tells: BoolArray) -> NDArray[np.int64]:
        """Sum and table of every part that tells, each once."""
        part, table = np.nonzero(tells)
        return np.unique(np.column_stack([one.of[part], table]), axis=0)

    def _withhold(self, one: Sums, number: int, table: int, *, also_shown: bool) -> bool:
        """Withhold one cell of a sum, if there is one to withhold."""
        total, parts = one.total[number], one.parts_of(number)
        if self._chosen[total, table] or self._chosen[parts, table].any():
            return True
        shown = parts[self._shown[parts, table] & (self._most[parts, table] > 0)]
        if self._hidden[total, table]:
            cell = total
        elif len(shown):
            cell = shown[np.argmin(self._least[shown, table])]
        elif also_shown and self._shown[total, table]:
            cell = total
        else:
            return False
        self._chosen[cell, table] = True
        return True
