"""Expressions of a mapping: parsed, and refused unless they are columns and scalar functions."""

from __future__ import annotations

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from wholeplace.sources.mapping.definition import MappingError

BASE = "base"

_STRUCTURE = (
    exp.Column, exp.Identifier, exp.Literal, exp.Null, exp.Boolean, exp.Paren, exp.Case, exp.If,
    exp.DataType, exp.DataTypeParam, exp.Cast, exp.TryCast, exp.Interval, exp.Var, exp.Tuple,
    exp.Array, exp.Not, exp.Neg, exp.And, exp.Or, exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT,
    exp.GTE, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Is, exp.In, exp.Between, exp.Like, exp.ILike,
    exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.DPipe,
)  # fmt: skip
_FUNCTIONS = (
    exp.Coalesce, exp.Nullif, exp.Upper, exp.Lower, exp.Trim, exp.Left, exp.Right, exp.Substring,
    exp.Length, exp.Replace, exp.RegexpReplace, exp.RegexpExtract, exp.RegexpLike,
    exp.RegexpFullMatch, exp.Concat, exp.ConcatWs, exp.Pad, exp.SplitPart, exp.StrPosition,
    exp.StartsWith, exp.EndsWith, exp.Contains, exp.Abs, exp.Round, exp.Floor, exp.Ceil,
    exp.Greatest, exp.Least, exp.Year, exp.Month, exp.Day, exp.DateDiff, exp.TimestampTrunc,
    exp.DateTrunc, exp.TimeToStr, exp.Reverse,
)  # fmt: skip
_BY_NAME = {"try_strptime", "ends_with", "contains"}
_NAMES = (
    "upper lower trim left right substring length replace regexp_replace regexp_extract "
    "regexp_matches regexp_full_match concat concat_ws lpad rpad split_part strpos starts_with "
    "ends_with contains abs round floor ceil greatest least year month day date_diff date_trunc "
    "strftime try_strptime coalesce nullif if reverse"
)
FUNCTION_NAMES = tuple(_NAMES.split())


def parse_expression(text: str) -> exp.Expr:
    """An expression as a tree, known to be harmless.

    Every cast becomes one that gives a blank where it fails, so that no value stops an import.

    Args:
        text: A DuckDB SQL expression.

    Raises:
        MappingError: If it cannot be parsed, is more than one expression, or holds anything but
            columns, literals, operators, ``CASE`` and the functions of ``FUNCTION_NAMES``.
    """
    try:
        parsed = sqlglot.parse(text, dialect="duckdb")
    except (SqlglotError, RecursionError) as error:
        said = str(error).split("\n")[0].split(". Line")[0]
        raise MappingError(
            f"The expression {text!r} cannot be read: {said}.", "Correct it."
        ) from error
    if len(parsed) != 1 or parsed[0] is None:
        raise MappingError(f"{text!r} is not one expression.", "Write one, without a semicolon.")
    tree = parsed[0]
    for node in tree.walk():
        _refuse_unknown(text, node)
    return _forgiving(tree)


def columns_of(tree: exp.Expr) -> list[str]:
    """The columns an expression reads, as ``column`` or ``lookup.column``."""
    return [_reference(column) for column in tree.find_all(exp.Column)]


def _reference(column: exp.Column) -> str:
    return f"{column.table}.{column.name}" if column.table else column.name


def qualified(tree: exp.Expr) -> exp.Expr:
    """The expression with every bare column said to be of the table the step reads."""

    def qualify(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column):
            return column_of(_reference(node))
        return node

    return tree.transform(qualify)


def column_of(reference: str) -> exp.Column:
    """A column named ``column`` or ``lookup.column``, quoted."""
    table, _, name = reference.rpartition(".")
    return exp.column(name.casefold(), table=(table or BASE).casefold(), quoted=True)


def _refuse_unknown(text: str, node: exp.Expr) -> None:
    if isinstance(node, exp.Column):
        if not isinstance(node.this, exp.Identifier) or node.args.get("db"):
            raise MappingError(
                f"The expression {text!r} names a column in a way that is not understood.",
                "Write column, or lookup.column.",
            )
        return
    if isinstance(node, exp.Anonymous) and node.name.lower() in _BY_NAME:
        return
    if not isinstance(node, _STRUCTURE + _FUNCTIONS) or isinstance(node, exp.AggFunc):
        called = node.name if isinstance(node, exp.Anonymous) else node.key.replace("_", " ")
        raise MappingError(
            f"The expression {text!r} uses {called!r}, which a mapping may not.",
            f"Use columns, operators, CASE and the functions {', '.join(FUNCTION_NAMES)}.",
        )


def _forgiving(tree: exp.Expr) -> exp.Expr:
    """The tree with every cast one that gives a blank where it fails, from the inside out."""
    for node in reversed(list(tree.walk())):
        if isinstance(node, exp.Cast) and not isinstance(node, exp.TryCast):
            gentle = exp.TryCast(this=node.this, to=node.args["to"])
            if node is tree:
                return gentle
            node.replace(gentle)
    return tree
