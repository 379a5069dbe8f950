"""The engine: what is written has the types declared, and what is read came through Parquet."""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Iterator
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.core.engine import Engine, duckdb_engine

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "person": st.integers(-(2**62), 2**62),
            "name": st.none() | st.text(max_size=5).filter(lambda text: "\0" not in text),
            "day": st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
            "amount": st.none() | st.floats(allow_nan=False, width=32),
        }
    ),
    max_size=50,
)
SCHEMA = pa.schema(
    [("person", pa.int64()), ("name", pa.string()), ("day", pa.date32()), ("amount", pa.float64())]
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("engine") / "scratch", threads=1) as made:
        yield made


@settings(max_examples=25)
@given(ROWS)
def test_a_table_taken_in_and_fetched_is_the_same_with_its_blanks(
    engine: Engine, rows: list[dict[str, object]]
) -> None:
    given = pa.Table.from_pylist(rows, SCHEMA)

    found = engine.fetch(engine.table(given))

    assert sorted(map(repr, found.to_pylist())) == sorted(map(repr, given.to_pylist()))


def test_sums_are_written_as_whole_numbers_of_the_declared_size(
    engine: Engine, tmp_path: Path
) -> None:
    table = engine.table(pa.table({"place": ["a", "a", "b"], "people": [1, 2, 3]}))
    sums = table.group_by("place").agg(people=table.people.sum(), rows=table.count())

    engine.write(
        sums, tmp_path / "sums.parquet", {"people": "int64", "place": "string", "rows": "int32"}
    )

    written = pq.read_table(tmp_path / "sums.parquet")
    assert written.schema.types == [pa.int64(), pa.string(), pa.int32()]
    assert written.column_names == ["people", "place", "rows"]
    assert {(r["place"], r["people"]) for r in written.to_pylist()} == {("a", 3), ("b", 3)}


def test_a_sum_beyond_the_declared_type_is_an_error_and_not_a_wrong_number(
    engine: Engine, tmp_path: Path
) -> None:
    table = engine.table(pa.table({"people": [2**62, 2**62, 2**62]}))

    with pytest.raises(Exception, match=r"(?i)out of range|conversion"):
        engine.write(
            table.agg(people=table.people.sum()), tmp_path / "big.parquet", {"people": "int64"}
        )


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=60))
def test_what_is_written_in_order_is_read_in_order(
    engine: Engine, tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[int, int]]
) -> None:
    path = tmp_path_factory.mktemp("sorted") / "rows.parquet"
    table = engine.table(
        pa.table(
            {"one": [one for one, _ in pairs], "two": [two for _, two in pairs]},
            pa.schema([("one", pa.int64()), ("two", pa.int64())]),
        )
    )

    engine.write(table, path, {"one": "int64", "two": "int64"}, order_by=["one", "two"])

    read = pq.read_table(path).to_pylist()
    assert [(row["one"], row["two"]) for row in read] == sorted(pairs)


def test_a_column_that_is_not_declared_is_not_written(engine: Engine, tmp_path: Path) -> None:
    table = engine.table(pa.table({"kept": [1], "local_id": ["secret"]}))

    engine.write(table, tmp_path / "kept.parquet", {"kept": "int64"})

    assert pq.read_table(tmp_path / "kept.parquet").column_names == ["kept"]


def test_blanks_are_written_as_blanks(engine: Engine, tmp_path: Path) -> None:
    table = engine.table(pa.table({"day": pa.array([None, dt.date(2024, 2, 29)], pa.date32())}))

    engine.write(table, tmp_path / "days.parquet", {"day": "date"}, order_by=["day"])

    days = pq.read_table(tmp_path / "days.parquet")["day"].to_pylist()
    assert set(days) == {None, dt.date(2024, 2, 29)}


def test_what_is_kept_is_computed_once(engine: Engine) -> None:
    table = engine.table(pa.table({"n": list(range(100))}))

    kept = engine.keep(table.mutate(chance=ibis.random()))

    assert engine.fetch(kept) == engine.fetch(kept)


def test_a_view_holds_what_its_query_does_and_is_short_to_write_out(engine: Engine) -> None:
    table = engine.table(pa.table({"person": [1, 2, 3], "name": ["a", None, "c"]}))
    chosen = table.filter(table.person > 1).mutate(day=ibis.literal(dt.date(2026, 3, 31)))

    view, other = engine.view(chosen), engine.view(table)

    assert engine.fetch(view.order_by("person")).equals(engine.fetch(chosen.order_by("person")))
    assert engine.fetch(other.count().as_table())[0][0].as_py() == 3
    assert view.schema() == chosen.schema()
    assert "2026" not in engine.sql(view)


def test_several_files_are_read_as_one_table(engine: Engine, tmp_path: Path) -> None:
    for number in range(3):
        pq.write_table(pa.table({"n": [number]}), tmp_path / f"{number}.parquet")

    found = engine.fetch(engine.read(*sorted(tmp_path.glob("*.parquet"))))

    assert sorted(found["n"].to_pylist()) == [0, 1, 2]


def test_the_scratch_folder_is_private_and_gone_afterwards(tmp_path: Path) -> None:
    scratch = tmp_path / "deep" / "scratch"

    with duckdb_engine(scratch, threads=1) as engine:
        engine.table(pa.table({"nhs_number": ["9434765919"]}))
        assert stat.S_IMODE(scratch.stat().st_mode) == 0o700
        assert list(scratch.glob("*.parquet"))

    assert not scratch.exists()


def test_the_scratch_folder_is_gone_even_after_an_error(tmp_path: Path) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        duckdb_engine(tmp_path / "scratch", threads=1) as engine,
    ):
        engine.table(pa.table({"n": [1]}))
        raise ZeroDivisionError

    assert not (tmp_path / "scratch").exists()
