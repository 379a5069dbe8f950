"""Waiting-list entry: one pathway of planned care whose clock runs, or has stopped.

Source: NHS England, Waiting List Minimum Data Set; NHS England, Recording and reporting referral to
treatment waiting times for consultant-led elective care, version 5.0, February 2025, annex D (the
17 statuses of REFERRAL TO TREATMENT PERIOD STATUS, laid down in DSCN 18/2006); Royal College of
Surgeons of England, Clinical guide to surgical prioritisation, July 2020 (P1a to P4, and their
times); NHS England, Clinical Prioritisation Programme, frequently asked questions (P5, P6, D1 to
D6). Of the times of tests only that of D4 was found in print (HSJ, 13 May 2021: routine, in 6 to 12
weeks); those of D2 and D3 were entered from memory.
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
    PRIORITY_TYPE_CODE,
    REFERRAL_SOURCE_CODE,
    TREATMENT_FUNCTION,
)
from wholeplace.sources.code_systems import OPCS4_PATTERN
from wholeplace.sources.contracts import Column, Dataset, DateOrder

LIST_TYPE = {
    "ORTT": "Referral to treatment, waiting for outpatient care",
    "IRTT": "Referral to treatment, waiting for admission",
    "ONON": "Outpatient care outside referral to treatment",
    "INON": "Admission outside referral to treatment, planned or watched",
    "DIAG": "A diagnostic test",
}

PATHWAY_STATUS = {
    "10": "First activity: clock starts",
    "11": "Active monitoring ended: clock starts",
    "12": "Referred by a consultant for a separate condition: clock starts",
    "20": "Subsequent activity: clock runs",
    "21": "Transferred to another provider, whose the wait now is: clock runs",
    "30": "First definitive treatment: clock stops",
    "31": "Active monitoring begun by the person: clock stops",
    "32": "Active monitoring begun by the professional: clock stops",
    "33": "Did not attend the first activity: clock stops",
    "34": "Decision not to treat, or nothing more needed: clock stops",
    "35": "The person declined treatment: clock stops",
    "36": "The person died before treatment: clock stops",
    "90": "After treatment: no clock",
    "91": "Under active monitoring: no clock",
    "92": "Not yet referred for treatment, undergoing tests by a GP: no clock",
    "98": "Not applicable: care outside referral to treatment",
    "99": "Not yet known",
}

CLINICAL_PRIORITY = {
    "P1A": "Operate within 24 hours",
    "P1B": "Operate within 72 hours",
    "P1": "Operate within 72 hours, part not recorded",
    "P2": "Operate within four weeks",
    "P3": "Operate within three months",
    "P4": "Operate after three months",
    "P5": "The person asked to wait because of COVID-19",
    "P6": "The person asked to wait for another reason",
    "D1": "Test potentially life-threatening or time-critical condition",
    "D2": "Test within two weeks",
    "D3": "Test within six weeks",
    "D4": "Test within twelve weeks",
    "D5": "The person asked to wait for the test because of COVID-19",
    "D6": "The person asked to wait for the test for another reason",
}

WAITING_LIST_ENTRY = Dataset(
    name="waiting_list_entry",
    title="Waiting-list entry",
    source="NHS England",
    standard="Waiting List Minimum Data Set, with Commissioning Data Set version 6-2 items",
    purpose="Who waits for planned care, for what and how long",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="Providers that send no data, community waits, and referrals not yet received",
    columns=(
        Column(
            "pathway_id",
            "text",
            "The provider's number of the pathway on this list",
            required=True,
            standard="PATIENT PATHWAY IDENTIFIER",
        ),
        LOCAL_ID,
        NHS_NUMBER,
        NHS_NUMBER_STATUS_CODE,
        PROVIDER_CODE,
        Column(
            "clock_start_date",
            "date",
            "The day the clock started",
            required=True,
            standard="REFERRAL TO TREATMENT PERIOD START DATE",
        ),
        Column(
            "clock_stop_date",
            "date",
            "The day the clock stopped; blank while the person waits",
            often_blank=True,
            standard="REFERRAL TO TREATMENT PERIOD END DATE",
        ),
        Column(
            "referral_date",
            "date",
            "The day the provider received the request",
            standard="REFERRAL REQUEST RECEIVED DATE",
        ),
        Column("list_type", "code", "What is waited for", codes=LIST_TYPE),
        Column(
            "status",
            "code",
            "Where the pathway stands",
            codes=PATHWAY_STATUS,
            standard="REFERRAL TO TREATMENT PERIOD STATUS",
        ),
        Column(
            "priority",
            "code",
            "Clinical priority, for people waiting for admission or a test",
            codes=CLINICAL_PRIORITY,
            often_blank=True,
        ),
        PRIORITY_TYPE_CODE,
        TREATMENT_FUNCTION,
        Column(
            "procedure",
            "code",
            "The operation or test waited for, OPCS-4 without the dot",
            pattern=OPCS4_PATTERN,
            often_blank=True,
            clinical=True,
            system="opcs4",
            standard="PROPOSED PROCEDURE (OPCS)",
        ),
        Column(
            "diagnostic_test",
            "text",
            "The test waited for, in the provider's own code or that of the National Interim "
            "Clinical Imaging Procedure code set, which tells left from right",
            clinical=True,
            often_blank=True,
        ),
        Column(
            "planned",
            "code",
            "Whether the care is planned for a later date, as surveillance is",
            codes={"Y": "Yes", "N": "No"},
            often_blank=True,
        ),
        Column(
            "booked_date",
            "date",
            "The day booked for admission, appointment or test",
            ahead=True,
            often_blank=True,
            standard="OFFERED FOR ADMISSION DATE",
        ),
        REFERRAL_SOURCE_CODE,
        Column(
            "referrer_code",
            "text",
            "The organisation that asked, such as a practice",
            often_blank=True,
            standard="REFERRING ORGANISATION CODE",
        ),
        LSOA21,
        PRACTICE_CODE,
    ),
    key=("pathway_id",),
    order=("clock_start_date",),
    date_orders=(
        DateOrder("clock_start_date", "clock_stop_date"),
        DateOrder("referral_date", "booked_date"),
    ),
)
