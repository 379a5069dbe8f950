"""Drawn populations of the care of hearts and kidneys."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "hypertension_at_target_under_80",
        """
        person | born       | recorded                 || numerator | denominator
        1      | 1946-04-01 | 2019-03-02 hypertension,
               |            | 2025-04-01 systolic 140,
               |            | 2025-04-01 diastolic 90  || 1         | 1
        2      | 1946-03-31 | 2019-03-02 hypertension,
               |            | 2026-01-10 systolic 140,
               |            | 2026-01-10 diastolic 90  || 0         | 0
        3      | 1946-04-01 | 2019-03-02 hypertension,
               |            | 2026-01-10 systolic 141,
               |            | 2026-01-10 diastolic 90  || 0         | 1
        4      | 2008-03-31 | 2019-03-02 hypertension,
               |            | 2025-03-31 systolic 120,
               |            | 2025-03-31 diastolic 70  || 0         | 1
        5      | 2008-04-01 | 2019-03-02 hypertension,
               |            | 2026-01-10 systolic 120,
               |            | 2026-01-10 diastolic 70  || 0         | 0
        6      | 1960-01-01 | 2026-01-10 systolic 120,
               |            | 2026-01-10 diastolic 70  || 0         | 0
        """,
    ),
    drawn(
        "hypertension_at_target_80_and_over",
        """
        person | born       | recorded                 || numerator | denominator
        1      | 1946-03-31 | 2019-03-02 hypertension,
               |            | 2025-04-01 systolic 150,
               |            | 2025-04-01 diastolic 90  || 1         | 1
        2      | 1946-04-01 | 2019-03-02 hypertension,
               |            | 2026-01-10 systolic 120,
               |            | 2026-01-10 diastolic 70  || 0         | 0
        3      | 1940-01-01 | 2019-03-02 hypertension,
               |            | 2026-01-10 systolic 151,
               |            | 2026-01-10 diastolic 90  || 0         | 1
        4      | 1940-01-01 | 2019-03-02 hypertension,
               |            | 2026-01-10 systolic 150,
               |            | 2026-01-10 diastolic 91  || 0         | 1
        5      | 1940-01-01 | 2019-03-02 hypertension,
               |            | 2025-03-31 systolic 120,
               |            | 2025-03-31 diastolic 70  || 0         | 1
        6      | 1940-01-01 | 2026-01-10 systolic 120,
               |            | 2026-01-10 diastolic 70  || 0         | 0
        """,
    ),
    drawn(
        "anticoagulant_with_atrial_fibrillation",
        """
        person | born       | sex    | recorded                        || numerator | denominator
        1      | 1961-03-31 | female | 2020-01-01 atrial fibrillation,
               |            |        | 2025-10-01 prescription
               |            |        | bnf_code=0208020Z0              || 1         | 1
        2      | 1961-04-01 | female | 2020-01-01 atrial fibrillation,
               |            |        | 2025-10-01 prescription
               |            |        | bnf_code=0208020Z0              || 0         | 0
        3      | 1951-03-31 | male   | 2020-01-01 atrial fibrillation,
               |            |        | 2025-09-30 prescription
               |            |        | bnf_code=0208020Z0              || 0         | 1
        4      | 1951-04-01 | male   | 2020-01-01 atrial fibrillation,
               |            |        | 2026-01-10 prescription
               |            |        | bnf_code=0208020Z0              || 0         | 0
        5      | 2008-03-31 | male   | 2020-01-01 atrial fibrillation,
               |            |        | 2018-01-31 tia,
               |            |        | 2026-03-31 prescription
               |            |        | bnf_code=0208020V0              || 1         | 1
        6      | 2008-04-01 | male   | 2020-01-01 atrial fibrillation,
               |            |        | 2018-01-31 tia,
               |            |        | 2026-03-31 prescription
               |            |        | bnf_code=0208020V0              || 0         | 0
        7      | 1980-01-01 | male   | 2020-01-01 atrial fibrillation,
               |            |        | 2019-03-02 hypertension,
               |            |        | 2020-02-28 diabetes,
               |            |        | 2026-01-10 prescription
               |            |        | bnf_code=0209000A0              || 0         | 1
        8      | 1940-01-01 | female | 2026-01-10 prescription
               |            |        | bnf_code=0208020Z0              || 0         | 0
        """,
    ),
    drawn(
        "cholesterol_with_cardiovascular_disease",
        """
        person | recorded                                || numerator | denominator
        1      | 2011-07-30 coronary heart disease,
               | 2025-04-01 cholesterol 7                || 1         | 1
        2      | 2018-01-31 tia,
               | 2025-03-31 cholesterol 4                || 0         | 1
        3      | 2009-12-31 peripheral arterial disease,
               | 2026-03-31 cholesterol 4                || 1         | 1
        4      | 2020-02-28 diabetes,
               | 2026-01-10 cholesterol 4                || 0         | 0
        """,
    ),
    drawn(
        "kidney_disease_monitored",
        """
        person | born       | recorded                           || numerator | denominator
        1      | 2008-03-31 | 2020-06-30 chronic kidney disease,
               |            | 2025-04-01 egfr 40                 || 1         | 1
        2      | 2008-04-01 | 2020-06-30 chronic kidney disease,
               |            | 2025-04-01 egfr 40                 || 0         | 0
        3      | 1950-01-01 | 2020-06-30 chronic kidney disease,
               |            | 2025-03-31 egfr 40                 || 0         | 1
        4      | 1950-01-01 | 2026-01-10 egfr 40                 || 0         | 0
        """,
    ),
]
