"""What a release says of each count: its cells and tables as arrays, from the rows alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.core.expressions import UNKNOWN
from wholeplace.measures.cells import ALL
from wholeplace.measures.release_tables import AGE
from wholeplace.statistics import ANY, DisclosureProfile, could_have_been

MONTH = "month"
HIDDEN = ("suppressed", "all_or_none", "too_few", "withheld")
"""Statuses of numbers hidden for what they might tell."""
OF_KNOWN_AGE = " of known age"
Quantities = Mapping[tuple[str, str], int]
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
        cell: The cell of each row.
        numerator: The table of each row's numerator.
        denominator: The table of each row's denominator, or -1.
        rows: The position of each row in the release's table.
    """

    cells: list[CellKey]
    lower: FloatArray
    upper: FloatArray
    hidden: BoolArray
    shown: BoolArray
    cell: IntArray
    numerator: IntArray
    denominator: IntArray
    rows: IntArray


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
    by_month = pc.equal(values["breakdown"], MONTH)
    wanted = pc.and_(pc.equal(values["basis"], basis), by_month if monthly else pc.invert(by_month))
    rows = np.flatnonzero(wanted.to_numpy(zero_copy_only=False))
    if not len(rows):
        return None
    mine = values.take(pa.array(rows))
    cells, cell = _cells(mine, monthly)
    names = _text(mine, "measure")
    months = _text(mine, "category") if monthly else np.full(len(rows), ALL)
    known_age = _leaves_out_unknown_ages(mine, names)
    numerator = _tables(names, months, known_age, "numerator", same)
    denominator = _tables(names, months, known_age, "denominator", same)
    denominator[_text(mine, "statistic") == "count"] = ""
    numerator[_text(mine, "statistic") == "mean"] = ""
    known = np.unique(np.concatenate([numerator, denominator]))
    known = known[known != ""]
    shape = (len(cells), len(known))
    lower, upper = np.zeros(shape), np.full(shape, ANY)
    hidden, shown = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)

    def standing(role: NDArray[np.object_]) -> IntArray:
        return np.where(role == "", -1, np.searchsorted(known, role))

    tables = standing(numerator), standing(denominator)
    for table, (least, most, secret, plain) in zip(tables, _said(mine, profile), strict=True):
        at = table >= 0
        np.maximum.at(lower, (cell[at], table[at]), least[at])
        np.minimum.at(upper, (cell[at], table[at]), most[at])
        hidden[cell[at & secret], table[at & secret]] = True
        shown[cell[at & plain], table[at & plain]] = True
        of_unknown_age = np.array([key[2:] == (AGE, UNKNOWN) for key in cells])
        upper[np.ix_(of_unknown_age, np.unique(table[at & known_age]))] = 0
    return Published(cells, lower, upper, hidden, shown, cell, *tables, rows)


def _cells(rows: pa.Table, monthly: bool) -> tuple[list[CellKey], IntArray]:
    """The cells there are, and the one of each row."""
    names = ["area_type", "area_code", *(() if monthly else ("breakdown", "category"))]
    keys = pc.binary_join_element_wise(*(rows[name] for name in names), "\t").combine_chunks()
    coded = keys.dictionary_encode()
    texts = coded.dictionary.to_pylist()
    ends = [ALL, ALL] if monthly else []
    made = (tuple([*text.split("\t"), *ends]) for text in texts)
    cells = [(kind, code, breakdown, category) for kind, code, breakdown, category in made]
    return cells, coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)


def _text(rows: pa.Table, name: str) -> NDArray[np.str_]:
    return np.asarray(rows[name].to_pylist(), dtype=np.str_)


def _leaves_out_unknown_ages(rows: pa.Table, names: NDArray[np.str_]) -> BoolArray:
    """Rows of measures that are standardised, apart from the row of people of unknown age."""
    standardised = np.unique(names[_text(rows, "statistic") == "dsr"])
    unknown = (_text(rows, "breakdown") == AGE) & (_text(rows, "category") == UNKNOWN)
    return np.isin(names, standardised) & ~unknown


def _tables(
    names: NDArray[np.str_],
    months: NDArray[np.str_],
    known_age: BoolArray,
    role: str,
    same: Quantities,
) -> NDArray[np.object_]:
    """What each row counts, and when, as text; rows of the same text count the same."""
    roles = np.where(known_age, role + OF_KNOWN_AGE, role)
    counted = np.char.add(np.char.add(names, "\t"), roles)
    texts, place = np.unique(counted, return_inverse=True)
    found = [tuple(text.split("\t")) for text in texts.tolist()]
    ids = np.asarray([str(same.get((name, of), f"{name} {of}")) for name, of in found])
    return np.char.add(np.char.add(ids[place], " "), months).astype(object)


def _said(
    rows: pa.Table, profile: DisclosureProfile
) -> tuple[tuple[FloatArray, FloatArray, BoolArray, BoolArray], ...]:
    """The bounds of each row's numerator and denominator, whether it is hidden, and if shown."""
    status, statistic = _text(rows, "status"), _text(rows, "statistic")
    numerator, denominator = (_number(rows, name) for name in ("numerator", "denominator"))
    small, hides = profile.suppressed_up_to, np.isin(status, HIDDEN)
    least, most = could_have_been(denominator, profile)
    none = np.isnan(denominator)
    secret = none & hides & (statistic != "count")
    least = np.where(none, np.where(secret & (status != "withheld"), 1, 0), least)
    most = np.where(none, np.where(secret & (status != "withheld"), small, ANY), most)
    group = (least, most, secret, ~none)

    low, high = could_have_been(numerator, profile)
    low = np.where((statistic == "dsr") & (low > 0), np.maximum(low, profile.minimum_events), low)
    hidden = np.isnan(numerator)
    by_group, people = none & (statistic != "count"), statistic == "proportion"
    says = {
        "suppressed": (np.where(by_group, 0, 1), np.where(by_group & ~people, ANY, small)),
        "too_few": (np.zeros(len(most)), np.full(len(most), profile.minimum_events - 1)),
        "all_or_none": (np.zeros(len(most)), most),
        "no_data": (np.zeros(len(most)), np.where(people, most, ANY)),
    }
    low, high = np.where(hidden, 0, low), np.where(hidden, ANY, high)
    for name, (at_least, at_most) in says.items():
        here = hidden & (status == name)
        low, high = np.where(here, at_least, low), np.where(here, at_most, high)
    return (low, high, hidden & hides, ~hidden), group


def _number(rows: pa.Table, name: str) -> FloatArray:
    return np.asarray(pc.cast(rows[name], pa.float64()).to_numpy(zero_copy_only=False))
