"""Checks people should have had, and the gaps where they have not."""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir

from wholeplace.record.attributes import attribute
from wholeplace.record.person import Person

QOF = "Quality and Outcomes Framework 2024/25"
UKHSA = "UK Health Security Agency, Immunisation against infectious disease (the Green Book)"
SMI_CHECKS = (
    "blood_pressure_measured",
    "weight_in_last_year",
    "hba1c_in_last_year",
    "cholesterol_in_last_year",
    "alcohol_in_last_year",
    "smoking_in_last_year",
)


def last_first_of_september(as_at: dt.date) -> dt.date:
    """When the influenza season of a date began.

    >>> last_first_of_september(dt.date(2026, 3, 31))
    datetime.date(2025, 9, 1)
    """
    return dt.date(as_at.year - (as_at.month < 9), 9, 1)


@attribute(
    title="Influenza vaccination this season",
    source=f"{UKHSA}, chapter 19",
    example="""
    person | coded                      || flu_vaccinated
    1      | 2025-09-01 flu vaccination || yes
    2      | 2025-08-31 flu vaccination || no
    """,
)
def flu_vaccinated(person: Person) -> ir.BooleanValue:
    """Vaccinated against influenza since the season began on 1 September."""
    return person.coded("flu_vaccination").on_or_after(last_first_of_september(person.as_at))


@attribute(title="MMR vaccination", source=f"{UKHSA}, chapters 21, 23 and 28")
def mmr_vaccinated(person: Person) -> ir.BooleanValue:
    """At least one vaccination against measles, mumps and rubella on the record."""
    return person.coded("mmr_vaccination").ever()


@attribute(
    title="Components of the physical health check",
    source="NHS England, physical health checks for people with severe mental illness",
    example="""
    person | coded                      | readings                 || smi_checks_done
    1      | 2026-01-01 current smoker, | 2026-01-01 systolic 120,
           | 2026-01-01 alcohol         | 2026-01-01 diastolic 80,
           |                            | 2026-01-01 bmi 25,
           |                            | 2026-01-01 hba1c 40,
           |                            | 2026-01-01 cholesterol 4 || 6
    2      | 2024-01-01 alcohol         | 2026-01-01 bmi 25        || 1
    3      |                            |                          || 0
    """,
)
def smi_checks_done(person: Person) -> ir.IntegerValue:
    """How many of the six checks were done in the last 12 months.

    Blood pressure, body mass index, HbA1c, cholesterol, alcohol and smoking.
    """
    return person.how_many(*SMI_CHECKS)


@attribute(
    title="Learning disability health check in the last year",
    source="NHS England, learning disability annual health checks, from age 14",
)
def learning_disability_checked(person: Person) -> ir.BooleanValue:
    """A learning disability health check in the last 12 months."""
    return person.coded("learning_disability_health_check").within(months=12)


@attribute(title="NHS Health Check in five years", source="NHS Health Check programme")
def nhs_health_checked(person: Person) -> ir.BooleanValue:
    """An NHS Health Check in the last five years."""
    return person.coded("nhs_health_check").within(months=60)


@attribute(title="HbA1c measured in the last year", source=f"{QOF}, diabetes indicators")
def hba1c_in_last_year(person: Person) -> ir.BooleanValue:
    """An HbA1c in the last 12 months."""
    return person.hba1c.within(months=12)


@attribute(
    title="HbA1c at or below 58",
    source=f"{QOF}, diabetes indicator DM020",
    example="""
    person | readings            || hba1c_at_target
    1      | 2025-10-01 hba1c 58 || yes
    2      | 2025-10-01 hba1c 59 || no
    3      | 2024-10-01 hba1c 50 || no
    """,
)
def hba1c_at_target(person: Person) -> ir.BooleanValue:
    """The latest HbA1c, taken in the last 12 months, is 58 mmol/mol or less."""
    return (person.hba1c_in_last_year & (person.hba1c.latest <= 58)).fill_null(False)


