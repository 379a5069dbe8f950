"""Golden files of the reference folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.reading import Golden, Rows, rows_of


@pytest.fixture
def golden(reference: Path) -> Golden:
    """Reads a file of ``golden/statistics`` by its name."""

    def read(name: str) -> Rows:
        return rows_of(reference / "golden" / "statistics" / f"{name}.csv")

    return read
