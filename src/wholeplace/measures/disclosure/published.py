"""What a release says of each count: its cells and tables as arrays, from the rows alone."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.core.expressions import UNKNOWN
from wholeplace.measures.cells import ALL
from wholeplace.measures.release_tables import AGE
from wholeplace.statistics import (
    ANY,
    DisclosureProfile,
    could_have_been,
    could_have_been_coarsely,
)

MONTH = "month"
HIDDEN = ("suppressed", "all_or_none", "too_few", "withheld")
"""Statuses of numbers hidden for what they might tell."""
COUNTS = ("numerator", "denominator")
OF_KNOWN_AGE = " of known age"
Quantities = Mapping[tuple[str, str], Hashable]
"""Measure and role → what is counted, the same number for the same count.

The roles are ``numerator`` and ``denominator``, and each ``of known age``: standardised rates leave
out people whose age is not known.
"""
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]
CellKey = tuple[str, str, str, str]


@dataclass(frozen=True)
class Published:
    """The rows of one basis, each pointing at the two counts it is made of.

    A count is the cell it stands in (area and group) and the table it belongs to (what is counted,
    and when). The same count in two measures is the same cell of the same table.

    Attributes:
        cells: Area type, area code, breakdown and category of each cell; a month's are of all.
        lower: The least each count can be by what any row says; shape (cells, tables).
        upper: The most; ``ANY`` where nothing is said.
        hidden: Counts that some row hides.
        shown: Counts that some row shows; one may be hidden in a row and shown in another.
        number: The counts as they are shown; NaN for the others.
        cell: The cell of each row.
        numerator: The table of each row's numerator.
        denominator: The table of each row's denominator, or -1.
        tells_numerator: Rows that show their numerator, or the mean or rate made of it.
        tells_denominator: Rows that show their denominator.
        people: Rows of proportions: their numerator is a part of their denominator.
        rows: The position of each row in the release's table.
    """

    cells: list[CellKey]
    lower: FloatArray
    upper: FloatArray
    hidden: BoolArray
    shown: BoolArray
    number: FloatArray
    cell: IntArray
    numerator: IntArray
    denominator: IntArray
    tells_numerator: BoolArray
    tells_denominator: BoolArray
    people: BoolArray
    rows: IntArray

    def with_unseen(self, cells: Sequence[CellKey]) -> Published:
        """The same beside cells of which nothing is released, and which make up others.

        Args:
            cells: Those cells.
        """
        if not cells:
            return self
        size = (len(cells), self.lower.shape[1])
        nothing = {
            "lower": np.zeros(size),
            "upper": np.full(size, ANY),
            "hidden": np.zeros(size, dtype=np.bool_),
            "shown": np.zeros(size, dtype=np.bool_),
            "number": np.full(size, np.nan),
        }
        more = {name: np.vstack([getattr(self, name), part]) for name, part in nothing.items()}
        return replace(self, cells=[*self.cells, *cells], **more)


def published(
    values: pa.Table, basis: str, profile: DisclosureProfile, same: Quantities, monthly: bool
) -> Published | None:
    """Read the rows of one basis, by month or over the whole period.

    Args:
        values: The release's values.
        basis: ``registered``, ``resident`` or ``treated_here``.
        profile: The disclosure profile they passed.
        same: Which counts are the same; one that is not named stands alone.
        monthly: Whether the rows wanted are those of months.

    Returns:
        The rows as arrays, or None where there are none.
    """
    breakdown = Words.of(values, "breakdown")
    wanted = Words.of(values, "basis").are(basis) & (breakdown.are(MONTH) == monthly)
    rows = np.flatnonzero(wanted)
    if not len(rows):
        return None
    mine = values.take(pa.array(rows))
    cells, cell = _cells(mine, monthly)
    tables = _tables(mine, monthly, same)
    shape = (len(cells), max(int(table.max()) for table in tables) + 1)
    lower, upper = np.zeros(shape), np.full(shape, ANY)
    hidden, shown = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    counts = np.full(shape, np.nan)
    known_age = _leaves_out_unknown_ages(mine)
    of_unknown_age = np.array([key[2:] == (AGE, UNKNOWN) for key in cells])
    tells = []
    for name, table, (least, most, secret, plain) in zip(
        COUNTS, tables, _said(mine, profile), strict=True
    ):
        at = table >= 0
        np.maximum.at(lower, (cell[at], table[at]), least[at])
        np.minimum.at(upper, (cell[at], table[at]), most[at])
        hidden[cell[at & secret], table[at & secret]] = True
        shown[cell[at & plain], table[at & plain]] = True
        tells.append(plain)
        counted = number(mine, name)
        at &= ~np.isnan(counted)
        counts[cell[at], table[at]] = counted[at]
        upper[np.ix_(of_unknown_age, np.unique(table[at & known_age]))] = 0
    return Published(
        cells=cells,
        lower=lower,
        upper=upper,
        hidden=hidden,
        shown=shown,
        number=counts,
        cell=cell,
        numerator=tables[0],
        denominator=tables[1],
        tells_numerator=tells[0],
        tells_denominator=tells[1],
        people=Words.of(mine, "statistic").are("proportion"),
        rows=rows,
    )


@dataclass(frozen=True)
class Words:
    """A column of text as numbers: comparing millions of texts takes longer than all the rest.

    Attributes:
        words: Every text there is.
        number: The position of each row's text among them.
    """

    words: list[str]
    number: IntArray

    @classmethod
    def of(cls, rows: pa.Table, name: str) -> Words:
        """A column's."""
        coded = rows[name].combine_chunks().dictionary_encode()
        number = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        return cls(coded.dictionary.to_pylist(), number)

    def are(self, *wanted: str) -> BoolArray:
        """Which rows have one of some texts."""
        return np.array([word in wanted for word in self.words], dtype=np.bool_)[self.number]


