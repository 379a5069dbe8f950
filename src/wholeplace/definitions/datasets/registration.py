"""Registration: the spells for which a person was on a general practice's list."""

from __future__ import annotations

from wholeplace.definitions.datasets.shared_columns import LOCAL_ID, REQUIRED_PRACTICE_CODE
from wholeplace.sources.contracts import Column, Dataset, DateOrder

REGISTRATION = Dataset(
    name="registration",
    title="Registration with a general practice",
    source="NHS Data Model and Dictionary",
    standard="NHS Data Model and Dictionary, GP PATIENT REGISTRATION, release of 2025",
    purpose="The registered population of practices, neighbourhoods and places",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="People registered with no practice, or with one that sends no data",
    columns=(
        LOCAL_ID,
        REQUIRED_PRACTICE_CODE,
        Column("start_date", "date", "First day on the practice's list", required=True),
        Column(
            "end_date", "date", "Last day on the list; blank while registered", often_blank=True
        ),
    ),
    key=("local_id", "practice_code", "start_date"),
    order=("start_date",),
    date_orders=(DateOrder("start_date", "end_date"),),
)
