"""The rules that keep one expression meaning the same on every engine, each as a look at the code.

Where engines disagree, and which safe form to use, is in docs/explanation/engine.md.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

LONG_UNITS = {"month", "months", "M", "year", "years", "Y", "quarter", "quarters", "Q"}
QUERY_METHODS = {"sql", "raw_sql", "execute", "executemany", "query"}
QUERY_STARTS = ("SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "COPY ", "DROP ", "WITH ")
AGGREGATES = {"sum", "count", "nunique", "mean", "cast", "max", "min"}
CLOCK_READS = {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("time", "time")}


@dataclass(frozen=True)
class Rule:
    """One thing code may not do.

    Attributes:
        name: What is banned, in words.
        instead: What to write.
        broken_by: Whether a node breaks the rule.
        allowed_in: Folders, below src, where it is allowed.
        only_in: Folders, below src, where the rule applies; empty means all.
        expressions_only: Whether it applies only to modules that use Ibis.
        waiver: A mark on the line that lets it pass, with a comment saying why it is safe.
    """

    name: str
    instead: str
    broken_by: Callable[[ast.AST], bool]
    allowed_in: tuple[str, ...] = ()
    only_in: tuple[str, ...] = ()
    expressions_only: bool = False
    waiver: str = ""

    def applies_to(self, path: str, tree: ast.Module) -> bool:
        """Whether a module, by its path below src, is under the rule."""
        if path.startswith(self.allowed_in):
            return False
        if self.only_in and not path.startswith(self.only_in):
            return False
        return not self.expressions_only or _uses_ibis(tree)


def violations(path: str, source: str) -> Iterator[str]:
    """Every broken rule in a module, as ``path:line: what; instead``."""
    tree = ast.parse(source)
    lines = ["", *source.splitlines()]
    rules = [rule for rule in RULES if rule.applies_to(path, tree)]
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        for rule in rules:
            if rule.broken_by(node) and not (rule.waiver and rule.waiver in lines[line]):
                yield f"{path}:{line}: {rule.name}; {rule.instead}"


def violations_below(folder: Path) -> list[str]:
    """Every broken rule below a source folder."""
    return [
        problem
        for file in sorted(folder.rglob("*.py"))
        for problem in violations(file.relative_to(folder).as_posix(), file.read_text())
    ]


def _uses_ibis(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and any(a.name.split(".")[0] == "ibis" for a in node.names):
            return True
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "ibis":
            return True
    return False


def _calls(node: ast.AST, *names: str) -> ast.Call | None:
    """The node, where it calls a method of one of these names."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node if node.func.attr in names else None
    return None


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((word.value for word in call.keywords if word.arg == name), None)


def _long_delta(node: ast.AST) -> bool:
    call = _calls(node, "delta")
    if call is None:
        return False
    units = [*call.args[1:], _keyword(call, "unit")]
    return any(isinstance(unit, ast.Constant) and unit.value in LONG_UNITS for unit in units)


def _ordered_pick(node: ast.AST) -> bool:
    call = _calls(node, "first", "last", "collect", "group_concat")
    return call is not None and (
        _keyword(call, "order_by") is not None or _calls(call, "group_concat") is not None
    )


def _unfiltered_argmax(node: ast.AST) -> bool:
    call = _calls(node, "argmax", "argmin")
    return call is not None and bool(call.args) and _keyword(call, "where") is None


def _builds_text(node: ast.expr | None) -> bool:
    """Whether an expression puts values into text."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return any(
            isinstance(side, ast.Constant | ast.JoinedStr) and not _is_number(side)
            for side in (node.left, node.right)
        )
    return node is not None and _calls(node, "format") is not None


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def _built_query(node: ast.AST) -> bool:
    call = _calls(node, *QUERY_METHODS)
    if call is not None and call.args and _builds_text(call.args[0]):
        return True
    if not isinstance(node, ast.JoinedStr) or not _builds_text(node):
        return False
    first = node.values[0]
    return isinstance(first, ast.Constant) and str(first.value).lstrip().startswith(QUERY_STARTS)


def _years_by_days(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Div | ast.FloorDiv)
        and isinstance(node.right, ast.Constant)
        and node.right.value in (365, 365.25)
    )


def _unguarded_division(node: ast.AST) -> bool:
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div | ast.FloorDiv)):
        return False
    if _is_number(node.right) or _calls(node.right, "nullif"):
        return False
    return any(_calls(side, *AGGREGATES) for side in (node.left, node.right))


def _unfloored_cast(node: ast.AST) -> bool:
    call = _calls(node, "cast")
    if call is None or not call.args or not isinstance(call.args[0], ast.Constant):
        return False
    if not str(call.args[0].value).startswith("int"):
        return False
    assert isinstance(call.func, ast.Attribute)
    receiver = call.func.value
    if isinstance(receiver, ast.BinOp):
        return isinstance(receiver.op, ast.Div)
    return _calls(receiver, "mean", "quantile", "median") is not None


def _clock_read(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    owner = node.func.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return (name, node.func.attr) in CLOCK_READS


def _method(*names: str) -> Callable[[ast.AST], bool]:
    return lambda node: _calls(node, *names) is not None


RULES = (
    Rule("`.hash()`", 'hash with `.hexdigest("sha256")`, people with HMAC', _method("hash")),
    Rule("`asof_join`", "number the rows in a window and keep the first", _method("asof_join")),
    Rule(
        "`memtable`",
        "bring small tables in with `Engine.table`",
        _method("memtable"),
        allowed_in=("wholeplace/core/",),
    ),
    Rule(
        "`create_table`",
        "go through Parquet with `Engine.keep`",
        _method("create_table"),
        allowed_in=("wholeplace/core/",),
    ),
    Rule("`delta` in months or years", "use `core.expressions.age_in_years`", _long_delta),
    Rule(
        "years as days divided by 365",
        "use `core.expressions.age_in_years`",
        _years_by_days,
        expressions_only=True,
    ),
    Rule("ordered `first`, `last`, `collect` or `group_concat`", "number the rows", _ordered_pick),
    Rule(
        "`argmax` without `where`",
        "say `where=key.notnull()`: engines differ on null keys",
        _unfiltered_argmax,
        expressions_only=True,
    ),
    Rule("values formatted into SQL", "pass parameters", _built_query, waiver="noqa: S608"),
    Rule(
        "division by what may be 0",
        "use `core.expressions.divide` or `.nullif(0)`",
        _unguarded_division,
        expressions_only=True,
    ),
    Rule(
        "a fraction cast to whole numbers",
        "floor or round it first",
        _unfloored_cast,
        expressions_only=True,
    ),
    Rule(
        "reading the clock",
        "take the date as an argument; only the commands read it",
        _clock_read,
        only_in=("wholeplace/",),
        allowed_in=("wholeplace/cli/",),
    ),
)


def main() -> int:
    """Print every broken rule; 1 if there is any."""
    found = violations_below(Path(__file__).parents[1] / "src")
    for problem in found:
        sys.stdout.write(f"src/{problem}\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
