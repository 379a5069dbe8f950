"""Waiting lists and contacts whose equity is shown: what counts, and what is compared."""

from __future__ import annotations

from functools import partial

import ibis
import ibis.expr.types as ir

from wholeplace.definitions.datasets.consultations import ATTENDED
from wholeplace.definitions.further_activities import MISSED, SEEN, TREATMENT_LISTS
from wholeplace.definitions.measures.who_is_missing import UNLINKED
from wholeplace.measures.waits.definition import Contacts, Share, Target, WaitingList
from wholeplace.record.activity import Row

DICTIONARY = "NHS Data Model and Dictionary"
NOT_SENT = (
    "Hospitals that send no data, which matters most near the system's edges; care paid for "
    f"privately; {UNLINKED}."
)
TEST_LIST = "DIAG"
URGENT = ("P1", "P1A", "P1B", "P2", "D1", "D2")
ASKED_TO_WAIT = ("P5", "P6", "D5", "D6")
IN_PERSON, REMOTE = ("1", "2"), ("3", "4")
TELEPHONE, VIDEO = ("02",), ("03", "11")


def is_waiting(row: Row, lists: tuple[str, ...]) -> ir.BooleanValue:
    """Whether a wait on one of some lists is going on, on the date of the run."""
    runs = row.clock_stop_date.isnull() | (row.clock_stop_date > ibis.literal(row.as_at))
    return runs & row.list_type.isin(lists)


def clinical_priority(row: Row) -> ir.StringValue:
    """Urgent, routine or asked to wait: by the clinical priority, or else by the referral's."""
    by_referral = ibis.cases(
        (row.priority_type == "1", "routine"),
        (row.priority_type.isin(("2", "3")), "urgent"),
        else_=ibis.null("string"),
    )
    return ibis.cases(
        (row.priority.isin(URGENT), "urgent"),
        (row.priority.isin(ASKED_TO_WAIT), "asked to wait"),
        (row.priority.notnull(), "routine"),
        else_=by_referral,
    )


def referral_priority(row: Row) -> ir.StringValue:
    """Suspected cancer, urgent or routine, as the referral says."""
    return ibis.cases(
        (row.priority_type == "1", "routine"),
        (row.priority_type == "2", "urgent"),
        (row.priority_type == "3", "suspected cancer"),
        else_=ibis.null("string"),
    )


TREATMENT = WaitingList(
    name="treatment",
    title="Waiting for consultant-led treatment",
    source="NHS England, consultant-led referral to treatment waiting times",
    dataset="waiting_list_entry",
    since="clock_start_date",
    waiting=lambda row: is_waiting(row, TREATMENT_LISTS),
    specialty="treatment_function",
    priority=clinical_priority,
    over=(18, 52, 65, 104),
    doc="Referral to treatment clocks that run on the date of the run, for outpatient care and "
    "for admission.",
    noun="waits for treatment",
    standard="92 in 100 within 18 weeks (NHS Constitution)",
    target=Target(18, 0.92, lambda row: row.list_type.isin(TREATMENT_LISTS), "clock_stop_date"),
    not_in_it=f"Waits for tests, community services and mental health. {NOT_SENT}",
)

TEST = WaitingList(
    name="test",
    title="Waiting for a diagnostic test",
    source="NHS England, monthly diagnostics waiting times and activity",
    dataset="waiting_list_entry",
    since="clock_start_date",
    waiting=lambda row: is_waiting(row, (TEST_LIST,)),
    specialty="procedure",
    priority=clinical_priority,
    over=(6, 13),
    doc="Requests for a test that was not yet made on the date of the run.",
    noun="waits for a test",
    standard="99 in 100 within 6 weeks (NHS Constitution)",
    target=Target(6, 0.99, lambda row: row.list_type == TEST_LIST, "clock_stop_date"),
    not_in_it=f"Tests asked for by practices at other providers; repeat tests. {NOT_SENT}",
)


def without_priority(row: Row) -> ir.StringValue:
    """Contacts with teams have no priority: like is compared with like by the team alone."""
    return ibis.null("string")


def of_teams(kind: str, what: str) -> tuple[Share, ...]:
    """Contacts missed, and how those kept took place.

    Args:
        kind: What contacts are called in a title.
        what: What contacts are called in a sentence.
    """

    def kept(row: Row) -> ir.BooleanValue:
        return row.attendance.isin(ATTENDED) & row.mechanism.notnull()

    by = {"telephone": (TELEPHONE, "by telephone"), "video": (VIDEO, "by video")}
    return (
        Share(
            name="missed",
            title=f"Missed {kind}",
            says="were missed",
            of=what,
            among=lambda row: row.attendance.isin((*ATTENDED, *MISSED)),
            counted=lambda row: row.attendance.isin(MISSED),
            better="lower",
        ),
        *(
            Share(
                name=name,
                title=f"{kind[0].upper()}{kind[1:]} {words}",
                says=f"were {words}",
                of=f"{what} that were kept",
                among=kept,
                counted=partial(took_place, codes),
            )
            for name, (codes, words) in by.items()
        ),
    )


def took_place(codes: tuple[str, ...], row: Row) -> ir.BooleanValue:
    """Whether a contact took place in one of some ways."""
    return row.mechanism.isin(codes)


OUTPATIENTS = Contacts(
    name="outpatients",
    title="Outpatient appointments",
    source=f"{DICTIONARY}, attended or did not attend code and first attendance code",
    dataset="outpatient_appointment",
    date="appointment_date",
    specialty="treatment_function",
    priority=referral_priority,
    shares=(
        Share(
            name="missed",
            title="Missed appointments",
            says="were missed",
            of="outpatient appointments",
            among=lambda row: row.attended.isin((*SEEN, *MISSED)),
            counted=lambda row: row.attended.isin(MISSED),
            better="lower",
        ),
        Share(
            name="remote",
            title="Seen by telephone or video",
            says="were by telephone or video",
            of="outpatient appointments attended",
            among=lambda row: (
                row.attended.isin(SEEN) & row.first_attendance.isin((*IN_PERSON, *REMOTE))
            ),
            counted=lambda row: row.first_attendance.isin(REMOTE),
        ),
    ),
    doc="Appointments of the last 12 months that were kept or missed; those cancelled beforehand, "
    "by either side, are not among them.",
    not_in_it=NOT_SENT,
)

COMMUNITY = Contacts(
    name="community",
    title="Community health contacts",
    source=f"{DICTIONARY}, attendance status and consultation mechanism",
    dataset="community_contact",
    date="contact_date",
    specialty="team",
    priority=without_priority,
    shares=of_teams("community health contacts", "contacts with community health services"),
    doc="Contacts of the last 12 months that were kept or missed.",
    alike_in="the kind of team",
    not_in_it=f"Contacts cancelled beforehand, by either side. {NOT_SENT}",
)

MENTAL_HEALTH = Contacts(
    name="mental_health",
    title="Mental-health contacts",
    source=f"{DICTIONARY}, attendance status and consultation mechanism",
    dataset="mental_health_contact",
    date="contact_date",
    specialty="team",
    priority=without_priority,
    shares=of_teams("mental-health contacts", "contacts with mental-health services"),
    doc="Contacts of the last 12 months that were kept or missed.",
    alike_in="the kind of team",
    not_in_it=f"Contacts cancelled beforehand, by either side; Talking Therapies. {NOT_SENT}",
)
