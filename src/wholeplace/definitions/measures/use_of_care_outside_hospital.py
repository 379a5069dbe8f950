"""Measures of community, mental-health and social care, and of times in emergency care."""

from __future__ import annotations

from wholeplace.definitions.measures.plans import (
    JFP,
    LTP,
    MARCH_2026,
    PLANNING_2025,
    TALKING_STANDARD,
    asked,
    share,
)
from wholeplace.definitions.measures.use import BY_HOSPITAL_TOO, EVERYBODY, LEAVERS
from wholeplace.definitions.measures.who_is_missing import NOT_SENT, UNLINKED
from wholeplace.measures.measure import Terms, count, measure, total
from wholeplace.measures.targets import Target
from wholeplace.record.person import Person

TALKING = "NHS Talking Therapies manual, NHS England"
NOT_TALKING = f"Therapy outside NHS Talking Therapies and private care; {UNLINKED}."
NOT_COUNCILS = (
    "People who pay for their own care and people whose NHS number the council does not hold are "
    "not covered: that is not the same as no care."
)


@measure(
    title="Emergency attendances of over four hours",
    source="NHS Constitution Handbook, four-hour standard",
    group="use",
    statistic="rate",
    per=1_000,
    better="lower",
    says="emergency attendances that lasted over four hours",
    unit="attendances",
    rationale="Long stays in emergency departments cost lives.",
    numerator="Attendances of the last 12 months, at any department, that lasted over four hours.",
    denominator=f"{EVERYBODY} {LEAVERS}",
    exclusions="Attendances whose times are not known.",
    targets=(
        asked(
            "the national four-hour standard; the two main hospitals kept 86 in 100 within it in "
            "2018/19",
            LTP,
        ),
    ),
    not_in_it=f"Attendances whose times are not known. {NOT_SENT}",
    flow="emergency_attendances_over_four_hours",
    monthly=True,
    basis=BY_HOSPITAL_TOO,
)
def over_four_hours_rate(person: Person) -> Terms:
    """Attendances at emergency departments that lasted over four hours, in a year."""
    return total(person.emergency_attendances_over_four_hours)


@measure(
    title="Waited over four hours in an emergency department",
    source="NHS Constitution Handbook, four-hour standard",
    group="use",
    statistic="proportion",
    better="lower",
    says="were there for over four hours at least once",
    among="people who attended an emergency department in the last year",
    rationale="Who waits longest in emergency departments, by group.",
    numerator="Those of them with an attendance that lasted over four hours.",
    denominator="People registered with an attendance of known length in the last 12 months.",
    exclusions="Attendances whose times are not known.",
    targets=(
        asked("at least 78 in 100 attendances within four hours", PLANNING_2025, by=MARCH_2026),
    ),
    not_in_it=f"Attendances whose times are not known. {NOT_SENT}",
)
def over_four_hours_share(person: Person) -> Terms:
    """Of people who attended, those who were there for over four hours at least once."""
    attended = person.registered & (person.timed_emergency_attendances > 0)
    return count(person.emergency_attendances_over_four_hours > 0, among=attended)


@measure(
    title="Hips and knees replaced",
    source="NHS England, Patient Reported Outcome Measures, primary hip and knee replacement",
    group="use",
    statistic="dsr",
    per=100_000,
    says="first replacements of a hip or a knee",
    unit="replacements",
    rationale="One of the operations that most improves a life; who gets it does not always follow "
    "who needs it.",
    numerator="Spells of the last 12 months with a first replacement as the main procedure.",
    denominator=f"{EVERYBODY} {LEAVERS}",
    exclusions="Operations to replace an earlier joint.",
    not_in_it=NOT_SENT,
    flow="hip_or_knee_replacements",
)
def hip_or_knee_replacement_rate(person: Person) -> Terms:
    """First replacements of a hip or a knee in a year."""
    return total(person.hip_or_knee_replacements)


@measure(
    title="Community health contacts",
    source="Community Services Data Set version 1.6",
    group="use",
    statistic="rate",
    per=1_000,
    says="contacts with community health services",
    unit="contacts",
    rationale="How much care is given at home and in clinics, which keeps people out of hospital.",
    numerator="Contacts of the last 12 months that were attended.",
    denominator=f"{EVERYBODY} {LEAVERS}",
    exclusions="Contacts that were not attended.",
    not_in_it=f"Services run by practices, councils and charities; {UNLINKED}.",
    flow="community_contacts",
)
def community_contact_rate(person: Person) -> Terms:
    """Contacts with district nurses, therapists, health visitors and others in a year."""
    return total(person.community_contacts)


