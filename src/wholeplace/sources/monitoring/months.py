"""Counts set in order: each month judged by those before it, each field by its standard."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.core.calendar import month_starts
from wholeplace.sources.monitoring.passes import MONTHS, ROWS, SAID, month_number
from wholeplace.statistics import RISK, MonthBands, count_bands, share_bands, weighted_quantile

YEAR = 12
EVERYBODY = ""  # the provider that stands for the whole of a source


@dataclass(frozen=True)
class Feed:
    """What one source sends of one data set, each provider a row of every array.

    Attributes:
        dataset: The data set.
        source: The source.
        providers: Codes of its providers; where there are several, the first is
            :data:`EVERYBODY`.
        months: Their numbers, oldest first; empty for a data set that describes people.
        rows: Providers × months, or providers × 1 where there are no months.
        said: Field → "blank", "not_known", "not_stated" → rows that say so, as ``rows``.
        risk: Its part of the chance that anything is flagged where nothing is wrong.
    """

    dataset: str
    source: str
    providers: tuple[str, ...]
    months: tuple[int, ...]
    rows: NDArray[np.float64]
    said: Mapping[str, Mapping[str, NDArray[np.float64]]]
    risk: float = RISK
    _judged: dict[str, MonthBands] = field(default_factory=dict, init=False, repr=False)

    def answered(self, field: str) -> NDArray[np.float64]:
        """Rows with an answer in a field, as ``rows``."""
        said = self.said[field]
        return self.rows - said["blank"] - said["not_known"]

    def lags(self, lags: pa.Table) -> pa.Table:
        """This feed's part of the counts of rows by days, of its last twelve months."""
        same = pc.and_(
            pc.equal(lags["dataset"], self.dataset), pc.equal(lags["source"], self.source)
        )
        mine = lags.filter(same)
        return mine.filter(pc.greater(mine["month"], self.months[-1] - YEAR))

    def last_year(self, counts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Counts of the last twelve months together, by provider; of all where there are none."""
        return counts[:, -YEAR:].sum(axis=1)

    def judged_rows(self) -> MonthBands | None:
        """How many rows were to be expected of each month."""
        if not self.months:
            return None
        if ROWS not in self._judged:
            days = [days_of(month) for month in self.months]
            self._judged[ROWS] = count_bands(self.rows, days, risk=self.risk)
        return self._judged[ROWS]

    def judged_field(self, name: str) -> MonthBands | None:
        """What share of rows with an answer in a field was to be expected of each month."""
        if not self.months:
            return None
        if name not in self._judged:
            self._judged[name] = share_bands(
                self.answered(name), self.rows, risk=self.risk / len(self.said)
            )
        return self._judged[name]


def days_of(month: int) -> int:
    """Days in a month by its number."""
    return monthrange(month // 12, month % 12 + 1)[1]


def feeds_of(fields: pa.Table, as_at: dt.date) -> list[Feed]:
    """The feeds that a table of counts holds, in order of data set and source.

    Args:
        fields: Counts as :func:`~wholeplace.sources.monitoring.passes.count_rows` gives them.
        as_at: The date of the run.
    """
    named = pc.binary_join_element_wise(fields["dataset"], fields["source"], "\t")
    found = []
    for name in sorted(pc.unique(named).to_pylist()):
        mine = fields.filter(pc.equal(named, name))
        dataset, _, source = name.partition("\t")
        found.append(_feed(dataset, source, mine, as_at))
    return [replace(feed, risk=RISK / len(found)) for feed in found]


def lateness(lags: pa.Table, late_after: int) -> dict[str, tuple[float, float, int, int]]:
    """How late one feed's rows came, by provider.

    Args:
        lags: Counts of rows by days, as
            :func:`~wholeplace.sources.monitoring.passes.count_rows` gives them, of one feed.
        late_after: Days after which a row is late.

    Returns:
        Provider → the median and the 95th percentile of days, the rows that came late, and all.
    """
    providers = np.array(lags["provider"].to_pylist(), dtype=object)
    days, rows = lags["days"].to_numpy(), lags["rows"].to_numpy()
    found = {}
    for provider in (EVERYBODY, *sorted(set(providers))):
        mine = np.ones(len(days), bool) if provider == EVERYBODY else providers == provider
        if rows[mine].sum():
            found[provider] = (
                weighted_quantile(days[mine], rows[mine], 0.5),
                weighted_quantile(days[mine], rows[mine], 0.95),
                int(rows[mine & (days > late_after)].sum()),
                int(rows[mine].sum()),
            )
    return found


def _feed(dataset: str, source: str, fields: pa.Table, as_at: dt.date) -> Feed:
    providers = sorted(set(fields["provider"].to_pylist()))
    dated = fields["month"].null_count < fields.num_rows
    months = [month_number(day) for day in month_starts(as_at, MONTHS)] if dated else []
    at = _positions(fields["provider"].to_pylist(), providers)
    column = fields["month"].to_numpy() - months[0] if dated else np.zeros(fields.num_rows, int)
    width = max(len(months), 1)
    names = np.array(fields["field"].to_pylist(), dtype=object)
    inside = (column >= 0) & (column < width)

    def laid_out(field: str, count: str) -> NDArray[np.float64]:
        mine = (names == field) & inside
        grid = np.zeros((len(providers) + 1, width))
        np.add.at(grid, (at[mine] + 1, column[mine].astype(int)), fields[count].to_numpy()[mine])
        grid[0] = grid[1:].sum(axis=0)
        return grid if len(providers) > 1 else grid[1:]

    said = {
        field: {count: laid_out(field, count) for count in SAID}
        for field in dict.fromkeys(names)
        if field != ROWS
    }
    return Feed(
        dataset,
        source,
        (EVERYBODY, *providers) if len(providers) > 1 else tuple(providers),
        tuple(months),
        laid_out(ROWS, "rows"),
        said,
    )


def _positions(values: Sequence[str], among: Sequence[str]) -> NDArray[np.int64]:
    place = {value: number for number, value in enumerate(among)}
    return np.array([place[value] for value in values], dtype=np.int64)
