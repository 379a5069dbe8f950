"""Flows month by month: everybody who was here at the time, gone since or not."""

from __future__ import annotations

import datetime as dt
import inspect
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from tests.measures.small_installation import AS_AT, Finished, Life
from wholeplace.core.calendar import month_starts, months_earlier
from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.measures.flows import covered_from
from wholeplace.measures.monthly import Belonging, monthly_cube, monthly_uses
from wholeplace.record.attributes import Activity
from wholeplace.record.codelists import CodeList
from wholeplace.statistics import coarser, release_rate

STAYS = Activity(
    name="stays",
    title="Stays",
    dataset="hospital_spell",
    date="admission_date",
    rule=lambda row: row.admission_date.notnull(),
)
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("monthly") / "scratch", threads=1) as made:
        yield made


def no_lists(name: str) -> CodeList:
    raise AssertionError(f"no rule here asks for {name}")


def months(engine: Engine, text: str) -> dict[tuple[str, str], tuple[int, int]]:
    """(area, month) → people and stays, from a drawn table of spans, deaths and days of stays."""
    lines = [
        [cell.strip() for cell in line.split("|")] for line in inspect.cleandoc(text).split("\n")
    ]
    rows = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    spans = [
        {"record_id": int(row["person"]), "practice_code": row["practice"]}
        | {"start_date": day(row["from"]), "end_date": day(row["to"])}
        for row in rows
    ]
    stays = [
        {"record_id": int(row["person"]), "admission_date": day(entry)}
        for row in rows
        for entry in row.get("admitted", "").split()
    ]
    people = sorted({int(row["person"]) for row in rows})
    deaths = {int(row["person"]): day(row["died"]) for row in rows if row.get("died")}
    belonging = Belonging(
        "registered",
        engine.table(pa.Table.from_pylist(spans, SPANS)),
        "practice_code",
        engine.table(pa.table({"area": ["P1", "P2"], "within": ["P1", "P2"]})),
        engine.table(
            pa.table(
                {
                    "person": people,
                    "death_date": pa.array([deaths.get(n) for n in people], pa.date32()),
                }
            )
        ),
    )
    links = engine.table(pa.table({"record_id": people, "person": people}))
    spells = {"hospital_spell": engine.table(pa.Table.from_pylist(stays, STAY_COLUMNS))}
    uses = monthly_uses(engine, [STAYS], spells, links, no_lists, AS_AT)
    found = monthly_cube(engine, belonging, uses, links, AS_AT).to_pylist()
    return {(r["within"], f"{r['month']:%Y-%m}"): (r["people"], r["stays"]) for r in found}


SPANS = pa.schema(
    [
        ("record_id", pa.int64()),
        ("practice_code", pa.string()),
        ("start_date", pa.date32()),
        ("end_date", pa.date32()),
    ]
)
ALWAYS = {"start_date": dt.date(2020, 1, 1), "end_date": None}
STAY_COLUMNS = pa.schema([("record_id", pa.int64()), ("admission_date", pa.date32())])


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def test_somebody_who_died_is_counted_in_the_months_before_and_in_none_after(
    engine: Engine,
) -> None:
    found = months(
        engine,
        """
        person | practice | from       | to         | died       | admitted
        1      | P1       | 2020-01-01 | 2025-11-15 | 2025-11-15 | 2025-06-10 2025-11-14
        2      | P1       | 2020-01-01 |            | 2025-11-15 | 2025-06-11
        3      | P1       | 2020-01-01 |            |            | 2025-06-12
        """,
    )

    assert found["P1", "2025-06"] == (3, 3)
    assert found["P1", "2025-11"] == (3, 1)
    assert found["P1", "2025-12"] == (1, 0)
    assert found["P1", "2026-03"] == (1, 0)


def test_people_are_counted_where_they_were_at_the_time(engine: Engine) -> None:
    found = months(
        engine,
        """
        person | practice | from       | to         | admitted
        1      | P1       | 2020-01-01 | 2025-08-20 | 2025-07-05 2025-09-05
        1      | P2       | 2025-08-20 |            |
        """,
    )

    assert found["P1", "2025-07"] == (1, 1)
    assert found["P1", "2025-08"] == (1, 0)
    assert ("P1", "2025-09") not in found
    assert found["P2", "2025-09"] == (1, 1)


def test_somebody_at_two_practices_counts_once_at_the_one_joined_last(engine: Engine) -> None:
    found = months(
        engine,
        """
        person | practice | from       | to | admitted
        1      | P1       | 2020-01-01 |    | 2026-02-03
        1      | P2       | 2025-12-01 |    |
        """,
    )

    assert found["P1", "2025-11"] == (1, 0)
    assert ("P1", "2026-02") not in found
    assert found["P2", "2026-02"] == (1, 1)


def test_a_place_left_is_returned_to_where_an_older_one_still_lasts(engine: Engine) -> None:
    found = months(
        engine,
        """
        person | practice | from       | to         | admitted
        1      | P1       | 2024-01-01 | 2026-01-10 | 2025-06-03 2025-09-03 2026-02-03
        1      | P2       | 2025-05-20 | 2025-07-20 |
        1      | P2       | 2025-12-20 |            |
        """,
    )

    here = {month: place for place, month in found if month >= "2025-05"}
    moved = dict.fromkeys(("2025-06", "2025-07", "2026-01", "2026-02", "2026-03"), "P2")
    assert here == dict.fromkeys(here, "P1") | moved
    assert found["P2", "2025-06"] == found["P1", "2025-09"] == found["P2", "2026-02"] == (1, 1)


