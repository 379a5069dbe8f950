"""Secondary suppression: what else to withhold, so that no hidden count can be worked out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.feasible import ANY, Sums, feasible_range, implied_zeros
from wholeplace.statistics.intervals import FloatArray

BoolArray = NDArray[np.bool_]
NARROWEST = 4
"""A hidden count must be possible in at least so many values."""
_ROUNDS = 100
_Places = NDArray[np.int64]


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
    zeros = implied_zeros(high == 0, sums) if high.size else high == 0
    withheld = np.zeros(low.shape, dtype=np.bool_)
    places = _places(len(low), sums)
    tables = np.arange(low.shape[1])
    for _ in range(_ROUNDS):
        least, most = feasible_range(low[:, tables], high[:, tables], sums)
        secret = (hidden | withheld & (upper > 0))[:, tables] & ~zeros[:, tables]
        narrow = secret & (most - least + 1 < NARROWEST)
        found = np.flatnonzero(narrow.any(axis=0))
        if not len(found):
            return withheld
        tables, least, most, narrow = (
            tables[found], least[:, found], most[:, found], narrow[:, found]
        )  # fmt: skip
        for column, table in enumerate(tables):
            seen = _Table(
                least[:, column], most[:, column],
                hidden[:, table], withheld[:, table], low[:, table], sums, places,
            )  # fmt: skip
            withheld[seen.to_withhold(np.flatnonzero(narrow[:, column])), table] = True
        low[withheld], high[withheld] = 0, ANY
    raise StatisticsError(
        "Some hidden counts can be worked out whatever else is withheld.",
        "Publish fewer breakdowns or areas.",
    )


def _places(cells: int, sums: Sequence[Sums]) -> _Places:
    """For each kind of sum, the one each cell is part of and the one it is the total of, or -1."""
    places = np.full((len(sums), 2, cells), -1, dtype=np.int64)
    for kind, one in enumerate(sums):
        places[kind, 0, one.part] = one.of
        places[kind, 1, one.total] = np.arange(len(one.total))
    return places


@dataclass(frozen=True)
class _Table:
    """One table as an attacker sees it, and what may still be withheld from it."""

    least: FloatArray
    most: FloatArray
    hidden: BoolArray
    withheld: BoolArray
    low: FloatArray
    sums: Sequence[Sums]
    places: _Places

    def to_withhold(self, narrow: NDArray[np.int64]) -> list[int]:
        """More cells to withhold, for each cell that is given away."""
        chosen: dict[int, None] = {}
        for cell in narrow:
            for more in self._of(int(cell), set()):
                chosen[more] = None
        return list(chosen)

    def _of(self, cell: int, seen: set[int]) -> list[int]:
        """What to withhold for one cell: from its own sums, or from those of their totals."""
        seen.add(cell)
        telling = [one for one in self._sums_of(cell) if self._tells(cell, *one)]
        for total, parts in telling:
            others = [] if total == cell else [total]
            hidden = [c for c in (total,) if self.hidden[c] and not self.withheld[c]]
            for choice in (hidden, self._smallest(parts, cell), self._shown(others)):
                if choice:
                    return choice
        for total, _ in telling:
            further = [] if total in seen else self._of(total, seen)
            if further:
                return further
        return [] if self.withheld[cell] else [cell]

    def _tells(self, cell: int, total: int, parts: NDArray[np.int64]) -> bool:
        """Whether a sum is what holds a cell to its bounds."""
        least, most = self.least[parts].sum(), self.most[parts].sum()
        if cell != total:
            spread = self.most[cell] - self.least[cell]
            above, below = self.most[total] - least, most - self.least[total]
            return bool(min(above, below) <= spread)
        return bool(most <= self.most[cell] or least >= self.least[cell])

    def _sums_of(self, cell: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        """The sums a cell is part of or the total of, as total and parts."""
        for one, numbers in zip(self.sums, self.places[:, :, cell], strict=True):
            for number in numbers[numbers >= 0]:
                yield int(one.total[number]), one.parts_of(int(number))

    def _smallest(self, parts: NDArray[np.int64], but: int) -> list[int]:
        """The smallest part that is shown and is not nought."""
        shown = [c for c in self._shown(parts) if c != but and self.low[c] > 0]
        return sorted(shown, key=lambda c: (self.low[c], c))[:1]

    def _shown(self, cells: Sequence[int] | NDArray[np.int64]) -> list[int]:
        return [int(c) for c in cells if not (self.hidden[c] or self.withheld[c])]
