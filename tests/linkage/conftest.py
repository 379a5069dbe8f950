"""Installations that link: a fresh one for a test, or one for a whole module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.linkage.linking import Office, office


@pytest.fixture
def linkage(tmp_path: Path) -> Iterator[Office]:
    """An installation with an empty vault."""
    with office(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An installation that many random runs share, its people growing with each."""
    with office(tmp_path_factory.mktemp("shared")) as made:
        yield made
