"""The sentence on hospital care that is not covered stands where hospital use is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.web.made_release import make_release
from wholeplace.measures.coverage import COVERAGE_SCHEMA
from wholeplace.measures.release import Release
from wholeplace.places.coverage import coverage_sentence, not_covered
from wholeplace.places.measure_view import build_measure_view
from wholeplace.places.profile import build_profile

KINGS_LYNN = "The Queen Elizabeth Hospital King's Lynn"
WARNING = (
    "For 62 in 100 people here the nearest general hospital, The Queen Elizabeth Hospital King's "
    "Lynn, sends no data, so hospital use reads lower than it is."
)


def row(code: str, name: str, value: float | None, status: str = "shown") -> dict[str, Any]:
    return {"provider_code": code, "provider_name": name, "value": value, "status": status}


def together(value: float | None, status: str = "shown") -> dict[str, Any]:
    return row("any", "", value, status)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = make_release(tmp_path_factory.mktemp("release"))
    fenland = Release(folder).areas_by_slug["fenland"]
    where = {
        "area_type": fenland.area_type,
        "area_code": fenland.code,
        "numerator": 62_000,
        "denominator": 100_000,
    }
    rows = [where | together(0.62), where | row("RCX", KINGS_LYNN, 0.62)]
    pq.write_table(pa.Table.from_pylist(rows, schema=COVERAGE_SCHEMA), folder / "coverage.parquet")
    _say_what_hospitals_send(folder)
    return Release(folder)


def _say_what_hospitals_send(folder: Path) -> None:
    measures = json.loads((folder / "measures.json").read_text())
    for measure in measures:
        measure["flow"] = {"emergency_admissions": "admissions", "deaths_under_75": "deaths"}.get(
            measure["name"], ""
        )
    datasets = [
        {"name": "hospital_spell", "columns": [{"name": "provider_code"}]},
        {"name": "person", "columns": [{"name": "birth_date"}]},
    ]
    activities = [
        {"name": "admissions", "dataset": "hospital_spell"},
        {"name": "deaths", "dataset": "person"},
    ]
    for name, content in (
        ("measures", measures),
        ("datasets", datasets),
        ("attributes", activities),
    ):
        (folder / f"{name}.json").write_text(json.dumps(content))


def test_one_silent_hospital_is_named() -> None:
    assert coverage_sentence([together(0.62), row("RCX", KINGS_LYNN, 0.62)]) == WARNING


def test_several_are_named_with_the_most_used_first() -> None:
    said = coverage_sentence(
        [together(0.14), row("RCX", KINGS_LYNN, 0.04), row("RGR", "West Suffolk Hospital", 0.1)]
    )

    assert "For 14 in 100 people here" in said
    assert f"hospital (West Suffolk Hospital or {KINGS_LYNN}) sends no data" in said


def test_a_place_that_looks_to_one_silent_hospital_alone_is_told_so() -> None:
    said = coverage_sentence([together(1.0), row("RCX", KINGS_LYNN, 1.0)])

    assert said.startswith("For all or nearly all people here")


def test_a_small_share_keeps_a_denominator_it_can_be_told_in() -> None:
    assert "For 9 in 1,000 people here" in coverage_sentence(
        [together(0.0087), row("RWH", "Lister Hospital", 0.0087)]
    )


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [together(0.0)],
        [together(None, "suppressed"), row("RCX", KINGS_LYNN, None, "suppressed")],
        [together(None, "no_data")],
    ],
)
def test_nothing_is_said_where_nothing_is_missing_or_may_be_shown(
    rows: list[dict[str, Any]],
) -> None:
    assert coverage_sentence(rows) == ""


def test_a_hospital_whose_own_number_is_hidden_is_not_named() -> None:
    said = coverage_sentence([together(0.05), row("RCX", KINGS_LYNN, None, "suppressed")])

    assert said.startswith("For 5 in 100 people here the nearest general hospital sends no data")


def test_the_place_page_says_it_before_hospital_use(release: Release) -> None:
    profile = build_profile(release, release.areas_by_slug["fenland"])
    care = next(section for section in profile.sections if section.id == "care")

    assert [sentence.text for sentence in care.sentences] == [WARNING]


def test_only_measures_of_hospital_care_say_it(release: Release) -> None:
    fenland = release.areas_by_slug["fenland"]
    said = {
        name: build_measure_view(release, release.measures[name], fenland).not_covered
        for name in ("emergency_admissions", "deaths_under_75", "diabetes")
    }

    assert said == {"emergency_admissions": WARNING, "deaths_under_75": "", "diabetes": ""}


def test_it_is_not_said_of_registered_people_or_of_places_that_are_covered(
    release: Release,
) -> None:
    assert not_covered(release, release.areas_by_slug["fenland"], "registered") == ""
    assert not_covered(release, release.areas_by_slug["cambridge"], "resident") == ""
