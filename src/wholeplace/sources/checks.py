"""The contract applied to a raw table: typed values, and beside each what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import ibis
import ibis.expr.types as ir
from ibis.expr.schema import Schema

from wholeplace.core.engine import Engine
from wholeplace.core.written import Written
from wholeplace.sources.contracts import Column, Dataset
from wholeplace.sources.nhs_numbers import digits_of, find_nhs_problem
from wholeplace.sources.periods import Period, main_date
from wholeplace.sources.tables import ROW, RawTable
from wholeplace.sources.values import MOMENT, find_problem, parse, tidy

RAW = "__raw"
PROBLEM = "__problem"
TEXT = "__text"
BAD = "__bad"
LONGEST_TEXT = 200
TYPES = {"integer": "int64", "number": "float64", "date": "date", "datetime": MOMENT}


@dataclass(frozen=True)
class Rules:
    """What a reading depends on besides the contract.

    Attributes:
        received: The day the file was received.
        thousands: The thousands separator the sender confirmed, or nothing.
        synthetic: Whether the people are invented.
        pseudonymised: Whether NHS numbers are opaque tokens.
        replaced: The period whose rows the file replaces: it may hold no others.
    """

    received: date
    thousands: str = ""
    synthetic: bool = False
    pseudonymised: bool = False
    replaced: Period | None = None


@dataclass(frozen=True)
class Checked:
    """A file read against its contract.

    Attributes:
        table: For each contract column ``name``: its value as ``name`` (null where wrong), the
            code of its problem as ``name__problem`` and, where there is one, its text as
            ``name__text``; ``__bad`` where a problem costs the row; and the row number from 0.
        dataset: The contract.
        present: The contract's columns that the file has.
    """

    table: ir.Table
    dataset: Dataset
    present: frozenset[str]


def costs_row(column: Column) -> bool:
    """Whether a problem in a column costs the row; otherwise the value is left blank."""
    return column.kind != "nhs_number"


def check(engine: Engine, raw: RawTable, dataset: Dataset, rules: Rules) -> Checked:
    """Read every column against the contract, once, into the engine's scratch folder.

    Args:
        engine: DuckDB.
        raw: The file as a table.
        dataset: The contract.
        rules: What else the reading depends on.
    """
    here = [column for column in dataset.columns if column.name in raw.names]
    table = raw.table.select(ROW, **{c.name + RAW: raw.names[c.name] for c in here})
    if raw.few_groups:
        table = engine.keep(table)
    asked = _Asked(repr(dataset), rules, table.schema(), dataset)
    return Checked(engine.keep_written(_query(asked), table), dataset, frozenset(raw.names))


@dataclass(frozen=True)
class _Asked:
    """All that the query of a check hangs on.

    Attributes:
        says: All that the contract says, by which queries are looked up.
        rules: What else the reading depends on.
        schema: The raw columns and their types.
        dataset: The contract.
    """

    says: str
    rules: Rules
    schema: Schema
    dataset: Dataset = field(compare=False)


@lru_cache(maxsize=64)
def _query(asked: _Asked) -> Written:
    """The query of a check: writing it out takes longer than running it on a few thousand rows.

    It has a step for what is used several times: each column is parsed once.
    """
    dataset, rules, steps = asked.dataset, asked.rules, dict[str, ir.Table]()

    def step(table: ir.Table) -> ir.Table:
        name = f"check_step_{len(steps)}"
        steps[name] = table
        return ibis.table(table.schema(), name=name)

    rows = ibis.table(asked.schema, name="check_rows")
    here = [column for column in dataset.columns if column.name + RAW in rows.columns]
    tidied = step(rows.mutate(**{c.name + RAW: tidy(c, rows[c.name + RAW]) for c in here}))
    parsed = step(tidied.mutate(**{c.name: value_of(c, tidied[c.name + RAW], rules) for c in here}))
    found = {
        c.name + PROBLEM: problem_of(c, parsed[c.name + RAW], parsed[c.name], rules) for c in here
    }
    judged = _with_date_orders(step(parsed.mutate(**found)), dataset)
    if rules.replaced is not None:
        judged = _with_period(step(judged), dataset, rules.replaced)
    settled = step(judged)
    return Written.of("check_rows", steps, settled.select(**_outcome(settled, dataset)))


def value_of(column: Column, raw: ir.Value, rules: Rules) -> ir.Value:
    """A tidied column in the contract's type, under the rules."""
    if column.kind != "nhs_number":
        return parse(column, raw, rules.thousands)
    return raw if rules.pseudonymised else digits_of(raw)


def problem_of(column: Column, raw: ir.Value, value: ir.Value, rules: Rules) -> ir.StringValue:
    """What is wrong with each value of a column, under the rules."""
    if column.kind != "nhs_number":
        return find_problem(column, raw, value, rules.received)
    if rules.pseudonymised:
        return ibis.null("string")
    return find_nhs_problem(raw, value, rules.synthetic)


def _with_date_orders(table: ir.Table, dataset: Dataset) -> ir.Table:
    """Mark the later date of each pair that stands in the wrong order."""
    marks: dict[str, ir.Value] = {}
    for rule in dataset.date_orders:
        if rule.first in table.columns and rule.second in table.columns:
            name = rule.second + PROBLEM
            wrong = table[rule.first] > table[rule.second]
            before = marks.get(name, table[name])
            marks[name] = ibis.cases(
                (before.notnull(), before), (wrong, "wrong_order"), else_=ibis.null("string")
            )
    return table.mutate(**marks)


def _with_period(table: ir.Table, dataset: Dataset, replaced: Period) -> ir.Table:
    """Mark rows of other days: the next submission for the period could not take them back."""
    main = main_date(dataset)
    assert main is not None  # or the file would have been refused before it was read
    name, day = main + PROBLEM, table[main].cast("date")
    outside = ~day.between(ibis.literal(replaced.start), ibis.literal(replaced.end))
    mark = ibis.cases(
        (table[name].notnull(), table[name]),
        (outside, "outside_period"),
        else_=ibis.null("string"),
    )
    return table.mutate(**{name: mark})


def _outcome(table: ir.Table, dataset: Dataset) -> dict[str, ir.Value]:
    """The columns of a checked table; what the file lacks is null."""
    outcome: dict[str, ir.Value] = {ROW: table[ROW]}
    costly = []
    for column in dataset.columns:
        name, kind = column.name, TYPES.get(column.kind, "string")
        if name not in table.columns:
            outcome |= {name: ibis.null(kind), name + PROBLEM: ibis.null("string")}
            continue
        problem = table[name + PROBLEM]
        outcome[name] = ibis.ifelse(problem.isnull(), table[name], ibis.null(kind))
        outcome[name + PROBLEM] = problem
        text = table[name + RAW].cast("string").left(LONGEST_TEXT)
        outcome[name + TEXT] = ibis.ifelse(problem.notnull(), text, ibis.null("string"))
        if costs_row(column):
            costly.append(problem.notnull())
    return outcome | {BAD: ibis.or_(*costly)}
