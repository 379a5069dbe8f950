"""Eunomia imported through the OMOP mapping and run, once for every test that looks at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.eunomia import Eunomia, installed


@pytest.fixture(scope="session")
def landed(repository: Path, reference: Path, tmp_path_factory: pytest.TempPathFactory) -> Eunomia:
    """An installation that holds Eunomia."""
    return installed(tmp_path_factory.mktemp("eunomia") / "site", repository, reference)


@pytest.fixture(scope="session")
def counted(landed: Eunomia) -> dict[str, int]:
    """People with each condition, by the lists the project ships; the run is published."""
    return landed.run()
