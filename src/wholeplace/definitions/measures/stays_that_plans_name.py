"""Measures of hospital stays that the plans name: heart, stroke, hips, old age, teeth, epilepsy."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from wholeplace.definitions.measures.outcomes import EVERYBODY
from wholeplace.definitions.measures.plans import CORE20, JFP, LTP, asked, ids
from wholeplace.definitions.measures.use import EVERYBODY as ALL
from wholeplace.definitions.measures.use import LEAVERS
from wholeplace.definitions.measures.who_is_missing import NOT_SENT
from wholeplace.measures.measure import Terms, measure, total
from wholeplace.measures.targets import Target
from wholeplace.record.person import Person

ESP = "European Standard Population 2013"
STRATEGY = "Joint Health and Wellbeing Strategy for Cambridgeshire and Peterborough, 2020"
END_OF_2028 = dt.date(2028, 12, 31)
STAYS_APART = "A stay that moved between hospitals is several here; the page of bed days joins it."
NIGHTS_OF_THE_YEAR = (
    "Nights of the last 12 months in spells that began as an emergency, then or before; who is "
    "still there is counted to the last night"
)

_outcome = partial(measure, group="outcomes", statistic="dsr", better="lower")
"""A standardised rate of something to be avoided."""


def _nights_at(age: int) -> dict[str, Any]:
    """What the measures of nights in hospital from an age on have in common."""
    older = f"people aged {age} or over"
    return {
        "source": f"{STRATEGY}, a system measure of emergency bed days; {ESP}",
        "per": 1_000,
        "says": "nights in hospital after emergency admission",
        "among": older,
        "unit": "nights",
        "numerator": f"{NIGHTS_OF_THE_YEAR}, at {age} or over.",
        "denominator": f"{older.capitalize()} on the date of the run, by age band. {LEAVERS}",
        "exclusions": f"People under {age}; stays without a night; "
        "nights before or after the year.",
        "not_in_it": f"{STAYS_APART} {NOT_SENT}",
        "flow": "emergency_nights_in_year",
    }


@_outcome(
    title="Emergency admissions with a heart attack",
    source=f"ICD-10 I21 and I22; {ESP}",
    per=100_000,
    says="emergency admissions with a heart attack",
    unit="admissions",
    rationale="The plan means to avoid 100 heart attacks by treating blood pressure, cholesterol "
    "and smoking.",
    numerator="Emergency spells of the last 12 months whose main diagnosis is a heart attack.",
    denominator=EVERYBODY,
    exclusions="Stays in which a heart attack is not the main diagnosis.",
    targets=(asked("100 heart attacks avoided in five years", LTP),),
    not_in_it=f"Heart attacks that killed before admission. {NOT_SENT}",
    flow="heart_attack_admissions",
)
def heart_attack_admissions_standardised(person: Person) -> Terms:
    """Emergency admissions with a heart attack in a year."""
    return total(person.heart_attack_admissions)


@_outcome(
    title="Emergency admissions with a stroke",
    source=f"ICD-10 I61, I63 and I64; {ESP}",
    per=100_000,
    says="emergency admissions with a stroke",
    unit="admissions",
    rationale="Stroke is the largest cause of disability in adults; most follow high blood "
    "pressure or atrial fibrillation that was known.",
    numerator="Emergency spells of the last 12 months whose main diagnosis is a stroke.",
    denominator=EVERYBODY,
    exclusions="Mini-strokes; stays in which a stroke is not the main diagnosis.",
    targets=(asked("best quarter of systems for cardiovascular outcomes", LTP),),
    not_in_it=f"Strokes that killed before admission. {NOT_SENT}",
    flow="stroke_admissions",
)
def stroke_admissions_standardised(person: Person) -> Terms:
    """Emergency admissions with a stroke in a year."""
    return total(person.stroke_admissions)


@_outcome(
    title="Emergency admissions with epilepsy, under 19",
    source=f"ICD-10 G40 and G41; Core20PLUS5 children and young people, epilepsy; {ESP}",
    per=100_000,
    says="emergency admissions with epilepsy",
    among="people aged under 19",
    unit="admissions",
    rationale="One of the five clinical areas for children. Access to specialist nurses is what "
    "the plan asks for, and is not in any data set here; admissions show where it is missing.",
    numerator="Emergency spells whose main diagnosis is epilepsy, under 19.",
    denominator="People aged under 19 on the date of the run, by age band.",
    exclusions="Stays in which epilepsy is not the main diagnosis.",
    targets=(asked("epilepsy nurses in the most deprived areas", CORE20, by=END_OF_2028),),
    not_in_it=NOT_SENT,
    flow="epilepsy_admissions",
)
def epilepsy_admissions_under_19(person: Person) -> Terms:
    """Emergency admissions with epilepsy in a year among people aged under 19."""
    return total(person.epilepsy_admissions, among=person.age < 19)


@_outcome(
    title="Broken hips, 65 and over",
    source=f"Public Health Outcomes Framework E13; {ESP}",
    per=100_000,
    says="emergency admissions with a broken hip",
    among="people aged 65 or over",
    unit="admissions",
    rationale="One in three people with a broken hip dies within a year, and many of the rest "
    "never go home.",
    numerator="Emergency spells whose main diagnosis is a broken hip, at 65 or over.",
    denominator="People aged 65 or over on the date of the run, by age band.",
    exclusions="People under 65.",
    targets=(asked("everybody at risk of falling assessed", JFP, by=dt.date(2025, 3, 31)),),
    ids=ids("OHID Fingertips", "41401"),
    not_in_it=NOT_SENT,
    flow="hip_fracture_admissions",
)
def hip_fractures_65_and_over(person: Person) -> Terms:
    """Emergency admissions with a broken hip in a year, among people aged 65 or over."""
    return total(person.hip_fracture_admissions, among=person.age >= 65)


@_outcome(
    title="Emergency admissions, 75 and over",
    source=f"{STRATEGY}, emergency admissions of people aged 75 and over; {ESP}",
    per=1_000,
    says="emergency admissions",
    among="people aged 75 or over",
    unit="admissions",
    rationale="The strategy for ageing well is judged by it: fewer crises in old age.",
    numerator="Emergency spells of the last 12 months, at 75 or over.",
    denominator="People aged 75 or over on the date of the run, by age band.",
    exclusions="People under 75; planned stays.",
    not_in_it=NOT_SENT,
    flow="emergency_admissions",
)
def emergency_admissions_75_and_over(person: Person) -> Terms:
    """Emergency admissions in a year among people aged 75 or over."""
    return total(person.emergency_admissions, among=person.age >= 75)


@_outcome(
    title="Emergency bed days, 65 and over",
    rationale="The strategy's own measure for older people: it falls if fewer are admitted or if "
    "they leave sooner.",
    **_nights_at(65),
)
def emergency_bed_days_65_and_over(person: Person) -> Terms:
    """Nights of a year that people aged 65 or over spend in hospital after emergency admission."""
    return total(person.emergency_nights_in_year, among=person.age >= 65)


@_outcome(
    title="Emergency bed days, 75 and over",
    rationale="Most emergency bed days of adults are of people aged 75 or over, whom a long stay "
    "costs most strength.",
    **_nights_at(75),
)
def emergency_bed_days_75_and_over(person: Person) -> Terms:
    """Nights of a year that people aged 75 or over spend in hospital after emergency admission."""
    return total(person.emergency_nights_in_year, among=person.age >= 75)


@_outcome(
    title="Emergency stays of a week or more, 65 and over",
    source=f"NHS England, people in hospital for 7 days and over; {ESP}",
    per=1_000,
    says="emergency stays of 7 nights or more",
    among="people aged 65 or over",
    unit="stays",
    rationale="After a week in hospital an older person who was independent may not be any more; "
    "the pages of beds and delays show what such stays wait for.",
    numerator="Emergency spells with a night in the last 12 months that have lasted 7 nights or "
    "more, at 65 or over.",
    denominator=f"People aged 65 or over on the date of the run, by age band. {LEAVERS}",
    exclusions="People under 65; planned stays.",
    not_in_it=f"Stays of a week only with the days in the hospital they were moved to. {NOT_SENT}",
    flow="week_long_stays",
)
def week_long_stays_65_and_over(person: Person) -> Terms:
    """Emergency stays of a week or more with a night in the year, at 65 or over."""
    return total(person.week_long_stays, among=person.age >= 65)


@measure(
    title="Emergency admissions without a night",
    source="NHS England, same day emergency care",
    group="use",
    statistic="rate",
    per=1_000,
    says="emergency admissions that ended the same day",
    unit="admissions",
    rationale="Same day emergency care treats people and sends them home; the plan wanted it in "
    "every hospital by April 2020. High or low is neither good nor bad alone.",
    numerator="Spells of the last 12 months that began as an emergency and ended that day.",
    denominator=f"{ALL} {LEAVERS}",
    exclusions="Stays with a night.",
    targets=(asked("fully embedded", LTP, by=dt.date(2020, 4, 30)),),
    not_in_it=f"Same day emergency care recorded as an attendance. {NOT_SENT}",
    flow="same_day_emergencies",
)
def same_day_emergency_rate(person: Person) -> Terms:
    """Emergency admissions that ended on the day they began, in a year."""
    return total(person.same_day_emergencies)


@measure(
    title="Teeth taken out in hospital for decay, 10 and under",
    source="Core20PLUS5 children and young people, oral health; OHID hospital tooth extractions",
    group="outcomes",
    statistic="rate",
    per=100_000,
    better="lower",
    says="hospital stays to have decayed teeth taken out",
    among="children aged 10 or under",
    unit="stays",
    rationale="One of the five clinical areas for children: decay is the commonest reason for a "
    "young child to be admitted, and can be prevented.",
    numerator="Spells of the last 12 months with decay among the diagnoses and a tooth taken out, "
    "at 10 or under.",
    denominator=f"Children aged 10 or under on the date of the run. {LEAVERS}",
    exclusions="Children over 10; teeth taken out for another reason.",
    targets=(Target(says="fewer", source=CORE20),),
    not_in_it=f"Teeth taken out by community dentists and in practices. {NOT_SENT}",
    flow="tooth_extractions",
)
def tooth_extractions_10_and_under(person: Person) -> Terms:
    """Hospital stays of children aged 10 or under to have decayed teeth taken out, in a year."""
    return total(person.tooth_extractions, among=person.age <= 10)
