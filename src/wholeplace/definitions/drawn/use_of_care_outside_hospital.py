"""Drawn populations of times in emergency care, and of community, mental-health and social care."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "over_four_hours_rate",
        """
        person | registered       | emergency_attendance         || numerator | denominator
        1      | yes              | 2025-04-01
               |                  | arrived_at=2025-04-01T22:30
               |                  | departed_at=2025-04-02T02:31,
               |                  | 2026-03-31
               |                  | arrived_at=2026-03-31T08:00
               |                  | departed_at=2026-03-31T13:00 || 2         | 1
        2      | yes              | 2026-01-10
               |                  | arrived_at=2026-01-10T10:00
               |                  | departed_at=2026-01-10T14:00 || 0         | 1
        3      | yes              | 2026-01-10
               |                  | arrived_at=2026-01-10T10:00  || 0         | 1
        4      | yes              | 2025-03-31
               |                  | arrived_at=2025-03-31T08:00
               |                  | departed_at=2025-03-31T18:00 || 0         | 1
        5      | until 2025-12-31 | 2025-06-01
               |                  | arrived_at=2025-06-01T08:00
               |                  | departed_at=2025-06-01T18:00 || 1         | 0
        """,
        basis="registered",
    ),
    drawn(
        "over_four_hours_share",
        """
        person | registered | emergency_attendance         || numerator | denominator
        1      | yes        | 2025-04-01
               |            | arrived_at=2025-04-01T10:00
               |            | departed_at=2025-04-01T14:01,
               |            | 2025-06-01
               |            | arrived_at=2025-06-01T10:00
               |            | departed_at=2025-06-01T11:00 || 1         | 1
        2      | yes        | 2026-01-10
               |            | arrived_at=2026-01-10T10:00
               |            | departed_at=2026-01-10T14:00 || 0         | 1
        3      | yes        | 2026-01-10
               |            | arrived_at=2026-01-10T10:00  || 0         | 0
        4      | yes        | 2025-03-31
               |            | arrived_at=2025-03-31T08:00
               |            | departed_at=2025-03-31T18:00 || 0         | 0
        5      | no         | 2026-01-10
               |            | arrived_at=2026-01-10T10:00
               |            | departed_at=2026-01-10T18:00 || 0         | 0
        """,
    ),
    drawn(
        "hip_or_knee_replacement_rate",
        """
        person | registered       | hospital_spell                 || numerator | denominator
        1      | yes              | 2025-04-01 main_procedure=W371,
               |                  | 2026-03-31 main_procedure=W401 || 2         | 1
        2      | yes              | 2025-03-31 main_procedure=W371 || 0         | 1
        3      | yes              | 2026-01-10 main_procedure=W373 || 0         | 1
        4      | yes              | 2026-01-10 main_procedure=X998
               |                  | other_procedures=W371          || 0         | 1
        5      | until 2025-12-31 | 2025-06-01 main_procedure=W371 || 1         | 0
        """,
        basis="registered",
    ),
    drawn(
        "community_contact_rate",
        """
        person | registered       | community_contact        || numerator | denominator
        1      | yes              | 2025-04-01 attendance=5,
               |                  | 2026-03-31 attendance=6  || 2         | 1
        2      | yes              | 2026-01-10 attendance=3,
               |                  | 2026-01-11 attendance=7  || 0         | 1
        3      | yes              | 2025-03-31 attendance=5  || 0         | 1
        4      | until 2025-12-31 | 2025-06-01 attendance=5  || 1         | 0
        """,
        basis="registered",
    ),
    drawn(
        "mental_health_contact_share",
        """
        person | registered | mental_health_contact    || numerator | denominator
        1      | yes        | 2025-04-01 attendance=5,
               |            | 2026-01-10 attendance=3  || 1         | 1
        2      | yes        | 2026-03-31 attendance=6  || 1         | 1
        3      | yes        | 2026-01-10 attendance=3  || 0         | 1
        4      | yes        | 2025-03-31 attendance=5  || 0         | 1
        5      | no         | 2026-01-10 attendance=5  || 0         | 0
        """,
    ),
    drawn(
        "talking_therapy_rate",
        """
        person | registered       | talking_therapy                 || numerator | denominator
        1      | yes              | 2025-01-10
               |                  | first_treatment_date=2025-04-01 || 1         | 1
        2      | yes              | 2025-01-10
               |                  | first_treatment_date=2025-03-31 || 0         | 1
        3      | yes              | 2026-01-10                      || 0         | 1
        4      | until 2025-12-31 | 2025-05-01
               |                  | first_treatment_date=2025-06-01 || 1         | 0
        """,
        basis="registered",
    ),
    drawn(
        "talking_therapy_within_six_weeks",
        """
        person | registered | talking_therapy                  || numerator | denominator
        1      | yes        | 2025-06-01
               |            | first_treatment_date=2025-07-13  || 1         | 1
        2      | yes        | 2025-06-01
               |            | first_treatment_date=2025-07-14  || 0         | 1
        3      | yes        | 2025-06-01
               |            | first_treatment_date=2025-06-08,
               |            | 2025-09-01
               |            | first_treatment_date=2026-01-10  || 0         | 1
        4      | yes        | 2025-03-01
               |            | first_treatment_date=2025-04-01  || 1         | 1
        5      | yes        | 2025-03-01
               |            | first_treatment_date=2025-03-31  || 0         | 0
        6      | yes        | 2026-01-10                       || 0         | 0
        7      | no         | 2025-06-01
               |            | first_treatment_date=2025-06-08  || 0         | 0
        """,
    ),
    drawn(
        "talking_therapy_recovery",
        """
        person | talking_therapy                                     || numerator | denominator
        1      | 2025-01-10 end_date=2025-04-01 sessions=2
               | phq9_first=10 phq9_last=9 gad7_first=7 gad7_last=7  || 1         | 1
        2      | 2025-01-10 end_date=2025-06-01 sessions=2
               | phq9_first=9 phq9_last=9 gad7_first=8 gad7_last=8   || 0         | 1
        3      | 2025-01-10 end_date=2025-06-01 sessions=2
               | phq9_first=10 phq9_last=10 gad7_first=8 gad7_last=7 || 0         | 1
        4      | 2025-01-10 end_date=2025-06-01 sessions=2
               | phq9_first=9 phq9_last=2 gad7_first=7 gad7_last=2   || 0         | 0
        5      | 2025-01-10 end_date=2025-06-01 sessions=1
               | phq9_first=20 phq9_last=2 gad7_first=9 gad7_last=2  || 0         | 0
        6      | 2025-01-10 end_date=2025-03-31 sessions=2
               | phq9_first=20 phq9_last=2 gad7_first=9 gad7_last=2  || 0         | 0
        """,
    ),
    drawn(
        "long_term_support_65_and_over",
        """
        person | born       | social_care_service                         || numerator | denominator
        1      | 1961-03-31 | 2026-03-31
               |            | service_type=LONG TERM SUPPORT: COMMUNITY   || 1         | 1
        2      | 1961-04-01 | 2020-01-01
               |            | service_type=LONG TERM SUPPORT: COMMUNITY   || 0         | 0
        3      | 1940-01-01 | 2020-01-01 end_date=2026-03-31
               |            | service_type=LONG TERM SUPPORT: COMMUNITY   || 0         | 1
        4      | 1940-01-01 | 2020-01-01 end_date=2026-04-01
               |            | service_type=LONG TERM SUPPORT: PRISON      || 1         | 1
        5      | 1940-01-01 | 2020-01-01
               |            | service_type=SHORT TERM SUPPORT: ST-MAX     || 0         | 1
        """,
    ),
    drawn(
        "care_home_admissions_65_and_over",
        """
        person | born       | social_care_service             || numerator | denominator
        1      | 1961-03-31 | 2025-04-01
               |            | service_type=LONG TERM SUPPORT:
               |            | NURSING CARE                    || 1         | 1
        2      | 1961-04-01 | 2026-03-31
               |            | service_type=LONG TERM SUPPORT:
               |            | NURSING CARE                    || 0         | 0
        3      | 1940-01-01 | 2025-03-31
               |            | service_type=LONG TERM SUPPORT:
               |            | NURSING CARE                    || 0         | 1
        4      | 1940-01-01 | 2026-01-10
               |            | service_type=LONG TERM SUPPORT:
               |            | COMMUNITY                       || 0         | 1
        5      | 1940-01-01 | 2025-06-01 end_date=2025-07-01
               |            | service_type=LONG TERM SUPPORT:
               |            | NURSING CARE,
               |            | 2025-07-01
               |            | service_type=LONG TERM SUPPORT:
               |            | RESIDENTIAL CARE                || 2         | 1
        """,
    ),
]
