"""A dataset landed from a database is the same as one landed from a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.databases.cluster import USER, Cluster
from tests.sources.site import BY_NAME, Site
from wholeplace.core.connections import Connection
from wholeplace.core.errors import InputFileError, SettingsError
from wholeplace.sources.databases import (
    Database,
    DatabaseError,
    land_from_database,
    read_tables,
)
from wholeplace.sources.databases.landing import READING
from wholeplace.sources.landing import LandingReport

MAKE = """
CREATE SCHEMA IF NOT EXISTS care;
DROP TABLE IF EXISTS care.gp_event;
CREATE TABLE care.gp_event (
    local_id text, event_date date, code numeric(18), value double precision, unit varchar(20),
    free_text text
)
"""
ROWS: list[tuple[Any, ...]] = [
    ("a1", date(2024, 1, 5), 271649006, 140.5, "mmHg", "seen at home"),
    ("a2", date(2024, 2, 1), 44054006, None, None, ""),
    ("a2", date(2024, 2, 1), 44054006, None, None, ""),
    ("a3", date(2027, 1, 1), 44054006, None, None, "in the future"),
    ("a4", None, 44054006, None, None, "no day"),
    (None, date(2024, 3, 1), 900000000000207008, 1.25, "x", "nobody"),
    ("é5", date(2024, 3, 1), 900000000000207008, 0.1, "μmol/L", ""),
]
NAMES = ("local_id", "event_date", "code", "value", "unit", "free_text")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.fixture
def care(postgres: Cluster) -> Cluster:
    """The server with one table of a practice's events."""
    with postgres.connect() as connection:
        connection.execute(MAKE)
        _insert(connection, ROWS)
    return postgres


