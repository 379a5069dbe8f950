"""Charts and maps hold to the schema, stand in a strict page, and hide what must be hidden."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import altair as alt
import pytest

from tests.web.made_release import make_release
from wholeplace.measures.release import Release
from wholeplace.places import palette
from wholeplace.places.charts import Line, Row, interval_chart
from wholeplace.places.figures import Figure
from wholeplace.places.kept import KeptFiles
from wholeplace.places.maps import classes_of, shaded_map
from wholeplace.places.marks import interval_mark
from wholeplace.places.measure_view import build_measure_view
from wholeplace.places.profile import build_profile
from wholeplace.places.rendering import Renderer

SQUARE = [[[0.0, 52.0], [0.1, 52.0], [0.1, 52.1], [0.0, 52.1], [0.0, 52.0]]]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return Release(make_release(tmp_path_factory.mktemp("release")))


@pytest.fixture(scope="module")
def figures(release: Release) -> list[Figure]:
    fenland = release.areas_by_slug["fenland"]
    profile = build_profile(release, fenland)
    view = build_measure_view(release, release.measures["emergency_admissions"], fenland)
    found = [figure for section in profile.sections for figure in section.figures]
    return [*found, *view.figures, *view.small_multiples]


def feature(code: str) -> dict[str, Any]:
    shape = {"type": "Polygon", "coordinates": SQUARE}
    return {"type": "Feature", "properties": {"code": code}, "geometry": shape}


def test_every_specification_holds_to_the_published_schema(figures: list[Figure]) -> None:
    assert len(figures) >= 14
    for figure in figures:
        alt.Chart.from_dict(figure.spec, validate=True)


def test_every_figure_has_a_finding_a_source_and_a_table(figures: list[Figure]) -> None:
    for figure in figures:
        assert figure.title.endswith((".", "”"))
        assert figure.source
        assert figure.table.rows
        assert all(len(row) == len(figure.table.columns) for row in figure.table.rows)


def test_a_drawing_may_stand_in_a_strict_page(figures: list[Figure]) -> None:
    for figure in figures:
        svg = Renderer().svg(figure.spec, figure.description)
        root = ElementTree.fromstring(svg)

        assert root.get("role") == "img"
        assert root.get("aria-label") == figure.description
        assert root.get("width") is None
        assert not re.search(r"\sstyle=|<script|<style|xlink:href|\son\w+=", svg)


def test_descriptions_cannot_break_out_of_their_attribute() -> None:
    spec = interval_chart([Row("A", 0.1)], number_format=".0%", title="Share")
    svg = Renderer().svg(spec, '"><script>alert(1)</script>')

    assert "<script" not in svg
    ElementTree.fromstring(svg)


def test_a_drawing_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = interval_chart(
        [Row("A", 0.1, 0.05, 0.2)], number_format=".0%", title="Share", comparator=Line("B", 0.2)
    )
    first = Renderer(KeptFiles(tmp_path)).svg(spec, "words")
    monkeypatch.setattr("wholeplace.places.rendering.vl_convert.vegalite_to_svg", None)

    assert Renderer(KeptFiles(tmp_path)).svg(spec, "words") == first


def test_an_area_without_a_number_is_hatched_and_the_legend_says_so() -> None:
    spec = shaded_map([feature("a"), feature("b")], {"a": "1%"}, [("1%", palette.MAP_STEPS[0])])
    svg = Renderer().svg(spec, "words")

    assert palette.HATCH not in svg
    assert 'fill="url(#hatch-' in svg
    assert "Not shown" in svg


@pytest.mark.parametrize(("value", "align"), [(0.01, "left"), (0.05, "center"), (0.09, "right")])
def test_the_name_of_a_comparator_leans_away_from_the_nearer_end(value: float, align: str) -> None:
    spec = interval_chart(
        [Row("A", 0.08, 0.06, 0.1)],
        number_format=".0%",
        title="Share",
        comparator=Line("Cambridgeshire and Peterborough", value),
    )

    assert [layer["mark"]["align"] for layer in spec["layer"] if layer["mark"].get("y") == -8] == [
        align
    ]


def test_a_row_without_a_number_keeps_its_place_and_says_so() -> None:
    spec = interval_chart([Row("A", 0.1), Row("B", None)], number_format=".0%", title="Share")
    svg = Renderer().svg(spec, "words")

    assert ">B<" in svg
    assert "not shown" in svg


@pytest.mark.parametrize(
    ("values", "cuts"),
    [
        ([], []),
        ([3.0], [3.0]),
        ([1.0, 1.0, 1.0], [1.0]),
        ([5.0, 1.0, 4.0, 2.0, 3.0], [1.0, 2.0, 3.0, 4.0, 5.0]),
    ],
)
def test_classes_are_quantiles_without_repeats(values: list[float], cuts: list[float]) -> None:
    assert classes_of(values) == cuts


def test_better_and_worse_differ_in_shape_and_not_in_colour_alone(release: Release) -> None:
    fenland = release.areas_by_slug["fenland"]
    here, there = (
        release.values(area_codes=[area.code], measures=["diabetes"], breakdowns=["all"])[0]
        for area in (fenland, release.system)
    )

    better, worse, neither = (interval_mark(here, there, word) for word in ("better", "worse", ""))
    assert "<circle" in better
    assert "<circle" not in worse
    assert len({better, worse, neither}) == 3
    assert interval_mark(None, there, "") == ""


def test_what_is_kept_comes_back_and_the_oldest_goes_first(tmp_path: Path) -> None:
    kept = KeptFiles(tmp_path, most=10, in_memory=2)
    for number in range(1001):
        kept.put(f"key {number}", b"content")

    assert kept.get("key 1000") == b"content"
    assert kept.get("never") is None
    assert sum(1 for file in tmp_path.glob("*/*") if file.is_file()) < 1001


def test_a_full_disk_costs_speed_and_not_the_page(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    kept = KeptFiles(blocked / "inside")

    kept.put("key", b"content")

    assert kept.get("key") == b"content"


@pytest.mark.parametrize("colour", [*palette.FIFTHS[:4], palette.PLACE, palette.WORSE])
def test_marks_stand_out_from_the_page(colour: str) -> None:
    assert _contrast(colour, "#f0f4f5") >= 2.5


def _contrast(first: str, second: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
