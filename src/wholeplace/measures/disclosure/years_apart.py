"""The years of two releases, which differ by the months that came and went: what that tells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wholeplace.core.errors import StatisticsError
from wholeplace.measures.cells import ALL
from wholeplace.measures.disclosure.columns import IntArray
from wholeplace.measures.disclosure.published import MONTH
from wholeplace.measures.disclosure.seen import Seen
from wholeplace.statistics import (
    ANY,
    NARROWEST,
    OF_HIDDEN,
    DisclosureProfile,
    Sums,
    withheld_besides,
)
from wholeplace.statistics.feasible import graph_of

_SERIES = ("area_type", "area_code", "measure")
MONTHS_OF_YEAR = 12
Key = tuple[str, ...]
Both = Sequence[Seen | None]
"""Rows of the whole period, and rows of months."""


@dataclass(frozen=True)
class Bounds:
    """What a count can be, and whether it is hidden."""

    least: float
    most: float
    secret: bool = False

    @property
    def told(self) -> bool:
        """Whether it is hidden, and possible in fewer values than it must be."""
        return self.secret and 0 <= self.most - self.least < NARROWEST - 1


@dataclass(frozen=True)
class Year:
    """A year of the later release, and what it and the earlier year are made of.

    Attributes:
        count: The count of the year, among those of the later release.
        now: The year.
        before: The year of the earlier release.
        came: The months that only the later year has.
        went: Those that only the earlier has.
    """

    count: int
    now: Bounds
    before: Bounds
    came: tuple[Bounds, ...]
    went: tuple[Bounds, ...]

    @property
    def tells(self) -> bool:
        """Whether both years together tell a month."""
        # What the months that both years share can be, by either year.
        rest = _met(_less(self.now, self.came), _less(self.before, self.went))
        return any(
            _met(month, _less(year, [rest, *months[:at], *months[at + 1 :]], month.secret)).told
            for year, months in ((self.now, self.came), (self.before, self.went))
            for at, month in enumerate(months)
        )


def years_told(values: pa.Table, now: Both, earlier: pa.Table, before: Both) -> list[Year]:
    """The years that tell a hidden month, held against those of the release published before.

    Months count people where they belonged then, years where they belong now, so a year is its
    months but for those who moved: few in a small area, so they are taken to make it.

    Args:
        values: The rows of the later release.
        now: What is seen of them.
        earlier: The rows of the earlier release.
        before: What is seen of them.
    """
    if any(seen is None for seen in (*now, *before)):
        return []
    years, months = (_series(values, seen) for seen in now if seen)
    years_2, months_2 = (_series(earlier, seen) for seen in before if seen)
    held, held_2 = ({key[-1] for key in some} for some in (months, months_2))
    came = sorted(month for month in held if month > max(held_2))
    if not 0 < len(came) < MONTHS_OF_YEAR:
        return []
    went = [f"{int(month[:4]) - 1}{month[4:]}" for month in came]
    found = []
    for (*series, _), (count, year) in years.items():
        keys = [[(*series, month) for month in some] for some in (came, went)]
        whole = (*series, ALL)
        if whole in years_2 and all(key in months for some in keys for key in some):
            parts = (tuple(months[key][1] for key in some) for some in keys)
            one = Year(count, year, years_2[whole][1], *parts)
            found += [one] if one.tells else []
    return found


def steps_of_years(seen: Seen, years: Iterable[Year], profile: DisclosureProfile) -> IntArray:
    """Of which counts of years less is said so that no month is told; one year at a time.

    Args:
        seen: The rows of the whole period.
        years: The years that tell a month.
        profile: The disclosure profile.
    """
    steps = np.zeros(len(seen.least), dtype=np.int64)
    table = seen.said.table
    for year in years:
        some = _steps(seen, int(table[year.count]), year, profile)
        counts = seen.said.counts_of(table[[year.count]])
        if some is not None:
            steps[counts] = np.maximum(steps[counts], some)
    return steps


def _steps(seen: Seen, table: int, year: Year, profile: DisclosureProfile) -> IntArray | None:
    """Steps that leave the months of a year open; None where there are none, or people moved."""
    said, tables, cells = seen.said, np.array([table]), len(seen.said.cells)
    # The year before, what both years share, and the months that came and went, as more cells.
    more = [year.before, Bounds(0, ANY), *year.came, *year.went]
    before, rest = cells, cells + 1
    came = cells + 2 + np.arange(len(year.came))
    went = came[-1] + 1 + np.arange(len(year.went))
    made = [
        Sums(np.array([total]), np.array([rest, *parts]), np.zeros(1 + len(parts), dtype=np.int64))
        for total, parts in ((int(said.cell[year.count]), came), (before, went))
    ]
    low, high, secret = (
        np.array([[getattr(one, name)] for one in more]) for name in ("least", "most", "secret")
    )
    try:
        found = withheld_besides(
            np.vstack([said.spread(said.least, 0.0, tables), low]),
            np.vstack([said.spread(said.most, ANY, tables), high]),
            np.vstack([said.spread(said.secret & ~said.told, False, tables), secret]),
            graph_of([*seen.sums, *made], cells + len(more)),
            np.vstack([said.spread(seen.worth, OF_HIDDEN, tables), np.full(low.shape, np.inf)]),
            profile=profile,
        )
    except StatisticsError:
        return None
    return said.gathered(found[:cells], tables)


def _series(values: pa.Table, seen: Seen) -> dict[Key, tuple[int, Bounds]]:
    """Area, measure and month, or ``all`` → the count of a numerator and its bounds."""
    said = seen.said
    rows = values.select([*_SERIES, "breakdown", "category"]).take(pa.array(said.rows))
    found = {}
    for (*key, breakdown, category), count in zip(
        zip(*(rows[name].to_pylist() for name in rows.column_names), strict=True),
        said.numerator.tolist(),
        strict=True,
    ):
        if count >= 0 and breakdown in (ALL, MONTH):
            bounds = Bounds(seen.least[count], seen.most[count], bool(seen.secret[count]))
            found[(*key, category)] = count, bounds
    return found


def _less(total: Bounds, parts: Sequence[Bounds], secret: bool = False) -> Bounds:
    """What parts leave of a total."""
    least = total.least - sum(part.most for part in parts)
    most = total.most - sum(part.least for part in parts)
    return Bounds(max(least, 0.0), most, secret)


def _met(one: Bounds, other: Bounds) -> Bounds:
    """What two bounds of one count leave of it."""
    return Bounds(max(one.least, other.least), min(one.most, other.most), one.secret)
