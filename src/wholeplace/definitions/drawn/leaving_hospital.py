"""Drawn populations of leaving hospital: who nearly counts as delayed, and who does."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "delay_days_rate",
        """
        person | born       | died       | discharge_delay            || numerator | denominator
        1      | 1940-01-01 |            | 2025-04-01 reason=E
               |            |            | delay_end_date=2025-04-11,
               |            |            | 2026-03-29 reason=A        || 12        | 1
        2      | 2008-03-31 |            | 2025-03-31 reason=E
               |            |            | delay_end_date=2025-05-01  || 0         | 1
        3      | 1940-01-01 |            | 2025-06-01 reason=G
               |            |            | delay_end_date=2025-06-01  || 0         | 1
        4      | 2008-04-01 |            | 2025-06-01 reason=C
               |            |            | delay_end_date=2025-06-09  || 0         | 0
        5      | 1940-01-01 | 2025-07-01 | 2025-06-01 reason=DII
               |            |            | delay_end_date=2025-06-05  || 4         | 0
        6      | 1940-01-01 |            |                            || 0         | 1
        """,
    ),
    drawn(
        "no_criteria_days_rate",
        """
        person | born       | hospital_discharge          || numerator | denominator
        1      | 1940-01-01 | 2025-06-03
               |            | no_criteria_date=2025-06-01
               |            | discharge_date=2025-06-05,
               |            | 2026-03-30
               |            | no_criteria_date=2026-03-28 || 7         | 1
        2      | 2008-03-31 | 2025-04-02
               |            | no_criteria_date=2025-03-31
               |            | discharge_date=2025-04-20   || 0         | 1
        3      | 1940-01-01 | 2025-06-01
               |            | discharge_date=2025-06-05   || 0         | 1
        4      | 2008-04-01 | 2025-06-01
               |            | no_criteria_date=2025-06-01
               |            | discharge_date=2025-06-05   || 0         | 0
        """,
    ),
    drawn(
        "days_after_ready_mean",
        """
        person | born       | hospital_discharge        || numerator | denominator
        1      | 1940-01-01 | 2025-03-20
               |            | discharge_date=2025-04-01,
               |            | 2025-06-01
               |            | discharge_date=2025-06-04 || 15        | 1
        2      | 1940-01-01 | 2025-03-20
               |            | discharge_date=2025-03-31 || 0         | 0
        3      | 1940-01-01 | 2026-03-01                || 0         | 0
        4      | 2008-03-31 | 2025-06-01
               |            | discharge_date=2025-06-01 || 0         | 1
        5      | 2008-04-01 | 2025-06-01
               |            | discharge_date=2025-06-09 || 0         | 0
        """,
    ),
    drawn(
        "left_late_share",
        """
        person | born       | hospital_discharge        || numerator | denominator
        1      | 1940-01-01 | 2025-06-01
               |            | discharge_date=2025-06-03,
               |            | 2025-09-01
               |            | discharge_date=2025-09-09 || 1         | 1
        2      | 2008-03-31 | 2025-06-01
               |            | discharge_date=2025-06-02 || 0         | 1
        3      | 1940-01-01 | 2025-03-20
               |            | discharge_date=2025-03-31 || 0         | 0
        4      | 1940-01-01 | 2026-03-01                || 0         | 0
        5      | 2008-04-01 | 2025-06-01
               |            | discharge_date=2025-06-09 || 0         | 0
        """,
    ),
]
