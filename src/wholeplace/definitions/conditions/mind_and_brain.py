"""Long-term conditions of mind, brain and nerves."""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir

from wholeplace.record.conditions import condition
from wholeplace.record.person import Person, Since

QOF = "Quality and Outcomes Framework 2024/25"
DEPRESSION_COUNTED_FROM = dt.date(2006, 4, 1)


@condition(
    title="Dementia",
    source=f"{QOF}, dementia register",
    example="""
    person | coded               || dementia
    1      | 2023-04-01 dementia || since 2023-04-01
    2      |                     || no
    """,
)
def dementia(person: Person) -> Since:
    """Ever diagnosed with dementia."""
    return person.coded("dementia").since_first()


@condition(
    title="Severe mental illness",
    source=f"{QOF}, mental health register, without its people treated with lithium",
    example="""
    person | coded                            || severe_mental_illness
    1      | 1999-10-10 severe mental illness || since 1999-10-10
    2      | 2010-10-10 depression            || no
    """,
)
def severe_mental_illness(person: Person) -> Since:
    """Ever diagnosed with schizophrenia, bipolar disorder or another psychosis.

    The register also holds people treated with lithium who have no such diagnosis.
    """
    return person.coded("severe_mental_illness").since_first()


@condition(
    title="Depression",
    source=f"{QOF}, depression register",
    from_age=18,
    example="""
    person | born       | coded                                        || depression
    1      | 1985-01-01 | 2014-03-03 depression                        || since 2014-03-03
    2      | 1985-01-01 | 2014-03-03 depression,
           |            | 2016-03-03 depression resolved               || no
    3      | 1985-01-01 | 2006-03-31 depression                        || no
    4      | 1985-01-01 | 2006-03-31 depression, 2012-01-01 depression || since 2006-03-31
    5      | 2008-04-01 | 2024-03-03 depression                        || no
    """,
)
def depression(person: Person) -> ir.DateValue:
    """Diagnosed with depression, last coded since April 2006, and not resolved since."""
    history = person.coded("depression")
    since = history.since_first().unless_later("depression_resolved")
    return ibis.ifelse(history.on_or_after(DEPRESSION_COUNTED_FROM), since, ibis.null("date"))


@condition(
    title="Learning disability",
    source=f"{QOF}, learning disabilities register",
    example="""
    person | born       | coded                          || learning_disability
    1      | 2015-01-01 | 2019-01-01 learning disability || since 2019-01-01
    2      | 1970-01-01 |                                || no
    """,
)
def learning_disability(person: Person) -> Since:
    """Recorded as having a learning disability, at any age."""
    return person.coded("learning_disability").since_first()


@condition(
    title="Epilepsy",
    source=f"{QOF}, epilepsy register, without its test of recent treatment",
    from_age=18,
    example="""
    person | born       | coded                                             || epilepsy
    1      | 1990-01-01 | 2003-07-01 epilepsy                               || since 2003-07-01
    2      | 1990-01-01 | 2003-07-01 epilepsy, 2013-07-01 epilepsy resolved || no
    3      | 2012-01-01 | 2020-07-01 epilepsy                               || no
    """,
)
def epilepsy(person: Person) -> ir.DateValue:
    """Diagnosed with epilepsy, and not resolved since.

    The register also asks for an epilepsy medicine in the last six months, so people whose
    epilepsy is no longer treated are counted here and not on it.
    """
    return person.coded("epilepsy").since_first().unless_later("epilepsy_resolved")


@condition(
    title="Multiple sclerosis",
    source="NHS England primary-care reference set; not a Quality and Outcomes Framework register",
    example="""
    person | coded                         || multiple_sclerosis
    1      | 2012-05-05 multiple sclerosis || since 2012-05-05
    2      |                               || no
    """,
)
def multiple_sclerosis(person: Person) -> Since:
    """Ever diagnosed with multiple sclerosis."""
    return person.coded("multiple_sclerosis").since_first()
