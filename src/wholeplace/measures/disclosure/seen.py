"""A release as somebody sees it who makes every sum of it: what is left of each count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from wholeplace.core.errors import StatisticsError
from wholeplace.measures.disclosure.columns import BoolArray, FloatArray, IntArray
from wholeplace.measures.disclosure.published import Published, Quantities, published
from wholeplace.measures.disclosure.sums import Above, cells_of_pieces, sums_of
from wholeplace.measures.disclosure.worth import readers_of, worth_of_cells
from wholeplace.statistics import (
    ANY,
    COARSER,
    NARROWEST,
    NOTHING_SAID,
    OF_HIDDEN,
    DisclosureProfile,
    Sums,
    coarser,
    could_have_been_coarsely,
    feasible_range,
)

_AT_ONCE = 64


@dataclass(frozen=True)
class Seen:
    """The rows of one basis and what all their sums leave of each count; less may be said of them.

    Attributes:
        said: The rows.
        sums: The sums of their cells.
        least, most: What each count can be by all of them.
    """

    said: Published
    sums: Sequence[Sums]
    least: FloatArray
    most: FloatArray

    @classmethod
    def of(cls, said: Published, above: Above) -> Seen:
        """The rows as they are seen.

        Args:
            said: The rows.
            above: Where each area lies.
        """
        seen = cls(said, sums_of(said.cells, above), said.least.copy(), said.most.copy())
        for start in range(0, len(said.tables), _AT_ONCE):
            seen._narrow(said.tables[start : start + _AT_ONCE])
        return seen

    @property
    def secret(self) -> BoolArray:
        """Counts that are hidden wherever they stand, and no nought."""
        return self.said.secret & ~self.said.told & (self.most > 0)

    @property
    def telling(self) -> list[int]:
        """The tables in which sums tell a hidden count to within four values."""
        told = self.secret & (self.most - self.least + 1 < NARROWEST)
        return [int(table) for table in np.unique(self.said.table[told])]

    @cached_property
    def worth(self) -> FloatArray:
        """What readers lose with each count."""
        return worth_of_cells(self.said.cells)[self.said.cell] * (readers_of(self.said) + OF_HIDDEN)

    def roundable(self, counts: IntArray, profile: DisclosureProfile) -> FloatArray:
        """The numbers of some counts that may be rounded more coarsely; NaN for the others.

        One rounded twice would tell nobody what it had been.
        """
        usual = self.said.most[counts] - self.said.least[counts] < profile.base
        return np.where(usual, self.said.number[counts], np.nan)

    def say_less(self, counts: IntArray, steps: IntArray, profile: DisclosureProfile) -> None:
        """Say less of some counts, in place.

        Args:
            counts: The counts, none twice.
            steps: The step of each, as :func:`~wholeplace.statistics.withheld_besides` has them.
            profile: The disclosure profile.
        """
        said, gone = self.said, counts[steps == NOTHING_SAID]
        said.least[gone], said.most[gone], said.number[gone] = 0.0, ANY, np.nan
        said.secret[gone], said.told[gone] = True, False
        for step, base in enumerate(COARSER, start=1):
            some = counts[steps == step]
            said.number[some] = coarser(said.number[some], base, profile)
            low, high = could_have_been_coarsely(said.number[some], base, profile)
            said.least[some] = np.minimum(said.least[some], low)
            said.most[some] = np.maximum(said.most[some], high)
        for table in np.unique(np.searchsorted(said.start, counts[steps > 0], side="right") - 1):
            mine = said.counts_of(np.array([table]))
            self.least[mine], self.most[mine] = said.least[mine], said.most[mine]
            self._narrow(np.array([table]))

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
    return Seen.of(said.with_unseen(cells_of_pieces(said.cells, areas)), areas)
