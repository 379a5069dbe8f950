"""What a release says of each count: its cells and tables as arrays, from the rows alone."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.expressions import UNKNOWN
from wholeplace.measures.cells import ALL
from wholeplace.measures.disclosure.columns import COUNTS, ROUNDED_TO, Words, have, number
from wholeplace.measures.disclosure.row_bounds import said_of_rows
from wholeplace.measures.release_tables import AGE
from wholeplace.statistics import ANY, DisclosureProfile
from wholeplace.statistics.said_of_counts import SaidOfCounts, put_together

MONTH = "month"
OF_KNOWN_AGE = " of known age"
Quantities = Mapping[tuple[str, str], Hashable]
"""Measure and role → what is counted, the same number for the same count.

The roles are ``numerator`` and ``denominator``, and each ``of known age``: standardised rates leave
out people whose age is not known.
"""
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]
Scalar = TypeVar("Scalar", bound=np.generic)
CellKey = tuple[str, str, str, str]
_CELL = ("area_type", "area_code", "breakdown", "category")
_TOLD_BY = (*_CELL, "measure", "statistic", "status", *COUNTS, *ROUNDED_TO)
"""The columns that say anything of a count."""


@dataclass(frozen=True)
class Published:
    """The rows of one basis, each pointing at the two counts it is made of.

    A count is the cell it stands in (area and group) and the table it belongs to (what is counted,
    and when). The same count in two measures is the same cell of the same table. Most cells have
    no rows in most tables, so only the counts that rows speak of are kept, those of a table side
    by side; of any other count nothing is said.

    Attributes:
        cells: Area type, area code, breakdown and category of each cell; a month's are of all.
        start: Where the counts of each table begin, and where the last ends.
        cell: The cell of each count.
        least: The least each count can be by what any row says.
        most: The most; ``ANY`` where nothing is said.
        secret: Counts that some row hides.
        told: Counts that some row shows; one may be hidden in a row and shown in another.
        number: The counts as they are shown; NaN for the others.
        numerator: The count of each row's numerator, or -1.
        denominator: The count of each row's denominator, or -1.
        tells_numerator: Rows that show their numerator, or the mean or rate made of it.
        tells_denominator: Rows that show their denominator.
        people: Rows of proportions: their numerator is a part of their denominator.
        rows: The position of each row in the release's table.
    """

    cells: list[CellKey]
    start: IntArray
    cell: IntArray
    least: FloatArray
    most: FloatArray
    secret: BoolArray
    told: BoolArray
    number: FloatArray
    numerator: IntArray
    denominator: IntArray
    tells_numerator: BoolArray
    tells_denominator: BoolArray
    people: BoolArray
    rows: IntArray

    @cached_property
    def lower(self) -> FloatArray:
        """The least each cell can be in every table; shape (cells, tables)."""
        return self.spread(self.least, 0.0, self.tables)

    @cached_property
    def upper(self) -> FloatArray:
        """The most each cell can be in every table; shape (cells, tables)."""
        return self.spread(self.most, ANY, self.tables)

    @cached_property
    def hidden(self) -> BoolArray:
        """Cells that some row hides, in every table; shape (cells, tables)."""
        return self.spread(self.secret, False, self.tables)

    @cached_property
    def shown(self) -> BoolArray:
        """Cells that some row shows, in every table; shape (cells, tables)."""
        return self.spread(self.told, False, self.tables)

    @property
    def tables(self) -> IntArray:
        """Every table."""
        return np.arange(len(self.start) - 1)

    @property
    def table(self) -> IntArray:
        """The table of each count."""
        return np.repeat(self.tables, np.diff(self.start))

    def counts_of(self, tables: IntArray) -> IntArray:
        """The counts of some tables, one table after another."""
        return np.concatenate([np.arange(*self.start[table : table + 2]) for table in tables])

    def spread(self, part: NDArray[Scalar], otherwise: float, tables: IntArray) -> NDArray[Scalar]:
        """Something said of counts, as an array over the cells of some tables.

        Args:
            part: What is said of each count.
            otherwise: What is said of a cell that has none.
            tables: The tables, in the order wanted.

        Returns:
            Array of shape (cells, tables), the cells of a table side by side in memory.
        """
        made = np.full((len(tables), len(self.cells)), otherwise, dtype=part.dtype)
        counts = self.counts_of(tables)
        column = np.repeat(np.arange(len(tables)), np.diff(self.start)[tables])
        made[column, self.cell[counts]] = part[counts]
        return made.T

    def gathered(self, made: NDArray[Scalar], tables: IntArray) -> NDArray[Scalar]:
        """Of an array over the cells of some tables, the part of each of their counts."""
        column = np.repeat(np.arange(len(tables)), np.diff(self.start)[tables])
        return made[self.cell[self.counts_of(tables)], column]

    def with_unseen(self, cells: Sequence[CellKey]) -> Published:
        """The same beside cells of which nothing is released, and which make up others.

        Args:
            cells: Those cells.
        """
        return replace(self, cells=[*self.cells, *cells])


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
    wanted = have(values, "basis", basis) & (have(values, "breakdown", MONTH) == monthly)
    rows = np.flatnonzero(wanted)
    if not len(rows):
        return None
    mine = values.select([n for n in _TOLD_BY if n in values.column_names]).take(pa.array(rows))
    texts = {name: Words.of(mine, name) for name in (*_CELL, "measure", "statistic")}
    known_age = _leaves_out_unknown_ages(texts)
    cells, cell = _cells(texts, monthly)
    tables = _tables(texts, known_age, monthly, same)
    said = said_of_rows(mine, profile)
    nobody = _nobody_of_unknown_age(mine, known_age, cells, tables)
    keys = [table * len(cells) + cell for table in tables]
    spoken = np.zeros(len(cells) * (max(int(table.max()) for table in tables) + 1), dtype=np.bool_)
    for some in (*(key[table >= 0] for key, table in zip(keys, tables, strict=True)), nobody):
        spoken[some] = True
    key, place = np.flatnonzero(spoken), np.empty(len(spoken), dtype=np.int32)
    place[key] = np.arange(len(key))
    roles = [np.where(table >= 0, place[at], -1) for at, table in zip(keys, tables, strict=True)]
    of_counts = SaidOfCounts(
        least=np.zeros(len(key)),
        most=np.full(len(key), ANY),
        secret=np.zeros(len(key), dtype=np.bool_),
        told=np.zeros(len(key), dtype=np.bool_),
        number=np.full(len(key), np.nan),
    )
    for name, count, role in zip(COUNTS, roles, said, strict=True):
        put_together(
            count, role.least, role.most, role.hidden, role.tells, number(mine, name), of_counts
        )
    of_counts.most[place[nobody]] = 0
    return Published(
        cells=cells,
        start=np.searchsorted(key // len(cells), np.arange(key[-1] // len(cells) + 2)),
        cell=key % len(cells),
        **of_counts._asdict(),
        numerator=roles[0],
        denominator=roles[1],
        tells_numerator=said[0].tells,
        tells_denominator=said[1].tells,
        people=texts["statistic"].are("proportion"),
        rows=rows,
    )


def _nobody_of_unknown_age(
    rows: pa.Table, known_age: BoolArray, cells: Sequence[CellKey], tables: Sequence[IntArray]
) -> IntArray:
    """Counts of nobody: people of unknown age where people of known age are counted.

    Each is its table times the number of cells, and its cell.
    """
    of_unknown_age = np.flatnonzero([key[2:] == (AGE, UNKNOWN) for key in cells])
    found = [np.zeros(0, dtype=np.int64)]
    for name, table in zip(COUNTS, tables, strict=True):
        counted = known_age & (table >= 0) & np.asarray(rows[name].is_valid())
        found.append(np.add.outer(np.unique(table[counted]) * len(cells), of_unknown_age).ravel())
    return np.concatenate(found)


def _cells(texts: Mapping[str, Words], monthly: bool) -> tuple[list[CellKey], IntArray]:
    """The cells there are, and the one of each row."""
    parts = [texts[name] for name in _CELL[: 2 if monthly else 4]]
    cell = np.zeros(len(parts[0].number), dtype=np.int64)
    for part in parts:
        _, cell = _those_used(cell * len(part.words) + part.number)
    some_row = np.zeros(int(cell.max()) + 1, dtype=np.int64)
    some_row[cell] = np.arange(len(cell))
    words = [[part.words[number] for number in part.number[some_row]] for part in parts]
    ends = [[ALL] * len(some_row)] * (4 - len(parts))
    cells = [(kind, code, *group) for kind, code, *group in zip(*words, *ends, strict=True)]
    return [(kind, code, one, two) for kind, code, one, two in cells], cell


def _those_used(numbers: IntArray) -> tuple[IntArray, IntArray]:
    """Which numbers of a few there are, in order, and the place of each among them."""
    used = np.flatnonzero(np.bincount(numbers))
    place = np.zeros(int(used[-1]) + 1, dtype=np.int64)
    place[used] = np.arange(len(used))
    return used, place[numbers]


def _leaves_out_unknown_ages(texts: Mapping[str, Words]) -> BoolArray:
    """Rows of measures that are standardised, apart from the row of people of unknown age."""
    measure = texts["measure"]
    standardised = np.zeros(len(measure.words), dtype=np.bool_)
    standardised[measure.number[texts["statistic"].are("dsr")]] = True
    unknown = texts["breakdown"].are(AGE) & texts["category"].are(UNKNOWN)
    return standardised[measure.number] & ~unknown


def _tables(
    texts: Mapping[str, Words], known_age: BoolArray, monthly: bool, same: Quantities
) -> tuple[IntArray, IntArray]:
    """The tables of each row's numerator and denominator; rows of one table count the same."""
    measure, month = texts["measure"], texts["category"]
    months = len(month.words) if monthly else 1
    number = month.number if monthly else np.zeros_like(measure.number)
    ids: dict[object, int] = {}
    found = []
    for role, without in (("numerator", "mean"), ("denominator", "count")):
        keys = [(name, role + of) for name in measure.words for of in ("", OF_KNOWN_AGE)]
        counted = np.array([ids.setdefault(same.get(key, key), len(ids)) for key in keys])
        table = counted[measure.number * 2 + known_age] * months + number
        found.append(np.where(texts["statistic"].are(without), -1, table))
    used, place = _those_used(np.concatenate(found) + 1)
    standing = place - int(used[0] == 0)
    return standing[: len(number)], standing[len(number) :]
