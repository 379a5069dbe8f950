"""Small populations made once: one clean, one with mistakes, on the made-up geography."""

from __future__ import annotations

import datetime as dt

import pytest

from wholeplace import geography
from wholeplace.geography import Geography
from wholeplace.sources.synthetic import Synthesis, synthesise
from wholeplace.sources.synthetic.synthesis import areas_of
from wholeplace.sources.synthetic.world import World, draw_world

AS_AT = dt.date(2026, 3, 31)
PEOPLE = 6_000


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Geography:
    """The synthetic geography."""
    return geography.build(None, tmp_path_factory.mktemp("geography") / "reference")


@pytest.fixture(scope="session")
def clean(made_up: Geography, tmp_path_factory: pytest.TempPathFactory) -> Synthesis:
    """People without a mistake."""
    out = tmp_path_factory.mktemp("clean")
    return synthesise(made_up, PEOPLE, 7, AS_AT, out, errors=False)


@pytest.fixture(scope="session")
def spoilt(made_up: Geography, tmp_path_factory: pytest.TempPathFactory) -> Synthesis:
    """The same people with mistakes."""
    return synthesise(made_up, PEOPLE, 7, AS_AT, tmp_path_factory.mktemp("spoilt"))


@pytest.fixture(scope="session")
def world(made_up: Geography) -> World:
    """A drawn population before anything is written."""
    return draw_world(areas_of(made_up), 20_000, 3, AS_AT)
