"""Measures of prevention: checks made, targets reached, habits, gaps."""

from __future__ import annotations

import datetime as dt

from wholeplace.definitions.measures.plans import (
    AMBITIONS,
    CORE20,
    JFP,
    LTP,
    MARCH_2025,
    MARCH_2028,
    PLANNING_2024,
    asked,
    fewer,
    ids,
    share,
)
from wholeplace.definitions.measures.who_is_missing import NOT_CODED
from wholeplace.measures.measure import Terms, count, measure
from wholeplace.measures.targets import Target
from wholeplace.record.person import Person

QOF = "Quality and Outcomes Framework 2024/25"


@measure(
    title="High blood pressure measured in the last year",
    source=f"{QOF}, hypertension indicators HYP008 and HYP009",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="had their blood pressure measured in the last year",
    among="people with high blood pressure",
    rationale="Blood pressure nobody has measured cannot be treated: this is the first step to "
    "fewer strokes and heart attacks.",
    numerator="Those with a systolic and a diastolic reading in the last 12 months.",
    denominator="Registered people with hypertension.",
    exclusions="Readings taken more than 12 months ago, or only one of the two pressures.",
    ids=ids("CVDPREVENT", "CVDP004HYP"),
    not_in_it=f"People whose high blood pressure nobody has found. {NOT_CODED}",
)
def hypertension_measured(person: Person) -> Terms:
    """People with hypertension whose blood pressure was measured in 12 months."""
    return count(person.blood_pressure_measured, among=person.registered & person.hypertension)


@measure(
    title="High blood pressure treated to target",
    source=f"{QOF}, hypertension indicators HYP008 and HYP009; CVDPREVENT CVDP007HYP",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="have blood pressure at or below the target for their age",
    among="people with high blood pressure",
    rationale="Bringing blood pressure down to target prevents more strokes and heart attacks than "
    "almost anything else a practice does.",
    numerator="Those whose latest reading of the last 12 months is at most 140/90, or 150/90 from "
    "age 80.",
    denominator="Registered people with hypertension, those not measured included.",
    exclusions="Nobody: people not measured count as not at target.",
    targets=(
        share(0.8, PLANNING_2024, by=MARCH_2025),
        share(0.8, AMBITIONS, by=dt.date(2029, 12, 31)),
    ),
    ids=ids("CVDPREVENT", "CVDP007HYP"),
    not_in_it=f"People whose high blood pressure nobody has found. {NOT_CODED}",
)
def hypertension_at_target(person: Person) -> Terms:
    """People with hypertension whose last blood pressure was on or below target."""
    return count(person.blood_pressure_at_target, among=person.registered & person.hypertension)


@measure(
    title="Raised blood pressure and no diagnosis",
    source="National Institute for Health and Care Excellence, NG136; Core20PLUS5 adults",
    group="prevention",
    statistic="proportion",
    better="lower",
    says="had raised blood pressure on two days and have no diagnosis",
    among="adults without diagnosed high blood pressure",
    rationale="These people may have high blood pressure and no treatment for it: the first to be "
    "called in.",
    numerator="Those with a systolic reading above 140 on two days in two years.",
    denominator="Registered people aged 18 or over without hypertension on the record.",
    exclusions="People with one raised reading only, since one never makes a diagnosis; readings "
    "outside 60 to 300 mmHg.",
    targets=(asked("find people with high blood pressure", CORE20),),
    not_in_it=f"People whose blood pressure nobody measured twice. {NOT_CODED}",
)
def raised_blood_pressure_undiagnosed(person: Person) -> Terms:
    """Adults who may have high blood pressure that nobody has named."""
    adults = person.registered & (person.age >= 18) & ~person.hypertension
    return count(person.raised_undiagnosed, among=adults)


@measure(
    title="Diabetes: HbA1c measured in the last year",
    source=f"{QOF}, diabetes indicators; National Diabetes Audit care process",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="had their HbA1c measured in the last year",
    among="people with diabetes",
    rationale="HbA1c says how well diabetes was controlled over three months; without it nobody "
    "knows whose treatment must change.",
    numerator="Those with an HbA1c in the last 12 months.",
    denominator="Registered people aged 17 or over with diabetes.",
    exclusions="Readings outside 15 to 200 mmol/mol.",
    ids=ids("National Diabetes Audit", "care process", differs="counts people of all ages"),
    not_in_it=NOT_CODED,
)
def hba1c_measured(person: Person) -> Terms:
    """People with diabetes whose HbA1c was measured in 12 months."""
    return count(person.hba1c_in_last_year, among=person.registered & person.diabetes)


@measure(
    title="Diabetes: HbA1c at or below 58",
    source=f"{QOF}, diabetes indicator DM020; National Diabetes Audit treatment target",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="have an HbA1c at or below 58 mmol/mol",
    among="people with diabetes",
    rationale="Good control of blood sugar keeps eyes, kidneys, nerves and feet.",
    numerator="Those whose latest HbA1c of the last 12 months is at most 58 mmol/mol.",
    denominator="Registered people aged 17 or over with diabetes, those not measured included.",
    exclusions="Readings outside 15 to 200 mmol/mol.",
    targets=(
        asked("more than half meeting all three treatment targets, of which this is one", LTP),
    ),
    ids=(
        *ids("QOF", "DM020", differs="leaves out people with frailty"),
        *ids("National Diabetes Audit", "HbA1c target"),
    ),
    not_in_it=NOT_CODED,
)
def diabetes_hba1c_at_target(person: Person) -> Terms:
    """People with diabetes whose last HbA1c was on or below target."""
    return count(person.hba1c_at_target, among=person.registered & person.diabetes)


