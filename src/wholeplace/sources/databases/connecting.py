"""Opening a connection: what each driver is told, and where its secret comes from."""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.core.connections import Connection
from wholeplace.core.errors import SettingsError, WholeplaceError
from wholeplace.core.settings import Settings
from wholeplace.core.spark import spark_engine

IBIS_NAMES = {"sqlserver": "mssql"}
LOCAL_SPARK = "local[2]"
ROWS_AT_ONCE = 100_000
TIME_ZONE = "-c timezone=Europe/London"
Arguments = dict[str, Any]


class DatabaseError(WholeplaceError):
    """A database cannot be reached, or does not hold what was asked of it."""


def connection_called(settings: Settings, name: str) -> Connection:
    """A connection of the settings.

    Args:
        settings: The installation.
        name: Its name.

    Raises:
        SettingsError: If there is none of that name; the nearest is named.
    """
    if name in settings.connections:
        return settings.connections[name]
    near = get_close_matches(name, settings.connections, n=1)
    raise SettingsError(
        f"There is no connection {name}.",
        f"Did you mean {near[0]}?" if near else f"Describe it under [connections.{name}].",
    )


@dataclass(frozen=True)
class Opened:
    """An open database.

    Attributes:
        backend: Ibis's connection to it.
        read: Takes an expression, gives its rows a part at a time.
    """

    backend: Any
    read: Callable[[ir.Table], pa.RecordBatchReader]


@contextmanager
def connected(
    connection: Connection, root: Path = Path(), environment: Mapping[str, str] = os.environ
) -> Iterator[Opened]:
    """An open database.

    Args:
        connection: What to connect to.
        root: The folder that relative paths of the settings start at.
        environment: Where a secret may be kept.

    Yields:
        The database, closed afterwards.

    Raises:
        DatabaseError: If the driver is not installed or the server refuses.
        SettingsError: If the secret is not where the settings say.
        RunError: If Spark cannot start.
    """
    if connection.backend == "spark":
        with _spark(connection) as opened:
            yield opened
        return
    backend = _connect(connection, root, secret_of(connection, root, environment))
    try:
        yield Opened(backend, partial(backend.to_pyarrow_batches, chunk_size=ROWS_AT_ONCE))
    finally:
        backend.disconnect()


def _connect(connection: Connection, root: Path, secret: str | None) -> Any:
    arguments = connect_arguments(connection, root, secret)
    name = IBIS_NAMES.get(connection.backend, connection.backend)
    try:
        return importlib.import_module(f"ibis.backends.{name}").Backend().connect(**arguments)
    except ImportError:
        raise DatabaseError(
            f"The driver for {connection.backend} is not installed.",
            f'Install it: pip install "wholeplace[{connection.backend}]".',
        ) from None
    except Exception as error:
        # Drivers have no error in common, and what they say might repeat what they were told.
        raise DatabaseError(
            f"{connection.backend} at {connection.host or connection.account or 'this machine'} "
            f"refused the connection: {said_by(error, secret)}",
            "Check the connection in wholeplace.toml, and that the account may connect.",
        ) from None


@contextmanager
def _spark(connection: Connection) -> Iterator[Opened]:
    """Spark, whose rows go from Spark to Arrow: by way of pandas nulls would be lost."""
    with (
        tempfile.TemporaryDirectory() as folder,
        spark_engine(Path(folder) / "spark", connection.master or LOCAL_SPARK) as engine,
    ):
        yield Opened(
            engine.connection,
            lambda table: engine.fetch(table).to_reader(max_chunksize=ROWS_AT_ONCE),
        )


def connect_arguments(connection: Connection, root: Path, secret: str | None) -> Arguments:
    """What the driver of a connection is told.

    Args:
        connection: The connection.
        root: The folder that relative paths start at.
        secret: The password or token, if there is one.
    """
    told = _TOLD[connection.backend](connection, root, secret)
    return {key: value for key, value in told.items() if value or value is False}


def secret_of(connection: Connection, root: Path, environment: Mapping[str, str]) -> str | None:
    """The password or token, from the environment or from a file that only its owner can read.

    Raises:
        SettingsError: If it is not there, or others can read the file.
    """
    if connection.password_env:
        if connection.password_env not in environment:
            raise SettingsError(
                f"The environment variable {connection.password_env} is not set.",
                "Set it to the password of the connection.",
            )
        return environment[connection.password_env]
    if connection.password_file == Path():
        return None
    file = root / connection.password_file
    if not file.is_file():
        raise SettingsError(f"There is no password file {file}.", "Write the password into it.")
    if file.stat().st_mode & 0o077:
        raise SettingsError(f"Others can read the password file {file}.", f"Run: chmod 600 {file}")
    return file.read_text(encoding="utf-8").strip()


def said_by(error: Exception, secret: str | None) -> str:
    """The first line of what a driver said, without the secret it was told."""
    words = str(error).strip() or type(error).__name__
    line = words.splitlines()[0]
    return line.replace(secret, "***") if secret else line


def _server(connection: Connection, secret: str | None) -> Arguments:
    return {
        "host": connection.host,
        "port": connection.port,
        "database": connection.database,
        "user": connection.user,
        "password": secret,
    }


def _postgres(connection: Connection, root: Path, secret: str | None) -> Arguments:
    # Times with a zone become the day it was here.
    path = f" -c search_path={connection.schema}" if connection.schema else ""
    own = {"sslmode": connection.sslmode, "options": TIME_ZONE + path}
    return _server(connection, secret) | own


def _sqlserver(connection: Connection, root: Path, secret: str | None) -> Arguments:
    return _server(connection, secret) | {"driver": connection.driver}


def _snowflake(connection: Connection, root: Path, secret: str | None) -> Arguments:
    return {
        "account": connection.account,
        "user": connection.user,
        "password": secret,
        "database": connection.database,
        "schema": connection.schema,
        "warehouse": connection.warehouse,
        "role": connection.role,
        "create_object_udfs": False,
    }


def _databricks(connection: Connection, root: Path, secret: str | None) -> Arguments:
    return {
        "server_hostname": connection.host,
        "http_path": connection.http_path,
        "access_token": secret,
        "catalog": connection.catalog,
        "schema": connection.schema,
    }


def _duckdb(connection: Connection, root: Path, secret: str | None) -> Arguments:
    return {"database": str(root / connection.path), "read_only": True}


_TOLD: dict[str, Callable[[Connection, Path, str | None], Arguments]] = {
    "postgres": _postgres,
    "sqlserver": _sqlserver,
    "snowflake": _snowflake,
    "databricks": _databricks,
    "duckdb": _duckdb,
}
