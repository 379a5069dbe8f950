"""An engine that runs nothing: it notes the steps of a query and writes them as one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.sql.datatypes import SqlglotType
from sqlglot import exp

from wholeplace.core.dialects.dialect import Dialect
from wholeplace.core.dialects.tidy import tidy
from wholeplace.core.engine import Engine


@dataclass(frozen=True)
class Rows:
    """Rows given with the query, each with a note of what it is."""

    schema: ibis.Schema
    rows: tuple[tuple[Any, ...], ...]
    notes: tuple[str, ...] = ()


class SqlWriter(Engine):
    """Notes what is kept and named as the steps of one statement.

    What a run computes once and keeps becomes a common table expression, so the statement is made
    of the same expressions as the run.

    Args:
        dialect: The dialect to write.
        tables: The tables the statement reads: name → columns and their Ibis types.
    """

    def __init__(self, dialect: Dialect, tables: Mapping[str, Mapping[str, str]]) -> None:
        self.name = self.dialect = dialect.name
        self._dialect = dialect
        self._tables = {name: ibis.schema(dict(columns)) for name, columns in tables.items()}
        self._steps: dict[str, ir.Table | Rows] = {}

    def given(self, name: str) -> ir.Table:
        """A table that the statement reads."""
        return ibis.table(self._tables[name], name=name)

    def read(self, *paths: Path) -> ir.Table:
        """Refused: a statement reads tables, not files."""
        _refuse()

    def write(
        self,
        table: ir.Table,
        path: Path,
        schema: Mapping[str, str],
        order_by: Sequence[str] = (),
    ) -> None:
        """Refused: a statement is written out, not run."""
        _refuse()

    def fetch(self, table: ir.Table) -> pa.Table:
        """Refused: a statement is written out, not run."""
        _refuse()

    def table(self, data: pa.Table, name: str = "") -> ir.Table:
        """Rows given with the statement."""
        schema = ibis.Schema.from_pyarrow(data.schema)
        rows = tuple(tuple(row.values()) for row in data.to_pylist())
        return self._step(Rows(schema, rows), schema, name or "rows")

    def keep(
        self, table: ir.Table, schema: Mapping[str, str] | None = None, name: str = ""
    ) -> ir.Table:
        """A step of the statement."""
        if schema:
            table = table.select(**{column: table[column].cast(t) for column, t in schema.items()})
        return self.named(table, name or "step")

    def named(self, table: ir.Table, name: str) -> ir.Table:
        """A step of the statement."""
        return self._step(table, table.schema(), name)

    def statement(self, table: ir.Table) -> exp.Expr:
        """One statement that gives a table, from the tables it reads through the steps noted.

        Args:
            table: The result.

        Raises:
            ibis.common.exceptions.IbisError: If the dialect has no such operation.
        """
        steps: list[exp.Expr] = []
        for name, step in self._steps.items():
            steps += _with_its_parts(name, self._tree(step))
        *parts, end = _with_its_parts("result", self._tree(table))
        tree = end.this
        if steps or parts:
            tree.set("with_", exp.With(expressions=[*steps, *parts]))
        columns = {
            name: {column: _sqlglot_type(kind) for column, kind in schema.items()}
            for name, schema in self._tables.items()
        }
        return self._dialect.repair(tidy(tree, columns))

    def _tree(self, step: ir.Table | Rows) -> exp.Query:
        if isinstance(step, Rows):
            return _values(step, self._dialect)
        return _own_nodes(self._dialect.compiler.to_sqlglot(step))

    def _step(self, step: ir.Table | Rows, schema: ibis.Schema, name: str) -> ir.Table:
        free, number = name, 1
        while free in self._steps or free in self._tables:
            number += 1
            free = f"{name}_{number}"
        self._steps[free] = step
        return ibis.table(schema, name=free)


def _with_its_parts(name: str, tree: exp.Query) -> list[exp.CTE]:
    """A step after the steps that Ibis parted from it; not every database takes them nested."""
    inner = tree.args.get("with_")
    tree.set("with_", None)
    parts = list(inner.expressions) if inner else []
    for number, part in enumerate(parts, start=1):
        own = f"{name}_part_{number}" if len(parts) > 1 else f"{name}_part"
        for place in (*parts, tree):
            for table in place.find_all(exp.Table):
                if table.name == part.alias and not table.db:
                    table.set("this", exp.to_identifier(own, quoted=True))
        part.set("alias", exp.TableAlias(this=exp.to_identifier(own, quoted=True)))
    return [
        *parts,
        exp.CTE(this=tree, alias=exp.TableAlias(this=exp.to_identifier(name, quoted=True))),
    ]


def _own_nodes(tree: exp.Query) -> exp.Query:
    """The same tree, every node in one place and every part of it within reach of a walk.

    Ibis shares nodes between branches and keeps some parts in tuples, which sqlglot passes over;
    no rewriting survives either.
    """
    for node in tree.walk():
        for key, value in node.args.items():
            if isinstance(value, tuple):
                node.set(key, list(value))
    return tree.copy()


def _values(step: Rows, dialect: Dialect) -> exp.Query:
    """Rows as a query; the first select gives every column its type, whatever its values."""
    names = list(step.schema)
    kinds = {name: dialect.compiler.type_mapper.from_ibis(step.schema[name]) for name in names}
    rows = step.rows or (tuple(None for _ in names),)
    listed = exp.values([tuple(row) for row in rows], alias="given", columns=names)
    chosen = [
        exp.alias_(exp.cast(exp.column(name, table="given"), kinds[name]), name) for name in names
    ]
    query = exp.select(*chosen).from_(listed)
    return query if step.rows else query.where(exp.EQ(this=_one(), expression=_none()))


def _one() -> exp.Expr:
    return exp.Literal.number(1)


def _none() -> exp.Expr:
    return exp.Literal.number(0)


def _sqlglot_type(kind: Any) -> str:
    return SqlglotType.from_ibis(kind).sql()


def _refuse() -> NoReturn:
    raise NotImplementedError("A statement is written out, not run.")
