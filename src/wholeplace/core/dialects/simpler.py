"""Conditions said more simply, with the same rows chosen and the same values given."""

from __future__ import annotations

from sqlglot import exp

# What needs no brackets between AND and OR, or as the whole of a condition.
STANDS_ALONE = (exp.Predicate, exp.Column, exp.Literal, exp.Boolean, exp.Func)
BINDS_LOOSELY = (exp.Connector, exp.Not, exp.Query)


def simpler(tree: exp.Expr) -> None:
    """Rewrite conditions in place: brackets and blanks only where they matter.

    Args:
        tree: A statement.
    """
    for guard in list(tree.find_all(exp.Coalesce)):
        if _is_only_a_test(guard):
            guard.replace(exp.paren(guard.this, copy=False))
    for denial in list(tree.find_all(exp.Not)):
        _is_not_null(denial)
    for brackets in list(tree.find_all(exp.Paren)):
        if _says_nothing(brackets):
            brackets.replace(brackets.this)
    for window in tree.find_all(exp.Window):
        if isinstance(window.this, exp.RowNumber):
            window.set("spec", None)


def _is_only_a_test(node: exp.Coalesce) -> bool:
    """Whether it turns unknown into false where unknown counts as false anyway."""
    others = node.expressions
    if len(others) != 1 or not isinstance(others[0], exp.Boolean) or others[0].this:
        return False
    place: exp.Expr = node
    while isinstance(place.parent, exp.Paren | exp.And | exp.Or):
        place = place.parent
    parent, key = place.parent, place.arg_key
    if isinstance(parent, exp.If):
        case = parent.parent
        return key == "this" and not (isinstance(case, exp.Case) and case.this)
    return isinstance(parent, exp.Where | exp.Having) or (
        isinstance(parent, exp.Join) and key == "on"
    )


def _is_not_null(node: exp.Not) -> None:
    inner = node.this.unnest()
    if isinstance(inner, exp.Is) and isinstance(inner.expression, exp.Null):
        node.replace(exp.Is(this=inner.this, expression=exp.Not(this=exp.Null())))


def _says_nothing(node: exp.Paren) -> bool:
    inner, parent = node.this, node.parent
    if isinstance(inner, exp.Paren):
        return True
    if isinstance(parent, exp.Where | exp.Having | exp.Alias | exp.Select):
        return not isinstance(inner, exp.Query)
    if isinstance(parent, exp.If | exp.Coalesce | exp.Cast) or (
        isinstance(parent, exp.Join) and node.arg_key == "on"
    ):
        return not isinstance(inner, exp.Query)
    if isinstance(parent, exp.Connector):
        alone = isinstance(inner, STANDS_ALONE) and not isinstance(inner, BINDS_LOOSELY)
        return alone or type(inner) is type(parent)
    return False
