"""A small installation with one published run, to export from."""

from __future__ import annotations

import pytest

from tests.measures.small_installation import Finished, finished


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finished(tmp_path_factory.getbasetemp())
