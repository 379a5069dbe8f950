"""The scans over coded events: a fixed number, however many attributes and measures there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.core.calendar import window_start
from wholeplace.core.engine import Engine
from wholeplace.core.expressions import flag
from wholeplace.record.matching import Matched, numbered_items, until
from wholeplace.record.needs import (
    CodedDate,
    CodedSince,
    DaysBeyond,
    LastCoded,
    LatestReading,
    Need,
)
from wholeplace.record.plan import Plan

AnyNeed = TypeVar("AnyNeed", bound=Need)

FEW = 16
"""Columns made in one grouping: each looks at every row there is for any of them."""


def event_columns(
    engine: Engine, plans: Sequence[Plan], matched: Matched, events: ir.Table, links: ir.Table
) -> Iterator[list[ir.Table]]:
    """Everything plans need of coded events, from those that were matched.

    All events are looked through again only where the plans ask for the latest date of anything
    coded. What can be found for all dates is found for them in one pass.

    Args:
        engine: The engine.
        plans: Plans that differ in nothing but their date, whose needs are answered.
        matched: What was found for these plans, or for a wider and later one.
        events: Columns ``record_id``, ``event_date``.
        links: Columns ``record_id``, ``person``.

    Yields:
        For each plan tables of ``person`` and a column per need; a person with nothing of the kind
        has no row in a table.
    """
    plan, days = plans[0], [plan.as_at for plan in plans]
    items, found = matched.items, _needed(plan, max(days), matched)
    coded = [need for need in plan.needs if isinstance(need, CodedDate)]
    since = [need for need in plan.needs if isinstance(need, CodedSince)]
    latest = [need for need in plan.needs if isinstance(need, LatestReading)]
    beyond = [need for need in plan.needs if isinstance(need, DaysBeyond)]
    if coded or since:
        spans = engine.keep(_spans(found, days), name="first_and_last_codes")
    if latest:
        newest = engine.keep(_newest(found, days), name="latest_readings")
    if beyond:
        high = engine.keep(_high(found, beyond, items, days), name="days_of_high_readings")
    for day in days:
        tables = []
        if LastCoded() in plan.needs:
            tables.append(("last_coded", _last_coded(until(events, day), links)))
        for few in _few(coded):
            tables.append(("dates_coded", _dates(spans, few, items, day)))
        if since:
            tables.append(("dates_since", _since(engine, spans, found, since, items, day)))
        for some in _few(latest):
            tables.append(("readings", _readings(newest, some, items, day)))
        if beyond:
            tables.append(("days_beyond", _days_beyond(high, beyond, items, day)))
        yield [engine.keep(table, name=name) for name, table in tables]


def _needed(plan: Plan, last: dt.date, matched: Matched) -> ir.Table:
    """The matched events that a plan needs up to a day."""
    wanted = [matched.items[name] for name in numbered_items(plan)]
    some = matched.events
    if last < matched.as_at:
        some = until(some, last)
    return some if len(wanted) == len(matched.items) else some.filter(some["item"].isin(wanted))


def _last_coded(events: ir.Table, links: ir.Table) -> ir.Table:
    per_record = events.group_by("record_id").agg(last_coded=events.event_date.max())
    linked = per_record.join(links, "record_id")
    return linked.group_by("person").agg(last_coded=linked.last_coded.max())


def _spans(found: ir.Table, days: Sequence[dt.date]) -> ir.Table:
    """First date of every code list each person has a code of, and the last by each day."""
    coded = found.filter(found.value.isnull())
    last = {_last(day): _by(coded.event_date, day, days).max() for day in days}
    return coded.group_by("person", "item").agg(first=coded.event_date.min(), **last)


def _few(needs: Sequence[AnyNeed]) -> Iterator[Sequence[AnyNeed]]:
    """Needs a few at a time."""
    for start in range(0, len(needs), FEW):
        yield needs[start : start + FEW]


def _dates(
    spans: ir.Table, needs: Sequence[CodedDate], items: Mapping[str, int], day: dt.date
) -> ir.Table:
    asked = sorted({items[f"list {need.code_list}"] for need in needs})
    some = spans.filter(spans["item"].isin(asked) & spans[_last(day)].notnull())
    picked = {}
    for need in needs:
        column = some.first if need.which == "first" else some[_last(day)]
        chosen = _only(column, some, items[f"list {need.code_list}"])
        picked[need.column] = chosen.min() if need.which == "first" else chosen.max()
    return some.group_by("person").agg(**picked)


def _since(
    engine: Engine,
    spans: ir.Table,
    found: ir.Table,
    needs: list[CodedSince],
    items: Mapping[str, int],
    day: dt.date,
) -> ir.Table:
    """First date of a list after the last date of the list that resolves it."""
    pairs = engine.table(_pairs(needs, items), name="resolving_codes")
    begun = spans.filter(spans[_last(day)].notnull())
    ends = begun.select("person", resolved_by="item", resolved_on=_last(day))
    starts = begun.select("person", "item", "first").join(pairs, "item")
    marked = starts.left_join(ends, ["person", "resolved_by"]).select(
        "person", "item", "pair", "first", "resolved_on"
    )
    marked = engine.keep(marked, name="coded_and_resolved")
    never = marked.filter(marked.resolved_on.isnull())
    some = marked.filter(marked.resolved_on.notnull())
    again = found.join(some, ["person", "item"])
    again = again.filter(
        (again.event_date > again.resolved_on) & (again.event_date <= ibis.literal(day))
    )
    later = again.group_by("person", "pair").agg(since=again.event_date.min())
    long = never.select("person", "pair", since="first").union(later)
    picked = {
        need.column: ibis.ifelse(long.pair == number, long.since, ibis.null("date")).min()
        for number, need in enumerate(needs)
    }
    return long.group_by("person").agg(**picked)


def _pairs(needs: list[CodedSince], items: Mapping[str, int]) -> pa.Table:
    return pa.table(
        {
            "pair": pa.array(range(len(needs)), pa.int16()),
            "item": pa.array([items[f"list {need.code_list}"] for need in needs], pa.int16()),
            "resolved_by": pa.array(
                [items[f"list {need.resolved_by}"] for need in needs], pa.int16()
            ),
        }
    )


def _newest(found: ir.Table, days: Sequence[dt.date]) -> ir.Table:
    """The latest date of each measurement by each day, and the lowest value of that date."""
    read = found.filter(found.value.notnull())
    dates = {_last(day): _by(read.event_date, day, days).max() for day in days}
    newest = read.group_by("person", "item").agg(**dates)
    on_any = ibis.or_(*(read.event_date == newest[name] for name in dates))
    joined = read.join(newest, ["person", "item", on_any])
    values = {
        _lowest(day): ibis.ifelse(
            joined.event_date == joined[_last(day)], joined.value, ibis.null("float64")
        ).min()
        for day in days
    }
    kept = {name: joined[name].max() for name in dates}
    return joined.group_by("person", "item").agg(**kept, **values)


def _readings(
    newest: ir.Table, needs: Sequence[LatestReading], items: Mapping[str, int], day: dt.date
) -> ir.Table:
    asked = sorted({items[f"reading {need.measurement}"] for need in needs})
    some = newest.filter(newest["item"].isin(asked) & newest[_last(day)].notnull())
    columns = {"date": some[_last(day)], "value": some[_lowest(day)]}
    picked = {
        need.column: _only(columns[need.part], some, items[f"reading {need.measurement}"]).max()
        for need in needs
    }
    return some.group_by("person").agg(**picked)


def _high(
    found: ir.Table, needs: list[DaysBeyond], items: Mapping[str, int], days: Sequence[dt.date]
) -> ir.Table:
    """Days on which the lowest reading of the day was above the least that is asked for."""
    start = window_start(min(days), max(need.months for need in needs))
    asked = sorted({items[f"reading {need.measurement}"] for need in needs})
    recent = found.filter(found["item"].isin(asked) & (found.event_date >= ibis.literal(start)))
    daily = recent.group_by("person", "item", "event_date").agg(value=recent.value.min())
    return daily.filter(daily.value > min(need.above for need in needs))


def _days_beyond(
    high: ir.Table, needs: list[DaysBeyond], items: Mapping[str, int], day: dt.date
) -> ir.Table:
    """On how many days the lowest reading of the day was above a value."""
    counted = {}
    for need in needs:
        since = ibis.literal(window_start(day, need.months))
        mine = high["item"] == items[f"reading {need.measurement}"]
        inside = high.event_date.between(since, ibis.literal(day))
        counted[need.column] = flag(mine & inside & (high.value > need.above)).sum()
    return high.group_by("person").agg(**counted)


def _last(day: dt.date) -> str:
    return f"last_by_{day:%Y_%m_%d}"


def _lowest(day: dt.date) -> str:
    return f"lowest_by_{day:%Y_%m_%d}"


def _by(date: ir.DateColumn, day: dt.date, days: Sequence[dt.date]) -> ir.DateValue:
    """A date where it is no later than a day; no row is later than the last of the days."""
    if day == max(days):
        return date
    return ibis.ifelse(date <= ibis.literal(day), date, ibis.null("date"))


def _only(column: ir.Column, table: ir.Table, item: int) -> ir.Value:
    """A column where a row is of one item; a plain condition is far faster than a filter."""
    return ibis.ifelse(table["item"] == item, column, ibis.null(column.type()))
