"""One PostgreSQL server for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases.cluster import Cluster, cluster, program


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A server of the tests' own; without PostgreSQL they are skipped, and fail in CI."""
    pytest.importorskip("psycopg")
    if program("postgres") is None or program("initdb") is None:
        pytest.skip("PostgreSQL is not installed: `sh tools/system.sh need test` says how.")
    with cluster() as running:
        yield running
