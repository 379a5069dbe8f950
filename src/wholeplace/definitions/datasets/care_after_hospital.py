"""Care after hospital: one referral to a service with few places, and the stay it led to.

The services are those a discharge hub places people in: reablement, home care, intermediate care,
residential and nursing homes. Councils and community trusts send their own.

Source: NHS England, Community Services Data Set (referral, start and end of care); Department of
Health and Social Care, Intermediate care framework for rehabilitation, reablement and recovery.
"""

from __future__ import annotations

from dataclasses import replace

from wholeplace.definitions.datasets.after_discharge import (
    DISTRICT,
    HOSPITAL_CODE,
    SERVICE_GIVEN,
    SPELL_ID,
)
from wholeplace.definitions.datasets.shared_columns import (
    LOCAL_ID,
    LSOA21,
    NHS_NUMBER,
    NHS_NUMBER_STATUS_CODE,
    PROVIDER_CODE,
)
from wholeplace.sources.contracts import Column, Dataset, DateOrder

CARE_AFTER_HOSPITAL = Dataset(
    name="care_after_hospital",
    title="Care after hospital",
    source="Community trusts and councils",
    standard="Community Services Data Set version 1.6 items, with slots by service and district",
    purpose="How long people wait for care after hospital, how long it lasts, and how full it is",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="Care that people arrange and pay for themselves, and services that send no data",
    columns=(
        Column(
            "referral_id",
            "text",
            "The service's number of the referral",
            required=True,
            standard="SERVICE REQUEST IDENTIFIER",
        ),
        LOCAL_ID,
        NHS_NUMBER,
        NHS_NUMBER_STATUS_CODE,
        PROVIDER_CODE,
        SERVICE_GIVEN,
        DISTRICT,
        HOSPITAL_CODE,
        replace(SPELL_ID, required=False, often_blank=True),
        Column(
            "referral_date",
            "date",
            "The day the service received the referral",
            required=True,
            standard="REFERRAL REQUEST RECEIVED DATE",
        ),
        Column(
            "accepted_date",
            "date",
            "The day the referral was accepted, assessments and funding being settled",
            often_blank=True,
        ),
        Column(
            "start_date",
            "date",
            "First day of the service; blank while the person waits",
            often_blank=True,
        ),
        Column(
            "end_date",
            "date",
            "Last day of the service; blank while it goes on",
            often_blank=True,
        ),
        LSOA21,
    ),
    key=("referral_id",),
    order=("referral_date",),
    date_orders=(
        DateOrder("referral_date", "accepted_date"),
        DateOrder("accepted_date", "start_date"),
        DateOrder("referral_date", "start_date"),
        DateOrder("start_date", "end_date"),
    ),
)
