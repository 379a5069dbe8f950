"""Small tables of all that tells engines apart: blanks, leap days, month ends, duplicates."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

BIG = 2**62 + 1
"""A record id that a float cannot hold."""

DAYS = [
    None,
    dt.date(1582, 10, 4),
    dt.date(1900, 1, 1),
    dt.date(1999, 12, 31),
    dt.date(2000, 2, 29),
    dt.date(2024, 2, 29),
    dt.date(2025, 2, 28),
    dt.date(2025, 3, 30),
    dt.date(2025, 3, 31),
    dt.date(2025, 4, 1),
    dt.date(2026, 3, 31),
    dt.date(2026, 4, 1),
]

PEOPLE = pa.table(
    {
        "person": pa.array([*range(1, len(DAYS)), BIG], pa.int64()),
        "born": pa.array(DAYS, pa.date32()),
        "sex": ["1", "2", None, "9", "X", "0", "1", "2", "2", " 1", "", None],
        "name": ["Zoë", "zoe", "Z", "É", "e", "ß", "ss", "", None, " a", "a ", "10"],
        "fifth": pa.array([1, None, 5, 0, 2, None, 3, 3, 1, 4, 5, 2], pa.int32()),
        "amount": [0.0, None, 7.75, -7.75, 0.1, 0.2, 1e300, None, 30.0, 29.95, -0.5, 2.5],
        "alive": [True, False, None, True, True, None, False, True, False, True, None, False],
        "here": [None, None, None, True, False, True, False, True, True, False, True, False],
    }
)

AGES = pa.table({"age": pa.array([None, -1, *range(121)], pa.int32())})

EVENTS = pa.table(
    {
        "record": pa.array([1, 1, 1, 1, 1, 2, 2, 3, 3, 4, None, BIG], pa.int64()),
        "day": pa.array([DAYS[n] for n in (5, 5, 8, 9, 0, 7, 7, 10, 11, 0, 6, 4)], pa.date32()),
        "code": pa.array([10, 10, 20, 10, 20, 10, 30, 20, None, 10, 10, BIG], pa.int64()),
        "value": [140.0, 140.0, 150.5, None, 1.0, 90.0, 90.5, 999.0, 3.0, None, 5.0, 8.0],
        "main": ["S720", "T71", "I500", None, "", "S72", "W19", "s720", "T98", "T9", "X60", "S"],
        "others": [
            *("W19", "X60;W01", "W20", None, "", ";W10", "AW19", "w19"),
            *("W01\nW19", "E119;W06", "X84", "X8"),
        ],
    }
)

CODES = pa.table(
    {
        "code": pa.array([10, 10, 20, None, BIG], pa.int64()),
        "list": pa.array([0, 1, 1, 2, 3], pa.int16()),
    }
)

LINKS = pa.table(
    {
        "record": pa.array([1, 2, 3, 5, BIG, None], pa.int64()),
        "person": pa.array([1, 1, 2, 3, BIG, 4], pa.int64()),
    }
)

SPANS = pa.table(
    {
        "person": pa.array([1, 1, 1, 2, 2, 3, 4, 4], pa.int64()),
        "place": ["P1", "P2", "P1", None, "P1", "P2", "P1", "P1"],
        "start": pa.array([DAYS[n] for n in (3, 5, 5, 3, 3, 0, 8, 8)], pa.date32()),
        "end": pa.array([DAYS[n] for n in (5, 0, 0, 10, 0, 0, 8, 11)], pa.date32()),
    }
)

MONTHS = pa.table(
    {"month": pa.array([dt.date(2024, 3, 1), dt.date(2025, 4, 1), dt.date(2026, 4, 1)])}
)

NOBODY = PEOPLE.slice(0, 0)

TABLES: dict[str, pa.Table] = {
    "people": PEOPLE,
    "ages": AGES,
    "events": EVENTS,
    "codes": CODES,
    "links": LINKS,
    "spans": SPANS,
    "months": MONTHS,
    "nobody": NOBODY,
}
