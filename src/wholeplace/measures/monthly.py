"""Monthly flows: use of services month by month, by the place people belonged to at the time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.core.calendar import month_starts
from wholeplace.core.engine import Engine
from wholeplace.core.expressions import beside, first_of_each
from wholeplace.measures.measure import Basis
from wholeplace.record.activity import Lists, by_dataset_and_date, monthly_use
from wholeplace.record.attributes import Activity

MONTHS = 36
NONE = ibis.literal(0, "int64")


@dataclass(frozen=True)
class Belonging:
    """Who belonged where, and when: registrations or residences.

    Attributes:
        basis: ``registered`` or ``resident``.
        spans: ``record_id``, the column of the area, ``start_date``, ``end_date``.
        area: The column of the area.
        areas: ``area`` and ``within``: the area that months are counted for.
        people: ``person``, ``death_date``: nobody belongs anywhere after death, closed or not.
    """

    basis: Basis
    spans: ir.Table
    area: str
    areas: ir.Table
    people: ir.Table


def monthly_uses(
    engine: Engine,
    activities: Sequence[Activity],
    datasets: Mapping[str, ir.Table],
    links: ir.Table,
    lists: Lists,
    as_at: dt.date,
) -> list[ir.Table]:
    """Use of services in each complete month, by person: worked out once for every belonging.

    Args:
        engine: The engine.
        activities: Flows to count.
        datasets: The landed datasets.
        links: ``record_id``, ``person``.
        lists: Code lists by name.
        as_at: The date of the run.

    Returns:
        For each dataset and date column ``person``, the ``number`` of a month, and a column per
        activity; none of datasets that were not landed.
    """
    first, made = month_starts(as_at, MONTHS)[0], []
    for (dataset, _), mine in by_dataset_and_date(activities).items():
        if dataset in datasets:
            used = monthly_use(mine, datasets[dataset], links, lists, as_at, first)
            used = used.mutate(number=_month_number(used.month)).drop("month")
            made.append(engine.keep(used, name="use_by_month"))
    return made


def monthly_cube(
    engine: Engine,
    belonging: Belonging,
    uses: Sequence[ir.Table],
    links: ir.Table,
    as_at: dt.date,
) -> pa.Table:
    """Use and population of each area in each complete month.

    Somebody belongs to an area in a month if they did on its first day, so people who have since
    left or died are counted in the months when they were here.

    Args:
        engine: The engine.
        belonging: Registrations or residences.
        uses: What :func:`monthly_uses` returned.
        links: ``record_id``, ``person``.
        as_at: The date of the run.

    Returns:
        ``within``, ``month`` (its first day), ``people`` and a column per activity.
    """
    months = month_starts(as_at, MONTHS)
    calendar = engine.table(
        pa.table(
            {
                "month": pa.array(months, pa.date32()),
                "number": pa.array([_number(month) for month in months], pa.int32()),
            }
        )
    )
    held = _held(engine, belonging, calendar, links, months)
    table, keys = _population(held, calendar), ["within", "number"]
    flows = [name for used in uses for name in used.columns if name not in ("person", "number")]
    if flows:
        used = _together(uses, flows)
        during = [used.number >= held["first"], used.number <= held["last"]]
        placed = used.join(held, ["person", *during])
        sums = {name: placed[name].sum().cast("int64") for name in flows}
        table = table.left_join(placed.group_by(keys).agg(**sums), keys)
    dated = table.join(calendar, table.number == calendar.number)
    filled = {name: dated[name].fill_null(0) for name in flows}
    return engine.fetch(
        dated.select("within", "month", "people", **filled).order_by("within", "month")
    )


def _together(uses: Sequence[ir.Table], flows: Sequence[str]) -> ir.Table:
    """All uses one after the other, so that people's places are looked up once for all of them."""
    return ibis.union(
        *(
            used.select(
                *("person", "number"),
                **{name: used[name] if name in used.columns else NONE for name in flows},
            )
            for used in uses
        )
    )


def _held(
    engine: Engine,
    belonging: Belonging,
    calendar: ir.Table,
    links: ir.Table,
    months: Sequence[dt.date],
) -> ir.Table:
    """``person``, ``within``, ``first``, ``last``: months in one place, never in two at once.

    Months are numbered. Most spans are kept whole; only those of people who were in two places in
    one month are taken month by month, each at the place joined last.
    """
    spans = engine.keep(_spans(belonging, links, _number(months[0]), _number(months[-1])))
    twice = engine.keep(_in_two_places(spans), name="people_in_two_places")
    shared = spans.semi_join(twice, "person")
    by_month = shared.join(
        calendar, [shared["first"] <= calendar.number, shared["last"] >= calendar.number]
    )
    by_month = by_month.select("person", "number", "start_date", "within")
    latest = first_of_each(by_month, ["person", "number"], {"start_date": "desc"})
    settled = latest.select("person", "within", first="number", last="number")
    alone = spans.anti_join(twice, "person").select("person", "within", "first", "last")
    return alone.union(engine.keep(settled, name="months_in_two_places"))


def _in_two_places(spans: ir.Table) -> ir.Table:
    """``person``: those of whom one span begins before or in the month that another ends in."""
    each = spans.group_by("person").agg(spans=spans.count())
    several = spans.semi_join(each.filter(each.spans > 1), "person")
    order = [several["first"], several["last"]]
    earlier = ibis.window(group_by="person", order_by=order, preceding=(None, 1))
    reached = several.mutate(reached=several["last"].max().over(earlier))
    return reached.filter(reached["first"] <= reached.reached).select("person").distinct()


def _spans(belonging: Belonging, links: ir.Table, first: int, last: int) -> ir.Table:
    """Spans that hold on the first day of some month counted, from the first to the last such."""
    spans = belonging.spans
    placed = spans.join(belonging.areas, spans[belonging.area] == belonging.areas.area)
    linked = placed.join(links, "record_id")
    died = belonging.people.filter(belonging.people.death_date.notnull())
    linked = beside(linked, died.select("person", "death_date"), "person")
    gone = ibis.least(linked.end_date, linked.death_date)
    begins = _month_number(linked.start_date) + ibis.ifelse(linked.start_date.day() > 1, 1, 0)
    ends = _month_number(gone) - ibis.ifelse(gone.day() > 1, 0, 1)
    numbered = linked.select(
        "person",
        "within",
        "start_date",
        first=ibis.greatest(begins, first).cast("int32"),
        last=ibis.least(ends.fill_null(last), last).cast("int32"),
    )
    return numbered.filter(numbered["first"] <= numbered["last"])


def _population(held: ir.Table, calendar: ir.Table) -> ir.Table:
    """``within``, ``number``, ``people``: alike spans are counted once, then laid on the months."""
    alike = held.group_by("within", "first", "last").agg(people=held.count())
    laid = alike.join(
        calendar, [alike["first"] <= calendar.number, alike["last"] >= calendar.number]
    )
    return laid.group_by("within", "number").agg(people=laid.people.sum().cast("int64"))


def _number(month: dt.date) -> int:
    return month.year * 12 + month.month - 1


def _month_number(day: ir.DateValue) -> ir.IntegerValue:
    return (day.year() * 12 + day.month() - 1).cast("int32")
