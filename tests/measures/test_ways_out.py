"""A number that a release hides is in no way out of it: page, picture, file, workbook or answer.

The release is asked alone, with nothing beside it: no cubes, no records. So every way out can say
only what the tables of the release say, and those are attacked as a whole elsewhere.
"""

from __future__ import annotations

import base64
import csv
import datetime as dt
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.acceptance import ask_pages
from tests.measures.small_installation import Finished
from wholeplace.measures.disclosure.columns import HIDDEN

AREAS = ("peterborough", "cambridge-001-msoa")
MEASURES = ("stroke_prevalence", "people", "stay_rate", "mean_conditions")
NUMBERS = ("numerator", "denominator", "value", "lower", "upper")
LIMITS = {"lower": "lower_95", "upper": "upper_95"}
"""Columns that files call otherwise than the release does."""
FILES = [f"/places/{area}" for area in AREAS]
FILES += [f"/measures/{measure}" for measure in MEASURES]
FORMS = ("csv", "json", "xlsx", "parquet")
PAGES = [f"/places/{area}" for area in AREAS] + [f"/places/{AREAS[0]}/inequalities"]
PAGES += [f"/measures/{measure}?place={area}" for measure in MEASURES for area in AREAS]
Row = dict[str, Any]


@pytest.fixture(scope="module")
def alone(small: Finished, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What each way out answers of the release alone."""
    folder = tmp_path_factory.mktemp("alone")
    release = Path("data", "release")
    (folder / release).mkdir(parents=True)
    for name in (small.run_id, "current.json"):
        copy = shutil.copytree if name == small.run_id else shutil.copy
        copy(small.installation.folder / release / name, folder / release / name)
    settings = '[installation]\nname = "Small"\n[web]\nallowed_hosts = ["localhost"]\n'
    (folder / "wholeplace.toml").write_text(settings)
    asked = [*PAGES, *(f"{file}.{form}" for file in FILES for form in FORMS)]
    asked += [f"/api/v1/areas/{area}/values?limit=500" for area in AREAS]
    answered = subprocess.run(
        [sys.executable, ask_pages.__file__, *asked],
        cwd=folder,
        env={"WHOLEPLACE_SETTINGS": str(folder / "wholeplace.toml")},
        capture_output=True,
        check=True,
    )
    answers = json.loads(answered.stdout)
    assert {status for status, _ in answers.values()} == {200}
    return {
        address: base64.b64decode(content)
        if address.endswith((".xlsx", ".parquet"))
        else content.encode()
        for address, (_, content) in answers.items()
    }


@pytest.fixture(scope="module")
def released(small: Finished) -> dict[tuple[Any, ...], Row]:
    """The rows of the release."""
    rows = pq.read_table(small.release.folder / "values.parquet").to_pylist()
    return {key(row): row for row in rows}


def key(row: Row) -> tuple[Any, ...]:
    """What a number is of, in any form."""
    names = ("area_type", "area_code", "basis", "measure", "breakdown", "category")
    end = row["period_end"]
    day = dt.date.fromisoformat(end[:10]) if isinstance(end, str) else end
    day = day.date() if isinstance(day, dt.datetime) else day
    return (*(row[name] for name in names), day)


def rows_of(address: str, content: bytes) -> Iterator[Row]:
    """The rows of a file, or of an answer."""
    if address.endswith(".csv"):
        yield from csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    elif address.endswith(".json"):
        yield from json.loads(content)["numbers"]
    elif address.endswith(".parquet"):
        yield from pq.read_table(pa.BufferReader(content)).to_pylist()
    elif address.endswith(".xlsx"):
        for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
            lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
            heads = next((at for at, line in enumerate(lines) if "area_code" in line), None)
            if heads is not None and "numerator" in lines[heads]:
                yield from (
                    dict(zip(lines[heads], line, strict=True)) for line in lines[heads + 1 :]
                )
    else:
        yield from json.loads(content)["items"]


def numbers(row: Row) -> list[float | None]:
    """The numbers of a row, whatever it calls them; None for none, or a mark such as [c]."""
    said = [row[name if name in row else LIMITS.get(name, name)] for name in NUMBERS]
    return [None if one is None or f"{one}"[:1] in ("", "[") else float(one) for one in said]


@pytest.mark.parametrize("form", [*FORMS, "api"])
def test_no_file_or_answer_says_another_number_than_the_release(
    alone: dict[str, bytes], released: dict[tuple[Any, ...], Row], form: str
) -> None:
    looked_at = hidden = 0
    for address, content in alone.items():
        if address.endswith(f".{form}") or (form == "api" and address.startswith("/api")):
            for row in rows_of(address, content):
                mine = released[key(row)]
                assert numbers(row) == pytest.approx(numbers(mine), nan_ok=True), (address, row)
                assert row["status"] == mine["status"]
                hides = mine["status"] in HIDDEN
                assert not hides or numbers(row)[0] is None
                assert not hides or numbers(row)[2:] == [None] * 3
                looked_at, hidden = looked_at + 1, hidden + hides

    assert looked_at > 500
    assert hidden > 100


OWN = ("Value", "95% limits", "People counted", "Events", "Stays")
"""Columns of a page's tables that hold a row's own number."""
TABLE, LINE, CELL = (
    re.compile(f"<{tag}[ >].*?</{end}>", re.DOTALL)
    for tag, end in (("table", "table"), ("tr", "tr"), ("t[hd]", "t[hd]"))
)


def words(html: str) -> str:
    """The text of a piece of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html)).strip()


def test_no_page_says_a_number_in_the_row_of_a_hidden_one(
    alone: dict[str, bytes], small: Finished, released: dict[tuple[Any, ...], Row]
) -> None:
    hidden = {
        (row["measure"], small.release.areas[row["area_type"], row["area_code"]].name)
        for row in released.values()
        if row["status"] in HIDDEN and row["breakdown"] == "all" and row["basis"] == "resident"
    }
    looked_at = 0
    for address in PAGES:
        for table in TABLE.findall(alone[address].decode()):
            lines = [[words(cell) for cell in CELL.findall(line)] for line in LINE.findall(table)]
            own = [at for at, head in enumerate(lines[0]) if head in OWN]
            measure = address.removeprefix("/measures/").partition("?")[0]
            for line in lines[1:]:
                if (measure, line[0]) in hidden:
                    said = " ".join(line[at] for at in own).replace("1 to 7", "")
                    assert not re.search(r"\d", said), (address, line)
                    looked_at += 1

    assert looked_at >= 2


def test_no_picture_marks_a_hidden_number(alone: dict[str, bytes]) -> None:
    """Peterborough's stroke is hidden: its row of the chart has words, no line and no dot."""
    page = alone["/measures/stroke_prevalence?place=peterborough"].decode()
    chart = re.findall(r"<svg.*?</svg>", page, re.DOTALL)[0]
    names = re.findall(r"translate\(-2,([\d.]+)\)[^>]*>([^<]*)<", chart)
    height = next(float(at) for at, name in names if "Peterborough" in name)

    marked = re.findall(r'<(?:line|path|circle) transform="translate\([\d.]+,([\d.]+)', chart)
    marks = {float(at) for at in marked}
    worded = re.findall(r"translate\(4,([\d.]+)\)[^>]*>([^<]*)<", chart)
    said = {float(at): word for at, word in worded}

    assert not any(abs(mark - height) < 5 for mark in marks if mark)
    assert [word for at, word in said.items() if abs(at - height) < 5] == ["not shown"]
