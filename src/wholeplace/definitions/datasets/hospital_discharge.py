"""Hospital discharge: when somebody in hospital became ready to leave, for where, and left.

Source: NHS Data Model and Dictionary, DISCHARGE READY DATE (HOSPITAL PROVIDER SPELL); NHS England,
Discharge ready date submission and adult social care discharge fund (PRN00312, 2023): the date on
which somebody no longer meets the criteria to reside, of every stay of a night or more; Acute
discharge situation report (no criteria to reside); discharge pathways 0 to 3. The first day without
criteria and the last day ready differ where somebody met them again in between.
"""

from __future__ import annotations

from wholeplace.definitions.datasets.after_discharge import PATHWAY, SERVICE_NEEDED, SPELL_ID
from wholeplace.definitions.datasets.shared_columns import (
    LOCAL_ID,
    LSOA21,
    NHS_NUMBER,
    NHS_NUMBER_STATUS_CODE,
    PRACTICE_CODE,
    PROVIDER_CODE,
)
from wholeplace.sources.after_hospital import ASKS, code_of
from wholeplace.sources.contracts import Column, Dataset, DateOrder

HOSPITAL_DISCHARGE = Dataset(
    name="hospital_discharge",
    title="Hospital discharge",
    source="NHS England",
    standard="Commissioning Data Set version 6-2 and Acute discharge situation report, 2024",
    purpose="Who is ready to leave hospital, for which pathway, and how long leaving takes",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="Hospitals that send no data, children, stays without a night, and people who "
    "died in hospital",
    columns=(
        SPELL_ID,
        LOCAL_ID,
        NHS_NUMBER,
        NHS_NUMBER_STATUS_CODE,
        PROVIDER_CODE,
        Column(
            "site",
            "text",
            "The hospital site the person is in, as the provider names it",
            standard="ORGANISATION SITE IDENTIFIER (OF TREATMENT)",
        ),
        Column(
            "admission_date",
            "date",
            "First day of the spell",
            required=True,
            standard="START DATE (HOSPITAL PROVIDER SPELL)",
        ),
        Column(
            "no_criteria_date",
            "date",
            "First day on which the person no longer met the criteria to reside in hospital",
        ),
        Column(
            "ready_date",
            "date",
            "The day the person was ready to leave, the last one if it was put off",
            required=True,
            standard="DISCHARGE READY DATE (HOSPITAL PROVIDER SPELL)",
        ),
        Column(
            "discharge_date",
            "date",
            "The day the person left; blank while in hospital",
            often_blank=True,
            standard="DISCHARGE DATE (HOSPITAL PROVIDER SPELL)",
        ),
        Column("pathway", "code", "Discharge pathway", codes=PATHWAY),
        SERVICE_NEEDED,
        Column(
            "asks",
            "code",
            "What the person or family asks of the service",
            codes={code_of(name): words for name, words in ASKS.items()},
            often_blank=True,
        ),
        LSOA21,
        PRACTICE_CODE,
    ),
    key=("spell_id",),
    order=("ready_date",),
    date_orders=(
        DateOrder("admission_date", "no_criteria_date"),
        DateOrder("no_criteria_date", "ready_date"),
        DateOrder("admission_date", "ready_date"),
        DateOrder("ready_date", "discharge_date"),
    ),
)
