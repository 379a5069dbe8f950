"""Tables of counts beside the values, read as rows of values to be protected with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wholeplace.measures.cells import ALL
from wholeplace.measures.coverage import ANY_HOSPITAL
from wholeplace.measures.disclosure.columns import COUNTS, ROUNDED_TO, number
from wholeplace.measures.disclosure.saying_less import RELEASED_SCHEMA, WITHHELD
from wholeplace.measures.disclosure.sums import NEAREST
from wholeplace.measures.disclosure.withholding import EVERYBODY
from wholeplace.measures.release_tables import VALUES_SCHEMA

Key = tuple[str, str]
_ADJUSTED = ("adjusted", "adjusted_lower", "adjusted_upper")
_LIMITS = ("lower", "upper")
_NUMBERS = (*COUNTS, "value", "lower", "upper", "status", *ROUNDED_TO)


@dataclass(frozen=True)
class Beside:
    """A table beside the values.

    Attributes:
        name: Its file.
        called: Takes a row; gives what it counts, as a measure of its own.
        counts: Takes a row; gives what its numerator and its denominator count, the same name for
            the same count, whatever the measure; none where it stands alone.
        group: Takes a row; gives its breakdown and category.
        few_people: Whether "too few" is said of people, of whom each may have many of what is
            counted: it then says nothing of the count.
    """

    name: str
    called: Callable[[Mapping[str, str]], str]
    counts: Callable[[Mapping[str, str]], tuple[Key | None, Key | None]]
    group: Callable[[Mapping[str, str]], tuple[str, str]] = lambda row: (
        row["breakdown"],
        row["category"],
    )
    few_people: bool = False


def _pair(row: Mapping[str, str]) -> tuple[Key | None, Key | None]:
    one, other = sorted((row["condition"], row["other"]))
    return (f"{one} and {other}", "pair"), (row["condition"], "condition")


def _wait(row: Mapping[str, str]) -> tuple[Key | None, Key | None]:
    """Lengths and shares of waits are of everybody who waits; shares of contacts of some."""
    waiting = (row["list"], "waiting")
    if row["measure"] == "waiting":
        return waiting, None
    of_waits = row["measure"] in ("median", "ninetieth") or row["measure"].startswith("over_")
    return None, waiting if of_waits else None


def _stay(row: Mapping[str, str]) -> tuple[Key | None, Key | None]:
    """Lengths and shares of stays are of all stays, rates of the people of those ages."""
    then = f"{row['ages']} to {row['period_end']}"
    counted, among = (
        (row["measure"], then),
        ("people" if row["statistic"] == "dsr" else "stays", then),
    )
    return counted, among


BESIDE = (
    Beside(
        "comorbidity",
        lambda row: f"{row['condition']} with {row['other']}",
        _pair,
        lambda _: (ALL, ALL),
    ),
    Beside("waits", lambda row: f"{row['list']} {row['measure']}", _wait),
    Beside("reach", lambda row: f"{row['service']} {row['measure']}", lambda _: (None, None)),
    Beside(
        "coverage",
        lambda _: NEAREST,
        lambda _: (None, EVERYBODY),
        lambda row: (
            (ALL, ALL) if row["provider_code"] == ANY_HOSPITAL else (NEAREST, row["provider_code"])
        ),
    ),
    Beside(
        "bed_days",
        lambda row: f"{row['measure']} {row['ages']} to {row['period_end']}",
        _stay,
        few_people=True,
    ),
)
INDEX, TOO_FEW = "index", "too_few"
_STATISTIC = {"weeks": "mean", INDEX: "dsr"}
"""How a statistic hides its counts, where values have none of the name."""


def read_beside(folder: Path) -> dict[str, pa.Table]:
    """The tables beside the values that a release has, by name.

    Args:
        folder: The release.
    """
    paths = {one.name: folder / f"{one.name}.parquet" for one in BESIDE}
    return {name: pq.read_table(path) for name, path in paths.items() if path.is_file()}


def as_values(one: Beside, table: pa.Table) -> tuple[pa.Table, dict[Key, Key]]:
    """The rows of a table as rows of values.

    Args:
        one: Which table.
        table: Its rows.

    Returns:
        A table of the columns of values, with what counts are rounded to where the table says so,
        and what its measures' counts are named: measure and role
        → name, the same for the same count.
    """
    text = [field.name for field in table.schema if pa.types.is_string(field.type)]
    if "period_end" in table.column_names:
        text.append("period_end")
    lines = table.select(text).to_pylist()
    called = [f"{one.name}: {one.called(line)}" for line in lines]
    named: dict[Key, Key] = {}
    for name, line in zip(called, lines, strict=True):
        for role, count in zip(COUNTS, one.counts(line), strict=True):
            if count:
                named[name, role] = count
    groups = [one.group(line) for line in lines]
    statistic = [_statistic(line, group) for line, group in zip(lines, groups, strict=True)]
    made = {
        "measure": called,
        "breakdown": [breakdown for breakdown, _ in groups],
        "category": [category for _, category in groups],
        "statistic": statistic,
        "basis": [line.get("basis", "resident") for line in lines],
    }
    columns = {name: pa.array(column, pa.string()) for name, column in made.items()}
    if one.few_people:
        columns["status"] = pc.if_else(
            pc.equal(table["status"], TOO_FEW), WITHHELD, table["status"]
        )
    schema = RELEASED_SCHEMA if ROUNDED_TO[0] in table.column_names else VALUES_SCHEMA
    for field in schema:
        if field.name not in columns:
            held = field.name in table.column_names
            nothing = pa.nulls(table.num_rows, field.type)
            columns[field.name] = table[field.name].cast(field.type) if held else nothing
    return pa.table({name: columns[name] for name in schema.names}, schema=schema), named


def said_again(table: pa.Table, less: pa.Table, *, few_people: bool = False) -> pa.Table:
    """A table with the numbers that its rows have as values after less is said.

    Args:
        table: Its rows.
        less: The same rows as values, with what they are rounded to.
        few_people: As for :class:`Beside`: "too few" stays as it is.
    """
    gone = np.asarray(pc.equal(less["status"], WITHHELD))
    before = number(table, "value")
    # An adjusted value is a multiple of the one it is adjusted from.
    scale = np.where(before > 0, number(less, "value"), 1.0) / np.where(before > 0, before, 1.0)
    changed = np.any([np.asarray(less[name].is_valid()) for name in ROUNDED_TO], axis=0)
    for name in table.column_names:
        place, field = table.schema.get_field_index(name), table.schema.field(name)
        if name in _NUMBERS:
            now = less[name].cast(field.type)
            if name in _LIMITS and "statistic" in table.column_names:
                # Limits of an index, or of days of people, are not those of a number of events.
                own = pc.is_in(table["statistic"], pa.array([INDEX, "dsr"]))
                now = pc.if_else(pc.and_(own, pa.array(~gone)), table[name], now)
            elif name == "status" and few_people:
                now = pc.if_else(pc.equal(table[name], TOO_FEW), table[name], now)
            table = table.set_column(place, field, now)
        elif name in _ADJUSTED:
            again = np.where(gone, np.nan, number(table, name) * np.where(changed, scale, 1.0))
            table = table.set_column(place, field, pa.array(again, from_pandas=True))
    for name in ROUNDED_TO:
        table = table.append_column(name, less[name])
    return _with_everybody(table) if "provider_code" in table.column_names else table


def _with_everybody(coverage: pa.Table) -> pa.Table:
    """Coverage with the people of each area, as they are said, beside each hospital's part."""
    rows = coverage.to_pylist()
    areas = {
        (row["area_type"], row["area_code"]): row
        for row in rows
        if row["provider_code"] == ANY_HOSPITAL
    }
    for row in rows:
        everybody = areas[row["area_type"], row["area_code"]]
        row["denominator"], row[ROUNDED_TO[1]] = (
            everybody[name] for name in ("denominator", ROUNDED_TO[1])
        )
        if row["value"] is not None:
            of = row["denominator"]
            row["value"] = row["numerator"] / of if of else None
            row["status"] = row["status"] if of else WITHHELD
            row["numerator"] = row["numerator"] if of else None
    return pa.Table.from_pylist(rows, schema=coverage.schema)


def _statistic(line: Mapping[str, str], group: tuple[str, str]) -> str:
    """A hospital's part of those whose nearest sends nothing is a count among all the others."""
    usual = line.get("statistic", "count" if group[0] == NEAREST else "proportion")
    return _STATISTIC.get(usual, usual)
