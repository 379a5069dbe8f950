"""Hidden months, and years, that each tell the other even where nothing is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wholeplace.measures.cells import ALL
from wholeplace.measures.disclosure.claims import Bounds, Claim, less_said, put_down
from wholeplace.measures.disclosure.columns import COUNTS, BoolArray, FloatArray, IntArray, Words
from wholeplace.measures.disclosure.months_and_year import BASES, MONTHS_OF_YEAR, latest
from wholeplace.measures.disclosure.published import MONTH, Quantities
from wholeplace.measures.disclosure.saying_less import say_still_less
from wholeplace.measures.disclosure.seen import Seen, seen_of
from wholeplace.measures.disclosure.sums import Above
from wholeplace.statistics import NARROWEST, DisclosureProfile


def less_of_told_months(
    values: pa.Table,
    above: Mapping[str, Above],
    same: Mapping[str, Quantities],
    profile: DisclosureProfile,
) -> pa.Table:
    """Say less of months where a year and its months still tell a hidden one of them.

    A hidden month of which nothing is said is bounded by the areas that it makes up with others.
    Beside a month that is shown, a small year may leave less of it.

    Args:
        values: The values as :func:`~.months_and_year.months_beside_years` leaves them.
        above: By basis, where each area lies.
        same: By basis, which counts are the same.
        profile: The disclosure profile.

    Returns:
        The values; of a told series its largest month is rounded more coarsely or withheld, with
        whatever would give that away.
    """
    rows, series = _rows(values)
    some = values.take(pa.array(rows))
    found = {name: np.zeros(len(rows), dtype=np.int64) for name in COUNTS}
    for basis in BASES:
        years, months = (
            seen_of(some, basis, monthly, above, same, profile) for monthly in (False, True)
        )
        if years is not None and months is not None:
            whole = _Whole.of(some, series, years, months)
            put_down(found, months, less_said(months, whole, profile))
    if not any(part.any() for part in found.values()):
        return values
    steps = {name: np.zeros(values.num_rows, dtype=np.int64) for name in COUNTS}
    for name, part in found.items():
        steps[name][rows] = part
    return say_still_less(values, steps, profile)


def _rows(values: pa.Table) -> tuple[IntArray, IntArray]:
    """All rows of measures that have months, those of groups too, which bound their year.

    Returns:
        The rows, and the series of each; -1 for those of groups.
    """
    rows, series = latest(values)
    measure = Words.of(values, "measure").number
    wanted = np.isin(measure, np.unique(measure[rows])) & ~Words.of(values, "breakdown").are(MONTH)
    wanted[rows] = True
    every = np.flatnonzero(wanted)
    named = np.full(len(every), -1)
    named[np.searchsorted(every, rows)] = series
    return every, named


@dataclass(frozen=True)
class _Whole:
    """Years that have all their months.

    Attributes:
        months: The counts of each one's months; shape (years, 12).
        least, most: What each year can be.
        secret: Whether it is hidden.
    """

    months: IntArray
    least: FloatArray
    most: FloatArray
    secret: BoolArray

    @classmethod
    def of(cls, values: pa.Table, series: IntArray, years: Seen, months: Seen) -> _Whole:
        """The years there are.

        Args:
            values: Rows of years and months.
            series: The series of each; -1 for those of groups.
            years: What is seen of the years of one basis.
            months: What is seen of the months.
        """
        yearly = Words.of(values, "breakdown").are(ALL)[years.said.rows]
        yearly &= years.said.numerator >= 0
        named, first = np.unique(series[years.said.rows[yearly]], return_index=True)
        count = years.said.numerator[yearly][first]
        counted = months.said.numerator >= 0
        mine = series[months.said.rows[counted]]
        order = np.argsort(mine, kind="stable")
        held, start, number = np.unique(mine[order], return_index=True, return_counts=True)
        start = start[number == MONTHS_OF_YEAR]
        _, one, other = np.intersect1d(named, held[number == MONTHS_OF_YEAR], return_indices=True)
        at = order[start[other][:, None] + np.arange(MONTHS_OF_YEAR)]
        count = count[one]
        return cls(
            months.said.numerator[counted][at],
            years.least[count],
            years.most[count],
            years.secret[count],
        )

    def __call__(self, seen: Seen) -> Iterator[Claim]:
        """The claims of years that tell a month, or that their months tell.

        Args:
            seen: The rows of months, as they are seen now.
        """
        low, high, secret = (part[self.months] for part in (seen.least, seen.most, seen.secret))
        least, most = low.sum(axis=1), high.sum(axis=1)
        # People moved where the months cannot be the year: nobody can take them to be.
        possible = (least <= self.most) & (most >= self.least)
        bottom = np.maximum(low, self.least[:, None] - (most[:, None] - high))
        top = np.minimum(high, self.most[:, None] - (least[:, None] - low))
        told = (secret & (top > 0) & (top - bottom + 1 < NARROWEST)).any(axis=1)
        top_of_year = np.minimum(self.most, most)
        left = top_of_year - np.maximum(self.least, least) + 1
        told |= self.secret & (top_of_year > 0) & (left < NARROWEST)
        for place in np.flatnonzero(told & possible):
            months = [
                Bounds(float(low[place, at]), float(high[place, at]), bool(secret[place, at]))
                for at in range(MONTHS_OF_YEAR)
            ]
            yield self._claim(seen, int(place), months)

    def _claim(self, seen: Seen, place: int, months: list[Bounds]) -> Claim:
        """A year and its months, as more of the table that its largest month belongs to."""
        largest = max(range(len(months)), key=lambda month: months[month].most)
        others = [bounds for month, bounds in enumerate(months) if month != largest]
        year = Bounds(float(self.least[place]), float(self.most[place]), bool(self.secret[place]))
        count = int(self.months[place, largest])
        table = int(np.searchsorted(seen.said.start, count, side="right")) - 1
        parts = (int(seen.said.cell[count]), *(-2 - at for at in range(len(others))))
        return Claim(table, (year, *others), ((-1, parts),))