def _cells(rows: pa.Table, monthly: bool) -> tuple[list[CellKey], IntArray]:
    """The cells there are, and the one of each row."""
    names = ("area_type", "area_code", "breakdown", "category")
    parts = [Words.of(rows, name) for name in names[: 2 if monthly else 4]]
    together = np.zeros(rows.num_rows, dtype=np.int64)
    for part in parts:
        together = together * len(part.words) + part.number
    _, first, cell = np.unique(together, return_index=True, return_inverse=True)
    texts = [[part.words[number] for number in part.number[first]] for part in parts]
    ends = [[ALL] * len(first)] * (4 - len(parts))
    cells = [(kind, code, *group) for kind, code, *group in zip(*texts, *ends, strict=True)]
    return [(kind, code, one, two) for kind, code, one, two in cells], cell.astype(np.int64)


def _leaves_out_unknown_ages(rows: pa.Table) -> BoolArray:
    """Rows of measures that are standardised, apart from the row of people of unknown age."""
    measure, statistic = Words.of(rows, "measure"), Words.of(rows, "statistic")
    standardised = np.unique(measure.number[statistic.are("dsr")])
    unknown = Words.of(rows, "breakdown").are(AGE) & Words.of(rows, "category").are(UNKNOWN)
    return np.isin(measure.number, standardised) & ~unknown


def _tables(rows: pa.Table, monthly: bool, same: Quantities) -> tuple[IntArray, IntArray]:
    """The tables of each row's numerator and denominator; rows of one table count the same."""
    measure, month = Words.of(rows, "measure"), Words.of(rows, "category")
    months = len(month.words) if monthly else 1
    number = month.number if monthly else np.zeros(rows.num_rows, dtype=np.int64)
    known_age = _leaves_out_unknown_ages(rows).astype(np.int64)
    ids: dict[object, int] = {}
    found = []
    for role, without in (("numerator", "mean"), ("denominator", "count")):
        keys = [(name, role + of) for name in measure.words for of in ("", OF_KNOWN_AGE)]
        counted = np.array([ids.setdefault(same.get(key, key), len(ids)) for key in keys])
        table = counted[measure.number * 2 + known_age] * months + number
        found.append(np.where(Words.of(rows, "statistic").are(without), -1, table))
    used, place = np.unique(np.concatenate(found), return_inverse=True)
    standing = place - int(used[0] == -1)
    return standing[: rows.num_rows], standing[rows.num_rows :]


def _said(
    rows: pa.Table, profile: DisclosureProfile
) -> tuple[tuple[FloatArray, FloatArray, BoolArray, BoolArray], ...]:
    """The bounds of each row's numerator and denominator, whether it is hidden, and if shown."""
    status, statistic = Words.of(rows, "status"), Words.of(rows, "statistic")
    numerator, denominator = (number(rows, name) for name in COUNTS)
    small, hides = profile.suppressed_up_to, status.are(*HIDDEN)
    counts, people, withheld = (
        statistic.are("count"),
        statistic.are("proportion"),
        status.are("withheld"),
    )
    least, most = _bounds(rows, "denominator", profile)
    none = np.isnan(denominator)
    secret = none & hides & ~counts
    least = np.where(none, np.where(secret & ~withheld, 1, 0), least)
    most = np.where(none, np.where(secret & ~withheld, small, ANY), most)
    group = (least, most, secret, ~none)

    low, high = _bounds(rows, "numerator", profile)
    low = np.where(statistic.are("dsr") & (low > 0), np.maximum(low, profile.minimum_events), low)
    hidden = np.isnan(numerator)
    by_group = none & ~counts
    says = {
        "suppressed": (np.where(by_group, 0, 1), np.where(by_group & ~people, ANY, small)),
        "too_few": (np.zeros(len(most)), np.full(len(most), profile.minimum_events - 1)),
        "all_or_none": (np.zeros(len(most)), most),
        "no_data": (np.zeros(len(most)), np.where(people, most, ANY)),
    }
    low, high = np.where(hidden, 0, low), np.where(hidden, ANY, high)
    for name, (at_least, at_most) in says.items():
        here = hidden & status.are(name)
        low, high = np.where(here, at_least, low), np.where(here, at_most, high)
    nobody = status.are("no_data") & (most == 0)
    return (low, high, hidden & hides, ~hidden | nobody), group


def _bounds(rows: pa.Table, name: str, profile: DisclosureProfile) -> tuple[FloatArray, FloatArray]:
    """What a count of each row can have been; NaN where it is not shown."""
    shown = number(rows, name)
    if f"{name}_rounded_to" not in rows.column_names:
        return could_have_been(shown, profile)
    base = number(rows, f"{name}_rounded_to")
    usual = could_have_been(shown, profile)
    coarse = could_have_been_coarsely(shown, np.nan_to_num(base, nan=profile.base), profile)
    least, most = (np.where(np.isnan(base), *two) for two in zip(usual, coarse, strict=True))
    return least, most


def number(rows: pa.Table, name: str) -> FloatArray:
    """A column of numbers as an array; NaN where there is none."""
    return np.array(pc.cast(rows[name], pa.float64()).to_numpy(zero_copy_only=False))
