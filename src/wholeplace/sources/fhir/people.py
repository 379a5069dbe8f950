"""People: one row for each Patient, and the practices they are registered with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

from wholeplace.sources.fhir.codes import code_in, extension_code
from wholeplace.sources.fhir.dates import date_problem, day_of, precision_of
from wholeplace.sources.fhir.identities import address_of
from wholeplace.sources.fhir.judging import JUDGED, Need, Reading, id_of, judge, unless, used
from wholeplace.sources.fhir.lists import exploded

UK_CORE = "https://fhir.hl7.org.uk/"
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
VERIFICATION = f"{UK_CORE}StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus"
VERIFICATION_SYSTEMS = tuple(
    f"{UK_CORE}CodeSystem/UKCore-NHSNumberVerificationStatus{place}"
    for place in ("England", "", "Wales")
)
ETHNICITY = f"{UK_CORE}StructureDefinition/Extension-UKCore-EthnicCategory"
ETHNICITY_SYSTEM = f"{UK_CORE}CodeSystem/UKCore-EthnicCategoryEngland"
PRACTICE_CODE = "^([A-Z][0-9]{5}|ZZ-P[0-9]{3})$"
FACTS = (
    "patient_id",
    "nhs_number",
    "nhs_number_status",
    "family_name",
    "given_name",
    "birth_date",
    "birth_date_precision",
    "gender",
    "ethnic_category",
    "death_date",
    "death_date_precision",
    "postcode",
)
NOT_LIVED_AT = ("temp", "billing", "work")
ADDRESS = ("patient_id", "postcode", "start_date", "end_date")
REGISTRATION = ("patient_id", "practice_code", "start_date", "end_date", "origin")


@dataclass(frozen=True)
class People:
    """What came of the Patients.

    Attributes:
        patients: The flat table.
        known: Key → patient_id, for what refers to a Patient.
        aliases: NHS number, as a reference by identifier holds it → key.
        judged: Every Patient, with why it is not used.
    """

    patients: ir.Table
    known: ir.Table
    aliases: ir.Table
    judged: ir.Table


def read_people(reading: Reading, since: date) -> People:
    """Judge the Patients and flatten those that are used.

    Args:
        reading: What was read.
        since: The first day of the period the files cover; a death without a date counts from it.
    """
    table = reading.engine.keep(_judged(reading, since))
    good = used(table)
    numbered = good.filter(good.nhs_number.notnull())
    aliases = numbered.group_by(alias=NHS_NUMBER + "|" + numbered.nhs_number).agg(
        key=numbered.key.min(), people=numbered.key.nunique()
    )
    aliases = aliases.filter(aliases.people == 1).select("alias", "key")
    known = reading.engine.keep(_known(reading, table))
    return People(good.select(*FACTS), known, reading.engine.keep(aliases), table)


def _judged(reading: Reading, since: date) -> ir.Table:
    """Patients with the columns of the flat table, and why each is not used."""
    opened = reading.open("Patient")
    link = opened.link.filter(lambda i: i["type"] == "replaced-by")[0]
    died = opened.deceasedDateTime
    flat = opened.select(
        "row",
        "wrong",
        "birthDate",
        "deceasedDateTime",
        "gender",
        replacing=address_of(link["other"]),
        active=opened.active,
        gone_since=ibis.ifelse(opened.deceasedBoolean & died.isnull(), since, ibis.null("date")),
        **_identity(opened),
    )
    table = reading.identities.refer(reading.current("Patient", flat), "replacing", "other")
    table = table.mutate(
        patient_id=id_of(table.key),
        birth_date=day_of(table.birthDate),
        birth_date_precision=precision_of(table.birthDate),
        death_date=ibis.coalesce(day_of(table.deceasedDateTime), table.gone_since),
        death_date_precision=ibis.ifelse(
            table.gone_since.notnull(), "unknown", precision_of(table.deceasedDateTime)
        ),
    )
    needs = [
        unless(table.other.isnull(), "replaced"),
        Need(date_problem(table.birthDate), "birthDate"),
        Need(date_problem(table.deceasedDateTime), "deceasedDateTime"),
        unless(table.bad_addresses == 0, "not_a_date", "address.period"),
        unless(table.bad_practices == 0, "not_a_date", "generalPractitioner.identifier.period"),
    ]
    return judge(table, needs).select(*JUDGED, "key", "scope", "other", "active", *FACTS)


def _identity(opened: ir.Table) -> dict[str, ir.Value]:
    """The columns of who somebody is and where they live."""
    number = opened.identifier.filter(lambda i: i["system"] == NHS_NUMBER)[0]
    name = _first(opened.name, "official", "usual")
    address = _first(opened.address, "home")
    return {
        "nhs_number": number["value"].replace(" ", "").nullif(""),
        "nhs_number_status": _verification(number),
        "family_name": name["family"],
        "given_name": name["given"][0],
        "ethnic_category": code_in(extension_code(opened.extension, ETHNICITY), ETHNICITY_SYSTEM),
        "postcode": address["postalCode"],
        "bad_addresses": _bad_periods(opened.address.map(lambda a: a["period"])),
        "bad_practices": _bad_periods(
            opened.generalPractitioner.map(lambda p: p["identifier"]["period"])
        ),
    }


def _bad_periods(periods: ir.ArrayValue) -> ir.IntegerValue:
    """How many periods begin or end on no day."""
    bad = periods.filter(
        lambda p: date_problem(p["start"]).notnull() | date_problem(p["end"]).notnull()
    )
    return bad.length().fill_null(0)


def _known(reading: Reading, table: ir.Table) -> ir.Table:
    """Key of every Patient → patient_id: its own, or that of the Patient that replaces it."""
    good = used(table).select("key", "patient_id")
    gone = table.filter(table.reason == "replaced").select("key", "other")
    target = good.rename(other="key")
    moved = gone.inner_join(target, "other").select("key", "patient_id")
    usable = ibis.union(good, moved)
    states = reading.identities.states
    every = states.filter((states.type == "Patient") & states.key.notnull())
    return (
        every.select("key")
        .distinct()
        .left_join(usable, "key")
        .select("key", "patient_id", known=True)
    )


def _verification(number: ir.StructValue) -> ir.StringValue:
    concept = extension_code(number["extension"], VERIFICATION)
    return ibis.coalesce(*(code_in(concept, system) for system in VERIFICATION_SYSTEMS))


def _first(items: ir.ArrayValue, *uses: str) -> ir.StructValue:
    """The item of the first use that is there, otherwise the first that is not old or temporary."""
    by_use = [items.filter(lambda i, u=use: i["use"] == u)[0] for use in uses]
    rest = items.filter(
        lambda i: ~i["use"].isin(["old", "temp", "billing", "maiden"]).fill_null(False)
    )
    return ibis.coalesce(*by_use, rest[0])


def registrations(reading: Reading, people: People, since: date) -> ir.Table:
    """The practices that active Patients name, as rows of the flat table of registrations.

    Args:
        reading: What was read.
        people: The Patients.
        since: The first day a registration without a date counts from.
    """
    opened = reading.open("Patient")
    each = exploded(opened.select("row", named=opened.generalPractitioner), "named")
    each = reading.engine.keep(
        each.select(
            "row",
            practice=address_of(each.named),
            start=day_of(each.named["identifier"]["period"]["start"]),
            end_date=day_of(each.named["identifier"]["period"]["end"]),
        )
    )
    registered = used(people.judged)
    registered = registered.filter(registered.active.fill_null(True))
    joined = each.inner_join(registered.select("row", "key", "scope", "patient_id"), "row")
    found = reading.organisation(joined, "practice", "practice_code")
    found = found.mutate(
        start_date=ibis.coalesce(found.start, since),
        origin=ibis.literal("Patient.generalPractitioner"),
    )
    return (
        found.filter(found.practice_code.re_search(PRACTICE_CODE)).select(*REGISTRATION).distinct()
    )


def addresses(reading: Reading, people: People, since: date) -> ir.Table:
    """The addresses people live or lived at, as rows of the flat table of addresses.

    An old address without its first day cannot be placed in time and is left out.

    Args:
        reading: What was read.
        people: The Patients.
        since: The first day an address without a date counts from.
    """
    opened = reading.open("Patient")
    each = exploded(opened.select("row", said=opened.address), "said")
    lived_at = ~each.said["use"].isin(NOT_LIVED_AT).fill_null(False)
    each = each.filter(lived_at & (each.said["type"] != "postal").fill_null(True))
    start = day_of(each.said["period"]["start"])
    old = (each.said["use"] == "old").fill_null(False)
    flat = each.select(
        "row",
        postcode=each.said["postalCode"],
        start_date=ibis.ifelse(old, start, ibis.coalesce(start, since)),
        end_date=day_of(each.said["period"]["end"]),
    )
    flat = reading.engine.keep(flat.filter(flat.start_date.notnull() & flat.postcode.notnull()))
    joined = flat.inner_join(used(people.judged).select("row", "patient_id"), "row")
    return joined.select(*ADDRESS).distinct()


def episodes(reading: Reading) -> ir.Table:
    """Episodes of care judged: those with a general practice are registrations."""
    opened = reading.open("EpisodeOfCare")
    flat = opened.select(
        "row",
        "wrong",
        "status",
        subject=address_of(opened.patient),
        practice=address_of(opened.managingOrganization),
        start=opened.period["start"],
        end=opened.period["end"],
    )
    table, about = reading.about(reading.current("EpisodeOfCare", flat))
    table = reading.organisation(table, "practice", "practice_code")
    table = table.mutate(
        start_date=day_of(table.start),
        end_date=day_of(table.end),
        origin=ibis.literal("EpisodeOfCare"),
    )
    needs = [
        unless(table.status.notnull(), "unknown_status", "status"),
        unless(table.status.isin(["active", "finished", "onhold"]), "status"),
        unless(table.practice_code.re_search(PRACTICE_CODE), "not_practice"),
        *about,
        Need(date_problem(table.start), "period.start"),
        Need(date_problem(table.end), "period.end"),
        unless(table.start.notnull(), "no_date"),
    ]
    return judge(table, needs).select(*JUDGED, *REGISTRATION)
