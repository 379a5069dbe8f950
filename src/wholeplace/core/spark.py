"""The same engine over Spark, for data that one machine has outgrown."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.core.engine import Engine
from wholeplace.core.errors import RunError

# What an answer depends on, set whatever the installation's own Spark configuration says.
SAME_ANSWERS: dict[str, Any] = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.compression.codec": "zstd",
}
# On one machine nobody else should see the session, and few rows need few partitions.
ONE_MACHINE: dict[str, Any] = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


class SparkEngine(Engine):
    """A Spark session that reads and writes Parquet and runs Ibis expressions.

    Args:
        session: The Spark session.
        scratch: A folder that every worker sees; the caller removes it.
    """

    name = "spark"
    dialect = "pyspark"

    def __init__(self, session: Any, scratch: Path) -> None:
        super().__init__(ibis.pyspark.connect(session), scratch)
        self._session = session

    def read(self, *paths: Path) -> ir.Table:
        """A table over Parquet files, or folders of parts, with one schema."""
        name = f"parquet_{uuid.uuid4().hex}"
        self._session.read.parquet(*map(str, paths)).createTempView(name)
        return self.connection.table(name)

    def write(
        self,
        table: ir.Table,
        path: Path,
        schema: Mapping[str, str],
        order_by: Sequence[str] = (),
    ) -> None:
        """Write a table as a folder of Parquet parts, read like a file."""
        frame = self._frame(table, schema)
        if order_by:
            frame = frame.orderBy(*order_by)
        frame.write.mode("overwrite").parquet(str(path))

    def fetch(self, table: ir.Table) -> pa.Table:
        """A small result as an Arrow table.

        Ibis would go through pandas, where whole numbers beside a null lose their last digits.
        """
        kinds = {name: str(kind) for name, kind in table.schema().items()}
        return self._frame(table, kinds).toArrow().cast(table.schema().to_pyarrow())

    def _frame(self, table: ir.Table, schema: Mapping[str, str]) -> Any:
        """A Spark frame of declared types: Ibis leaves out casts to types that it expects."""
        from ibis.backends.pyspark.datatypes import PySparkType
        from pyspark.sql.functions import col

        frame = self._session.sql(self.sql(table))
        return frame.select(
            *(
                col(f"`{name}`").cast(PySparkType.from_ibis(ibis.dtype(kind))).alias(name)
                for name, kind in schema.items()
            )
        )


@contextmanager
def spark_engine(scratch: Path, master: str = "local[2]") -> Iterator[Engine]:
    """A Spark engine; needs the ``spark`` extra and Java.

    A session that is already active, a notebook's for example, is used and left open.

    Args:
        scratch: A folder that does not exist yet, visible to every worker; removed afterwards.
        master: The address of the Spark master, where no session is active.

    Raises:
        RunError: If pyspark or Java is missing.
    """
    _check_installed()
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    active = SparkSession.getActiveSession()
    scratch.mkdir(parents=True, mode=0o700)
    settings = SAME_ANSWERS | {"spark.sql.warehouse.dir": str(scratch / "warehouse")}
    if master.startswith("local"):
        settings |= ONE_MACHINE
    started = SparkSession.builder.master(master).appName("wholeplace").config(map=settings)
    session = _own_view(active) if active else started.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield SparkEngine(session, scratch)
    finally:
        if not active:
            session.stop()
        shutil.rmtree(scratch, ignore_errors=True)


def _own_view(active: Any) -> Any:
    """A session over an active one's workers and settings, but with views of its own."""
    session = active.newSession()
    for key, value in (active.conf.getAll | SAME_ANSWERS).items():
        if session.conf.isModifiable(key):
            session.conf.set(key, value)
    return session


def _check_installed() -> None:
    try:
        import pyspark  # noqa: F401 - only whether it is there
    except ImportError:
        raise RunError(
            "Spark is not installed.", 'Install it: pip install "wholeplace[spark]".'
        ) from None
    java = Path(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
    try:
        subprocess.run([java, "-version"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        raise RunError(
            "Spark needs Java 17 or 21, and there is none.",
            "Install it, and set JAVA_HOME if it is not on the path.",
        ) from None
