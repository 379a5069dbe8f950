"""Drawn populations of the care of asthma and COPD, and of influenza vaccination at risk."""

from __future__ import annotations

from wholeplace.measures.checking.drawn import drawn

DRAWN = [
    drawn(
        "asthma_register",
        """
        person | born       | recorded                                   || numerator | denominator
        1      | 2020-03-31 | 2024-09-09 asthma,
               |            | 2025-04-01 prescription bnf_code=0302000C0 || 1         | 1
        2      | 2020-04-01 | 2024-09-09 asthma,
               |            | 2025-04-01 prescription bnf_code=0302000C0 || 0         | 0
        3      | 1980-01-01 | 2001-09-09 asthma,
               |            | 2025-03-31 prescription bnf_code=0301011R0 || 0         | 1
        4      | 1980-01-01 | 2001-09-09 asthma,
               |            | 2026-01-10 prescription bnf_code=0304010W0 || 0         | 1
        5      | 1980-01-01 | 2016-11-20 copd,
               |            | 2026-01-10 prescription bnf_code=0301011R0 || 0         | 1
        6      | 1980-01-01 | 2001-09-09 asthma,
               |            | 2026-03-31 prescription bnf_code=0303020G0 || 1         | 1
        """,
    ),
    drawn(
        "asthma_many_relievers",
        """
        person | recorded                                    || numerator | denominator
        1      | 2001-09-09 asthma,
               | 2025-04-01 prescription bnf_code=0301011R0,
               | 2025-06-01 prescription bnf_code=0301011R0,
               | 2025-08-01 prescription bnf_code=0301011R0,
               | 2025-10-01 prescription bnf_code=0301011R0,
               | 2025-12-01 prescription bnf_code=0301011R0,
               | 2026-03-31 prescription bnf_code=0301011R0  || 1         | 1
        2      | 2001-09-09 asthma,
               | 2025-03-31 prescription bnf_code=0301011R0,
               | 2025-06-01 prescription bnf_code=0301011R0,
               | 2025-08-01 prescription bnf_code=0301011R0,
               | 2025-10-01 prescription bnf_code=0301011R0,
               | 2025-12-01 prescription bnf_code=0301011R0,
               | 2026-03-31 prescription bnf_code=0301011R0  || 0         | 1
        3      | 2001-09-09 asthma,
               | 2025-05-01 prescription bnf_code=0302000C0,
               | 2025-06-01 prescription bnf_code=0301011R0,
               | 2025-08-01 prescription bnf_code=0301011R0,
               | 2025-10-01 prescription bnf_code=0301011R0,
               | 2025-12-01 prescription bnf_code=0301011R0,
               | 2026-03-31 prescription bnf_code=0301011R0  || 0         | 1
        4      | 2016-11-20 copd,
               | 2025-04-01 prescription bnf_code=0301011R0,
               | 2025-06-01 prescription bnf_code=0301011R0,
               | 2025-08-01 prescription bnf_code=0301011R0,
               | 2025-10-01 prescription bnf_code=0301011R0,
               | 2025-12-01 prescription bnf_code=0301011R0,
               | 2026-03-31 prescription bnf_code=0301011R0  || 0         | 0
        """,
    ),
    drawn(
        "asthma_many_relievers_children",
        """
        person | born       | recorded                                    || numerator | denominator
        1      | 2020-03-31 | 2024-09-09 asthma,
               |            | 2025-04-01 prescription bnf_code=0301011R0,
               |            | 2025-06-01 prescription bnf_code=0301011R0,
               |            | 2025-08-01 prescription bnf_code=0301011R0,
               |            | 2025-10-01 prescription bnf_code=0301011R0,
               |            | 2025-12-01 prescription bnf_code=0301011R0,
               |            | 2026-03-31 prescription bnf_code=0301011R0  || 1         | 1
        2      | 2020-04-01 | 2024-09-09 asthma,
               |            | 2025-04-01 prescription bnf_code=0301011R0,
               |            | 2025-06-01 prescription bnf_code=0301011R0,
               |            | 2025-08-01 prescription bnf_code=0301011R0,
               |            | 2025-10-01 prescription bnf_code=0301011R0,
               |            | 2025-12-01 prescription bnf_code=0301011R0,
               |            | 2026-03-31 prescription bnf_code=0301011R0  || 0         | 0
        3      | 2008-04-01 | 2024-09-09 asthma,
               |            | 2025-03-31 prescription bnf_code=0301011R0,
               |            | 2025-06-01 prescription bnf_code=0301011R0,
               |            | 2025-08-01 prescription bnf_code=0301011R0,
               |            | 2025-10-01 prescription bnf_code=0301011R0,
               |            | 2025-12-01 prescription bnf_code=0301011R0,
               |            | 2026-03-31 prescription bnf_code=0301011R0  || 0         | 1
        4      | 2012-01-01 | 2024-09-09 asthma,
               |            | 2025-05-01 prescription bnf_code=0302000C0,
               |            | 2025-06-01 prescription bnf_code=0301011R0,
               |            | 2025-08-01 prescription bnf_code=0301011R0,
               |            | 2025-10-01 prescription bnf_code=0301011R0,
               |            | 2025-12-01 prescription bnf_code=0301011R0,
               |            | 2026-03-31 prescription bnf_code=0301011R0  || 0         | 1
        5      | 2008-03-31 | 2024-09-09 asthma,
               |            | 2025-04-01 prescription bnf_code=0301011R0,
               |            | 2025-06-01 prescription bnf_code=0301011R0,
               |            | 2025-08-01 prescription bnf_code=0301011R0,
               |            | 2025-10-01 prescription bnf_code=0301011R0,
               |            | 2025-12-01 prescription bnf_code=0301011R0,
               |            | 2026-03-31 prescription bnf_code=0301011R0  || 0         | 0
        """,
    ),
    drawn(
        "asthma_admissions_under_19",
        """
        person | born       | died       | admitted                       || numerator | denominator
        1      | 2007-04-01 |            | 2025-04-01 emergency 1 J459    || 1         | 1
        2      | 2007-03-31 |            | 2025-06-01 emergency 1 J459    || 0         | 0
        3      | 2015-01-01 |            | 2025-06-01 emergency 1 J46,
               |            |            | 2026-03-31 emergency 2 J450    || 2         | 1
        4      | 2015-01-01 |            | 2025-03-31 emergency 1 J459    || 0         | 1
        5      | 2015-01-01 |            | 2025-06-01 emergency 1 J18 J45 || 0         | 1
        6      | 2015-01-01 |            | 2025-06-01 planned 1 J459      || 0         | 1
        7      | 2015-01-01 | 2025-06-02 | 2025-06-01 emergency 1 J46     || 1         | 0
        """,
    ),
    drawn(
        "covid_vaccination_copd",
        """
        person | recorded                                   || numerator | denominator
        1      | 2016-11-20 copd,
               | 2025-04-01 vaccination
               | procedure=1362591000000103 status=GIVEN    || 1         | 1
        2      | 2016-11-20 copd,
               | 2025-03-31 vaccination
               | procedure=1362591000000103 status=GIVEN    || 0         | 1
        3      | 2016-11-20 copd,
               | 2025-10-02 vaccination
               | procedure=1362591000000103 status=DECLINED || 0         | 1
        4      | 2001-09-09 asthma,
               | 2025-10-02 vaccination
               | procedure=1362591000000103 status=GIVEN    || 0         | 0
        """,
    ),
    drawn(
        "flu_vaccination_at_risk",
        """
        person | born       | coded                           || numerator | denominator
        1      | 1961-04-01 | 2001-09-09 asthma,
               |            | 2025-09-01 flu vaccination      || 1         | 1
        2      | 1961-03-31 | 2001-09-09 asthma,
               |            | 2025-09-01 flu vaccination      || 0         | 0
        3      | 2008-03-31 | 2020-01-01 learning disability,
               |            | 2025-08-31 flu vaccination      || 0         | 1
        4      | 2008-04-01 | 2020-01-01 learning disability,
               |            | 2025-09-01 flu vaccination      || 0         | 0
        5      | 1980-01-01 | 2012-05-05 multiple sclerosis,
               |            | 2026-03-31 flu vaccination      || 1         | 1
        6      | 1980-01-01 | 2019-03-02 hypertension,
               |            | 2025-09-01 flu vaccination      || 0         | 0
        """,
    ),
    drawn(
        "copd_bed_day_rate",
        """
        person | died       | recorded                         || numerator | denominator
        1      |            | 2016-11-20 copd,
               |            | 2025-04-01 emergency 3 J440,
               |            | 2026-03-29 emergency 9 J441      || 5         | 1
        2      |            | 2016-11-20 copd,
               |            | 2025-03-31 emergency 3 J440      || 0         | 1
        3      |            | 2016-11-20 copd,
               |            | 2025-06-01 emergency 4 J189 J440 || 0         | 1
        4      |            | 2016-11-20 copd,
               |            | 2025-06-01 planned 4 J440        || 0         | 1
        5      |            | 2025-06-01 emergency 4 J440      || 0         | 0
        6      | 2025-06-05 | 2016-11-20 copd,
               |            | 2025-06-01 emergency 4 J440      || 4         | 0
        """,
    ),
]
