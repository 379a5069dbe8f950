"""Service capacity: how many people a service after hospital can look after at once, by week.

It is about services, not people. Its ``local_id`` is the service's own number, so that landing
treats every data set alike; no NHS number comes with it, and nobody is linked to it.
"""

from __future__ import annotations

from dataclasses import replace

from wholeplace.definitions.datasets.after_discharge import DISTRICT, SERVICE_GIVEN
from wholeplace.definitions.datasets.shared_columns import LOCAL_ID, PROVIDER_CODE
from wholeplace.sources.contracts import Column, Dataset

SERVICE_CAPACITY = Dataset(
    name="service_capacity",
    title="Service capacity",
    source="Community trusts and councils",
    standard="NHS England, Community services and intermediate care capacity returns; slots by "
    "service and district",
    purpose="What is full, and where a place is free",
    legal_basis="No data about people",
    not_covered="Services that send no data, and places bought one by one",
    columns=(
        replace(
            LOCAL_ID,
            description="The provider's own number of the service; it names no person",
            standard="",
        ),
        PROVIDER_CODE,
        SERVICE_GIVEN,
        DISTRICT,
        Column("week_start", "date", "The Monday the week begins on", required=True),
        Column(
            "slots",
            "integer",
            "People the service can look after at once",
            required=True,
            minimum=0,
            maximum=100_000,
        ),
        Column(
            "weekend_starts",
            "code",
            "Whether the service takes new people on Saturday and Sunday",
            codes={"Y": "It does", "N": "It does not"},
        ),
    ),
    key=("provider_code", "service", "district_code", "week_start"),
    order=("week_start",),
)
