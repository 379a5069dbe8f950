"""Draws where small people lived, were registered and were treated, and runs the real passes.

```
person | at practice     | at home         | in hospital            || practice | resident | stays
1      | P1 2015-01-01.. | L1 2015-01-01.. | 2025-06-01..2025-06-04 || P1       | yes      | 1
```

Cells hold spans as ``[where ]from..to`` with ``to`` blank while they last, parted by semicolons;
``born`` and ``died`` may be drawn too. Answers are columns of the person table: dates in ISO form,
``yes`` or ``no``, blank for none.
"""

from __future__ import annotations

import datetime as dt
import inspect
from typing import Any

import pyarrow as pa

from wholeplace.core.engine import Engine
from wholeplace.core.registry import Registry
from wholeplace.definitions.datasets.person import PERSON as PERSON_CONTRACT
from wholeplace.record.attributes import Activity
from wholeplace.record.person_table import Inputs, person_table
from wholeplace.record.plan import Plan

AS_AT = dt.date(2026, 3, 31)
RECORDED = ("person", "born", "died", "at practice", "at home", "in hospital")
SMALL_AREAS = {"L1": "D1", "L2": "D1", "L3": "D2"}
ABSENT = {"registered": False, "resident": False}
"""What is true of somebody who was nowhere in the period, and so is not in the table."""

PRACTICES = {"P1": True, "P2": True, "P9": False}
"""Practice → whether it is in the system."""


def stays(**says: Any) -> Activity:
    """An activity that counts every hospital stay."""
    usual = {
        "name": "stays",
        "title": "Stays",
        "dataset": "hospital_spell",
        "date": "admission_date",
        "rule": lambda row: row.admission_date.notnull(),
    }
    return Activity(**(usual | says))


STAYS = (
    stays(),
    stays(name="stays_lately", months=1),
    stays(name="stays_in_two_years", months=24),
    stays(name="nights", rule=lambda row: row.nights()),
    stays(name="days_with_a_stay", counts="days"),
    stays(name="stays_by_discharge", date="discharge_date"),
)


def answers(engine: Engine, text: str, as_at: dt.date = AS_AT) -> list[tuple[int, str, str, str]]:
    """Each wrong answer of a drawn table, as person, column, expected, found."""
    rows = _rows(text)
    found = {row["person"]: row for row in person_rows(engine, rows, as_at)}
    return [
        (int(row["person"]), name, expected, said)
        for row in rows
        for name, expected in row.items()
        if name not in RECORDED
        and (said := _said(found.get(int(row["person"]), ABSENT).get(name))) != expected
    ]


def person_rows(
    engine: Engine,
    rows: list[dict[str, str]],
    as_at: dt.date = AS_AT,
    without: tuple[str, ...] = (),
) -> list[dict[str, Any]]:
    """The person table of drawn rows, some datasets left out."""
    plan = Plan.of(Registry([*STAYS, PERSON_CONTRACT]), as_at)
    made = inputs(engine, rows, without)
    return engine.fetch(person_table(engine, plan, made)).to_pylist()


def inputs(engine: Engine, rows: list[dict[str, str]], without: tuple[str, ...] = ()) -> Inputs:
    """Drawn rows as the tables a run reads; without places drawn, everybody lives in L1."""
    if not any({"at practice", "at home"} & set(row) for row in rows):
        rows = [row | {"at home": "L1 2000-01-01.."} for row in rows]
    datasets = {
        "person": _table([_person(row) for row in rows], PERSON),
        "registration": _table(_spans(rows, "at practice", "practice_code"), REGISTRATION),
        "residence": _table(_spans(rows, "at home", "lsoa21"), RESIDENCE),
        "hospital_spell": _table(_spans(rows, "in hospital", ""), SPELL),
    }
    numbers = [int(row["person"]) for row in rows]
    return Inputs(
        datasets={n: engine.table(table) for n, table in datasets.items() if n not in without},
        links=engine.table(pa.table({"record_id": numbers, "person": numbers})),
        people=engine.table(pa.table({"person": numbers})),
        small_areas=engine.table(small_areas()),
        practices=engine.table(practices()),
    )


def small_areas() -> pa.Table:
    """The small areas of a made-up system of two districts."""
    return pa.table(
        {
            "lsoa21": list(SMALL_AREAS),
            "lsoa11": [f"{code}-2011" for code in SMALL_AREAS],
            **{name: list(SMALL_AREAS.values()) for name in ("msoa", "ward", "district")},
            **{name: ["S"] * len(SMALL_AREAS) for name in ("upper_tier", "icb")},
            "rural": [False] * len(SMALL_AREAS),
            "imd19_fifth": pa.array([1, 2, 5], pa.int32()),
            "imd25_fifth": pa.array([2, 2, 4], pa.int32()),
        }
    )


def practices() -> pa.Table:
    """Two practices of the system, and one outside it."""
    return pa.table(
        {
            "practice_code": list(PRACTICES),
            "pcn_code": ["N1", "N2", "N9"],
            "place": ["north", "south", "elsewhere"],
            "in_system": list(PRACTICES.values()),
        }
    )


SPAN = {"start_date": pa.date32(), "end_date": pa.date32()}
PERSON = {
    "record_id": pa.int64(),
    "birth_date": pa.date32(),
    "death_date": pa.date32(),
    "sex": pa.string(),
    "ethnic_category": pa.string(),
    "received": pa.date32(),
    "source": pa.string(),
}
REGISTRATION = {"record_id": pa.int64(), "practice_code": pa.string(), **SPAN}
RESIDENCE = {
    "record_id": pa.int64(),
    "lsoa21": pa.string(),
    "lsoa11": pa.string(),
    "household": pa.string(),
    **SPAN,
}
SPELL = {
    "record_id": pa.int64(),
    "admission_date": pa.date32(),
    "discharge_date": pa.date32(),
}


def _rows(text: str) -> list[dict[str, str]]:
    lines = [
        [cell.strip() for cell in line.replace("||", "|").split("|")]
        for line in inspect.cleandoc(text).splitlines()
    ]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def _table(rows: list[dict[str, Any]], types: dict[str, pa.DataType]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=pa.schema(list(types.items())))


def _person(row: dict[str, str]) -> dict[str, Any]:
    return {
        "record_id": int(row["person"]),
        "birth_date": _day(row.get("born", "1950-04-01")),
        "death_date": _day(row.get("died", "")),
        "received": AS_AT,
        "source": "gp",
    }


def _spans(rows: list[dict[str, str]], column: str, where: str) -> list[dict[str, Any]]:
    made = []
    for row in rows:
        for entry in filter(None, (part.strip() for part in row.get(column, "").split(";"))):
            place, _, span = entry.rpartition(" ")
            start, _, end = span.partition("..")
            first, last = (
                ("start_date", "end_date") if where else ("admission_date", "discharge_date")
            )
            made.append({"record_id": int(row["person"]), first: _day(start), last: _day(end)})
            if where:
                made[-1][where] = place
    return made


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
