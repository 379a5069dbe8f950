"""Person: one row per person a source knows, with what linkage and the person table need.

Source: NHS Data Model and Dictionary, PERSON STATED GENDER CODE and ETHNIC CATEGORY (the sixteen
categories of the 2001 Census with "not stated" and the default "not known").
"""

from __future__ import annotations

from dataclasses import replace

from wholeplace.definitions.datasets.shared_columns import (
    ETHNIC_CATEGORY,
    LOCAL_ID,
    NHS_NUMBER,
    NHS_NUMBER_STATUS_CODE,
    STATED_SEX,
)
from wholeplace.sources.contracts import Column, Dataset, DateOrder

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
        replace(STATED_SEX, linking=True),
        ETHNIC_CATEGORY,
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
