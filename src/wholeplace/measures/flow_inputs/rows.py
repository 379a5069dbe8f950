"""The landed rows the flow model's inputs are counted from, with place, service and open ends."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from wholeplace.core.expressions import UNKNOWN, beside, known
from wholeplace.measures.flow_inputs.schemas import ELSEWHERE
from wholeplace.sources.after_hospital import ANYTHING, HOME

DISCHARGES, DELAYS, CARE, CAPACITY = (
    "hospital_discharge",
    "discharge_delay",
    "care_after_hospital",
    "service_capacity",
)
SPELLS = "hospital_spell"


@dataclass(frozen=True)
class Geography:
    """Where people and services are.

    Attributes:
        small_areas: ``lsoa21``, ``district``.
        places: ``place``, ``code``, ``name`` of the districts that have services.
    """

    small_areas: ir.Table
    places: ir.Table


def named(code: ir.StringValue) -> ir.StringValue:
    """The name of a service, or of what is asked of one, from the code landed."""
    return known(code.lower().replace(" ", "_"))


def place_of_home(rows: ir.Table, where: Geography) -> ir.Table:
    """Rows with ``place``: that of the small area recorded with them.

    Args:
        rows: Rows with ``lsoa21``.
        where: The geography.
    """
    areas = where.small_areas.select("lsoa21", code="district")
    areas = beside(areas, where.places.select("code", "place"), "code")
    joined = beside(rows, areas.select("lsoa21", "place"), "lsoa21")
    return joined.mutate(
        place=ibis.cases((joined.lsoa21.isnull(), UNKNOWN), else_=joined.place.fill_null(ELSEWHERE))
    )


def place_served(rows: ir.Table, where: Geography) -> ir.Table:
    """Rows with ``place``: that of the district the service serves."""
    served = rows.mutate(code=rows.district_code)
    joined = beside(served, where.places.select("code", "place"), "code")
    return joined.mutate(place=joined.place.fill_null(ELSEWHERE))


def ready_people(rows: ir.Table, where: Geography, as_at: dt.date) -> ir.Table:
    """People who were ready to leave by the date of the run.

    Args:
        rows: The data set of discharges.
        where: The geography.
        as_at: The date of the run: who left later is still there.

    Returns:
        ``source``, ``hospital``, ``spell_id``, ``site``, ``service``, ``place``, ``pathway``,
        ``asks``, ``admitted``, ``no_criteria``, ``ready``, ``left`` (null while in hospital).
    """
    today = ibis.literal(as_at)
    begun = rows.filter(
        ibis.least(rows.no_criteria_date.fill_null(today), rows.ready_date) <= today
    )
    placed = place_of_home(begun, where)
    pathway = placed.pathway.fill_null("")
    service = ibis.ifelse(placed.service.isnull() & (pathway == "0"), HOME, named(placed.service))
    return placed.select(
        "source",
        "spell_id",
        "place",
        "pathway",
        hospital=placed.provider_code,
        site=known(placed.site),
        service=service,
        asks=named(placed.asks).replace(UNKNOWN, ANYTHING),
        admitted=placed.admission_date,
        no_criteria=placed.no_criteria_date.fill_null(placed.ready_date),
        ready=placed.ready_date,
        left=_by(placed.discharge_date, today),
    )


def referrals(rows: ir.Table, where: Geography, as_at: dt.date) -> ir.Table:
    """Referrals received by the date of the run, and the stays they led to by then.

    Args:
        rows: The data set of care after hospital.
        where: The geography.
        as_at: The date of the run.

    Returns:
        ``source``, ``hospital`` and ``spell_id`` (null for one from the community), ``service``,
        ``place``, ``referred``, ``accepted``, ``started``, ``ended`` (null where not come).
    """
    today = ibis.literal(as_at)
    placed = place_served(rows.filter(rows.referral_date <= today), where)
    return placed.select(
        "source",
        "spell_id",
        "place",
        hospital=placed.hospital_code,
        service=named(placed.service),
        referred=placed.referral_date,
        accepted=_by(placed.accepted_date, today),
        started=_by(placed.start_date, today),
        ended=_by(placed.end_date, today),
    )


def first_referral(found: ir.Table) -> ir.Table:
    """When the first referral of each hospital stay was accepted and led to a service.

    Args:
        found: What :func:`referrals` returned.

    Returns:
        ``hospital``, ``spell_id``, ``accepted``, ``started``.
    """
    mine = found.filter(found.spell_id.notnull() & found.hospital.notnull())
    return mine.group_by("hospital", "spell_id").agg(
        accepted=mine.accepted.min(), started=mine.started.min()
    )


def _by(day: ir.DateValue, today: ir.DateScalar) -> ir.DateValue:
    """A date that has come by the date of the run; null otherwise."""
    return ibis.ifelse(day <= today, day, ibis.null("date"))