def test_somebody_belongs_to_a_month_who_did_on_its_first_day(engine: Engine) -> None:
    found = months(
        engine,
        """
        person | practice | from       | to         | admitted
        1      | P1       | 2026-02-01 |            | 2026-02-01
        2      | P1       | 2026-02-02 |            | 2026-02-02
        3      | P1       | 2020-01-01 | 2026-02-01 | 2026-02-01
        """,
    )

    assert found["P1", "2026-01"] == (1, 0)
    assert found["P1", "2026-02"] == (1, 1)
    assert found["P1", "2026-03"] == (2, 0)


def test_uses_of_several_datasets_are_counted_beside_each_other(engine: Engine) -> None:
    calls = replace(STAYS, name="calls", title="Calls", dataset="nhs111_call", date="called_on")
    calls = replace(calls, rule=lambda row: row.called_on.notnull())
    rows = {"record_id": [1, 1, 2], "day": [dt.date(2026, 2, day) for day in (1, 1, 9)]}
    both = pa.table(rows)
    datasets = {
        "hospital_spell": engine.table(both.slice(2).rename_columns(STAY_COLUMNS.names)),
        "nhs111_call": engine.table(both.rename_columns(["record_id", "called_on"])),
    }
    people = pa.table({"person": [1, 2], "death_date": pa.nulls(2, pa.date32())})
    spans = [{"record_id": n, "practice_code": f"P{n}"} | ALWAYS for n in (1, 2)]
    belonging = Belonging(
        "registered",
        engine.table(pa.Table.from_pylist(spans, SPANS)),
        "practice_code",
        engine.table(pa.table({"area": ["P1", "P2"], "within": ["P1", "P2"]})),
        engine.table(people),
    )
    links = engine.table(pa.table({"record_id": [1, 2], "person": [1, 2]}))

    uses = monthly_uses(engine, [STAYS, calls], datasets, links, no_lists, AS_AT)
    found = monthly_cube(engine, belonging, uses, links, AS_AT).to_pylist()

    months = [(row["within"], row["people"], row["stays"], row["calls"]) for row in found]
    assert [row[1] for row in months] == [1] * (2 * 36)
    assert [row for row in months if any(row[2:])] == [("P1", 1, 0, 2), ("P2", 1, 1, 1)]


def here_on(life: Life, first: dt.date) -> bool:
    ends = [end for end in (life.left, life.died) if end]
    return life.joined <= first < min(ends, default=dt.date.max)


def monthly_counts(lives: list[Life]) -> dict[str, tuple[int, int]]:
    """Month → people here on its first day, and their stays in it, by hand."""
    people: Counter[str] = Counter()
    stays: Counter[str] = Counter()
    for first in month_starts(AS_AT, 36):
        last = months_earlier(first, -1) - DAY
        for life in lives:
            if here_on(life, first):
                people[f"{first:%Y-%m}"] += 1
                stays[f"{first:%Y-%m}"] += sum(first <= day <= last for day, _ in life.stays)
    return {month: (people[month], stays[month]) for month in people}


@pytest.mark.parametrize(("basis", "area_type"), [("registered", "icb"), ("resident", "icb")])
def test_released_months_are_gated_rates_of_counts_made_by_hand(
    small: Finished, basis: str, area_type: str
) -> None:
    found = {
        row.category: row
        for row in small.release.values(
            area_types=[area_type], measures=["stay_rate"], breakdowns=["month"], basis=basis
        )
    }
    expected = monthly_counts(small.lives)

    assert set(found) == set(expected)
    for month, (people, stays) in expected.items():
        gated = release_rate(stays, people, 1_000)
        row = found[month]
        assert row.period_start == dt.date.fromisoformat(f"{month}-01")
        assert row.period_end == months_earlier(row.period_start, -1) - DAY
        if row.status == "withheld":
            assert row.numerator is row.value is None
            continue
        assert row.status == str(gated.status)
        assert row.numerator == as_rounded(gated.numerator, row.numerator_rounded_to)
        assert row.denominator == as_rounded(gated.denominator, row.denominator_rounded_to)
    assert [row.status for row in found.values()].count("withheld") <= len(found) / 4


def as_rounded(gated: Any, base: int | None) -> int | None:
    """A gated count as it is released: to the nearest 5, or more coarsely for another's sake."""
    return whole(gated if base is None else coarser(gated, base))


def whole(number: Any) -> int | None:
    return None if number != number else int(number)


def test_only_measures_that_ask_for_it_are_shown_month_by_month(small: Finished) -> None:
    monthly = {row.measure for row in small.release.values(breakdowns=["month"])}

    assert monthly == {"stay_rate"}


@pytest.mark.parametrize(
    ("days", "since"),
    [
        pytest.param(["2025-07-02", "2025-08-20", "2025-09-11"], "2025-07-01", id="from July on"),
        pytest.param(
            ["2024-01-05", *["2025-07-02", "2025-08-20", "2025-09-11"] * 4],
            "2025-07-01",
            id="a mistyped date before it",
        ),
        pytest.param(
            ["2025-06-29", *["2025-07-02", "2025-08-20", "2025-09-11"] * 4],
            "2025-07-01",
            id="begun in the middle of a month",
        ),
    ],
)
def test_a_dataset_covers_months_from_its_first_whole_one(
    engine: Engine, days: list[str], since: str
) -> None:
    dates = pa.array([dt.date.fromisoformat(text) for text in days], pa.date32())
    rows = engine.table(pa.table({"admission_date": dates}))

    found = covered_from(engine, rows, "admission_date", AS_AT)

    assert found == dt.date.fromisoformat(since)


def test_a_dataset_with_no_recent_rows_covers_no_month(engine: Engine) -> None:
    old = pa.array([dt.date(1999, 1, 1)], pa.date32())
    rows = engine.table(pa.table({"admission_date": old}))

    assert covered_from(engine, rows, "admission_date", AS_AT) == dt.date.max
