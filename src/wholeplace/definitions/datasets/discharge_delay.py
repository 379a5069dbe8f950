"""Discharge delay: one delay in leaving hospital that was agreed, with its reason and whose it is.

Source: NHS England, Monthly Delayed Transfers of Care Situation Report, principles, definitions
and guidance, November 2018. The national count ended in February 2020; many systems keep coding
reasons and responsibility the same way, and a delay without either date or reason says nothing. The
return was of totals, so its reasons and bodies are no data elements; DELAYED DISCHARGE REASON and
DELAYED DISCHARGE ATTRIBUTABLE TO are those of mental-health services, with codes of their own.
"""

from __future__ import annotations

from wholeplace.definitions.datasets.after_discharge import DELAY_REASON, RESPONSIBLE, SPELL_ID
from wholeplace.definitions.datasets.shared_columns import (
    LOCAL_ID,
    LSOA21,
    NHS_NUMBER,
    NHS_NUMBER_STATUS_CODE,
    PROVIDER_CODE,
)
from wholeplace.sources.contracts import Column, Dataset, DateOrder

DISCHARGE_DELAY = Dataset(
    name="discharge_delay",
    title="Discharge delay",
    source="NHS England",
    standard="Delayed Transfers of Care Situation Report, definitions of November 2018",
    purpose="Why people wait in hospital who are ready to leave, and who can end the wait",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="Hospitals that send no data, and waits that nobody agreed to be a delay",
    columns=(
        Column("delay_id", "text", "The hospital's number of the delay", required=True),
        SPELL_ID,
        LOCAL_ID,
        NHS_NUMBER,
        NHS_NUMBER_STATUS_CODE,
        PROVIDER_CODE,
        Column(
            "delay_start_date",
            "date",
            "First day of the delay: the day after the person was ready",
            required=True,
        ),
        Column(
            "delay_end_date",
            "date",
            "The day the person left; blank while the delay goes on",
            often_blank=True,
        ),
        Column(
            "reason",
            "code",
            "Main reason for the delay",
            required=True,
            codes=DELAY_REASON,
        ),
        Column(
            "responsible",
            "code",
            "The organisation that can end the delay",
            codes=RESPONSIBLE,
        ),
        LSOA21,
    ),
    key=("delay_id",),
    order=("delay_start_date",),
    date_orders=(DateOrder("delay_start_date", "delay_end_date"),),
)
