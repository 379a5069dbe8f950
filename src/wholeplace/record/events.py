"""The scans over coded events: a fixed number, however many attributes and measures there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.core.calendar import window_start
from wholeplace.core.engine import Engine
from wholeplace.core.expressions import flag
from wholeplace.record.needs import CodedDate, CodedSince, DaysBeyond, LastCoded, LatestReading
from wholeplace.record.plan import Plan

FOUND = {"person": "int64", "item": "int16", "event_date": "date", "value": "float64"}
SPANS = {"person": "int64", "item": "int16", "first": "date", "last": "date"}


@dataclass(frozen=True)
class Matched:
    """The events that are on a code list or are a plausible reading, found in one scan.

    Attributes:
        events: ``person``, ``item``, ``event_date`` and, of readings, ``value``.
        items: The number of each code list and measurement looked for.
        as_at: The last day of the events.
    """

    events: ir.Table
    items: Mapping[str, int]
    as_at: dt.date


def match_events(engine: Engine, plan: Plan, events: ir.Table, links: ir.Table) -> Matched:
    """Look through all events once for whatever a plan needs of them.

    Args:
        engine: The engine, which keeps what is found.
        plan: The plan.
        events: Columns ``record_id``, ``event_date``, ``code``, ``value``.
        links: Columns ``record_id``, ``person``.
    """
    items = numbered_items(plan)
    members = engine.table(_members(plan, items), name="code_list_member")
    found = _found(_until(events, plan.as_at), members, links)
    return Matched(engine.keep(found, FOUND, name="gp_events"), items, plan.as_at)


def event_columns(
    engine: Engine, plan: Plan, matched: Matched, events: ir.Table, links: ir.Table
) -> list[ir.Table]:
    """Everything a plan needs of coded events, from those that were matched.

    All events are looked through again only where the plan asks for the latest date of anything
    coded.

    Args:
        engine: The engine.
        plan: The plan, whose needs are answered.
        matched: What was found for this plan, or for a wider and later one.
        events: Columns ``record_id``, ``event_date``.
        links: Columns ``record_id``, ``person``.

    Returns:
        Tables of ``person`` and a column per need; a person with nothing of the kind has no row
        in a table.
    """
    items, found = matched.items, _needed(engine, plan, matched)
    coded = [need for need in plan.needs if isinstance(need, CodedDate)]
    since = [need for need in plan.needs if isinstance(need, CodedSince)]
    latest = [need for need in plan.needs if isinstance(need, LatestReading)]
    beyond = [need for need in plan.needs if isinstance(need, DaysBeyond)]
    tables = {}
    if LastCoded() in plan.needs:
        tables["last_coded"] = _last_coded(_until(events, plan.as_at), links)
    if coded or since:
        spans = engine.keep(_spans(found), SPANS, name="first_and_last_codes")
        if coded:
            tables["dates_coded"] = _dates(spans, coded, items)
        if since:
            tables["dates_since"] = _since(engine, spans, found, since, items)
    if latest:
        tables["readings"] = _latest(engine, found, latest, items)
    if beyond:
        tables["days_beyond"] = _days_beyond(found, beyond, items, plan)
    return [engine.keep(table, name=name) for name, table in tables.items()]


def numbered_items(plan: Plan) -> dict[str, int]:
    """A number for each code list and measurement that the plan needs."""
    names: dict[str, None] = {}
    for need in plan.needs:
        if isinstance(need, CodedDate | CodedSince):
            names[f"list {need.code_list}"] = None
        if isinstance(need, CodedSince):
            names[f"list {need.resolved_by}"] = None
        if isinstance(need, LatestReading | DaysBeyond):
            names[f"reading {need.measurement}"] = None
    return {name: number for number, name in enumerate(names)}


def _members(plan: Plan, items: Mapping[str, int]) -> pa.Table:
    """``code``, ``item`` and, for measurements, the plausible range."""
    rows: list[tuple[int, int, float | None, float | None]] = []
    for code_list in plan.code_lists:
        number = items.get(f"list {code_list.name}")
        if number is not None:
            rows += [(int(code), number, None, None) for code in code_list.codes]
    for measurement in plan.measurements:
        number = items.get(f"reading {measurement.name}")
        if number is not None:
            rows += [
                (int(code), number, measurement.lowest, measurement.highest)
                for code in measurement.codes
            ]
    kinds = {"code": pa.int64(), "item": pa.int16(), "low": pa.float64(), "high": pa.float64()}
    columns = zip(*rows, strict=True) if rows else ((),) * len(kinds)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds.values(), strict=True)]
    return pa.table(dict(zip(kinds, arrays, strict=True)))


def _until(events: ir.Table, as_at: dt.date) -> ir.Table:
    return events.filter(events.event_date <= ibis.literal(as_at))


def _needed(engine: Engine, plan: Plan, matched: Matched) -> ir.Table:
    """The matched events that a plan needs, kept where they are fewer than all."""
    wanted = [matched.items[name] for name in numbered_items(plan)]
    if plan.as_at == matched.as_at and len(wanted) == len(matched.items):
        return matched.events
    some = _until(matched.events, plan.as_at)
    return engine.keep(some.filter(some["item"].isin(wanted)), FOUND, name="gp_events")


def _found(events: ir.Table, members: ir.Table, links: ir.Table) -> ir.Table:
    coded = events.join(members, "code")
    fits = coded.low.isnull() | coded.value.between(coded.low, coded.high)
    linked = coded.filter(fits).join(links, "record_id")
    value = ibis.ifelse(linked.low.isnull(), ibis.null("float64"), linked.value)
    return linked.select("person", "item", "event_date", value=value)


def _last_coded(events: ir.Table, links: ir.Table) -> ir.Table:
    per_record = events.group_by("record_id").agg(last_coded=events.event_date.max())
    linked = per_record.join(links, "record_id")
    return linked.group_by("person").agg(last_coded=linked.last_coded.max())


def _spans(found: ir.Table) -> ir.Table:
    """First and last date of every code list each person has a code of."""
    coded = found.filter(found.value.isnull())
    return coded.group_by("person", "item").agg(
        first=coded.event_date.min(), last=coded.event_date.max()
    )


def _dates(spans: ir.Table, needs: list[CodedDate], items: Mapping[str, int]) -> ir.Table:
    picked = {}
    for need in needs:
        column = _only(spans[need.which], spans, items[f"list {need.code_list}"])
        picked[need.column] = column.min() if need.which == "first" else column.max()
    return spans.group_by("person").agg(**picked)


def _since(
    engine: Engine,
    spans: ir.Table,
    found: ir.Table,
    needs: list[CodedSince],
    items: Mapping[str, int],
) -> ir.Table:
    """First date of a list after the last date of the list that resolves it."""
    pairs = engine.table(_pairs(needs, items), name="resolving_codes")
    ends = spans.select("person", resolved_by="item", resolved_on="last")
    starts = spans.select("person", "item", "first").join(pairs, "item")
    marked = starts.left_join(ends, ["person", "resolved_by"]).select(
        "person", "item", "pair", "first", "resolved_on"
    )
    marked = engine.keep(marked, name="coded_and_resolved")
    never = marked.filter(marked.resolved_on.isnull())
    some = marked.filter(marked.resolved_on.notnull())
    again = found.join(some, ["person", "item"])
    again = again.filter(again.event_date > again.resolved_on)
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


def _latest(
    engine: Engine, found: ir.Table, needs: list[LatestReading], items: Mapping[str, int]
) -> ir.Table:
    """The latest date of each measurement, and the lowest value of that day."""
    read = found.filter(found.value.notnull())
    days = read.group_by("person", "item").agg(latest=read.event_date.max())
    newest = read.join(days, ["person", "item", read.event_date == days.latest])
    long = newest.group_by("person", "item").agg(
        date=newest.event_date.max(), value=newest.value.min()
    )
    long = engine.keep(long, name="latest_readings")
    picked = {
        need.column: _only(long[need.part], long, items[f"reading {need.measurement}"]).max()
        for need in needs
    }
    return long.group_by("person").agg(**picked)


def _days_beyond(
    found: ir.Table, needs: list[DaysBeyond], items: Mapping[str, int], plan: Plan
) -> ir.Table:
    """On how many days the lowest reading of the day was above a value."""
    start = window_start(plan.as_at, max(need.months for need in needs))
    recent = found.filter(found.value.notnull() & (found.event_date >= ibis.literal(start)))
    daily = recent.group_by("person", "item", "event_date").agg(value=recent.value.min())
    counted = {}
    for need in needs:
        since = ibis.literal(window_start(plan.as_at, need.months))
        mine = daily["item"] == items[f"reading {need.measurement}"]
        beyond = mine & (daily.value > need.above) & (daily.event_date >= since)
        counted[need.column] = flag(beyond).sum()
    return daily.group_by("person").agg(**counted)


def _only(column: ir.Column, table: ir.Table, item: int) -> ir.Value:
    """A column where a row is of one item; a plain condition is far faster than a filter."""
    return ibis.ifelse(table["item"] == item, column, ibis.null(column.type()))
