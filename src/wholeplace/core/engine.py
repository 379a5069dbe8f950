"""The engine: reads and writes Parquet, and runs Ibis expressions, here on DuckDB."""

from __future__ import annotations

import os
import shutil
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import duckdb
import ibis
import ibis.expr.datatypes as dtypes
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.backends.sql.datatypes import DuckDBType

from wholeplace.core.written import Written

ROW_GROUP_SIZE = 122_880
SCRATCH_COMPRESSION: Final = "lz4_raw"
"""Scratch is read once or twice and thrown away, so time weighs more than size."""
ROWS_AHEAD = "SET streaming_buffer_size = '384MB'"
"""Rows worked out before they are asked for: with less than two batches of the widest, one thread
works and the others wait."""


class Engine(ABC):
    """A connection that reads and writes Parquet and runs Ibis expressions.

    Args:
        connection: An Ibis backend.
        scratch: A folder for intermediate tables; the caller removes it.
    """

    name: str
    dialect: str
    streams: bool = False
    """Whether rows can pass through this process, so that compiled code can read them all."""

    def __init__(self, connection: Any, scratch: Path) -> None:
        self.connection = connection
        self.scratch = scratch

    @abstractmethod
    def read(self, *paths: Path) -> ir.Table:
        """A table over Parquet files, or folders of parts, with one schema.

        Args:
            paths: One or more files or folders.
        """

    @abstractmethod
    def write(
        self,
        table: ir.Table,
        path: Path,
        schema: Mapping[str, str],
        order_by: Sequence[str] = (),
    ) -> None:
        """Write a table as Parquet with declared column types, in declared order.

        Engines differ in the types of sums and literals, so every written column is cast.

        Args:
            table: What to write.
            path: The file; on Spark a folder of parts. What is there is replaced.
            schema: Column → Ibis type, in the order to write.
            order_by: Columns to sort by.
        """

    @abstractmethod
    def fetch(self, table: ir.Table) -> pa.Table:
        """A small result as an Arrow table, with the types the expression declares."""

    def table(self, data: pa.Table | pa.RecordBatchReader, name: str = "") -> ir.Table:
        """A table brought in through a Parquet file: a small one, or batches one by one.

        Spark corrupts nulls in tables created from memory, so every table goes this way.

        Args:
            data: The table.
            name: What it holds; it is called so where the query is written out to be read.
        """
        path = self._scratch_path()
        form = {"compression": "none", "use_dictionary": False}
        if isinstance(data, pa.Table):
            pq.write_table(data, path, **form)
            return self.read(path)
        with pq.ParquetWriter(path, data.schema, **form) as writer:
            for batch in data:
                writer.write_batch(batch)
        return self.read(path)

    def keep(
        self, table: ir.Table, schema: Mapping[str, str] | None = None, name: str = ""
    ) -> ir.Table:
        """The same table, computed once and kept in the scratch folder.

        Args:
            table: What to compute.
            schema: Column → Ibis type; by default the types the expression declares.
            name: What it holds; it is called so where the query is written out to be read.
        """
        types = schema or {name: str(kind) for name, kind in table.schema().items()}
        path = self._scratch_path()
        self.write(table, path, types)
        return self.read(path)

    def named(self, table: ir.Table, name: str) -> ir.Table:
        """The same table, called so where the query is written out to be read.

        Args:
            table: A step of a longer query.
            name: What it holds.
        """
        return table

    def batches(self, table: ir.Table) -> Iterator[pa.RecordBatch]:
        """Rows a batch at a time.

        Columns taken from files as they are come in the order of the files; rows that are joined
        or worked out may not, so whoever needs an order checks it or asks for it.

        Args:
            table: The rows.

        Raises:
            NotImplementedError: If rows do not pass through this process: see ``streams``.
        """
        raise NotImplementedError(f"{self.name} does not hand on rows")

    def view(self, table: ir.Table) -> ir.Table:
        """The same table, its query written out once for all that is asked of it.

        Writing out a long query takes longer than running it on few rows.

        Args:
            table: What much is asked of.
        """
        return table

    def keep_written(self, query: Written, table: ir.Table) -> ir.Table:
        """What a query that is written out already gives of a table, kept in the scratch folder.

        Args:
            query: The query.
            table: What it reads.

        Raises:
            NotImplementedError: If queries are not written in this engine's dialect.
        """
        raise NotImplementedError(f"{self.name} does not run queries written for DuckDB")

    def sql(self, table: ir.Table) -> str:
        """The SQL this engine runs for a table."""
        return str(ibis.to_sql(table, dialect=self.dialect))

    def _scratch_path(self) -> Path:
        return self.scratch / f"{uuid.uuid4().hex}.parquet"


