"""One look through all coded events for whatever is on a code list or is a plausible reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.core.engine import Engine
from wholeplace.record.needs import CodedDate, CodedSince, DaysBeyond, DaysCoded, LatestReading
from wholeplace.record.plan import Plan

FOUND = {"person": "int64", "item": "int16", "event_date": "date", "value": "float64"}


@dataclass(frozen=True)
class Matched:
    """The events that are on a code list or are a plausible reading, found in one scan.

    Attributes:
        events: ``person``, ``item``, ``event_date`` and ``value``, which is plausible in a reading.
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
    members = engine.table(code_list_members(plan, items), name="code_list_member")
    found = _found(until(events, plan.as_at), members, links, reads_values(items))
    return Matched(engine.keep(found, FOUND, name="gp_events"), items, plan.as_at)


def numbered_items(plan: Plan, *, of_days: bool = False) -> dict[str, int]:
    """A number for each code list and measurement that the plan needs.

    Args:
        plan: The plan.
        of_days: Whether lists are among them of which no more than days are counted. Contacts are
            a third of all that is coded: whoever writes down what is found leaves them out.
    """
    names: dict[str, None] = {}
    for need in plan.needs:
        if isinstance(need, CodedDate | CodedSince) or (of_days and isinstance(need, DaysCoded)):
            names[f"list {need.code_list}"] = None
        if isinstance(need, CodedSince):
            names[f"list {need.resolved_by}"] = None
        if isinstance(need, LatestReading | DaysBeyond):
            names[f"reading {need.measurement}"] = None
    return {name: number for number, name in enumerate(names)}


def code_list_members(plan: Plan, items: Mapping[str, int]) -> pa.Table:
    """The codes that a plan needs.

    Args:
        plan: The plan.
        items: The number of each code list and measurement looked for.

    Returns:
        ``code``, ``item`` and, for measurements, the plausible range from ``low`` to ``high``.
    """
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


def code_list_codes(plan: Plan) -> dict[str, list[int]]:
    """Code list of which the plan needs days → its codes."""
    wanted = {need.code_list for need in plan.needs if isinstance(need, DaysCoded)}
    return {
        one.name: [int(code) for code in one.codes] for one in plan.code_lists if one.name in wanted
    }


def until(events: ir.Table, as_at: dt.date) -> ir.Table:
    """Events up to a day.

    Args:
        events: Column ``event_date``.
        as_at: The last day.
    """
    return events.filter(events.event_date <= ibis.literal(as_at))


def reads_values(items: Mapping[str, int]) -> bool:
    """Whether values are asked for at all: else they need not even be read."""
    return any(name.startswith("reading ") for name in items)


def _found(events: ir.Table, members: ir.Table, links: ir.Table, values: bool) -> ir.Table:
    coded = events.join(members, "code")
    if not values:
        linked = coded.join(links, "record_id")
        return linked.select("person", "item", "event_date", value=ibis.null("float64"))
    fits = coded.low.isnull() | coded.value.between(coded.low, coded.high)
    linked = coded.filter(fits).join(links, "record_id")
    return linked.select("person", "item", "event_date", "value")
