"""Clinical entries: conditions, observations with their components, and procedures."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wholeplace.sources.fhir.codes import code_problem, entry_of, icd10_of
from wholeplace.sources.fhir.dates import date_problem, day_of, precision_of
from wholeplace.sources.fhir.identities import address_of
from wholeplace.sources.fhir.judging import JUDGED, Need, Reading, id_of, judge, unless, used
from wholeplace.sources.fhir.lists import exploded

VERIFICATION_SYSTEM = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
UCUM = "http://unitsofmeasure.org"
NUMBER = r"^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$"
FINAL = ("final", "amended", "corrected")
OBSERVATION_STATUS = (
    *FINAL,
    "registered",
    "preliminary",
    "cancelled",
    "entered-in-error",
    "unknown",
)
DONE = ("completed", "in-progress")
EVENT_STATUS = (
    "preparation", "in-progress", "not-done", "on-hold", "stopped", "completed",
    "entered-in-error", "unknown",
)  # fmt: skip
ENTRY = (
    "entry_id",
    "patient_id",
    "entry_date",
    "date_precision",
    "code",
    "term",
    "original_system",
    "original_code",
)


def dates_of(table: ir.Table, *choices: str) -> tuple[dict[str, ir.Value], list[Need]]:
    """The columns of an entry's date, and the needs that go with it.

    Args:
        table: It has a column for each choice, as it is written.
        choices: The columns, of which the first that is there is taken.
    """
    text = ibis.coalesce(*(table[name] for name in choices))
    columns = {"entry_date": day_of(text), "date_precision": precision_of(text)}
    needs = [Need(date_problem(table[name]), name.replace("_", ".")) for name in choices]
    return columns, [*needs, unless(text.notnull(), "no_date")]


def of_status(table: ir.Table, known: tuple[str, ...], good: tuple[str, ...]) -> list[Need]:
    """The needs of a status: one that FHIR knows, and one that says the entry stands."""
    return [
        unless(table.status.isin(known), "unknown_status", "status"),
        unless(table.status.isin(good), "status"),
    ]


def coded(table: ir.Table, element: str = "code") -> list[Need]:
    """The needs of a coded entry: a SNOMED CT code, which is a concept identifier."""
    return [
        unless(table.code.notnull(), "not_snomed"),
        Need(code_problem(table.code), element),
    ]


def conditions(reading: Reading) -> ir.Table:
    """Conditions judged. One that is only suspected, or was ruled out, is not used."""
    opened = reading.open("Condition")
    verified = opened.verificationStatus["coding"].filter(
        lambda c: c["system"].fill_null(VERIFICATION_SYSTEM) == VERIFICATION_SYSTEM
    )[0]["code"]
    flat = opened.select(
        "row",
        "wrong",
        "onsetDateTime",
        "recordedDate",
        onsetPeriod_start=opened.onsetPeriod["start"],
        subject=address_of(opened.subject),
        stated=opened.verificationStatus.notnull(),
        verified=verified,
        icd10=icd10_of(opened.code),
        **entry_of(opened.code),
    )
    table, about = reading.about(reading.current("Condition", flat))
    date, date_needs = dates_of(table, "onsetDateTime", "onsetPeriod_start", "recordedDate")
    needs = [
        unless(~table.stated | table.verified.notnull(), "unknown_status", "verificationStatus"),
        unless(table.verified.isnull() | (table.verified == "confirmed"), "unconfirmed"),
        unless(table.code.notnull() | table.icd10.isnull(), "only_icd10"),
        *coded(table),
        *date_needs,
        *about,
    ]
    flat = table.mutate(entry_id=id_of(table.key), **date)
    return judge(flat, needs).select(*JUDGED, "key", *ENTRY, "icd10")


def procedures(reading: Reading) -> ir.Table:
    """Procedures judged: those done or begun are used."""
    opened = reading.open("Procedure")
    flat = opened.select(
        "row",
        "wrong",
        "status",
        "performedDateTime",
        performedPeriod_start=opened.performedPeriod["start"],
        subject=address_of(opened.subject),
        **entry_of(opened.code),
    )
    table, about = reading.about(reading.current("Procedure", flat))
    date, date_needs = dates_of(table, "performedDateTime", "performedPeriod_start")
    needs = [*of_status(table, EVENT_STATUS, DONE), *coded(table), *date_needs, *about]
    flat = table.mutate(entry_id=id_of(table.key), **date)
    return judge(flat, needs).select(*JUDGED, *ENTRY)


def observations(reading: Reading) -> tuple[ir.Table, ir.Table]:
    """Observations judged, and the flat table of what those used measured.

    Returns:
        Judged observations; and one row for each entry, an observation's own and its components'.
        A value with a comparator (``<``, ``>``) is a limit and not a number, so it is left blank.
    """
    opened = reading.open("Observation")
    entries = reading.engine.keep(_entries(opened))
    flat = opened.select(
        "row",
        "wrong",
        "status",
        "effectiveDateTime",
        "effectiveInstant",
        "issued",
        effectivePeriod_start=opened.effectivePeriod["start"],
        subject=address_of(opened.subject),
    )
    table, about = reading.about(reading.current("Observation", flat))
    table = table.left_join(_facts(entries), "row").drop("row_right")
    date, date_needs = dates_of(
        table, "effectiveDateTime", "effectivePeriod_start", "effectiveInstant", "issued"
    )
    needs = [
        *of_status(table, OBSERVATION_STATUS, FINAL),
        unless(table.coded > 0, "not_snomed"),
        unless(table.results > 0, "no_result"),
        unless(table.no_concept == 0, "not_a_concept", "code"),
        unless(table.no_number == 0, "not_a_number", "valueQuantity.value"),
        *date_needs,
        *about,
    ]
    flat = table.mutate(entry_id=id_of(table.key), **date)
    judged = judge(flat, needs).select(
        *JUDGED, "entry_id", "patient_id", "entry_date", "date_precision"
    )
    judged = reading.engine.keep(judged)
    return judged, _measurements(used(judged), entries)


def _entries(opened: ir.Table) -> ir.Table:
    """One row for each coded entry of each observation."""
    own = _part(opened.code, opened.valueQuantity, opened.dataAbsentReason)
    parts = opened.component.map(
        lambda c: _part(c["code"], c["valueQuantity"], c["dataAbsentReason"])
    )
    alone = ibis.array([own])
    every = ibis.ifelse(opened.component.isnull(), alone, alone.concat(parts))
    each = exploded(opened.select("row", part=every), "part")
    quantity = each.part["quantity"]
    ucum = ibis.ifelse(quantity["system"] == UCUM, quantity["code"], ibis.null("string"))
    flat = each.select(
        "row",
        **entry_of(each.part["concept"]),
        written=quantity["value"],
        comparator=quantity["comparator"],
        unit=ibis.coalesce(ucum, quantity["unit"], quantity["code"]),
        absent=each.part["absent"] & quantity["value"].isnull(),
    )
    return flat.filter(flat.code.notnull())


def _part(
    concept: ir.StructValue, quantity: ir.StructValue, absent: ir.StructValue
) -> ir.StructValue:
    return ibis.struct({"concept": concept, "quantity": quantity, "absent": absent.notnull()})


def _facts(entries: ir.Table) -> ir.Table:
    """What the entries of each observation say together."""
    result = ~entries.absent
    return entries.group_by("row").agg(
        coded=entries.count(),
        results=result.sum(),
        no_concept=(result & code_problem(entries.code).notnull()).sum(),
        no_number=(result & ~entries.written.re_search(NUMBER)).sum().fill_null(0),
    )


def _measurements(kept: ir.Table, entries: ir.Table) -> ir.Table:
    good = entries.filter(~entries.absent)
    number = ibis.ifelse(
        good.comparator.isnull(), good.written.try_cast("float64"), ibis.null("float64")
    )
    dated = kept.select("row", "entry_id", "patient_id", "entry_date", "date_precision")
    joined = dated.inner_join(good.mutate(value=number), "row")
    return joined.drop("row", "written", "absent")