class DuckDBEngine(Engine):
    """DuckDB in memory, over Parquet files."""

    name = "duckdb"
    dialect = "duckdb"
    streams = True

    def read(self, *paths: Path) -> ir.Table:
        """A table over Parquet files, or folders of parts, with one schema."""
        return self.connection.read_parquet([str(part) for path in paths for part in _parts(path)])

    def write(
        self,
        table: ir.Table,
        path: Path,
        schema: Mapping[str, str],
        order_by: Sequence[str] = (),
    ) -> None:
        """Write a table as one Parquet file, packed tightly unless it is only scratch."""
        self._write(self.connection.con.sql(self.connection.compile(table)), path, schema, order_by)

    def keep_written(self, query: Written, table: ir.Table) -> ir.Table:
        """What a query that is written out already gives of a table."""
        connection, path = self.connection.con, self._scratch_path()
        connection.sql(self.connection.compile(table)).create_view(query.reads)
        self._write(connection.sql(query.sql), path, query.schema)
        return self.read(path)

    def _write(
        self,
        relation: duckdb.DuckDBPyRelation,
        path: Path,
        schema: Mapping[str, str],
        order_by: Sequence[str] = (),
    ) -> None:
        # Ibis leaves out a cast to the type it expects; DuckDB's sums are wider than it expects.
        relation = relation.select(
            *(
                duckdb.ColumnExpression(name).cast(_type_of(kind)).alias(name)
                for name, kind in schema.items()
            )
        )
        if order_by:
            relation = relation.sort(*(duckdb.ColumnExpression(name) for name in order_by))
        scratch = path.is_relative_to(self.scratch)
        relation.write_parquet(
            str(path),
            compression=SCRATCH_COMPRESSION if scratch else "zstd",
            row_group_size=ROW_GROUP_SIZE,
        )

    def fetch(self, table: ir.Table) -> pa.Table:
        """A small result as an Arrow table."""
        return table.to_pyarrow()

    def batches(self, table: ir.Table) -> Iterator[pa.RecordBatch]:
        """Rows a batch at a time."""
        connection = self.connection.con
        connection.execute("SET preserve_insertion_order = true")
        try:
            yield from connection.sql(self.connection.compile(table)).to_arrow_reader(
                ROW_GROUP_SIZE
            )
        finally:
            connection.execute("SET preserve_insertion_order = false")

    def view(self, table: ir.Table) -> ir.Table:
        """The same table as a view of the database."""
        return self.connection.create_view(f"view_{uuid.uuid4().hex}", table)


@contextmanager
def duckdb_engine(scratch: Path, memory_limit: str = "2GB", threads: int = 0) -> Iterator[Engine]:
    """DuckDB in memory, spilling to the scratch folder, which is removed afterwards.

    Args:
        scratch: A folder that does not exist yet.
        memory_limit: Memory before spilling, such as ``2GB``.
        threads: Threads; 0 means all cores.
    """
    scratch.mkdir(parents=True, mode=0o700)
    connection = ibis.duckdb.connect(
        memory_limit=memory_limit,
        threads=threads or os.cpu_count() or 1,
        temp_directory=str(scratch / "spill"),
        preserve_insertion_order=False,
    )
    connection.con.execute(ROWS_AHEAD)
    try:
        yield DuckDBEngine(connection, scratch)
    finally:
        connection.disconnect()
        shutil.rmtree(scratch, ignore_errors=True)


@lru_cache
def _type_of(kind: str) -> str:
    """DuckDB's name of an Ibis type."""
    return str(DuckDBType.to_string(dtypes.dtype(kind)))


def _parts(path: Path) -> list[Path]:
    return sorted(path.glob("*.parquet")) if path.is_dir() else [path]
