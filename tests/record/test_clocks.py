"""Referral-to-treatment clocks, drawn: what happened on each pathway, and the clocks it has."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

import pyarrow as pa
import pytest

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.definitions.datasets.waiting_list_entry import PATHWAY_STATUS
from wholeplace.record.clocks import NO_CLOCK, RUNS_ON, STARTS, STOPS, clocks

AS_AT = dt.date(2026, 3, 31)
JANUARY = dt.date(2026, 1, 1)

# What happened, as day of the year, status and marks (@ with the period's first day, A admitted),
# and each clock: first day, last day or "-" while it runs, outcome.
DRAWN = {
    "referred, seen, still waiting": ("1:10 20:20", "1 - incomplete"),
    "treated in clinic": ("1:10 20:20 40:30", "1 40 non-admitted"),
    "treated as an inpatient": ("1:10 20:20 60:30A", "1 60 admitted"),
    "seen and treated on one day": ("5:10 5:30", "5 5 non-admitted"),
    "the clock starts at the referral, not at the visit": ("30:10@2 50:20", "2 - incomplete"),
    "transferred: the clock runs on": ("1:10 20:21 60:30A", "1 60 admitted"),
    "active monitoring, by the person": ("1:10 20:31 40:91", "1 20 non-admitted"),
    "active monitoring ends: a new clock": (
        "1:10 20:32 40:91 50:11",
        "1 20 non-admitted, 50 - incomplete",
    ),
    "monitored, then treated": ("1:10 20:32 50:11 70:30", "1 20 non-admitted, 50 70 non-admitted"),
    "decision not to treat": ("1:10 20:34", "1 20 non-admitted"),
    "added to a transplant list": ("1:10 20:34 90:30A", "1 20 non-admitted"),
    "treatment declined": ("1:10 20:35", "1 20 non-admitted"),
    "died before treatment": ("1:10 20:36", "1 20 non-admitted"),
    "first appointment not attended: as if it never ran": ("1:10 20:33", "1 20 nullified"),
    "not attended, then booked again": (
        "1:10 20:33 25:10 60:30",
        "1 20 nullified, 25 60 non-admitted",
    ),
    "after treatment there is no clock": ("1:10 20:30 40:90 60:90", "1 20 non-admitted"),
    "a new decision to treat, after treatment": (
        "1:10 20:30 40:10 70:30A",
        "1 20 non-admitted, 40 70 admitted",
    ),
    "a separate condition, on a pathway whose clock runs": (
        "1:10 20:12 70:30A",
        "1 70 admitted",
    ),
    "tests by the GP first": ("1:92 20:10@20 40:20", "20 - incomplete"),
    "outside referral to treatment": ("1:98 20:98", ""),
    "not yet known": ("1:99", ""),
    "a start sent twice does not start again": ("1:10 9:10 40:30", "1 40 non-admitted"),
    "a stop sent twice stops once": ("1:10 40:30 45:34", "1 40 non-admitted"),
    "a start never sent, with the period's first day": ("30:20@3 60:30", "3 60 non-admitted"),
    "a start never sent, treated at once": ("30:30@3", "3 30 non-admitted"),
    "a start never sent, and no day of it": ("30:20 60:30", ""),
    "what happens after the date has not happened": ("1:10 200:30", "1 - incomplete"),
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("engine") / "scratch", threads=1) as made:
        yield made


def day(number: str) -> dt.date:
    return JANUARY + dt.timedelta(days=int(number) - 1)


def happened(pathway: str, drawn: str) -> Iterator[dict[str, object]]:
    for item in drawn.split():
        when, rest = item.split(":")
        status, _, start = rest.rstrip("A").partition("@")
        yield {
            "pathway": pathway,
            "date": day(when),
            "status": status,
            "period_start": day(start) if start else None,
            "admitted": rest.endswith("A"),
        }


def read(engine: Engine, rows: list[dict[str, object]]) -> dict[str, list[dict[str, object]]]:
    schema = pa.schema(
        [
            ("pathway", pa.string()),
            ("date", pa.date32()),
            ("status", pa.string()),
            ("period_start", pa.date32()),
            ("admitted", pa.bool_()),
        ]
    )
    made = engine.fetch(clocks(engine.table(pa.Table.from_pylist(rows, schema)), AS_AT))
    found: dict[str, list[dict[str, object]]] = {}
    for row in sorted(made.to_pylist(), key=lambda row: row["clock"]):
        found.setdefault(row["pathway"], []).append(row)
    return found


def as_drawn(rows: list[dict[str, object]]) -> str:
    said = []
    for row in rows:
        stop = str((row["stopped"] - JANUARY).days + 1) if row["stopped"] else "-"
        said.append(f"{(row['started'] - JANUARY).days + 1} {stop} {row['outcome']}")
    return ", ".join(said)


def test_the_clocks_of_drawn_pathways(engine: Engine) -> None:
    rows = [row for name, (drawn, _) in DRAWN.items() for row in happened(name, drawn)]

    found = read(engine, rows)

    assert {name: as_drawn(found.get(name, [])) for name in DRAWN} == {
        name: wanted for name, (_, wanted) in DRAWN.items()
    }


def test_a_wait_of_126_days_is_not_over_18_weeks_and_one_of_127_is(engine: Engine) -> None:
    rows = [
        {
            "pathway": str(days),
            "date": AS_AT - dt.timedelta(days=days),
            "status": "10",
            "period_start": None,
            "admitted": False,
        }
        for days in (0, 7, 8, 126, 127)
    ]

    found = {name: row["weeks"] for name, [row] in read(engine, rows).items()}

    assert found == {"0": 0, "7": 0, "8": 1, "126": 17, "127": 18}


def test_every_stop_says_why(engine: Engine) -> None:
    rows = [row for code in STOPS for row in happened(code, f"1:10 9:{code}")]

    found = read(engine, rows)

    assert all(found[code][0]["why"] for code in STOPS)
    assert found["36"][0]["why"] == "died before treatment"


def test_every_national_status_is_a_start_a_stop_or_neither() -> None:
    assert {*STARTS, *RUNS_ON, *STOPS, *NO_CLOCK} == set(PATHWAY_STATUS)


def test_random_pathways_have_the_clocks_that_going_through_them_day_by_day_gives(
    engine: Engine,
) -> None:
    chance, rows = random.Random(11), []
    for pathway in range(400):
        days = sorted(chance.sample(range(1, 120), chance.randint(1, 7)))
        for when in days:
            status = chance.choice([*STARTS, *RUNS_ON, *STOPS, *NO_CLOCK])
            start = f"@{max(1, when - 9)}" if chance.random() < 0.4 else ""
            rows += happened(str(pathway), f"{when}:{status}{start}")

    found = read(engine, rows)

    for pathway in {str(row["pathway"]) for row in rows}:
        mine = [row for row in rows if row["pathway"] == pathway and row["date"] <= AS_AT]
        assert as_drawn(found.get(pathway, [])) == day_by_day(mine), mine


def day_by_day(rows: list[dict[str, object]]) -> str:
    """The plain reading: one clock, on or off, and what turns it."""
    said, running, first = [], None, True
    for row in rows:
        status = str(row["status"])
        if status in NO_CLOCK:
            continue
        start = row["period_start"] or row["date"]
        if running is None and (status in STARTS or (first and row["period_start"])):
            running = start
        if running is not None and status in STOPS:
            outcome = "nullified" if status == "33" else "non-admitted"
            said.append((running, row["date"], outcome))
            running = None
        first = False
    if running is not None:
        said.append((running, None, "incomplete"))
    return as_drawn([{"started": a, "stopped": b, "outcome": c} for a, b, c in said])
