"""A measure as one statement of SQL over tables called as the contracts are, to check elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from types import MappingProxyType
from typing import Any

import ibis
import pyarrow as pa
from ibis.common.exceptions import IbisError
from sqlglot import exp

from wholeplace.core.calendar import in_words
from wholeplace.core.dialects import Dialect, PatternError, SqlWriter
from wholeplace.core.errors import RunError
from wholeplace.geography.tables import TABLES
from wholeplace.measures.cubes import (
    CUBES,
    Cube,
    cube_table,
    denominator_column,
    numerator_column,
    squares_column,
)
from wholeplace.measures.measure import Basis, Measure
from wholeplace.record.codelists import CodeList
from wholeplace.record.matching import numbered_items
from wholeplace.record.person_table import Inputs, person_table, schema
from wholeplace.record.plan import Plan
from wholeplace.sources.checks import TYPES
from wholeplace.sources.contracts import Dataset

AREAS: dict[str, Basis] = {
    "practice": "registered",
    "pcn": "registered",
    "place": "registered",
    "lsoa21": "resident",
    "msoa": "resident",
    "ward": "resident",
    "district": "resident",
    "upper_tier": "resident",
}
"""The areas a statement can count by, and whose people are counted there."""
LINKS = "person_link"
REFERENCE = ("small_areas", "practices")
WIDTH = 96


def input_tables(plan: Plan) -> dict[str, dict[str, str]]:
    """Every table a statement may read: name → column → Ibis type.

    Datasets are called as their contracts are and have the columns the record keeps, with
    ``record_id``, which stands for one person in one source, and ``received``.

    Args:
        plan: The plan.
    """
    tables = {
        contract.name: {
            "record_id": "int64",
            **{column.name: TYPES.get(column.kind, "string") for column in contract.facts},
            "source": "string",
            "received": "date",
        }
        for contract in plan.registry.all(Dataset)
    }
    tables[LINKS] = {"record_id": "int64", "person": "int64"}
    for name in REFERENCE:
        fields = pa.schema([(column.name, column.type) for column in TABLES[name].columns])
        kinds = ibis.Schema.from_pyarrow(fields)
        tables[name] = {column: str(kind) for column, kind in kinds.items()}
    return tables


def measure_statement(plan: Plan, measure: Measure, dialect: Dialect, by: str) -> exp.Expr:
    """A measure's numerator and denominator by area, from the expressions that a run computes.

    Args:
        plan: The plan of all definitions.
        measure: The measure.
        dialect: The dialect to write.
        by: A key of :data:`AREAS`.

    Returns:
        The statement, which gives the area, ``people``, ``numerator``, ``denominator`` and, for a
        mean, ``squares``: exact counts, as in the run's own cubes.

    Raises:
        RunError: If the measure is not worked out for such areas, or the dialect has no word for
            something it needs.
    """
    named = {
        numerator_column(measure): "numerator",
        denominator_column(measure): "denominator",
        squares_column(measure): "squares",
    }
    return cells_statement(plan, [measure], dialect, by, named)


def cells_statement(
    plan: Plan,
    measures: Sequence[Measure],
    dialect: Dialect,
    by: str,
    named: Mapping[str, str] = MappingProxyType({}),
) -> exp.Expr:
    """The cells of a cube by area: people, and the sums of some measures.

    Args:
        plan: The plan of all definitions.
        measures: The measures.
        dialect: The dialect to write.
        by: A key of :data:`AREAS`.
        named: A cube's column → what to call it, where it is called otherwise.

    Raises:
        RunError: As for :func:`measure_statement`.
    """
    cubes = [_cube(measure, by) for measure in measures]
    own = plan.only([measure.rule for measure in measures])
    writer = SqlWriter(dialect, input_tables(own))
    table = person_table(writer, own, _inputs(writer, own))
    people = writer.keep(table, schema(own), name="people")
    counted = cube_table(cubes[0], own, people, measures)
    columns = {named.get(name, name): counted[name] for name in counted.columns}
    try:
        return writer.statement(counted.select(**columns).order_by(by))
    except (IbisError, PatternError) as error:
        raise RunError(
            f"{measures[0].name} cannot be written for {dialect.title}: {error}",
            "Choose another dialect, or write the rule with what every database has.",
        ) from error


def measure_text(
    plan: Plan, measure: Measure, dialect: Dialect, by: str, says: Mapping[str, Any]
) -> str:
    """The statement with a comment that says what it counts, and who is not in it.

    Args:
        plan: The plan of all definitions.
        measure: The measure.
        dialect: The dialect to write.
        by: A key of :data:`AREAS`.
        says: The measure as data, of :class:`~wholeplace.measures.definitions_as_data.Described`.

    Raises:
        RunError: As for :func:`measure_statement`.
    """
    statement = measure_statement(plan, measure, dialect, by)
    text = statement.sql(dialect=dialect.name, pretty=True, comments=False)
    notes = _notes(plan, measure, dialect, by, says, _reads(statement, input_tables(plan)))
    return "\n".join([*_commented(notes), text + ";", ""])


def _inputs(writer: SqlWriter, plan: Plan) -> Inputs:
    links = writer.given(LINKS)
    return Inputs(
        datasets={c.name: writer.given(c.name) for c in plan.registry.all(Dataset)},
        links=links,
        people=links.select("person").distinct(),
        small_areas=writer.given("small_areas"),
        practices=writer.given("practices"),
    )


def _cube(measure: Measure, by: str) -> Cube:
    basis = AREAS[by]
    if basis not in measure.basis:
        fitting = [area for area, whose in AREAS.items() if whose in measure.basis]
        raise RunError(
            f"{measure.name} is not worked out for {basis} people, so not by {by}.",
            f"Count it by one of {', '.join(fitting)}.",
        )
    whole = next(cube for cube in CUBES if cube.basis == basis)
    return Cube(basis, by, (), whole.inside)


def _reads(statement: exp.Expr, tables: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """The tables that a statement reads, each with the columns it uses."""
    found: dict[str, dict[str, None]] = {}
    for select in statement.find_all(exp.Select):
        sources = {
            table.alias_or_name: table.name
            for table in select.find_all(exp.Table)
            if table.name in tables and table.parent_select is select
        }
        for column in select.find_all(exp.Column):
            if column.table in sources:
                found.setdefault(sources[column.table], {})[column.name] = None
    return {name: list(found[name]) for name in tables if name in found}


def _notes(
    plan: Plan,
    measure: Measure,
    dialect: Dialect,
    by: str,
    says: Mapping[str, Any],
    reads: Mapping[str, list[str]],
) -> Iterator[str]:
    yield f"{measure.title} ({measure.name})"
    yield measure.doc
    yield ""
    yield f"As at: {in_words(plan.as_at)}"
    yield f"Counted for: {AREAS[by]} people, by {by}"
    yield f"Numerator: {measure.numerator}"
    yield f"Denominator: {measure.denominator}"
    yield f"Who is not in it: {measure.not_in_it}"
    yield f"Source: {measure.source}"
    yield f"Definition: {says['id']}, version {says['version']}"
    yield from _lists(plan, measure)
    yield ""
    yield f"Written for {dialect.title}. It reads:"
    for name, columns in reads.items():
        yield f"  {name}: {', '.join(columns)}"
    if dialect.advice:
        yield dialect.advice
    yield "Its counts are exact: they may be released only after the disclosure gate."


def _lists(plan: Plan, measure: Measure) -> Iterator[str]:
    """Code lists with their versions, and the number each has among the events kept."""
    own = plan.only([measure.rule])
    items = numbered_items(own)
    for name in own.behind(measure.rule).code_lists:
        found = plan.registry.get(CodeList, name)
        item = items.get(f"list {name}")
        numbered = "" if item is None else f", item {item}"
        codes = "1 code" if len(found.codes) == 1 else f"{len(found.codes)} codes"
        yield f"Code list: {name}, version {found.version}, {codes}{numbered}"
    for name in own.behind(measure.rule).measurements:
        yield f"Readings: {name}, item {items[f'reading {name}']}"


def _commented(notes: Iterator[str]) -> Iterator[str]:
    for note in notes:
        indent = "  " if note.startswith("  ") else ""
        lines = wrap(note.strip(), WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")
        yield from (f"-- {line}".rstrip() for line in lines or [""])


__all__ = ["AREAS", "cells_statement", "input_tables", "measure_statement", "measure_text"]
