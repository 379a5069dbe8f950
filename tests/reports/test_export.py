"""Exports hold released numbers and nothing else, with what is needed to read them."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from tests.measures.small_installation import Finished
from wholeplace.core.errors import RunError
from wholeplace.measures.release import Release
from wholeplace.reports import numbers, published
from wholeplace.reports.export import FORMS, select, write_export
from wholeplace.reports.notes import STATUSES
from wholeplace.reports.rows import COLUMNS, rows_table
from wholeplace.reports.text_files import PARQUET_KEY

EXACT = ("linkage", "batches", "values", "seconds")


def slug_of(small: Finished, area_type: str) -> str:
    """A place of a kind in which somebody lives or is registered."""
    areas = small.release.areas.values()
    return next(
        area.slug
        for area in areas
        if area.area_type == area_type and (area.population_resident or area.population_registered)
    )


def test_everything_released_is_exported_row_for_row(small: Finished) -> None:
    values = small.release.values()

    rows = rows_table(small.release, select(small.release)).to_pylist()

    assert [
        (r["area_type"], r["area_code"], r["measure"], r["breakdown"], r["category"], r["value"])
        for r in rows
    ] == [(v.area_type, v.area_code, v.measure, v.breakdown, v.category, v.value) for v in values]
    assert [(r["numerator"], r["lower_95"], r["upper_95"], r["status"]) for r in rows] == [
        (v.numerator, v.lower, v.upper, v.status) for v in values
    ]
    assert {row["run_id"] for row in rows} == {small.run_id}


def test_an_export_is_of_the_places_measures_and_breakdowns_asked_for(small: Finished) -> None:
    district = slug_of(small, "district")

    rows = rows_table(
        small.release,
        select(
            small.release,
            slugs=[district],
            measures=["stroke_prevalence"],
            breakdowns=["all", "sex"],
        ),
    ).to_pylist()

    area = small.release.areas_by_slug[district]
    assert {(row["area_type"], row["area_code"]) for row in rows} == {area.key}
    assert {row["area_name"] for row in rows} == {area.name}
    assert {row["measure"] for row in rows} == {"stroke_prevalence"}
    assert {row["breakdown"] for row in rows} == {"all", "sex"}


def test_two_places_of_different_kinds_do_not_bring_others_of_their_codes(
    small: Finished,
) -> None:
    """A unitary authority is a district and an upper tier under one code."""
    slugs = [slug_of(small, "district"), slug_of(small, "pcn")]

    values = select(small.release, slugs=slugs, breakdowns=["all"])

    assert {v.area for v in values} == {small.release.areas_by_slug[slug].key for slug in slugs}


@pytest.mark.parametrize(
    ("says", "named"), [({"slugs": ["atlantis"]}, "atlantis"), ({"measures": ["luck"]}, "luck")]
)
def test_what_the_release_does_not_have_is_named(
    small: Finished, says: dict[str, Any], named: str
) -> None:
    with pytest.raises(RunError, match=named):
        select(small.release, **says)


@pytest.mark.parametrize("ending", FORMS)
def test_every_form_holds_the_same_numbers(small: Finished, tmp_path: Path, ending: str) -> None:
    values = select(small.release, measures=["stroke_prevalence"], breakdowns=["sex", "all"])
    path = tmp_path / f"numbers.{ending}"

    assert write_export(small.release, values, path) == len(values)

    rows = read(path)
    assert [(r["area_code"], r["category"], r["status"]) for r in rows] == [
        (v.area_code, v.category, v.status) for v in values
    ]
    assert [number(r["numerator"], int) for r in rows] == [v.numerator for v in values]
    # A workbook holds 16 digits of a number, which is one fewer than there can be.
    assert [number(r["value"], float) for r in rows] == [
        pytest.approx(v.value, rel=1e-15) if v.value is not None else None for v in values
    ]
    assert len({v.status for v in values}) > 1, "some numbers are hidden and some are not"


def number(cell: Any, kind: type) -> Any:
    """A cell's number, none where it is blank or a shorthand."""
    return None if cell in (None, "") or str(cell).startswith("[") else kind(cell)


