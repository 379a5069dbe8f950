"""Queries written out once: what they give of a table is what Ibis gives, step by step."""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.written import Written

SCHEMA = pa.schema([("number", pa.int64()), ("name", pa.string())])
ONE = [{"number": 4, "name": "it's"}, {"number": 7, "name": None}, {"number": None, "name": '"'}]
OTHER = [{"number": -1, "name": "é;"}]


@pytest.fixture(params=[ONE, OTHER, []], ids=["some", "others", "none"])
def rows(request: pytest.FixtureRequest) -> pa.Table:
    return pa.Table.from_pylist(request.param, SCHEMA)


@pytest.fixture
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("engine") / "scratch", threads=1) as made:
        yield made


def doubled(table: ir.Table) -> ir.Table:
    return table.mutate(double=table.number * 2, name=table.name.fill_null('it\'s "unknown"'))


def told(table: ir.Table) -> ir.Table:
    large = ibis.ifelse(table.double > 10, table.double, None)
    return table.select("name", "number", large=large, both=table.double + table.number)


def written() -> Written:
    step = doubled(ibis.table(ibis.schema(SCHEMA), name="all_rows"))
    return Written.of("all_rows", {"step": step}, told(ibis.table(step.schema(), name="step")))


def test_a_written_query_gives_of_each_table_what_its_steps_give(
    engine: Engine, rows: pa.Table
) -> None:
    tables = [engine.table(rows), engine.table(pa.Table.from_pylist(ONE, SCHEMA))]

    kept = [engine.keep_written(written(), table) for table in tables]

    for table, found in zip(tables, kept, strict=True):
        assert engine.fetch(found).equals(engine.fetch(told(doubled(table))))


def test_what_several_columns_use_is_worked_out_once(engine: Engine) -> None:
    step = ibis.table(ibis.schema(SCHEMA), name="all_rows").mutate(chance=ibis.random())
    chance = ibis.table(step.schema(), name="step").chance
    query = Written.of("all_rows", {"step": step}, chance.as_table().mutate(again=chance))

    found = engine.fetch(
        engine.keep_written(query, engine.table(pa.Table.from_pylist(ONE, SCHEMA)))
    )

    assert found["chance"].equals(found["again"])
    assert len(set(found["chance"].to_pylist())) == len(ONE)
