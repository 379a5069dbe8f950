"""Cancer registration: one tumour, its site, its stage at diagnosis and the route to diagnosis.

Source: NHS England, National Disease Registration Service: Cancer Outcomes and Services Data Set
(BASIS OF DIAGNOSIS (CANCER)), the registry's best stage, and Routes to Diagnosis.
"""

from __future__ import annotations

from wholeplace.definitions.datasets.shared_columns import (
    LOCAL_ID,
    LSOA21,
    NHS_NUMBER,
    NHS_NUMBER_STATUS_CODE,
    PRACTICE_CODE,
    PROVIDER_CODE,
)
from wholeplace.sources.contracts import Column, Dataset

# Malignant, in situ, and benign or uncertain tumours that are registered.
SITE_PATTERN = "(C[0-9]{2}|D(0[0-9]|[123][0-9]|4[0-8]))[0-9X]?"
# The registry's best stage with its letter (1A, 3C1); U unstageable, X or ? not enough known.
STAGE_PATTERN = "[0-4][A-ES]?[0-9]?|U|X|[?]"

BASIS = {
    "0": "Death certificate",
    "1": "Clinical",
    "2": "Clinical investigation",
    "4": "Specific tumour markers",
    "5": "Cytology",
    "6": "Histology of a metastasis",
    "7": "Histology of the primary tumour",
    "9": "Unknown",
}

ROUTE = {
    "SCREENING": "Screening",
    "TWW": "Urgent suspected cancer referral (two-week wait)",
    "GP": "Other referral by a GP",
    "OUTPATIENT": "Other outpatient",
    "INPATIENT": "Planned inpatient",
    "EMERGENCY": "Emergency presentation",
    "DCO": "Death certificate only",
    "UNKNOWN": "Unknown",
}

CANCER_REGISTRATION = Dataset(
    name="cancer_registration",
    title="Cancer registration",
    source="National Disease Registration Service",
    standard="Cancer Outcomes and Services Data Set version 10 (DAPB1521), and NCRAS registration",
    purpose="New cancers, how early they are found and by which route",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="Diagnoses too recent to be registered, and people who declined registration",
    columns=(
        Column("tumour_id", "text", "The registry's number of the tumour", required=True),
        LOCAL_ID,
        NHS_NUMBER,
        NHS_NUMBER_STATUS_CODE,
        PROVIDER_CODE,
        Column(
            "diagnosis_date",
            "date",
            "The day of diagnosis",
            required=True,
            standard="DATE OF PRIMARY CANCER DIAGNOSIS (CLINICALLY AGREED)",
        ),
        Column(
            "site",
            "code",
            "Site of the primary tumour, ICD-10 without the dot",
            required=True,
            pattern=SITE_PATTERN,
            clinical=True,
            system="icd10",
            standard="PRIMARY DIAGNOSIS (ICD)",
        ),
        Column(
            "morphology",
            "code",
            "Kind of tumour, ICD-O-3: four digits and behaviour",
            pattern="[0-9]{4}/?[0-9]",
            often_blank=True,
            standard="MORPHOLOGY (ICD-O-3)",
        ),
        Column(
            "stage",
            "code",
            "Stage at diagnosis, 1 to 4; blank, U, X or ? where it is not known",
            pattern=STAGE_PATTERN,
            standard="TNM STAGE GROUPING (FINAL PRETREATMENT)",
        ),
        Column(
            "basis",
            "code",
            "On what the diagnosis rests",
            codes=BASIS,
            standard="BASIS OF DIAGNOSIS (CANCER)",
        ),
        Column("route", "code", "How the person came to the diagnosis", codes=ROUTE),
        LSOA21,
        PRACTICE_CODE,
    ),
    key=("tumour_id",),
    order=("diagnosis_date", "site"),
)
