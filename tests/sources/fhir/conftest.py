"""Fixtures: a sender of FHIR."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.fhir.made import Sender


@pytest.fixture
def sender(tmp_path: Path) -> Sender:
    return Sender(tmp_path)
