"""Drawn populations of how common the conditions of heart, lungs and metabolism are."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "hypertension_prevalence",
        """
        person | registered       | coded                            || numerator | denominator
        1      | yes              | 2026-03-31 hypertension          || 1         | 1
        2      | yes              | 2026-04-01 hypertension          || 0         | 1
        3      | yes              | 2019-03-02 hypertension,
               |                  | 2021-01-05 hypertension resolved || 0         | 1
        4      | until 2026-04-01 | 2019-03-02 hypertension          || 1         | 1
        5      | until 2026-03-31 | 2019-03-02 hypertension          || 0         | 0
        6      | no               | 2019-03-02 hypertension          || 0         | 0
        """,
    ),
    drawn(
        "diabetes_prevalence",
        """
        person | born       | registered | coded                        || numerator | denominator
        1      | 2009-03-31 | yes        | 2020-02-28 diabetes          || 1         | 1
        2      | 2009-04-01 | yes        | 2020-02-28 diabetes          || 0         | 0
        3      | 1960-01-01 | yes        | 2005-02-28 diabetes,
               |            |            | 2019-02-28 diabetes resolved || 0         | 1
        4      | 1960-01-01 | yes        |                              || 0         | 1
        5      | 1960-01-01 | no         | 2005-02-28 diabetes          || 0         | 0
        """,
    ),
    drawn(
        "coronary_heart_disease_prevalence",
        """
        person | registered | coded                             || numerator | denominator
        1      | yes        | 2026-03-31 coronary heart disease || 1         | 1
        2      | yes        | 2026-04-01 coronary heart disease || 0         | 1
        3      | yes        | 2020-02-29 stroke                 || 0         | 1
        4      | no         | 2011-07-30 coronary heart disease || 0         | 0
        """,
    ),
    drawn(
        "stroke_or_tia_prevalence",
        """
        person | registered | coded                             || numerator | denominator
        1      | yes        | 2026-03-31 stroke                 || 1         | 1
        2      | yes        | 2018-01-31 tia                    || 1         | 1
        3      | yes        | 2015-05-01 tia, 2018-01-31 stroke || 1         | 1
        4      | yes        | 2026-04-01 stroke                 || 0         | 1
        5      | no         | 2015-05-01 stroke                 || 0         | 0
        """,
    ),
    drawn(
        "heart_failure_prevalence",
        """
        person | registered | coded                             || numerator | denominator
        1      | yes        | 2026-03-31 heart failure          || 1         | 1
        2      | yes        | 2022-10-10 heart failure,
               |            | 2022-10-10 heart failure resolved || 0         | 1
        3      | yes        | 2022-10-10 heart failure resolved,
               |            | 2022-10-11 heart failure          || 1         | 1
        4      | no         | 2022-10-10 heart failure          || 0         | 0
        """,
    ),
    drawn(
        "atrial_fibrillation_prevalence",
        """
        person | registered | coded                                   || numerator | denominator
        1      | yes        | 2026-03-31 atrial fibrillation          || 1         | 1
        2      | yes        | 2022-10-10 atrial fibrillation,
               |            | 2023-01-01 atrial fibrillation resolved || 0         | 1
        3      | yes        | 2022-10-10 atrial fibrillation,
               |            | 2023-01-01 atrial fibrillation resolved,
               |            | 2024-01-01 atrial fibrillation          || 1         | 1
        4      | no         | 2022-10-10 atrial fibrillation          || 0         | 0
        """,
    ),
    drawn(
        "peripheral_arterial_disease_prevalence",
        """
        person | registered | coded                                  || numerator | denominator
        1      | yes        | 2026-03-31 peripheral arterial disease || 1         | 1
        2      | yes        | 2026-04-01 peripheral arterial disease || 0         | 1
        3      | no         | 2009-12-31 peripheral arterial disease || 0         | 0
        """,
    ),
    drawn(
        "asthma_prevalence",
        """
        person | born       | registered | coded                      || numerator | denominator
        1      | 2020-03-31 | yes        | 2024-09-09 asthma          || 1         | 1
        2      | 2020-04-01 | yes        | 2024-09-09 asthma          || 0         | 0
        3      | 1980-01-01 | yes        | 2001-09-09 asthma,
               |            |            | 2015-01-01 asthma resolved || 0         | 1
        4      | 1980-01-01 | no         | 2001-09-09 asthma          || 0         | 0
        """,
    ),
    drawn(
        "copd_prevalence",
        """
        person | registered | coded                    || numerator | denominator
        1      | yes        | 2026-03-31 copd          || 1         | 1
        2      | yes        | 2016-11-20 copd,
               |            | 2018-01-01 copd resolved || 0         | 1
        3      | yes        | 2016-11-20 asthma        || 0         | 1
        4      | no         | 2016-11-20 copd          || 0         | 0
        """,
    ),
    drawn(
        "chronic_kidney_disease_prevalence",
        """
        person | born       | coded                             || numerator | denominator
        1      | 2008-03-31 | 2020-06-30 chronic kidney disease || 1         | 1
        2      | 2008-04-01 | 2020-06-30 chronic kidney disease || 0         | 0
        3      | 1950-01-01 | 2026-04-01 chronic kidney disease || 0         | 1
        """,
    ),
    drawn(
        "chronic_liver_disease_prevalence",
        """
        person | registered | coded                            || numerator | denominator
        1      | yes        | 2026-03-31 chronic liver disease || 1         | 1
        2      | yes        | 2026-04-01 chronic liver disease || 0         | 1
        3      | no         | 2021-08-08 chronic liver disease || 0         | 0
        """,
    ),
]
