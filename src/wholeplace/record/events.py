"""The scans over coded events: a fixed number, however many attributes and measures there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.core.calendar import window_start
from wholeplace.core.engine import Engine
from wholeplace.core.expressions import beside
from wholeplace.record.attributes import Measurement
from wholeplace.record.codelists import CodeList
from wholeplace.record.needs import CodedDate, CodedSince, DaysBeyond, LatestReading, Need
from wholeplace.record.plan import Plan


def coded_history(engine: Engine, plan: Plan, events: ir.Table, links: ir.Table) -> ir.Table:
    """One row per person with a column for every coded date the plan needs.

    Three scans: the latest date of anything coded; the first and last date per person and code
    list; then, for people with a resolving code only, the first date after it.

    Args:
        engine: The engine.
        plan: The plan, whose needs are answered.
        events: Columns ``record_id``, ``event_date``, ``code``.
        links: Columns ``record_id``, ``person``.

    Returns:
        ``person``, ``last_coded`` and one date column per need; people with nothing coded have no
        row.
    """
    lists = _lists_needed(plan)
    numbers = {code_list.name: number for number, code_list in enumerate(lists)}
    members = engine.table(_members(lists, numbers))
    long = _first_and_last(events, members, links)
    long = engine.keep(long, {"person": "int64", "list": "int16", "first": "date", "last": "date"})
    dates = [need for need in plan.needs if isinstance(need, CodedDate)]
    wide = _last_coded(events, links)
    if dates:
        picked = {need.column: _picked(long, numbers[need.code_list], need.which) for need in dates}
        wide = beside(wide, long.group_by("person").agg(**picked), "person")
    resolved = [need for need in plan.needs if isinstance(need, CodedSince)]
    if not resolved:
        return wide
    pairs = engine.table(_pairs(resolved, numbers))
    after = _first_after(long, pairs, events, members, links)
    since = engine.keep(after, {"person": "int64", "pair": "int16", "since": "date"})
    later = since.group_by("person").agg(
        **{
            need.column: since.since.min(where=since.pair == number)
            for number, need in enumerate(resolved)
        }
    )
    return beside(wide, later, "person")


def readings(engine: Engine, plan: Plan, events: ir.Table, links: ir.Table) -> ir.Table:
    """One row per person with a column for everything the plan needs of readings.

    One scan: implausible values are left out, each day keeps its lowest value.

    Args:
        engine: The engine.
        plan: The plan.
        events: Columns ``record_id``, ``event_date``, ``code``, ``value``.
        links: Columns ``record_id``, ``person``.

    Returns:
        ``person`` and one column per need; people without readings have no row.
    """
    wanted = plan.measurements
    numbers = {measurement.name: number for number, measurement in enumerate(wanted)}
    plausible = engine.table(_plausible(wanted, numbers))
    found = events.join(plausible, "code")
    found = found.filter(found.value.between(found.lowest, found.highest))
    by_person = found.join(links, "record_id")
    daily = by_person.group_by("person", "measurement", "event_date").agg(
        value=by_person.value.min()
    )
    needs = [need for need in plan.needs if isinstance(need, LatestReading | DaysBeyond)]
    return daily.group_by("person").agg(
        days_with_readings=daily.count(),
        **{
            need.column: _reading(daily, need, numbers[need.measurement], plan.as_at)
            for need in needs
        },
    )


def _last_coded(events: ir.Table, links: ir.Table) -> ir.Table:
    per_record = events.group_by("record_id").agg(last_coded=events.event_date.max())
    linked = per_record.join(links, "record_id")
    return linked.group_by("person").agg(last_coded=linked.last_coded.max())


def _lists_needed(plan: Plan) -> list[CodeList]:
    names: dict[str, None] = {}
    for need in plan.needs:
        if isinstance(need, CodedDate | CodedSince):
            names[need.code_list] = None
        if isinstance(need, CodedSince):
            names[need.resolved_by] = None
    return [plan.registry.get(CodeList, name) for name in names]


def _members(lists: Sequence[CodeList], numbers: dict[str, int]) -> pa.Table:
    rows = [(int(code), numbers[item.name]) for item in lists for code in item.codes]
    return pa.table(
        {
            "code": pa.array([code for code, _ in rows], pa.int64()),
            "list": pa.array([number for _, number in rows], pa.int16()),
        }
    )


def _pairs(needs: Sequence[CodedSince], numbers: dict[str, int]) -> pa.Table:
    return pa.table(
        {
            "pair": pa.array(range(len(needs)), pa.int16()),
            "list": pa.array([numbers[need.code_list] for need in needs], pa.int16()),
            "resolved_by": pa.array([numbers[need.resolved_by] for need in needs], pa.int16()),
        }
    )


def _plausible(wanted: Sequence[Measurement], numbers: dict[str, int]) -> pa.Table:
    rows = [(int(code), numbers[m.name], m.lowest, m.highest) for m in wanted for code in m.codes]
    code, number, lowest, highest = zip(*rows, strict=True) if rows else ((), (), (), ())
    return pa.table(
        {
            "code": pa.array(code, pa.int64()),
            "measurement": pa.array(number, pa.int16()),
            "lowest": pa.array(lowest, pa.float64()),
            "highest": pa.array(highest, pa.float64()),
        }
    )


def _first_and_last(events: ir.Table, members: ir.Table, links: ir.Table) -> ir.Table:
    coded = events.join(members, "code")
    per_record = coded.group_by("record_id", "list").agg(
        first=coded.event_date.min(), last=coded.event_date.max()
    )
    linked = per_record.join(links, "record_id")
    return linked.group_by("person", "list").agg(
        first=linked["first"].min(), last=linked["last"].max()
    )


def _first_after(
    long: ir.Table, pairs: ir.Table, events: ir.Table, members: ir.Table, links: ir.Table
) -> ir.Table:
    """First date of a list after the last resolving date, or the plain first without one."""
    ends = long.select("person", resolved_by=long["list"], resolved_on=long["last"])
    starts = long.select("person", "list", "first").join(pairs, "list")
    marked = starts.left_join(ends, ["person", "resolved_by"]).select(
        "person", "list", "pair", "first", "resolved_on"
    )
    never = marked.filter(marked.resolved_on.isnull()).select(
        "person", "pair", since=marked["first"]
    )
    some = marked.filter(marked.resolved_on.notnull())
    records = some.join(links, "person").select(
        "record_id", "person", "list", "pair", "resolved_on"
    )
    again = events.join(members, "code").join(records, ["record_id", "list"])
    again = again.filter(again.event_date > again.resolved_on)
    later = again.group_by("person", "pair").agg(since=again.event_date.min())
    return never.union(later)


def _picked(long: ir.Table, number: int, which: str) -> ir.Value:
    column = long[which]
    chosen = long["list"] == number
    return column.min(where=chosen) if which == "first" else column.max(where=chosen)


def _reading(daily: ir.Table, need: Need, number: int, as_at: dt.date) -> ir.Value:
    mine = daily.measurement == number
    if isinstance(need, DaysBeyond):
        start = ibis.literal(window_start(as_at, need.months))
        return (mine & (daily.value > need.above) & (daily.event_date >= start)).sum()
    if isinstance(need, LatestReading) and need.part == "date":
        return daily.event_date.max(where=mine)
    # One row a day, so the latest day's value is unique; dates are never null here.
    return daily.value.argmax(daily.event_date, where=mine)
