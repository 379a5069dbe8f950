"""A release held by turns against itself and against the release before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from wholeplace.measures.disclosure.columns import COUNTS, BoolArray, have
from wholeplace.measures.disclosure.rates_that_tell import shown_in
from wholeplace.measures.disclosure.saying_less import WITHHELD


class ByItself(NamedTuple):
    """Rows of a release whose months and rates tell nothing, by all that it says itself.

    Attributes:
        values: The values, with rates in all their figures.
        shown: The same in the figures they may be shown in; withheld where that is none.
        beside: The rows of tables beside them.
    """

    values: pa.Table
    shown: pa.Table
    beside: pa.Table

    @property
    def whole(self) -> pa.Table:
        """All rows, with rates in all their figures, or withheld."""
        rows = np.flatnonzero(self.gone[: self.values.num_rows])
        alike = shown_in(self.values, rows, np.zeros_like(rows))
        return pa.concat_tables([alike, self.beside])

    @property
    def gone(self) -> BoolArray:
        """Of all rows, those of rates that could not be shown in any figures."""
        gone = have(self.shown, "status", WITHHELD) & ~have(self.values, "status", WITHHELD)
        return np.concatenate([gone, np.zeros(self.beside.num_rows, dtype=np.bool_)])


def by_turns(
    rows: pa.Table,
    by_itself: Callable[[pa.Table], ByItself],
    against_earlier: Callable[[pa.Table], tuple[pa.Table, pa.Table]],
) -> tuple[ByItself, pa.Table]:
    """Say less of a release until neither itself nor the one before tells a hidden count.

    What is withheld because of the release before may be told by a rate or by months in turn, and
    what is withheld because of those by the release before. And where less is said of a count that
    had to have changed, it may seem not to have: so each is asked until it finds nothing.

    Args:
        rows: All rows, as the release by itself leaves them.
        by_itself: Says less of all rows where months and rates would tell a hidden count.
        against_earlier: Says less of all rows where the release before would, and gives what both
            tell for the next: see :func:`~.releases_apart.hold_against`.

    Returns:
        The release, and what is told for the next.
    """
    while True:
        numbers = _numbers(rows)
        rows, told = against_earlier(rows)
        if _numbers(rows) < numbers:
            continue
        kept = by_itself(rows)
        if _numbers(kept.shown, kept.beside) == numbers:
            return kept, told
        rows = kept.whole


def _numbers(*tables: pa.Table) -> int:
    """How many counts are shown."""
    return sum(rows.num_rows - rows[name].null_count for rows in tables for name in COUNTS)
