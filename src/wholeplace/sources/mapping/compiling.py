"""One step of a mapping as a query, built as a tree so that no value is ever read as SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

from wholeplace.sources.mapping.definition import DateParts, LeaveOut, Lookup, Rule, Step
from wholeplace.sources.mapping.expressions import (
    BASE,
    column_of,
    parse_expression,
    qualified,
)
from wholeplace.sources.mapping.references import references_of, used_of

WHEN, GAP, RAW, UNSURE, LEFT_OUT = "when__", "gap__", "raw__", "unsure__", "left_out__"
# Beyond this a double no longer tells one whole number from the next.
EXACT_FLOAT = 2**53
TIME_LETTERS = ("%H", "%I")
Types = Mapping[str, Mapping[str, str]]


def origins_query(step: Step, types: Types) -> exp.Select:
    """The step's table with its lookups: each column as the source has it, and each condition.

    Args:
        step: The step.
        types: Table → column → DuckDB type.
    """
    references = references_of(step)
    columns = [
        exp.alias_(_origin(rule, step, types), name, quoted=True)
        for name, rule in step.columns.items()
    ]
    for place, rows in enumerate(step.leave_out):
        if rows.when:
            columns.append(
                exp.alias_(qualified(parse_expression(rows.when)), f"{WHEN}{place}", quoted=True)
            )
    for lookup in step.lookups:
        several = exp.GT(this=column_of(f"{lookup.name}.n__"), expression=exp.Literal.number(1))
        columns.append(exp.alias_(several, f"{UNSURE}{lookup.name}", quoted=True))
    query = exp.select(*columns).from_(_table(step.source, BASE))
    for lookup in step.lookups:
        query = query.join(
            _looked_up(lookup, used_of(references, lookup.name)).subquery(
                exp.to_identifier(lookup.name, quoted=True)
            ),
            on=exp.and_(*(_equal(lookup, key, step, types) for key in lookup.on)),
            join_type="left",
        )
    return query


def values_query(
    step: Step, inner: exp.Query, types: Mapping[str, str], text: set[str]
) -> exp.Select:
    """The step's columns with our values, beside each what was not understood.

    Args:
        step: The step.
        inner: The query of :func:`origins_query`.
        types: Column of the inner query → DuckDB type.
        text: Columns that must come out as text.
    """
    columns: list[exp.Expr] = []
    for name, rule in step.columns.items():
        value, gap = _translated(rule, _quoted(name), types[name], name in text)
        columns.append(exp.alias_(value, name, quoted=True))
        if gap is not None:
            columns.append(exp.alias_(gap, f"{GAP}{name}", quoted=True))
            raw = as_text(_quoted(name), types[name])
            columns.append(exp.alias_(raw, f"{RAW}{name}", quoted=True))
    flags = [name for name in types if name.startswith((WHEN, UNSURE))]
    columns += [_quoted(name) for name in flags]
    return exp.select(*columns).from_(inner.subquery("origins"))


def judged_query(step: Step, inner: exp.Query) -> exp.Select:
    """The rows of :func:`values_query`, each with the place of the reason it is left out by."""
    case = exp.Case()
    for place, rows in enumerate(step.leave_out):
        case = case.when(_leaves(place, rows), exp.Literal.number(place))
    left: exp.Expr = case if step.leave_out else exp.cast(exp.Null(), "INTEGER")
    chosen = exp.select(exp.Star(), exp.alias_(left, LEFT_OUT, quoted=True))
    return chosen.from_(inner.subquery("translated"))


def _leaves(place: int, rows: LeaveOut) -> exp.Expr:
    if rows.when:
        return exp.func("coalesce", _quoted(f"{WHEN}{place}"), exp.false())
    return exp.or_(*(_is_null(_quoted(column)) for column in rows.blank))


def _origin(rule: Rule, step: Step, types: Types) -> exp.Expr:
    if rule.column:
        return column_of(rule.column)
    if rule.first:
        return exp.func("coalesce", *(_text_reference(name, step, types) for name in rule.first))
    if rule.constant is not None:
        return exp.Literal.string(rule.constant)
    if rule.date is not None:
        return _date(rule.date, lambda name: _text_reference(name, step, types))
    return qualified(parse_expression(rule.expression))


def _text_reference(reference: str, step: Step, types: Types) -> exp.Expr:
    return as_text(column_of(reference), type_of(reference, step, types))


def type_of(reference: str, step: Step, types: Types) -> str:
    """The DuckDB type of ``column`` or ``lookup.column`` in a step; text where there is none."""
    prefix, _, name = reference.rpartition(".")
    lookup = next((one for one in step.lookups if one.name == prefix), None)
    return types[lookup.table if lookup else step.source].get(name, "VARCHAR")


def as_text(value: exp.Expr, kind: str) -> exp.Expr:
    """A value as text; a whole number that was stored as a double without its ``.0``."""
    if kind == "VARCHAR":
        return value
    plain = exp.cast(value.copy(), "VARCHAR")
    if kind not in ("DOUBLE", "FLOAT"):
        return plain
    whole = exp.cast(exp.TryCast(this=value.copy(), to=exp.DataType.build("BIGINT")), "VARCHAR")
    exact = exp.and_(
        exp.EQ(this=value.copy(), expression=exp.func("floor", value.copy())),
        exp.LT(this=exp.func("abs", value.copy()), expression=exp.Literal.number(EXACT_FLOAT)),
    )
    return exp.Case().when(exact, whole).else_(plain)


def _date(parts: DateParts, text: Callable[[str], exp.Expr]) -> exp.Expr:
    """Year, month and day as ``yyyy-mm-dd``; blank where a part is, unless a stand-in is given."""

    def part(value: str | int, width: int, missing: int | None) -> exp.Expr:
        if isinstance(value, int):
            return exp.Literal.string(f"{value:0{width}d}")
        given = text(value)
        if missing is not None:
            given = exp.func("coalesce", given, exp.Literal.string(str(missing)))
        # lpad would cut a longer number to its width.
        zeros = exp.func("greatest", exp.func("length", given.copy()), exp.Literal.number(width))
        long = exp.cast(zeros, "INTEGER")
        return exp.Anonymous(this="lpad", expressions=[given, long, exp.Literal.string("0")])

    pieces = (
        part(parts.year, 4, None),
        part(parts.month, 2, parts.missing_month),
        part(parts.day, 2, parts.missing_day),
    )
    dash = exp.Literal.string("-")
    joined: exp.Expr = pieces[0]
    for piece in pieces[1:]:
        joined = exp.DPipe(this=exp.DPipe(this=joined, expression=dash.copy()), expression=piece)
    return joined


def _translated(
    rule: Rule, value: exp.Expr, kind: str, text: bool
) -> tuple[exp.Expr, exp.Expr | None]:
    """A column with our values, and where a value of the source was not understood."""
    changed = as_text(value, kind) if text or rule.values or rule.matching else value
    if rule.formats and not kind.startswith(("DATE", "TIMESTAMP")):
        changed = _reformatted(as_text(value, kind), rule.formats)
    gap: exp.Expr | None = None
    if rule.values:
        changed, gap = _looked_up_value(rule, changed)
    if rule.matching:
        whole = exp.Anonymous(
            this="regexp_full_match",
            expressions=[changed.copy(), exp.Literal.string(rule.matching)],
        )
        strange = exp.and_(_is_given(changed), exp.not_(whole.copy()))
        gap = strange if gap is None else exp.or_(gap, strange)
        changed = exp.Case().when(whole, changed)
    return changed, gap


def _looked_up_value(rule: Rule, text: exp.Expr) -> tuple[exp.Expr, exp.Expr | None]:
    key = exp.func("upper", text.copy())
    case = exp.Case(this=key)
    for theirs, ours in rule.values.items():
        value = exp.Literal.string(ours) if ours else exp.Null()
        case = case.when(exp.Literal.string(theirs.strip().upper()), value)
    if rule.keep_others:
        return case.else_(text.copy()), None
    if rule.otherwise is not None:
        blank = exp.Case().when(_is_given(text), exp.Literal.string(rule.otherwise))
        return case.else_(blank), None
    listed = [exp.Literal.string(theirs.strip().upper()) for theirs in rule.values]
    unlisted = exp.not_(exp.In(this=key.copy(), expressions=listed))
    return case, exp.and_(_is_given(text), unlisted)


def _reformatted(text: exp.Expr, formats: tuple[str, ...]) -> exp.Expr:
    """A date as ISO text; what no format reads stays as it is, for landing to refuse by name."""
    written = []
    for form in formats:
        timed = any(letter in form for letter in TIME_LETTERS)
        read = exp.Anonymous(
            this="try_strptime", expressions=[text.copy(), exp.Literal.string(form)]
        )
        target = exp.Literal.string("%Y-%m-%d %H:%M:%S" if timed else "%Y-%m-%d")
        written.append(exp.Anonymous(this="strftime", expressions=[read, target]))
    return exp.func("coalesce", *written, text.copy())


def _looked_up(lookup: Lookup, used: list[str]) -> exp.Select:
    """At most one row for each key of a lookup's table, with how many there were as ``n__``."""
    keys = list(lookup.on)
    rest = [name for name in dict.fromkeys(used) if name not in keys]
    source = exp.select(*(_quoted(name) for name in (*keys, *rest))).from_(
        _table(lookup.table, BASE)
    )
    if lookup.where:
        source = source.where(qualified(parse_expression(lookup.where)))
    one = exp.alias_(exp.Literal.number(1), "n__", quoted=True)
    if lookup.pick != "only":
        down = lookup.pick == "last"
        order = [
            exp.Ordered(this=term, desc=down, nulls_first=False) for term in sorting(lookup.order)
        ]
        ties = [exp.Ordered(this=_quoted(name), desc=down) for name in rest]
        window = exp.Window(
            this=exp.RowNumber(),
            partition_by=[_quoted(name) for name in keys],
            order=exp.Order(expressions=[*order, *ties]),
        )
        first = exp.EQ(this=window, expression=exp.Literal.number(1))
        return source.select(one).qualify(first)
    count = exp.Count(this=exp.Star())
    alone = exp.EQ(this=count, expression=exp.Literal.number(1))
    values = [
        exp.alias_(exp.Case().when(alone.copy(), _any(name)), name, quoted=True) for name in rest
    ]
    chosen = exp.select(
        *(_quoted(name) for name in keys), *values, exp.alias_(count.copy(), "n__", quoted=True)
    )
    return chosen.from_(source.distinct().subquery("rows")).group_by(*(_quoted(k) for k in keys))


