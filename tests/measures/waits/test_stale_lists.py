"""A hospital that stopped sending its list is named, and in no total."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from wholeplace.definitions.waiting import TREATMENT
from wholeplace.measures.waits.days import DAYS_SCHEMA
from wholeplace.measures.waits.feeds import stale_lists, without
from wholeplace.measures.waits.sizes import SIZES_SCHEMA, stale_rows

AS_AT = dt.date(2026, 3, 31)


def moved_on(provider: str, *days_ago: int) -> list[tuple[str, str, str, dt.date, int, int]]:
    """Somebody is referred on each of some days, and one waits today."""
    days = [AS_AT - dt.timedelta(days=ago) for ago in days_ago]
    rows = [(provider, "110", "referred", day, 1, 0) for day in days]
    return [*rows, (provider, "110", "waiting", AS_AT, 1, 5)]


def as_table(rows: list[tuple[str, str, str, dt.date, int, int]]) -> pa.Table:
    return pa.table(dict(zip(DAYS_SCHEMA, map(list, zip(*rows, strict=True)), strict=True)))


DAYS = as_table(
    [
        *moved_on("daily", *range(91)),
        *moved_on("late", *range(10, 91)),
        *moved_on("silent", *range(11, 91)),
        *moved_on("small", 40, 60, 80),
    ]
)


def test_a_list_silent_for_longer_than_is_usual_for_it_is_stale() -> None:
    """Ten days are usual for any; three movements in 13 weeks leave months to chance."""
    assert stale_lists(DAYS, AS_AT, 13) == {"silent": AS_AT - dt.timedelta(days=11)}


def test_a_stale_list_is_in_no_total_and_named_with_its_last_day() -> None:
    stale = stale_lists(DAYS, AS_AT, 13)

    kept = without(DAYS, stale)
    rows = stale_rows(TREATMENT, stale)

    assert set(kept["provider"].to_pylist()) == {"daily", "late", "small"}
    assert rows.schema == SIZES_SCHEMA
    [row] = rows.to_pylist()
    assert (row["provider"], row["specialty"], row["status"]) == ("silent", "all", "stale")
    assert row["period_end"] == stale["silent"] and row["waiting"] is None


def test_nothing_is_left_out_where_all_are_current() -> None:
    assert without(DAYS, {}) is DAYS
