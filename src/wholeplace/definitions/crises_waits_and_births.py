"""Use in a crisis, waits for tests and treatment, births, and what therapy and support led to."""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir

from wholeplace.core.expressions import days_between
from wholeplace.definitions.care_outside_hospital import COURSE, EVER, was_case
from wholeplace.definitions.datasets.consultations import ATTENDED
from wholeplace.definitions.datasets.talking_therapy import GAD7_CASE, PHQ9_CASE
from wholeplace.definitions.further_activities import LONGEST_WAIT, RTT, is_waiting
from wholeplace.record.activity import Row
from wholeplace.record.attributes import activity

TALKING = "NHS Talking Therapies manual, NHS England"
MSDS = "Maternity Services Data Set version 2.0"
CLIENT_LEVEL = "Adult Social Care Client Level Data specification, Department of Health"
DM01 = "NHS England, monthly diagnostic waiting times (DM01)"
FIFTY_TWO_WEEKS, EIGHTEEN_WEEKS, SIX_WEEKS = 364, 126, 42  # days
AT_HOME = "LONG TERM SUPPORT: COMMUNITY"
TERM = 259  # days of pregnancy from which a birth is not early
HANDOVER = 30  # minutes
# A change that is more than the scores' own error (Talking Therapies manual).
PHQ9_RELIABLE, GAD7_RELIABLE = 6, 4
# Crisis resolution and home treatment, crisis line, place of safety, crisis café, walk-in unit,
# decision unit, crisis house; retired codes of the first among them.
CRISIS_TEAMS = ("A02", "A03", "A04", "A19", "A20", "A21", "A22", "A23", "A25")


@activity(
    title="Ambulance handovers of over 30 minutes",
    dataset="ambulance_incident",
    date="incident_date",
    source="NHS England, Ambulance Quality Indicators",
)
def long_handovers(row: Row) -> ir.BooleanValue:
    """Incidents after which handing over to the hospital took more than 30 minutes."""
    return row.handover_minutes > HANDOVER


@activity(
    title="Contacts with mental-health crisis services",
    dataset="mental_health_contact",
    date="contact_date",
    source="NHS Data Model and Dictionary, service or team type referred to (mental health)",
)
def crisis_contacts(row: Row) -> ir.BooleanValue:
    """Contacts with crisis teams, lines, cafés, houses and places of safety that were attended."""
    return row.team.isin(CRISIS_TEAMS) & row.attendance.isin(ATTENDED)


@activity(
    title="Talking Therapies begun after over 18 weeks",
    dataset="talking_therapy",
    date="first_treatment_date",
    source=f"{TALKING}, standard for waits",
)
def talking_therapies_begun_very_late(row: Row) -> ir.BooleanValue:
    """First treatment sessions more than 126 days after the referral was received."""
    return days_between(row.referral_date, row.first_treatment_date) > EIGHTEEN_WEEKS


def improved(row: Row) -> ir.BooleanValue:
    """Whether one score fell reliably and the other did not rise reliably."""
    phq9, gad7 = row.phq9_first - row.phq9_last, row.gad7_first - row.gad7_last
    better = (phq9 >= PHQ9_RELIABLE) | (gad7 >= GAD7_RELIABLE)
    return better & (phq9 > -PHQ9_RELIABLE) & (gad7 > -GAD7_RELIABLE)


@activity(
    title="Courses of Talking Therapies with both scores paired",
    dataset="talking_therapy",
    date="end_date",
    source=TALKING,
)
def talking_therapy_paired_courses(row: Row) -> ir.BooleanValue:
    """Referrals that ended after two sessions or more, with both scores at start and end."""
    scores = (row.phq9_first, row.phq9_last, row.gad7_first, row.gad7_last)
    return (row.sessions >= COURSE) & ibis.and_(*(score.notnull() for score in scores))


@activity(
    title="Reliable improvements after Talking Therapies",
    dataset="talking_therapy",
    date="end_date",
    source=TALKING,
)
def talking_therapy_improvements(row: Row) -> ir.BooleanValue:
    """Courses after which one score had fallen reliably and the other not risen."""
    return (row.sessions >= COURSE) & improved(row)


@activity(
    title="Reliable recoveries after Talking Therapies",
    dataset="talking_therapy",
    date="end_date",
    source=TALKING,
)
def talking_therapy_reliable_recoveries(row: Row) -> ir.BooleanValue:
    """Courses of people who began as a case, improved reliably and ended below both cut-offs."""
    well = (row.phq9_last < PHQ9_CASE) & (row.gad7_last < GAD7_CASE)
    return (row.sessions >= COURSE) & was_case(row) & well & improved(row)