def _any(name: str) -> exp.Expr:
    return exp.Anonymous(this="any_value", expressions=[_quoted(name)])


def _equal(lookup: Lookup, key: str, step: Step, types: Types) -> exp.Expr:
    theirs, ours = types[lookup.table].get(key, "VARCHAR"), type_of(lookup.on[key], step, types)
    left, right = column_of(f"{lookup.name}.{key}"), column_of(lookup.on[key])
    if theirs == ours:
        return exp.EQ(this=left, expression=right)
    return exp.EQ(this=as_text(left, theirs), expression=as_text(right, ours))


def sorting(columns: tuple[str, ...]) -> list[exp.Expr]:
    """What to sort rows by: numbers as numbers, though a file held them as text."""
    terms: list[exp.Expr] = []
    for name in columns:
        terms.append(exp.TryCast(this=_as_any_text(name), to=exp.DataType.build("DOUBLE")))
        terms.append(_quoted(name))
    return terms


def _as_any_text(name: str) -> exp.Expr:
    return exp.cast(_quoted(name), "VARCHAR")


def _quoted(name: str) -> exp.Column:
    return exp.column(name, quoted=True)


def _table(name: str, alias: str) -> exp.Expr:
    return exp.alias_(exp.to_table(f'"{name}"'), alias, table=True)


def _is_null(value: exp.Expr) -> exp.Expr:
    return exp.Is(this=value.copy(), expression=exp.Null())


def _is_given(value: exp.Expr) -> exp.Expr:
    return exp.not_(_is_null(value))