@measure(
    title="Diabetes: feet checked in the last year",
    source=f"{QOF}, diabetes indicator DM012",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="had their feet checked in the last year",
    among="people with diabetes",
    rationale="Feet checked each year are feet kept: most amputations in diabetes begin with an "
    "ulcer that could have been found.",
    numerator="Those with a foot check in the last 12 months.",
    denominator="Registered people aged 17 or over with diabetes.",
    targets=(asked("fewer amputations", LTP),),
    ids=ids("QOF", "DM012"),
    not_in_it=NOT_CODED,
)
def diabetes_feet_checked(person: Person) -> Terms:
    """People with diabetes whose feet were checked in 12 months."""
    return count(person.foot_checked, among=person.registered & person.diabetes)


@measure(
    title="Severe mental illness: full physical health check",
    source="NHS England, physical health checks for people with severe mental illness",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="had all six physical health checks in the last year",
    among="people with a severe mental illness",
    rationale="People with a severe mental illness die fifteen to twenty years early, mostly of "
    "illness that these six checks find.",
    numerator="Those with all six: blood pressure, body mass index, HbA1c, cholesterol, alcohol "
    "and smoking, each in the last 12 months.",
    denominator="Registered people with a severe mental illness.",
    targets=(share(0.8, CORE20, by=MARCH_2028, whom="each year"),),
    ids=ids("QOF", "MH021"),
    not_in_it=f"Checks made by mental health services and not coded by the practice. {NOT_CODED}",
)
def smi_full_check(person: Person) -> Terms:
    """People with a severe mental illness who had the whole physical health check."""
    return count(
        person.smi_checks_done == 6, among=person.registered & person.severe_mental_illness
    )


@measure(
    title="Learning disability: health check in the last year",
    source="NHS England, learning disability annual health checks, from age 14",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="had their health check in the last year",
    among="people aged 14 or over with a learning disability",
    rationale="People with a learning disability die some twenty years early, often of what a "
    "yearly check would have found.",
    numerator="Those with a learning disability health check in the last 12 months.",
    denominator="Registered people aged 14 or over with a learning disability.",
    exclusions="Children under 14, to whom the check is not offered.",
    targets=(Target(says="no missed health check", source=JFP, value=1.0, by=MARCH_2025),),
    not_in_it=f"Whether the check led to an action plan is not in it. {NOT_CODED}",
)
def learning_disability_health_check(person: Person) -> Terms:
    """People with a learning disability who had their annual health check."""
    due = person.registered & person.learning_disability & (person.age >= 14)
    return count(person.learning_disability_checked, among=due)


@measure(
    title="NHS Health Check in five years",
    source="NHS Health Check programme, ages 40 to 74",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="had an NHS Health Check in the last five years",
    among="people aged 40 to 74 without a condition the check looks for",
    rationale="The check finds heart, kidney and sugar disease before it does harm, and is least "
    "taken up where that disease is commonest.",
    numerator="Those with an NHS Health Check in the last five years.",
    denominator="Registered people aged 40 to 74 without heart disease, stroke, hypertension, "
    "diabetes, kidney disease, atrial fibrillation, heart failure or peripheral arterial disease.",
    exclusions="People who already have a condition the check looks for.",
    not_in_it=f"People who take a statin are not taken out. {NOT_CODED}",
)
def nhs_health_check_coverage(person: Person) -> Terms:
    """People aged 40 to 74 who are due NHS Health Checks and had one in five years."""
    known = person.how_many(
        "coronary_heart_disease",
        "stroke_or_tia",
        "hypertension",
        "diabetes",
        "chronic_kidney_disease",
        "atrial_fibrillation",
        "heart_failure",
        "peripheral_arterial_disease",
    )
    invited = person.registered & person.age.between(40, 74) & (known == 0)
    return count(person.nhs_health_checked, among=invited)


@measure(
    title="Smoking",
    source=f"{QOF}, smoking status: the latest code counts",
    group="prevention",
    statistic="proportion",
    better="lower",
    says="smoke",
    among="people aged 18 or over whose smoking is recorded",
    rationale="Smoking is the largest single cause of early death that can be prevented, and of "
    "the gap between rich and poor.",
    numerator="Those whose latest smoking code says they smoke.",
    denominator="Registered people aged 18 or over with any smoking code.",
    exclusions="People under 18; people whose smoking nobody has recorded.",
    targets=(fewer(0.25, LTP, of="smokers in five years"),),
    not_in_it=f"People nobody has asked. {NOT_CODED}",
)
def smoking_prevalence(person: Person) -> Terms:
    """Adults who smoke, among those asked."""
    asked = person.registered & (person.age >= 18) & (person.smoking != "unknown")
    return count(person.smokes, among=asked)


@measure(
    title="People with an open gap in care",
    source="Wholeplace: five checks and vaccinations that are due",
    group="prevention",
    statistic="proportion",
    better="lower",
    says="have at least one open gap in their care",
    among="people",
    rationale="Who is due something and has not had it: the list a practice can work through.",
    numerator="People with a gap: blood pressure, HbA1c, mental health check, learning disability "
    "check or influenza vaccination.",
    denominator="People registered with a practice of the system.",
    not_in_it=NOT_CODED,
)
def any_care_gap(person: Person) -> Terms:
    """The share of registered people for whom something is due and not done."""
    return count(person.care_gaps > 0, among=person.registered)
