"""Connections in the settings: what may stand there, and what each driver is told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, get_args

import pytest

from wholeplace.core.connections import KEYS, Backend, Connection
from wholeplace.core.errors import SettingsError
from wholeplace.core.settings import Settings
from wholeplace.sources.databases import DatabaseError, connected, connection_called

SECRET = "open sesame"
TOLD: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "sqlserver": (
        {"host": "db", "database": "care", "user": "reader", "password_env": "SECRET"},
        {
            "host": "db",
            "database": "care",
            "user": "reader",
            "password": SECRET,
            "driver": "ODBC Driver 18 for SQL Server",
        },
    ),
    "snowflake": (
        {
            "account": "org-icb",
            "user": "reader",
            "database": "CARE",
            "schema": "SHARED",
            "warehouse": "SMALL",
            "role": "READER",
            "password_env": "SECRET",
        },
        {
            "account": "org-icb",
            "user": "reader",
            "password": SECRET,
            "database": "CARE",
            "schema": "SHARED",
            "warehouse": "SMALL",
            "role": "READER",
            "create_object_udfs": False,
        },
    ),
    "databricks": (
        {"host": "adb", "http_path": "/sql/1", "catalog": "care", "password_env": "SECRET"},
        {
            "server_hostname": "adb",
            "http_path": "/sql/1",
            "access_token": SECRET,
            "catalog": "care",
        },
    ),
    "postgres": (
        {"host": "db", "port": 6432, "schema": "care", "sslmode": "verify-full"},
        {
            "host": "db",
            "port": 6432,
            "sslmode": "verify-full",
            "options": "-c timezone=Europe/London -c search_path=care",
        },
    ),
    "duckdb": ({"path": "care.duckdb"}, {"database": "root/care.duckdb", "read_only": True}),
}
MODULES = {"sqlserver": "mssql"}


def _settings(**connections: Any) -> Settings:
    return Settings.from_mapping({"connections": connections})


@contextmanager
def _fake_driver(backend: str, told: dict[str, Any]) -> Iterator[None]:
    """Ibis's module of a backend replaced by one that notes what it is told."""
    name = f"ibis.backends.{MODULES.get(backend, backend)}"

    class Fake:
        def connect(self, **arguments: Any) -> SimpleNamespace:
            told.update(arguments)
            return SimpleNamespace(disconnect=lambda: None, to_pyarrow_batches=list)

    module = ModuleType(name)
    module.Backend = Fake  # type: ignore[attr-defined]
    before = sys.modules.get(name)
    sys.modules[name] = module
    try:
        yield
    finally:
        if before is None:
            del sys.modules[name]
        else:
            sys.modules[name] = before


@pytest.mark.parametrize("backend", TOLD)
def test_each_driver_is_told_what_the_settings_say(backend: str) -> None:
    says, expected = TOLD[backend]
    connection = connection_called(_settings(main={"backend": backend, **says}), "main")
    told: dict[str, Any] = {}

    with (
        _fake_driver(backend, told),
        connected(connection, Path("root"), {"SECRET": SECRET}),
    ):
        pass

    assert told == expected


@pytest.mark.parametrize("key", fields(Connection), ids=lambda key: key.name)
def test_every_key_is_documented_and_of_use_to_some_database(key: Any) -> None:
    assert key.metadata["doc"].endswith((".", "to."))
    assert key.name == "backend" or any(key.name in keys for keys in KEYS.values())


def test_every_backend_says_which_keys_it_takes() -> None:
    assert set(KEYS) == set(get_args(Backend))


@pytest.mark.parametrize(
    ("says", "message"),
    [
        ({"backend": "postgres", "password": SECRET}, "Did you mean password_"),
        ({"backend": "postgres", "hots": "db"}, "Did you mean host"),
        ({"backend": "postgres", "warehouse": "SMALL"}, "postgres has no use for"),
        ({"backend": "postgresql"}, "Use one of postgres"),
        ({"backend": "postgres", "port": "5432"}, "Use a whole number"),
        (
            {"backend": "postgres", "password_env": "A", "password_file": "b"},
            "two places for its password",
        ),
    ],
)
def test_what_is_wrong_with_a_connection_is_named(says: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        _settings(main=says)


def test_a_password_written_into_the_settings_is_not_repeated() -> None:
    with pytest.raises(SettingsError) as refused:
        _settings(main={"backend": "postgres", "password": SECRET})

    assert SECRET not in str(refused.value)


def test_an_unknown_connection_names_the_nearest() -> None:
    with pytest.raises(SettingsError, match="Did you mean warehouse"):
        connection_called(_settings(warehouse={"backend": "duckdb"}), "wharehouse")


def test_a_secret_that_is_not_set_is_named() -> None:
    with (
        pytest.raises(SettingsError, match="MY_PASSWORD is not set"),
        connected(Connection("postgres", password_env="MY_PASSWORD"), environment={}),
    ):
        pass


def test_a_password_comes_from_a_file_of_its_owner(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text(f"{SECRET}\n")
    secret.chmod(0o600)
    told: dict[str, Any] = {}

    with (
        _fake_driver("sqlserver", told),
        connected(Connection("sqlserver", password_file=Path("password")), tmp_path, {}),
    ):
        pass

    assert told["password"] == SECRET


def test_a_driver_that_is_missing_is_named_with_the_line_that_installs_it() -> None:
    with (
        pytest.raises(DatabaseError, match=r"wholeplace\[sqlserver\]"),
        connected(Connection("sqlserver"), environment={}),
    ):
        pass
