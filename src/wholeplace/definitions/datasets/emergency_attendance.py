"""Emergency attendance: one visit to an emergency department, injury unit or walk-in centre.

Source: NHS Data Model and Dictionary, EMERGENCY CARE DEPARTMENT TYPE; Emergency Care Data Set
(discharge status as a SNOMED CT concept; acuity in its order from immediate to low).
"""

from __future__ import annotations

from wholeplace.definitions.datasets.shared_columns import (
    ETHNIC_CATEGORY,
    LOCAL_ID,
    LSOA21,
    NHS_NUMBER,
    NHS_NUMBER_STATUS_CODE,
    PRACTICE_CODE,
    PROVIDER_CODE,
    SNOMED_MAXIMUM,
    SNOMED_MINIMUM,
    STATED_SEX,
)
from wholeplace.sources.contracts import Column, Dataset, DateOrder

DEPARTMENT_TYPE = {
    "01": "Major emergency department: consultant-led, open 24 hours",
    "02": "Single-specialty emergency department",
    "03": "Other emergency department or minor injury unit",
    "04": "NHS walk-in centre",
    "05": "Same day emergency care",
}

ACUITY = {
    "1": "Immediate",
    "2": "Very urgent",
    "3": "Urgent",
    "4": "Standard",
    "5": "Low acuity",
}

EMERGENCY_ATTENDANCE = Dataset(
    name="emergency_attendance",
    title="Emergency attendance",
    source="NHS Data Model and Dictionary",
    standard="Emergency Care Data Set version 4",
    purpose="Use of emergency departments and walk-in centres, and the time spent there",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="Departments that send no data, and calls that ended without a visit",
    columns=(
        Column(
            "attendance_id",
            "text",
            "The provider's number of the attendance",
            required=True,
            standard="EMERGENCY CARE ATTENDANCE IDENTIFIER",
        ),
        LOCAL_ID,
        NHS_NUMBER,
        NHS_NUMBER_STATUS_CODE,
        STATED_SEX,
        ETHNIC_CATEGORY,
        PROVIDER_CODE,
        Column(
            "arrival_date",
            "date",
            "The day of arrival",
            required=True,
            standard="EMERGENCY CARE ARRIVAL DATE",
        ),
        Column(
            "arrived_at",
            "datetime",
            "Day and time of arrival",
            standard="EMERGENCY CARE ARRIVAL DATE and EMERGENCY CARE ARRIVAL TIME",
        ),
        Column(
            "departed_at",
            "datetime",
            "Day and time the person left the department, admitted, discharged or transferred",
            standard="EMERGENCY CARE DEPARTURE DATE and EMERGENCY CARE DEPARTURE TIME",
        ),
        Column(
            "department_type",
            "code",
            "Type of department",
            codes=DEPARTMENT_TYPE,
            standard="EMERGENCY CARE DEPARTMENT TYPE",
        ),
        Column(
            "discharge_status",
            "integer",
            "How the attendance ended, as a SNOMED CT concept",
            minimum=SNOMED_MINIMUM,
            maximum=SNOMED_MAXIMUM,
            system="snomed",
            standard="EMERGENCY CARE DISCHARGE STATUS (SNOMED CT)",
        ),
        Column(
            "acuity",
            "code",
            "How urgent it was judged on arrival",
            codes=ACUITY,
            standard="EMERGENCY CARE ACUITY",
        ),
        Column(
            "chief_complaint",
            "integer",
            "Why the person came, as a SNOMED CT concept",
            minimum=SNOMED_MINIMUM,
            maximum=SNOMED_MAXIMUM,
            clinical=True,
            system="snomed",
            standard="EMERGENCY CARE CHIEF COMPLAINT (SNOMED CT)",
        ),
        Column(
            "diagnosis",
            "integer",
            "The first diagnosis, as a SNOMED CT concept; blank where none was made",
            minimum=SNOMED_MINIMUM,
            maximum=SNOMED_MAXIMUM,
            often_blank=True,
            clinical=True,
            system="snomed",
            standard="EMERGENCY CARE DIAGNOSIS (SNOMED CT)",
        ),
        LSOA21,
        PRACTICE_CODE,
    ),
    key=("attendance_id",),
    order=("arrival_date",),
    date_orders=(
        DateOrder("arrival_date", "arrived_at"),
        DateOrder("arrived_at", "departed_at"),
    ),
)
