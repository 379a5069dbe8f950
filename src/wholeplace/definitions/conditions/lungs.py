"""Long-term conditions of the lungs."""

from __future__ import annotations

import ibis.expr.types as ir

from wholeplace.record.conditions import condition
from wholeplace.record.person import Person

QOF = "Quality and Outcomes Framework 2024/25"


@condition(
    title="Asthma",
    source=f"{QOF}, asthma register, without its test of recent treatment",
    from_age=6,
    example="""
    person | born       | coded                                         || asthma
    1      | 1980-01-01 | 2001-09-09 asthma                             || since 2001-09-09
    2      | 2020-04-01 | 2024-09-09 asthma                             || no
    3      | 2020-03-31 | 2024-09-09 asthma                             || since 2024-09-09
    4      | 1980-01-01 | 2001-09-09 asthma, 2015-01-01 asthma resolved || no
    """,
)
def asthma(person: Person) -> ir.DateValue:
    """Diagnosed with asthma, and not resolved since.

    The register also asks for an asthma medicine in the last year, so people whose asthma is no
    longer treated are counted here and not on it; the measure of the register asks for one too.
    """
    return person.coded("asthma").since_first().unless_later("asthma_resolved")


@condition(
    title="Chronic obstructive pulmonary disease",
    source=f"{QOF}, COPD register, without its test of spirometry",
    example="""
    person | coded                                     || copd
    1      | 2016-11-20 copd                           || since 2016-11-20
    2      | 2016-11-20 copd, 2018-01-01 copd resolved || no
    3      |                                           || no
    """,
)
def copd(person: Person) -> ir.DateValue:
    """Diagnosed with chronic obstructive pulmonary disease (COPD), and not resolved since.

    The register also asks that recent diagnoses be confirmed by spirometry, which is not tested
    here.
    """
    return person.coded("copd").since_first().unless_later("copd_resolved")
