"""Figures of waits and reach hold to the schema, and each has its finding and its table."""

from __future__ import annotations

import altair as alt
import pytest

from tests.web.made_release import make_release
from wholeplace.measures.release import Release
from wholeplace.places.access.reach import build_reach_view
from wholeplace.places.access.waits import build_waits_view
from wholeplace.places.figures import Figure


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> list[Figure]:
    release = Release(make_release(tmp_path_factory.mktemp("release")))
    fenland, system = release.areas_by_slug["fenland"], release.system
    views = [
        build_waits_view(release, fenland, "resident"),
        build_reach_view(release, system, "registered", 30),
    ]
    return [figure for view in views for s in view.sections for figure in s.figures]


def test_every_specification_holds_to_the_published_schema(figures: list[Figure]) -> None:
    assert len(figures) >= 10
    for figure in figures:
        alt.Chart.from_dict(figure.spec, validate=True)


def test_every_figure_has_a_finding_a_source_and_a_table_that_fits(figures: list[Figure]) -> None:
    for figure in figures:
        assert figure.title.endswith(".")
        assert figure.source
        assert figure.table.rows
        assert all(len(row) == len(figure.table.columns) for row in figure.table.rows)


def test_groups_that_are_not_known_stand_in_tables_and_are_never_named_as_a_gap(
    figures: list[Figure],
) -> None:
    cells = {row[0].text for figure in figures for row in figure.table.rows}

    assert "Not known" in cells
    assert not any("not known" in figure.title.lower() for figure in figures)
