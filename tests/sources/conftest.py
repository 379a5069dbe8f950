"""Fixtures: a fresh installation, or several."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sources.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.fixture
def new_site(tmp_path: Path) -> Callable[[], Site]:
    """Makes a fresh installation each time, for tests that need several."""
    made = 0

    def make() -> Site:
        nonlocal made
        made += 1
        folder = tmp_path / str(made)
        folder.mkdir()
        return Site(folder)

    return make
