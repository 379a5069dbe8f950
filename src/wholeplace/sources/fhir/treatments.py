"""Treatments: vaccinations given or declined, and items prescribed."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wholeplace.sources.fhir.clinical import EVENT_STATUS, coded, dates_of, of_status
from wholeplace.sources.fhir.codes import CONCEPT_ID, code_in, entry_of, extension_code
from wholeplace.sources.fhir.identities import address_of
from wholeplace.sources.fhir.judging import JUDGED, Reading, id_of, judge, unless
from wholeplace.sources.fhir.people import UK_CORE

VACCINATION = f"{UK_CORE}StructureDefinition/Extension-UKCore-VaccinationProcedure"
NOT_GIVEN_SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
COURSE_SYSTEMS = (
    f"{UK_CORE}CodeSystem/UKCore-MedicationRequestCourseOfTherapy",
    "http://terminology.hl7.org/CodeSystem/medicationrequest-course-of-therapy",
)
REQUEST_STATUS = (
    "active", "on-hold", "cancelled", "completed", "entered-in-error", "stopped", "draft",
    "unknown",
)  # fmt: skip
ORDERED = ("active", "on-hold", "completed", "stopped")
ORDERS = ("order", "original-order", "reflex-order", "filler-order", "instance-order")
ENTRY = (
    "entry_id", "patient_id", "entry_date", "date_precision", "code", "term", "original_system",
    "original_code",
)  # fmt: skip
CODE = ("code", "term", "original_system", "original_code")


def vaccinations(reading: Reading) -> ir.Table:
    """Immunizations judged: given, or not given with the reason; entered in error is not used.

    Without the extension for the procedure, the vaccine itself says what was given.
    """
    opened = reading.open("Immunization")
    procedure = entry_of(extension_code(opened.extension, VACCINATION))
    vaccine = entry_of(opened.vaccineCode)
    product = vaccine["code"]
    flat = opened.select(
        "row",
        "wrong",
        "status",
        "occurrenceDateTime",
        "recorded",
        subject=address_of(opened.patient),
        performer=address_of(opened.performer[0]["actor"]),
        product=ibis.ifelse(product.re_search(CONCEPT_ID), product, ibis.null("string")),
        procedure=ibis.ifelse(
            procedure["code"].re_search(CONCEPT_ID), procedure["code"], ibis.null("string")
        ),
        not_given_reason=ibis.coalesce(
            entry_of(opened.statusReason)["code"], code_in(opened.statusReason, NOT_GIVEN_SYSTEM)
        ),
        dose=opened.protocolApplied[0]["doseNumberPositiveInt"],
        **{name: ibis.coalesce(procedure[name], vaccine[name]) for name in CODE},
    )
    table, about = reading.about(reading.current("Immunization", flat))
    table = reading.organisation(table, "performer", "provider_code")
    date, date_needs = dates_of(table, "occurrenceDateTime", "recorded")
    needs = [
        *of_status(table, EVENT_STATUS, ("completed", "not-done")),
        *coded(table, "vaccineCode"),
        *date_needs,
        *about,
    ]
    flat = table.mutate(entry_id=id_of(table.key), **date)
    more = ("status", "not_given_reason", "procedure", "product", "dose", "provider_code")
    return judge(flat, needs).select(*JUDGED, *ENTRY, *more)


def medications(reading: Reading) -> ir.Table:
    """Medications judged, with the coded entry that requests refer to."""
    opened = reading.open("Medication")
    flat = opened.select("row", "wrong", **entry_of(opened.code))
    table = reading.current("Medication", flat)
    return judge(table, coded(table)).select(*JUDGED, "key", *CODE)


def prescriptions(reading: Reading, known: ir.Table | None) -> ir.Table:
    """Medication requests judged: orders, not plans or proposals.

    Args:
        reading: What was read.
        known: Medications, as :func:`medications` gives them, or None where there are none.
    """
    opened = reading.open("MedicationRequest")
    quantity, course = opened.dispenseRequest["quantity"], opened.courseOfTherapyType
    flat = opened.select(
        "row",
        "wrong",
        "status",
        "intent",
        "authoredOn",
        subject=address_of(opened.subject),
        medication=address_of(opened.medicationReference),
        forbidden=opened.doNotPerform.fill_null(False),
        quantity=quantity["value"].try_cast("float64"),
        unit=ibis.coalesce(quantity["unit"], quantity["code"]),
        course=ibis.coalesce(*(code_in(course, system) for system in COURSE_SYSTEMS)),
        **entry_of(opened.medicationCodeableConcept),
    )
    table, about = reading.about(reading.current("MedicationRequest", flat))
    if known is not None:
        table = _with_medications(reading, table, known)
    date, date_needs = dates_of(table, "authoredOn")
    needs = [
        *of_status(table, REQUEST_STATUS, ORDERED),
        unless(table.intent.notnull(), "unknown_status", "intent"),
        unless(table.intent.isin(ORDERS) & ~table.forbidden, "not_an_order"),
        *coded(table, "medicationCodeableConcept"),
        *date_needs,
        *about,
    ]
    flat = table.mutate(entry_id=id_of(table.key), **date)
    return judge(flat, needs).select(*JUDGED, *ENTRY, "quantity", "unit", "course")


def _with_medications(reading: Reading, table: ir.Table, known: ir.Table) -> ir.Table:
    """Requests with the code of the Medication that they refer to, where they have none."""
    asked = reading.identities.refer(table, "medication", "medication_key")
    named = {f"referred_{name}": known[name] for name in CODE}
    found = asked.left_join(known.select(medication_key="key", **named), "medication_key")
    return found.mutate(
        **{name: ibis.coalesce(found[name], found[f"referred_{name}"]) for name in CODE}
    )
