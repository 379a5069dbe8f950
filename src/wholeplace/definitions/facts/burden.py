"""How much illness a person lives with, and the findings that mark advanced illness."""

from __future__ import annotations

import ibis.expr.types as ir

from wholeplace.record.attributes import attribute
from wholeplace.record.person import Person, Since

OURS = "Wholeplace, from the coded record"


@attribute(
    title="Number of long-term conditions",
    source=OURS,
    example="""
    person | coded                                                     || n_conditions
    1      | 2019-03-02 hypertension, 2020-01-01 diabetes              || 2
    2      | 2019-03-02 hypertension, 2019-05-02 hypertension resolved || 0
    3      |                                                           || 0
    """,
)
def n_conditions(person: Person) -> ir.IntegerValue:
    """How many of the long-term conditions hold on the date of the run."""
    return person.how_many(*person.conditions)


@attribute(title="Any long-term condition", source=OURS)
def any_condition(person: Person) -> ir.BooleanValue:
    """At least one of the long-term conditions."""
    return person.n_conditions >= 1


@attribute(
    title="Two or more long-term conditions",
    source="National Institute for Health and Care Excellence, NG56, Multimorbidity",
)
def multimorbidity(person: Person) -> ir.BooleanValue:
    """At least two of the long-term conditions."""
    return person.n_conditions >= 2


@attribute(title="Four or more long-term conditions", source=OURS)
def four_or_more_conditions(person: Person) -> ir.BooleanValue:
    """At least four of the long-term conditions."""
    return person.n_conditions >= 4


@attribute(title="Stroke", source="NHS England primary-care reference set of stroke")
def stroke(person: Person) -> Since:
    """Ever diagnosed with a stroke, transient attacks apart."""
    return person.coded("stroke").since_first()


@attribute(title="Non-diabetic hyperglycaemia", source="NHS England primary-care reference set")
def non_diabetic_hyperglycaemia(person: Person) -> ir.BooleanValue:
    """Ever recorded with raised blood sugar short of diabetes, and no diabetes now."""
    return person.coded("non_diabetic_hyperglycaemia").ever() & ~person.diabetes


@attribute(title="Autism", source="NHS England primary-care reference set of autism")
def autism(person: Person) -> Since:
    """Ever recorded as autistic. Not counted among the long-term conditions."""
    return person.coded("autism").since_first()


@attribute(
    title="Palliative care",
    source="Quality and Outcomes Framework 2024/25, palliative care register",
)
def palliative_care(person: Person) -> Since:
    """Ever recorded as in need of palliative care."""
    return person.coded("palliative_care").since_first()


@attribute(title="Cancer that has spread", source="Part of a published cancer list")
def metastatic_cancer(person: Person) -> Since:
    """Ever diagnosed with cancer that has spread."""
    return person.coded("metastatic_cancer").since_first()


@attribute(
    title="Incurable cancer",
    source="Outcomes Based Healthcare, Bridges to Health segments: metastatic or palliative",
    example="""
    person | coded                                         || incurable_cancer
    1      | 2024-01-01 metastatic cancer                  || yes
    2      | 2024-01-01 cancer, 2025-01-01 palliative care || yes
    3      | 2024-01-01 cancer                             || no
    4      | 2025-01-01 palliative care                    || no
    """,
)
def incurable_cancer(person: Person) -> ir.BooleanValue:
    """Cancer that has spread, or cancer and palliative care; not any cancer."""
    return person.metastatic_cancer | (person.cancer & person.palliative_care)


@attribute(title="Kidney failure", source="Part of the reference set of chronic kidney disease")
def kidney_failure(person: Person) -> Since:
    """Ever recorded with stage 5 kidney disease, dialysis or a kidney transplant."""
    return person.coded("kidney_failure").since_first()


@attribute(title="Liver failure", source="Part of the PRIMIS list of chronic liver disease")
def liver_failure(person: Person) -> Since:
    """Ever recorded with cirrhosis or failure of the liver."""
    return person.coded("liver_failure").since_first()


@attribute(title="Severe COPD", source="Part of the NHS England reference set of COPD")
def severe_copd(person: Person) -> Since:
    """Ever recorded with severe, very severe or end-stage COPD."""
    return person.coded("severe_copd").since_first()


@attribute(
    title="Moderate or severe frailty",
    source="NHS England GP contract: frailty identified from age 65 and confirmed by a clinician",
    ages="aged 65 and over",
    example="""
    person | born       | coded                       || frail
    1      | 1950-01-01 | 2025-01-01 moderate frailty || yes
    2      | 1950-01-01 | 2025-01-01 severe frailty   || yes
    3      | 1980-01-01 | 2025-01-01 severe frailty   || no
    4      | 1950-01-01 |                             || no
    """,
)
def frail(person: Person) -> ir.BooleanValue:
    """A finding of moderate or severe frailty, in somebody aged 65 or over.

    This is the coded finding only. It is not the electronic frailty index.
    """
    found = person.coded("moderate_frailty").ever() | person.coded("severe_frailty").ever()
    return (found & (person.age >= 65)).fill_null(False)


@attribute(
    title="Severe frailty",
    source="NHS England GP contract: frailty identified from age 65 and confirmed by a clinician",
    ages="aged 65 and over",
)
def severely_frail(person: Person) -> ir.BooleanValue:
    """A finding of severe frailty, in somebody aged 65 or over."""
    return (person.coded("severe_frailty").ever() & (person.age >= 65)).fill_null(False)


@attribute(title="Housebound", source="OpenSAFELY list of being housebound")
def housebound(person: Person) -> ir.BooleanValue:
    """Ever recorded as housebound."""
    return person.coded("housebound").ever()


@attribute(
    title="Housebound in old age",
    source="OpenSAFELY list of being housebound",
    ages="aged 65 and over",
)
def housebound_in_old_age(person: Person) -> ir.BooleanValue:
    """Recorded as housebound, and aged 65 or over."""
    return (person.housebound & (person.age >= 65)).fill_null(False)


@attribute(
    title="Nothing usable in the record",
    source="Wholeplace: no data is not health",
    example="""
    person | registered | coded                   || no_usable_record
    1      | yes        | 2019-03-02 hypertension || no
    2      | yes        |                         || yes
    3      | no         | 2019-03-02 hypertension || yes
    """,
)
def no_usable_record(person: Person) -> ir.BooleanValue:
    """Nothing coded by general practice, or registered where no records come from."""
    return person.last_coded.isnull() | ~person.registered


@attribute(title="Pregnant now or lately", source="NHS Data Dictionary: 308 days of a pregnancy")
def pregnant_lately(person: Person) -> ir.BooleanValue:
    """Pregnancy coded in the last 308 days, after which it no longer counts."""
    return person.coded("pregnancy").within_days(308)
