"""Queries of several steps, written out once to be run on many tables alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
from sqlglot import parse_one
from sqlglot.expressions import Query, expand

_DIALECT = "duckdb"


@dataclass(frozen=True)
class Written:
    """A query written out for DuckDB, to be run on many tables alike.

    Attributes:
        reads: What the table is called in it.
        sql: The query.
        schema: Column → Ibis type of what it gives.
    """

    reads: str
    sql: str
    schema: Mapping[str, str]

    @classmethod
    def of(cls, reads: str, steps: Mapping[str, ir.Table], last: ir.Table) -> Written:
        """A query of several steps, written out.

        Ibis would merge the steps into one, and work out again and again what is used several
        times.

        Args:
            reads: What the table is called that the first step reads.
            steps: Name → each step but the last, which reads the one before by its name.
            last: The last step.
        """
        sources: dict[str, Query | Callable[[], Query]]
        sources = {name: _as_query(step) for name, step in steps.items()}
        whole = expand(_as_query(last), sources, dialect=_DIALECT)
        types = {name: str(kind) for name, kind in last.schema().items()}
        return cls(reads, whole.sql(_DIALECT), types)


def normal_sql(table: ir.Table) -> str:
    """One form of SQL whatever the engine, to run again or to tell whether a rule has changed."""
    return str(ibis.to_sql(table, dialect=_DIALECT))


def _as_query(table: ir.Table) -> Query:
    found = parse_one(normal_sql(table), read=_DIALECT)
    assert isinstance(found, Query)  # a table is never anything else
    return found
