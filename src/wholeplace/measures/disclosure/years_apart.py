"""The years of two releases, which differ by the months that came and went: what that tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wholeplace.measures.cells import ALL
from wholeplace.measures.disclosure.claims import Bounds, Claim
from wholeplace.measures.disclosure.columns import Words
from wholeplace.measures.disclosure.published import MONTH
from wholeplace.measures.disclosure.seen import Seen
from wholeplace.statistics import ANY

_SERIES = ("area_type", "area_code", "measure")
MONTHS_OF_YEAR = 12
Key = tuple[str, ...]
Both = Sequence[Seen | None]
"""Rows of the whole period, and rows of months."""


@dataclass(frozen=True)
class Year:
    """A year of the later release, and the year of the earlier that it is held against.

    Attributes:
        count: The count of the year, among those of the later release.
        before: The year of the earlier release.
        came: The months that only the later year has.
        went: Those that only the earlier has.
    """

    count: int
    before: Bounds
    came: tuple[Bounds, ...]
    went: tuple[Bounds, ...]

    def tells(self, now: Bounds) -> bool:
        """Whether both years together tell a month.

        Args:
            now: What the year can be.
        """
        # What the months that both years share can be, by either year.
        rest = _met(_less(now, self.came), _less(self.before, self.went))
        return any(
            _met(month, _less(year, [rest, *months[:at], *months[at + 1 :]], month.secret)).told
            for year, months in ((now, self.came), (self.before, self.went))
            for at, month in enumerate(months)
        )

    def claim(self, seen: Seen) -> Claim:
        """The sums of both years: what they share, and the months that came, or went.

        Args:
            seen: The rows of the whole period.
        """
        table = int(np.searchsorted(seen.said.start, self.count, side="right")) - 1
        year, before, rest, first = int(seen.said.cell[self.count]), -1, -2, -3
        came = tuple(first - at for at in range(len(self.came)))
        went = tuple(first - len(came) - at for at in range(len(self.went)))
        return Claim(
            table,
            (self.before, Bounds(0.0, ANY), *self.came, *self.went),
            ((year, (rest, *came)), (before, (rest, *went))),
        )


@dataclass(frozen=True)
class Years:
    """The years of two releases, with the months that came and went.

    Attributes:
        years: One of every series that both releases have.
    """

    years: tuple[Year, ...]

    @classmethod
    def of(cls, values: pa.Table, now: Both, earlier: pa.Table, before: Both) -> Years:
        """The years there are.

        Months count people where they belonged then, years where they belong now, so a year is its
        months but for those who moved: few in a small area, so they are taken to make it.

        Args:
            values: The rows of the later release.
            now: What is seen of them.
            earlier: The rows of the earlier release.
            before: What is seen of them.
        """
        if any(seen is None for seen in (*now, *before)):
            return cls(())
        years, months = (_series(values, seen) for seen in now if seen)
        years_2, months_2 = (_series(earlier, seen) for seen in before if seen)
        held, held_2 = ({key[-1] for key in some} for some in (months, months_2))
        came = sorted(month for month in held if month > max(held_2, default=month))
        if not 0 < len(came) < MONTHS_OF_YEAR:
            return cls(())
        went = [f"{int(month[:4]) - 1}{month[4:]}" for month in came]
        found = []
        for (*series, _), (count, _) in years.items():
            keys = [[(*series, month) for month in some] for some in (came, went)]
            whole = (*series, ALL)
            if whole in years_2 and all(key in months for some in keys for key in some):
                parts = (tuple(months[key][1] for key in some) for some in keys)
                found.append(Year(count, years_2[whole][1], *parts))
        return cls(tuple(found))

    def told(self, seen: Seen) -> Iterator[Claim]:
        """The claims of years that tell a month.

        Args:
            seen: The rows of the whole period, as they are seen now.
        """
        for year in self.years:
            if year.tells(Bounds(seen.least[year.count], seen.most[year.count])):
                yield year.claim(seen)


def _series(values: pa.Table, seen: Seen) -> dict[Key, tuple[int, Bounds]]:
    """Area, measure and month, or ``all`` → the count of a numerator and its bounds."""
    said = seen.said
    of_all = Words.of(values, "breakdown").are(ALL, MONTH)[said.rows] & (said.numerator >= 0)
    rows = values.select([*_SERIES, "category"]).take(pa.array(said.rows[of_all]))
    count, secret = said.numerator[of_all], seen.secret
    bounds = zip(
        seen.least[count].tolist(), seen.most[count].tolist(), secret[count].tolist(), strict=True
    )
    keys = zip(*(rows[name].to_pylist() for name in rows.column_names), strict=True)
    return {
        tuple(key): (one, Bounds(*left))
        for key, one, left in zip(keys, count.tolist(), bounds, strict=True)
    }


def _less(total: Bounds, parts: Sequence[Bounds], secret: bool = False) -> Bounds:
    """What parts leave of a total."""
    least = total.least - sum(part.most for part in parts)
    most = total.most - sum(part.least for part in parts)
    return Bounds(max(least, 0.0), most, secret)


def _met(one: Bounds, other: Bounds) -> Bounds:
    """What two bounds of one count leave of it."""
    return Bounds(max(one.least, other.least), min(one.most, other.most), one.secret)
