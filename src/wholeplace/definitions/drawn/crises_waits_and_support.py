"""Drawn populations of crises, long waits, births, social care and deaths that plans name."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "frequent_attenders",
        """
        person | registered | emergency_attendance           || numerator | denominator
        1      | yes        | 2025-04-01 department_type=01,
               |            | 2025-05-01 department_type=01,
               |            | 2025-06-01 department_type=01,
               |            | 2025-07-01 department_type=01,
               |            | 2026-03-31 department_type=03  || 1         | 1
        2      | yes        | 2025-03-31 department_type=01,
               |            | 2025-05-01 department_type=01,
               |            | 2025-06-01 department_type=01,
               |            | 2025-07-01 department_type=01,
               |            | 2026-03-31 department_type=03  || 0         | 1
        3      | yes        | 2025-04-10 department_type=05,
               |            | 2025-05-01 department_type=01,
               |            | 2025-06-01 department_type=01,
               |            | 2025-07-01 department_type=01,
               |            | 2026-03-31 department_type=03  || 0         | 1
        4      | no         | 2025-04-01 department_type=01,
               |            | 2025-05-01 department_type=01,
               |            | 2025-06-01 department_type=01,
               |            | 2025-07-01 department_type=01,
               |            | 2026-03-31 department_type=03  || 0         | 0
        """,
    ),
    drawn(
        "long_handover_rate",
        """
        person | registered       | ambulance_incident              || numerator | denominator
        1      | yes              | 2025-04-01 handover_minutes=31,
               |                  | 2026-03-31 handover_minutes=90  || 2         | 1
        2      | yes              | 2026-01-10 handover_minutes=30  || 0         | 1
        3      | yes              | 2025-03-31 handover_minutes=31  || 0         | 1
        4      | yes              | 2026-01-10 outcome=HT           || 0         | 1
        5      | until 2025-12-31 | 2025-06-01 handover_minutes=31  || 1         | 0
        """,
        basis="registered",
    ),
    drawn(
        "waiting_over_52_weeks",
        """
        person | registered | waiting_list_entry         || numerator | denominator
        1      | yes        | 2025-03-31 list_type=ORTT  || 1         | 1
        2      | yes        | 2025-04-01 list_type=ORTT  || 0         | 1
        3      | yes        | 2025-04-01 list_type=ORTT,
               |            | 2024-01-01 list_type=IRTT  || 1         | 1
        4      | yes        | 2024-01-01 list_type=IRTT
               |            | clock_stop_date=2026-03-31 || 0         | 0
        5      | yes        | 2024-01-01 list_type=DIAG  || 0         | 0
        6      | no         | 2024-01-01 list_type=ORTT  || 0         | 0
        """,
    ),
    drawn(
        "waiting_over_six_weeks_for_test",
        """
        person | registered | waiting_list_entry         || numerator | denominator
        1      | yes        | 2026-02-16 list_type=DIAG  || 1         | 1
        2      | yes        | 2026-02-17 list_type=DIAG  || 0         | 1
        3      | yes        | 2026-02-17 list_type=DIAG,
               |            | 2026-01-10 list_type=DIAG  || 1         | 1
        4      | yes        | 2026-01-10 list_type=DIAG
               |            | clock_stop_date=2026-03-31 || 0         | 0
        5      | yes        | 2026-01-10 list_type=ORTT  || 0         | 0
        6      | no         | 2026-01-10 list_type=DIAG  || 0         | 0
        """,
    ),
    drawn(
        "preterm_births",
        """
        person | registered | maternity_delivery            || numerator | denominator
        1      | yes        | 2025-04-01 gestation_days=258 || 1         | 1
        2      | yes        | 2026-03-31 gestation_days=259 || 0         | 1
        3      | yes        | 2026-01-10 babies=1           || 0         | 0
        4      | yes        | 2025-03-31 gestation_days=258 || 0         | 0
        5      | no         | 2026-01-10 gestation_days=258 || 0         | 0
        """,
    ),
    drawn(
        "breast_milk_first_feed",
        """
        person | registered | maternity_delivery                  || numerator | denominator
        1      | yes        | 2025-04-01 first_feed_breast_milk=Y || 1         | 1
        2      | yes        | 2026-03-31 first_feed_breast_milk=N || 0         | 1
        3      | yes        | 2026-01-10 first_feed_breast_milk=Z || 0         | 0
        4      | yes        | 2025-03-31 first_feed_breast_milk=Y || 0         | 0
        5      | no         | 2026-01-10 first_feed_breast_milk=Y || 0         | 0
        """,
    ),
    drawn(
        "direct_payment_share",
        """
        person | born       | social_care_service                    || numerator | denominator
        1      | 2008-03-31 | 2020-01-01
               |            | service_type=LONG TERM SUPPORT:
               |            | COMMUNITY delivery=DIRECT PAYMENT      || 1         | 1
        2      | 2008-04-01 | 2020-01-01
               |            | service_type=LONG TERM SUPPORT:
               |            | COMMUNITY delivery=DIRECT PAYMENT      || 0         | 0
        3      | 1950-01-01 | 2026-03-31
               |            | service_type=LONG TERM SUPPORT:
               |            | COMMUNITY
               |            | delivery=CASSR MANAGED PERSONAL BUDGET || 0         | 1
        4      | 1950-01-01 | 2020-01-01 end_date=2026-03-31
               |            | service_type=LONG TERM SUPPORT:
               |            | COMMUNITY delivery=DIRECT PAYMENT,
               |            | 2026-03-31
               |            | service_type=LONG TERM SUPPORT:
               |            | COMMUNITY
               |            | delivery=CASSR COMMISSIONED SUPPORT    || 0         | 1
        5      | 1950-01-01 | 2020-01-01 end_date=2026-04-01
               |            | service_type=LONG TERM SUPPORT:
               |            | COMMUNITY delivery=DIRECT PAYMENT      || 1         | 1
        6      | 1950-01-01 | 2020-01-01 end_date=2026-03-31
               |            | service_type=LONG TERM SUPPORT:
               |            | COMMUNITY delivery=DIRECT PAYMENT      || 0         | 0
        7      | 1950-01-01 | 2020-01-01
               |            | service_type=LONG TERM SUPPORT:
               |            | NURSING CARE                           || 0         | 0
        """,
    ),
    drawn(
        "reablement_65_and_over",
        """
        person | born       | died       | social_care_service        || numerator | denominator
        1      | 1961-03-31 |            | 2025-04-01
               |            |            | service_type=SHORT TERM
               |            |            | SUPPORT: ST-MAX,
               |            |            | 2026-03-31
               |            |            | service_type=SHORT TERM
               |            |            | SUPPORT: ST-MAX            || 2         | 1
        2      | 1961-04-01 |            | 2025-04-01
               |            |            | service_type=SHORT TERM
               |            |            | SUPPORT: ST-MAX            || 0         | 0
        3      | 1940-01-01 |            | 2025-03-31
               |            |            | service_type=SHORT TERM
               |            |            | SUPPORT: ST-MAX            || 0         | 1
        4      | 1940-01-01 |            | 2026-01-10
               |            |            | service_type=SHORT TERM
               |            |            | SUPPORT: ONGOING LOW LEVEL || 0         | 1
        5      | 1940-01-01 | 2025-07-01 | 2025-06-01
               |            |            | service_type=SHORT TERM
               |            |            | SUPPORT: ST-MAX            || 1         | 0
        """,
    ),
    drawn(
        "respiratory_deaths_under_75",
        """
        person | born       | died       | death                 || numerator | denominator
        1      | 1951-04-01 | 2025-04-01 | 2025-04-01
               |            |            | underlying_cause=J440 || 1         | 0
        2      | 1951-04-01 |            |                       || 0         | 1
        3      | 1951-03-31 | 2025-06-01 | 2025-06-01
               |            |            | underlying_cause=J440 || 0         | 0
        4      | 1970-01-01 | 2025-06-01 | 2025-06-01
               |            |            | underlying_cause=U071 || 0         | 0
        5      | 1970-01-01 | 2025-03-31 | 2025-03-31
               |            |            | underlying_cause=J440 || 0         | 0
        6      | 1951-03-31 |            |                       || 0         | 0
        """,
    ),
]
