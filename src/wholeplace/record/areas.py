"""Where people live and are registered, with every area that follows from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal

import ibis
import ibis.expr.types as ir

from wholeplace.core.calendar import window_start
from wholeplace.core.expressions import numbered_in_order

MOST_TURNS = 1_000_000
"""More registrations, or homes, than anybody has."""


def registrations_in_turn(registrations: ir.Table, links: ir.Table) -> ir.Table:
    """Every registration of each person, numbered from the one joined last.

    Args:
        registrations: ``record_id``, ``practice_code``, ``start_date``, ``end_date``.
        links: ``record_id``, ``person``.

    Returns:
        ``person``, ``turn``, ``practice``, ``registered_from``, ``registered_to`` (none while it
        lasts).
    """
    spans = registrations.select("record_id", "practice_code", "start_date", "end_date")
    return _in_turn(spans.join(links, "record_id"), "practice_code").select(
        "person",
        "turn",
        practice="practice_code",
        registered_from="start_date",
        registered_to="end_date",
    )


def residences_in_turn(residences: ir.Table, links: ir.Table) -> ir.Table:
    """Every home of each person, numbered from the one moved to last.

    Args:
        residences: ``record_id``, ``lsoa21``, ``lsoa11``, ``start_date``, ``end_date``.
        links: ``record_id``, ``person``.

    Returns:
        ``person``, ``turn``, ``lsoa21``, ``lsoa11``, ``living_from``, ``living_to`` (none while it
        lasts).
    """
    spans = residences.select("record_id", "lsoa21", "lsoa11", "start_date", "end_date")
    return _in_turn(spans.join(links, "record_id"), "lsoa21").select(
        "person",
        "turn",
        "lsoa21",
        "lsoa11",
        living_from="start_date",
        living_to="end_date",
    )


def held_in_any(
    spans: ir.Table, days: Sequence[dt.date], months: int, start: str, end: str
) -> ir.Table:
    """Spans that can be anybody's last in the months to one of several days.

    Most of what was ever written down ended long before, and need not be put in order.

    Args:
        spans: The spans.
        days: The last days of the periods.
        months: Length of each period.
        start: The column of a span's first day.
        end: The column of its last day; none while it lasts.
    """
    since = ibis.literal(window_start(min(days), months))
    begun = spans[start] <= ibis.literal(max(days))
    return spans.filter(begun & (spans[end].isnull() | (spans[end] >= since)))


def turn_held(
    turn: ir.IntegerValue, start: ir.DateValue, end: ir.DateValue, months: int, as_at: dt.date
) -> ir.IntegerValue:
    """A number of each span held in the months to a date, the least for the one held last.

    One that still lasts comes before one that ended, then the latest begun: somebody open at
    several practices counts once, at the one joined last. People who left or died in the period
    are kept, with the day they left: their use of services belongs to it.

    Args:
        turn: The number of each span in order.
        start: Its first day.
        end: Its last day; none while it lasts.
        months: Length of the period.
        as_at: Last day of the period.

    Returns:
        The turn where it lasts and :data:`MOST_TURNS` more where it ended; none where it was not
        held. What is left over by :data:`MOST_TURNS` is the turn.
    """
    since = window_start(as_at, months)
    held = (start <= ibis.literal(as_at)) & (end.isnull() | (end >= ibis.literal(since)))
    order = turn + ibis.ifelse(lasts(end, as_at), 0, MOST_TURNS)
    return ibis.ifelse(held, order, ibis.null("int64"))


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


def _in_turn(spans: ir.Table, tie: str) -> ir.Table:
    order: dict[str, Literal["asc", "desc"]]
    order = {"start_date": "desc", tie: "asc", "record_id": "asc"}
    return numbered_in_order(spans, "person", order, "turn")
