"""Ambulance incident: one emergency the ambulance service responded to, on scene or by telephone.

Source: NHS England, Ambulance Data Set, and Ambulance Quality Indicators, Systems Indicators, for
the categories and what counts as a response.
"""

from __future__ import annotations

from wholeplace.definitions.datasets.shared_columns import (
    LOCAL_ID,
    LSOA21,
    NHS_NUMBER,
    NHS_NUMBER_STATUS_CODE,
    PRACTICE_CODE,
    PROVIDER_CODE,
    PROVIDER_PATTERN,
    SNOMED_MAXIMUM,
    SNOMED_MINIMUM,
)
from wholeplace.sources.contracts import Column, Dataset

RESPONSE_CATEGORY = {
    "C1": "Category 1: life-threatening",
    "C2": "Category 2: emergency",
    "C3": "Category 3: urgent",
    "C4": "Category 4: less urgent",
    "C5": "Category 5: callback by a clinician",
    "HCP": "Requested by a health care professional, or a transfer between providers",
}

INCIDENT_OUTCOME = {
    "HT": "Hear and treat: closed by telephone advice",
    "ST": "See and treat: closed on scene",
    "CE": "See and convey to an emergency department",
    "CO": "See and convey elsewhere",
}

SECONDS_IN_TWO_DAYS = 172_800
MINUTES_IN_TWO_DAYS = 2_880

AMBULANCE_INCIDENT = Dataset(
    name="ambulance_incident",
    title="Ambulance incident",
    source="NHS England",
    standard="Ambulance Data Set version 1",
    purpose="Emergencies by category and outcome, response and handover times",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="Journeys planned ahead, and callers whose NHS number was not found",
    columns=(
        Column("incident_id", "text", "The service's number of the incident", required=True),
        LOCAL_ID,
        NHS_NUMBER,
        NHS_NUMBER_STATUS_CODE,
        PROVIDER_CODE,
        Column("incident_date", "date", "The day the call connected", required=True),
        Column("category", "code", "How urgent it was judged", codes=RESPONSE_CATEGORY),
        Column(
            "response_seconds",
            "integer",
            "Seconds from the start of the clock to the first vehicle on scene; blank if none went",
            minimum=0,
            maximum=SECONDS_IN_TWO_DAYS,
            often_blank=True,
        ),
        Column("outcome", "code", "How it ended", codes=INCIDENT_OUTCOME),
        Column(
            "destination",
            "code",
            "The provider the person was taken to; blank if to none",
            pattern=PROVIDER_PATTERN,
            often_blank=True,
            standard="ORGANISATION IDENTIFIER (CONVEYANCE DESTINATION)",
        ),
        Column(
            "handover_minutes",
            "integer",
            "Minutes from arrival at hospital to handover; blank if not taken there",
            minimum=0,
            maximum=MINUTES_IN_TWO_DAYS,
            often_blank=True,
        ),
        Column(
            "chief_complaint",
            "integer",
            "The main complaint, as a SNOMED CT concept",
            minimum=SNOMED_MINIMUM,
            maximum=SNOMED_MAXIMUM,
            often_blank=True,
            clinical=True,
            system="snomed",
            standard="EMERGENCY CARE CHIEF COMPLAINT (SNOMED CT)",
        ),
        LSOA21,
        PRACTICE_CODE,
    ),
    key=("incident_id",),
    order=("incident_date",),
)
