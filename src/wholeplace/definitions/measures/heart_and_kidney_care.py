"""Measures of care for heart, circulation and kidneys, as CVDPREVENT and the framework count."""

from __future__ import annotations

import datetime as dt

from wholeplace.definitions.measures.plans import (
    AMBITIONS,
    CORE20,
    MARCH_2025,
    PLANNING_2024,
    asked,
    ids,
    share,
)
from wholeplace.definitions.measures.who_is_missing import NOT_CODED, UNLINKED
from wholeplace.measures.measure import Terms, count, measure
from wholeplace.record.person import Person

QOF = "Quality and Outcomes Framework 2024/25"
END_OF_2029 = dt.date(2029, 12, 31)


@measure(
    title="High blood pressure treated to target, 18 to 79",
    source=f"{QOF}, HYP008; CVDPREVENT CVDP002HYP",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="have blood pressure at or below 140/90",
    among="people aged 18 to 79 with high blood pressure",
    rationale="Half of heart attacks and strokes follow high blood pressure, and people of working "
    "age are those least often treated to target.",
    numerator="Those whose latest reading of the last 12 months is at most 140/90 mmHg.",
    denominator="Registered people aged 18 to 79 with hypertension, those not measured included.",
    exclusions="People under 18 or aged 80 and over.",
    targets=(share(0.8, PLANNING_2024, by=MARCH_2025), asked("optimise blood pressure", CORE20)),
    ids=(*ids("QOF", "HYP008"), *ids("CVDPREVENT", "CVDP002HYP")),
    not_in_it=f"People whose high blood pressure nobody has found. {NOT_CODED}",
)
def hypertension_at_target_under_80(person: Person) -> Terms:
    """People aged 18 to 79 with hypertension whose last blood pressure was on or below target."""
    these = person.registered & person.hypertension & person.age.between(18, 79)
    return count(person.blood_pressure_at_target, among=these)


@measure(
    title="High blood pressure treated to target, 80 and over",
    source=f"{QOF}, HYP009; CVDPREVENT CVDP003HYP",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="have blood pressure at or below 150/90",
    among="people aged 80 or over with high blood pressure",
    rationale="In old age the target is gentler, since too low a pressure leads to falls.",
    numerator="Those whose latest reading of the last 12 months is at most 150/90 mmHg.",
    denominator="Registered people aged 80 or over with hypertension, those not measured included.",
    exclusions="People under 80.",
    targets=(share(0.8, PLANNING_2024, by=MARCH_2025),),
    ids=(*ids("QOF", "HYP009"), *ids("CVDPREVENT", "CVDP003HYP")),
    not_in_it=f"People whose high blood pressure nobody has found. {NOT_CODED}",
)
def hypertension_at_target_80_and_over(person: Person) -> Terms:
    """People aged 80 or over with hypertension whose last blood pressure was on or below target."""
    these = person.registered & person.hypertension & (person.age >= 80)
    return count(person.blood_pressure_at_target, among=these)


@measure(
    title="Anticoagulant with atrial fibrillation",
    source=f"{QOF}, AF008; CVDPREVENT CVDP002AF; NICE NG196",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="were prescribed an anticoagulant in the last six months",
    among="people with atrial fibrillation at high risk of stroke",
    rationale="Anticoagulants prevent two in three of the strokes that atrial fibrillation causes.",
    numerator="Those with an item of an anticoagulant in the six months that end on the date of "
    "the run.",
    denominator="Registered people aged 18 or over with atrial fibrillation and two points or more "
    "of CHA2DS2-VASc, worked out from the record.",
    exclusions="People under 18; people with fewer than two points.",
    targets=(share(0.9, AMBITIONS, by=END_OF_2029),),
    ids=(
        *ids("QOF", "AF008", differs="asks for a score on the record"),
        *ids("CVDPREVENT", "CVDP002AF", differs="asks for a score on the record"),
    ),
    not_in_it="People for whom anticoagulants are unsafe are not taken out; injections and "
    f"medicines from hospital; {UNLINKED}.",
)
def anticoagulant_with_atrial_fibrillation(person: Person) -> Terms:
    """People with atrial fibrillation at high risk of stroke who take an anticoagulant."""
    risky = person.atrial_fibrillation & (person.cha2ds2_vasc >= 2)
    these = person.registered & (person.age >= 18) & risky
    return count(person.anticoagulant_items > 0, among=these)


@measure(
    title="Cardiovascular disease: cholesterol measured in the last year",
    source="National Institute for Health and Care Excellence, NG238",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="had their cholesterol measured in the last year",
    among="people with coronary heart disease, stroke or peripheral arterial disease",
    rationale="Whether a statin does enough shows only in the blood; the target of 2.0 mmol/L for "
    "LDL cholesterol can only be met by somebody who is tested.",
    numerator="Those with a total cholesterol in the last 12 months.",
    denominator="Registered people with one of the three diseases.",
    targets=(asked("improve lipid management", CORE20),),
    not_in_it=f"Tests made in hospital and not coded by the practice. {NOT_CODED}",
)
def cholesterol_with_cardiovascular_disease(person: Person) -> Terms:
    """People with cardiovascular disease whose cholesterol was measured in 12 months."""
    ill = person.registered & person.cardiovascular_disease
    return count(person.cholesterol_in_last_year, among=ill)


@measure(
    title="Chronic kidney disease: kidney function measured in the last year",
    source="National Institute for Health and Care Excellence, NG203; CVDPREVENT CVDP006CKD",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="had their kidney function measured in the last year",
    among="people with chronic kidney disease",
    rationale="Kidney disease gets worse unseen; a yearly test says who needs more.",
    numerator="Those with an estimated filtration rate in the last 12 months.",
    denominator="Registered people aged 18 or over with chronic kidney disease.",
    exclusions="People under 18.",
    ids=ids("CVDPREVENT", "CVDP006CKD"),
    not_in_it=f"Tests made in hospital and not coded by the practice. {NOT_CODED}",
)
def kidney_disease_monitored(person: Person) -> Terms:
    """People with chronic kidney disease whose kidney function was measured in 12 months."""
    ill = person.registered & person.chronic_kidney_disease
    return count(person.kidney_function_in_last_year, among=ill)
