"""Talking Therapies: one referral for anxiety or depression, from receipt to its end.

Source: Improving Access to Psychological Therapies Data Set version 2.1, NHS Data Model and
Dictionary, SOURCE OF REFERRAL, PRESENTING COMPLAINT and the care spell's end code.
"""

from __future__ import annotations

from wholeplace.definitions.datasets.shared_columns import (
    BIRTH_DATE,
    LOCAL_ID,
    LSOA21,
    NHS_NUMBER,
    NHS_NUMBER_STATUS_CODE,
    PRACTICE_CODE,
    PROVIDER_CODE,
)
from wholeplace.sources.code_systems import ICD10_PATTERN
from wholeplace.sources.contracts import Column, Dataset, DateOrder

END_CODE = {
    "50": "Not assessed",
    "10": "Not suitable: no action, or directed back to the referrer",
    "11": "Not suitable: signposted elsewhere by agreement",
    "12": "Discharged by agreement after advice and support",
    "13": "Referred to another therapy service by agreement",
    "14": "Suitable, but the person declined the treatment offered",
    "16": "Assessment not completed: the person dropped out",
    "17": "Died, seen but not taken on for a course of treatment",
    "95": "Not known, seen but not taken on for a course of treatment",
    "46": "Completed the course of treatment by agreement",
    "47": "Treatment ended earlier than the professional planned",
    "48": "Treatment ended earlier than the person asked",
    "49": "Died, taken on for a course of treatment",
    "96": "Not known, taken on for a course of treatment",
}

REFERRAL_SOURCE = {
    "A1": "General practice",
    "A2": "Health visitor",
    "A3": "Other primary care",
    "A4": "Maternity service",
    "B1": "The person themselves",
    "B2": "Carer or relative",
    "C1": "Local authority social services",
    "C2": "Education service",
    "D1": "Employer",
    "H1": "Emergency department",
    "H2": "Other hospital service",
    "M9": "Other",
}

# Cut-offs of the Talking Therapies manual: a score from which a person counts as a case.
PHQ9_CASE, GAD7_CASE = 10, 8


def _score(name: str, description: str, maximum: int, standard: str) -> Column:
    return Column(
        name,
        "integer",
        description,
        minimum=0,
        maximum=maximum,
        often_blank=True,
        standard=standard,
    )


TALKING_THERAPY = Dataset(
    name="talking_therapy",
    title="Talking Therapies referral",
    source="NHS Data Model and Dictionary",
    standard="Improving Access to Psychological Therapies Data Set version 2.1",
    purpose="Access to, waits for and recovery after talking therapies for anxiety and depression",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="Therapy outside NHS Talking Therapies, private care, and children",
    columns=(
        Column(
            "referral_id",
            "text",
            "The provider's number of the referral",
            required=True,
            standard="SERVICE REQUEST IDENTIFIER",
        ),
        LOCAL_ID,
        NHS_NUMBER,
        NHS_NUMBER_STATUS_CODE,
        BIRTH_DATE,
        PROVIDER_CODE,
        Column(
            "referral_date",
            "date",
            "The day the referral was received",
            required=True,
            standard="REFERRAL REQUEST RECEIVED DATE",
        ),
        Column(
            "referral_source",
            "code",
            "Who referred the person",
            codes=REFERRAL_SOURCE,
            standard="SOURCE OF REFERRAL FOR MENTAL HEALTH SERVICES",
        ),
        Column(
            "complaint",
            "code",
            "What the person is treated for, ICD-10; a dot is taken out",
            pattern=ICD10_PATTERN,
            clinical=True,
            system="icd10",
            standard="PRESENTING COMPLAINT (ICD-10)",
        ),
        Column(
            "first_treatment_date",
            "date",
            "The day of the first treatment session attended",
            often_blank=True,
            standard="CARE CONTACT DATE of the first treatment appointment",
        ),
        Column(
            "sessions",
            "integer",
            "Treatment sessions attended",
            minimum=0,
            maximum=200,
            standard="Derived: attended treatment appointments, follow-up excepted",
        ),
        _score("phq9_first", "First PHQ-9 score, 0 to 27", 27, "PHQ-9 TOTAL SCORE"),
        _score("phq9_last", "Last PHQ-9 score, 0 to 27", 27, "PHQ-9 TOTAL SCORE"),
        _score("gad7_first", "First GAD-7 score, 0 to 21", 21, "GAD-7 TOTAL SCORE"),
        _score("gad7_last", "Last GAD-7 score, 0 to 21", 21, "GAD-7 TOTAL SCORE"),
        Column(
            "end_date",
            "date",
            "The day the referral ended; blank while open",
            often_blank=True,
            standard="SERVICE DISCHARGE DATE",
        ),
        Column(
            "end_code",
            "code",
            "Why the referral ended",
            codes=END_CODE,
            often_blank=True,
            standard="REASON FOR DISCHARGE FROM TALKING THERAPIES",
        ),
        LSOA21,
        PRACTICE_CODE,
    ),
    key=("referral_id",),
    order=("referral_date",),
    date_orders=(
        DateOrder("referral_date", "first_treatment_date"),
        DateOrder("first_treatment_date", "end_date"),
        DateOrder("referral_date", "end_date"),
        DateOrder("birth_date", "referral_date"),
    ),
)
