"""Monthly flows: use of services month by month, by the place people belonged to at the time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.core.calendar import month_starts
from wholeplace.core.engine import Engine
from wholeplace.core.expressions import beside, first_of_each
from wholeplace.measures.measure import Basis
from wholeplace.record.activity import Lists, by_dataset_and_date, monthly_use
from wholeplace.record.attributes import Activity

MONTHS = 36


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


def monthly_cube(
    engine: Engine,
    belonging: Belonging,
    activities: Sequence[Activity],
    datasets: Mapping[str, ir.Table],
    links: ir.Table,
    lists: Lists,
    as_at: dt.date,
) -> pa.Table:
    """Use and population of each area in each complete month.

    Somebody belongs to an area in a month if they did on its first day, so people who have since
    left or died are counted in the months when they were here.

    Args:
        engine: The engine.
        belonging: Registrations or residences.
        activities: Flows to count.
        datasets: The landed datasets.
        links: ``record_id``, ``person``.
        lists: Code lists by name.
        as_at: The date of the run.

    Returns:
        ``within``, ``month`` (its first day), ``people`` and a column per activity.
    """
    months = month_starts(as_at, MONTHS)
    calendar = engine.table(pa.table({"month": pa.array(months, pa.date32())}))
    here = engine.keep(_members(belonging, calendar, links))
    table = here.group_by("within", "month").agg(people=here.count())
    for (dataset, _), mine in by_dataset_and_date(activities).items():
        if dataset in datasets:
            used = monthly_use(mine, datasets[dataset], links, lists, as_at, months[0])
            placed = used.join(here, ["person", "month"])
            sums = {a.name: placed[a.name].sum().cast("int64") for a in mine}
            counted = placed.group_by("within", "month").agg(**sums)
            keys = ["within", "month"]
            table = table.left_join(counted, keys).drop("within_right", "month_right")
    filled = {a.name: table[a.name].fill_null(0) for a in activities if a.name in table.columns}
    return engine.fetch(table.mutate(**filled).order_by("within", "month"))


def _members(belonging: Belonging, calendar: ir.Table, links: ir.Table) -> ir.Table:
    """``person``, ``within``, ``month``: one place a month for each person, the last joined."""
    spans = belonging.spans
    placed = spans.join(belonging.areas, spans[belonging.area] == belonging.areas.area)
    begun = placed.start_date <= calendar.month
    still = placed.end_date.isnull() | (placed.end_date > calendar.month)
    held = placed.join(calendar, [begun, still]).join(links, "record_id")
    held = beside(held, belonging.people.select("person", "death_date"), "person")
    held = held.filter(held.death_date.isnull() | (held.death_date > held.month))
    held = held.select("person", "month", "start_date", "within")
    latest = first_of_each(held, ["person", "month"], {"start_date": "desc"})
    return latest.select("person", "within", "month")
