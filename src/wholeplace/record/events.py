"""Coded history by person: what several days need of it, found for all of them together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

import ibis
import ibis.expr.types as ir

from wholeplace.core.calendar import window_start
from wholeplace.core.engine import Engine
from wholeplace.core.expressions import flag
from wholeplace.record.histories import Histories, Kept
from wholeplace.record.history_reading import read_history
from wholeplace.record.matching import Matched, code_list_codes, match_events, until
from wholeplace.record.needs import (
    Asked,
    CodedDate,
    CodedSince,
    DaysBeyond,
    DaysCoded,
    LastCoded,
    LatestReading,
)
from wholeplace.record.plan import Plan
from wholeplace.record.resolving import dates_since


def coded_history(
    engine: Engine, plans: Sequence[Plan], events: ir.Table, links: ir.Table
) -> Histories:
    """Everything plans need of coded events, per person.

    Args:
        engine: The engine, which keeps what is found.
        plans: Plans that differ in nothing but their date, whose needs are answered.
        events: Columns ``record_id``, ``event_date``, ``code``, ``value``.
        links: Columns ``record_id``, ``person``.
    """
    if engine.streams:
        return Histories((read_history(engine, plans, events, links),))
    return grouped_history(engine, plans, events, links)


def grouped_history(
    engine: Engine, plans: Sequence[Plan], events: ir.Table, links: ir.Table
) -> Histories:
    """The same by groupings that any engine can do, and that can be written out as SQL.

    Events that are on a code list or are a plausible reading are found once, and dates taken
    straight from them. All events are looked through again only where the plans ask for the latest
    date of anything coded.

    Args:
        engine: The engine, which keeps what is found.
        plans: Plans that differ in nothing but their date, whose needs are answered.
        events: Columns ``record_id``, ``event_date``, ``code``, ``value``.
        links: Columns ``record_id``, ``person``.
    """
    widest = max(plans, key=lambda plan: plan.as_at)
    matched = match_events(engine, widest, events, links)
    asked = [(need, plan.as_at) for plan in plans for need in plan.needs]
    kept = [*_last_coded(engine, asked, events, links), *_coded(engine, asked, matched)]
    kept += _days_coded(engine, asked, code_list_codes(widest), events, links)
    since: dict[CodedSince, list[dt.date]] = {}
    for need, day in asked:
        if isinstance(need, CodedSince):
            since.setdefault(need, []).append(day)
    if since:
        table, names = dates_since(engine, since, matched)
        kept.append(Kept(table, names))
    kept += [*_readings(engine, asked, matched), *_beyond(engine, asked, matched)]
    return Histories(tuple(kept))


def _last_coded(
    engine: Engine, asked: Iterable[Asked], events: ir.Table, links: ir.Table
) -> Iterator[Kept]:
    """The latest date of anything coded."""
    for need, day in asked:
        if isinstance(need, LastCoded):
            before = until(events, day)
            per_record = before.group_by("record_id").agg(last_coded=before.event_date.max())
            linked = per_record.join(links, "record_id")
            last = linked.group_by("person").agg(last_coded=linked.last_coded.max())
            yield Kept(engine.keep(last, name="last_coded"), {(need, day): "last_coded"})


def _days_coded(
    engine: Engine,
    asked: Iterable[Asked],
    codes: Mapping[str, Sequence[int]],
    events: ir.Table,
    links: ir.Table,
) -> Iterator[Kept]:
    """On how many days of the last months any code of a list was recorded."""
    for need, day in asked:
        if isinstance(need, DaysCoded):
            since = ibis.literal(window_start(day, need.months))
            inside = events.event_date.between(since, ibis.literal(day))
            mine = events.filter(inside & events["code"].isin(codes[need.code_list]))
            linked = mine.select("record_id", "event_date").join(links, "record_id")
            days = linked.group_by("person").agg(days=linked.event_date.nunique())
            yield Kept(engine.keep(days, name="days_coded"), {(need, day): "days"})


def _coded(engine: Engine, asked: Iterable[Asked], matched: Matched) -> Iterator[Kept]:
    """The first and last dates of code lists."""
    by_item: dict[int, dict[Asked, str]] = {}
    for need, day in asked:
        if isinstance(need, CodedDate):
            item = matched.items[f"list {need.code_list}"]
            name = f"first_{item}" if need.which == "first" else _last(item, day)
            by_item.setdefault(item, {})[need, day] = name
    if not by_item:
        return
    some = matched.events.filter(matched.events["item"].isin(list(by_item)))
    columns: dict[str, ir.Value] = {}
    for item, answers in by_item.items():
        date = _of_item(some.event_date, some, item, by_item)
        for (need, day), name in answers.items():
            first = isinstance(need, CodedDate) and need.which == "first"
            columns[name] = date.min() if first else _by(date, day, matched).max()
    table = engine.keep(some.group_by("person").agg(**columns), name="dates_coded")
    yield Kept(table, _together(by_item.values()))


def _readings(engine: Engine, asked: Iterable[Asked], matched: Matched) -> Iterator[Kept]:
    """The date of the latest reading, and the lowest value of that date."""
    dates: dict[int, dict[Asked, str]] = {}
    values: dict[int, dict[Asked, str]] = {}
    for need, day in asked:
        if isinstance(need, LatestReading):
            item = matched.items[f"reading {need.measurement}"]
            # A value is that of a date, which has to be found where only the value is asked too.
            date = LatestReading(need.measurement, "date")
            dates.setdefault(item, {})[date, day] = _last(item, day)
            if need.part == "value":
                values.setdefault(item, {})[need, day] = _lowest(item, day)
    if not dates:
        return
    some = matched.events.filter(matched.events["item"].isin(list(dates)))
    columns = {
        name: _by(_of_item(some.event_date, some, item, dates), day, matched).max()
        for item, answers in dates.items()
        for (_, day), name in answers.items()
    }
    table = engine.keep(some.group_by("person").agg(**columns), name="readings_dated")
    yield Kept(table, _together(dates.values()))
    if values:
        lowest = engine.keep(_lowest_values(some, table, values), name="readings")
        yield Kept(lowest, _together(values.values()))


def _lowest_values(
    some: ir.Table, dated: ir.Table, values: Mapping[int, Mapping[Asked, str]]
) -> ir.Table:
    """The lowest value on the date of the latest reading."""
    dates = {_last(item, day) for item, answers in values.items() for _, day in answers}
    both = some.join(dated.select("person", *sorted(dates)), "person")
    columns = {}
    for item, answers in values.items():
        value = _of_item(both.value, both, item, values)
        for (_, day), name in answers.items():
            then = both.event_date == both[_last(item, day)]
            columns[name] = ibis.ifelse(then, value, ibis.null("float64")).min()
    return both.group_by("person").agg(**columns)


def _beyond(engine: Engine, asked: Iterable[Asked], matched: Matched) -> Iterator[Kept]:
    """On how many days the lowest reading of the day was above a value."""
    wanted = [(need, day) for need, day in asked if isinstance(need, DaysBeyond)]
    if not wanted:
        return
    high = engine.keep(_high(wanted, matched), name="days_of_high_readings")
    counted: dict[str, ir.Value] = {}
    answers: dict[Asked, str] = {}
    for number, (need, day) in enumerate(wanted):
        since = ibis.literal(window_start(day, need.months))
        mine = high["item"] == matched.items[f"reading {need.measurement}"]
        inside = high.event_date.between(since, ibis.literal(day))
        answers[need, day] = f"days_{number}"
        counted[f"days_{number}"] = flag(mine & inside & (high.value > need.above)).sum()
    days = high.group_by("person").agg(**counted)
    yield Kept(engine.keep(days, name="days_beyond"), answers)


def _high(wanted: Sequence[tuple[DaysBeyond, dt.date]], matched: Matched) -> ir.Table:
    """Days on which the lowest reading of the day was above the least that is asked for."""
    start = min(window_start(day, need.months) for need, day in wanted)
    items = sorted({matched.items[f"reading {need.measurement}"] for need, _ in wanted})
    found = matched.events
    recent = found.filter(found["item"].isin(items) & (found.event_date >= ibis.literal(start)))
    daily = recent.group_by("person", "item", "event_date").agg(value=recent.value.min())
    return daily.filter(daily.value > min(need.above for need, _ in wanted))


def _together(answers: Iterable[Mapping[Asked, str]]) -> dict[Asked, str]:
    return {asked: name for some in answers for asked, name in some.items()}


def _last(item: int, day: dt.date) -> str:
    return f"last_{item}_by_{day:%Y_%m_%d}"


def _lowest(item: int, day: dt.date) -> str:
    return f"lowest_{item}_by_{day:%Y_%m_%d}"


def _by(date: ir.DateValue, day: dt.date, matched: Matched) -> ir.DateValue:
    """A date where it is no later than a day; no matched event is later than the last day."""
    if day >= matched.as_at:
        return date
    return ibis.ifelse(date <= ibis.literal(day), date, ibis.null("date"))


def _of_item(column: ir.Column, table: ir.Table, item: int, of: Mapping[int, object]) -> ir.Value:
    """A column where a row is of one of the items, and as it is where there is but one."""
    if len(of) == 1:
        return column
    return ibis.ifelse(table["item"] == item, column, ibis.null(column.type()))
