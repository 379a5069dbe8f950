"""Runs one expression on two engines and compares: values, blanks, types, rows in any order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import ibis.expr.types as ir
import pyarrow as pa

from tests.conformance.nasty_tables import TABLES
from wholeplace.core.engine import Engine

Rule = Callable[[SimpleNamespace], ir.Table]


@dataclass
class Both:
    """Two engines with the same tables in each."""

    duckdb: Engine
    spark: Engine

    def __post_init__(self) -> None:
        self._loaded = {
            engine.name: SimpleNamespace(
                **{name: engine.table(table) for name, table in TABLES.items()}
            )
            for engine in self.engines
        }

    @property
    def engines(self) -> tuple[Engine, Engine]:
        """DuckDB first."""
        return self.duckdb, self.spark

    def answers(self, rule: Rule) -> tuple[pa.Table, pa.Table]:
        """What a rule over the nasty tables gives on each engine."""
        one, other = (engine.fetch(rule(self._loaded[engine.name])) for engine in self.engines)
        return one, other


def same(one: pa.Table, other: pa.Table, *, in_order: bool = False) -> None:
    """Fail unless two tables have the same columns, types and rows.

    Args:
        one: What DuckDB found.
        other: What Spark found.
        in_order: Whether the rows must come in the same order too.
    """
    assert columns(one) == columns(other)
    assert rows(one, in_order) == rows(other, in_order)


def columns(table: pa.Table) -> list[tuple[str, str]]:
    """Names and types, in order."""
    return [(field.name, str(field.type)) for field in table.schema]


def rows(table: pa.Table, in_order: bool = False) -> list[str]:
    """Rows as text in which 1, 1.0, True and nothing at all differ."""
    found = [repr(tuple(row.values())) for row in table.to_pylist()]
    return found if in_order else sorted(found)
