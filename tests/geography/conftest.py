"""The real and the made-up geography, built once for all tests of this room."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholeplace import geography
from wholeplace.geography import Geography


@pytest.fixture(scope="session")
def real(reference: Path, tmp_path_factory: pytest.TempPathFactory) -> Geography:
    return geography.build(reference, tmp_path_factory.mktemp("real") / "reference")


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Geography:
    return geography.build(None, tmp_path_factory.mktemp("made_up") / "reference")
