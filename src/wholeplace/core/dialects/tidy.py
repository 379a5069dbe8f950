"""Statements made readable: only the columns that are used, few layers, and names that speak."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from sqlglot import exp
from sqlglot.optimizer.merge_subqueries import merge_derived_tables
from sqlglot.optimizer.pushdown_projections import pushdown_projections
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import traverse_scope

from wholeplace.core.dialects.simpler import simpler

PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
# Words that some dialect reserves and that a column or step of ours might be called.
_WORDS = """
all and as asc between by case cast check column cross current default desc distinct else end exists
from full function group having identity in inner intersect into is join key left like limit merge
natural not null of offset on or order outer over partition percent plan primary references right
rows schema select set some table then to top trigger union unique update use user using values view
when where window with
"""
RESERVED = frozenset(_WORDS.split())


def tidy(tree: exp.Query, columns: Mapping[str, Mapping[str, str]]) -> exp.Expr:
    """A statement that says the same, made to be read.

    Args:
        tree: The statement, no node of it shared between two places.
        columns: The tables it reads: name → column → type.
    """
    schema: dict[str, object] = {name: dict(kinds) for name, kinds in columns.items()}
    whole: exp.Expr = qualify(tree, schema=schema, identify=True)
    whole = pushdown_projections(whole, schema=schema)
    # Merging puts one node in two places, which renaming would not survive; a copy has none.
    whole = merge_derived_tables(whole).copy()
    _drop_idle_joins(whole)
    # Without them, columns of earlier steps are used no more, and joins that fetched those.
    whole = pushdown_projections(whole, schema=schema)
    _drop_idle_joins(whole)
    _drop_unused_steps(whole)
    _name_sources(whole)
    simpler(whole)
    for alias in list(whole.find_all(exp.Alias)):
        if isinstance(alias.this, exp.Column) and alias.this.name == alias.alias:
            alias.replace(alias.this)
    for identifier in whole.find_all(exp.Identifier):
        name = identifier.name
        identifier.set("quoted", not PLAIN.fullmatch(name) or name in RESERVED)
    return whole


def _drop_idle_joins(tree: exp.Expr) -> None:
    """Leave out what is joined on the left, changes no number of rows and is never used."""
    steps: dict[str, exp.Query] = {s.alias: s.this for s in tree.find_all(exp.CTE)}
    for select in list(tree.find_all(exp.Select)):
        for join in list(select.args.get("joins") or ()):
            source = join.this.unnest()
            query = source if isinstance(source, exp.Query) else steps.get(source.name)
            used = {c.table for c in select.find_all(exp.Column) if not _within(c, join)}
            # A semi or anti join uses no column and still chooses the rows.
            plain = join.side == "LEFT" and join.kind not in ("SEMI", "ANTI")
            idle = plain and join.alias_or_name not in used
            if idle and query is not None and _one_row_each(query, join):
                join.pop()


def _within(node: exp.Expr, join: exp.Join) -> bool:
    return node.find_ancestor(exp.Join) is join


def _one_row_each(query: exp.Query, join: exp.Join) -> bool:
    """Whether a query has at most one row for each value that it is joined by."""
    on = join.args.get("on")
    if not isinstance(on, exp.EQ):
        return False
    columns = [side for side in (on.this, on.expression) if isinstance(side, exp.Column)]
    mine = [column.name for column in columns if column.table == join.alias_or_name]
    return len(mine) == 1 and _tells_rows_apart(mine[0], query)


def _tells_rows_apart(name: str, query: exp.Query) -> bool:
    """Whether no two rows of a query have one value of a column."""
    if query.args.get("distinct"):
        return [column.alias_or_name for column in query.selects] == [name]
    chosen = next((s.unalias() for s in query.selects if s.alias_or_name == name), None)
    group, source = query.args.get("group"), query.args.get("from_")
    if chosen is None or source is None:
        return False
    if group:
        return [key.name for key in group.expressions] == [chosen.name]
    if query.args.get("joins"):
        return False
    if _numbers_all_rows(chosen):
        return True
    inner = source.this.unnest()
    return isinstance(inner, exp.Query) and _tells_rows_apart(chosen.name, inner)


def _numbers_all_rows(value: exp.Expr) -> bool:
    numbers = [w for w in value.find_all(exp.Window) if isinstance(w.this, exp.RowNumber)]
    plain = (exp.Cast, exp.Sub, exp.Paren, exp.DataType, exp.Literal, exp.Window)
    return (
        len(numbers) == 1
        and not numbers[0].args.get("partition_by")
        and all(isinstance(n, plain) or n.find_ancestor(exp.Window) for n in value.walk())
    )


def _drop_unused_steps(tree: exp.Expr) -> None:
    steps = list(tree.args["with_"].expressions) if tree.args.get("with_") else []
    for step in reversed(steps):
        if not any(table.name == step.alias for table in tree.find_all(exp.Table)):
            step.pop()


def _name_sources(tree: exp.Expr) -> None:
    """Call each table by its own name, and each subquery by what it does."""
    for scope in traverse_scope(tree):
        names: dict[str, str] = {}
        for alias, source in scope.references:
            if isinstance(source, exp.Values):
                continue
            names[alias] = _free(_says(source), names.values())
            node: Any = source if isinstance(source, exp.Table) else source.parent
            own = isinstance(source, exp.Table) and source.name == names[alias]
            said = None if own else exp.TableAlias(this=exp.to_identifier(names[alias]))
            node.set("alias", said)
        for column in scope.columns:
            if column.table in names:
                column.set("table", exp.to_identifier(names[column.table]))


def _free(name: str, taken: Collection[str]) -> str:
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    return free


def _says(node: Any) -> str:
    """A table's own name; what a subquery does, in a word."""
    if isinstance(node, exp.Table):
        return node.name
    if isinstance(node, exp.SetOperation):
        return "together"
    if node.args.get("group"):
        return "counted"
    if any(select.find(exp.Window) for select in node.selects):
        return "numbered"
    found = node.find(exp.Table)
    return f"{found.name}_chosen" if found is not None else "chosen"
