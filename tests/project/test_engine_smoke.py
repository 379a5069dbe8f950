"""The pinned ibis, duckdb and sqlglot still work together: small operations, each with its answer.

The newest releases install together without complaint and fail when they run, so the resolver
cannot be relied on; these operations are the ones that broke.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ibis.backends.duckdb import Backend

EVENTS = pa.table(
    {
        "person": pa.array([1, 1, 1, 2, 2, 3], pa.int64()),
        "day": [
            dt.date(2024, 2, 29),
            dt.date(2024, 3, 1),
            dt.date(2025, 3, 31),
            dt.date(2023, 12, 31),
            None,
            dt.date(2024, 3, 1),
        ],
        "code": pa.array([38341003, 73211009, 38341003, 38341003, 73211009, None], pa.int64()),
        "value": [140.5, None, 138.0, 7.75, 0.0, 12.0],
        "words": ["asthma", "Asthma ", None, "cough;fall", "fall", ""],
    }
)
CODES = pa.table({"code": pa.array([38341003], pa.int64()), "name": ["hypertension"]})


@dataclass(frozen=True)
class Tables:
    """The two tables each operation may use."""

    events: ir.Table
    codes: ir.Table


@pytest.fixture
def connection() -> Backend:
    return ibis.duckdb.connect()


@pytest.fixture
def tables(connection: Backend, tmp_path: Path) -> Tables:
    pq.write_table(EVENTS, tmp_path / "events.parquet")
    pq.write_table(CODES, tmp_path / "codes.parquet")
    return Tables(
        connection.read_parquet(tmp_path / "events.parquet"),
        connection.read_parquet(tmp_path / "codes.parquet"),
    )


def _rank_in_person(events: ir.Table) -> ir.IntegerColumn:
    return ibis.row_number().over(group_by="person", order_by=events.day.desc(nulls_first=False))


OPERATIONS: dict[str, tuple[Callable[[Tables], ir.Table], list[tuple[Any, ...]]]] = {
    "join on an integer code": (
        lambda t: t.events.join(t.codes, "code").select("person", "name").order_by("person"),
        [(1, "hypertension"), (1, "hypertension"), (2, "hypertension")],
    ),
    "left join keeps people without a match": (
        lambda t: (
            t.events.left_join(t.codes, "code")
            .group_by("person")
            .agg(found=lambda j: j.name.count())
            .order_by("person")
        ),
        [(1, 2), (2, 1), (3, 0)],
    ),
    "semi join": (
        lambda t: (
            t.events.semi_join(t.codes, "code").select("person").distinct().order_by("person")
        ),
        [(1,), (2,)],
    ),
    "anti join keeps null keys": (
        lambda t: t.events.anti_join(t.codes, "code").select("person").order_by("person"),
        [(1,), (2,), (3,)],
    ),
    "first date per person and code": (
        lambda t: (
            t.events.filter(t.events.code == 38341003)
            .group_by("person")
            .agg(first=lambda e: e.day.min())
            .order_by("person")
        ),
        [(1, dt.date(2024, 2, 29)), (2, dt.date(2023, 12, 31))],
    ),
    "conditional counts in one pass": (
        lambda t: (
            t.events.group_by("person")
            .agg(
                high=lambda e: (e.value > 130).sum().fill_null(0),
                coded=lambda e: e.count(where=e.code.notnull()),
            )
            .order_by("person")
        ),
        [(1, 2, 3), (2, 0, 2), (3, 0, 0)],
    ),
    "count distinct": (
        lambda t: t.events.agg(people=t.events.person.nunique(), codes=t.events.code.nunique()),
        [(3, 2)],
    ),
    "long then pivot": (
        lambda t: (
            t.events.filter(t.events.code.notnull())
            .group_by("person", "code")
            .agg(n=lambda e: e.count())
            .mutate(code=lambda e: e.code.cast("string"))
            .pivot_wider(
                id_cols="person",
                names_from="code",
                values_from="n",
                names=["38341003", "73211009"],
                values_agg="sum",
                values_fill=0,
            )
            .order_by("person")
        ),
        [(1, 2, 1), (2, 1, 1)],
    ),
    "latest row per person by row number": (
        lambda t: (
            t.events.mutate(place=_rank_in_person(t.events))
            .filter(lambda e: e.place == 0)
            .select("person", "day")
            .order_by("person")
        ),
        [(1, dt.date(2025, 3, 31)), (2, dt.date(2023, 12, 31)), (3, dt.date(2024, 3, 1))],
    ),
    "previous date in a window": (
        lambda t: (
            t.events.filter(t.events.person == 1)
            .mutate(before=lambda e: e.day.lag().over(order_by=e.day))
            .order_by("day")
            .select("before")
        ),
        [(None,), (dt.date(2024, 2, 29),), (dt.date(2024, 3, 1),)],
    ),
    "cumulative sum": (
        lambda t: (
            t.events.filter(t.events.day.notnull())
            .mutate(
                seen=lambda e: e.count().over(ibis.cumulative_window(order_by=[e.day, e.person]))
            )
            .order_by("day", "person")
            .select("seen")
        ),
        [(1,), (2,), (3,), (4,), (5,)],
    ),
    "year, month and day of a date": (
        lambda t: t.events.filter(t.events.day == dt.date(2024, 2, 29)).select(
            y=t.events.day.year(), m=t.events.day.month(), d=t.events.day.day()
        ),
        [(2024, 2, 29)],
    ),
    "days between dates": (
        lambda t: t.events.filter(t.events.person == 3).select(
            days=ibis.literal(dt.date(2025, 3, 1)).delta(t.events.day, unit="day")
        ),
        [(365,)],
    ),
    "month added at a month's end is clipped": (
        lambda t: t.events.filter(t.events.day == dt.date(2023, 12, 31)).select(
            later=t.events.day + ibis.interval(months=2)
        ),
        [(dt.date(2024, 2, 29),)],
    ),
    "first day of the month": (
        lambda t: t.events.filter(t.events.person == 3).select(
            month=t.events.day.truncate("M").cast("date")
        ),
        [(dt.date(2024, 3, 1),)],
    ),
    "division by nothing is null": (
        lambda t: t.events.filter(t.events.value == 0).select(x=1 / t.events.value.nullif(0)),
        [(None,)],
    ),
    "floor before a cast to whole numbers": (
        lambda t: t.events.filter(t.events.value == 7.75).select(
            x=t.events.value.floor().cast("int64")
        ),
        [(7,)],
    ),
    "cases with nulls counted as unknown": (
        lambda t: (
            t.events.mutate(
                band=ibis.cases(
                    (t.events.value.isnull(), "unknown"),
                    (t.events.value >= 130, "high"),
                    else_="in range",
                )
            )
            .group_by("band")
            .agg(n=lambda e: e.count())
            .order_by("band")
        ),
        [("high", 2), ("in range", 3), ("unknown", 1)],
    ),
    "clean, split and unnest text": (
        lambda t: (
            t.events.select(word=t.events.words.strip().lower().split(";").unnest())
            .filter(lambda w: w.word != "")
            .group_by("word")
            .agg(n=lambda w: w.count())
            .order_by("word")
        ),
        [("asthma", 2), ("cough", 1), ("fall", 2)],
    ),
    "sha256 in hexadecimal": (
        lambda t: t.events.filter(t.events.words == "fall").select(
            h=t.events.words.hexdigest("sha256").left(8)
        ),
        [("2dc46af1",)],
    ),
    "union of tables": (
        lambda t: t.events.select("code").union(t.codes.select("code")).agg(n=lambda u: u.count()),
        [(7,)],
    ),
    "grouped quantile": (
        lambda t: t.events.agg(middle=t.events.value.quantile(0.5)),
        [(12.0,)],
    ),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_gives_its_answer(name: str, tables: Tables) -> None:
    operation, expected = OPERATIONS[name]

    found = operation(tables).to_pyarrow()

    assert [tuple(row.values()) for row in found.to_pylist()] == expected


def test_parquet_comes_back_as_written(tables: Tables, tmp_path: Path) -> None:
    tables.events.to_parquet(tmp_path / "again.parquet")

    assert (
        pq.read_table(tmp_path / "again.parquet").sort_by("value").equals(EVENTS.sort_by("value"))
    )


def test_tables_are_made_replaced_listed_and_dropped(connection: Backend, tables: Tables) -> None:
    connection.create_table("kept", tables.codes)
    connection.create_table("kept", tables.events, overwrite=True)
    assert connection.table("kept").count().execute() == 6

    connection.drop_table("kept")

    assert "kept" not in connection.list_tables()


def test_results_come_in_batches(tables: Tables) -> None:
    batches = tables.events.to_pyarrow_batches()

    assert sum(batch.num_rows for batch in batches) == 6


def test_the_query_can_be_shown(tables: Tables) -> None:
    query = str(ibis.to_sql(tables.events.filter(tables.events.value > 130), dialect="duckdb"))

    assert "WHERE" in query and "130" in query


def test_a_locked_connection_reads_only_its_folder(tmp_path: Path) -> None:
    inside, outside = tmp_path / "release", tmp_path / "vault"
    for folder in (inside, outside):
        folder.mkdir()
        pq.write_table(CODES, folder / "codes.parquet")
    connection = ibis.duckdb.connect()
    connection.raw_sql("SET allowed_directories=?", parameters=[[str(inside)]])
    connection.raw_sql("SET enable_external_access=false")
    connection.raw_sql("SET lock_configuration=true")

    assert connection.read_parquet(inside / "codes.parquet").count().execute() == 1
    with pytest.raises(Exception, match="disabled"):
        connection.read_parquet(outside / "codes.parquet").count().execute()
