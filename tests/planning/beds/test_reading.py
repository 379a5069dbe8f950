"""Reading beds of a release: what is published keeps to one kind of bed, and to its own line."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wholeplace.measures.bed_days import occupied as counting
from wholeplace.measures.release import Release
from wholeplace.planning.beds.reading import occupied, published_occupancy
from wholeplace.statistics import HES

MARCH = dt.date(2026, 3, 1)


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """A release of beds only: one trust as published, one hospital as counted."""
    folder = tmp_path / "made"
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps({"run_id": "made"}), encoding="utf-8")
    published = [
        {"category": None, "value": 93.4},
        {"category": "Adult critical care", "value": 61.0},
        {"category": None, "value": None},
    ]
    about = {"indicator": "beds-occupied", "subject_name": "A trust", "period_start": MARCH}
    rows = pa.Table.from_pylist([about | row for row in published])
    pq.write_table(rows, folder / "published.parquet")
    moves = pa.table(
        {
            "provider_code": ["R", "S"],
            "day": [dt.date(2020, 1, 1)] * 2,
            "came": [80, 3],
            "left": [0] * 2,
        }
    )
    daily = counting.occupied_daily(moves, dt.date(2026, 3, 31))
    pq.write_table(counting.occupied_rows(daily, HES), folder / "occupied_beds.parquet")
    return Release(folder)


def test_published_occupancy_is_of_general_and_acute_beds_alone(release: Release) -> None:
    assert published_occupancy(release) == {"A trust": [(MARCH, 93.4)]}


def test_a_hospital_whose_counts_are_all_hidden_has_no_line(release: Release) -> None:
    found = occupied(release)
    assert list(found) == ["R"]
    assert [one.mean for one in found["R"]][-1] == 80 and found["R"][-1].month == MARCH
