"""Drawn populations of the hospital stays that plans name."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "heart_attack_admissions_standardised",
        """
        person | died       | admitted                         || numerator | denominator
        1      |            | 2025-04-01 emergency 3 I219,
               |            | 2026-03-31 emergency 0 I221      || 2         | 1
        2      |            | 2025-03-31 emergency 3 I219      || 0         | 1
        3      |            | 2025-06-01 emergency 3 I200      || 0         | 1
        4      |            | 2025-06-01 emergency 3 J189 I219 || 0         | 1
        5      |            | 2025-06-01 planned 3 I219        || 0         | 1
        6      | 2025-06-02 | 2025-06-01 emergency 1 I219      || 1         | 0
        """,
    ),
    drawn(
        "stroke_admissions_standardised",
        """
        person | registered       | admitted                         || numerator | denominator
        1      | yes              | 2025-04-01 emergency 9 I639,
               |                  | 2025-08-01 emergency 9 I619,
               |                  | 2026-03-31 emergency 0 I64       || 3         | 1
        2      | yes              | 2025-03-31 emergency 9 I639      || 0         | 1
        3      | yes              | 2025-06-01 emergency 1 G459      || 0         | 1
        4      | yes              | 2025-06-01 emergency 9 J189 I639 || 0         | 1
        5      | until 2025-12-31 | 2025-06-01 emergency 9 I639      || 1         | 0
        """,
        basis="registered",
    ),
    drawn(
        "epilepsy_admissions_under_19",
        """
        person | born       | admitted                         || numerator | denominator
        1      | 2007-04-01 | 2025-04-01 emergency 1 G409,
               |            | 2026-03-31 emergency 1 G419      || 2         | 1
        2      | 2007-03-31 | 2025-06-01 emergency 1 G409      || 0         | 0
        3      | 2015-01-01 | 2025-03-31 emergency 1 G409      || 0         | 1
        4      | 2015-01-01 | 2025-06-01 emergency 1 R568 G409 || 0         | 1
        5      | 2015-01-01 | 2025-06-01 planned 1 G409        || 0         | 1
        """,
    ),
    drawn(
        "hip_fractures_65_and_over",
        """
        person | born       | died       | admitted                     || numerator | denominator
        1      | 1961-03-31 |            | 2025-04-01 emergency 9 S720  || 1         | 1
        2      | 1961-04-01 |            | 2025-06-01 emergency 9 S720  || 0         | 0
        3      | 1940-01-01 |            | 2025-06-01 emergency 9 S721,
               |            |            | 2026-03-31 emergency 9 S722  || 2         | 1
        4      | 1940-01-01 |            | 2025-06-01 emergency 9 S723  || 0         | 1
        5      | 1940-01-01 |            | 2025-03-31 emergency 9 S720  || 0         | 1
        6      | 1940-01-01 | 2025-06-10 | 2025-06-01 emergency 9 S720  || 1         | 0
        """,
    ),
    drawn(
        "emergency_admissions_75_and_over",
        """
        person | born       | died       | admitted                     || numerator | denominator
        1      | 1951-03-31 |            | 2025-04-01 emergency 2 J189,
               |            |            | 2026-03-31 emergency 0 R074  || 2         | 1
        2      | 1951-04-01 |            | 2025-06-01 emergency 2 J189  || 0         | 0
        3      | 1940-01-01 |            | 2025-03-31 emergency 2 J189  || 0         | 1
        4      | 1940-01-01 |            | 2025-06-01 planned 2 M171    || 0         | 1
        5      | 1940-01-01 | 2025-06-10 | 2025-06-01 emergency 9 J189  || 1         | 0
        """,
    ),
    drawn(
        "emergency_bed_days_65_and_over",
        """
        person | born       | died       | hospital_spell                 || numerator | denominator
        1      | 1961-03-31 |            | 2025-04-01 admission_method=21
               |            |            | discharge_date=2025-04-03,
               |            |            | 2026-03-30 admission_method=21 || 4         | 1
        2      | 1961-04-01 |            | 2025-06-01 admission_method=21
               |            |            | discharge_date=2025-06-03      || 0         | 0
        3      | 1940-01-01 |            | 2025-03-28 admission_method=21
               |            |            | discharge_date=2025-04-06      || 5         | 1
        4      | 1940-01-01 |            | 2025-03-28 admission_method=21
               |            |            | discharge_date=2025-04-01      || 0         | 1
        5      | 1940-01-01 |            | 2025-06-01 admission_method=21
               |            |            | discharge_date=2025-06-01      || 0         | 1
        6      | 1940-01-01 |            | 2025-06-01 admission_method=11
               |            |            | discharge_date=2025-06-09      || 0         | 1
        7      | 1940-01-01 | 2025-06-10 | 2025-06-01 admission_method=2A
               |            |            | discharge_date=2025-06-10      || 9         | 0
        8      | 1940-01-01 |            | 2024-01-01 admission_method=21 || 365       | 1
        """,
    ),
    drawn(
        "emergency_bed_days_75_and_over",
        """
        person | born       | hospital_spell                   || numerator | denominator
        1      | 1951-03-31 | 2025-03-28 admission_method=21
               |            | discharge_date=2025-04-06        || 5         | 1
        2      | 1951-04-01 | 2025-06-01 admission_method=21
               |            | discharge_date=2025-06-09        || 0         | 0
        3      | 1940-01-01 | 2026-03-31 admission_method=2B   || 1         | 1
        4      | 1940-01-01 | 2026-03-30 admission_method=21
               |            | discharge_date=2026-03-31        || 1         | 1
        5      | 1940-01-01 | 2025-06-01 admission_method=81
               |            | discharge_date=2025-06-09        || 0         | 1
        """,
    ),
    drawn(
        "week_long_stays_65_and_over",
        """
        person | born       | hospital_spell                   || numerator | denominator
        1      | 1961-03-31 | 2025-03-28 admission_method=21
               |            | discharge_date=2025-04-04,
               |            | 2025-06-01 admission_method=21
               |            | discharge_date=2025-06-08        || 2         | 1
        2      | 1961-04-01 | 2025-06-01 admission_method=21
               |            | discharge_date=2025-06-20        || 0         | 0
        3      | 1940-01-01 | 2025-06-01 admission_method=21
               |            | discharge_date=2025-06-07        || 0         | 1
        4      | 1940-01-01 | 2025-03-20 admission_method=21
               |            | discharge_date=2025-04-01        || 0         | 1
        5      | 1940-01-01 | 2025-06-01 admission_method=12
               |            | discharge_date=2025-06-20        || 0         | 1
        6      | 1940-01-01 | 2026-03-20 admission_method=24   || 1         | 1
        """,
    ),
    drawn(
        "same_day_emergency_rate",
        """
        person | registered       | admitted                     || numerator | denominator
        1      | yes              | 2025-04-01 emergency 0 R074,
               |                  | 2026-03-31 emergency 0 R074  || 2         | 1
        2      | yes              | 2025-06-01 emergency 1 R074  || 0         | 1
        3      | yes              | 2025-06-01 planned 0 H259    || 0         | 1
        4      | yes              | 2025-03-31 emergency 0 R074  || 0         | 1
        5      | until 2025-12-31 | 2025-06-01 emergency 0 R074  || 1         | 0
        """,
        basis="registered",
    ),
    drawn(
        "tooth_extractions_10_and_under",
        """
        person | born       | hospital_spell                 || numerator | denominator
        1      | 2015-04-01 | 2025-04-01 admission_method=11
               |            | primary_diagnosis=K029
               |            | main_procedure=F091            || 1         | 1
        2      | 2015-03-31 | 2025-06-01 admission_method=11
               |            | primary_diagnosis=K029
               |            | main_procedure=F091            || 0         | 0
        3      | 2018-01-01 | 2026-03-31 admission_method=11
               |            | primary_diagnosis=K029
               |            | main_procedure=F101            || 1         | 1
        4      | 2018-01-01 | 2025-06-01 admission_method=11
               |            | primary_diagnosis=K011
               |            | main_procedure=F091            || 0         | 1
        5      | 2018-01-01 | 2025-06-01 admission_method=11
               |            | primary_diagnosis=K029
               |            | main_procedure=F131            || 0         | 1
        6      | 2018-01-01 | 2025-06-01 admission_method=11
               |            | primary_diagnosis=K047
               |            | main_procedure=F131
               |            | secondary_diagnoses=Q909;K029
               |            | other_procedures=F091          || 1         | 1
        7      | 2018-01-01 | 2025-03-31 admission_method=11
               |            | primary_diagnosis=K029
               |            | main_procedure=F091            || 0         | 1
        """,
    ),
]
