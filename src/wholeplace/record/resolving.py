"""Conditions that a code can resolve: the first date of each after the last that resolved it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.core.engine import Engine
from wholeplace.record.matching import Matched
from wholeplace.record.needs import Asked, CodedSince


def dates_since(
    engine: Engine, since: Mapping[CodedSince, Sequence[dt.date]], matched: Matched
) -> tuple[ir.Table, dict[Asked, str]]:
    """First date of a list after the last date of the list that resolves it, by several days.

    Few people ever had a condition resolved: only their codes are looked at date by date, and
    everybody else's condition holds from the first code of all.

    Args:
        engine: The engine, which keeps what is found.
        since: Which condition and what resolves it → by which days.
        matched: The matched events, the last of these days or later.

    Returns:
        ``person`` and a column for each answer; and what is asked by a day → its column.
    """
    found, items = matched.events, matched.items
    asked = [(number, day) for number, days in enumerate(since.values()) for day in days]
    resolved = engine.keep(_resolved(engine, since, matched), name="coded_and_resolved")
    coded = found.filter(found["item"].isin(sorted({items[_list(need)] for need in since})))
    firsts = {
        f"first_{number}": _where(coded["item"] == items[_list(need)], coded.event_date).min()
        for number, need in enumerate(since)
    }
    both = coded.group_by("person").agg(**firsts).left_join(resolved, "person")
    dates = {
        f"since_{number}_by_{_named(day)}": ibis.ifelse(
            both[f"resolved_{number}_by_{_named(day)}"].notnull(),
            both[f"again_{number}_by_{_named(day)}"],
            _where(both[f"first_{number}"] <= ibis.literal(day), both[f"first_{number}"]),
        )
        for number, day in asked
    }
    table = engine.keep(both.select("person", **dates), name="dates_since")
    needs = list(since)
    return table, {
        (needs[number], day): f"since_{number}_by_{_named(day)}" for number, day in asked
    }


def _resolved(
    engine: Engine, since: Mapping[CodedSince, Sequence[dt.date]], matched: Matched
) -> ir.Table:
    """Of people a condition of whom was resolved, when it was, and when it was next coded.

    Returns:
        ``person`` and, for each condition and day, the date it was last resolved by then and the
        first date it was coded on after that, if it was; people without the condition have no row.
    """
    found = matched.events
    pairs = engine.table(_pairs(list(since), matched.items), name="resolving_codes")
    days = sorted({day for some in since.values() for day in some})
    ends = found.join(pairs.select("pair", "resolves", item="resolved_by"), "item")
    last = {
        f"resolved_by_{_named(day)}": _where(
            ends.event_date <= ibis.literal(day), ends.event_date
        ).max()
        for day in days
    }
    marks = ends.group_by("person", "pair", "resolves").agg(**last)
    marks = marks.select("person", "pair", *last, item=marks.resolves)
    again = found.select("person", "item", "event_date").join(marks, ["person", "item"])
    columns = {}
    for number, some in enumerate(since.values()):
        for day in some:
            resolved = again[f"resolved_by_{_named(day)}"]
            mine, date = again["pair"] == number, again.event_date
            later = mine & (date > resolved) & (date <= ibis.literal(day))
            columns[f"resolved_{number}_by_{_named(day)}"] = _where(mine, resolved).max()
            columns[f"again_{number}_by_{_named(day)}"] = _where(later, date).min()
    return again.group_by("person").agg(**columns)


def _pairs(needs: Sequence[CodedSince], items: Mapping[str, int]) -> pa.Table:
    numbers = {
        "pair": range(len(needs)),
        "resolves": [items[_list(need)] for need in needs],
        "resolved_by": [items[f"list {need.resolved_by}"] for need in needs],
    }
    return pa.table({name: pa.array(some, pa.int16()) for name, some in numbers.items()})


def _list(need: CodedSince) -> str:
    return f"list {need.code_list}"


def _where(condition: ir.BooleanValue, date: ir.DateValue) -> ir.DateValue:
    return ibis.ifelse(condition, date, ibis.null("date"))


def _named(day: dt.date) -> str:
    return f"{day:%Y_%m_%d}"
