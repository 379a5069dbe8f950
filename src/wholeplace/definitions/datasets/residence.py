"""Residence: the small areas a person lived in, and from when to when."""

from __future__ import annotations

from wholeplace.definitions.datasets.shared_columns import LOCAL_ID, LSOA11, LSOA21
from wholeplace.sources.contracts import Column, Dataset, DateOrder

RESIDENCE = Dataset(
    name="residence",
    title="Residence",
    source="Office for National Statistics small-area codes",
    standard="ONS lower layer super output areas, 2011 and 2021 vintages",
    purpose="The resident population of areas, and deprivation",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="People whose address could not be placed in a small area",
    columns=(
        LOCAL_ID,
        LSOA21,
        LSOA11,
        Column(
            "household",
            "text",
            "An opaque token shared by people at one address; never an address",
        ),
        Column("start_date", "date", "First day at the address", required=True),
        Column(
            "end_date",
            "date",
            "Last day at the address; blank while living there",
            often_blank=True,
        ),
    ),
    key=("local_id", "start_date"),
    order=("start_date",),
    date_orders=(DateOrder("start_date", "end_date"),),
)
