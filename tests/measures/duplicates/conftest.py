"""One engine for the tests of duplicates."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wholeplace.core.engine import Engine, duckdb_engine


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine on one thread."""
    with duckdb_engine(tmp_path_factory.mktemp("engine") / "scratch", threads=1) as made:
        yield made
