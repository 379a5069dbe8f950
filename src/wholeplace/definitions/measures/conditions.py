"""Measures of how much illness people live with: obesity, any condition, several, segments."""

from __future__ import annotations

from wholeplace.definitions.measures.plans import JFP
from wholeplace.definitions.measures.registers import REGISTERS
from wholeplace.definitions.measures.who_is_missing import NOT_RECORDED
from wholeplace.measures.measure import Terms, count, measure, total
from wholeplace.record.person import Person

QOF = "Quality and Outcomes Framework 2024/25"
REGISTERED = "People registered with a practice of the system."


@measure(
    title="Obesity",
    source=f"{QOF}, obesity register",
    group="conditions",
    statistic="proportion",
    better="lower",
    says="are recorded as obese",
    among="people aged 18 or over",
    rationale="Obesity lies behind much diabetes, heart disease, cancer and joint disease, and its "
    "recording says who has been weighed and offered help.",
    numerator="People aged 18 or over whose latest body mass index of the last year is 30 or more.",
    denominator="People aged 18 or over registered with a practice of the system.",
    exclusions="People under 18; readings older than 12 months.",
    ids=REGISTERS["obesity"].ids,
    register_years=REGISTERS["obesity"].years,
    not_in_it="People nobody weighed in the last year, who are most people: the share of all who "
    f"are obese is about three times as high. {NOT_RECORDED}",
)
def obesity_prevalence(person: Person) -> Terms:
    """The share of registered adults with a body mass index of 30 or more in the last year."""
    return count(person.obese, among=person.registered & (person.age >= 18))


@measure(
    title="Any long-term condition",
    source="Wholeplace: at least one of the twenty conditions",
    group="conditions",
    statistic="proportion",
    better="lower",
    says="live with at least one long-term condition",
    rationale="How many people live with illness that needs care year after year.",
    numerator="People with at least one of the twenty long-term conditions.",
    denominator=REGISTERED,
    exclusions="Conditions outside the twenty.",
    not_in_it=NOT_RECORDED,
)
def any_long_term_condition(person: Person) -> Terms:
    """The share of registered people with one or more of the twenty conditions."""
    return count(person.any_condition, among=person.registered)


@measure(
    title="Two or more long-term conditions",
    source="National Institute for Health and Care Excellence, NG56, Multimorbidity",
    group="conditions",
    statistic="proportion",
    better="lower",
    says="live with two or more long-term conditions",
    rationale="People with several conditions meet several services at once, and come to harm "
    "where those do not talk to each other.",
    numerator="People with two or more of the twenty long-term conditions.",
    denominator=REGISTERED,
    exclusions="Conditions outside the twenty.",
    not_in_it=NOT_RECORDED,
)
def two_or_more_conditions(person: Person) -> Terms:
    """The share of registered people with two or more of the twenty conditions."""
    return count(person.multimorbidity, among=person.registered)


@measure(
    title="Long-term conditions each person has",
    source="Wholeplace: the twenty conditions",
    group="conditions_summary",
    statistic="mean",
    better="lower",
    says="long-term conditions each",
    unit="conditions",
    rationale="One number for how much illness a place carries, which the share with any condition "
    "hides.",
    numerator="Long-term conditions, added up over people.",
    denominator=REGISTERED,
    exclusions="Conditions outside the twenty.",
    not_in_it=NOT_RECORDED,
)
def mean_conditions(person: Person) -> Terms:
    """The mean number of the twenty conditions."""
    return total(person.n_conditions, among=person.registered)


@measure(
    title="Chronic illness, by segment",
    source=f"{JFP}: long-term conditions, disabilities, incurable cancer, organ failure, frailty "
    "or dementia",
    group="conditions_summary",
    statistic="proportion",
    better="lower",
    says="are in one of the five segments of chronic illness",
    rationale="The plan's own count of people who live with a chronic condition: 27 in 100.",
    numerator="People in the segments frailty and dementia, organ failure, incurable cancer, "
    "disability or long-term condition.",
    denominator=REGISTERED,
    exclusions="People at risk, people in an acute episode and pregnant people, who have segments "
    "of their own.",
    not_in_it=NOT_RECORDED,
)
def chronic_illness(person: Person) -> Terms:
    """The share the plan calls people living with a chronic condition."""
    segments = (
        "frailty_and_dementia",
        "organ_failure",
        "incurable_cancer",
        "disability",
        "long_term_condition",
    )
    return count(person.segment.isin(segments), among=person.registered)
