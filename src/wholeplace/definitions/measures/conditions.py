"""Measures of how well people are: each long-term condition, and how many come together."""

from __future__ import annotations

from dataclasses import dataclass

import ibis.expr.types as ir

from wholeplace.definitions.measures.who_is_missing import NOT_RECORDED
from wholeplace.measures.measure import Measure, Terms, count, measure, total
from wholeplace.record.person import Person

QOF = "Quality and Outcomes Framework 2024/25"
REGISTERED = "People registered with a practice of the system."
JFP = "Cambridgeshire and Peterborough Joint Forward Plan, 2023"


@dataclass(frozen=True)
class Prevalence:
    """How the share of people with one condition is said.

    Attributes:
        condition: The condition.
        title: The measure's title.
        says: Completes "7 in 100 people".
        from_age: The age from which its register counts people.
    """

    condition: str
    title: str
    says: str
    from_age: int = 0


PREVALENCES = (
    Prevalence("hypertension", "High blood pressure", "live with high blood pressure"),
    Prevalence("diabetes", "Diabetes", "live with diabetes", 17),
    Prevalence("coronary_heart_disease", "Coronary heart disease", "live with heart disease"),
    Prevalence("stroke_or_tia", "Stroke or mini-stroke", "have had a stroke or mini-stroke"),
    Prevalence("heart_failure", "Heart failure", "live with heart failure"),
    Prevalence("atrial_fibrillation", "Atrial fibrillation", "live with atrial fibrillation"),
    Prevalence(
        "peripheral_arterial_disease",
        "Peripheral arterial disease",
        "live with narrowed arteries in the legs",
    ),
    Prevalence("asthma", "Asthma", "live with asthma", 6),
    Prevalence("copd", "Chronic obstructive pulmonary disease (COPD)", "live with COPD"),
    Prevalence(
        "chronic_kidney_disease", "Chronic kidney disease", "live with chronic kidney disease", 18
    ),
    Prevalence("chronic_liver_disease", "Chronic liver disease", "live with chronic liver disease"),
    Prevalence("cancer", "Cancer", "live with or after cancer"),
    Prevalence("dementia", "Dementia", "live with dementia"),
    Prevalence(
        "severe_mental_illness", "Severe mental illness", "live with a severe mental illness"
    ),
    Prevalence("depression", "Depression", "live with depression", 18),
    Prevalence("learning_disability", "Learning disability", "have a learning disability"),
    Prevalence("epilepsy", "Epilepsy", "live with epilepsy", 18),
    Prevalence("multiple_sclerosis", "Multiple sclerosis", "live with multiple sclerosis"),
    Prevalence("osteoporosis", "Osteoporosis", "live with osteoporosis", 50),
    Prevalence(
        "rheumatoid_arthritis", "Rheumatoid arthritis", "live with rheumatoid arthritis", 16
    ),
)


def prevalence_measure(item: Prevalence) -> Measure:
    """The share of registered people, old enough for the register, with a condition."""

    def who(person: Person) -> ir.BooleanValue:
        return person.registered & (person.age >= item.from_age)

    def rule(person: Person) -> Terms:
        return count(getattr(person, item.condition), among=who(person))

    aged = f" aged {item.from_age} or over" if item.from_age else ""
    return Measure(
        name=f"{item.condition}_prevalence",
        title=item.title,
        source=f"{QOF}, registers, where there is one; see the condition",
        rule=rule,
        statistic="proportion",
        doc=f"The share of registered people{aged} in whose record the condition holds.",
        group="conditions",
        says=item.says,
        among=f"people{aged}",
        numerator=f"People{aged} in whose record the condition holds.",
        denominator=f"{REGISTERED.removesuffix('.')}{',' + aged if aged else ''}.",
        not_in_it=NOT_RECORDED,
    )


MEASURES = [prevalence_measure(item) for item in PREVALENCES]


@measure(
    title="Obesity",
    source=f"{QOF}, obesity register",
    group="conditions",
    statistic="proportion",
    better="lower",
    says="are recorded as obese",
    among="people aged 18 or over",
    numerator="People aged 18 or over whose latest body mass index of the last year is 30 or more.",
    denominator="People aged 18 or over registered with a practice of the system.",
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
    numerator="People with at least one of the twenty long-term conditions.",
    denominator=REGISTERED,
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
    numerator="People with two or more of the twenty long-term conditions.",
    denominator=REGISTERED,
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
    numerator="Long-term conditions, added up over people.",
    denominator=REGISTERED,
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
    numerator="People in the segments frailty and dementia, organ failure, incurable cancer, "
    "disability or long-term condition.",
    denominator=REGISTERED,
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
