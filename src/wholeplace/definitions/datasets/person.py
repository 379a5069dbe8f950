"""Person: one row per person a source knows, with what linkage and the person table need.

Source: NHS Data Model and Dictionary, PERSON STATED GENDER CODE and ETHNIC CATEGORY (the sixteen
categories of the 2001 Census with "not stated" and the default "not known").
"""

from __future__ import annotations

from wholeplace.definitions.datasets.shared_columns import (
    LOCAL_ID,
    NHS_NUMBER,
    NHS_NUMBER_STATUS_CODE,
)
from wholeplace.sources.contracts import Column, Dataset, DateOrder

SEX = {
    "0": "Not known",
    "1": "Male",
    "2": "Female",
    "9": "Indeterminate",
    "X": "Not known",
}

ETHNIC_CATEGORY = {
    "A": "White: British",
    "B": "White: Irish",
    "C": "White: any other White background",
    "D": "Mixed: White and Black Caribbean",
    "E": "Mixed: White and Black African",
    "F": "Mixed: White and Asian",
    "G": "Mixed: any other mixed background",
    "H": "Asian or Asian British: Indian",
    "J": "Asian or Asian British: Pakistani",
    "K": "Asian or Asian British: Bangladeshi",
    "L": "Asian or Asian British: any other Asian background",
    "M": "Black or Black British: Caribbean",
    "N": "Black or Black British: African",
    "P": "Black or Black British: any other Black background",
    "R": "Other: Chinese",
    "S": "Other: any other ethnic group",
    "Z": "Not stated",
    "99": "Not known",
}

PERSON = Dataset(
    name="person",
    title="Person",
    source="NHS Data Model and Dictionary",
    standard="NHS Data Model and Dictionary, demographic data elements, release of 2025",
    purpose="Linking a person's records; age, sex and ethnic group in every count",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="People registered with no practice that sends data",
    columns=(
        LOCAL_ID,
        NHS_NUMBER,
        NHS_NUMBER_STATUS_CODE,
        Column(
            "family_name",
            "text",
            "Family name",
            identifying=True,
            direct=True,
            standard="PERSON FAMILY NAME",
        ),
        Column(
            "given_name",
            "text",
            "Given name",
            identifying=True,
            direct=True,
            standard="PERSON GIVEN NAME",
        ),
        Column("birth_date", "date", "Date of birth", linking=True, standard="PERSON BIRTH DATE"),
        Column(
            "sex",
            "code",
            "Sex as stated by the person",
            codes=SEX,
            linking=True,
            standard="PERSON STATED GENDER CODE",
        ),
        Column(
            "ethnic_category",
            "code",
            "Ethnic category as stated by the person",
            codes=ETHNIC_CATEGORY,
            standard="ETHNIC CATEGORY",
        ),
        Column(
            "death_date",
            "date",
            "Date of death",
            often_blank=True,
            standard="PERSON DEATH DATE",
        ),
        Column(
            "postcode",
            "text",
            "Postcode of the usual address",
            identifying=True,
            direct=True,
            standard="POSTCODE OF USUAL ADDRESS",
        ),
    ),
    key=("local_id",),
    order=("birth_date",),
    date_orders=(DateOrder("birth_date", "death_date"),),
)
