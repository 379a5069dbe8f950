"""Tables of counts beside the values, read as rows of values to be protected with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.measures.coverage import ANY_HOSPITAL
from wholeplace.measures.disclosure.columns import COUNTS, ROUNDED_TO, number
from wholeplace.measures.disclosure.published import OF_KNOWN_AGE
from wholeplace.measures.disclosure.saying_less import RELEASED_SCHEMA, WITHHELD
from wholeplace.measures.disclosure.sums import NEAREST
from wholeplace.measures.release_tables import VALUES_SCHEMA

Key = tuple[str, str]
_ADJUSTED = ("adjusted", "adjusted_lower", "adjusted_upper")
_LIMITS = ("lower", "upper")
_SAID_BESIDES = ("period_end", "years_pooled", "age")
"""Columns that are no texts and say what is counted."""
_SAID_OF_AREAS = ("area_type", "area_code", "status")
"""Texts that say nothing of what is counted."""
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
            counted, or of an estimate that could not be made: it then says nothing of the count.
        statistic: What its numbers are, where no column says so.
        known_ages: Whether the age of everybody counted is known, so that a standardised rate is
            of the same count as others.
        columns: What it calls its counts, where not as values do.
        own_limits: Whether its limits do not follow from its numbers of events.
        apart: As ``counts``, for when groups do not add up: some people are in none that is shown.
    """

    name: str
    called: Callable[[Mapping[str, str]], str]
    counts: Callable[[Mapping[str, str]], tuple[Key | None, Key | None]]
    group: Callable[[Mapping[str, str]], tuple[str, str]] = lambda row: (
        row["breakdown"],
        row["category"],
    )
    few_people: bool = False
    statistic: str | None = None
    known_ages: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    own_limits: bool = False

    apart: Callable[[Mapping[str, str]], tuple[Key | None, Key | None]] | None = None

    def renamed(self, table: pa.Table) -> pa.Table:
        """The table with its counts, and what they are rounded to, called as values call them."""
        given = dict(self.columns)
        given |= {f"{name}_rounded_to": f"{count}_rounded_to" for name, count in given.items()}
        return table.rename_columns([given.get(name, name) for name in table.column_names])

    def named_back(self, table: pa.Table) -> pa.Table:
        """The table with its counts called as they were, and what they are rounded to as well."""
        own = {given: name for name, given in self.columns.items()}
        own |= {f"{given}_rounded_to": f"{name}_rounded_to" for given, name in own.items()}
        return table.rename_columns([own.get(name, name) for name in table.column_names])


YEARS_BACK = "years_back"
"""How many years of a table end later: a year is called alike in the release of a month later."""
INDEX, TOO_FEW = "index", "too_few"
_STATISTIC = {"weeks": "mean", INDEX: "dsr"}
"""How a statistic hides its counts, where values have none of the name."""


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
    table = one.renamed(table)
    text = [field.name for field in table.schema if pa.types.is_string(field.type)]
    text += [name for name in _SAID_BESIDES if name in table.column_names]
    lines, line_of_row = _different_lines(table.select(text))
    ends = sorted({line["period_end"] for line in lines if "period_end" in line}, reverse=True)
    for line in lines:
        if ends:
            line[YEARS_BACK] = ends.index(line["period_end"])
    called = [f"{one.name}: {one.called(line)}" for line in lines]
    named: dict[Key, Key] = {}
    for name, line in zip(called, lines, strict=True):
        for role, count in zip(COUNTS, one.counts(line), strict=True):
            if count:
                named[name, role] = count
                if one.known_ages:
                    named[name, role + OF_KNOWN_AGE] = count
    groups = [one.group(line) for line in lines]
    statistic = [
        one.statistic or _statistic(line, group) for line, group in zip(lines, groups, strict=True)
    ]
    made = {
        "measure": called,
        "breakdown": [breakdown for breakdown, _ in groups],
        "category": [category for _, category in groups],
        "statistic": statistic,
        "basis": [line.get("basis", "resident") for line in lines],
    }
    columns = {
        name: pa.array(column, pa.string()).take(line_of_row) for name, column in made.items()
    }
    if one.few_people:
        columns["status"] = pc.if_else(
            pc.equal(table["status"], TOO_FEW), WITHHELD, table["status"]
        )
    schema = RELEASED_SCHEMA if ROUNDED_TO[0] in table.column_names else VALUES_SCHEMA
    for wanted in schema:
        if wanted.name not in columns:
            held = wanted.name in table.column_names
            nothing = pa.nulls(table.num_rows, wanted.type)
            columns[wanted.name] = table[wanted.name].cast(wanted.type) if held else nothing
    return pa.table({name: columns[name] for name in schema.names}, schema=schema), named


def _different_lines(texts: pa.Table) -> tuple[list[dict[str, Any]], pa.Array]:
    """The lines that differ in more than their area, as rows first have them; the one of each row.

    Tables say the same of every area, and looking at each row takes long.
    """
    about = texts.drop_columns([name for name in _SAID_OF_AREAS if name in texts.column_names])
    together = np.zeros(about.num_rows, dtype=np.int64)
    for name in about.column_names:
        coded = about[name].combine_chunks().dictionary_encode()
        number = np.asarray(coded.indices.fill_null(len(coded.dictionary))).astype(np.int64)
        together = together * (len(coded.dictionary) + 1) + number
        _, together = np.unique(together, return_inverse=True)
    _, first, line = np.unique(together, return_index=True, return_inverse=True)
    order = np.argsort(first)
    return about.take(pa.array(first[order])).to_pylist(), pa.array(np.argsort(order)[line])


def said_again(one: Beside, table: pa.Table, less: pa.Table) -> pa.Table:
    """A table with the numbers that its rows have as values after less is said.

    Args:
        one: Which table.
        table: Its rows.
        less: The same rows as values, with what they are rounded to.
    """
    table = one.renamed(table)
    gone = np.asarray(pc.equal(less["status"], WITHHELD))
    before = number(table, "value")
    # An adjusted value is a multiple of the one it is adjusted from.
    scale = np.where(before > 0, number(less, "value"), 1.0) / np.where(before > 0, before, 1.0)
    changed = np.any([np.asarray(less[name].is_valid()) for name in ROUNDED_TO], axis=0)
    for name in table.column_names:
        place, field = table.schema.get_field_index(name), table.schema.field(name)
        if name in _NUMBERS:
            now = less[name].cast(field.type)
            if name in _LIMITS:
                now = pc.if_else(
                    pc.and_(_own_limits(one, table), pa.array(~gone)), table[name], now
                )
            elif name == "status" and one.few_people:
                now = pc.if_else(pc.equal(table[name], TOO_FEW), table[name], now)
            table = table.set_column(place, field, now)
        elif name in _ADJUSTED:
            again = np.where(gone, np.nan, number(table, name) * np.where(changed, scale, 1.0))
            table = table.set_column(place, field, pa.array(again, from_pandas=True))
    for name in ROUNDED_TO:
        table = table.append_column(name, less[name])
    table = one.named_back(table)
    return _with_everybody(table) if "provider_code" in table.column_names else table


def _own_limits(one: Beside, table: pa.Table) -> pa.Array | pa.Scalar:
    """Limits of an index, or of days of people, are not those of a number of events."""
    if one.statistic or "statistic" not in table.column_names:
        return pa.scalar(one.own_limits)
    return pc.is_in(table["statistic"], pa.array([INDEX, "dsr"]))


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
