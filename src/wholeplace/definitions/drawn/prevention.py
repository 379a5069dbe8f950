"""Drawn populations of checks made, targets reached and habits."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "hypertension_measured",
        """
        person | registered | recorded                         || numerator | denominator
        1      | yes        | 2019-03-02 hypertension,
               |            | 2025-04-01 systolic 190,
               |            | 2026-03-31 diastolic 99          || 1         | 1
        2      | yes        | 2019-03-02 hypertension,
               |            | 2025-03-31 systolic 130,
               |            | 2025-03-31 diastolic 80          || 0         | 1
        3      | yes        | 2019-03-02 hypertension,
               |            | 2026-01-10 systolic 130          || 0         | 1
        4      | yes        | 2019-03-02 hypertension,
               |            | 2021-01-05 hypertension resolved,
               |            | 2026-01-10 systolic 130,
               |            | 2026-01-10 diastolic 80          || 0         | 0
        5      | no         | 2019-03-02 hypertension,
               |            | 2026-01-10 systolic 130,
               |            | 2026-01-10 diastolic 80          || 0         | 0
        """,
    ),
    drawn(
        "hypertension_at_target",
        """
        person | born       | recorded                 || numerator | denominator
        1      | 1960-01-01 | 2019-03-02 hypertension,
               |            | 2025-04-01 systolic 140,
               |            | 2025-04-01 diastolic 90  || 1         | 1
        2      | 1960-01-01 | 2019-03-02 hypertension,
               |            | 2026-01-10 systolic 141,
               |            | 2026-01-10 diastolic 90  || 0         | 1
        3      | 1946-03-31 | 2019-03-02 hypertension,
               |            | 2026-01-10 systolic 150,
               |            | 2026-01-10 diastolic 90  || 1         | 1
        4      | 1946-04-01 | 2019-03-02 hypertension,
               |            | 2026-01-10 systolic 150,
               |            | 2026-01-10 diastolic 90  || 0         | 1
        5      | 1946-03-31 | 2019-03-02 hypertension,
               |            | 2026-01-10 systolic 150,
               |            | 2026-01-10 diastolic 91  || 0         | 1
        6      | 1960-01-01 | 2019-03-02 hypertension,
               |            | 2025-03-31 systolic 120,
               |            | 2025-03-31 diastolic 70  || 0         | 1
        7      | 1960-01-01 | 2026-01-10 systolic 120,
               |            | 2026-01-10 diastolic 70  || 0         | 0
        """,
    ),
    drawn(
        "raised_blood_pressure_undiagnosed",
        """
        person | born       | recorded                 || numerator | denominator
        1      | 2008-03-31 | 2024-04-01 systolic 141,
               |            | 2026-03-31 systolic 141  || 1         | 1
        2      | 2008-04-01 | 2024-04-01 systolic 141,
               |            | 2026-03-31 systolic 141  || 0         | 0
        3      | 1970-01-01 | 2024-03-31 systolic 160,
               |            | 2026-01-10 systolic 160  || 0         | 1
        4      | 1970-01-01 | 2025-01-10 systolic 140,
               |            | 2026-01-10 systolic 160  || 0         | 1
        5      | 1970-01-01 | 2026-01-10 systolic 160,
               |            | 2026-01-10 systolic 150  || 0         | 1
        6      | 1970-01-01 | 2025-01-10 systolic 160,
               |            | 2026-01-10 systolic 160,
               |            | 2026-03-31 hypertension  || 0         | 0
        """,
    ),
    drawn(
        "hba1c_measured",
        """
        person | born       | coded               | readings            || numerator | denominator
        1      | 2009-03-31 | 2020-02-28 diabetes | 2025-04-01 hba1c 90 || 1         | 1
        2      | 2009-04-01 | 2020-02-28 diabetes | 2025-04-01 hba1c 90 || 0         | 0
        3      | 1960-01-01 | 2020-02-28 diabetes | 2025-03-31 hba1c 48 || 0         | 1
        4      | 1960-01-01 | 2020-02-28 diabetes | 2026-01-10 hba1c 6  || 0         | 1
        5      | 1960-01-01 |                     | 2026-01-10 hba1c 48 || 0         | 0
        """,
    ),
    drawn(
        "diabetes_hba1c_at_target",
        """
        person | coded               | readings             || numerator | denominator
        1      | 2020-02-28 diabetes | 2025-04-01 hba1c 58  || 1         | 1
        2      | 2020-02-28 diabetes | 2025-04-01 hba1c 59  || 0         | 1
        3      | 2020-02-28 diabetes | 2025-03-31 hba1c 50  || 0         | 1
        4      | 2020-02-28 diabetes | 2025-06-01 hba1c 50,
               |                     | 2026-01-10 hba1c 70  || 0         | 1
        5      | 2020-02-28 diabetes |                      || 0         | 1
        6      |                     | 2026-01-10 hba1c 40  || 0         | 0
        """,
    ),
    drawn(
        "diabetes_feet_checked",
        """
        person | coded                                               || numerator | denominator
        1      | 2020-02-28 diabetes, 2025-04-01 diabetic foot check || 1         | 1
        2      | 2020-02-28 diabetes, 2025-03-31 diabetic foot check || 0         | 1
        3      | 2020-02-28 diabetes, 2026-01-10 diabetes resolved,
               | 2025-06-01 diabetic foot check                      || 0         | 0
        """,
    ),
    drawn(
        "smi_full_check",
        """
        person | recorded                          || numerator | denominator
        1      | 2010-10-10 severe mental illness,
               | 2025-04-01 never smoked,
               | 2025-04-01 alcohol,
               | 2025-04-01 systolic 120,
               | 2025-04-01 diastolic 80,
               | 2025-04-01 bmi 25,
               | 2025-04-01 hba1c 40,
               | 2025-04-01 cholesterol 4          || 1         | 1
        2      | 2010-10-10 severe mental illness,
               | 2025-04-01 never smoked,
               | 2025-03-31 alcohol,
               | 2025-04-01 systolic 120,
               | 2025-04-01 diastolic 80,
               | 2025-04-01 bmi 25,
               | 2025-04-01 hba1c 40,
               | 2025-04-01 cholesterol 4          || 0         | 1
        3      | 2010-10-10 depression,
               | 2025-04-01 never smoked,
               | 2025-04-01 alcohol,
               | 2025-04-01 systolic 120,
               | 2025-04-01 diastolic 80,
               | 2025-04-01 bmi 25,
               | 2025-04-01 hba1c 40,
               | 2025-04-01 cholesterol 4          || 0         | 0
        """,
    ),
    drawn(
        "learning_disability_health_check",
        """
        person | born       | coded                                       || numerator | denominator
        1      | 2012-03-31 | 2020-01-01 learning disability,
               |            | 2025-04-01 learning disability health check || 1         | 1
        2      | 2012-04-01 | 2020-01-01 learning disability,
               |            | 2025-04-01 learning disability health check || 0         | 0
        3      | 1990-01-01 | 2020-01-01 learning disability,
               |            | 2025-03-31 learning disability health check || 0         | 1
        4      | 1990-01-01 | 2025-06-01 learning disability health check || 0         | 0
        """,
    ),
    drawn(
        "nhs_health_check_coverage",
        """
        person | born       | coded                                  || numerator | denominator
        1      | 1986-03-31 | 2021-04-01 nhs health check            || 1         | 1
        2      | 1986-04-01 | 2021-04-01 nhs health check            || 0         | 0
        3      | 1951-04-01 | 2021-03-31 nhs health check            || 0         | 1
        4      | 1951-03-31 | 2024-01-01 nhs health check            || 0         | 0
        5      | 1970-01-01 | 2024-01-01 nhs health check,
               |            | 2026-03-31 peripheral arterial disease || 0         | 0
        6      | 1970-01-01 | 2001-01-01 asthma                      || 0         | 1
        """,
    ),
    drawn(
        "smoking_prevalence",
        """
        person | born       | coded                      || numerator | denominator
        1      | 2008-03-31 | 2026-03-31 current smoker  || 1         | 1
        2      | 2008-04-01 | 2026-03-31 current smoker  || 0         | 0
        3      | 1980-01-01 | 2015-01-01 current smoker,
               |            | 2020-01-01 ex smoker       || 0         | 1
        4      | 1980-01-01 | 2020-01-01 ex smoker,
               |            | 2020-01-02 current smoker  || 1         | 1
        5      | 1980-01-01 | 2020-01-01 never smoked    || 0         | 1
        6      | 1980-01-01 |                            || 0         | 0
        """,
    ),
    drawn(
        "any_care_gap",
        """
        person | born       | registered | coded                          || numerator | denominator
        1      | 1961-04-01 | yes        | 2019-03-02 hypertension        || 1         | 1
        2      | 1961-04-01 | yes        |                                || 0         | 1
        3      | 1961-03-31 | yes        |                                || 1         | 1
        4      | 1961-03-31 | yes        | 2025-09-01 flu vaccination     || 0         | 1
        5      | 1961-03-31 | yes        | 2025-08-31 flu vaccination     || 1         | 1
        6      | 1990-01-01 | yes        | 2020-02-28 diabetes            || 1         | 1
        7      | 2012-03-31 | yes        | 2020-01-01 learning disability || 1         | 1
        8      | 2012-04-01 | yes        | 2020-01-01 learning disability || 0         | 1
        9      | 1940-01-01 | no         |                                || 0         | 0
        """,
    ),
]
