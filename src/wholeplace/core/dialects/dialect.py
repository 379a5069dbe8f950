"""The dialects that a query can be written in, and how each is compiled and repaired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from ibis.backends.sql.compilers import (
    DatabricksCompiler,
    DuckDBCompiler,
    PostgresCompiler,
    SnowflakeCompiler,
)
from sqlglot import exp

from wholeplace.core.dialects.tsql import TsqlCompiler, repair_tsql
from wholeplace.core.errors import WholeplaceError


class DialectError(WholeplaceError):
    """A query cannot be written in a dialect."""


def _nothing_to_repair(tree: exp.Expr) -> exp.Expr:
    return tree


def repair_snowflake(tree: exp.Expr) -> exp.Expr:
    """The statement with LEAST and GREATEST leaving nulls aside, as they do elsewhere.

    Args:
        tree: The statement; it is changed in place.
    """
    for node in tree.find_all(exp.Least, exp.Greatest):
        node.set("ignore_nulls", True)
    return tree


@dataclass(frozen=True)
class Dialect:
    """One dialect of SQL.

    Attributes:
        name: What it is called in sqlglot, and on the command line.
        title: What it is the SQL of.
        compiler: Turns Ibis expressions into its syntax.
        repair: Puts right what the compiler gets wrong for it.
        advice: What to know before running a statement there, if anything.
    """

    name: str
    title: str
    compiler: Any
    repair: Callable[[exp.Expr], exp.Expr] = _nothing_to_repair
    advice: str = ""


DIALECTS: dict[str, Dialect] = {
    dialect.name: dialect
    for dialect in (
        Dialect("duckdb", "DuckDB", DuckDBCompiler()),
        Dialect(
            "postgres",
            "PostgreSQL",
            PostgresCompiler(),
            advice="Run SET jit = off; first: compiling a wide statement may take far longer "
            "than reading it.",
        ),
        Dialect("snowflake", "Snowflake", SnowflakeCompiler(), repair_snowflake),
        Dialect("databricks", "Databricks and Spark", DatabricksCompiler()),
        Dialect("tsql", "SQL Server 2016 and later", TsqlCompiler(), repair_tsql),
    )
}


def dialect_called(name: str) -> Dialect:
    """The dialect of a name.

    Raises:
        DialectError: If there is none; the nearest is named.
    """
    if name in DIALECTS:
        return DIALECTS[name]
    near = get_close_matches(name, DIALECTS, n=1)
    raise DialectError(
        f"There is no dialect {name}.",
        f"Did you mean {near[0]}?" if near else f"Use one of {', '.join(DIALECTS)}.",
    )
