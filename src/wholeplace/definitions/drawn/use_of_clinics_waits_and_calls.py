"""Drawn populations of outpatient clinics, waiting lists, NHS 111 calls and ambulance incidents."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "outpatient_attendance_rate",
        """
        person | registered       | outpatient_appointment || numerator | denominator
        1      | yes              | 2025-04-01 attended=5,
               |                  | 2026-03-31 attended=6  || 2         | 1
        2      | yes              | 2025-03-31 attended=5  || 0         | 1
        3      | yes              | 2026-01-10 attended=3,
               |                  | 2026-01-11 attended=7,
               |                  | 2026-01-12 attended=2  || 0         | 1
        4      | yes              | 2026-04-01 attended=0  || 0         | 1
        5      | until 2025-12-31 | 2025-06-01 attended=5  || 1         | 0
        """,
        basis="registered",
    ),
    drawn(
        "missed_outpatient_appointment",
        """
        person | registered | outpatient_appointment || numerator | denominator
        1      | yes        | 2025-04-01 attended=3,
               |            | 2025-05-01 attended=5  || 1         | 1
        2      | yes        | 2026-03-31 attended=7  || 1         | 1
        3      | yes        | 2026-01-10 attended=6  || 0         | 1
        4      | yes        | 2026-01-10 attended=2,
               |            | 2026-01-11 attended=4  || 0         | 0
        5      | yes        | 2025-03-31 attended=3  || 0         | 0
        6      | no         | 2026-01-10 attended=3  || 0         | 0
        """,
    ),
    drawn(
        "waiting_for_treatment",
        """
        person | registered | waiting_list_entry                   || numerator | denominator
        1      | yes        | 2026-03-31 list_type=ORTT            || 1         | 1
        2      | yes        | 2020-01-01 list_type=IRTT
               |            | clock_stop_date=2026-04-01           || 1         | 1
        3      | yes        | 2025-01-01 list_type=IRTT
               |            | clock_stop_date=2026-03-31           || 0         | 1
        4      | yes        | 2025-01-01 list_type=DIAG,
               |            | 2025-01-01 list_type=ONON            || 0         | 1
        5      | yes        | 2026-04-01 list_type=ORTT            || 0         | 1
        6      | no         | 2025-01-01 list_type=ORTT            || 0         | 0
        """,
    ),
    drawn(
        "waiting_over_18_weeks",
        """
        person | registered | waiting_list_entry         || numerator | denominator
        1      | yes        | 2025-11-24 list_type=ORTT  || 1         | 1
        2      | yes        | 2025-11-25 list_type=ORTT  || 0         | 1
        3      | yes        | 2025-11-25 list_type=ORTT,
               |            | 2024-01-01 list_type=IRTT  || 1         | 1
        4      | yes        | 2025-01-01 list_type=IRTT
               |            | clock_stop_date=2026-03-31 || 0         | 0
        5      | yes        | 2025-01-01 list_type=DIAG  || 0         | 0
        6      | no         | 2025-01-01 list_type=ORTT  || 0         | 0
        """,
    ),
    drawn(
        "nhs111_call_rate",
        """
        person | registered       | nhs111_call                       || numerator | denominator
        1      | yes              | 2025-04-01 abandoned=N,
               |                  | 2026-03-31                        || 2         | 1
        2      | yes              | 2026-01-10 abandoned=Y            || 0         | 1
        3      | yes              | 2025-03-31 abandoned=N            || 0         | 1
        4      | until 2025-12-31 | 2025-06-01 abandoned=N            || 1         | 0
        """,
        basis="registered",
    ),
    drawn(
        "ambulance_incident_rate",
        """
        person | died       | ambulance_incident     || numerator | denominator
        1      |            | 2025-04-01 outcome=HT,
               |            | 2026-03-31 outcome=CE  || 2         | 1
        2      |            | 2025-03-31 outcome=ST  || 0         | 1
        3      |            | 2026-01-10             || 0         | 1
        4      | 2025-06-01 | 2025-06-01 outcome=CE  || 1         | 0
        """,
    ),
]
