"""Drawn populations of how care is used: contacts, attendances, admissions, days in hospital."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "gp_contact_days_each",
        """
        person | registered | coded                   || numerator | denominator
        1      | yes        | 2025-04-01 consultation,
               |            | 2026-03-31 consultation,
               |            | 2026-03-31 consultation || 2         | 1
        2      | yes        | 2025-03-31 consultation || 0         | 1
        3      | yes        | 2026-01-10 hypertension || 0         | 1
        4      | no         | 2026-01-10 consultation || 0         | 0
        """,
    ),
    drawn(
        "emergency_attendance_rate",
        """
        person | registered       | emergency_attendance           || numerator | denominator
        1      | yes              | 2025-04-01 department_type=01,
               |                  | 2026-03-31 department_type=02  || 2         | 1
        2      | yes              | 2025-03-31 department_type=01  || 0         | 1
        3      | yes              | 2026-01-10 department_type=03,
               |                  | 2026-01-11 department_type=04  || 0         | 1
        4      | until 2025-12-31 | 2025-06-01 department_type=01  || 1         | 0
        5      | no               | 2026-01-10 department_type=01  || 0         | 0
        """,
        basis="registered",
    ),
    drawn(
        "urgent_care_attendance_rate",
        """
        person | registered       | emergency_attendance           || numerator | denominator
        1      | yes              | 2025-04-01 department_type=01,
               |                  | 2025-06-01 department_type=02,
               |                  | 2025-08-01 department_type=03,
               |                  | 2026-03-31 department_type=04  || 4         | 1
        2      | yes              | 2025-03-31 department_type=03  || 0         | 1
        3      | yes              | 2026-01-10 department_type=05  || 0         | 1
        4      | until 2025-12-31 | 2025-06-01 department_type=03  || 1         | 0
        5      | no               | 2026-01-10 department_type=03  || 0         | 0
        """,
        basis="registered",
    ),
    drawn(
        "emergency_admission_rate",
        """
        person | registered       | admitted                     || numerator | denominator
        1      | yes              | 2025-04-01 emergency 2 J189,
               |                  | 2026-03-31 emergency 0 R074  || 2         | 1
        2      | yes              | 2025-03-31 emergency 9 J189  || 0         | 1
        3      | yes              | 2026-01-10 planned 1 M171,
               |                  | 2026-02-10 maternity 2 O800  || 0         | 1
        4      | until 2025-12-31 | 2025-06-01 emergency 2 J189  || 1         | 0
        5      | no               | 2025-06-01 emergency 2 J189  || 0         | 0
        """,
        basis="registered",
    ),
    drawn(
        "elective_admission_rate",
        """
        person | died       | admitted                     || numerator | denominator
        1      |            | 2025-04-01 planned 0 H259,
               |            | 2026-03-31 planned 2 M171    || 2         | 1
        2      |            | 2025-03-31 planned 0 H259    || 0         | 1
        3      |            | 2026-01-10 emergency 1 R074,
               |            | 2026-02-10 maternity 2 O800  || 0         | 1
        4      | 2025-12-31 | 2025-06-01 planned 2 M171    || 1         | 0
        """,
    ),
    drawn(
        "emergency_bed_day_rate",
        """
        person | registered       | admitted                     || numerator | denominator
        1      | yes              | 2025-04-01 emergency 3 J189,
               |                  | 2026-01-10 emergency 1 R074  || 4         | 1
        2      | yes              | 2025-03-31 emergency 9 J189  || 0         | 1
        3      | yes              | 2026-03-29 emergency 9 J189  || 2         | 1
        4      | yes              | 2026-01-10 emergency 0 R074  || 0         | 1
        5      | yes              | 2026-01-10 planned 4 M171    || 0         | 1
        6      | until 2025-12-31 | 2025-06-01 emergency 5 J189  || 5         | 0
        7      | no               | 2025-06-01 emergency 5 J189  || 0         | 0
        """,
        basis="registered",
    ),
    drawn(
        "long_stay_rate",
        """
        person | died       | admitted                      || numerator | denominator
        1      |            | 2025-04-01 emergency 21 S720  || 1         | 1
        2      |            | 2025-06-01 emergency 20 S720  || 0         | 1
        3      |            | 2026-03-10 emergency 40 S720  || 1         | 1
        4      |            | 2026-03-11 emergency 40 S720  || 0         | 1
        5      |            | 2025-03-31 emergency 30 S720  || 0         | 1
        6      |            | 2025-06-01 planned 30 M171    || 0         | 1
        7      | 2025-07-01 | 2025-06-01 emergency 30 S720  || 1         | 0
        """,
    ),
    drawn(
        "delivery_rate",
        """
        person | born       | sex    | admitted                    || numerator | denominator
        1      | 2011-03-31 | female | 2025-04-01 maternity 2 O800 || 1         | 1
        2      | 2011-04-01 | female | 2026-03-31 maternity 2 O800 || 0         | 0
        3      | 1981-04-01 | female | 2026-03-31 maternity 2 O849 || 1         | 1
        4      | 1981-03-31 | female | 2026-01-10 maternity 2 O800 || 0         | 0
        5      | 1995-01-01 | female | 2025-03-31 maternity 2 O800 || 0         | 1
        6      | 1995-01-01 | female | 2026-01-10 maternity 2 O149 || 0         | 1
        7      | 1995-01-01 | male   |                             || 0         | 0
        """,
    ),
]
