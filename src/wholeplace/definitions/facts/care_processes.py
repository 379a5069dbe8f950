"""Checks and readings of the last year that several reviews of care count alike."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wholeplace.core.expressions import flag
from wholeplace.record.attributes import attribute
from wholeplace.record.person import Person

QOF = "Quality and Outcomes Framework 2024/25"
AUDIT = "National Diabetes Audit, the care processes of NG28 and NG17"
SMOKING = ("current_smoker", "ex_smoker", "never_smoked")
DIABETES_PROCESSES = (
    "hba1c_in_last_year",
    "blood_pressure_measured",
    "cholesterol_in_last_year",
    "kidney_function_in_last_year",
    "urine_albumin_in_last_year",
    "foot_checked",
    "weight_in_last_year",
    "smoking_in_last_year",
)


@attribute(title="Cholesterol measured in the last year", source=AUDIT)
def cholesterol_in_last_year(person: Person) -> ir.BooleanValue:
    """A total cholesterol in the last 12 months."""
    return person.cholesterol.within(months=12)


@attribute(title="Kidney function measured in the last year", source=AUDIT)
def kidney_function_in_last_year(person: Person) -> ir.BooleanValue:
    """An estimated filtration rate, which rests on serum creatinine, in the last 12 months."""
    return person.egfr.within(months=12)


@attribute(title="Urine albumin measured in the last year", source=AUDIT)
def urine_albumin_in_last_year(person: Person) -> ir.BooleanValue:
    """A urine albumin to creatinine ratio in the last 12 months."""
    return person.coded("urine_albumin").within(months=12)


@attribute(title="Weight measured in the last year", source=AUDIT)
def weight_in_last_year(person: Person) -> ir.BooleanValue:
    """A body mass index in the last 12 months."""
    return person.bmi.within(months=12)


@attribute(title="Smoking asked about in the last year", source=AUDIT)
def smoking_in_last_year(person: Person) -> ir.BooleanValue:
    """Any smoking code in the last 12 months."""
    return ibis.or_(*(person.coded(name).within(months=12) for name in SMOKING))


@attribute(title="Alcohol asked about in the last year", source=f"{QOF}, mental health indicators")
def alcohol_in_last_year(person: Person) -> ir.BooleanValue:
    """Alcohol use coded in the last 12 months."""
    return person.coded("alcohol").within(months=12)


@attribute(
    title="Eyes screened in two years",
    source="NHS Diabetic Eye Screening Programme: every two years at low risk, from 2023",
)
def eyes_screened(person: Person) -> ir.BooleanValue:
    """Diabetic eye screening in the last 24 months."""
    return person.coded("diabetic_eye_screening").within(months=24)


@attribute(
    title="Care processes of diabetes done in the last year",
    source=AUDIT,
    example="""
    person | coded                          | readings                   || diabetes_processes_done
    1      | 2026-01-01 urine albumin,      | 2026-01-01 hba1c 50,
           | 2026-01-01 diabetic foot check,| 2026-01-01 systolic 120,
           | 2026-01-01 never smoked        | 2026-01-01 diastolic 80,
           |                                | 2026-01-01 cholesterol 4,
           |                                | 2026-01-01 egfr 80,
           |                                | 2026-01-01 bmi 25          || 8
    2      | 2025-03-31 urine albumin       | 2025-04-01 egfr 80         || 1
    3      |                                | 2026-01-01 systolic 120    || 0
    """,
)
def diabetes_processes_done(person: Person) -> ir.IntegerValue:
    """How many of the eight were done in the last 12 months.

    HbA1c, blood pressure, cholesterol, kidney function, urine albumin, feet, weight and smoking.
    Eye screening, the ninth, is not among the audit's eight.
    """
    return person.how_many(*DIABETES_PROCESSES)


@attribute(
    title="Blood pressure at or below 140/90",
    source=f"{QOF}, diabetes indicator DM033",
    example="""
    person | born       | readings                 || blood_pressure_up_to_140_90
    1      | 1940-01-01 | 2026-01-01 systolic 140,
           |            | 2026-01-01 diastolic 90  || yes
    2      | 1940-01-01 | 2026-01-01 systolic 145,
           |            | 2026-01-01 diastolic 80  || no
    3      | 1960-01-01 | 2025-03-31 systolic 120,
           |            | 2025-03-31 diastolic 70  || no
    """,
)
def blood_pressure_up_to_140_90(person: Person) -> ir.BooleanValue:
    """Measured in the last 12 months, the latest no higher than 140/90 mmHg, whatever the age."""
    low = (person.systolic.latest <= 140) & (person.diastolic.latest <= 90)
    return (person.blood_pressure_measured & low).fill_null(False)


@attribute(
    title="Cardiovascular disease",
    source="National Institute for Health and Care Excellence, NG238",
)
def cardiovascular_disease(person: Person) -> ir.BooleanValue:
    """Coronary heart disease, stroke or mini-stroke, or peripheral arterial disease."""
    return person.coronary_heart_disease | person.stroke_or_tia | person.peripheral_arterial_disease


@attribute(
    title="Risk of stroke with atrial fibrillation (CHA2DS2-VASc)",
    source="Lip and others, Chest 2010;137:263-272; NICE NG196",
    ages="people with atrial fibrillation",
    example="""
    person | born       | sex    | coded                              || cha2ds2_vasc
    1      | 1940-01-01 | female | 2020-01-01 atrial fibrillation     || 3
    2      | 1955-01-01 | male   | 2020-01-01 atrial fibrillation     || 1
    3      | 1970-01-01 | male   | 2020-01-01 atrial fibrillation,
           |            |        | 2020-01-01 stroke                  || 2
    4      | 1970-01-01 | male   | 2020-01-01 heart failure,
           |            |        | 2020-01-01 hypertension,
           |            |        | 2020-01-01 diabetes,
           |            |        | 2020-01-01 coronary heart disease  || 4
    5      | 1970-01-01 | male   |                                    || 0
    """,
)
def cha2ds2_vasc(person: Person) -> ir.IntegerValue:
    """Points for what raises the risk, 0 to 9; anticoagulation is offered from 2.

    One each for heart failure, hypertension, diabetes, vascular disease, age 65 to 74 and female
    sex; two each for age 75 or over and for an earlier stroke or mini-stroke.
    """
    vascular = person.coronary_heart_disease | person.peripheral_arterial_disease
    ones = person.how_many("heart_failure", "hypertension", "diabetes")
    age = ibis.cases((person.age >= 75, 2), (person.age >= 65, 1), else_=0)
    woman = flag((person.sex == "female").fill_null(False))
    return ones + flag(vascular) + age + woman + 2 * flag(person.stroke_or_tia)
