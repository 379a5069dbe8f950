"""Vaccination: one dose given, or the record that it was declined.

Source: SNOMED CT UK Edition, procedures of vaccination; Dictionary of medicines and devices (dm+d)
for the product; UK Core FHIR Immunization for what a dose record holds.
"""

from __future__ import annotations

from dataclasses import replace

from wholeplace.definitions.datasets.shared_columns import (
    LOCAL_ID,
    NHS_NUMBER,
    NHS_NUMBER_STATUS_CODE,
    PRACTICE_CODE,
    PRACTICE_PATTERN,
    PROVIDER_CODE,
    PROVIDER_PATTERN,
    SNOMED_MAXIMUM,
    SNOMED_MINIMUM,
)
from wholeplace.sources.contracts import Column, Dataset

STATUS = {
    "GIVEN": "Given",
    "DECLINED": "Offered and declined",
    "CONTRAINDICATED": "Not given for a clinical reason",
}
MOST_DOSES = 20

VACCINATION = Dataset(
    name="vaccination",
    title="Vaccination",
    source="SNOMED CT UK Edition",
    standard="UK Core FHIR Immunization, SNOMED CT UK Edition and dm+d (DCB0011)",
    purpose="Who has been vaccinated, against what and when",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="Doses given abroad, privately or before records were kept electronically",
    columns=(
        Column("vaccination_id", "text", "The sending system's number of the dose", required=True),
        LOCAL_ID,
        replace(NHS_NUMBER, often_blank=True),
        replace(NHS_NUMBER_STATUS_CODE, often_blank=True),
        replace(
            PROVIDER_CODE,
            required=False,
            pattern=f"{PROVIDER_PATTERN}|{PRACTICE_PATTERN}",
            description="The organisation that gave the dose, a general practice among them",
        ),
        Column("given_date", "date", "The day it was given or declined", required=True),
        Column(
            "procedure",
            "integer",
            "What was given against, as a SNOMED CT procedure of vaccination",
            required=True,
            minimum=SNOMED_MINIMUM,
            maximum=SNOMED_MAXIMUM,
            clinical=True,
            system="snomed",
            standard="VACCINATION PROCEDURE (SNOMED CT)",
        ),
        Column(
            "product",
            "integer",
            "The vaccine, as a dm+d identifier; blank where it was declined",
            minimum=SNOMED_MINIMUM,
            maximum=SNOMED_MAXIMUM,
            often_blank=True,
            system="snomed",
            standard="VACCINE PRODUCT (SNOMED CT DM+D)",
        ),
        Column(
            "dose",
            "integer",
            "Which dose of the course",
            minimum=1,
            maximum=MOST_DOSES,
            often_blank=True,
        ),
        Column("status", "code", "Whether it was given", required=True, codes=STATUS),
        PRACTICE_CODE,
    ),
    key=("vaccination_id",),
    order=("given_date", "procedure"),
)
