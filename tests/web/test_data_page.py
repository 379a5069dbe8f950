"""The data page reconciles counts, names what is missing, and protects small numbers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.web.made_release import make_release
from wholeplace.measures.release import Release
from wholeplace_web.catalogue.data_page import build_data_page, quality_notes


@pytest.fixture
def release(tmp_path: Path) -> Release:
    folder = make_release(tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["linkage"].append({"source": "cuh", "outcome": "birth date disagrees", "records": 3})
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return Release(folder)


def test_every_file_says_whether_its_counts_add_up(release: Release) -> None:
    table = build_data_page(release).batches
    row = [cell.text for cell in table.rows[1]]

    assert table.columns[3:8] == ("Read", "Loaded", "Rejected", "Duplicate", "Adds up")
    assert row[:8] == ["GP event", "gp", "2026-03", "250,007", "250,000", "5", "2", "Yes"]


def test_small_numbers_of_records_are_protected(release: Release) -> None:
    rows = {
        row[1].text: [cell.text for cell in row[2:]]
        for row in build_data_page(release).unlinked.rows
    }

    assert rows["Birth date disagrees"] == ["1 to 7", ""]
    assert rows["No NHS number"] == ["35", "2.9%"]


def test_only_fields_with_problems_are_listed(release: Release) -> None:
    fields = [row[0].text for row in build_data_page(release).quality.rows]

    assert "Person: ethnic category" in fields
    assert all(row[3].text + row[4].text != "0%0%" for row in build_data_page(release).quality.rows)
    assert quality_notes(release)[0] == "Value is missing in 48.0% of rows of GP event from gp."


def test_a_blank_that_is_ordinary_is_no_problem(tmp_path: Path) -> None:
    folder = make_release(tmp_path)
    value = {"name": "value", "often_blank": True}
    contract = [{"name": "gp_event", "columns": [value]}]
    (folder / "datasets.json").write_text(json.dumps(contract), encoding="utf-8")

    assert not any("Value is missing" in note for note in quality_notes(Release(folder)))


def test_a_measure_speaks_of_the_data_it_rests_on(release: Release) -> None:
    notes = quality_notes(release, ["person"])

    assert notes
    assert all("person from" in note for note in notes)


def test_the_page_names_what_could_not_be_worked_out(client: Any) -> None:
    text = re.sub(r"\s+", " ", client.get("/data").content.decode())

    assert "Deaths under 75: no death data were landed." in text
    assert "Queen Elizabeth Hospital King&#39;s Lynn" in text
    assert "Read = loaded + rejected + duplicate" in text