@measure(
    title="In contact with mental-health services",
    source="Mental Health Services Data Set version 6.0",
    group="use",
    statistic="proportion",
    says="were seen by a mental-health service in the last year",
    rationale="How many people specialist mental-health care reaches.",
    numerator="Those with a contact in the last 12 months that was attended.",
    denominator="People registered with a practice of the system.",
    exclusions="Contacts that were not attended; NHS Talking Therapies.",
    targets=(Target(says="5 in 100 more people reached", source=JFP, change=0.05),),
    not_in_it=f"Talking Therapies, and care by practices alone; {UNLINKED}.",
)
def mental_health_contact_share(person: Person) -> Terms:
    """People seen by secondary mental-health services in a year."""
    return count(person.mental_health_contacts > 0, among=person.registered)


@measure(
    title="Talking Therapies begun",
    source=TALKING,
    group="use",
    statistic="rate",
    per=1_000,
    better="higher",
    says="courses of Talking Therapies begun",
    unit="courses",
    rationale="Talking Therapies reach fewer people in groups that need them most.",
    numerator="First treatment sessions in the last 12 months.",
    denominator=f"{EVERYBODY} {LEAVERS}",
    not_in_it=NOT_TALKING,
    flow="talking_therapies_begun",
    monthly=True,
)
def talking_therapy_rate(person: Person) -> Terms:
    """Courses of Talking Therapies begun in a year."""
    return total(person.talking_therapies_begun)


@measure(
    title="Talking Therapies begun within six weeks",
    source=f"{TALKING}, standard for waits",
    group="use",
    statistic="proportion",
    better="higher",
    says="were first treated within six weeks of referral",
    among="people who began Talking Therapies in the last year",
    rationale="People kept waiting drop out, or get worse.",
    numerator="Those of them none of whose waits was over 42 days.",
    denominator="People registered who had a first treatment session in the last 12 months.",
    targets=(share(0.75, TALKING_STANDARD),),
    not_in_it=f"People still waiting. {NOT_TALKING}",
)
def talking_therapy_within_six_weeks(person: Person) -> Terms:
    """Of people who began Talking Therapies, those first treated within six weeks."""
    began = person.registered & (person.talking_therapies_begun > 0)
    return count(person.talking_therapies_begun_late == 0, among=began)


@measure(
    title="Recovered after Talking Therapies",
    source=TALKING,
    group="outcomes",
    statistic="proportion",
    better="higher",
    says="recovered",
    among="people who finished a course of Talking Therapies in the last year",
    rationale="Whether therapy works, and for whom.",
    numerator="Those of them who ended below both cut-offs, PHQ-9 under 10 and GAD-7 under 8.",
    denominator="People registered whose course of two sessions or more ended in the last 12 "
    "months, and who began it as a case.",
    exclusions="People who had fewer than two sessions; people below both cut-offs at the start, "
    "or without both scores.",
    targets=(share(0.5, TALKING_STANDARD),),
    not_in_it=f"People who left after one session. {NOT_TALKING}",
)
def talking_therapy_recovery(person: Person) -> Terms:
    """Of people who finished a course of Talking Therapies as a case, those who recovered."""
    finished = person.registered & (person.talking_therapy_courses > 0)
    return count(person.talking_therapy_recoveries > 0, among=finished)


@measure(
    title="Long-term social care, 65 and over",
    source="Adult Social Care Client Level Data specification, release 1",
    group="use",
    statistic="proportion",
    says="have long-term social care arranged by a council",
    among="people aged 65 and over",
    rationale="How much social care councils arrange, which decides how soon people leave hospital "
    "and how long they stay at home.",
    numerator="Those with a long-term service that goes on on the date of the run.",
    denominator="People aged 65 and over.",
    exclusions="Short-term support; support for carers.",
    not_in_it=NOT_COUNCILS,
)
def long_term_support_65_and_over(person: Person) -> Terms:
    """People aged 65 and over with long-term social care that a council arranges."""
    return count(person.long_term_support > 0, among=person.age >= 65)


@measure(
    title="Admissions to care homes, 65 and over",
    source="Better Care Fund, long-term support needs met by admission to a care home",
    group="outcomes",
    statistic="rate",
    per=100_000,
    better="lower",
    says="admissions to care homes",
    among="people aged 65 and over",
    unit="admissions",
    rationale="Most people want to stay at home; moves into care homes show where support there "
    "runs out. One of the Better Care Fund's four metrics.",
    numerator="Care in a nursing or residential home that a council began to arrange in the last "
    "12 months.",
    denominator="People aged 65 and over on the date of the run.",
    exclusions="Short stays and respite.",
    targets=(
        asked(
            "581 in Cambridgeshire in 2018/19, its unit not printed",
            "Better Care Fund plan 2018/19",
        ),
    ),
    not_in_it=NOT_COUNCILS,
    flow="care_home_admissions",
)
def care_home_admissions_65_and_over(person: Person) -> Terms:
    """Admissions of people aged 65 and over to care homes with a council's support, in a year."""
    return total(person.care_home_admissions, among=person.age >= 65)
