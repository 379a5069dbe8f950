"""What either engine writes, the other reads: types as declared, blanks kept, order kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.conformance.both import Both, columns, rows, same
from tests.conformance.nasty_tables import BIG, EVENTS, PEOPLE

DECLARED = {
    "person": "int64",
    "born": "date",
    "sex": "string",
    "name": "string",
    "fifth": "int16",
    "amount": "float64",
    "alive": "boolean",
}


def test_blanks_and_long_numbers_come_back_through_either_engine(both: Both) -> None:
    for engine in both.engines:
        for table in (PEOPLE, EVENTS, PEOPLE.slice(0, 0)):
            same(table, engine.fetch(engine.table(table)))


def test_what_is_written_has_the_declared_types_and_order(both: Both, tmp_path: Path) -> None:
    written = []
    for engine in both.engines:
        path = tmp_path / f"{engine.name}.parquet"
        engine.write(engine.table(PEOPLE), path, DECLARED, order_by=["person"])
        written.append(pq.read_table(path))

    same(*written, in_order=True)
    assert dict(columns(written[0])) == {
        "person": "int64",
        "born": "date32[day]",
        "sex": "string",
        "name": "string",
        "fifth": "int16",
        "amount": "double",
        "alive": "bool",
    }


def test_sums_and_literals_are_written_as_declared(both: Both, tmp_path: Path) -> None:
    kinds = {"total": "int64", "rows": "int32", "one": "float64", "aim": "int16", "to": "date"}
    written = []
    for engine in both.engines:
        people = engine.table(PEOPLE)
        sums = people.agg(total=people.fifth.sum(), rows=people.count()).mutate(
            one=ibis.literal(1.0), aim=ibis.literal(140), to=ibis.null("date")
        )
        path = tmp_path / f"{engine.name}.parquet"
        engine.write(sums, path, kinds)
        written.append(pq.read_table(path))

    same(*written)
    assert [kind for _, kind in columns(written[1])] == [
        *("int64", "int32", "double", "int16", "date32[day]")
    ]


def test_each_engine_reads_what_the_other_wrote(both: Both, tmp_path: Path) -> None:
    for writer, reader in (both.engines, both.engines[::-1]):
        path = tmp_path / f"from_{writer.name}.parquet"
        writer.write(writer.table(PEOPLE), path, DECLARED)

        assert rows(reader.fetch(reader.read(path))) == rows(pq.read_table(path))


def test_several_files_are_one_table(both: Both, tmp_path: Path) -> None:
    halves = [tmp_path / "0.parquet", tmp_path / "1.parquet"]
    pq.write_table(EVENTS.slice(0, 5), halves[0])
    both.spark.write(both.spark.table(EVENTS.slice(5)), halves[1], _types(EVENTS))

    for engine in both.engines:
        same(EVENTS, engine.fetch(engine.read(*halves)))


def test_writing_again_replaces(both: Both, tmp_path: Path) -> None:
    path = tmp_path / "again.parquet"
    for engine in both.engines:
        target = path / engine.name
        path.mkdir(exist_ok=True)
        for wanted in (PEOPLE, PEOPLE.slice(0, 3)):
            engine.write(engine.table(wanted), target, DECLARED)
        assert pq.read_table(target).num_rows == 3


def test_a_sum_beyond_the_declared_type_is_an_error(both: Both, tmp_path: Path) -> None:
    for engine in both.engines:
        table = engine.table(pa.table({"n": [BIG, BIG]}))
        with pytest.raises(Exception, match=r"(?i)overflow|out of range|conversion"):
            engine.write(table.agg(n=table.n.sum()), tmp_path / engine.name, {"n": "int64"})


def test_what_is_kept_is_read_back_alike(both: Both) -> None:
    kept = []
    for engine in both.engines:
        spans = engine.table(PEOPLE)
        counted = spans.group_by("sex").agg(n=spans.count(), born=spans.born.max())
        kept.append(engine.fetch(engine.keep(counted)))

    same(*kept)


def test_the_comparison_sees_an_engine_that_differs(both: Both) -> None:
    """A fraction cast to a whole number: one engine rounds and the other cuts."""
    one, other = both.answers(
        lambda t: t.people.select(n=t.people.amount.nullif(1e300).cast("int64"))
    )

    assert rows(one) != rows(other)


def test_dates_do_not_move_with_the_time_zone(both: Both) -> None:
    day = dt.date(2025, 3, 30)
    for engine in both.engines:
        table = engine.table(pa.table({"day": pa.array([day], pa.date32())}))
        found = engine.fetch(table.filter(table.day == ibis.literal(day)))
        assert found["day"].to_pylist() == [day]


def _types(table: pa.Table) -> dict[str, str]:
    return {n: str(k) for n, k in ibis.Schema.from_pyarrow(table.schema).items()}
