"""The mapping block: what one TOML file says about turning source tables into our datasets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from wholeplace.core.errors import WholeplaceError
from wholeplace.core.registry import Definition, content_hash

TABLES, FHIR = "tables", "fhir"
FORMS = (TABLES, FHIR)


class MappingError(WholeplaceError):
    """A mapping says something that cannot be used, or does not fit its source."""


@dataclass(frozen=True)
class SourceTable:
    """One table the source holds.

    Attributes:
        name: The name the rest of the mapping uses.
        files: Names the file may have, without its ending.
        required: Whether the source is refused without it; otherwise it counts as empty.
        names: Column → other names it may have in the file.
        optional: Columns that may be absent and are then blank.
        beside: A file that comes with the mapping and not with the source, such as a list of codes.
    """

    name: str
    files: tuple[str, ...]
    required: bool = True
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    beside: Path | None = None


@dataclass(frozen=True)
class DateParts:
    """A date put together from numbers, each a column or a fixed whole number.

    Attributes:
        year: The year.
        month: The month.
        day: The day of the month.
        missing_month: The month where it is blank; without one the date is blank.
        missing_day: The day where it is blank.
    """

    year: str
    month: str | int = 1
    day: str | int = 1
    missing_month: int | None = None
    missing_day: int | None = None


@dataclass(frozen=True)
class Rule:
    """Where one column's values come from; exactly one of the first five says so.

    Attributes:
        column: A column of the table, or ``lookup.column``.
        first: Columns of which the first that is not blank is taken.
        constant: The same text in every row.
        expression: A DuckDB SQL expression of columns and scalar functions.
        date: Numbers to put together to a date.
        values: Value in the source → our value.
        otherwise: Our value for any value not listed; None leaves it blank and counts it.
        keep_others: Whether a value not listed is kept as it is.
        formats: How the source writes dates, in the letters of ``strptime``.
        matching: A regular expression (RE2) the whole value must match, or it is left blank.
    """

    column: str = ""
    first: tuple[str, ...] = ()
    constant: str | None = None
    expression: str = ""
    date: DateParts | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    keep_others: bool = False
    formats: tuple[str, ...] = ()
    matching: str = ""


@dataclass(frozen=True)
class Lookup:
    """At most one row of another table, found by equal keys.

    Attributes:
        name: What its columns are prefixed with.
        table: A source table, step or group.
        on: Column of that table → the column or ``lookup.column`` that it must equal.
        where: An expression over that table; rows for which it is not true are not looked at.
        pick: Which row where several differ: ``only`` takes none of them, ``first`` and ``last``
            go by ``order``.
        order: Columns of that table to order by.
    """

    name: str
    table: str
    on: Mapping[str, str]
    where: str = ""
    pick: Literal["only", "first", "last"] = "only"
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeaveOut:
    """Rows that are not mapped, and why.

    Attributes:
        reason: Why, in words that follow a count: "no SNOMED CT code".
        when: An expression over the table and its lookups.
        blank: Mapped columns; a row goes where one of them is blank.
    """

    reason: str
    when: str = ""
    blank: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """A table worked out row by row from another, for other steps or for a dataset.

    Attributes:
        name: Its name; for an output, the dataset.
        source: The table it reads.
        columns: Column → where its values come from.
        lookups: Other tables it takes values from.
        leave_out: Rows it leaves out; the first that fits is the reason counted.
    """

    name: str
    source: str
    columns: Mapping[str, Rule]
    lookups: tuple[Lookup, ...] = ()
    leave_out: tuple[LeaveOut, ...] = ()


@dataclass(frozen=True)
class Gathered:
    """How one value comes of the rows of a group.

    Attributes:
        how: ``first`` and ``last`` that is not blank, in the group's order; ``min``, ``max``,
            ``sum``; ``all`` distinct values, joined.
        columns: The column, or for ``all`` one or more.
        separator: Between the values of ``all``.
    """

    how: Literal["first", "last", "min", "max", "sum", "all"]
    columns: tuple[str, ...]
    separator: str = ";"


@dataclass(frozen=True)
class Group:
    """A table with one row for each set of rows that share a key.

    Attributes:
        name: Its name.
        source: The table it reads.
        by: The key; rows in which a part of it is blank are left out.
        order: Columns that order the rows of a group, as numbers where they are numbers.
        columns: Column → how its value comes of the rows.
    """

    name: str
    source: str
    by: tuple[str, ...]
    order: tuple[str, ...]
    columns: Mapping[str, Gathered]


@dataclass(frozen=True, kw_only=True)
class SourceMapping(Definition):
    """How a source's tables become extracts of our datasets.

    Attributes:
        standard: The published standard the source follows, with its version.
        system: The name of the sending system, where the importer gives none.
        form: What the source is: ``tables``, or ``fhir`` resources that are turned into tables
            first.
        tables: The source's tables.
        groups: Tables gathered by key.
        steps: Tables worked out on the way.
        outputs: What each dataset is made of; several of one dataset are put together.
        not_mapped: Source table or dataset → why nothing is taken from it or brought to it.
        text: The TOML it was read from, with what it extends.
    """

    standard: str = ""
    system: str = ""
    form: str = TABLES
    tables: tuple[SourceTable, ...] = ()
    groups: tuple[Group, ...] = ()
    steps: tuple[Step, ...] = ()
    outputs: tuple[Step, ...] = ()
    not_mapped: Mapping[str, str] = field(default_factory=dict)
    text: str = ""

    @property
    def version(self) -> str:
        """A hash of everything the mapping says."""
        return content_hash(self.text)

    @property
    def datasets(self) -> list[str]:
        """The datasets it makes, each once, in its own order."""
        return list(dict.fromkeys(output.name for output in self.outputs))
