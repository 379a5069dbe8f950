"""A group of a mapping as a query: one row for each key, each value gathered from its rows."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from wholeplace.sources.mapping.compiling import as_text, sorting
from wholeplace.sources.mapping.definition import Gathered, Group


def group_query(group: Group, types: Mapping[str, str]) -> exp.Select:
    """The group's table, without the rows whose key is blank.

    Args:
        group: The group.
        types: Column of the table it reads → DuckDB type.
    """
    keys = [exp.column(name, quoted=True) for name in group.by]
    values = [
        exp.alias_(_value(gathered, group, types), name, quoted=True)
        for name, gathered in group.columns.items()
    ]
    query = exp.select(*keys, *values).from_(exp.to_table(f'"{group.source}"'))
    return query.where(has_key(group)).group_by(*keys)


def has_key(group: Group) -> exp.Expr:
    """Whether a row of the table that a group reads has a whole key."""
    return exp.and_(
        *(
            exp.not_(exp.Is(this=exp.column(k, quoted=True), expression=exp.Null()))
            for k in group.by
        )
    )


def _value(gathered: Gathered, group: Group, types: Mapping[str, str]) -> exp.Expr:
    column = exp.column(gathered.columns[0], quoted=True)
    if gathered.how in ("min", "max"):
        return exp.Anonymous(this=gathered.how, expressions=[column])
    if gathered.how == "sum":
        kind = exp.DataType.build("DOUBLE")
        number = exp.TryCast(this=as_text(column, types[gathered.columns[0]]), to=kind)
        return exp.Anonymous(this="sum", expressions=[number])
    if gathered.how == "all":
        return _all(gathered, types)
    # The value itself ends the order, so that equal places give the same answer every time.
    order = exp.Order(
        this=column.copy(),
        expressions=[exp.Ordered(this=term) for term in (*sorting(group.order), column.copy())],
    )
    given = exp.not_(exp.Is(this=column.copy(), expression=exp.Null()))
    taken = exp.Anonymous(this=gathered.how, expressions=[order])
    return exp.Filter(this=taken, expression=exp.Where(this=given))


def _all(gathered: Gathered, types: Mapping[str, str]) -> exp.Expr:
    """The distinct values of some columns, in the order of the alphabet, joined."""
    texts = [as_text(exp.column(name, quoted=True), types[name]) for name in gathered.columns]
    called = exp.Anonymous(this="list", expressions=[exp.Array(expressions=texts)])
    for function in ("flatten", "list_distinct", "list_sort"):
        called = exp.Anonymous(this=function, expressions=[called])
    joined = exp.Anonymous(
        this="array_to_string", expressions=[called, exp.Literal.string(gathered.separator)]
    )
    return exp.Nullif(this=joined, expression=exp.Literal.string(""))
