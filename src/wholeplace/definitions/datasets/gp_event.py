"""GP event: one coded entry in a general practice record, with its value where it has one.

Source: SNOMED CT concept identifiers are 6 to 18 digits (SNOMED International, Release File
Specification, section on SCTID).
"""

from __future__ import annotations

from wholeplace.definitions.datasets.shared_columns import (
    LOCAL_ID,
    SNOMED_MAXIMUM,
    SNOMED_MINIMUM,
)
from wholeplace.sources.contracts import Column, Dataset

GP_EVENT = Dataset(
    name="gp_event",
    title="Coded entry in a GP record",
    source="SNOMED CT UK Edition",
    standard="SNOMED CT UK Edition",
    purpose="Conditions, measurements and prevention in primary care",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="Entries in free text, and people registered where no data are sent",
    columns=(
        LOCAL_ID,
        Column("event_date", "date", "The day it happened or was recorded", required=True),
        Column(
            "code",
            "integer",
            "SNOMED CT concept identifier",
            required=True,
            minimum=SNOMED_MINIMUM,
            maximum=SNOMED_MAXIMUM,
            clinical=True,
            system="snomed",
            standard="SNOMED CT CODE",
        ),
        Column("value", "number", "The number measured, where the entry has one", often_blank=True),
        Column("unit", "text", "The unit of the number", often_blank=True),
    ),
    order=("event_date", "code"),
)
