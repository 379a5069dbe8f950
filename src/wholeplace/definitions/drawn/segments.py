"""Drawn populations of the segments by greatest need."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "segment_frailty_and_dementia",
        """
        person | born       | registered | coded                       || numerator | denominator
        1      | 1961-03-31 | yes        | 2026-03-31 moderate frailty || 1         | 1
        2      | 1961-04-01 | yes        | 2024-01-01 severe frailty   || 0         | 1
        3      | 1980-01-01 | yes        | 2024-01-01 dementia,
               |            |            | 2020-01-01 heart failure    || 1         | 1
        4      | 1961-03-31 | yes        | 2024-01-01 housebound       || 1         | 1
        5      | 1961-04-01 | yes        | 2024-01-01 housebound       || 0         | 1
        6      | 1940-01-01 | no         | 2024-01-01 dementia         || 0         | 0
        """,
        basis="registered",
    ),
    drawn(
        "segment_organ_failure",
        """
        person | registered | coded                        || numerator | denominator
        1      | yes        | 2026-03-31 heart failure,
               |            | 2021-01-01 metastatic cancer || 1         | 1
        2      | yes        | 2020-01-01 kidney failure    || 1         | 1
        3      | yes        | 2020-01-01 liver failure     || 1         | 1
        4      | yes        | 2020-01-01 severe copd       || 1         | 1
        5      | yes        | 2020-01-01 kidney failure,
               |            | 2024-01-01 dementia          || 0         | 1
        6      | yes        | 2020-01-01 copd              || 0         | 1
        7      | no         | 2020-01-01 kidney failure    || 0         | 0
        """,
        basis="registered",
    ),
    drawn(
        "segment_incurable_cancer",
        """
        person | registered | coded                         || numerator | denominator
        1      | yes        | 2026-03-31 metastatic cancer  || 1         | 1
        2      | yes        | 2020-01-01 cancer,
               |            | 2025-01-01 palliative care    || 1         | 1
        3      | yes        | 2025-01-01 palliative care    || 1         | 1
        4      | yes        | 2020-01-01 cancer             || 0         | 1
        5      | yes        | 2026-01-10 metastatic cancer,
               |            | 2020-01-01 heart failure      || 0         | 1
        6      | no         | 2026-01-10 metastatic cancer  || 0         | 0
        """,
        basis="registered",
    ),
    drawn(
        "segment_disability",
        """
        person | born       | registered | coded                          || numerator | denominator
        1      | 1961-04-01 | yes        | 2024-01-01 housebound          || 1         | 1
        2      | 1961-03-31 | yes        | 2024-01-01 housebound          || 0         | 1
        3      | 2010-01-01 | yes        | 2001-01-01 asthma,
               |            |            | 2015-01-01 learning disability || 1         | 1
        4      | 2010-01-01 | yes        | 2026-03-31 autism              || 1         | 1
        5      | 2010-01-01 | yes        | 2026-04-01 autism              || 0         | 1
        6      | 2010-01-01 | no         | 2015-01-01 learning disability || 0         | 0
        """,
        basis="registered",
    ),
    drawn(
        "segment_long_term_condition",
        """
        person | born       | registered | coded                || numerator | denominator
        1      | 2020-03-31 | yes        | 2025-01-01 asthma    || 1         | 1
        2      | 2020-04-01 | yes        | 2025-01-01 asthma    || 0         | 1
        3      | 1996-01-01 | yes        | 2001-01-01 asthma,
               |            |            | 2026-01-10 pregnancy || 1         | 1
        4      | 1996-01-01 | yes        | 2001-01-01 asthma,
               |            |            | 2001-01-01 autism    || 0         | 1
        5      | 1996-01-01 | no         | 2001-01-01 asthma    || 0         | 0
        """,
        basis="registered",
    ),
    drawn(
        "segment_maternity",
        """
        person | registered | coded                     || numerator | denominator
        1      | yes        | 2025-05-28 pregnancy      || 1         | 1
        2      | yes        | 2025-05-27 pregnancy      || 0         | 1
        3      | yes        | 2026-01-10 pregnancy,
               |            | 2020-01-01 current smoker || 1         | 1
        4      | yes        | 2026-01-10 pregnancy,
               |            | 2001-01-01 asthma         || 0         | 1
        5      | no         | 2026-01-10 pregnancy      || 0         | 0
        """,
        basis="registered",
    ),
    drawn(
        "segment_acute_episode",
        """
        person | registered | recorded                     || numerator | denominator
        1      | yes        | 2026-03-01 emergency 2 K358,
               |            | 2020-01-01 never smoked      || 1         | 1
        2      | yes        | 2026-02-28 emergency 2 K358,
               |            | 2020-01-01 never smoked      || 0         | 1
        3      | yes        | 2026-03-10 planned 1 H259,
               |            | 2020-01-01 never smoked      || 0         | 1
        4      | yes        | 2026-03-10 emergency 2 K358,
               |            | 2001-01-01 asthma            || 0         | 1
        5      | no         | 2026-03-10 emergency 2 K358,
               |            | 2020-01-01 never smoked      || 0         | 0
        """,
        basis="registered",
    ),
    drawn(
        "segment_at_risk",
        """
        person | registered | recorded                               || numerator | denominator
        1      | yes        | 2020-01-01 current smoker              || 1         | 1
        2      | yes        | 2020-01-01 current smoker,
               |            | 2021-01-01 ex smoker                   || 0         | 1
        3      | yes        | 2025-04-01 bmi 30                      || 1         | 1
        4      | yes        | 2025-03-31 bmi 30                      || 0         | 1
        5      | yes        | 2020-01-01 non diabetic hyperglycaemia || 1         | 1
        6      | yes        | 2024-04-01 systolic 141,
               |            | 2026-01-10 systolic 141                || 1         | 1
        7      | yes        | 2020-01-01 current smoker,
               |            | 2001-01-01 asthma                      || 0         | 1
        8      | yes        | 2020-01-01 current smoker,
               |            | 2026-03-01 emergency 2 K358            || 0         | 1
        9      | yes        | 2020-01-01 current smoker,
               |            | 2026-02-28 emergency 2 K358            || 1         | 1
        10     | no         | 2020-01-01 current smoker              || 0         | 0
        """,
        basis="registered",
    ),
    drawn(
        "segment_unknown",
        """
        person | registered | lives     | coded                   || numerator | denominator
        1      | yes        | fifth 3   |                         || 1         | 1
        2      | yes        | fifth 3   | 2026-04-01 never smoked || 1         | 1
        3      | yes        | fifth 3   | 2026-03-31 never smoked || 0         | 1
        4      | no         | fifth 3   | 2020-01-01 never smoked || 1         | 1
        5      | no         | fifth 3   | 2001-01-01 asthma       || 0         | 1
        6      | yes        | elsewhere |                         || 0         | 0
        """,
        basis="resident",
    ),
    drawn(
        "segment_healthy",
        """
        person | registered | recorded                    || numerator | denominator
        1      | yes        | 2026-03-31 never smoked     || 1         | 1
        2      | yes        | 2026-04-01 never smoked     || 0         | 1
        3      | yes        | 2025-05-27 pregnancy        || 1         | 1
        4      | yes        | 2020-01-01 current smoker   || 0         | 1
        5      | yes        | 2020-01-01 never smoked,
               |            | 2026-03-01 emergency 2 K358 || 0         | 1
        6      | yes        | 2020-01-01 never smoked,
               |            | 2026-02-28 emergency 2 K358 || 1         | 1
        7      | yes        | 2020-01-01 never smoked,
               |            | 2026-03-10 planned 1 H259   || 1         | 1
        8      | yes        |                             || 0         | 1
        9      | no         | 2020-01-01 never smoked     || 0         | 0
        """,
        basis="registered",
    ),
]
