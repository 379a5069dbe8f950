"""Counts of a state on each day, from how many came into it and went out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

EPOCH = dt.date(1970, 1, 1)
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Daily:
    """Days and groups that events are counted by.

    Attributes:
        groups: One row for each group, with the columns that tell groups apart.
        first, last: The first and the last day.
    """

    groups: pa.Table
    first: dt.date
    last: dt.date

    @staticmethod
    def of(tables: Sequence[pa.Table], by: Sequence[str], first: dt.date, last: dt.date) -> Daily:
        """The groups that any of some tables holds.

        Args:
            tables: Tables with the columns of ``by``.
            by: The columns, all of text.
            first: The first day.
            last: The last day.
        """
        every = pa.concat_tables([table.select(list(by)) for table in tables])
        groups = every.group_by(list(by)).aggregate([])
        return Daily(groups.sort_by([(name, "ascending") for name in by]), first, last)

    def count(self, events: pa.Table) -> tuple[Counts, Counts]:
        """Events before the first day, and on each day; later ones are left out.

        Args:
            events: ``day``, ``people`` and the columns of the groups.

        Returns:
            Counts of shape (groups,) and (groups, days).
        """
        days = (self.last - self.first).days + 1
        before = np.zeros(self.groups.num_rows, dtype=np.int64)
        each = np.zeros((self.groups.num_rows, days), dtype=np.int64)
        if not events.num_rows:
            return before, each
        group = np.asarray(pc.index_in(self._names(events), self._names(self.groups)))
        day = events["day"].cast(pa.date32()).cast(pa.int32()).to_numpy()
        day = day - (self.first - EPOCH).days
        people = events["people"].to_numpy()
        early, inside = day < 0, (day >= 0) & (day < days)
        np.add.at(before, group[early], people[early])
        np.add.at(each, (group[inside], day[inside]), people[inside])
        return before, each

    def held(self, came: pa.Table, went: pa.Table) -> Counts:
        """How many are in a state at midnight after each day, of shape (groups, days).

        Args:
            came: Who came into it, as :meth:`count` takes it.
            went: Who went out of it.
        """
        (early_in, each_in), (early_out, each_out) = self.count(came), self.count(went)
        return (early_in - early_out)[:, None] + np.cumsum(each_in - each_out, axis=1)

    def rows(self, counts: Mapping[str, Counts]) -> pa.Table:
        """Counts as rows, one for each group and day.

        Args:
            counts: Column → counts of shape (groups, days).
        """
        days = (self.last - self.first).days + 1
        index = pa.array(np.repeat(np.arange(self.groups.num_rows), days))
        numbers = np.tile(np.arange(days) + (self.first - EPOCH).days, self.groups.num_rows)
        columns = {name: self.groups[name].take(index) for name in self.groups.column_names}
        columns["day"] = pa.array(numbers.astype(np.int32)).cast(pa.date32())
        return pa.table(columns | {n: pa.array(count.ravel()) for n, count in counts.items()})

    def _names(self, table: pa.Table) -> pa.Array:
        columns = [table[name].cast(pa.string()) for name in self.groups.column_names]
        joined = pc.binary_join_element_wise(*columns, "\n")
        return joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined
