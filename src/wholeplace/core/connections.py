"""Connections to databases, as ``[connections.NAME]`` of the settings describes them."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from wholeplace.core.errors import SettingsError

Backend = Literal["postgres", "sqlserver", "snowflake", "databricks", "duckdb", "spark"]
SECRETS = ("password_env", "password_file")
_SERVER = ("host", "port", "database", "user", *SECRETS)
KEYS: dict[str, tuple[str, ...]] = {
    "postgres": (*_SERVER, "schema", "sslmode"),
    "sqlserver": (*_SERVER, "driver"),
    "snowflake": ("account", "user", "database", "schema", "warehouse", "role", *SECRETS),
    "databricks": ("host", "http_path", "catalog", "schema", *SECRETS),
    "duckdb": ("path",),
    "spark": ("master",),
}
"""Backend → the keys that a connection to it may have."""


def _key(doc: str, default: Any) -> Any:
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True)
class Connection:
    """A database to read from. What is secret comes from the environment or a file, never here."""

    backend: Backend = _key("What kind of database it is.", "postgres")
    host: str = _key(
        "The server's name or address; for PostgreSQL the folder of its socket too.", ""
    )
    port: int = _key("The server's port; 0 means the usual one.", 0)
    database: str = _key("The database.", "")
    schema: str = _key("The schema that tables named without one are in.", "")
    user: str = _key("Who to connect as. Give that account the right to read, and no other.", "")
    password_env: str = _key("The environment variable that holds the password or token.", "")
    password_file: Path = _key(
        "A file that holds the password or token, readable by its owner only.", Path()
    )
    sslmode: str = _key(
        "PostgreSQL's `sslmode`, such as `verify-full`; empty leaves it to the driver.", ""
    )
    driver: str = _key("SQL Server's ODBC driver.", "ODBC Driver 18 for SQL Server")
    account: str = _key("Snowflake's account identifier.", "")
    warehouse: str = _key("Snowflake's warehouse.", "")
    role: str = _key("Snowflake's role.", "")
    http_path: str = _key("Databricks' HTTP path of the SQL warehouse.", "")
    catalog: str = _key("Databricks' catalog.", "")
    path: Path = _key("DuckDB's file; it is opened to read only.", Path())
    master: str = _key("Spark's master, such as `local[2]` or the address of a cluster.", "")


def refuse_misplaced(name: str, backend: str, given: Collection[str]) -> None:
    """Refuse keys that a connection to this kind of database does not have.

    Args:
        name: The connection.
        backend: Its kind of database.
        given: The keys it was given.

    Raises:
        SettingsError: If one does not belong; the nearest that does is named.
    """
    allowed = ("backend", *KEYS[backend])
    for key in given:
        if key not in allowed:
            near = difflib.get_close_matches(key, allowed, n=1, cutoff=0.0)[0]
            raise SettingsError(
                f"connections.{name} has the key {key}, which {backend} has no use for.",
                f"Did you mean {near}? It may have {', '.join(allowed)}.",
            )
    if all(secret in given for secret in SECRETS):
        raise SettingsError(
            f"connections.{name} names two places for its password.",
            f"Keep one of {' and '.join(SECRETS)}.",
        )
