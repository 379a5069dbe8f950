"""The parts of a mapping read from TOML: tables, steps with their rules and lookups, groups."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from wholeplace.sources.headers import plain_name
from wholeplace.sources.mapping.definition import (
    DateParts,
    Gathered,
    Group,
    LeaveOut,
    Lookup,
    MappingError,
    Rule,
    SourceTable,
    Step,
)
from wholeplace.sources.mapping.expressions import parse_expression
from wholeplace.sources.mapping.references import references_of
from wholeplace.sources.mapping.toml_reader import Reader

HOW = ("first", "last", "min", "max", "sum", "all")
ORIGINS = ("column", "first", "constant", "expression", "date")
NAME = re.compile(r"[a-z][a-z0-9_]*")
REFERENCE = re.compile(r"([a-z][a-z0-9_]*\.)?[a-z0-9_]+")


def table_of(content: dict[str, Any], folder: Path | None) -> SourceTable:
    """A ``[[table]]``.

    Args:
        content: What it says.
        folder: The folder of the mapping, where files that come with it lie.
    """
    reader = Reader("[[table]]", content)
    reader.only(("name", "file", "required", "names", "optional", "beside"))
    name = _name(reader, "name")
    reader.where = f"the table {name}"
    beside = reader.text("beside", "")
    if beside and (folder is None or not (folder / beside).is_file()):
        raise MappingError(
            f"There is no file {beside} beside the mapping.", f"Put it there, for {reader.where}."
        )
    names = {
        _column(reader.where, column): Reader(reader.where, {"names": other}).texts("names")
        for column, other in reader.table("names").items()
    }
    return SourceTable(
        name=name,
        files=reader.texts("file") or (name,),
        required=reader.flag("required", True),
        names=names,
        optional=tuple(_column(reader.where, c) for c in reader.texts("optional")),
        beside=folder / beside if folder and beside else None,
    )


def step_of(content: dict[str, Any], called: str) -> Step:
    """A ``[[step]]``, or an ``[[output]]``, whose name is that of its dataset.

    Args:
        content: What it says.
        called: The key that names it: ``name`` or ``dataset``.
    """
    reader = Reader("[[step]]" if called == "name" else "[[output]]", content)
    reader.only((called, "from", "columns", "lookup", "leave_out"))
    name = _name(reader, called)
    reader.where = f"{'the step' if called == 'name' else 'the output'} {name}"
    columns = {
        _column(reader.where, column): rule_of(f"{column} of {reader.where}", says)
        for column, says in reader.table("columns").items()
    }
    if not columns:
        raise MappingError(f"{reader.where} has no columns.", f"Add a table of columns to {name}.")
    step = Step(
        name=name,
        source=reader.text("from"),
        columns=columns,
        lookups=tuple(_lookup(reader.where, entry) for entry in reader.tables("lookup")),
        leave_out=tuple(
            _leave_out(reader.where, entry, columns) for entry in reader.tables("leave_out")
        ),
    )
    _refuse_strange_prefixes(reader.where, step)
    return step


def group_of(content: dict[str, Any]) -> Group:
    """A ``[[group]]``."""
    reader = Reader("[[group]]", content)
    reader.only(("name", "from", "by", "order", "columns"))
    name = _name(reader, "name")
    reader.where = f"the group {name}"
    by = tuple(_column(reader.where, column) for column in reader.texts("by"))
    if not by:
        raise MappingError(f"{reader.where} has no key.", 'Add by = ["column"].')
    columns = {
        _column(reader.where, column): _gathered(f"{column} of {reader.where}", says)
        for column, says in reader.table("columns").items()
    }
    if repeated := set(by) & set(columns):
        raise MappingError(f"{reader.where} makes {min(repeated)} twice.", "Leave one out.")
    order = tuple(_column(reader.where, column) for column in reader.texts("order"))
    return Group(name, reader.text("from"), by, order, columns)


def rule_of(where: str, says: Any) -> Rule:
    """Where one column's values come from: a column's name, or a table that says more.

    Args:
        where: Which column of what, for messages.
        says: What the TOML says.
    """
    reader = Reader(where, {"column": says} if isinstance(says, str) else says)
    reader.only((*ORIGINS, "values", "otherwise", "keep_others", "format", "matching"))
    origins = [key for key in ORIGINS if key in reader.content]
    if len(origins) != 1:
        raise MappingError(
            f"{where} has {'no origin' if not origins else ' and '.join(origins)}.",
            f"Give exactly one of {', '.join(ORIGINS)}.",
        )
    otherwise = reader.content.get("otherwise")
    if otherwise is not None and not isinstance(otherwise, str):
        raise MappingError(f"otherwise of {where} is not text.", "Put it in quotation marks.")
    expression = reader.text("expression", "")
    if "expression" in reader.content:
        parse_expression(expression)
    _check_pattern(where, reader.text("matching", ""))
    return Rule(
        column=_reference(where, reader.text("column")) if "column" in origins else "",
        first=tuple(_reference(where, name) for name in reader.texts("first")),
        constant=reader.text("constant", "") if "constant" in origins else None,
        expression=expression,
        date=_date(where, reader.table("date")) if "date" in origins else None,
        values={key: _own_value(where, key, v) for key, v in reader.table("values").items()},
        otherwise=otherwise,
        keep_others=reader.flag("keep_others", False),
        formats=reader.texts("format"),
        matching=reader.text("matching", ""),
    )


def _lookup(where: str, says: Any) -> Lookup:
    reader = Reader(f"a lookup of {where}", says)
    reader.only(("name", "table", "on", "where", "pick", "order"))
    table = reader.text("table")
    name = reader.text("name", "") or table
    reader.where = f"the lookup {name} of {where}"
    keys = {
        _column(reader.where, column): _reference(reader.where, other)
        for column, other in reader.table("on").items()
        if isinstance(other, str)
    }
    if not keys or len(keys) < len(reader.table("on")):
        raise MappingError(f"{reader.where} has no key.", 'Add on = { its_column = "our_column" }.')
    condition = reader.text("where", "")
    if condition:
        parse_expression(condition)
    pick: Any = reader.text("pick", "only")
    order = tuple(_column(reader.where, column) for column in reader.texts("order"))
    if pick not in get_args(Literal["only", "first", "last"]):
        raise MappingError(f"pick of {reader.where} is {pick!r}.", "Use only, first or last.")
    if (pick != "only") != bool(order):
        raise MappingError(
            f"{reader.where} needs pick and order together.",
            'Give order with pick = "first" or "last".',
        )
    return Lookup(_lookup_name(reader.where, name), table, keys, condition, pick, order)


def _leave_out(where: str, says: Any, columns: Mapping[str, Rule]) -> LeaveOut:
    reader = Reader(f"leave_out of {where}", says)
    reader.only(("reason", "when", "blank"))
    when, blank = reader.text("when", ""), reader.texts("blank")
    if bool(when) == bool(blank):
        raise MappingError(f"{reader.where} needs when or blank.", "Give exactly one.")
    if when:
        parse_expression(when)
    for column in blank:
        if column not in columns:
            raise MappingError(
                f"{reader.where} looks at {column}, which is not mapped.", "Map it, or use when."
            )
    return LeaveOut(reader.text("reason"), when, blank)


def _gathered(where: str, says: Any) -> Gathered:
    reader = Reader(where, says)
    reader.only((*HOW, "separator"))
    used: list[Any] = [how for how in HOW if how in reader.content]
    if len(used) != 1:
        raise MappingError(f"{where} needs one of {', '.join(HOW)}.", "Give exactly one.")
    columns = tuple(_column(where, column) for column in reader.texts(used[0]))
    if not columns or (used[0] != "all" and len(columns) > 1):
        raise MappingError(f"{where} does not name its column.", "Name one column.")
    return Gathered(used[0], columns, reader.text("separator", ";"))


def _date(where: str, says: dict[str, Any]) -> DateParts:
    reader = Reader(f"the date {where}", says)
    reader.only(("year", "month", "day", "missing_month", "missing_day"))

    def part(key: str) -> str | int:
        value = reader.content.get(key, 1)
        return value if type(value) is int else _reference(reader.where, reader.text(key))

    return DateParts(
        _reference(reader.where, reader.text("year")),
        part("month"),
        part("day"),
        reader.number("missing_month"),
        reader.number("missing_day"),
    )


def _refuse_strange_prefixes(where: str, step: Step) -> None:
    """Refuse a ``lookup.column`` whose lookup there is not."""
    known = {lookup.name for lookup in step.lookups}
    for reference in references_of(step):
        prefix = reference.rpartition(".")[0]
        if prefix and prefix not in known:
            near = difflib.get_close_matches(prefix, known, n=1, cutoff=0.0)
            raise MappingError(
                f"{where} uses {reference}, and has no lookup {prefix}.",
                f"Did you mean {near[0]}?" if near else "Add the lookup.",
            )


def _own_value(where: str, key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise MappingError(f"The value {key} of {where} is not text.", "Put it in quotes.")
    return value


def _name(reader: Reader, key: str) -> str:
    name = reader.text(key)
    if not NAME.fullmatch(name):
        raise MappingError(f"{name!r} cannot be a name.", "Use a-z, digits and underscores.")
    return name


def _lookup_name(where: str, name: str) -> str:
    if not NAME.fullmatch(name):
        raise MappingError(f"{where} cannot have that name.", "Use a-z, digits and underscores.")
    return name


def _column(where: str, name: str) -> str:
    plain = plain_name(name)
    if not plain:
        raise MappingError(f"{name!r} in {where} cannot be a column.", "Name the column.")
    return plain


def _reference(where: str, reference: str) -> str:
    prefix, _, name = reference.rpartition(".")
    if prefix and NAME.fullmatch(prefix):
        return f"{prefix}.{_column(where, name)}"
    return _column(where, reference)


def _check_pattern(where: str, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise MappingError(
            f"matching of {where} is no regular expression: {error}.", "Correct it."
        ) from error
