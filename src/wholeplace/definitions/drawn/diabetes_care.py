"""Drawn populations of the care processes and treatment targets of diabetes."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "diabetes_blood_pressure_measured",
        """
        person | recorded                      || numerator | denominator
        1      | 2020-02-28 diabetes,
               | 2025-04-01 systolic 190,
               | 2026-01-10 diastolic 99       || 1         | 1
        2      | 2020-02-28 diabetes,
               | 2025-03-31 systolic 190,
               | 2026-01-10 diastolic 99       || 0         | 1
        3      | 2020-02-28 diabetes,
               | 2026-01-10 systolic 120       || 0         | 1
        4      | 2020-02-28 diabetes,
               | 2026-01-10 diabetes resolved,
               | 2026-02-10 systolic 190,
               | 2026-01-10 diastolic 99       || 0         | 0
        """,
    ),
    drawn(
        "diabetes_cholesterol_measured",
        """
        person | recorded                      || numerator | denominator
        1      | 2020-02-28 diabetes,
               | 2025-04-01 cholesterol 7      || 1         | 1
        2      | 2020-02-28 diabetes,
               | 2025-03-31 cholesterol 7      || 0         | 1
        3      | 2020-02-28 diabetes,
               | 2026-01-10 cholesterol 26     || 0         | 1
        4      | 2020-02-28 diabetes,
               | 2026-01-10 diabetes resolved,
               | 2026-02-10 cholesterol 7      || 0         | 0
        """,
    ),
    drawn(
        "diabetes_kidney_function_measured",
        """
        person | recorded                      || numerator | denominator
        1      | 2020-02-28 diabetes,
               | 2025-04-01 egfr 25            || 1         | 1
        2      | 2020-02-28 diabetes,
               | 2025-03-31 egfr 25            || 0         | 1
        3      | 2020-02-28 diabetes,
               | 2026-01-10 egfr 201           || 0         | 1
        4      | 2020-02-28 diabetes,
               | 2026-01-10 diabetes resolved,
               | 2026-02-10 egfr 25            || 0         | 0
        """,
    ),
    drawn(
        "diabetes_urine_albumin_measured",
        """
        person | recorded                      || numerator | denominator
        1      | 2020-02-28 diabetes,
               | 2025-04-01 urine albumin      || 1         | 1
        2      | 2020-02-28 diabetes,
               | 2025-03-31 urine albumin      || 0         | 1
        3      | 2020-02-28 diabetes,
               | 2026-01-10 diabetes resolved,
               | 2026-02-10 urine albumin      || 0         | 0
        """,
    ),
    drawn(
        "diabetes_weight_measured",
        """
        person | recorded                      || numerator | denominator
        1      | 2020-02-28 diabetes,
               | 2025-04-01 bmi 41             || 1         | 1
        2      | 2020-02-28 diabetes,
               | 2025-03-31 bmi 41             || 0         | 1
        3      | 2020-02-28 diabetes,
               | 2026-01-10 bmi 9              || 0         | 1
        4      | 2020-02-28 diabetes,
               | 2026-01-10 diabetes resolved,
               | 2026-02-10 bmi 41             || 0         | 0
        """,
    ),
    drawn(
        "diabetes_smoking_asked",
        """
        person | recorded                      || numerator | denominator
        1      | 2020-02-28 diabetes,
               | 2025-04-01 ex smoker          || 1         | 1
        2      | 2020-02-28 diabetes,
               | 2025-03-31 ex smoker          || 0         | 1
        3      | 2020-02-28 diabetes,
               | 2026-01-10 diabetes resolved,
               | 2026-02-10 ex smoker          || 0         | 0
        """,
    ),
    drawn(
        "diabetes_eyes_screened",
        """
        person | born       | coded                             || numerator | denominator
        1      | 2009-03-31 | 2020-02-28 diabetes,
               |            | 2024-04-01 diabetic eye screening || 1         | 1
        2      | 2009-04-01 | 2020-02-28 diabetes,
               |            | 2024-04-01 diabetic eye screening || 0         | 0
        3      | 1960-01-01 | 2020-02-28 diabetes,
               |            | 2024-03-31 diabetic eye screening || 0         | 1
        4      | 1960-01-01 | 2026-01-10 diabetic eye screening || 0         | 0
        """,
    ),
    drawn(
        "diabetes_eight_processes",
        """
        person | recorded                        || numerator | denominator
        1      | 2020-02-28 diabetes,
               | 2025-04-01 hba1c 90,
               | 2025-04-01 systolic 190,
               | 2025-04-01 diastolic 99,
               | 2025-04-01 cholesterol 7,
               | 2025-04-01 egfr 25,
               | 2025-04-01 bmi 41,
               | 2025-04-01 urine albumin,
               | 2025-04-01 diabetic foot check,
               | 2025-04-01 current smoker       || 1         | 1
        2      | 2020-02-28 diabetes,
               | 2025-04-01 hba1c 90,
               | 2025-04-01 systolic 190,
               | 2025-04-01 diastolic 99,
               | 2025-04-01 cholesterol 7,
               | 2025-03-31 egfr 25,
               | 2025-04-01 bmi 41,
               | 2025-04-01 urine albumin,
               | 2025-04-01 diabetic foot check,
               | 2025-04-01 current smoker       || 0         | 1
        3      | 2025-04-01 hba1c 90,
               | 2025-04-01 systolic 190,
               | 2025-04-01 diastolic 99,
               | 2025-04-01 cholesterol 7,
               | 2025-04-01 egfr 25,
               | 2025-04-01 bmi 41,
               | 2025-04-01 urine albumin,
               | 2025-04-01 diabetic foot check,
               | 2025-04-01 current smoker       || 0         | 0
        """,
    ),
    drawn(
        "diabetes_blood_pressure_at_target",
        """
        person | born       | recorded                 || numerator | denominator
        1      | 1940-01-01 | 2020-02-28 diabetes,
               |            | 2025-04-01 systolic 140,
               |            | 2025-04-01 diastolic 90  || 1         | 1
        2      | 1940-01-01 | 2020-02-28 diabetes,
               |            | 2026-01-10 systolic 141,
               |            | 2026-01-10 diastolic 90  || 0         | 1
        3      | 1960-01-01 | 2020-02-28 diabetes,
               |            | 2026-01-10 systolic 140,
               |            | 2026-01-10 diastolic 91  || 0         | 1
        4      | 1960-01-01 | 2020-02-28 diabetes,
               |            | 2025-03-31 systolic 120,
               |            | 2025-03-31 diastolic 70  || 0         | 1
        5      | 1960-01-01 | 2020-02-28 diabetes      || 0         | 1
        6      | 1960-01-01 | 2026-01-10 systolic 120,
               |            | 2026-01-10 diastolic 70  || 0         | 0
        """,
    ),
    drawn(
        "diabetes_three_targets",
        """
        person | born       | recorded                                   || numerator | denominator
        1      | 1986-03-31 | 2020-02-28 diabetes,
               |            | 2025-04-01 hba1c 58,
               |            | 2025-04-01 systolic 140,
               |            | 2025-04-01 diastolic 90,
               |            | 2025-10-01 prescription bnf_code=0212000B0 || 1         | 1
        2      | 1986-03-31 | 2020-02-28 diabetes,
               |            | 2025-04-01 hba1c 58,
               |            | 2025-04-01 systolic 140,
               |            | 2025-04-01 diastolic 90,
               |            | 2025-09-30 prescription bnf_code=0212000B0 || 0         | 1
        3      | 1986-03-31 | 2020-02-28 diabetes,
               |            | 2025-04-01 hba1c 58,
               |            | 2025-04-01 systolic 140,
               |            | 2025-04-01 diastolic 90,
               |            | 2025-10-01 prescription bnf_code=0212000L0 || 0         | 1
        4      | 1986-04-01 | 2020-02-28 diabetes,
               |            | 2025-04-01 hba1c 58,
               |            | 2025-04-01 systolic 140,
               |            | 2025-04-01 diastolic 90                    || 1         | 1
        5      | 1986-04-01 | 2020-02-28 diabetes,
               |            | 2018-01-31 tia,
               |            | 2025-04-01 hba1c 58,
               |            | 2025-04-01 systolic 140,
               |            | 2025-04-01 diastolic 90                    || 0         | 1
        6      | 1986-04-01 | 2020-02-28 diabetes,
               |            | 2025-04-01 hba1c 59,
               |            | 2025-04-01 systolic 140,
               |            | 2025-04-01 diastolic 90                    || 0         | 1
        7      | 1986-04-01 | 2020-02-28 diabetes,
               |            | 2025-04-01 hba1c 58,
               |            | 2025-04-01 systolic 141,
               |            | 2025-04-01 diastolic 90                    || 0         | 1
        8      | 1986-04-01 | 2025-04-01 hba1c 58,
               |            | 2025-04-01 systolic 140,
               |            | 2025-04-01 diastolic 90                    || 0         | 0
        """,
    ),
    drawn(
        "non_diabetic_hyperglycaemia_prevalence",
        """
        person | born       | coded                                   || numerator | denominator
        1      | 2008-03-31 | 2020-01-01 non diabetic hyperglycaemia  || 1         | 1
        2      | 2008-04-01 | 2020-01-01 non diabetic hyperglycaemia  || 0         | 0
        3      | 1960-01-01 | 2020-01-01 non diabetic hyperglycaemia,
               |            | 2020-02-28 diabetes                     || 0         | 1
        4      | 1960-01-01 | 2020-01-01 non diabetic hyperglycaemia,
               |            | 2020-02-28 diabetes,
               |            | 2026-03-31 diabetes resolved            || 1         | 1
        5      | 1960-01-01 | 2026-04-01 non diabetic hyperglycaemia  || 0         | 1
        """,
    ),
    drawn(
        "non_diabetic_hyperglycaemia_checked",
        """
        person | born       | recorded                                || numerator | denominator
        1      | 2008-03-31 | 2020-01-01 non diabetic hyperglycaemia,
               |            | 2025-04-01 hba1c 44                     || 1         | 1
        2      | 2008-04-01 | 2020-01-01 non diabetic hyperglycaemia,
               |            | 2025-04-01 hba1c 44                     || 0         | 0
        3      | 1960-01-01 | 2020-01-01 non diabetic hyperglycaemia,
               |            | 2025-03-31 hba1c 44                     || 0         | 1
        4      | 1960-01-01 | 2020-01-01 non diabetic hyperglycaemia,
               |            | 2020-02-28 diabetes,
               |            | 2026-01-10 hba1c 60                     || 0         | 0
        5      | 1960-01-01 | 2026-01-10 hba1c 40                     || 0         | 0
        """,
    ),
]
