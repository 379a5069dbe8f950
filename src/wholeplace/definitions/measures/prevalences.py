"""Measures of each long-term condition: the share of registered people who live with it."""

from __future__ import annotations

from dataclasses import dataclass

import ibis.expr.types as ir

from wholeplace.definitions.measures.registers import REGISTERS
from wholeplace.definitions.measures.who_is_missing import NOT_RECORDED
from wholeplace.measures.measure import Measure, Terms, count
from wholeplace.record.person import Person

QOF = "Quality and Outcomes Framework 2024/25"
REGISTERED = "People registered with a practice of the system."


@dataclass(frozen=True)
class Prevalence:
    """How the share of people with one condition is said.

    Attributes:
        condition: The condition.
        title: The measure's title.
        says: Completes "7 in 100 people".
        rationale: Why it is counted.
        from_age: The age from which its register counts people.
    """

    condition: str
    title: str
    says: str
    rationale: str
    from_age: int = 0


PREVALENCES = (
    Prevalence(
        "hypertension",
        "High blood pressure",
        "live with high blood pressure",
        "High blood pressure is the commonest long-term condition and the largest cause of stroke; "
        "a low share may mean that it is not being found.",
    ),
    Prevalence(
        "diabetes",
        "Diabetes",
        "live with diabetes",
        "Diabetes harms heart, eyes, kidneys and feet, and is commoner in poorer areas and in "
        "South Asian and Black communities.",
        17,
    ),
    Prevalence(
        "coronary_heart_disease",
        "Coronary heart disease",
        "live with heart disease",
        "Heart disease is a leading cause of the gap in life expectancy between the richest and "
        "poorest areas.",
    ),
    Prevalence(
        "stroke_or_tia",
        "Stroke or mini-stroke",
        "have had a stroke or mini-stroke",
        "People who have had a stroke or mini-stroke are those most likely to have the next one, "
        "which treatment can prevent.",
    ),
    Prevalence(
        "heart_failure",
        "Heart failure",
        "live with heart failure",
        "Heart failure brings people to hospital again and again; care at home can prevent much of "
        "it.",
    ),
    Prevalence(
        "atrial_fibrillation",
        "Atrial fibrillation",
        "live with atrial fibrillation",
        "Atrial fibrillation multiplies the chance of a stroke by five, and treatment takes most "
        "of that away.",
    ),
    Prevalence(
        "peripheral_arterial_disease",
        "Peripheral arterial disease",
        "live with narrowed arteries in the legs",
        "Narrowed arteries in the legs warn of heart attack, stroke and amputation.",
    ),
    Prevalence(
        "asthma",
        "Asthma",
        "live with asthma",
        "Asthma is the commonest lung condition, and attacks that could be prevented still kill.",
        6,
    ),
    Prevalence(
        "copd",
        "Chronic obstructive pulmonary disease (COPD)",
        "live with COPD",
        "COPD follows smoking and poverty, and fills beds each winter.",
    ),
    Prevalence(
        "chronic_kidney_disease",
        "Chronic kidney disease",
        "live with chronic kidney disease",
        "Kidney disease shows few signs until late; found early it can be slowed.",
        18,
    ),
    Prevalence(
        "chronic_liver_disease",
        "Chronic liver disease",
        "live with chronic liver disease",
        "Deaths from liver disease have been rising, and fall on people younger than other "
        "diseases take.",
    ),
    Prevalence(
        "cancer",
        "Cancer",
        "live with or after cancer",
        "More people live with and after cancer each year, and need care for its effects.",
    ),
    Prevalence(
        "dementia",
        "Dementia",
        "live with dementia",
        "People with dementia and those who care for them need support that begins with a "
        "diagnosis.",
    ),
    Prevalence(
        "severe_mental_illness",
        "Severe mental illness",
        "live with a severe mental illness",
        "People with a severe mental illness die fifteen to twenty years early. One of the plan's "
        "PLUS groups.",
    ),
    Prevalence(
        "depression",
        "Depression",
        "live with depression",
        "Depression is common, often with a long-term illness, and makes both harder to treat.",
        18,
    ),
    Prevalence(
        "learning_disability",
        "Learning disability",
        "have a learning disability",
        "People with a learning disability die some twenty years early. One of the plan's PLUS "
        "groups.",
    ),
    Prevalence(
        "epilepsy",
        "Epilepsy",
        "live with epilepsy",
        "Epilepsy can be controlled in most people; people in poorer areas are admitted more and "
        "die more.",
        18,
    ),
    Prevalence(
        "multiple_sclerosis",
        "Multiple sclerosis",
        "live with multiple sclerosis",
        "Multiple sclerosis begins in the middle of working life and asks care of many services "
        "for decades.",
    ),
    Prevalence(
        "osteoporosis",
        "Osteoporosis",
        "live with osteoporosis",
        "Bones that break easily end independence; treatment halves the chance of the next break.",
        50,
    ),
    Prevalence(
        "rheumatoid_arthritis",
        "Rheumatoid arthritis",
        "live with rheumatoid arthritis",
        "Treated early, rheumatoid arthritis need not destroy joints.",
        16,
    ),
)


def prevalence_measure(item: Prevalence) -> Measure:
    """The share of registered people, old enough for the register, with a condition."""

    def who(person: Person) -> ir.BooleanValue:
        return person.registered & (person.age >= item.from_age)

    def rule(person: Person) -> Terms:
        return count(getattr(person, item.condition), among=who(person))

    aged = f" aged {item.from_age} or over" if item.from_age else ""
    register = REGISTERS.get(item.condition)
    return Measure(
        name=f"{item.condition}_prevalence",
        title=item.title,
        source=f"{QOF}, registers, where there is one; see the condition",
        rule=rule,
        statistic="proportion",
        doc=f"The share of registered people{aged} in whose record the condition holds.",
        group="conditions",
        says=item.says,
        rationale=item.rationale,
        among=f"people{aged}",
        numerator=f"People{aged} in whose record the condition holds.",
        denominator=f"{REGISTERED.removesuffix('.')}{',' + aged if aged else ''}.",
        exclusions=f"People younger than {item.from_age}." if item.from_age else "Nobody.",
        ids=register.ids if register else (),
        register_years=register.years if register else (),
        not_in_it=NOT_RECORDED,
    )


MEASURES = [prevalence_measure(item) for item in PREVALENCES]
