"""Long-term conditions of metabolism, kidney and liver."""

from __future__ import annotations

import ibis.expr.types as ir

from wholeplace.record.conditions import condition
from wholeplace.record.person import Person, Since

QOF = "Quality and Outcomes Framework 2024/25"


@condition(
    title="Diabetes",
    source=f"{QOF}, diabetes mellitus register",
    from_age=17,
    example="""
    person | born       | coded                                             || diabetes
    1      | 1960-01-01 | 2005-02-28 diabetes                               || since 2005-02-28
    2      | 1960-01-01 | 2005-02-28 diabetes, 2019-02-28 diabetes resolved || no
    3      | 2009-04-01 | 2020-02-28 diabetes                               || no
    4      | 2009-03-31 | 2020-02-28 diabetes                               || since 2020-02-28
    """,
)
def diabetes(person: Person) -> ir.DateValue:
    """Diagnosed with diabetes of any type, and not resolved since."""
    return person.coded("diabetes").since_first().unless_later("diabetes_resolved")


@condition(
    title="Chronic kidney disease, stages 3 to 5",
    source=f"{QOF}, chronic kidney disease register",
    from_age=18,
    example="""
    person | born       | coded                                      || chronic_kidney_disease
    1      | 1950-01-01 | 2017-06-30 chronic kidney disease          || since 2017-06-30
    2      | 1950-01-01 | 2017-06-30 chronic kidney disease,
           |            | 2020-06-30 chronic kidney disease resolved || no
    3      | 2010-01-01 | 2020-06-30 chronic kidney disease          || no
    """,
)
def chronic_kidney_disease(person: Person) -> ir.DateValue:
    """Diagnosed with chronic kidney disease of stage 3 to 5, and not resolved since."""
    history = person.coded("chronic_kidney_disease").since_first()
    return history.unless_later("chronic_kidney_disease_resolved")


@condition(
    title="Chronic liver disease",
    source="PRIMIS chronic liver disease list; not a Quality and Outcomes Framework register",
    example="""
    person | coded                            || chronic_liver_disease
    1      | 2021-08-08 chronic liver disease || since 2021-08-08
    2      |                                  || no
    """,
)
def chronic_liver_disease(person: Person) -> Since:
    """Ever diagnosed with cirrhosis, chronic hepatitis or another chronic disease of the liver."""
    return person.coded("chronic_liver_disease").since_first()
