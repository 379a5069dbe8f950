"""Synthetic populations, each made, landed and run once."""

from __future__ import annotations

import pytest

from tests.recovery.recovering import ABOUT_PEOPLE, Recovered, recovered


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Recovered:
    """10,000 people without a mistake, every hospital sending a feed."""
    folder = tmp_path_factory.mktemp("clean")
    return recovered(folder, 10_000, 3, clean=True, all_feeds=True)


@pytest.fixture(scope="session")
def smaller(tmp_path_factory: pytest.TempPathFactory) -> Recovered:
    """5,000 other people without a mistake."""
    folder = tmp_path_factory.mktemp("smaller")
    return recovered(folder, 5_000, 4, clean=True, all_feeds=True, packages=ABOUT_PEOPLE)


@pytest.fixture(scope="session")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Recovered:
    """The 10,000 people with mistakes planted, and hospitals outside the system silent."""
    folder = tmp_path_factory.mktemp("spoilt")
    return recovered(folder, 10_000, 3, clean=False, packages=ABOUT_PEOPLE)
