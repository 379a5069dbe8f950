"""The geography of the reference folder with everything published in it, built once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from wholeplace import geography
from wholeplace.geography import Geography

Row = dict[str, Any]


@pytest.fixture(scope="session")
def real(reference: Path, tmp_path_factory: pytest.TempPathFactory) -> Geography:
    return geography.build(reference, tmp_path_factory.mktemp("published") / "reference")


@pytest.fixture(scope="session")
def values(real: Geography) -> list[Row]:
    """Every published value of the reference folder."""
    return real.table("published").to_pylist()


@pytest.fixture(scope="session")
def series(real: Geography) -> list[Row]:
    """Every published series of the reference folder."""
    return real.table("published_series").to_pylist()
