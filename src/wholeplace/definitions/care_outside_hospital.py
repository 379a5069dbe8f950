"""Use of community, mental-health and social care, deaths by cause, times in emergency care."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wholeplace.core.clock_times import minutes_between
from wholeplace.core.expressions import days_between
from wholeplace.definitions.datasets.consultations import ATTENDED
from wholeplace.definitions.datasets.talking_therapy import GAD7_CASE, PHQ9_CASE
from wholeplace.record.activity import Row
from wholeplace.record.attributes import activity

DICTIONARY = "NHS Data Model and Dictionary"
TALKING = "NHS Talking Therapies manual, NHS England"
CLIENT_LEVEL = "Adult Social Care Client Level Data specification, Department of Health"
FOUR_HOURS, SIX_WEEKS = 240, 42
EVER = 1_200  # months
CARE_HOME = ("LONG TERM SUPPORT: NURSING CARE", "LONG TERM SUPPORT: RESIDENTIAL CARE")
LONG_TERM = (*CARE_HOME, "LONG TERM SUPPORT: COMMUNITY", "LONG TERM SUPPORT: PRISON")
COURSE = 2  # sessions


def was_case(row: Row) -> ir.BooleanValue:
    """Whether a first score lay at or above its cut-off."""
    return (row.phq9_first >= PHQ9_CASE) | (row.gad7_first >= GAD7_CASE)


@activity(
    title="Emergency attendances of known length",
    dataset="emergency_attendance",
    date="arrival_date",
    source="Emergency Care Data Set version 4",
)
def timed_emergency_attendances(row: Row) -> ir.BooleanValue:
    """Attendances at any department of which the time of arrival and of leaving are known."""
    return row.arrived_at.notnull() & row.departed_at.notnull()


@activity(
    title="Emergency attendances of over four hours",
    dataset="emergency_attendance",
    date="arrival_date",
    source="NHS Constitution Handbook, four-hour standard",
)
def emergency_attendances_over_four_hours(row: Row) -> ir.BooleanValue:
    """Attendances at any department that lasted over four hours from arrival to leaving."""
    return minutes_between(row.arrived_at, row.departed_at) > FOUR_HOURS


@activity(
    title="Hips and knees replaced",
    dataset="hospital_spell",
    date="admission_date",
    source="NHS England, Patient Reported Outcome Measures, primary hip and knee replacement",
)
def hip_or_knee_replacements(row: Row) -> ir.BooleanValue:
    """Stays whose main procedure is a first replacement of a hip or a knee."""
    return row.on_list("main_procedure", "hip_or_knee_replacement")


@activity(
    title="Community health contacts",
    dataset="community_contact",
    date="contact_date",
    source=f"{DICTIONARY}, attendance status",
)
def community_contacts(row: Row) -> ir.BooleanValue:
    """Contacts with community health services that were attended."""
    return row.attendance.isin(ATTENDED)


@activity(
    title="Mental-health contacts",
    dataset="mental_health_contact",
    date="contact_date",
    source=f"{DICTIONARY}, attendance status",
)
def mental_health_contacts(row: Row) -> ir.BooleanValue:
    """Contacts with secondary mental-health services that were attended."""
    return row.attendance.isin(ATTENDED)


@activity(
    title="Talking Therapies referrals",
    dataset="talking_therapy",
    date="referral_date",
    source=TALKING,
)
def talking_therapy_referrals(row: Row) -> ir.BooleanValue:
    """Referrals to Talking Therapies received, by the person themselves or by others."""
    return row.referral_date.notnull()


@activity(
    title="Talking Therapies begun",
    dataset="talking_therapy",
    date="first_treatment_date",
    source=TALKING,
)
def talking_therapies_begun(row: Row) -> ir.BooleanValue:
    """Referrals that led to a first treatment session, by the day of it."""
    return row.first_treatment_date.notnull()


@activity(
    title="Talking Therapies begun after over six weeks",
    dataset="talking_therapy",
    date="first_treatment_date",
    source=f"{TALKING}, standard for waits",
)
def talking_therapies_begun_late(row: Row) -> ir.BooleanValue:
    """First treatment sessions more than 42 days after the referral was received."""
    waited = days_between(row.referral_date, row.first_treatment_date)
    return waited > SIX_WEEKS


@activity(
    title="Courses of Talking Therapies finished",
    dataset="talking_therapy",
    date="end_date",
    source=TALKING,
)
def talking_therapy_courses(row: Row) -> ir.BooleanValue:
    """Referrals that ended after two sessions or more, of people who began as a case."""
    return (row.sessions >= COURSE) & was_case(row)


@activity(
    title="Recoveries after Talking Therapies",
    dataset="talking_therapy",
    date="end_date",
    source=TALKING,
)
def talking_therapy_recoveries(row: Row) -> ir.BooleanValue:
    """Courses finished of people who began as a case and ended below both cut-offs."""
    well = (row.phq9_last < PHQ9_CASE) & (row.gad7_last < GAD7_CASE)
    return (row.sessions >= COURSE) & was_case(row) & well


@activity(
    title="Long-term social care",
    dataset="social_care_service",
    date="start_date",
    source=CLIENT_LEVEL,
    months=EVER,
)
def long_term_support(row: Row) -> ir.BooleanValue:
    """Long-term services arranged by a council that go on on the date of the run."""
    today = ibis.literal(row.as_at)
    goes_on = row.end_date.isnull() | (row.end_date > today)
    return goes_on & row.service_type.isin(LONG_TERM)


@activity(
    title="Admissions to care homes",
    dataset="social_care_service",
    date="start_date",
    source="Better Care Fund, long-term support needs met by admission to a care home",
)
def care_home_admissions(row: Row) -> ir.BooleanValue:
    """Long-term care in a nursing or residential home that a council began to arrange."""
    return row.service_type.isin(CARE_HOME)


@activity(
    title="Registered deaths from circulatory disease",
    dataset="death",
    date="death_date",
    source="ICD-10 I00 to I99",
)
def circulatory_deaths(row: Row) -> ir.BooleanValue:
    """Registered deaths with circulatory disease as the underlying cause."""
    return row.underlying_cause.startswith("I")


@activity(
    title="Registered deaths from cancer",
    dataset="death",
    date="death_date",
    source="ICD-10 C00 to C97",
)
def cancer_deaths(row: Row) -> ir.BooleanValue:
    """Registered deaths with cancer as the underlying cause."""
    return row.underlying_cause.startswith("C")
