"""Drawn populations of admissions and deaths: who left or died is in the events alone."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "emergency_admissions_standardised",
        """
        person | registered       | admitted                     || numerator | denominator
        1      | yes              | 2025-04-01 emergency 2 J189,
               |                  | 2026-03-31 emergency 0 R074  || 2         | 1
        2      | yes              | 2025-03-31 emergency 2 J189  || 0         | 1
        3      | yes              | 2025-06-01 planned 1 M171    || 0         | 1
        4      | until 2025-12-31 | 2025-06-01 emergency 2 J189  || 1         | 0
        5      | no               | 2025-06-01 emergency 2 J189  || 0         | 0
        """,
        basis="registered",
    ),
    drawn(
        "falls_admissions_65_and_over",
        """
        person | born       | died       | admitted                       || numerator | denominator
        1      | 1961-03-31 |            | 2025-04-01 emergency 9 S72 W19 || 1         | 1
        2      | 1961-04-01 |            | 2025-04-01 emergency 9 S72 W19 || 0         | 0
        3      | 1940-01-01 |            | 2025-03-31 emergency 9 S72 W19 || 0         | 1
        4      | 1940-01-01 |            | 2025-06-01 emergency 9 S72 W20 || 0         | 1
        5      | 1940-01-01 |            | 2025-06-01 emergency 9 J18 W19 || 0         | 1
        6      | 1940-01-01 |            | 2025-06-01 planned 9 S72 W19   || 0         | 1
        7      | 1940-01-01 | 2025-06-10 | 2025-06-01 emergency 9 S72 W19 || 1         | 0
        """,
    ),
    drawn(
        "ambulatory_care_sensitive_standardised",
        """
        person | registered | admitted                         || numerator | denominator
        1      | yes        | 2025-04-01 emergency 3 J440      || 1         | 1
        2      | yes        | 2025-03-31 emergency 3 J440      || 0         | 1
        3      | yes        | 2025-06-01 emergency 3 J189 J440 || 0         | 1
        4      | yes        | 2025-06-01 emergency 3 I110      || 1         | 1
        5      | yes        | 2025-06-01 emergency 3 I120      || 0         | 1
        6      | yes        | 2025-06-01 planned 3 J440        || 0         | 1
        7      | no         | 2025-06-01 emergency 3 J440      || 0         | 0
        """,
        basis="registered",
    ),
    drawn(
        "heart_failure_admissions_standardised",
        """
        person | died       | admitted                         || numerator | denominator
        1      |            | 2025-04-01 emergency 5 I500      || 1         | 1
        2      |            | 2025-03-31 emergency 5 I500      || 0         | 1
        3      |            | 2025-06-01 emergency 5 J189 I500 || 0         | 1
        4      |            | 2025-06-01 planned 5 I500        || 0         | 1
        5      | 2025-06-06 | 2025-06-01 emergency 5 I500      || 1         | 0
        """,
    ),
    drawn(
        "self_harm_admissions_10_to_24",
        """
        person | born       | admitted                         || numerator | denominator
        1      | 2016-03-31 | 2025-04-01 emergency 1 T391 X60  || 1         | 1
        2      | 2016-04-01 | 2025-06-01 emergency 1 T391 X60  || 0         | 0
        3      | 2001-04-01 | 2025-06-01 emergency 1 S519 X840 || 1         | 1
        4      | 2001-03-31 | 2025-06-01 emergency 1 S519 X840 || 0         | 0
        5      | 2008-01-01 | 2025-06-01 emergency 1 S519 X850 || 0         | 1
        6      | 2008-01-01 | 2025-03-31 emergency 1 T391 X60  || 0         | 1
        """,
    ),
    drawn(
        "deaths_under_75",
        """
        person | born       | died       | registered       || numerator | denominator
        1      | 1951-04-01 | 2025-04-01 | yes              || 1         | 0
        2      | 1951-04-01 | 2025-03-31 | yes              || 0         | 0
        3      | 1951-04-01 | 2026-03-31 | yes              || 1         | 0
        4      | 1951-04-01 |            | yes              || 0         | 1
        5      | 1951-03-31 | 2025-06-01 | yes              || 0         | 0
        6      | 1951-03-31 |            | yes              || 0         | 0
        7      | 1980-01-01 | 2025-06-01 | no               || 0         | 0
        8      | 1980-01-01 | 2025-06-01 | until 2025-05-31 || 1         | 0
        """,
        basis="registered",
    ),
    drawn(
        "circulatory_deaths_under_75",
        """
        person | born       | died       | death                || numerator | denominator
        1      | 1951-04-01 | 2025-04-01 | 2025-04-01
               |            |            | underlying_cause=I21 || 1         | 0
        2      | 1951-04-01 |            |                      || 0         | 1
        3      | 1951-03-31 | 2025-06-01 | 2025-06-01
               |            |            | underlying_cause=I21 || 0         | 0
        4      | 1970-01-01 | 2025-06-01 | 2025-06-01
               |            |            | underlying_cause=J18 || 0         | 0
        5      | 1970-01-01 | 2025-03-31 | 2025-03-31
               |            |            | underlying_cause=I21 || 0         | 0
        6      | 1951-03-31 |            |                      || 0         | 0
        """,
    ),
    drawn(
        "cancer_deaths_under_75",
        """
        person | born       | died       | death                || numerator | denominator
        1      | 1951-04-01 | 2025-04-01 | 2025-04-01
               |            |            | underlying_cause=C34 || 1         | 0
        2      | 1951-04-01 |            |                      || 0         | 1
        3      | 1951-03-31 | 2025-06-01 | 2025-06-01
               |            |            | underlying_cause=C34 || 0         | 0
        4      | 1970-01-01 | 2025-06-01 | 2025-06-01
               |            |            | underlying_cause=D32 || 0         | 0
        5      | 1970-01-01 | 2025-03-31 | 2025-03-31
               |            |            | underlying_cause=C34 || 0         | 0
        6      | 1951-03-31 |            |                      || 0         | 0
        """,
    ),
]
