"""Measures of mental-health care: physical checks one by one, access, crisis, therapy's results."""

from __future__ import annotations

from dataclasses import dataclass

from wholeplace.definitions.measures.plans import (
    CORE20,
    JFP,
    PLANNING_2024,
    TALKING_STANDARD,
    asked,
    share,
)
from wholeplace.definitions.measures.use_of_care_outside_hospital import NOT_TALKING, TALKING
from wholeplace.definitions.measures.who_is_missing import NOT_CODED, UNLINKED
from wholeplace.measures.measure import Measure, Terms, count, measure
from wholeplace.measures.targets import ExternalId
from wholeplace.record.person import Person

CHECKS = "NHS England, physical health checks for people with severe mental illness"
MHSDS = "Mental Health Services Data Set version 6.0"
SMI = "Registered people with a severe mental illness."


@dataclass(frozen=True)
class Check:
    """One part of the physical health check: its attribute, words, reason and framework id."""

    attribute: str
    name: str
    title: str
    says: str
    rationale: str
    qof: str


PARTS = (
    Check(
        "blood_pressure_measured",
        "smi_blood_pressure_measured",
        "Severe mental illness: blood pressure measured",
        "had their blood pressure measured in the last year",
        "Heart disease takes more years from people with a severe mental illness than suicide "
        "does.",
        "MH003",
    ),
    Check(
        "weight_in_last_year",
        "smi_weight_measured",
        "Severe mental illness: weight measured",
        "were weighed in the last year",
        "Many medicines for psychosis bring weight, and diabetes after it.",
        "MH006",
    ),
    Check(
        "hba1c_in_last_year",
        "smi_hba1c_measured",
        "Severe mental illness: HbA1c measured",
        "had their HbA1c measured in the last year",
        "Diabetes is twice as common with a severe mental illness, and found later.",
        "MH012",
    ),
    Check(
        "cholesterol_in_last_year",
        "smi_cholesterol_measured",
        "Severe mental illness: cholesterol measured",
        "had their cholesterol measured in the last year",
        "Cholesterol can be treated; nobody is treated who is not tested.",
        "MH011",
    ),
    Check(
        "alcohol_in_last_year",
        "smi_alcohol_asked",
        "Severe mental illness: asked about alcohol",
        "were asked about alcohol in the last year",
        "Alcohol and mental illness make each other worse, and help is offered only to those "
        "asked. It is the part of the check most often missing.",
        "MH007",
    ),
    Check(
        "smoking_in_last_year",
        "smi_smoking_asked",
        "Severe mental illness: asked about smoking",
        "were asked about smoking in the last year",
        "The plan links stopping smoking to the check: it begins with the question.",
        "",
    ),
)


def part_measure(part: Check) -> Measure:
    """The share of people with a severe mental illness who had one part of the check."""

    def rule(person: Person) -> Terms:
        ill = person.registered & person.severe_mental_illness
        return count(getattr(person, part.attribute), among=ill)

    return Measure(
        name=part.name,
        title=part.title,
        source=CHECKS,
        rule=rule,
        statistic="proportion",
        doc=f"The share of people with a severe mental illness who {part.says}.",
        rationale=part.rationale,
        group="prevention",
        better="higher",
        says=part.says,
        among="people with a severe mental illness",
        numerator="Those with it on the record in the last 12 months.",
        denominator=SMI,
        targets=(asked("part of the check that 80 in 100 are to have each year", CORE20),),
        ids=(ExternalId("QOF", part.qof),) if part.qof else (),
        not_in_it=f"Checks made by mental health services and not coded by the practice. "
        f"{NOT_CODED}",
    )


MEASURES = [part_measure(part) for part in PARTS]


@measure(
    title="Smoking with a severe mental illness",
    source="Quality and Outcomes Framework 2024/25, smoking status: the latest code counts",
    group="prevention",
    statistic="proportion",
    better="lower",
    says="smoke",
    among="people with a severe mental illness whose smoking is recorded",
    rationale="Smoking explains much of the early death of people with a severe mental illness; "
    "the plan gives them a stop-smoking service of their own.",
    numerator="Those whose latest smoking code says they smoke.",
    denominator=f"{SMI.removesuffix('.')}, aged 18 or over, with any smoking code.",
    exclusions="People under 18; people whose smoking nobody has recorded.",
    targets=(asked("a stop-smoking service for them", CORE20),),
    not_in_it=f"People nobody has asked. {NOT_CODED}",
)
def smi_smoking(person: Person) -> Terms:
    """Adults with a severe mental illness who smoke, among those asked."""
    ill = person.registered & person.severe_mental_illness & (person.age >= 18)
    return count(person.smokes, among=ill & (person.smoking != "unknown"))


