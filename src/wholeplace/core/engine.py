"""The engine: the one place that knows which database computes (DuckDB, or Spark when outgrown)."""

from __future__ import annotations

import os
import shutil
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.datatypes as dtypes
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.backends.sql.datatypes import DuckDBType

ROW_GROUP_SIZE = 122_880


class Engine:
    """A database connection that reads and writes Parquet and runs Ibis expressions.

    Args:
        connection: An Ibis backend.
        name: ``duckdb`` or ``spark``.
        scratch: A folder for intermediate tables; the caller removes it.
    """

    def __init__(self, connection: Any, name: str, scratch: Path) -> None:
        self.connection = connection
        self.name = name
        self.scratch = scratch

    def read(self, *paths: Path) -> ir.Table:
        """A table over Parquet files (or folders of them) with one schema.

        Args:
            paths: One or more files; on Spark also folders it wrote.
        """
        files = [str(path) for path in paths]
        return self.connection.read_parquet(files if len(files) > 1 else files[0])

    def table(self, data: pa.Table) -> ir.Table:
        """A small table brought in through a Parquet file.

        Spark corrupts nulls in tables created from memory, so every table goes this way.
        """
        path = self.scratch / f"{uuid.uuid4().hex}.parquet"
        pq.write_table(data, path)
        return self.read(path)

    def write(
        self,
        table: ir.Table,
        path: Path,
        schema: Mapping[str, str],
        order_by: Sequence[str] = (),
    ) -> None:
        """Write a table as Parquet with declared column types, in declared order.

        Engines differ in the types of sums, so every written column is cast.

        Args:
            table: What to write.
            path: The file; on Spark a folder of parts.
            schema: Column → Ibis type, in the order to write.
            order_by: Columns to sort by.
        """
        if self.name == "duckdb":
            relation = self._relation(table, schema)
            if order_by:
                relation = relation.sort(*(duckdb.ColumnExpression(name) for name in order_by))
            relation.write_parquet(str(path), compression="zstd", row_group_size=ROW_GROUP_SIZE)
        else:
            chosen = _cast(table, schema)
            (chosen.order_by(list(order_by)) if order_by else chosen).to_parquet(path)

    def keep(self, table: ir.Table, schema: Mapping[str, str] | None = None) -> ir.Table:
        """The same table, computed once and kept until the engine closes.

        Args:
            table: What to compute.
            schema: Column → Ibis type; by default the types Ibis expects.
        """
        types = schema or {name: str(kind).lstrip("!") for name, kind in table.schema().items()}
        name = f"kept_{uuid.uuid4().hex}"
        if self.name == "duckdb":
            self._relation(table, types).create(name)
            return self.connection.table(name)
        path = self.scratch / name
        _cast(table, types).to_parquet(path)
        return self.read(path)

    def fetch(self, table: ir.Table) -> pa.Table:
        """A small result as an Arrow table."""
        return table.to_pyarrow()

    def _relation(self, table: ir.Table, schema: Mapping[str, str]) -> duckdb.DuckDBPyRelation:
        """A DuckDB relation with declared types, which Ibis's own casts do not assure.

        Ibis leaves out a cast to the type it expects, and DuckDB's sums are wider than that.
        """
        relation = self.connection.con.sql(ibis.to_sql(table, dialect="duckdb"))
        columns = []
        for name, kind in schema.items():
            wanted = DuckDBType.to_string(dtypes.dtype(kind))
            columns.append(duckdb.ColumnExpression(name).cast(wanted).alias(name))
        return relation.select(*columns)

    def sql(self, table: ir.Table) -> str:
        """The SQL this engine runs for a table."""
        return str(ibis.to_sql(table, dialect=self.name if self.name == "duckdb" else "pyspark"))


def _cast(table: ir.Table, schema: Mapping[str, str]) -> ir.Table:
    return table.select(**{name: table[name].cast(kind) for name, kind in schema.items()})


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
    try:
        yield Engine(connection, "duckdb", scratch)
    finally:
        connection.disconnect()
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def spark_engine(scratch: Path, master: str = "local[2]") -> Iterator[Engine]:
    """A Spark session, for data one machine has outgrown; needs the ``spark`` extra and Java.

    Args:
        scratch: A folder that does not exist yet, visible to every worker.
        master: The Spark master address.
    """
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    scratch.mkdir(parents=True, mode=0o700)
    session = (
        SparkSession.builder.master(master)
        .appName("wholeplace")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.warehouse.dir", str(scratch / "warehouse"))
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield Engine(ibis.pyspark.connect(session), "spark", scratch)
    finally:
        session.stop()
        shutil.rmtree(scratch, ignore_errors=True)
