"""Coded history by person: what several days need of it, found for all of them in few passes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from wholeplace.core.calendar import window_start
from wholeplace.core.engine import Engine
from wholeplace.core.expressions import all_beside, flag
from wholeplace.record.matching import Matched, until
from wholeplace.record.needs import (
    Asked,
    CodedDate,
    CodedSince,
    DaysBeyond,
    LastCoded,
    LatestReading,
    Need,
)
from wholeplace.record.plan import Plan
from wholeplace.record.resolving import dates_since

FEW = 15
"""Columns made in one grouping: each looks at every row there is for any of them."""


@dataclass(frozen=True)
class Kept:
    """A table of one row for each person, and which of its columns answers what.

    Attributes:
        table: ``person`` and a column for each answer.
        answers: A need by a day → its column. A first date is one for all days: it answers those
            that it is not later than.
    """

    table: ir.Table
    answers: Mapping[Asked, str]


@dataclass(frozen=True)
class Histories:
    """What each person's coded history answers by each of several days.

    Attributes:
        kept: Tables of ``person`` and answers; a person with nothing of the kind has no row.
    """

    kept: tuple[Kept, ...]

    def answer(self, plan: Plan) -> bool:
        """Whether all that a plan needs was found by its day."""
        found = {asked for kept in self.kept for asked in kept.answers}
        return found.issuperset((need, plan.as_at) for need in plan.needs)

    def on(self, plan: Plan) -> Iterator[ir.Table]:
        """Tables of ``person`` and a column for each need of a plan, by its day.

        Args:
            plan: The plan, which must be answered.
        """
        for kept in self.kept:
            answers = {
                need.column: _answer(kept.table[kept.answers[need, plan.as_at]], need, plan.as_at)
                for need in plan.needs
                if (need, plan.as_at) in kept.answers
            }
            if answers:
                yield kept.table.select("person", **answers)


def event_columns(
    engine: Engine, plans: Sequence[Plan], matched: Matched, events: ir.Table, links: ir.Table
) -> Histories:
    """Everything plans need of coded events, from those that were matched.

    Dates are taken straight from the events, a few columns in each grouping by person: a grouping
    by person and code list first, to be spread into columns after, would take as long and be
    written in between. All events are looked through again only where the plans ask for the latest
    date of anything coded. What answers several days ends in one table.

    Args:
        engine: The engine, which keeps what is found.
        plans: Plans of different days, whose needs are answered.
        matched: What was found for these plans, or for a wider one of the last day or later.
        events: Columns ``record_id``, ``event_date``.
        links: Columns ``record_id``, ``person``.
    """
    asked = [(need, plan.as_at) for plan in plans for need in plan.needs]
    kept = [*_last_coded(engine, asked, events, links), *_coded(engine, asked, matched)]
    since: dict[CodedSince, list[dt.date]] = {}
    for need, day in asked:
        if isinstance(need, CodedSince):
            since.setdefault(need, []).append(day)
    if since:
        table, names = dates_since(engine, since, matched)
        kept.append(Kept(table, names))
    kept += [*_readings(engine, asked, matched), *_beyond(engine, asked, matched)]
    return Histories(tuple(_put_together(engine, kept, links)))


def _put_together(engine: Engine, kept: Sequence[Kept], links: ir.Table) -> Iterator[Kept]:
    """The same, with all that answers several days in one table.

    Every day's person table is joined with every table that answers it: with one, not with each.
    """
    shared: list[Kept] = []
    for one in kept:
        if len({day for _, day in one.answers}) > 1:
            shared.append(one)
        else:
            yield one
    if shared:
        people = links.select("person").distinct()
        together = all_beside(people, [one.table for one in shared], "person")
        table = engine.keep(together, name="coded_history")
        yield Kept(table, _together(one.answers for one in shared))


def _answer(column: ir.Value, need: Need, day: dt.date) -> ir.Value:
    if isinstance(need, CodedDate) and need.which == "first":
        return ibis.ifelse(column <= ibis.literal(day), column, ibis.null("date"))
    return column


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


def _coded(engine: Engine, asked: Iterable[Asked], matched: Matched) -> Iterator[Kept]:
    """The first and last dates of code lists."""
    by_item: dict[int, dict[Asked, str]] = {}
    for need, day in asked:
        if isinstance(need, CodedDate):
            item = matched.items[f"list {need.code_list}"]
            name = f"first_{item}" if need.which == "first" else _last(item, day)
            by_item.setdefault(item, {})[need, day] = name
    for few in _few(by_item):
        columns: dict[str, ir.Value] = {}
        some = matched.events.filter(matched.events["item"].isin(list(few)))
        for item, answers in few.items():
            date = _of_item(some.event_date, some, item, few)
            for (need, day), name in answers.items():
                if name not in columns:
                    first = isinstance(need, CodedDate) and need.which == "first"
                    columns[name] = date.min() if first else _by(date, day, matched).max()
        table = engine.keep(some.group_by("person").agg(**columns), name="dates_coded")
        yield Kept(table, {key: name for answers in few.values() for key, name in answers.items()})


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
    for valued in (True, False):
        mine = {item: answers for item, answers in dates.items() if (item in values) is valued}
        for few in _few(mine):
            some = matched.events.filter(matched.events["item"].isin(list(few)))
            columns = {
                name: _by(_of_item(some.event_date, some, item, few), day, matched).max()
                for item, answers in few.items()
                for (_, day), name in answers.items()
            }
            table = engine.keep(some.group_by("person").agg(**columns), name="readings_dated")
            yield Kept(table, _together(few.values()))
            if valued:
                these = {item: values[item] for item in few}
                lowest = engine.keep(_lowest_values(some, table, these), name="readings")
                yield Kept(lowest, _together(these.values()))


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


def _few(by_item: Mapping[int, Mapping[Asked, str]]) -> Iterator[dict[int, Mapping[Asked, str]]]:
    """Items whose columns are few enough for one grouping, those of as many columns together."""
    few: dict[int, Mapping[Asked, str]] = {}
    for item in sorted(by_item, key=lambda item: len({*by_item[item].values()})):
        size = sum(len({*answers.values()}) for answers in few.values())
        if few and size + len({*by_item[item].values()}) > FEW:
            yield few
            few = {}
        few[item] = by_item[item]
    if few:
        yield few


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
    """A column where a row is of one of the items; a plain condition is faster than a filter."""
    if len(of) == 1:
        return column
    return ibis.ifelse(table["item"] == item, column, ibis.null(column.type()))
