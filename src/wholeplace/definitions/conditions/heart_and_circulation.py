"""Long-term conditions of the heart and circulation."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wholeplace.record.conditions import condition
from wholeplace.record.person import Person, Since

QOF = "Quality and Outcomes Framework 2024/25"


@condition(
    title="Hypertension",
    source=f"{QOF}, hypertension register",
    example="""
    person | coded                                                      || hypertension
    1      | 2019-03-02 hypertension                                    || since 2019-03-02
    2      | 2019-03-02 hypertension, 2021-01-05 hypertension resolved  || no
    3      | 2019-03-02 hypertension, 2021-01-05 hypertension resolved,
           | 2024-06-11 hypertension                                    || since 2024-06-11
    4      | 2021-01-05 hypertension, 2021-01-05 hypertension resolved  || no
    5      |                                                            || no
    """,
)
def hypertension(person: Person) -> ir.DateValue:
    """Diagnosed with high blood pressure, and not resolved since."""
    return person.coded("hypertension").since_first().unless_later("hypertension_resolved")


@condition(
    title="Coronary heart disease",
    source=f"{QOF}, coronary heart disease register",
    example="""
    person | coded                              || coronary_heart_disease
    1      | 2011-07-30 coronary heart disease  || since 2011-07-30
    2      | 2011-07-30 coronary heart disease,
           | 2020-02-29 coronary heart disease  || since 2011-07-30
    3      | 2020-02-29 stroke                  || no
    """,
)
def coronary_heart_disease(person: Person) -> Since:
    """Ever diagnosed with coronary heart disease, a heart attack included."""
    return person.coded("coronary_heart_disease").since_first()


@condition(
    title="Stroke or transient ischaemic attack",
    source=f"{QOF}, stroke and transient ischaemic attack register",
    example="""
    person | coded                             || stroke_or_tia
    1      | 2015-05-01 stroke                 || since 2015-05-01
    2      | 2018-01-31 tia                    || since 2018-01-31
    3      | 2015-05-01 tia, 2018-01-31 stroke || since 2015-05-01
    4      |                                   || no
    """,
)
def stroke_or_tia(person: Person) -> ir.DateValue:
    """Ever diagnosed with a stroke or a transient ischaemic attack, whichever came first."""
    return ibis.least(person.coded("stroke").first(), person.coded("tia").first())


@condition(
    title="Heart failure",
    source=f"{QOF}, heart failure register",
    example="""
    person | coded                                                       || heart_failure
    1      | 2022-10-10 heart failure                                    || since 2022-10-10
    2      | 2022-10-10 heart failure, 2023-10-10 heart failure resolved || no
    3      |                                                             || no
    """,
)
def heart_failure(person: Person) -> ir.DateValue:
    """Diagnosed with heart failure, and not resolved since."""
    return person.coded("heart_failure").since_first().unless_later("heart_failure_resolved")


@condition(
    title="Atrial fibrillation",
    source=f"{QOF}, atrial fibrillation register",
    example="""
    person | coded                                    || atrial_fibrillation
    1      | 2022-10-10 atrial fibrillation           || since 2022-10-10
    2      | 2022-10-10 atrial fibrillation,
           | 2023-01-01 atrial fibrillation resolved  || no
    3      | 2021-01-01 atrial fibrillation resolved,
           | 2022-10-10 atrial fibrillation           || since 2022-10-10
    """,
)
def atrial_fibrillation(person: Person) -> ir.DateValue:
    """Diagnosed with atrial fibrillation or flutter, and not resolved since."""
    history = person.coded("atrial_fibrillation").since_first()
    return history.unless_later("atrial_fibrillation_resolved")


@condition(
    title="Peripheral arterial disease",
    source=f"{QOF}, peripheral arterial disease register",
    example="""
    person | coded                                  || peripheral_arterial_disease
    1      | 2009-12-31 peripheral arterial disease || since 2009-12-31
    2      |                                        || no
    """,
)
def peripheral_arterial_disease(person: Person) -> Since:
    """Ever diagnosed with peripheral arterial disease."""
    return person.coded("peripheral_arterial_disease").since_first()
