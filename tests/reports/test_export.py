"""Exports hold released numbers and nothing else, with what is needed to read them."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.measures.small_installation import Finished
from wholeplace.core.errors import RunError
from wholeplace.measures.catalogue import ReleasedValue
from wholeplace.reports.export import COLUMNS, FORMULA_STARTS, export_table, safe_text, write_export


def slug_of(small: Finished, area_type: str) -> str:
    """A place of a kind in which somebody lives or is registered."""
    areas = small.release.areas.values()
    return next(
        area.slug
        for area in areas
        if area.area_type == area_type and (area.population_resident or area.population_registered)
    )


def test_everything_released_is_exported_row_for_row(small: Finished) -> None:
    release = small.release

    rows = export_table(release).to_pylist()

    assert [{name: row[name] for name in ReleasedValue.__dataclass_fields__} for row in rows] == [
        asdict(value) for value in release.values()
    ]
    assert {row["run_id"] for row in rows} == {small.run_id}


def test_an_export_is_of_the_places_measures_and_breakdowns_asked_for(small: Finished) -> None:
    district = slug_of(small, "district")

    rows = export_table(
        small.release, slugs=[district], measures=["stroke_prevalence"], breakdowns=["all", "sex"]
    ).to_pylist()

    assert {row["area_code"] for row in rows} == {small.release.areas_by_slug[district].code}
    assert {row["area_type"] for row in rows} == {"district"}
    assert {row["measure"] for row in rows} == {"stroke_prevalence"}
    assert {row["breakdown"] for row in rows} == {"all", "sex"}
    assert {row["area_name"] for row in rows} == {small.release.areas_by_slug[district].name}


def test_two_places_of_different_kinds_do_not_bring_others_of_their_codes(
    small: Finished,
) -> None:
    """A unitary authority is a district and an upper tier under one code."""
    slugs = [slug_of(small, "district"), slug_of(small, "pcn")]

    rows = export_table(small.release, slugs=slugs, breakdowns=["all"]).to_pylist()

    wanted = {small.release.areas_by_slug[slug].key for slug in slugs}
    assert {(row["area_type"], row["area_code"]) for row in rows} == wanted


@pytest.mark.parametrize(
    ("says", "named"), [({"slugs": ["atlantis"]}, "atlantis"), ({"measures": ["luck"]}, "luck")]
)
def test_what_the_release_does_not_have_is_named(
    small: Finished, says: dict[str, Any], named: str
) -> None:
    with pytest.raises(RunError, match=named):
        export_table(small.release, **says)


def test_an_export_of_nothing_still_has_its_columns(small: Finished) -> None:
    table = export_table(small.release, breakdowns=["phase of the moon"])

    assert table.num_rows == 0
    assert tuple(table.column_names) == COLUMNS


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".json"])
def test_every_form_holds_the_same_numbers(small: Finished, tmp_path: Path, ending: str) -> None:
    table = export_table(small.release, measures=["stroke_prevalence"], breakdowns=["sex"])
    path = tmp_path / f"numbers{ending}"

    write_export(table, small.release, path)

    expected = [(row["area_code"], row["category"], row["numerator"]) for row in table.to_pylist()]
    assert [(r["area_code"], r["category"], r["numerator"]) for r in read(path)] == expected


def read(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    if path.suffix == ".json":
        return json.loads(path.read_text(encoding="utf-8"))
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return [
        row | {"numerator": int(row["numerator"]) if row["numerator"] else None} for row in rows
    ]


def test_a_name_of_no_known_form_is_refused(small: Finished, tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"End it in \.csv"):
        write_export(export_table(small.release), small.release, tmp_path / "numbers.xls")
    assert list(tmp_path.iterdir()) == []


def test_the_notes_beside_it_say_what_each_measure_means_and_which_run_it_was(
    small: Finished, tmp_path: Path
) -> None:
    table = export_table(small.release, measures=["stroke_prevalence"])
    write_export(table, small.release, tmp_path / "numbers.csv")

    notes = json.loads((tmp_path / "numbers.notes.json").read_text(encoding="utf-8"))

    assert notes["manifest"]["run_id"] == small.run_id
    (measure,) = notes["measures"]
    assert measure["name"] == "stroke_prevalence"
    assert measure["not_in_it"] and measure["sql"] and measure["version"]
    assert "1 to 7" in notes["numbers"]


@given(st.text())
def test_no_text_begins_with_a_sign_a_spreadsheet_would_run(text: str) -> None:
    made = safe_text(text)

    assert not made.startswith(FORMULA_STARTS)
    assert made in (text, f"'{text}")
