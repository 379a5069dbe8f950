"""Hospital spell: one stay with one hospital provider, from admission to discharge.

Source: NHS Data Model and Dictionary, ADMISSION METHOD CODE (HOSPITAL PROVIDER SPELL) and
DESTINATION OF DISCHARGE (HOSPITAL PROVIDER SPELL), with codes retired since 2016, as history holds
them.
"""

from __future__ import annotations

from wholeplace.definitions.datasets.shared_columns import (
    ICD10_PATTERN,
    LOCAL_ID,
    LSOA21,
    NHS_NUMBER,
    NHS_NUMBER_STATUS_CODE,
    PRACTICE_CODE,
    PROVIDER_CODE,
)
from wholeplace.sources.contracts import Column, Dataset, DateOrder

ADMISSION_METHOD = {
    "11": "Elective: waiting list",
    "12": "Elective: booked",
    "13": "Elective: planned",
    "21": "Emergency: through this provider's emergency department",
    "22": "Emergency: GP request",
    "23": "Emergency: bed bureau",
    "24": "Emergency: consultant clinic",
    "25": "Emergency: mental health crisis team",
    "28": "Emergency: other means (retired code)",
    "2A": "Emergency: another provider's emergency department",
    "2B": "Emergency: transfer from another provider",
    "2C": "Emergency: baby born at home as intended",
    "2D": "Emergency: other",
    "31": "Maternity: before the birth",
    "32": "Maternity: after the birth",
    "81": "Transfer from another provider, not an emergency",
    "82": "Birth of a baby at this provider",
    "83": "Baby born outside the provider, not at home as intended",
    "98": "Not applicable",
    "99": "Not known",
}

DISCHARGE_DESTINATION = {
    "19": "Usual place of residence",
    "29": "Temporary place of residence",
    "30": "Repatriation from high-security psychiatric care",
    "37": "Court",
    "38": "Prison or police station (retired code)",
    "40": "Prison",
    "42": "Police station",
    "48": "High-security psychiatric hospital, Scotland",
    "49": "Other NHS hospital: high-security psychiatric care",
    "50": "Other NHS hospital: medium-secure unit",
    "51": "Other NHS hospital: general ward",
    "52": "Other NHS hospital: maternity or neonatal ward",
    "53": "Other NHS hospital: mental health or learning disability ward",
    "54": "NHS care home (retired code)",
    "55": "Care home with nursing",
    "56": "Care home without nursing",
    "65": "Local authority residential care (retired code)",
    "66": "Local authority foster care",
    "79": "Died or stillborn",
    "84": "Independent hospital: medium-secure unit",
    "85": "Independent care home (retired code)",
    "87": "Independent hospital",
    "88": "Hospice",
    "89": "Organisation responsible for forced repatriation",
    "98": "Not applicable: not yet discharged",
    "99": "Not known",
}

HOSPITAL_SPELL = Dataset(
    name="hospital_spell",
    title="Hospital spell",
    source="NHS Data Model and Dictionary",
    standard="Commissioning Data Set version 6-2, admitted patient care",
    purpose="Admissions, bed days and diagnoses in hospital",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="Hospitals that send no data, and care paid for privately",
    columns=(
        Column(
            "spell_id",
            "text",
            "The provider's number of the spell",
            required=True,
            standard="HOSPITAL PROVIDER SPELL IDENTIFIER",
        ),
        LOCAL_ID,
        NHS_NUMBER,
        NHS_NUMBER_STATUS_CODE,
        Column(
            "birth_date",
            "date",
            "Date of birth, compared at linkage",
            identifying=True,
            standard="PERSON BIRTH DATE",
        ),
        PROVIDER_CODE,
        Column(
            "admission_date",
            "date",
            "First day of the spell",
            required=True,
            standard="START DATE (HOSPITAL PROVIDER SPELL)",
        ),
        Column(
            "discharge_date",
            "date",
            "Last day of the spell; blank while in hospital",
            standard="DISCHARGE DATE (HOSPITAL PROVIDER SPELL)",
        ),
        Column(
            "admission_method",
            "code",
            "How the admission came about",
            codes=ADMISSION_METHOD,
            standard="ADMISSION METHOD CODE (HOSPITAL PROVIDER SPELL)",
        ),
        Column(
            "primary_diagnosis",
            "code",
            "Main diagnosis, ICD-10 without the dot",
            pattern=ICD10_PATTERN,
            clinical=True,
            standard="PRIMARY DIAGNOSIS (ICD)",
        ),
        Column(
            "secondary_diagnoses",
            "text",
            "Other diagnoses, ICD-10 without dots, separated by semicolons",
            pattern=f"{ICD10_PATTERN}(;{ICD10_PATTERN})*",
            often_blank=True,
            clinical=True,
            standard="SECONDARY DIAGNOSIS (ICD)",
        ),
        Column(
            "discharge_destination",
            "code",
            "Where the person went",
            codes=DISCHARGE_DESTINATION,
            standard="DESTINATION OF DISCHARGE (HOSPITAL PROVIDER SPELL)",
        ),
        LSOA21,
        PRACTICE_CODE,
    ),
    key=("spell_id",),
    order=("admission_date",),
    date_orders=(
        DateOrder("admission_date", "discharge_date"),
        DateOrder("birth_date", "admission_date"),
    ),
)