def _insert(connection: Any, rows: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO care.gp_event VALUES (%s, %s, %s, %s, %s, %s)", rows)


def _connection(server: Cluster, **says: Any) -> Connection:
    plain = Connection("postgres", host=str(server.socket), database="postgres", user=USER)
    return replace(plain, **says)


@contextmanager
def _open(connection: Connection, root: Path = Path()) -> Iterator[Database]:
    with Database.open(connection, root, {}) as database:
        yield database


def _land(site: Site, connection: Connection, what: str | Path) -> LandingReport:
    with _open(connection, site.folder) as database:
        return land_from_database(BY_NAME["gp_event"], database, what, site.submission, site.store)


def test_rows_rejects_and_counts_equal_those_of_the_same_rows_in_a_file(
    care: Cluster, tmp_path: Path
) -> None:
    one, other = Site(tmp_path / "one"), Site(tmp_path / "other")
    for site in (one, other):
        site.folder.mkdir()
    file = other.folder / "extract.csv"
    with file.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([NAMES, *(["" if v is None else v for v in r] for r in ROWS)])

    from_database = _land(one, _connection(care), "care.gp_event")
    from_file = other.land("gp_event", file)

    assert from_database.batch.counts == from_file.batch.counts
    assert from_database.batch.counts.rejected == 3
    assert from_database.batch.problems == from_file.batch.problems
    assert one.rows(from_database) == other.rows(from_file)
    assert one.identifiers(from_database) == other.identifiers(from_file)


def test_the_same_rows_in_another_order_are_known_for_the_same(care: Cluster, site: Site) -> None:
    first = _land(site, _connection(care), "care.gp_event")
    before = site.snapshot()
    with care.connect() as connection:
        connection.execute("TRUNCATE care.gp_event")
        _insert(connection, ROWS[::-1])

    again = _land(site, _connection(care), "care.gp_event")

    assert again.already
    assert again.batch == first.batch
    assert site.snapshot() == before


def test_a_query_in_a_file_lands_what_it_gives(care: Cluster, site: Site) -> None:
    query = site.file("SELECT * FROM care.gp_event WHERE local_id = 'a2' -- two rows\n", "a2.sql")

    report = _land(site, _connection(care), query)

    assert (report.batch.counts.read, report.batch.counts.duplicate) == (2, 1)


def test_tables_named_alone_are_in_the_schema_of_the_connection(care: Cluster, site: Site) -> None:
    report = _land(site, _connection(care, schema="care"), "gp_event")

    assert report.batch.counts.read == len(ROWS)


def test_columns_that_no_contract_names_are_never_read(care: Cluster, site: Site) -> None:
    said: list[str] = []
    store = replace(site.store, say=said.append)
    with _open(_connection(care)) as database:
        land_from_database(BY_NAME["gp_event"], database, "care.gp_event", site.submission, store)

    assert any("free_text" in words for words in said)
    assert b"seen at home" not in b"".join(site.snapshot().values())


def test_no_working_copy_is_left(care: Cluster, site: Site) -> None:
    vault = site.store.data_folder / "vault"
    left = vault / f"{READING}killed"
    left.mkdir(parents=True)
    (left / "copy.parquet").write_bytes(b"people")

    _land(site, _connection(care), "care.gp_event")

    assert [path.name for path in vault.glob(f"{READING}*")] == [f"{READING}lock"]


@pytest.mark.parametrize(
    "words",
    [
        "DELETE FROM care.gp_event",
        "SELECT 1; DROP TABLE care.gp_event",
        "WITH gone AS (DELETE FROM care.gp_event RETURNING *) SELECT * FROM gone",
        "SELECT nothing FROM",
        "",
    ],
)
def test_what_is_not_one_select_is_refused_and_changes_nothing(
    words: str, care: Cluster, site: Site
) -> None:
    with pytest.raises((InputFileError, DatabaseError)):
        _land(site, _connection(care), site.file(words, "query.sql"))

    with care.connect() as connection:
        assert connection.execute("SELECT count(*) FROM care.gp_event").fetchone() == (len(ROWS),)
    assert site.snapshot() == {}


def test_a_table_that_is_not_there_names_the_nearest(care: Cluster, site: Site) -> None:
    with pytest.raises(DatabaseError, match="Did you mean gp_event"):
        _land(site, _connection(care), "care.gp_events")


def test_an_empty_table_is_refused(care: Cluster, site: Site) -> None:
    with care.connect() as connection:
        connection.execute("TRUNCATE care.gp_event")

    with pytest.raises(InputFileError, match="no rows"):
        _land(site, _connection(care), "care.gp_event")


def test_a_table_without_a_required_column_is_refused(care: Cluster, site: Site) -> None:
    with care.connect() as connection:
        connection.execute("ALTER TABLE care.gp_event DROP COLUMN code")

    with pytest.raises(InputFileError, match="code"):
        _land(site, _connection(care), "care.gp_event")


def test_a_server_that_is_not_there_is_one_clear_message_without_the_password(
    tmp_path: Path,
) -> None:
    connection = Connection("postgres", host=str(tmp_path), password_env="THE_PASSWORD")

    with (
        pytest.raises(DatabaseError, match="refused the connection") as refused,
        Database.open(connection, tmp_path, {"THE_PASSWORD": "open sesame"}),
    ):
        pass

    assert "open sesame" not in str(refused.value)


def test_several_tables_are_read_as_they_were_at_one_moment(care: Cluster, tmp_path: Path) -> None:
    with _open(_connection(care)) as database, database.snapshot():
        table = database.table("care.gp_event")
        database.write(table, tmp_path / "one.parquet")
        with care.connect() as connection:
            _insert(connection, ROWS)
        database.write(table, tmp_path / "other.parquet")

    assert pq.read_table(tmp_path / "one.parquet").num_rows == len(ROWS)
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "other.parquet").read_bytes()


def test_named_tables_become_files_for_a_mapping(care: Cluster, tmp_path: Path) -> None:
    with _open(_connection(care)) as database:
        made = read_tables(database, {"observations": "care.gp_event"}, tmp_path)

    assert made == {"observations": tmp_path / "observations.parquet"}
    read = pq.read_table(made["observations"])
    assert read.column_names == list(NAMES)
    assert "900000000000207008" in read["code"].to_pylist()


def test_duckdb_lands_the_same_rows(care: Cluster, tmp_path: Path) -> None:
    one, other = Site(tmp_path / "one"), Site(tmp_path / "other")
    for site in (one, other):
        site.folder.mkdir()
    with duckdb.connect(str(other.folder / "own.duckdb")) as own:
        own.execute(MAKE)
        own.executemany("INSERT INTO care.gp_event VALUES (?, ?, ?, ?, ?, ?)", ROWS)

    from_postgres = _land(one, _connection(care), "care.gp_event")
    from_duckdb = _land(other, Connection("duckdb", path=Path("own.duckdb")), "care.gp_event")

    assert one.rows(from_postgres) == other.rows(from_duckdb)
    assert from_postgres.batch.counts == from_duckdb.batch.counts


def test_a_password_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("open sesame\n")
    secret.chmod(0o644)
    connection = Connection("postgres", password_file=Path("password"))

    with pytest.raises(SettingsError, match="chmod 600"), _open(connection, tmp_path):
        pass
