"""Drawn populations of medicines, vaccination, maternity care and the stage of cancer."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "statin_with_cardiovascular_disease",
        """
        person | recorded                                         || numerator | denominator
        1      | 2011-07-30 coronary heart disease,
               | 2025-10-01 prescription bnf_code=0212000B0AAABAB || 1         | 1
        2      | 2018-01-31 tia,
               | 2025-09-30 prescription bnf_code=0212000B0AAABAB || 0         | 1
        3      | 2009-12-31 peripheral arterial disease,
               | 2026-03-31 prescription bnf_code=0212000AA       || 1         | 1
        4      | 2011-07-30 coronary heart disease,
               | 2026-01-10 prescription bnf_code=0212000L0AAAAAA || 0         | 1
        5      | 2020-02-28 diabetes,
               | 2026-01-10 prescription bnf_code=0212000B0AAABAB || 0         | 0
        """,
    ),
    drawn(
        "pneumococcal_vaccination_copd",
        """
        person | recorded                                   || numerator | denominator
        1      | 2016-11-20 copd, 1999-10-02 vaccination
               | procedure=12866006 status=GIVEN            || 1         | 1
        2      | 2016-11-20 copd, 2025-10-02 vaccination
               | procedure=12866006 status=DECLINED         || 0         | 1
        3      | 2016-11-20 copd, 2025-10-02 vaccination
               | procedure=86198006 status=GIVEN            || 0         | 1
        4      | 2016-11-20 copd, 2026-03-31 vaccination
               | procedure=12866006 status=GIVEN            || 1         | 1
        5      | 2016-11-20 copd, 2026-04-01 vaccination
               | procedure=12866006 status=GIVEN            || 0         | 1
        6      | 2016-11-20 copd, 2018-01-01 copd resolved,
               | 2025-10-02 vaccination
               | procedure=12866006 status=GIVEN            || 0         | 0
        """,
    ),
    drawn(
        "covid_vaccination_75_and_over",
        """
        person | born       | vaccination                                || numerator | denominator
        1      | 1951-03-31 | 2025-04-01
               |            | procedure=1362591000000103 status=GIVEN    || 1         | 1
        2      | 1951-04-01 | 2025-04-01
               |            | procedure=1362591000000103 status=GIVEN    || 0         | 0
        3      | 1940-01-01 | 2025-03-31
               |            | procedure=1362591000000103 status=GIVEN    || 0         | 1
        4      | 1940-01-01 | 2025-10-02
               |            | procedure=1362591000000103 status=DECLINED || 0         | 1
        5      | 1940-01-01 | 2025-10-02
               |            | procedure=86198006 status=GIVEN            || 0         | 1
        """,
    ),
    drawn(
        "maternity_booking_by_ten_weeks",
        """
        person | registered | maternity_booking            || numerator | denominator
        1      | yes        | 2025-04-01 gestation_days=70 || 1         | 1
        2      | yes        | 2026-03-31 gestation_days=71 || 0         | 1
        3      | yes        | 2025-03-31 gestation_days=60 || 0         | 0
        4      | yes        | 2026-01-10                   || 0         | 0
        5      | no         | 2026-01-10 gestation_days=60 || 0         | 0
        """,
    ),
    drawn(
        "maternity_continuity_of_carer",
        """
        person | registered | maternity_booking               || numerator | denominator
        1      | yes        | 2025-04-01 continuity_pathway=Y || 1         | 1
        2      | yes        | 2026-03-31 continuity_pathway=N || 0         | 1
        3      | yes        | 2026-01-10 continuity_pathway=Z || 0         | 0
        4      | yes        | 2025-03-31 continuity_pathway=Y || 0         | 0
        5      | no         | 2026-01-10 continuity_pathway=Y || 0         | 0
        """,
    ),
    drawn(
        "smoking_at_delivery",
        """
        person | registered | maternity_delivery         || numerator | denominator
        1      | yes        | 2025-04-01 smoking=CURRENT || 1         | 1
        2      | yes        | 2026-03-31 smoking=EX      || 0         | 1
        3      | yes        | 2026-01-10 smoking=NEVER   || 0         | 1
        4      | yes        | 2026-01-10 smoking=UNKNOWN || 0         | 0
        5      | yes        | 2025-03-31 smoking=CURRENT || 0         | 0
        6      | no         | 2026-01-10 smoking=CURRENT || 0         | 0
        """,
    ),
    drawn(
        "cancer_found_early",
        """
        person | died       | cancer_registration             || numerator | denominator
        1      |            | 2024-04-01 site=C509 stage=2B   || 1         | 1
        2      |            | 2024-03-31 site=C509 stage=2B   || 0         | 0
        3      |            | 2026-03-31 site=C349 stage=3    || 0         | 1
        4      |            | 2025-06-01 site=C349 stage=U    || 0         | 0
        5      |            | 2025-06-01 site=C443 stage=1    || 0         | 0
        6      |            | 2025-06-01 site=D051 stage=0    || 0         | 0
        7      |            | 2025-06-01 site=C349 stage=4,
               |            | 2025-09-01 site=C509 stage=1    || 1         | 1
        8      | 2026-01-10 | 2025-06-01 site=C349 stage=1    || 0         | 0
        """,
    ),
]
