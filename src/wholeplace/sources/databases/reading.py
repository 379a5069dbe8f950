"""Tables and queries of a database as Parquet files, in an order that repeats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow.parquet as pq
import sqlglot
from ibis.common.exceptions import IbisError, TableNotFound
from sqlglot import exp
from sqlglot.errors import SqlglotError

from wholeplace.core.connections import Connection
from wholeplace.core.errors import InputFileError
from wholeplace.sources.databases.connecting import (
    DatabaseError,
    Opened,
    connected,
    said_by,
    secret_of,
)

SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


class Database:
    """An open database, to read from.

    Args:
        opened: The open database.
        connection: What it is connected to.
        secret: The password or token, to keep out of messages.
    """

    def __init__(self, opened: Opened, connection: Connection, secret: str | None = None) -> None:
        self._backend = opened.backend
        self._read = opened.read
        self._connection = connection
        self._secret = secret

    @classmethod
    @contextmanager
    def open(
        cls, connection: Connection, root: Path, environment: Mapping[str, str]
    ) -> Iterator[Database]:
        """An open database, closed afterwards.

        Args:
            connection: What to connect to.
            root: The folder that relative paths of the settings start at.
            environment: Where a secret may be kept.

        Raises:
            DatabaseError: As for :func:`~wholeplace.sources.databases.connecting.connected`.
        """
        secret = secret_of(connection, root, environment)
        with connected(connection, root, environment) as opened:
            yield cls(opened, connection, secret)

    def table(self, name: str) -> ir.Table:
        """A table or view.

        Args:
            name: Its name, with its schema before it where that is not the usual one.

        Raises:
            DatabaseError: If there is none of that name; the nearest is named.
        """
        *home, own = name.split(".")
        place: Any = tuple(home) if len(home) > 1 else (home[0] if home else None)
        place = place or self._own_schema()
        try:
            return self._backend.table(own, database=place)
        except TableNotFound:
            near = get_close_matches(own, self._backend.list_tables(database=place), n=1)
            raise DatabaseError(
                f"{self._connection.backend} has no table {name}.",
                f"Did you mean {near[0]}?"
                if near
                else "Check its name and schema, and that the account may read it.",
            ) from None

    def query(self, file: Path) -> ir.Table:
        """The rows that a query gives.

        Args:
            file: A file with one SELECT in the database's own SQL.

        Raises:
            InputFileError: If it is not one SELECT, or the database refuses it.
        """
        try:
            text = file.read_text(encoding="utf-8")
            statements = sqlglot.parse(text, read=self._backend.dialect)
        except (OSError, UnicodeDecodeError, SqlglotError) as error:
            raise InputFileError(
                file, f"The query cannot be read: {said_by(error, self._secret)}", "Correct it."
            ) from error
        found = [statement for statement in statements if statement is not None]
        if len(found) != 1 or not isinstance(found[0], exp.Query):
            raise InputFileError(
                file, "It is not one SELECT.", "Write one query that gives the rows to land."
            )
        with self._refusals(str(file.name)):
            return self._backend.sql(found[0].sql(dialect=self._backend.dialect))

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Whatever is read inside is read as it was at one moment.

        PostgreSQL and DuckDB hold it for any number of tables, and PostgreSQL refuses any writing;
        elsewhere one query sees one moment, and tables read after each other may differ in time.
        """
        if self._connection.backend != "postgres":
            with nullcontext():
                yield
            return
        with self._backend.con.transaction():
            self._backend.con.execute(SNAPSHOT)
            yield

    def write(self, table: ir.Table, path: Path, first: Sequence[str] = ()) -> int:
        """Write rows as Parquet, a part at a time, in an order that repeats.

        The same rows give the same bytes, whatever order the database keeps them in, so that a
        table landed twice is known for the same.

        Args:
            table: What to read.
            path: The file.
            first: Columns that weigh most in the order.

        Returns:
            How many rows were written.

        Raises:
            DatabaseError: If the database refuses.
        """
        plain = table.select(**{name: _plain(table[name]) for name in table.columns})
        order = [*first, *(name for name in plain.columns if name not in first)]
        rows = 0
        with self._refusals("the database"):
            reader = self._read(plain.order_by(order))
            with pq.ParquetWriter(path, reader.schema, compression="zstd") as writer:
                for batch in reader:
                    rows += batch.num_rows
                    writer.write_batch(batch)
        return rows

    def _own_schema(self) -> str | None:
        named = self._connection.schema
        return named if self._connection.backend == "postgres" and named else None

    @contextmanager
    def _refusals(self, what: str) -> Iterator[None]:
        """Turn what a driver raises into one clear message without its secret."""
        try:
            yield
        except (DatabaseError, InputFileError):
            raise
        except Exception as error:
            if isinstance(error, IbisError) or type(error).__module__.split(".")[0] in _DRIVERS:
                raise DatabaseError(
                    f"{what} could not be read: {said_by(error, self._secret)}",
                    "Check the names in it, and that the account may read them.",
                ) from None
            raise


_DRIVERS = ("psycopg", "pyodbc", "snowflake", "databricks", "duckdb", "pyspark", "_duckdb")


def read_tables(database: Database, tables: Mapping[str, str], folder: Path) -> dict[str, Path]:
    """Several tables as Parquet files, all as they were at one moment where the database can.

    Args:
        database: The database.
        tables: Name of the file, without its ending → the table.
        folder: Where to write; it must be private, since the rows may identify people.

    Returns:
        Name → the file.

    Raises:
        DatabaseError: If a table is missing or cannot be read.
    """
    wanted = {name: database.table(table) for name, table in tables.items()}
    made = {}
    with database.snapshot():
        for name, table in wanted.items():
            made[name] = folder / f"{name}.parquet"
            database.write(table, made[name])
    return made


def _plain(column: ir.Column) -> ir.Value:
    """A column in a type that every file can hold; text keeps every digit of a decimal."""
    kind = column.type()
    kept = kind.is_integer() or kind.is_floating() or kind.is_string() or kind.is_boolean()
    if kept or kind.is_date():
        return column
    if kind.is_timestamp():
        return column.cast("timestamp") if kind.timezone else column
    return column.cast("string")
