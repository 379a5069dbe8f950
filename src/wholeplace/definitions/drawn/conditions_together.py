"""Drawn populations of obesity and of conditions that come together."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "obesity_prevalence",
        """
        person | born       | registered | readings            || numerator | denominator
        1      | 2008-03-31 | yes        | 2025-04-01 bmi 30   || 1         | 1
        2      | 2008-04-01 | yes        | 2026-01-10 bmi 35   || 0         | 0
        3      | 1980-01-01 | yes        | 2026-01-10 bmi 29.9 || 0         | 1
        4      | 1980-01-01 | yes        | 2025-03-31 bmi 35   || 0         | 1
        5      | 1980-01-01 | yes        | 2025-05-01 bmi 35,
               |            |            | 2026-01-10 bmi 28   || 0         | 1
        6      | 1980-01-01 | yes        | 2026-01-10 bmi 350  || 0         | 1
        7      | 1980-01-01 | no         | 2026-01-10 bmi 35   || 0         | 0
        """,
    ),
    drawn(
        "any_long_term_condition",
        """
        person | registered | coded                         || numerator | denominator
        1      | yes        | 2026-03-31 hypertension       || 1         | 1
        2      | yes        | 2026-04-01 hypertension       || 0         | 1
        3      | yes        | 2001-01-01 autism,
               |            | 2020-01-01 current smoker     || 0         | 1
        4      | yes        | 2019-03-02 copd,
               |            | 2021-01-05 copd resolved      || 0         | 1
        5      | no         | 2019-03-02 multiple sclerosis || 0         | 0
        """,
    ),
    drawn(
        "two_or_more_conditions",
        """
        person | registered | coded                                      || numerator | denominator
        1      | yes        | 2019-03-02 dementia, 2026-03-31 cancer     || 1         | 1
        2      | yes        | 2019-03-02 dementia, 2026-04-01 cancer     || 0         | 1
        3      | yes        | 2015-05-01 stroke, 2018-01-31 tia          || 0         | 1
        4      | yes        | 2019-03-02 dementia, 2019-03-02 copd,
               |            | 2021-01-05 copd resolved                   || 0         | 1
        5      | no         | 2019-03-02 dementia, 2020-06-06 cancer     || 0         | 0
        """,
    ),
    drawn(
        "mean_conditions",
        """
        person | born       | registered | coded                    || numerator | denominator
        1      | 1960-01-01 | yes        | 2019-03-02 dementia,
               |            |            | 2020-01-01 diabetes,
               |            |            | 2026-03-31 cancer        || 3         | 1
        2      | 1960-01-01 | yes        | 2019-03-02 dementia,
               |            |            | 2026-04-01 cancer        || 1         | 1
        3      | 2009-04-01 | yes        | 2020-01-01 diabetes      || 0         | 1
        4      | 1960-01-01 | no         | 2019-03-02 dementia      || 0         | 0
        """,
    ),
    drawn(
        "chronic_illness",
        """
        person | born       | registered | coded                          || numerator | denominator
        1      | 1961-03-31 | yes        | 2024-01-01 moderate frailty    || 1         | 1
        2      | 1961-04-01 | yes        | 2024-01-01 moderate frailty    || 0         | 1
        3      | 1960-01-01 | yes        | 2020-01-01 kidney failure      || 1         | 1
        4      | 1960-01-01 | yes        | 2021-01-01 metastatic cancer   || 1         | 1
        5      | 2010-01-01 | yes        | 2015-01-01 learning disability || 1         | 1
        6      | 1960-01-01 | yes        | 2001-01-01 asthma              || 1         | 1
        7      | 1996-01-01 | yes        | 2026-01-10 pregnancy           || 0         | 1
        8      | 1960-01-01 | yes        | 2020-01-01 current smoker      || 0         | 1
        9      | 1960-01-01 | yes        |                                || 0         | 1
        10     | 1960-01-01 | no         | 2001-01-01 asthma              || 0         | 0
        """,
    ),
    drawn(
        "palliative_care_register",
        """
        person | registered       | coded                        || numerator | denominator
        1      | yes              | 2026-03-31 palliative care   || 1         | 1
        2      | yes              | 2026-04-01 palliative care   || 0         | 1
        3      | yes              | 2021-01-01 metastatic cancer || 0         | 1
        4      | until 2026-03-31 | 2025-01-01 palliative care   || 0         | 0
        """,
    ),
    drawn(
        "frailty_65_and_over",
        """
        person | born       | registered | coded                       || numerator | denominator
        1      | 1961-03-31 | yes        | 2026-03-31 moderate frailty || 1         | 1
        2      | 1961-04-01 | yes        | 2024-01-01 severe frailty   || 0         | 0
        3      | 1940-01-01 | yes        | 2024-01-01 severe frailty   || 1         | 1
        4      | 1940-01-01 | yes        | 2026-04-01 severe frailty   || 0         | 1
        5      | 1940-01-01 | yes        | 2024-01-01 housebound       || 0         | 1
        6      | 1940-01-01 | no         | 2024-01-01 severe frailty   || 0         | 0
        """,
    ),
]
