"""Outpatient appointment: one booked contact with a consultant-led or other hospital clinic.

Source: NHS Data Model and Dictionary, ATTENDED OR DID NOT ATTEND CODE, FIRST ATTENDANCE CODE and
OUTCOME OF ATTENDANCE CODE.
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
from wholeplace.definitions.datasets.specialties import (
    MAIN_SPECIALTY,
    PRIORITY_TYPE_CODE,
    REFERRAL_SOURCE_CODE,
    TREATMENT_FUNCTION,
)
from wholeplace.sources.contracts import Column, Dataset, DateOrder

ATTENDANCE = {
    "5": "Attended on time, or late but seen without delay to the clinic",
    "6": "Arrived late, after the professional was ready, and was seen",
    "7": "Arrived late and could not be seen",
    "2": "Cancelled by, or on behalf of, the person",
    "3": "Did not attend, without warning",
    "4": "Cancelled or postponed by the provider",
    "0": "Not applicable: the appointment is still to come",
}

FIRST_ATTENDANCE = {
    "1": "First, face to face",
    "2": "Follow-up, face to face",
    "3": "First, by telephone or video",
    "4": "Follow-up, by telephone or video",
    "5": "Clock stopped by an administrative event",
}

ATTENDANCE_OUTCOME = {
    "1": "Discharged from the consultant's care",
    "2": "Another appointment given",
    "3": "Another appointment to be made later",
}

OUTPATIENT_APPOINTMENT = Dataset(
    name="outpatient_appointment",
    title="Outpatient appointment",
    source="NHS Data Model and Dictionary",
    standard="Commissioning Data Set version 6-2, type 020 outpatient and 021 future outpatient",
    purpose="Use of outpatient clinics, missed appointments and who misses them",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="Hospitals that send no data, and care paid for privately",
    columns=(
        Column(
            "appointment_id",
            "text",
            "The provider's number of the appointment",
            required=True,
            standard="OUT-PATIENT ATTENDANCE IDENTIFIER",
        ),
        LOCAL_ID,
        NHS_NUMBER,
        NHS_NUMBER_STATUS_CODE,
        PROVIDER_CODE,
        Column(
            "appointment_date",
            "date",
            "The day of the appointment, which may still be to come",
            required=True,
            ahead=True,
            standard="APPOINTMENT DATE",
        ),
        Column(
            "attended",
            "code",
            "Whether the person attended",
            required=True,
            codes=ATTENDANCE,
            standard="ATTENDED OR DID NOT ATTEND CODE",
        ),
        Column(
            "first_attendance",
            "code",
            "Whether it was the first of its pathway, and whether face to face",
            codes=FIRST_ATTENDANCE,
            standard="FIRST ATTENDANCE CODE",
        ),
        Column(
            "outcome",
            "code",
            "What was to happen next; blank where nobody was seen",
            codes=ATTENDANCE_OUTCOME,
            often_blank=True,
            standard="OUTCOME OF ATTENDANCE CODE",
        ),
        TREATMENT_FUNCTION,
        MAIN_SPECIALTY,
        Column(
            "referral_date",
            "date",
            "The day the provider received the request",
            standard="REFERRAL REQUEST RECEIVED DATE",
        ),
        REFERRAL_SOURCE_CODE,
        PRIORITY_TYPE_CODE,
        LSOA21,
        PRACTICE_CODE,
    ),
    key=("appointment_id",),
    order=("appointment_date",),
    date_orders=(DateOrder("referral_date", "appointment_date"),),
)
