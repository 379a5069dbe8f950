"""Measures of outpatient clinics, waiting lists, NHS 111 calls and ambulance incidents."""

from __future__ import annotations

from wholeplace.definitions.measures.plans import (
    CONSTITUTION,
    LTP,
    MARCH_2026,
    PLANNING_2025,
    fewer,
    share,
)
from wholeplace.definitions.measures.use import BY_HOSPITAL_TOO, EVERYBODY, LEAVERS
from wholeplace.definitions.measures.who_is_missing import UNLINKED
from wholeplace.measures.measure import Terms, count, measure, total
from wholeplace.record.person import Person

DICTIONARY = "NHS Data Model and Dictionary"
NOT_SENT = (
    "Clinics and waiting lists of hospitals that send no data, which matters most near the "
    f"system's edges; care paid for privately; {UNLINKED}."
)


@measure(
    title="Outpatient appointments attended",
    source=f"{DICTIONARY}, attended or did not attend code",
    group="use",
    statistic="rate",
    per=1_000,
    says="outpatient appointments attended",
    unit="appointments",
    rationale="The plan wants a third fewer visits to clinics, with advice to practices and "
    "follow-up on request in their place.",
    numerator="Appointments of the last 12 months at which the person was seen.",
    denominator=f"{EVERYBODY} {LEAVERS}",
    targets=(fewer(1 / 3, LTP, of="over four years"),),
    not_in_it=NOT_SENT,
    flow="outpatient_attendances",
    basis=BY_HOSPITAL_TOO,
)
def outpatient_attendance_rate(person: Person) -> Terms:
    """Outpatient appointments attended in a year."""
    return total(person.outpatient_attendances)


@measure(
    title="Missed an outpatient appointment",
    source=f"{DICTIONARY}, attended or did not attend code 3 and 7",
    group="use",
    statistic="proportion",
    better="lower",
    says="missed at least one appointment in the last year",
    among="people with an outpatient appointment",
    rationale="A missed appointment is a sign that help to attend may be needed, and is used here "
    "only to offer it.",
    numerator="Those who missed an appointment in the last 12 months.",
    denominator="Registered people who attended or missed an appointment in the last 12 months.",
    exclusions="Appointments cancelled beforehand.",
    not_in_it=f"Appointments cancelled beforehand, by either side. {NOT_SENT}",
)
def missed_outpatient_appointment(person: Person) -> Terms:
    """People who missed an outpatient appointment: a sign that help to attend may be needed."""
    due = (person.outpatient_attendances > 0) | (person.outpatient_missed > 0)
    return count(person.outpatient_missed > 0, among=person.registered & due)


@measure(
    title="Waiting for treatment",
    source="NHS England, consultant-led referral to treatment waiting times",
    group="use",
    statistic="proportion",
    says="are on a waiting list for consultant-led treatment",
    rationale="How many people live with something unresolved, by group.",
    numerator="Those with a referral to treatment clock that runs on the date of the run.",
    denominator="Registered people.",
    exclusions="Lists outside referral to treatment; tests.",
    not_in_it=f"Waits for tests, community services and mental health. {NOT_SENT}",
)
def waiting_for_treatment(person: Person) -> Terms:
    """People on a waiting list for treatment."""
    return count(person.treatment_waits > 0, among=person.registered)


@measure(
    title="Waiting more than 18 weeks",
    source="NHS England, consultant-led referral to treatment waiting times",
    group="use",
    statistic="proportion",
    better="lower",
    says="have waited more than 18 weeks",
    among="people waiting for consultant-led treatment",
    rationale="The NHS Constitution promises 18 weeks; who waits longer says whether services are "
    "restored inclusively.",
    numerator="Those with a clock that has run for more than 126 days.",
    denominator="Registered people with a clock that runs on the date of the run.",
    exclusions="Waits for tests; care outside referral to treatment.",
    targets=(
        share(0.08, CONSTITUTION, at_most=True),
        share(0.35, PLANNING_2025, by=MARCH_2026, at_most=True),
    ),
    not_in_it=f"Somebody on two lists counts once, by the longer wait. {NOT_SENT}",
)
def waiting_over_18_weeks(person: Person) -> Terms:
    """People waiting for treatment for more than 18 weeks."""
    waiting = person.registered & (person.treatment_waits > 0)
    return count(person.treatment_waits_over_18_weeks > 0, among=waiting)


@measure(
    title="Calls to NHS 111",
    source="NHS England, Integrated Urgent Care Aggregate Data Collection",
    group="use",
    statistic="rate",
    per=1_000,
    says="calls to NHS 111",
    unit="calls",
    rationale="Where people turn when they are not sure what they need, above all when practices "
    "are shut.",
    numerator="Calls answered in the last 12 months.",
    denominator=f"{EVERYBODY} {LEAVERS}",
    exclusions="Calls given up before an answer.",
    not_in_it=f"NHS 111 online; callers whose NHS number was not found; {UNLINKED}.",
    flow="nhs111_calls",
    monthly=True,
)
def nhs111_call_rate(person: Person) -> Terms:
    """Calls to NHS 111 in a year."""
    return total(person.nhs111_calls)


@measure(
    title="Ambulance incidents",
    source="NHS England, Ambulance Quality Indicators",
    group="use",
    statistic="rate",
    per=1_000,
    better="lower",
    says="ambulance incidents",
    unit="incidents",
    rationale="Each incident is a crisis; many could be met at home.",
    numerator="Incidents of the last 12 months, however they ended.",
    denominator=f"{EVERYBODY} {LEAVERS}",
    exclusions="Journeys planned ahead.",
    not_in_it=f"Journeys planned ahead; people whose NHS number was not found; {UNLINKED}.",
    flow="ambulance_incidents",
    monthly=True,
)
def ambulance_incident_rate(person: Person) -> Terms:
    """Emergencies the ambulance service responded to in a year."""
    return total(person.ambulance_incidents)
