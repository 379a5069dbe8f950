"""The tables a run writes for the flow model: names, columns and what one row of each is.

They hold exact counts, so they stay in the zone of cubes, which no page reads.
"""

from __future__ import annotations

import pyarrow as pa

TEXT, WHOLE, DAY, FLAG = pa.string(), pa.int64(), pa.date32(), pa.bool_()
_WHERE = (("hospital", TEXT), ("service", TEXT), ("place", TEXT))
_CELL = (("service", TEXT), ("place", TEXT))

SCHEMAS: dict[str, pa.Schema] = {
    # A district that has services.
    "places": pa.schema([("place", TEXT), ("code", TEXT), ("name", TEXT)]),
    # People whose discharge-ready date is that day.
    "arrivals": pa.schema([("day", DAY), *_WHERE, ("pathway", WHOLE), ("people", WHOLE)]),
    # Stays with a night, births and maternity left out; beds occupied at midnight.
    "hospital_days": pa.schema(
        [
            ("day", DAY),
            ("hospital", TEXT),
            *((name, WHOLE) for name in ("admissions", "discharges", "occupied")),
        ]
    ),
    # Days from admission to being ready.
    "hospital_stays": pa.schema(
        [("hospital", TEXT), ("service", TEXT), ("days", WHOLE), ("people", WHOLE)]
    ),
    # Days from being ready to an accepted referral, or to going home without support: a bed is
    # held, and no slot.
    "process": pa.schema([*_WHERE, ("days", WHOLE), ("people", WHOLE)]),
    # Days from an accepted referral to the start of the service.
    "waits": pa.schema([*_WHERE, ("days", WHOLE), ("people", WHOLE)]),
    # Nights of services; one that goes on counts so far, and is not ended.
    "stays": pa.schema([*_CELL, ("days", WHOLE), ("ended", FLAG), ("people", WHOLE)]),
    # Slots from a Monday on.
    "capacity": pa.schema([("week", DAY), *_CELL, ("slots", WHOLE), ("weekend_starts", FLAG)]),
    # Where people are on the date of the run, and for how many days.
    "now": pa.schema(
        [
            ("state", TEXT),
            *_CELL,
            ("hospital", TEXT),
            ("days", WHOLE),
            ("people", WHOLE),
        ]
    ),
    # What people who became ready ask of a service.
    "asks": pa.schema([*_CELL, ("asks", TEXT), ("people", WHOLE)]),
    # People who held a bed at midnight after they were ready.
    "delayed_days": pa.schema([("day", DAY), *_WHERE, ("people", WHOLE)]),
    # Referrals accepted from the community, for the same slots.
    "community": pa.schema([("day", DAY), *_CELL, ("people", WHOLE)]),
}

HISTORY_DAYS = 365
"""Days of history, the date of the run included."""
STAYS_DAYS = 730
"""Services that began in so many days are in the table of stays."""
IN_SERVICE, WAITING, IN_PROCESS = "in_service", "waiting", "in_process"
ELSEWHERE = "elsewhere"
"""The place of people who live in no district with services."""


def file_name(table: str) -> str:
    """The file of a table in the run's folder of cubes."""
    return f"flow_{table}.parquet"
