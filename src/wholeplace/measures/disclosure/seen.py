"""A release as somebody sees it who makes every sum of it: what is left of each count."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from wholeplace.core.errors import StatisticsError
from wholeplace.measures.disclosure.columns import FloatArray, IntArray
from wholeplace.measures.disclosure.published import Published, Quantities, published
from wholeplace.measures.disclosure.sums import Above, cells_of_pieces, sums_of
from wholeplace.measures.disclosure.worth import readers_of, worth_of
from wholeplace.statistics import ANY, OF_HIDDEN, DisclosureProfile, feasible_range

_AT_ONCE = 64


class Seen:
    """The rows of one basis and what all their sums leave of each count.

    Args:
        said: The rows.
        above: Where each area lies.

    Attributes:
        sums: The sums of their cells.
        least, most: What each count can be by all of them.
        secret: Counts that are hidden wherever they stand, and no nought.
        worth: What readers lose with each.
    """

    def __init__(self, said: Published, above: Above) -> None:
        self.said, self.sums = said, sums_of(said.cells, above)
        self.least, self.most = said.least.copy(), said.most.copy()
        for start in range(0, len(said.tables), _AT_ONCE):
            self._narrow(said.tables[start : start + _AT_ONCE])
        self.worth = _worth(said)
        self.secret = said.secret & ~said.told & (self.most > 0)

    def _narrow(self, tables: IntArray) -> None:
        said, counts = self.said, self.said.counts_of(tables)
        try:
            found = feasible_range(
                said.spread(said.least, 0.0, tables),
                said.spread(said.most, ANY, tables),
                self.sums,
            )
        except StatisticsError:  # Of a release protected otherwise not all sums may hold.
            if len(tables) > 1:
                for table in tables:
                    self._narrow(np.array([table]))
            return
        self.least[counts], self.most[counts] = (said.gathered(part, tables) for part in found)


def _worth(said: Published) -> FloatArray:
    """What readers lose with each count; no end where rows that are shown are among its people.

    Numbers are withheld here and never rounded more coarsely: one rounded twice would tell nobody
    what it had been, and a group that is withheld would take more counts with it.
    """
    by_cell = worth_of(said.cells, np.zeros((len(said.cells), 1)))[:, 0] / OF_HIDDEN
    worth = by_cell[said.cell] * (readers_of(said) + OF_HIDDEN)
    worth[said.denominator[(said.denominator >= 0) & said.tells_denominator]] = np.inf
    return worth


def seen_of(
    rows: pa.Table,
    basis: str,
    monthly: bool,
    above: Mapping[str, Above],
    same: Mapping[str, Quantities],
    profile: DisclosureProfile,
) -> Seen | None:
    """Rows as somebody sees them who knows every sum; None where there are none.

    Args:
        rows: The rows of a release, as values.
        basis: The basis wanted.
        monthly: Whether the rows wanted are those of months.
        above: By basis, where each area lies.
        same: By basis, which counts are the same.
        profile: The disclosure profile they passed.
    """
    said = published(rows, basis, profile, same.get(basis, {}), monthly)
    if said is None:
        return None
    areas = above.get(basis, {})
    return Seen(said.with_unseen(cells_of_pieces(said.cells, areas)), areas)
