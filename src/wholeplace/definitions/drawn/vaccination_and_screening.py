"""Drawn populations of vaccination and cancer screening."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "flu_vaccination_65_and_over",
        """
        person | born       | registered | coded                      || numerator | denominator
        1      | 1961-03-31 | yes        | 2025-09-01 flu vaccination || 1         | 1
        2      | 1961-04-01 | yes        | 2025-09-01 flu vaccination || 0         | 0
        3      | 1940-01-01 | yes        | 2025-08-31 flu vaccination || 0         | 1
        4      | 1940-01-01 | no         | 2025-10-01 flu vaccination || 0         | 0
        """,
    ),
    drawn(
        "flu_vaccination_copd",
        """
        person | coded                                       || numerator | denominator
        1      | 2026-03-31 copd, 2025-09-01 flu vaccination || 1         | 1
        2      | 2016-11-20 copd, 2025-08-31 flu vaccination || 0         | 1
        3      | 2016-11-20 copd, 2018-01-01 copd resolved,
               | 2025-10-01 flu vaccination                  || 0         | 0
        4      | 2026-04-01 copd, 2025-10-01 flu vaccination || 0         | 0
        """,
    ),
    drawn(
        "mmr_by_age_5",
        """
        person | born       | coded                      || numerator | denominator
        1      | 2021-03-31 | 2026-03-31 mmr vaccination || 1         | 1
        2      | 2021-04-01 | 2022-05-01 mmr vaccination || 0         | 0
        3      | 2020-04-01 | 2026-04-01 mmr vaccination || 0         | 1
        4      | 2020-03-31 | 2022-05-01 mmr vaccination || 0         | 0
        """,
    ),
    drawn(
        "cervical_screening_coverage",
        """
        person | born       | sex    | coded                         || numerator | denominator
        1      | 2001-03-31 | female | 2022-10-01 cervical screening || 1         | 1
        2      | 2001-04-01 | female | 2022-10-01 cervical screening || 0         | 0
        3      | 1976-04-01 | female | 2022-09-30 cervical screening || 0         | 1
        4      | 1976-03-31 | female | 2020-10-01 cervical screening || 1         | 1
        5      | 1961-04-01 | female | 2020-09-30 cervical screening || 0         | 1
        6      | 1961-03-31 | female | 2024-01-01 cervical screening || 0         | 0
        7      | 1980-01-01 | male   | 2024-01-01 cervical screening || 0         | 0
        """,
    ),
    drawn(
        "bowel_screening_coverage",
        """
        person | born       | coded                      || numerator | denominator
        1      | 1966-03-31 | 2023-10-01 bowel screening || 1         | 1
        2      | 1966-04-01 | 2024-01-01 bowel screening || 0         | 0
        3      | 1951-04-01 | 2023-09-30 bowel screening || 0         | 1
        4      | 1951-03-31 | 2024-01-01 bowel screening || 0         | 0
        """,
    ),
    drawn(
        "breast_screening_coverage",
        """
        person | born       | sex    | coded                       || numerator | denominator
        1      | 1973-03-31 | female | 2023-04-01 breast screening || 1         | 1
        2      | 1973-04-01 | female | 2024-01-01 breast screening || 0         | 0
        3      | 1955-04-01 | female | 2023-03-31 breast screening || 0         | 1
        4      | 1955-03-31 | female | 2024-01-01 breast screening || 0         | 0
        5      | 1960-01-01 | male   | 2024-01-01 breast screening || 0         | 0
        """,
    ),
]
