"""Where people live and are registered, with every area that follows from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import ibis
import ibis.expr.types as ir

from wholeplace.core.calendar import window_start
from wholeplace.core.expressions import numbered_in_order

MOST_TURNS = 1_000_000
"""More registrations, or homes, than anybody has."""


@dataclass(frozen=True, eq=False)
class Spans:
    """Days that people were registered, or lived, somewhere.

    Attributes:
        dataset: The data set that tells them.
        columns: What a span has → the data set's column; of two spans that began on one day the
            lesser of the first column comes first.
        start: The first day, among the columns.
        end: The last day, among the columns; none while it lasts.
        number: What the number of somebody's spans is called.
    """

    dataset: str
    columns: Mapping[str, str]
    start: str
    end: str
    number: str


REGISTRATIONS = Spans(
    "registration",
    {
        "practice": "practice_code",
        "registered_from": "start_date",
        "registered_to": "end_date",
    },
    start="registered_from",
    end="registered_to",
    number="registrations",
)
HOMES = Spans(
    "residence",
    {
        "lsoa21": "lsoa21",
        "lsoa11": "lsoa11",
        "living_from": "start_date",
        "living_to": "end_date",
    },
    start="living_from",
    end="living_to",
    number="homes",
)


def held_in_any(kind: Spans, rows: ir.Table, days: Sequence[dt.date], months: int) -> ir.Table:
    """Spans held in the months to any of several days.

    Most of what was ever written down ended long before, and need not be looked at again.

    Args:
        kind: What the spans are of.
        rows: The data set that tells them.
        days: The last days of the periods.
        months: Length of each period.

    Returns:
        ``record_id`` and the kind's columns.
    """
    spans = rows.select("record_id", **kind.columns)
    stretches = _stretches(days, months)
    return spans.filter(ibis.or_(*(_held(kind, spans, *stretch) for stretch in stretches)))


def held_to(kind: Spans, spans: ir.Table, day: dt.date, months: int) -> ir.BooleanValue:
    """Whether each span was held in the months to a day.

    People who left or died in the period are kept, with the day they left: their use of services
    belongs to it.

    Args:
        kind: What the spans are of.
        spans: The spans.
        day: Last day of the period.
        months: Length of the period.
    """
    return _held(kind, spans, window_start(day, months), day)


def once_of_each(kind: Spans, spans: ir.Table) -> ir.Table:
    """Each record once, with its span where it has only one.

    Args:
        kind: What the spans are of.
        spans: ``record_id`` and the kind's columns.

    Returns:
        ``record_id``, the kind's number of spans by :attr:`Spans.number`, and its columns.
    """
    found = spans.group_by("record_id").agg(
        **{kind.number: spans.record_id.count()},
        **{name: spans[name].max() for name in kind.columns},
    )
    alone = found[kind.number] == 1
    only = {name: ibis.ifelse(alone, found[name], None) for name in kind.columns}
    return found.select("record_id", kind.number, **only)


def in_turn(kind: Spans, spans: ir.Table) -> ir.Table:
    """Each person's spans, numbered from the one begun last.

    Args:
        kind: What the spans are of.
        spans: ``record_id``, ``person`` and the kind's columns.

    Returns:
        ``person``, ``turn`` and the kind's columns.
    """
    tie = next(iter(kind.columns))
    order: dict[str, Literal["asc", "desc"]]
    order = {kind.start: "desc", tie: "asc", "record_id": "asc"}
    return numbered_in_order(spans, "person", order, "turn").drop("record_id")


def last_held(kind: Spans, spans: ir.Table, day: dt.date, months: int) -> ir.Table:
    """The span each person held last in the months to a day.

    One that still lasts comes before one that ended, then the latest begun: somebody open at
    several practices counts once, at the one joined last.

    Args:
        kind: What the spans are of.
        spans: What :func:`in_turn` returned.
        day: Last day of the period.
        months: Length of the period.

    Returns:
        ``person`` and the kind's columns.
    """
    held = spans.filter(held_to(kind, spans, day, months))
    held = held.mutate(place=held.turn + ibis.ifelse(lasts(held[kind.end], day), 0, MOST_TURNS))
    least = held.group_by("person").agg(place=held.place.min())
    return held.semi_join(least, ["person", "place"]).select("person", *kind.columns)


def _held(kind: Spans, spans: ir.Table, first: dt.date, last: dt.date) -> ir.BooleanValue:
    """Whether each span was held on any of the days from one to another."""
    start, end = spans[kind.start], spans[kind.end]
    return (start <= ibis.literal(last)) & (end.isnull() | (end >= ibis.literal(first)))


def _stretches(days: Sequence[dt.date], months: int) -> list[tuple[dt.date, dt.date]]:
    """First and last days of the periods to several days, those that follow on each other as one.

    A span that was held in a stretch was held in one of its periods.
    """
    found: list[tuple[dt.date, dt.date]] = []
    for day in sorted(days):
        first = window_start(day, months)
        if found and first <= found[-1][1] + dt.timedelta(days=1):
            first, _ = found.pop()
        found.append((first, day))
    return found


def lasts(end: ir.DateValue, as_at: dt.date) -> ir.BooleanValue:
    """Whether something with this last day, or none, still holds after a date."""
    return end.isnull() | (end > ibis.literal(as_at))


def small_area_columns(small_areas: ir.Table) -> ir.Table:
    """What follows from a small area of residence, to join on ``area``."""
    return small_areas.select(
        area="lsoa21",
        area_lsoa11="lsoa11",
        msoa="msoa",
        ward="ward",
        district="district",
        upper_tier="upper_tier",
        icb="icb",
        rural="rural",
        imd19_fifth="imd19_fifth",
        imd25_fifth="imd25_fifth",
    )


def practice_columns(practices: ir.Table) -> ir.Table:
    """What follows from a practice of the system, to join on ``practice_code``."""
    inside = practices.filter(practices.in_system)
    return inside.select("practice_code", pcn="pcn_code", place="place")
