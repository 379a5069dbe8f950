"""Inputs from a run: rates of its residents, people of the projection, nothing supposed."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wholeplace.core.errors import RunError
from wholeplace.measures.bed_days.by_age import released_by_age
from wholeplace.measures.release import Release
from wholeplace.planning.long_range.from_run import PROJECTION, write_inputs_of
from wholeplace.planning.long_range.inputs import read_inputs
from wholeplace.statistics import HES

YEAR = (dt.date(2025, 4, 1), dt.date(2026, 3, 31))


PROJECTED = pa.Table.from_pylist(
    [
        {
            "area_code": code,
            "year": year,
            "sex": sex,
            "age_from": age,
            "population": people + 100 * (year - 2025),
            "source": PROJECTION,
        }
        for code, people in (("ZD01", 4_000), ("ZD02", 6_000))
        for year in range(2018, 2030)
        for sex in ("female", "male")
        for age in (0, 65)
    ]
)


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """A run of 1,000 women of 65 to 69, 100 of whom were in hospital, and of few men."""
    folder = tmp_path / "made"
    folder.mkdir()
    manifest = {"run_id": "made", "as_at": "2026-03-31", "synthetic": True}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    counted = pa.table(
        {
            "activity": ["emergency", "emergency"],
            "sex": ["female", "male"],
            "age_band": ["65-69", "65-69"],
            "people": [100, 3],
            "residents": [1_000, 990],
            "admissions": [120, 3],
            "bed_days": [800, 20],
        }
    )
    pq.write_table(released_by_age(counted, YEAR, HES), folder / "stays_by_age.parquet")
    areas = [
        {"code": code, "name": name, "area_type": "district", "slug": name.lower()}
        for code, name in (("ZD01", "Fenland"), ("ZD02", "Cambridge"))
    ]
    pq.write_table(pa.Table.from_pylist(areas), folder / "areas.parquet")
    return Release(folder)


def test_counts_are_brought_to_the_people_of_the_projection(
    release: Release, tmp_path: Path
) -> None:
    write_inputs_of(release, PROJECTED, tmp_path / "own")
    read = read_inputs(tmp_path / "own")
    band = list(read.base.ages).index(65)
    assert read.base.year == 2025
    assert read.base.admissions[0, 0, 0, band] == pytest.approx(0.12, rel=0.01)
    assert read.base.days[0, 0, 0, band] == pytest.approx(0.8, rel=0.01)
    assert read.base.admissions[0, :, 1].sum() == 0
    assert read.synthetic and "1 groups" not in read.warnings[0]
    assert "1 group of activity, sex and age had too few people" in read.warnings[0]
    assert read.mitigations == [] and read.activities[0].growth == (0, 0, 0)


def test_a_geography_without_projected_people_says_what_to_build(
    release: Release, tmp_path: Path
) -> None:
    with pytest.raises(RunError, match="no projected people for 2025 and 2026"):
        write_inputs_of(release, PROJECTED.slice(0, 0), tmp_path / "own")


def test_a_run_without_stays_says_what_to_land(release: Release, tmp_path: Path) -> None:
    (release.folder / "stays_by_age.parquet").unlink()
    with pytest.raises(RunError, match="no hospital stays by age"):
        write_inputs_of(Release(release.folder), PROJECTED, tmp_path / "own")
