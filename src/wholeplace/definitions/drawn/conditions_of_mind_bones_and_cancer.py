"""Drawn populations of how common cancer and the conditions of mind, bones and joints are."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "cancer_prevalence",
        """
        person | registered | coded             || numerator | denominator
        1      | yes        | 2003-04-01 cancer || 1         | 1
        2      | yes        | 2003-03-31 cancer || 0         | 1
        3      | yes        | 2026-03-31 cancer || 1         | 1
        4      | yes        | 2026-04-01 cancer || 0         | 1
        5      | no         | 2020-06-06 cancer || 0         | 0
        """,
    ),
    drawn(
        "dementia_prevalence",
        """
        person | registered | coded               || numerator | denominator
        1      | yes        | 2026-03-31 dementia || 1         | 1
        2      | yes        | 2026-04-01 dementia || 0         | 1
        3      | no         | 2023-04-01 dementia || 0         | 0
        """,
    ),
    drawn(
        "severe_mental_illness_prevalence",
        """
        person | registered | coded                            || numerator | denominator
        1      | yes        | 2026-03-31 severe mental illness || 1         | 1
        2      | yes        | 2026-04-01 severe mental illness || 0         | 1
        3      | yes        | 2010-10-10 depression            || 0         | 1
        4      | no         | 1999-10-10 severe mental illness || 0         | 0
        """,
    ),
    drawn(
        "depression_prevalence",
        """
        person | born       | registered | coded                          || numerator | denominator
        1      | 2008-03-31 | yes        | 2024-03-03 depression          || 1         | 1
        2      | 2008-04-01 | yes        | 2024-03-03 depression          || 0         | 0
        3      | 1985-01-01 | yes        | 2006-03-31 depression          || 0         | 1
        4      | 1985-01-01 | yes        | 2006-04-01 depression          || 1         | 1
        5      | 1985-01-01 | yes        | 2014-03-03 depression,
               |            |            | 2016-03-03 depression resolved || 0         | 1
        6      | 1985-01-01 | no         | 2014-03-03 depression          || 0         | 0
        """,
    ),
    drawn(
        "learning_disability_prevalence",
        """
        person | born       | registered | coded                          || numerator | denominator
        1      | 2025-01-01 | yes        | 2026-03-31 learning disability || 1         | 1
        2      | 1970-01-01 | yes        | 2026-04-01 learning disability || 0         | 1
        3      | 1970-01-01 | yes        | 2010-01-01 autism              || 0         | 1
        4      | 1970-01-01 | no         | 2010-01-01 learning disability || 0         | 0
        """,
    ),
    drawn(
        "epilepsy_prevalence",
        """
        person | born       | registered | coded                        || numerator | denominator
        1      | 2008-03-31 | yes        | 2020-07-01 epilepsy          || 1         | 1
        2      | 2008-04-01 | yes        | 2020-07-01 epilepsy          || 0         | 0
        3      | 1990-01-01 | yes        | 2003-07-01 epilepsy,
               |            |            | 2013-07-01 epilepsy resolved || 0         | 1
        4      | 1990-01-01 | no         | 2003-07-01 epilepsy          || 0         | 0
        """,
    ),
    drawn(
        "multiple_sclerosis_prevalence",
        """
        person | registered | coded                         || numerator | denominator
        1      | yes        | 2026-03-31 multiple sclerosis || 1         | 1
        2      | yes        | 2026-04-01 multiple sclerosis || 0         | 1
        3      | no         | 2012-05-05 multiple sclerosis || 0         | 0
        """,
    ),
    drawn(
        "osteoporosis_prevalence",
        """
        person | born       | registered | coded                   || numerator | denominator
        1      | 1976-03-31 | yes        | 2018-01-01 osteoporosis || 1         | 1
        2      | 1976-04-01 | yes        | 2018-01-01 osteoporosis || 0         | 0
        3      | 1950-01-01 | yes        | 2026-04-01 osteoporosis || 0         | 1
        4      | 1950-01-01 | no         | 2018-01-01 osteoporosis || 0         | 0
        """,
    ),
    drawn(
        "rheumatoid_arthritis_prevalence",
        """
        person | born       | coded                           || numerator | denominator
        1      | 2010-03-31 | 2020-02-03 rheumatoid arthritis || 1         | 1
        2      | 2010-04-01 | 2020-02-03 rheumatoid arthritis || 0         | 0
        3      | 1965-01-01 | 2026-04-01 rheumatoid arthritis || 0         | 1
        """,
    ),
    drawn(
        "autism_prevalence",
        """
        person | born       | registered | coded                          || numerator | denominator
        1      | 2022-01-01 | yes        | 2026-03-31 autism              || 1         | 1
        2      | 1970-01-01 | yes        | 2026-04-01 autism              || 0         | 1
        3      | 1970-01-01 | yes        | 2010-01-01 learning disability || 0         | 1
        4      | 1970-01-01 | no         | 2010-01-01 autism              || 0         | 0
        """,
    ),
]