@activity(
    title="Deliveries whose week of pregnancy is known",
    dataset="maternity_delivery",
    date="delivery_date",
    source=MSDS,
)
def timed_deliveries(row: Row) -> ir.BooleanValue:
    """Deliveries for which the length of the pregnancy is known."""
    return row.gestation_days.notnull()


@activity(
    title="Deliveries before 37 weeks",
    dataset="maternity_delivery",
    date="delivery_date",
    source=f"{MSDS}; World Health Organization, preterm birth",
)
def early_deliveries(row: Row) -> ir.BooleanValue:
    """Deliveries before 259 days of pregnancy."""
    return row.gestation_days < TERM


@activity(
    title="Deliveries with the first feed known",
    dataset="maternity_delivery",
    date="delivery_date",
    source=MSDS,
)
def deliveries_with_feed_known(row: Row) -> ir.BooleanValue:
    """Deliveries for which it is said whether the first feed was breast milk."""
    return row.first_feed_breast_milk.isin(("Y", "N"))


@activity(
    title="Deliveries with breast milk as the first feed",
    dataset="maternity_delivery",
    date="delivery_date",
    source=MSDS,
)
def deliveries_with_breast_milk(row: Row) -> ir.BooleanValue:
    """Deliveries after which the first feed was breast milk."""
    return row.first_feed_breast_milk == "Y"


@activity(
    title="Pathways waiting more than 52 weeks for treatment",
    dataset="waiting_list_entry",
    date="clock_start_date",
    source=RTT,
    months=LONGEST_WAIT,
)
def treatment_waits_over_52_weeks(row: Row) -> ir.BooleanValue:
    """Clocks that have run for more than 364 days on the date of the run."""
    latest = row.as_at - dt.timedelta(days=FIFTY_TWO_WEEKS)
    return is_waiting(row) & (row.clock_start_date < ibis.literal(latest))


def is_waiting_for_test(row: Row) -> ir.BooleanValue:
    """Whether a wait for a test goes on on the date of the run."""
    today = ibis.literal(row.as_at)
    runs = row.clock_stop_date.isnull() | (row.clock_stop_date > today)
    return runs & (row.list_type == "DIAG")


@activity(
    title="Waits for a test",
    dataset="waiting_list_entry",
    date="clock_start_date",
    source=DM01,
    months=LONGEST_WAIT,
)
def waits_for_tests(row: Row) -> ir.BooleanValue:
    """Waits for a diagnostic test that go on on the date of the run."""
    return is_waiting_for_test(row)


@activity(
    title="Waits of more than six weeks for a test",
    dataset="waiting_list_entry",
    date="clock_start_date",
    source=DM01,
    months=LONGEST_WAIT,
)
def waits_for_tests_over_six_weeks(row: Row) -> ir.BooleanValue:
    """Waits for a diagnostic test that have gone on for more than 42 days."""
    latest = row.as_at - dt.timedelta(days=SIX_WEEKS)
    return is_waiting_for_test(row) & (row.clock_start_date < ibis.literal(latest))


def goes_on_at_home(row: Row) -> ir.BooleanValue:
    """Whether long-term support in the community goes on on the date of the run."""
    today = ibis.literal(row.as_at)
    goes_on = row.end_date.isnull() | (row.end_date > today)
    return goes_on & (row.service_type == AT_HOME)


@activity(
    title="Long-term support at home",
    dataset="social_care_service",
    date="start_date",
    source=CLIENT_LEVEL,
    months=EVER,
)
def support_at_home(row: Row) -> ir.BooleanValue:
    """Long-term services in the community that go on on the date of the run."""
    return goes_on_at_home(row)


@activity(
    title="Long-term support at home by direct payment",
    dataset="social_care_service",
    date="start_date",
    source=CLIENT_LEVEL,
    months=EVER,
)
def direct_payments(row: Row) -> ir.BooleanValue:
    """Such services for which the council pays the person, who arranges the care."""
    return goes_on_at_home(row) & (row.delivery == "DIRECT PAYMENT")


@activity(
    title="Courses of reablement",
    dataset="social_care_service",
    date="start_date",
    source=CLIENT_LEVEL,
)
def reablement(row: Row) -> ir.BooleanValue:
    """Short-term support to regain independence that a council began to arrange."""
    return row.service_type == "SHORT TERM SUPPORT: ST-MAX"


@activity(
    title="Registered deaths from respiratory disease",
    dataset="death",
    date="death_date",
    source="ICD-10 J00 to J99",
)
def respiratory_deaths(row: Row) -> ir.BooleanValue:
    """Registered deaths with respiratory disease as the underlying cause."""
    return row.underlying_cause.startswith("J")
