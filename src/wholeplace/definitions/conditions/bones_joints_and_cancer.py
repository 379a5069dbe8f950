"""Long-term conditions of bones and joints, and cancer."""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir

from wholeplace.record.conditions import condition
from wholeplace.record.person import Person, Since

QOF = "Quality and Outcomes Framework 2024/25"
CANCER_COUNTED_FROM = dt.date(2003, 4, 1)


@condition(
    title="Osteoporosis",
    source=f"{QOF}, osteoporosis register, without its test of a fragility fracture",
    from_age=50,
    example="""
    person | born       | coded                   || osteoporosis
    1      | 1950-01-01 | 2018-01-01 osteoporosis || since 2018-01-01
    2      | 1976-04-01 | 2018-01-01 osteoporosis || no
    3      | 1976-03-31 | 2018-01-01 osteoporosis || since 2018-01-01
    """,
)
def osteoporosis(person: Person) -> Since:
    """Ever diagnosed with osteoporosis.

    The register counts those who also broke a bone by it since April 2012. No list of fragility
    fractures is at hand, so more people are counted here than on the register.
    """
    return person.coded("osteoporosis").since_first()


@condition(
    title="Rheumatoid arthritis",
    source=f"{QOF}, rheumatoid arthritis register",
    from_age=16,
    example="""
    person | born       | coded                           || rheumatoid_arthritis
    1      | 1965-01-01 | 2007-02-03 rheumatoid arthritis || since 2007-02-03
    2      | 2011-01-01 | 2020-02-03 rheumatoid arthritis || no
    """,
)
def rheumatoid_arthritis(person: Person) -> Since:
    """Ever diagnosed with rheumatoid arthritis."""
    return person.coded("rheumatoid_arthritis").since_first()


@condition(
    title="Cancer",
    source=f"{QOF}, cancer register",
    example="""
    person | coded                                || cancer
    1      | 2020-06-06 cancer                    || since 2020-06-06
    2      | 2003-03-31 cancer                    || no
    3      | 2003-04-01 cancer                    || since 2003-04-01
    4      | 2001-01-01 cancer, 2020-06-06 cancer || since 2001-01-01
    """,
)
def cancer(person: Person) -> ir.DateValue:
    """Diagnosed with cancer other than non-melanoma skin cancer, and coded since April 2003."""
    history = person.coded("cancer")
    counted = history.on_or_after(CANCER_COUNTED_FROM)
    return ibis.ifelse(counted, history.first(), ibis.null("date"))
