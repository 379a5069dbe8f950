"""Prescription: one item prescribed in general practice, with its dm+d product and its BNF code.

Source: Dictionary of medicines and devices (dm+d), whose VMP and AMP identifiers are SNOMED CT
concepts; NHS Business Services Authority, BNF presentation codes (15 characters, of which the first
nine name the chemical substance); Electronic Prescription Service, prescription treatment type.
"""

from __future__ import annotations

from dataclasses import replace

from wholeplace.definitions.datasets.shared_columns import (
    LOCAL_ID,
    NHS_NUMBER,
    NHS_NUMBER_STATUS_CODE,
    PRACTICE_CODE,
    SNOMED_MAXIMUM,
    SNOMED_MINIMUM,
)
from wholeplace.sources.contracts import Column, Dataset

# Medicines have 15 characters, appliances 11; a substance alone has 9.
BNF_PATTERN = "[0-9]{4}[0-9A-Z]{5}([0-9A-Z]{2}|[0-9A-Z]{6})?"

TREATMENT_TYPE = {
    "0001": "Acute: once",
    "0002": "Repeat",
    "0003": "Repeat dispensing",
}

PRESCRIPTION = Dataset(
    name="prescription",
    title="Prescription item",
    source="Dictionary of medicines and devices (dm+d)",
    standard="dm+d (DCB0011) and BNF presentation codes of the NHS Business Services Authority",
    purpose="Medicines in use, and care that rests on a medicine",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="Medicines bought over the counter, or given in hospital or privately",
    columns=(
        Column("item_id", "text", "The sending system's number of the item", required=True),
        LOCAL_ID,
        replace(NHS_NUMBER, often_blank=True),
        replace(NHS_NUMBER_STATUS_CODE, often_blank=True),
        PRACTICE_CODE,
        Column("issued_date", "date", "The day the item was issued", required=True),
        Column(
            "product",
            "integer",
            "The medicine: dm+d identifier of a virtual (VMP) or actual (AMP) product",
            required=True,
            minimum=SNOMED_MINIMUM,
            maximum=SNOMED_MAXIMUM,
            clinical=True,
            system="snomed",
            standard="PRESCRIBED MEDICATION (SNOMED CT DM+D)",
        ),
        Column(
            "bnf_code",
            "code",
            "British National Formulary code: substance, product or presentation",
            pattern=BNF_PATTERN,
            standard="BNF CODE",
        ),
        Column("quantity", "number", "How much, in the unit", minimum=0),
        Column("unit", "text", "The unit of the quantity", often_blank=True),
        Column(
            "treatment_type",
            "code",
            "Whether the item is issued once or repeated",
            codes=TREATMENT_TYPE,
            standard="PRESCRIPTION TREATMENT TYPE",
        ),
    ),
    key=("item_id",),
    order=("issued_date", "product"),
)
