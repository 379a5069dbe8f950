"""Drawn populations of the care of people with mental illness."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "smi_blood_pressure_measured",
        """
        person | recorded                          || numerator | denominator
        1      | 2010-10-10 severe mental illness,
               | 2025-04-01 systolic 190,
               | 2026-01-10 diastolic 99           || 1         | 1
        2      | 2010-10-10 severe mental illness,
               | 2025-03-31 systolic 190,
               | 2026-01-10 diastolic 99           || 0         | 1
        3      | 2010-10-10 severe mental illness,
               | 2026-01-10 systolic 120           || 0         | 1
        4      | 2010-10-10 depression,
               | 2026-01-10 systolic 190,
               | 2026-01-10 diastolic 99           || 0         | 0
        """,
    ),
    drawn(
        "smi_weight_measured",
        """
        person | recorded                          || numerator | denominator
        1      | 2010-10-10 severe mental illness,
               | 2025-04-01 bmi 41                 || 1         | 1
        2      | 2010-10-10 severe mental illness,
               | 2025-03-31 bmi 41                 || 0         | 1
        3      | 2010-10-10 severe mental illness,
               | 2026-01-10 bmi 101                || 0         | 1
        4      | 2010-10-10 depression,
               | 2026-01-10 bmi 41                 || 0         | 0
        """,
    ),
    drawn(
        "smi_hba1c_measured",
        """
        person | recorded                          || numerator | denominator
        1      | 2010-10-10 severe mental illness,
               | 2025-04-01 hba1c 90               || 1         | 1
        2      | 2010-10-10 severe mental illness,
               | 2025-03-31 hba1c 90               || 0         | 1
        3      | 2010-10-10 severe mental illness,
               | 2026-01-10 hba1c 6                || 0         | 1
        4      | 2010-10-10 depression,
               | 2026-01-10 hba1c 90               || 0         | 0
        """,
    ),
    drawn(
        "smi_cholesterol_measured",
        """
        person | recorded                          || numerator | denominator
        1      | 2010-10-10 severe mental illness,
               | 2025-04-01 cholesterol 7          || 1         | 1
        2      | 2010-10-10 severe mental illness,
               | 2025-03-31 cholesterol 7          || 0         | 1
        3      | 2010-10-10 depression,
               | 2026-01-10 cholesterol 7          || 0         | 0
        """,
    ),
    drawn(
        "smi_alcohol_asked",
        """
        person | recorded                          || numerator | denominator
        1      | 2010-10-10 severe mental illness,
               | 2025-04-01 alcohol                || 1         | 1
        2      | 2010-10-10 severe mental illness,
               | 2025-03-31 alcohol                || 0         | 1
        3      | 2010-10-10 depression,
               | 2026-01-10 alcohol                || 0         | 0
        """,
    ),
    drawn(
        "smi_smoking_asked",
        """
        person | recorded                          || numerator | denominator
        1      | 2010-10-10 severe mental illness,
               | 2025-04-01 never smoked           || 1         | 1
        2      | 2010-10-10 severe mental illness,
               | 2025-03-31 never smoked           || 0         | 1
        3      | 2010-10-10 depression,
               | 2026-01-10 never smoked           || 0         | 0
        """,
    ),
    drawn(
        "smi_smoking",
        """
        person | born       | coded                             || numerator | denominator
        1      | 2008-03-31 | 2025-10-10 severe mental illness,
               |            | 2026-03-31 current smoker         || 1         | 1
        2      | 2008-04-01 | 2025-10-10 severe mental illness,
               |            | 2026-03-31 current smoker         || 0         | 0
        3      | 1980-01-01 | 2010-10-10 severe mental illness,
               |            | 2015-01-01 current smoker,
               |            | 2020-01-01 ex smoker              || 0         | 1
        4      | 1980-01-01 | 2010-10-10 severe mental illness  || 0         | 0
        5      | 1980-01-01 | 2026-01-10 current smoker         || 0         | 0
        """,
    ),
    drawn(
        "mental_health_contact_under_18",
        """
        person | born       | mental_health_contact   || numerator | denominator
        1      | 2008-04-01 | 2025-04-01 attendance=5 || 1         | 1
        2      | 2008-03-31 | 2025-06-01 attendance=5 || 0         | 0
        3      | 2015-01-01 | 2025-03-31 attendance=5 || 0         | 1
        4      | 2015-01-01 | 2026-01-10 attendance=3 || 0         | 1
        5      | 2015-01-01 | 2026-03-31 attendance=6 || 1         | 1
        """,
    ),
    drawn(
        "mental_health_crisis_share",
        """
        person | registered | mental_health_contact            || numerator | denominator
        1      | yes        | 2025-04-01 team=A02 attendance=5 || 1         | 1
        2      | yes        | 2026-03-31 team=A19 attendance=6 || 1         | 1
        3      | yes        | 2026-01-10 team=A02 attendance=3 || 0         | 1
        4      | yes        | 2026-01-10 team=A11 attendance=5 || 0         | 1
        5      | yes        | 2025-03-31 team=A02 attendance=5 || 0         | 1
        6      | no         | 2026-01-10 team=A02 attendance=5 || 0         | 0
        """,
    ),
    drawn(
        "talking_therapy_within_18_weeks",
        """
        person | registered | talking_therapy                  || numerator | denominator
        1      | yes        | 2025-04-01
               |            | first_treatment_date=2025-08-05  || 1         | 1
        2      | yes        | 2025-04-01
               |            | first_treatment_date=2025-08-06  || 0         | 1
        3      | yes        | 2025-04-01
               |            | first_treatment_date=2025-04-08,
               |            | 2025-04-02
               |            | first_treatment_date=2026-01-10  || 0         | 1
        4      | yes        | 2025-03-01
               |            | first_treatment_date=2025-04-01  || 1         | 1
        5      | yes        | 2025-03-01
               |            | first_treatment_date=2025-03-31  || 0         | 0
        6      | no         | 2025-04-01
               |            | first_treatment_date=2025-05-01  || 0         | 0
        """,
    ),
    drawn(
        "talking_therapy_improved",
        """
        person | talking_therapy                                     || numerator | denominator
        1      | 2025-01-10 end_date=2025-04-01 sessions=2
               | phq9_first=15 phq9_last=9 gad7_first=7 gad7_last=7  || 1         | 1
        2      | 2025-01-10 end_date=2025-06-01 sessions=2
               | phq9_first=14 phq9_last=9 gad7_first=10 gad7_last=7 || 0         | 1
        3      | 2025-01-10 end_date=2025-06-01 sessions=2
               | phq9_first=9 phq9_last=9 gad7_first=10 gad7_last=6  || 1         | 1
        4      | 2025-01-10 end_date=2025-06-01 sessions=2
               | phq9_first=15 phq9_last=9 gad7_first=4 gad7_last=8  || 0         | 1
        5      | 2025-01-10 end_date=2025-06-01 sessions=2
               | phq9_first=15 phq9_last=9 gad7_first=4 gad7_last=7  || 1         | 1
        6      | 2025-01-10 end_date=2025-06-01 sessions=2
               | phq9_first=15 phq9_last=9 gad7_first=7              || 0         | 0
        7      | 2025-01-10 end_date=2025-06-01 sessions=1
               | phq9_first=15 phq9_last=9 gad7_first=7 gad7_last=7  || 0         | 0
        8      | 2025-01-10 end_date=2025-03-31 sessions=2
               | phq9_first=15 phq9_last=9 gad7_first=7 gad7_last=7  || 0         | 0
        """,
    ),
    drawn(
        "talking_therapy_reliable_recovery",
        """
        person | talking_therapy                                     || numerator | denominator
        1      | 2025-01-10 end_date=2025-04-01 sessions=2
               | phq9_first=15 phq9_last=9 gad7_first=9 gad7_last=7  || 1         | 1
        2      | 2025-01-10 end_date=2025-06-01 sessions=2
               | phq9_first=14 phq9_last=9 gad7_first=10 gad7_last=7 || 0         | 1
        3      | 2025-01-10 end_date=2025-06-01 sessions=2
               | phq9_first=20 phq9_last=10 gad7_first=9 gad7_last=7 || 0         | 1
        4      | 2025-01-10 end_date=2025-06-01 sessions=2
               | phq9_first=9 phq9_last=9 gad7_first=11 gad7_last=7  || 1         | 1
        5      | 2025-01-10 end_date=2025-06-01 sessions=2
               | phq9_first=9 phq9_last=2 gad7_first=7 gad7_last=2   || 0         | 0
        6      | 2025-01-10 end_date=2025-03-31 sessions=2
               | phq9_first=15 phq9_last=9 gad7_first=9 gad7_last=7  || 0         | 0
        7      | 2025-01-10 end_date=2025-06-01 sessions=1
               | phq9_first=15 phq9_last=9 gad7_first=9 gad7_last=7  || 0         | 0
        """,
    ),
]
