"""NHS 111 call: one call to NHS 111, what it was judged to need and how long it waited.

Source: NHS England, Integrated Urgent Care Aggregate Data Collection, whose published counts these
groups of dispositions add up to; NHS Pathways disposition (Dx) codes.
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

DISPOSITION_GROUP = {
    "AMB": "An ambulance",
    "ED": "An emergency department or other place of urgent treatment",
    "PC": "Primary care: contact with, or speak to, a general practice or out-of-hours service",
    "PHARM": "A pharmacist",
    "DENT": "A dentist",
    "OTHER": "Another service",
    "SELF": "Care for oneself, or no further service",
}

SECONDS_IN_A_DAY = 86_400

NHS111_CALL = Dataset(
    name="nhs111_call",
    title="NHS 111 call",
    source="NHS England",
    standard="Integrated Urgent Care Aggregate Data Collection, specification of April 2021",
    purpose="Calls to NHS 111, what they lead to and how fast they are answered",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="NHS 111 online, callers whose NHS number was not found, and providers that send "
    "no data",
    columns=(
        Column("call_id", "text", "The provider's number of the call", required=True),
        LOCAL_ID,
        NHS_NUMBER,
        NHS_NUMBER_STATUS_CODE,
        PROVIDER_CODE,
        Column("call_date", "date", "The day of the call", required=True),
        Column(
            "answer_seconds",
            "integer",
            "Seconds from the end of the recorded greeting until the call was answered",
            minimum=0,
            maximum=SECONDS_IN_A_DAY,
        ),
        Column(
            "abandoned",
            "code",
            "Whether the caller rang off before an answer",
            codes={"Y": "Yes", "N": "No"},
        ),
        Column(
            "clinician",
            "code",
            "Whether a clinician assessed the caller",
            codes={"Y": "Yes", "N": "No"},
            often_blank=True,
        ),
        Column(
            "disposition",
            "code",
            "NHS Pathways disposition",
            pattern="DX[0-9]{2,4}",
            often_blank=True,
        ),
        Column(
            "disposition_group",
            "code",
            "What the caller was advised to use; blank where the call was abandoned",
            codes=DISPOSITION_GROUP,
            often_blank=True,
        ),
        LSOA21,
        PRACTICE_CODE,
    ),
    key=("call_id",),
    order=("call_date",),
)
