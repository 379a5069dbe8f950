"""SQL Server: conditions are not values there, and the rest that its SQL has no word for."""

from __future__ import annotations

from typing import Any

import ibis.expr.operations as ops
from ibis.backends.sql.compilers import MSSQLCompiler
from ibis.backends.sql.compilers.base import SQLGlotCompiler
from sqlglot import exp

from wholeplace.core.dialects.patterns import like_patterns

BIT = exp.DataType.Type.BIT
CONDITIONS = (exp.Predicate, exp.Connector, exp.Not)


class TsqlCompiler(MSSQLCompiler):
    """Ibis's compiler for SQL Server, with regular expressions as LIKE patterns."""

    __slots__ = ()

    UNSUPPORTED_OPS = tuple(op for op in MSSQLCompiler.UNSUPPORTED_OPS if op is not ops.RegexSearch)

    def visit_RegexSearch(self, op: Any, *, arg: exp.Expr, pattern: Any) -> exp.Expr:
        """Whether a pattern is found: SQL Server has no regular expressions before 2025."""
        fits = [
            exp.Like(this=arg.copy(), expression=exp.Literal.string(like))
            for like in like_patterns(op.pattern.value)
        ]
        return exp.paren(exp.or_(*fits))

    def visit_StartsWith(self, op: Any, *, arg: exp.Expr, start: exp.Expr) -> exp.Expr:
        """Whether text begins so, as one pattern where the beginning is given."""
        if not isinstance(op.start, ops.Literal):
            return super().visit_StartsWith(op, arg=arg, start=start)
        begins = "".join(f"[{mark}]" if mark in "%_[" else mark for mark in op.start.value)
        return exp.Like(this=arg, expression=exp.Literal.string(f"{begins}%"))

    def visit_Substring(
        self, op: Any, *, arg: exp.Expr, start: exp.Expr, length: exp.Expr | None
    ) -> exp.Expr:
        """Part of a text, which is plain where it begins at a given place."""
        if not isinstance(op.start, ops.Literal) or op.start.value < 0 or length is None:
            return super().visit_Substring(op, arg=arg, start=start, length=length)
        return self.f.substring(arg, op.start.value + 1, length)

    def visit_Not(self, op: Any, *, arg: exp.Expr) -> exp.Expr:
        """Not: Ibis would make not unknown true."""
        return exp.Not(this=exp.paren(arg.copy()))

    def to_sqlglot(self, expr: Any, **says: Any) -> exp.Expr:
        """The tree of an expression: Ibis would make unknown false in every column."""
        return SQLGlotCompiler.to_sqlglot(self, expr, **says)


def repair_tsql(tree: exp.Expr) -> exp.Expr:
    """The statement as SQL Server takes it.

    It has no type for yes and no: a condition may stand after WHERE, ON, WHEN, AND, OR and NOT and
    nowhere else, and nothing else may stand there. So a condition used as a value becomes a bit,
    and a bit used as a condition is compared with 1. LEAST and GREATEST came in 2022.

    Args:
        tree: The statement; it is changed in place.
    """
    # Those inside others come first: what is around them takes copies of them.
    for best in reversed(list(tree.find_all(exp.Least, exp.Greatest))):
        best.replace(_as_case(best))
    for guard in list(tree.find_all(exp.Coalesce)):
        if _is_condition(guard.this.unnest()) and guard.expressions == [exp.false()]:
            guard.replace(_flag(guard.this.unnest()))
    for order in tree.find_all(exp.Ordered):
        if _is_condition(order.this.unnest()) and _is_never_unknown(order.this):
            order.set("nulls_first", not order.args.get("desc"))
    # What is inside comes first, so that what is copied around it is right already.
    for node in reversed(list(tree.walk(bfs=False))):
        if isinstance(node, exp.Paren) or isinstance(node.parent, exp.Is):
            continue
        wanted, given = _is_wanted(node), _is_condition(node)
        if given and not wanted and node.parent is not None:
            _outermost(node).replace(_as_bit(node))
        elif isinstance(node, exp.Boolean):
            node.replace(_yes_or_no(bool(node.this), wanted))
        elif wanted and not given:
            node.replace(exp.EQ(this=node.copy(), expression=exp.Literal.number(1)))
    return tree


def _is_condition(node: exp.Expr) -> bool:
    return isinstance(node, CONDITIONS)


def _is_wanted(node: exp.Expr) -> bool:
    """Whether a condition is wanted where a node stands."""
    parent, key = node.parent, node.arg_key
    while isinstance(parent, exp.Paren):
        key, parent = parent.arg_key, parent.parent
    if isinstance(parent, exp.Not) and isinstance(parent.parent, exp.Is):
        return False
    if isinstance(parent, exp.If):
        case = parent.parent
        return key == "this" and not (isinstance(case, exp.Case) and case.this)
    if isinstance(parent, exp.Join):
        return key == "on"
    return isinstance(parent, exp.Where | exp.Having | exp.Connector | exp.Not)


def _outermost(node: exp.Expr) -> exp.Expr:
    while isinstance(node.parent, exp.Paren):
        node = node.parent
    return node


def _flag(condition: exp.Expr) -> exp.Expr:
    """1 where a condition holds and 0 elsewhere."""
    return exp.If(this=condition.copy(), true=exp.Literal.number(1), false=exp.Literal.number(0))


def _yes_or_no(yes: bool, wanted: bool) -> exp.Expr:
    """A condition that always or never holds, or the bit for it."""
    bit = exp.Literal.number(int(yes))
    return exp.EQ(this=exp.Literal.number(1), expression=bit) if wanted else bit


def _as_bit(condition: exp.Expr) -> exp.Expr:
    """1 where a condition holds, 0 where it does not, null where that is unknown."""
    if _is_never_unknown(condition):
        return exp.cast(_flag(condition), BIT)
    case = (
        exp.Case()
        .when(condition.copy(), exp.Literal.number(1))
        .when(exp.not_(exp.paren(condition.copy())), exp.Literal.number(0))
    )
    return exp.cast(case, BIT)


def _is_never_unknown(condition: exp.Expr) -> bool:
    """Whether a condition is true or false for all values, null among them."""
    condition = condition.unnest()
    if isinstance(condition, exp.Is):
        return True
    if isinstance(condition, exp.Not):
        return _is_never_unknown(condition.this)
    if not isinstance(condition, exp.Connector):
        return False
    one, other = condition.this.unnest(), condition.expression.unnest()
    if isinstance(condition, exp.Or) and isinstance(one, exp.Is):
        guarded = isinstance(one.expression, exp.Null)
        if guarded and all(column == one.this for column in other.find_all(exp.Column)):
            return True
    return _is_never_unknown(one) and _is_never_unknown(other)


def _as_case(node: exp.Expr) -> exp.Expr:
    """The least or greatest of values, those that are null left aside."""
    kind = exp.LTE if isinstance(node, exp.Least) else exp.GTE
    best, *others = node.this, *node.expressions
    for other in others:
        better = exp.or_(
            exp.Is(this=other.copy(), expression=exp.Null()),
            kind(this=best.copy(), expression=other.copy()),
        )
        case = exp.Case().when(exp.Is(this=best.copy(), expression=exp.Null()), other.copy())
        best = case.when(better, best.copy()).else_(other.copy())
    return best