@measure(
    title="Children in contact with mental-health services",
    source=f"{MHSDS}; Core20PLUS5 children and young people, mental health, ages 0 to 17",
    group="use",
    statistic="proportion",
    better="higher",
    says="were seen by a mental-health service in the last year",
    among="children and young people aged under 18",
    rationale="One of the five clinical areas for children: some ethnic groups, boys and poorer "
    "children are seen less than their need.",
    numerator="Those with a contact in the last 12 months that was attended.",
    denominator="Registered people aged under 18.",
    exclusions="Contacts that were not attended; people of 18 and over.",
    targets=(asked("better access by ethnicity, age, sex and deprivation", CORE20),),
    not_in_it=f"Support in schools and by charities, and care by practices alone; {UNLINKED}.",
)
def mental_health_contact_under_18(person: Person) -> Terms:
    """Children and young people seen by secondary mental-health services in a year."""
    children = person.registered & (person.age < 18)
    return count(person.mental_health_contacts > 0, among=children)


@measure(
    title="In contact with mental-health crisis services",
    source=MHSDS,
    group="use",
    statistic="proportion",
    says="were seen by a mental-health crisis service in the last year",
    rationale="A crisis met at home or in a safe place keeps people out of emergency departments; "
    "NHS 111, option 2, leads to it.",
    numerator="Those with an attended contact in the last 12 months with a crisis team, line, "
    "café, house or place of safety.",
    denominator="People registered with a practice of the system.",
    exclusions="Contacts that were not attended; psychiatric liaison in hospitals.",
    targets=(asked("alternative places of safety", JFP),),
    not_in_it=f"Crises met by the police, the ambulance service or emergency departments alone; "
    f"{UNLINKED}.",
)
def mental_health_crisis_share(person: Person) -> Terms:
    """People seen by mental-health crisis services in a year."""
    return count(person.crisis_contacts > 0, among=person.registered)


@measure(
    title="Talking Therapies begun within 18 weeks",
    source=f"{TALKING}, standard for waits",
    group="use",
    statistic="proportion",
    better="higher",
    says="were first treated within 18 weeks of referral",
    among="people who began Talking Therapies in the last year",
    rationale="The outer limit of waiting: hardly anybody should pass it.",
    numerator="Those of them none of whose waits was over 126 days.",
    denominator="People registered who had a first treatment session in the last 12 months.",
    targets=(share(0.95, TALKING_STANDARD), asked("continue to meet national standards", JFP)),
    not_in_it=f"People still waiting. {NOT_TALKING}",
)
def talking_therapy_within_18_weeks(person: Person) -> Terms:
    """Of people who began Talking Therapies, those first treated within 18 weeks."""
    began = person.registered & (person.talking_therapies_begun > 0)
    return count(person.talking_therapies_begun_very_late == 0, among=began)


@measure(
    title="Improved reliably after Talking Therapies",
    source=TALKING,
    group="outcomes",
    statistic="proportion",
    better="higher",
    says="improved reliably",
    among="people who finished a course of Talking Therapies in the last year",
    rationale="People who began very ill may not recover and still be much better: a change larger "
    "than the scores' own error says so.",
    numerator="Those whose PHQ-9 fell by 6 or more or whose GAD-7 fell by 4 or more, neither "
    "having risen by as much.",
    denominator="People registered whose course of two sessions or more ended in the last 12 "
    "months with both scores at start and end.",
    exclusions="People who had fewer than two sessions; courses without paired scores.",
    targets=(share(0.67, PLANNING_2024),),
    not_in_it=f"People who left after one session. {NOT_TALKING}",
)
def talking_therapy_improved(person: Person) -> Terms:
    """Of people who finished a course of Talking Therapies, those who improved reliably."""
    finished = person.registered & (person.talking_therapy_paired_courses > 0)
    return count(person.talking_therapy_improvements > 0, among=finished)


@measure(
    title="Recovered reliably after Talking Therapies",
    source=TALKING,
    group="outcomes",
    statistic="proportion",
    better="higher",
    says="recovered reliably",
    among="people who finished a course of Talking Therapies in the last year",
    rationale="The stricter of the two national measures: well at the end, and by more than "
    "chance.",
    numerator="Those who ended below both cut-offs after a reliable improvement.",
    denominator="People registered whose course of two sessions or more ended in the last 12 "
    "months, and who began it as a case.",
    exclusions="People below both cut-offs at the start; people who had fewer than two sessions.",
    targets=(share(0.48, PLANNING_2024),),
    not_in_it=f"People who left after one session. {NOT_TALKING}",
)
def talking_therapy_reliable_recovery(person: Person) -> Terms:
    """Of people who finished Talking Therapies as a case, those who recovered reliably."""
    finished = person.registered & (person.talking_therapy_courses > 0)
    return count(person.talking_therapy_reliable_recoveries > 0, among=finished)
