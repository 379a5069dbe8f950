"""Where people live and are registered, with every area that follows from it."""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir

from wholeplace.core.expressions import first_of_each


def last_registration(
    registrations: ir.Table, links: ir.Table, since: dt.date, as_at: dt.date
) -> ir.Table:
    """The practice each person was registered with last in a period.

    Somebody open at several practices counts once, at the one joined last. People who left or
    died in the period are kept, with the day they left: their use of services belongs to it.

    Args:
        registrations: ``record_id``, ``practice_code``, ``start_date``, ``end_date``.
        links: ``record_id``, ``person``.
        since: First day of the period.
        as_at: Last day of the period.

    Returns:
        ``person``, ``practice``, ``registered_from``, ``registered_to`` (none while it lasts).
    """
    spans = registrations.select("record_id", "practice_code", "start_date", "end_date")
    held = _held_in(spans, since, as_at).join(links, "record_id")
    return _latest(held, as_at, "practice_code").select(
        "person",
        practice="practice_code",
        registered_from="start_date",
        registered_to="end_date",
    )


def last_residence(
    residences: ir.Table, links: ir.Table, since: dt.date, as_at: dt.date
) -> ir.Table:
    """Where each person lived last in a period.

    Args:
        residences: ``record_id``, ``lsoa21``, ``lsoa11``, ``start_date``, ``end_date``.
        links: ``record_id``, ``person``.
        since: First day of the period.
        as_at: Last day of the period.

    Returns:
        ``person``, ``lsoa21``, ``lsoa11``, ``living_to`` (none while it lasts).
    """
    spans = residences.select("record_id", "lsoa21", "lsoa11", "start_date", "end_date")
    held = _held_in(spans, since, as_at).join(links, "record_id")
    return _latest(held, as_at, "lsoa21").select("person", "lsoa21", "lsoa11", living_to="end_date")


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


def _held_in(spans: ir.Table, since: dt.date, as_at: dt.date) -> ir.Table:
    begun = spans.start_date <= ibis.literal(as_at)
    return spans.filter(begun & (spans.end_date.isnull() | (spans.end_date >= ibis.literal(since))))


def _latest(spans: ir.Table, as_at: dt.date, tie: str) -> ir.Table:
    """One span a person: one that still lasts before one that ended, then the latest begun."""
    ended = spans.mutate(ended=~lasts(spans.end_date, as_at))
    return first_of_each(
        ended, "person", {"ended": "asc", "start_date": "desc", tie: "asc", "record_id": "asc"}
    )
