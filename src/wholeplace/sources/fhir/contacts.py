"""Contacts: hospital stays, emergency attendances and other encounters, with their diagnoses."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wholeplace.sources.fhir.clinical import of_status
from wholeplace.sources.fhir.codes import code_in, entry_of, extension_code
from wholeplace.sources.fhir.dates import date_problem, day_of, precision_of, time_of
from wholeplace.sources.fhir.identities import address_of
from wholeplace.sources.fhir.judging import (
    JUDGED,
    PERSON_KEY,
    Need,
    Reading,
    id_of,
    judge,
    unless,
    used,
)
from wholeplace.sources.fhir.lists import exploded
from wholeplace.sources.fhir.people import UK_CORE

ADMISSION_METHOD = f"{UK_CORE}StructureDefinition/Extension-UKCore-AdmissionMethod"
ADMISSION_SYSTEM = f"{UK_CORE}CodeSystem/UKCore-AdmissionMethodEngland"
DESTINATION_SYSTEM = f"{UK_CORE}CodeSystem/UKCore-DischargeDestinationEngland"
EMERGENCY_STATUS = f"{UK_CORE}StructureDefinition/Extension-UKCore-EmergencyCareDischargeStatus"
STATUS = (
    "planned", "arrived", "triaged", "in-progress", "onleave", "finished", "cancelled",
    "entered-in-error", "unknown",
)  # fmt: skip
HAPPENED = ("arrived", "triaged", "in-progress", "onleave", "finished")
CLASSES = ("IMP", "ACUTE", "NONAC", "EMER", "AMB", "VR", "HH", "SS")
APPOINTMENT_STATUS = (
    "proposed", "pending", "booked", "arrived", "fulfilled", "cancelled", "noshow",
    "entered-in-error", "checked-in", "waitlist",
)  # fmt: skip
BOOKED = ("booked", "arrived", "fulfilled", "cancelled", "noshow", "checked-in")
PLACE = r"(^|/)(Organization|Location|PractitionerRole)[/?]|/ods-[a-z]+-code\|"
CANCELLED_SYSTEM = "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason"
APPOINTMENT = (
    "appointment_id", "patient_id", "appointment_date", "status", "cancelled_because",
    "provider_code",
)  # fmt: skip
LAST_RANK = 1_000
FACTS = (
    "encounter_id",
    "patient_id",
    "encounter_class",
    "start_date",
    "end_date",
    "started_at",
    "ended_at",
    "date_precision",
    "provider_code",
    "admission_method",
    "discharge_destination",
    "emergency_discharge_status",
    "code",
    "term",
    "original_system",
    "original_code",
)


def encounters(reading: Reading) -> ir.Table:
    """Encounters judged: those that happened, of a class that is read."""
    opened = reading.open("Encounter")
    stay = opened.hospitalization
    method = extension_code(stay["extension"], ADMISSION_METHOD)
    flat = opened.select(
        "row",
        "wrong",
        "status",
        encounter_class=opened["class"]["code"],
        period_start=opened.period["start"],
        period_end=opened.period["end"],
        subject=address_of(opened.subject),
        provider=address_of(opened.serviceProvider),
        admission_method=code_in(method, ADMISSION_SYSTEM),
        discharge_destination=code_in(stay["dischargeDisposition"], DESTINATION_SYSTEM),
        emergency_discharge_status=entry_of(extension_code(opened.extension, EMERGENCY_STATUS))[
            "code"
        ],
        **entry_of(opened.type[0]),
    )
    table, about = reading.about(reading.current("Encounter", flat))
    table = reading.organisation(table, "provider", "provider_code")
    needs = [
        *of_status(table, STATUS, HAPPENED),
        unless(table.encounter_class.notnull(), "missing", "class.code"),
        unless(table.encounter_class.isin(CLASSES), "class"),
        Need(date_problem(table.period_start), "period.start"),
        Need(date_problem(table.period_end), "period.end"),
        unless(table.period_start.notnull(), "no_date"),
        *about,
    ]
    flat = table.mutate(
        encounter_id=id_of(table.key),
        start_date=day_of(table.period_start),
        end_date=day_of(table.period_end),
        date_precision=precision_of(table.period_start),
        started_at=time_of(table.period_start),
        ended_at=time_of(table.period_end),
    )
    return judge(flat, needs).select(*JUDGED, "key", "scope", *FACTS)


def with_diagnoses(reading: Reading, judged: ir.Table, known: ir.Table | None) -> ir.Table:
    """The flat table of encounters: those used, with the ICD-10 codes of their diagnoses.

    The diagnosis of rank 1, or the first, is the main one.

    Args:
        reading: What was read.
        judged: Encounters, as :func:`encounters` gives them.
        known: Conditions judged, or None where there are none.
    """
    kept, blank = used(judged), ibis.null("string")
    if known is None:
        return kept.select(*FACTS, primary_diagnosis=blank, secondary_diagnoses=blank)
    joined = kept.left_join(_diagnoses(reading, kept, known), "row")
    rest = joined.codes[1:].filter(lambda c: c != joined.codes[0]).unique().sort()
    return joined.select(
        *FACTS,
        primary_diagnosis=joined.codes[0],
        secondary_diagnoses=rest.join(";").nullif(""),
    )


def _diagnoses(reading: Reading, kept: ir.Table, known: ir.Table) -> ir.Table:
    """The ICD-10 codes of each encounter in a list, the main one first."""
    opened = reading.open("Encounter")
    each = exploded(opened.select("row", diagnosis=opened.diagnosis), "diagnosis", "place")
    each = each.select(
        "row",
        "place",
        rank=ibis.coalesce(each.diagnosis["rank"], float(LAST_RANK)),
        condition=address_of(each.diagnosis["condition"]),
    )
    each = reading.engine.keep(each).inner_join(kept.select("row", "key", "scope"), "row")
    asked = reading.identities.refer(each, "condition", "condition_key")
    sound = known.reason.isnull() | (known.reason == "only_icd10")
    diagnosed = known.filter(known.icd10.notnull() & sound)
    found = asked.inner_join(diagnosed.select("icd10", condition_key="key"), "condition_key")
    item = ibis.struct({"rank": found["rank"], "place": found.place, "code": found.icd10})
    lists = found.select("row", item=item).group_by("row").agg(items=lambda t: t.item.collect())
    ordered = lists["items"].sort()
    return reading.engine.keep(lists.select("row", codes=ordered.map(lambda i: i["code"])))


def appointments(reading: Reading) -> ir.Table:
    """Appointments judged: those that were booked, whether kept, missed or cancelled."""
    opened = reading.open("Appointment")
    people = opened.participant.filter(lambda p: address_of(p["actor"]).re_search(PERSON_KEY))
    places = opened.participant.filter(lambda p: address_of(p["actor"]).re_search(PLACE))
    flat = opened.select(
        "row",
        "wrong",
        "status",
        "start",
        subject=address_of(people[0]["actor"]),
        place=address_of(places[0]["actor"]),
        cancelled_because=code_in(opened.cancelationReason, CANCELLED_SYSTEM),
    )
    table, about = reading.about(reading.current("Appointment", flat))
    table = reading.organisation(table, "place", "provider_code")
    needs = [
        *of_status(table, APPOINTMENT_STATUS, BOOKED),
        Need(date_problem(table.start), "start"),
        unless(table.start.notnull(), "no_date"),
        *about,
    ]
    flat = table.mutate(appointment_id=id_of(table.key), appointment_date=day_of(table.start))
    return judge(flat, needs).select(*JUDGED, *APPOINTMENT)
