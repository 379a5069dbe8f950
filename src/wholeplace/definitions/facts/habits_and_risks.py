"""Habits and readings that raise risk: smoking, weight, blood pressure."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wholeplace.record.attributes import attribute
from wholeplace.record.person import Person

QOF = "Quality and Outcomes Framework 2024/25"


@attribute(
    title="Smoking",
    source=f"{QOF}, smoking status: the latest code counts",
    example="""
    person | coded                                              || smoking
    1      | 2015-01-01 current smoker                          || smokes
    2      | 2015-01-01 current smoker, 2020-01-01 ex smoker    || used to smoke
    3      | 2015-01-01 current smoker, 2020-01-01 never smoked || used to smoke
    4      | 2020-01-01 never smoked                            || never smoked
    5      |                                                    || unknown
    6      | 2020-01-01 ex smoker, 2020-01-01 current smoker    || smokes
    """,
)
def smoking(person: Person) -> ir.StringValue:
    """What the latest smoking code says; "never smoked" after smoking means used to smoke."""
    smokes, used_to, never = (
        person.coded(name) for name in ("current_smoker", "ex_smoker", "never_smoked")
    )
    return ibis.cases(
        (smokes.is_the_latest_of(used_to, never), "smokes"),
        (smokes.ever() | used_to.ever(), "used to smoke"),
        (never.ever(), "never smoked"),
        else_="unknown",
    )


@attribute(
    title="Smoking status recorded in five years",
    source=f"{QOF}, smoking indicators",
)
def smoking_recorded(person: Person) -> ir.BooleanValue:
    """Any smoking code in the last five years."""
    names = ("current_smoker", "ex_smoker", "never_smoked")
    return ibis.or_(*(person.coded(name).within(months=60) for name in names))


@attribute(
    title="Obese",
    source=f"{QOF}, obesity register",
    ages="aged 18 and over",
    example="""
    person | born       | readings                             || obese
    1      | 1980-01-01 | 2026-01-01 bmi 30                    || yes
    2      | 1980-01-01 | 2026-01-01 bmi 29.9                  || no
    3      | 1980-01-01 | 2025-03-31 bmi 35                    || no
    4      | 1980-01-01 | 2025-04-01 bmi 35                    || yes
    5      | 2010-01-01 | 2026-01-01 bmi 35                    || no
    6      | 1980-01-01 | 2025-06-01 bmi 35, 2026-01-01 bmi 28 || no
    7      | 1980-01-01 | 2026-01-01 bmi 350                   || no
    """,
)
def obese(person: Person) -> ir.BooleanValue:
    """Aged 18 or over with a latest body mass index of 30 or more, taken in the last 12 months."""
    high = person.bmi.within(months=12) & (person.bmi.latest >= 30)
    return (high & (person.age >= 18)).fill_null(False)


@attribute(
    title="Systolic blood pressure aimed at",
    source=f"{QOF}, hypertension indicators HYP008 and HYP009",
)
def systolic_target(person: Person) -> ir.IntegerValue:
    """140 below age 80, 150 from then on (mmHg, in the surgery); the diastolic aim is 90."""
    return ibis.ifelse(person.age >= 80, 150, 140)


@attribute(
    title="Blood pressure measured in the last year",
    source=f"{QOF}, hypertension indicators HYP008 and HYP009",
)
def blood_pressure_measured(person: Person) -> ir.BooleanValue:
    """Both systolic and diastolic pressure measured in the last 12 months."""
    return person.systolic.within(months=12) & person.diastolic.within(months=12)


@attribute(
    title="Blood pressure at or below target",
    source=f"{QOF}, hypertension indicators HYP008 and HYP009",
    example="""
    person | born       | readings                 || blood_pressure_at_target
    1      | 1960-01-01 | 2026-01-01 systolic 140,
           |            | 2026-01-01 diastolic 90  || yes
    2      | 1960-01-01 | 2026-01-01 systolic 141,
           |            | 2026-01-01 diastolic 80  || no
    3      | 1940-01-01 | 2026-01-01 systolic 150,
           |            | 2026-01-01 diastolic 80  || yes
    4      | 1940-01-01 | 2026-01-01 systolic 150,
           |            | 2026-01-01 diastolic 91  || no
    5      | 1960-01-01 | 2025-03-31 systolic 120,
           |            | 2025-03-31 diastolic 70  || no
    6      | 1960-01-01 | 2026-01-01 systolic 150,
           |            | 2026-01-01 systolic 138,
           |            | 2026-01-01 diastolic 80  || yes
    """,
)
def blood_pressure_at_target(person: Person) -> ir.BooleanValue:
    """Measured in the last 12 months, and the latest reading no higher than the aim for the age.

    Of several readings on one day the lowest counts.
    """
    low = (person.systolic.latest <= person.systolic_target) & (person.diastolic.latest <= 90)
    return (person.blood_pressure_measured & low).fill_null(False)


@attribute(
    title="Raised blood pressure and no diagnosis",
    source="National Institute for Health and Care Excellence, NG136, Hypertension in adults",
    ages="aged 18 and over",
    example="""
    person | born       | coded                   | readings                 || raised_undiagnosed
    1      | 1970-01-01 |                         | 2025-01-01 systolic 150,
           |            |                         | 2025-02-01 systolic 145  || yes
    2      | 1970-01-01 |                         | 2025-01-01 systolic 150,
           |            |                         | 2025-01-01 systolic 145  || no
    3      | 1970-01-01 | 2025-03-01 hypertension | 2025-01-01 systolic 150,
           |            |                         | 2025-02-01 systolic 145  || no
    4      | 1970-01-01 |                         | 2022-01-01 systolic 150,
           |            |                         | 2025-02-01 systolic 145  || no
    """,
)
def raised_undiagnosed(person: Person) -> ir.BooleanValue:
    """A systolic pressure above 140 on two days in two years, and no hypertension on the record."""
    raised = person.systolic.above(140, on_days=2, within_months=24)
    return (raised & ~person.hypertension & (person.age >= 18)).fill_null(False)


@attribute(title="Smokes", source=f"{QOF}, smoking status")
def smokes(person: Person) -> ir.BooleanValue:
    """The latest smoking code says the person smokes."""
    return person.smoking == "smokes"
