"""Use of services: what counts as a contact, an attendance, an admission."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wholeplace.measures.bed_days.stays import EMERGENCY, PLANNED
from wholeplace.record.activity import Row
from wholeplace.record.attributes import activity

DICTIONARY = "NHS Data Model and Dictionary"
MATERNITY = ("31", "32")
MAJOR_DEPARTMENTS = ("01", "02")
# Same day emergency care, type 05, is not an emergency department.
URGENT_DEPARTMENTS = (*MAJOR_DEPARTMENTS, "03", "04")

INJURY = r"^(S|T[0-8]|T9[0-8])"
FALL = r"(^|;)W[01]"
SELF_HARM = r"(^|;)X([67]|8[0-4])"
DELIVERY = r"^O8[0-4]"


def is_emergency(row: Row) -> ir.BooleanValue:
    """Whether a spell began as an emergency."""
    return row.admission_method.isin(EMERGENCY)


@activity(
    title="Days with a GP contact",
    dataset="gp_event",
    date="event_date",
    source="Wholeplace: days with any code of contact",
    counts="days",
)
def gp_contact_days(row: Row) -> ir.BooleanValue:
    """Days on which a contact with the practice is coded, however many codes there are."""
    return row.coded("consultation")


@activity(
    title="Emergency admissions",
    dataset="hospital_spell",
    date="admission_date",
    source=f"{DICTIONARY}, admission method",
)
def emergency_admissions(row: Row) -> ir.BooleanValue:
    """Spells that began as an emergency."""
    return is_emergency(row)


@activity(
    title="Emergency admissions in the last month",
    dataset="hospital_spell",
    date="admission_date",
    source=f"{DICTIONARY}, admission method",
    months=1,
)
def emergency_admissions_last_month(row: Row) -> ir.BooleanValue:
    """Spells that began as an emergency in the month that ends on the date of the run."""
    return is_emergency(row)


@activity(
    title="Planned admissions",
    dataset="hospital_spell",
    date="admission_date",
    source=f"{DICTIONARY}, admission method",
)
def elective_admissions(row: Row) -> ir.BooleanValue:
    """Spells that were planned, booked or from the waiting list, day cases included."""
    return row.admission_method.isin(PLANNED)


@activity(
    title="Days in hospital after emergency admission",
    dataset="hospital_spell",
    date="admission_date",
    source="NHS England, emergency bed days",
)
def emergency_bed_days(row: Row) -> ir.IntegerValue:
    """Nights of spells that began as an emergency; a stay with no night counts nothing."""
    return ibis.ifelse(is_emergency(row).fill_null(False), row.nights(), 0)


@activity(
    title="Nights of the year in hospital after emergency admission",
    dataset="hospital_spell",
    date="admission_date",
    until="discharge_date",
    source="NHS England, KH03: people in bed at midnight",
)
def emergency_nights_in_year(row: Row) -> ir.IntegerValue:
    """Nights of the last 12 months in spells that began as an emergency, then or before."""
    return ibis.ifelse(is_emergency(row).fill_null(False), row.nights_within(months=12), 0)


@activity(
    title="Emergency stays of a week or more",
    dataset="hospital_spell",
    date="admission_date",
    until="discharge_date",
    source="NHS England, people in hospital for 7 days and over",
)
def week_long_stays(row: Row) -> ir.BooleanValue:
    """Emergency spells with a night in the last 12 months that have lasted 7 nights or more."""
    return is_emergency(row) & (row.nights_within(months=12) > 0) & (row.nights() >= 7)


@activity(
    title="Long emergency stays",
    dataset="hospital_spell",
    date="admission_date",
    source="NHS England, stays of 21 days and over",
)
def long_stays(row: Row) -> ir.BooleanValue:
    """Emergency spells of 21 nights or more."""
    return is_emergency(row) & (row.nights() >= 21)


@activity(
    title="Emergency admissions after a fall",
    dataset="hospital_spell",
    date="admission_date",
    source="Public Health Outcomes Framework C29, emergency admissions due to falls",
)
def falls_admissions(row: Row) -> ir.BooleanValue:
    """Emergency spells for an injury (S00 to T98) with a fall (W00 to W19) among the causes."""
    injured = row.primary_diagnosis.re_search(INJURY)
    return is_emergency(row) & injured & row.secondary_diagnoses.re_search(FALL)


@activity(
    title="Emergency admissions that good care outside hospital can prevent",
    dataset="hospital_spell",
    date="admission_date",
    source="NHS Outcomes Framework, indicator 2.3.i",
)
def ambulatory_care_sensitive_admissions(row: Row) -> ir.BooleanValue:
    """Emergency spells whose main diagnosis is a chronic ambulatory care sensitive condition."""
    return is_emergency(row) & row.diagnosed("ambulatory_care_sensitive")


@activity(
    title="Emergency admissions with heart failure",
    dataset="hospital_spell",
    date="admission_date",
    source="ICD-10 I50, heart failure",
)
def heart_failure_admissions(row: Row) -> ir.BooleanValue:
    """Emergency spells whose main diagnosis is heart failure."""
    return is_emergency(row) & row.primary_diagnosis.startswith("I50")


@activity(
    title="Emergency admissions after self-harm",
    dataset="hospital_spell",
    date="admission_date",
    source="Public Health Outcomes Framework C14b, emergency admissions for intentional self-harm",
)
def self_harm_admissions(row: Row) -> ir.BooleanValue:
    """Emergency spells with intentional self-harm (X60 to X84) among the causes."""
    return is_emergency(row) & row.secondary_diagnoses.re_search(SELF_HARM)


@activity(
    title="Maternity stays",
    dataset="hospital_spell",
    date="admission_date",
    source=f"{DICTIONARY}, admission method",
)
def maternity_stays(row: Row) -> ir.BooleanValue:
    """Spells of a mother before or after birth."""
    return row.admission_method.isin(MATERNITY)


@activity(
    title="Births given",
    dataset="hospital_spell",
    date="admission_date",
    source="ICD-10 O80 to O84, delivery",
)
def deliveries(row: Row) -> ir.BooleanValue:
    """Maternity spells whose main diagnosis is a delivery."""
    return row.admission_method.isin(MATERNITY) & row.primary_diagnosis.re_search(DELIVERY)


@activity(
    title="Attendances at major emergency departments",
    dataset="emergency_attendance",
    date="arrival_date",
    source=f"{DICTIONARY}, emergency care department type 01 and 02",
)
def emergency_attendances(row: Row) -> ir.BooleanValue:
    """Attendances at consultant-led and single-specialty emergency departments."""
    return row.department_type.isin(MAJOR_DEPARTMENTS)


@activity(
    title="Attendances at any emergency department or urgent treatment centre",
    dataset="emergency_attendance",
    date="arrival_date",
    source=f"{DICTIONARY}, emergency care department type",
)
def urgent_care_attendances(row: Row) -> ir.BooleanValue:
    """Attendances at emergency departments, minor injury units and walk-in centres."""
    return row.department_type.isin(URGENT_DEPARTMENTS)


@activity(
    title="Deaths",
    dataset="person",
    date="death_date",
    source="Date of death in the register of people",
    counts="days",
)
def deaths(row: Row) -> ir.BooleanValue:
    """Whether the person died in the last 12 months."""
    return row.death_date.notnull()
