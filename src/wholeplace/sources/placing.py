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
from wholeplace.sources.batches import LandingError, Stage
from wholeplace.sources.checks import TYPES
from wholeplace.sources.contracts import LOCAL_ID, Column, Dataset
from wholeplace.sources.tables import ROW

RECORD_ID = "record_id"
IDS_AT_ONCE = 1_000_000


@dataclass(frozen=True)
class Placed:
    """What became of the valid rows.

    Attributes:
        loaded: Rows written to the record.
        duplicate: Rows equal to another.
        conflicts: Rows left out because their key came with several contents.
        conflicting: Those rows as file_row_number, column, value, problem; None where none can be.
    """

    loaded: int
    duplicate: int
    conflicts: int = 0
    conflicting: ir.Table | None = None


def number_people(
    engine: Engine, table: ir.Table, key: bytes, source: str, scratch: Path
) -> ir.Table:
    """Keyed record ids for the distinct local ids of a table.

    Args:
        engine: DuckDB.
        table: Rows that may land.
        key: The installation's secret key.
        source: The sending system.
        scratch: A folder of the vault.

    Returns:
        local_id, record_id.

    Raises:
        LandingError: If two people came by the same record id, which no later step could part.
    """
    path = scratch / "ids.parquet"
    schema = pa.schema([(LOCAL_ID, pa.string()), (RECORD_ID, pa.int64())])
    distinct = table.select(LOCAL_ID).distinct()
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in distinct.to_pyarrow_batches(chunk_size=IDS_AT_ONCE):
            local_ids = batch[LOCAL_ID]
            made = pa.array(record_ids(key, source, local_ids.to_pylist()))
            writer.write_batch(pa.RecordBatch.from_arrays([local_ids, made], schema=schema))
    ids = engine.read(path)
    counted = ids.aggregate(rows=ids.count(), different=ids[RECORD_ID].nunique())
    (found,) = engine.fetch(counted).to_pylist()
    if found["rows"] != found["different"]:
        raise LandingError(
            f"Two people of {source} came by the same record id, so nothing was landed.",
            "Split the file between two source names and land it again.",
        )
    return ids


@dataclass(frozen=True)
class Placing:
    """Where the valid rows of one file go.

    Attributes:
        engine: DuckDB.
        dataset: The contract.
        ids: local_id, record_id of everybody in them.
        stage: Where to write ``rows.parquet`` and ``identifiers.parquet``.
    """

    engine: Engine
    dataset: Dataset
    ids: ir.Table
    stage: Stage

    def place(self, valid: ir.Table, valid_rows: int) -> Placed:
        """Write the rows of the record and the identifiers of the vault.

        Args:
            valid: Rows without a problem.
            valid_rows: How many.
        """
        joined = valid.join(self.ids, LOCAL_ID)
        vault_only = [c for c in self.dataset.identifiers if not c.linking]
        types = {RECORD_ID: "int64"} | _types([*self.dataset.facts, *vault_only])
        if not self.dataset.key:
            loaded = self._write_record(joined.select(list(types)).distinct())
            rows = self.engine.read(self.stage.record / "rows.parquet")
            self._write_vault(self.ids.semi_join(rows, RECORD_ID))
            return Placed(loaded, valid_rows - loaded)
        rows = self.engine.keep(joined.select([*types, ROW]))
        return self._place_keyed(rows, list(types), valid_rows)

    def _place_keyed(self, rows: ir.Table, columns: list[str], valid_rows: int) -> Placed:
        """Place distinct rows, all but those whose key came with several contents.

        Nearly every key comes once, so only the rows of the others are compared column by column.
        """
        key = [RECORD_ID if name == LOCAL_ID else name for name in self.dataset.key]
        several = self._repeated(rows, key)
        if not _count(self.engine, several):
            loaded = self._write_both(rows)
            return Placed(loaded, valid_rows - loaded)
        alone, shared = rows.anti_join(several, key), rows.semi_join(several, key)
        versions = self.engine.keep(
            shared.aggregate(by=columns, **{ROW: lambda kept: kept[ROW].min()})
        )
        contradicted = self._repeated(versions, key)
        conflicting = versions.semi_join(contradicted, key)
        clear = alone.union(versions.anti_join(contradicted, key).select(rows.columns))
        loaded = self._write_both(clear)
        listing = conflicting.select(
            conflicting[ROW],
            column=ibis.literal(self.dataset.key[0]),
            value=ibis.literal(""),
            problem=ibis.literal("conflict"),
        )
        distinct = _count(self.engine, alone) + _count(self.engine, versions)
        return Placed(loaded, valid_rows - distinct, distinct - loaded, listing)

    def _repeated(self, rows: ir.Table, key: list[str]) -> ir.Table:
        """The keys that more than one row has."""
        counted = rows.group_by(key).agg(rows=rows.count())
        return self.engine.keep(counted.filter(counted.rows > 1).drop("rows"))

    def _write_both(self, rows: ir.Table) -> int:
        """Write the facts of rows and whose they are; return how many rows there are."""
        loaded = self._write_record(rows)
        identifiers = [column.name for column in self.dataset.identifiers]
        people = rows.select([RECORD_ID, *identifiers]).distinct()
        self._write_vault(people.join(self.ids, RECORD_ID))
        return loaded

    def _write_record(self, rows: ir.Table) -> int:
        """Write the facts, sorted; return how many rows there are."""
        path = self.stage.record / "rows.parquet"
        types = {RECORD_ID: "int64"} | _types(self.dataset.facts)
        self.engine.write(rows, path, types, (RECORD_ID, *self.dataset.order))
        return pq.read_metadata(path).num_rows

    def _write_vault(self, rows: ir.Table) -> None:
        types = {RECORD_ID: "int64", LOCAL_ID: "string"} | _types(self.dataset.identifiers)
        order = [RECORD_ID, *(column.name for column in self.dataset.identifiers)]
        self.engine.write(rows, self.stage.vault / "identifiers.parquet", types, order)


def _types(columns: list[Column]) -> dict[str, str]:
    return {column.name: TYPES.get(column.kind, "string") for column in columns}


def _count(engine: Engine, table: ir.Table) -> int:
    return engine.fetch(table.aggregate(rows=table.count())).to_pylist()[0]["rows"]
