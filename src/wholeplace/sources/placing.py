"""Rows put in their place: identifiers to the vault, facts to the record, duplicates to neither."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine
from wholeplace.core.identifiers import record_ids
from wholeplace.sources.batches import Stage
from wholeplace.sources.checks import TYPES
from wholeplace.sources.contracts import LOCAL_ID, Column, Dataset
from wholeplace.sources.tables import ROW

RECORD_ID = "record_id"
IDS_AT_ONCE = 1_000_000
CONFLICT = "__conflict"


@dataclass(frozen=True)
class Placed:
    """What became of the valid rows.

    Attributes:
        loaded: Rows written to the record.
        duplicate: Rows equal to another.
        conflicting: One row for each version of a key that came in several, as row, column,
            value and problem; or None where there are none.
    """

    loaded: int
    duplicate: int
    conflicting: ir.Table | None
    conflicts: int


def number_people(
    engine: Engine, table: ir.Table, key: bytes, source: str, scratch: Path
) -> ir.Table:
    """Keyed record ids for the distinct local ids of a table.

    Args:
        engine: DuckDB.
        table: Rows with ``local_id``.
        key: The installation's secret key.
        source: The sending system.
        scratch: A folder of the vault.

    Returns:
        local_id, record_id.
    """
    path = scratch / "ids.parquet"
    schema = pa.schema([(LOCAL_ID, pa.string()), (RECORD_ID, pa.int64())])
    distinct = table.filter(table[LOCAL_ID].notnull()).select(LOCAL_ID).distinct()
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in distinct.to_pyarrow_batches(chunk_size=IDS_AT_ONCE):
            local_ids = batch[LOCAL_ID]
            made = pa.array(record_ids(key, source, local_ids.to_pylist()))
            writer.write_batch(pa.RecordBatch.from_arrays([local_ids, made], schema=schema))
    return engine.read(path)


def place(
    engine: Engine, valid: ir.Table, valid_rows: int, ids: ir.Table, dataset: Dataset, stage: Stage
) -> Placed:
    """Write the rows of the record and the identifiers of the vault.

    Args:
        engine: DuckDB.
        valid: Rows without a problem.
        valid_rows: How many.
        ids: local_id, record_id.
        dataset: The contract.
        stage: Where to write ``rows.parquet`` and ``identifiers.parquet``.
    """
    content = [*dataset.facts, *(c for c in dataset.identifiers if not c.linking)]
    joined = valid.join(ids, LOCAL_ID)
    columns = {RECORD_ID: joined[RECORD_ID], **{c.name: joined[c.name] for c in content}}
    types = {RECORD_ID: "int64", **{c.name: _type(c) for c in content}}
    order = (RECORD_ID, *dataset.order)
    if not dataset.key:
        rows = joined.select(**columns).distinct()
        _write_record(engine, rows, dataset, stage, order)
        _write_vault(engine, ids.semi_join(_record(engine, stage), RECORD_ID), {}, stage)
        loaded = _rows_in(stage.record / "rows.parquet")
        return Placed(loaded, valid_rows - loaded, None, 0)
    distinct = joined.select(**columns, **{ROW: joined[ROW]}).aggregate(
        by=list(columns), **{ROW: lambda t: t[ROW].min()}
    )
    return _place_keyed(
        engine,
        engine.keep(distinct, {**types, ROW: "int64"}),
        valid_rows,
        ids,
        dataset,
        stage,
        order,
    )


def _place_keyed(
    engine: Engine,
    distinct: ir.Table,
    valid_rows: int,
    ids: ir.Table,
    dataset: Dataset,
    stage: Stage,
    order: tuple[str, ...],
) -> Placed:
    key = [RECORD_ID if name == LOCAL_ID else name for name in dataset.key]
    marked = distinct.mutate(**{CONFLICT: distinct.count().over(ibis.window(group_by=key)) > 1})
    marked = engine.keep(marked)
    clear, conflicting = marked.filter(~marked[CONFLICT]), marked.filter(marked[CONFLICT])
    _write_record(engine, clear, dataset, stage, order)
    identifiers = {c.name: _type(c) for c in dataset.identifiers}
    shown = clear.select(RECORD_ID, *identifiers).distinct().join(ids, RECORD_ID)
    _write_vault(engine, shown, identifiers, stage)
    versions = engine.fetch(distinct.aggregate(rows=distinct.count())).to_pylist()[0]["rows"]
    loaded = _rows_in(stage.record / "rows.parquet")
    listing = conflicting.select(
        **{ROW: conflicting[ROW]},
        column=ibis.literal(dataset.key[0]),
        value=ibis.literal(""),
        problem=ibis.literal("conflict"),
    )
    return Placed(loaded, valid_rows - versions, listing, versions - loaded)


def _write_record(
    engine: Engine, rows: ir.Table, dataset: Dataset, stage: Stage, order: tuple[str, ...]
) -> None:
    types = {RECORD_ID: "int64", **{c.name: _type(c) for c in dataset.facts}}
    engine.write(rows, stage.record / "rows.parquet", types, order)


def _write_vault(engine: Engine, rows: ir.Table, identifiers: dict[str, str], stage: Stage) -> None:
    types = {RECORD_ID: "int64", LOCAL_ID: "string", **identifiers}
    engine.write(rows, stage.vault / "identifiers.parquet", types, [RECORD_ID, *identifiers])


def _record(engine: Engine, stage: Stage) -> ir.Table:
    return engine.read(stage.record / "rows.parquet")


def _rows_in(path: Path) -> int:
    return pq.read_metadata(path).num_rows


def _type(column: Column) -> str:
    return TYPES.get(column.kind, "string")
