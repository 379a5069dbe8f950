"""Where people live and are registered on a date, with every area that follows from it."""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir


def registered_on(registrations: ir.Table, links: ir.Table, as_at: dt.date) -> ir.Table:
    """The practice each person is registered with on a date.

    Somebody open at several practices counts once, at the one joined last.

    Args:
        registrations: ``record_id``, ``practice_code``, ``start_date``, ``end_date``.
        links: ``record_id``, ``person``.
        as_at: The date.

    Returns:
        ``person``, ``practice``, ``registered_from``.
    """
    day = ibis.literal(as_at)
    open_then = registrations.filter(
        (registrations.start_date <= day)
        & (registrations.end_date.isnull() | (registrations.end_date > day))
    ).join(links, "record_id")
    return _newest(open_then, "start_date", "practice_code").select(
        "person", practice="practice_code", registered_from="start_date"
    )


def living_on(residences: ir.Table, links: ir.Table, as_at: dt.date) -> ir.Table:
    """Where each person lives on a date, by the address begun last.

    Args:
        residences: ``record_id``, ``lsoa21``, ``lsoa11``, ``household``, ``start_date``,
            ``end_date``.
        links: ``record_id``, ``person``.
        as_at: The date.

    Returns:
        ``person``, ``lsoa21``, ``lsoa11``, ``household``.
    """
    day = ibis.literal(as_at)
    open_then = residences.filter(
        (residences.start_date <= day)
        & (residences.end_date.isnull() | (residences.end_date > day))
    ).join(links, "record_id")
    return _newest(open_then, "start_date", "lsoa21").select(
        "person", "lsoa21", "lsoa11", "household"
    )


def small_area_columns(small_areas: ir.Table) -> ir.Table:
    """What follows from a small area of residence, ready to join on ``lsoa21``."""
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
    """What follows from a practice of the system, ready to join on ``practice_code``."""
    inside = practices.filter(practices.in_system)
    return inside.select("practice_code", pcn="pcn_code", place="place")


def _newest(table: ir.Table, date: str, tie: str) -> ir.Table:
    position = ibis.row_number().over(
        group_by="person",
        order_by=[ibis.desc(date), ibis.asc(tie), ibis.asc("record_id")],
    )
    numbered = table.mutate(position=position)
    return numbered.filter(numbered.position == 0)
