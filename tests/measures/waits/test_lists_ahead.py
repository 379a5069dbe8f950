"""Each list ahead: its past and its lengths of wait equal a plain count; small ones are gated."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import pyarrow as pa
import pytest

from tests.measures.waits.test_sizes import AS_AT, Row, days_of, entries, made_rows, one_list
from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.definitions.waiting import TREATMENT
from wholeplace.measures.waits.ahead import OVER, WEEKS, ahead_rows, record_of
from wholeplace.measures.waits.days import WAITING
from wholeplace.measures.waits.lengths import list_lengths
from wholeplace.measures.waits.sizes import sizes_rows
from wholeplace.statistics import EXACT, HES

FIRST = AS_AT - dt.timedelta(days=7 * 13 - 1)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("engine") / "scratch", threads=1) as made:
        yield made


def lengths_of(engine: Engine, rows: list[Row]) -> pa.Table:
    return engine.fetch(list_lengths(TREATMENT, entries(engine, rows), AS_AT))


def on_the_list(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["list_type"] in ("ORTT", "IRTT")]


def waits_on(row: Row, day: dt.date) -> bool:
    stop = row["clock_stop_date"]
    return row["clock_start_date"] <= day and (stop is None or stop > day)


def test_lengths_of_wait_equal_a_plain_count(engine: Engine) -> None:
    rows = made_rows(900)
    wanted: Counter[tuple[str, str, str, int]] = Counter()
    for row in on_the_list(rows):
        came, left = row["clock_start_date"], row["clock_stop_date"]
        here = waits_on(row, AS_AT)
        gone = left is not None and FIRST <= left <= AS_AT and came <= left
        if here or gone:
            weeks = max(((AS_AT if here else left) - came).days - 1, 0) // 7
            what = "waiting" if here else "removed"
            provider = row["provider_code"] or "feed"
            wanted[provider, row["treatment_function"], what, min(weeks, 208) // 3] += 1

    found = lengths_of(engine, rows).to_pylist()

    assert {tuple(list(row.values())[:4]): row["people"] for row in found} == wanted


def test_the_past_is_how_many_waited_at_the_end_of_each_week(engine: Engine) -> None:
    """Waits that ended before the window are not kept by a feed, and not made here."""
    rows = [
        row
        for row in made_rows(900)
        if row["clock_stop_date"] is None or row["clock_stop_date"] >= FIRST
    ]
    table = ahead_rows(TREATMENT, days_of(engine, rows), lengths_of(engine, rows), AS_AT, EXACT)
    found = [row for row in table.to_pylist() if row["provider"] == row["specialty"] == "all"]

    past = {r["week_end"]: r["value"] for r in found if r["what"] == WAITING and not r["ahead"]}

    assert len(past) == 13 and max(past) == AS_AT
    for day, size in past.items():
        assert size == sum(waits_on(row, day) for row in on_the_list(rows))
    [over] = [row["value"] for row in found if row["what"] == OVER and not row["ahead"]]
    limit = AS_AT - dt.timedelta(days=18 * 7)
    late = [r for r in on_the_list(rows) if waits_on(r, AS_AT) and r["clock_start_date"] < limit]
    assert over == len(late)


def test_half_a_year_is_told_of_hospitals_and_of_specialties_with_ranges(engine: Engine) -> None:
    rows = made_rows(900)
    table = ahead_rows(TREATMENT, days_of(engine, rows), lengths_of(engine, rows), AS_AT, EXACT)

    found = [row for row in table.to_pylist() if row["ahead"]]

    lists = {(row["provider"], row["specialty"]) for row in found}
    assert lists == {("all", "all"), ("all", "110"), ("all", "130")} | {
        (provider, "all") for provider in ("X", "Y", "feed")
    }
    assert len(found) == len(lists) * 2 * WEEKS
    for row in found:
        assert row["lower_95"] <= row["lower_80"] <= row["value"] * 1.01
        assert row["value"] * 0.99 <= row["upper_80"] <= row["upper_95"]


def test_nothing_is_told_of_lists_whose_size_is_not_shown(engine: Engine) -> None:
    rows = made_rows(150)
    days = days_of(engine, rows)
    sizes = sizes_rows(TREATMENT, days, AS_AT, HES).to_pylist()

    table = ahead_rows(TREATMENT, days, lengths_of(engine, rows), AS_AT, HES)

    status = {(row["provider"], row["specialty"]): row["status"] for row in sizes}
    margins = {key for key in status if "all" in key}
    shown = {(row["provider"], row["specialty"]) for row in table.to_pylist()}
    assert shown == {key for key in margins if status[key] == "shown"} != margins
    counted = [row["value"] for row in table.to_pylist() if not row["ahead"]]
    assert all(value is None or value % 5 == 0 for value in counted)


def test_past_weeks_are_hidden_where_a_list_beside_is(engine: Engine) -> None:
    """One hospital's list is too small to show, so the other's keeps today alone."""
    rows = [
        row | {"provider_code": "X" if row["provider_code"] and n % 60 else "Y"}
        for n, row in enumerate(made_rows(900))
        if row["provider_code"]
    ]
    table = ahead_rows(TREATMENT, days_of(engine, rows), lengths_of(engine, rows), AS_AT, HES)

    counted = Counter(
        (row["provider"], row["specialty"])
        for row in table.to_pylist()
        if row["what"] == WAITING and not row["ahead"]
    )

    assert counted["X", "all"] == 1 and ("Y", "all") not in counted
    assert counted["all", "110"] == counted["all", "all"] == 13


def test_lists_that_read_alike_are_told_alike_ahead(engine: Engine) -> None:
    """123 and 126 people waiting are both about 125: what follows does not tell them apart."""
    told = []
    for number in (123, 126):
        rows = one_list(number, 20)
        left = [row | {"clock_stop_date": AS_AT} for row in rows[:40]]
        both = rows + left
        told.append(
            ahead_rows(TREATMENT, days_of(engine, both), lengths_of(engine, both), AS_AT, HES)
        )

    sizes = [
        [row["value"] for row in table.to_pylist() if row["ahead"] == 0 and row["what"] == OVER]
        for table in told
    ]
    assert sizes[0] == sizes[1]


def test_the_record_counts_the_lists_it_could_test(engine: Engine) -> None:
    found = record_of(TREATMENT, days_of(engine, made_rows(900)), AS_AT, EXACT)

    assert 0 <= found.held <= found.lists <= 6
    assert found.lists and found.weeks == 6