def read(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    if path.suffix == ".json":
        return json.loads(path.read_text(encoding="utf-8"))["numbers"]
    if path.suffix == ".xlsx":
        headings, *rows = openpyxl.load_workbook(path)["Numbers"].iter_rows(
            min_row=3, values_only=True
        )
        return [dict(zip(headings, row, strict=True)) for row in rows]
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("ending", FORMS)
def test_an_export_of_nothing_still_has_its_columns(
    small: Finished, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"numbers.{ending}"

    assert write_export(small.release, [], path) == 0

    if ending == "csv":
        heading = path.read_text().splitlines()[0]
        assert heading.replace('"', "").split(",") == [column.name for column in COLUMNS]
    elif ending != "xlsx":
        assert read(path) == []


def test_a_name_of_no_known_form_is_refused(small: Finished, tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"End it in \.csv"):
        write_export(small.release, select(small.release), tmp_path / "numbers.xls")
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_fails_leaves_nothing_behind(
    small: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wholeplace.reports.workbook.MOST_ROWS", 5)
    with pytest.raises(Exception, match="A sheet holds 5 rows"):
        write_export(small.release, select(small.release), tmp_path / "numbers.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", FORMS)
def test_every_form_says_what_each_measure_means_and_which_run_it_was(
    small: Finished, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"numbers.{ending}"
    write_export(small.release, select(small.release, measures=["stroke_prevalence"]), path)

    if ending == "xlsx":
        text = "\n".join(words_of(path))
        assert small.run_id in text
        assert "Who is not in it" in text and "small, and hidden" in text
        return
    notes = notes_in(path)

    assert notes["run"]["run_id"] == small.run_id
    (measure,) = notes["measures"]
    assert measure["name"] == "stroke_prevalence"
    assert measure["not_in_it"] and measure["sql"] and measure["version"]
    assert "1 to 7" in notes["protection"]
    assert set(notes["columns"]) == {column.name for column in COLUMNS}
    assert not set(EXACT) & set(notes["run"]), "exact counts stay in the installation"


def notes_in(path: Path) -> dict[str, Any]:
    if path.suffix == ".parquet":
        return json.loads(pq.read_schema(path).metadata[PARQUET_KEY])
    if path.suffix == ".json":
        return json.loads(path.read_text(encoding="utf-8"))["notes"]
    beside = json.loads(path.with_name(path.name + "-metadata.json").read_text(encoding="utf-8"))
    assert beside["url"] == path.name
    return beside["notes"][0]


def words_of(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    return [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value]


def test_a_workbook_has_one_marked_table_a_sheet_and_says_why_a_number_is_missing(
    small: Finished, tmp_path: Path
) -> None:
    path = tmp_path / "numbers.xlsx"
    write_export(small.release, select(small.release, breakdowns=["all", "age_band"]), path)

    book = openpyxl.load_workbook(path)

    assert book.sheetnames == ["Cover", "Notes", "Measures", "Numbers", "Gaps"]
    assert [len(sheet.tables) for sheet in book] == [0, 1, 1, 1, 1]
    assert {row[10].value for row in book["Gaps"].iter_rows(min_row=4)} == {"Age"}
    assert all(sheet["A1"].value and not sheet.merged_cells.ranges for sheet in book)
    shorthand = {status.name: status.shorthand for status in STATUSES}
    for row in read(path):
        if row["status"] != "shown":
            assert row["value"] == shorthand[row["status"]]


def test_no_cell_of_a_workbook_is_a_formula(small: Finished, tmp_path: Path) -> None:
    path = tmp_path / "numbers.xlsx"
    release = Release(small.release.folder)
    hostile = "=cmd|'/c calc'!A1"
    for key, area in release.areas.items():
        release.areas[key] = replace(area, name=hostile)

    write_export(release, select(release, measures=["stroke_prevalence"]), path)

    sheet = openpyxl.load_workbook(path)["Numbers"]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert {row["area_name"] for row in read(path)} == {hostile}


def test_a_notebook_reads_numbers_in_a_line(small: Finished) -> None:
    folder = small.release.folder.parent.parent

    table = numbers(folder, measures=["stroke_prevalence"], breakdowns=["all"])

    assert set(table["measure"].to_pylist()) == {"stroke_prevalence"}
    assert published(folder).run_id == small.run_id


def test_a_notebook_is_told_when_nothing_is_published(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="Nothing has been published yet"):
        numbers(tmp_path)