@attribute(title="Foot check in the last year", source=f"{QOF}, diabetes indicator DM012")
def foot_checked(person: Person) -> ir.BooleanValue:
    """A foot check for diabetes in the last 12 months."""
    return person.coded("diabetic_foot_check").within(months=12)


@attribute(
    title="Cervical screening up to date",
    source="NHS Cervical Screening Programme: coverage at 3.5 years under 50 and 5.5 from then",
    ages="women aged 25 to 64",
    example="""
    person | born       | sex    | coded                         || cervical_screening_up_to_date
    1      | 1990-01-01 | female | 2022-10-01 cervical screening || yes
    2      | 1990-01-01 | female | 2022-09-30 cervical screening || no
    3      | 1970-01-01 | female | 2020-10-01 cervical screening || yes
    4      | 1970-01-01 | female |                               || no
    """,
)
def cervical_screening_up_to_date(person: Person) -> ir.BooleanValue:
    """Screened within 3 years and 6 months if under 50, within 5 years and 6 months if older."""
    screened = person.coded("cervical_screening")
    return ibis.ifelse(
        person.age < 50, screened.within(months=42), screened.within(months=66)
    ).fill_null(False)


@attribute(
    title="Bowel cancer screening up to date",
    source="NHS Bowel Cancer Screening Programme: coverage within 2.5 years",
)
def bowel_screening_up_to_date(person: Person) -> ir.BooleanValue:
    """Screened for bowel cancer within 2 years and 6 months."""
    return person.coded("bowel_screening").within(months=30)


@attribute(
    title="Breast screening up to date",
    source="NHS Breast Screening Programme: coverage within 3 years",
)
def breast_screening_up_to_date(person: Person) -> ir.BooleanValue:
    """Screened for breast cancer within 3 years."""
    return person.coded("breast_screening").within(months=36)


@attribute(title="Gap: blood pressure not measured", source=f"{QOF}, hypertension indicators")
def gap_blood_pressure(person: Person) -> ir.BooleanValue:
    """Hypertension, and blood pressure not measured in 12 months or above the aim."""
    return person.hypertension & ~person.blood_pressure_at_target


@attribute(title="Gap: HbA1c not measured", source=f"{QOF}, diabetes indicators")
def gap_hba1c(person: Person) -> ir.BooleanValue:
    """Diabetes, and no HbA1c in 12 months."""
    return person.diabetes & ~person.hba1c_in_last_year


@attribute(
    title="Gap: physical health check incomplete",
    source="NHS England, physical health checks for people with severe mental illness",
)
def gap_smi_check(person: Person) -> ir.BooleanValue:
    """Severe mental illness, and fewer than six of the six checks in 12 months."""
    return person.severe_mental_illness & (person.smi_checks_done < 6)


@attribute(
    title="Gap: learning disability health check",
    source="NHS England, learning disability annual health checks, from age 14",
    ages="aged 14 and over",
)
def gap_learning_disability_check(person: Person) -> ir.BooleanValue:
    """A learning disability, aged 14 or over, and no health check in 12 months."""
    due = person.learning_disability & (person.age >= 14)
    return (due & ~person.learning_disability_checked).fill_null(False)


@attribute(title="Gap: influenza vaccination", source=UKHSA, ages="aged 65 and over")
def gap_flu_vaccination(person: Person) -> ir.BooleanValue:
    """Aged 65 or over, and not vaccinated against influenza this season."""
    return ((person.age >= 65) & ~person.flu_vaccinated).fill_null(False)


@attribute(title="Number of gaps in care", source="Wholeplace: the five gaps above")
def care_gaps(person: Person) -> ir.IntegerValue:
    """How many of the gaps are open: blood pressure, HbA1c, the two checks, influenza."""
    return person.how_many(
        "gap_blood_pressure",
        "gap_hba1c",
        "gap_smi_check",
        "gap_learning_disability_check",
        "gap_flu_vaccination",
    )
