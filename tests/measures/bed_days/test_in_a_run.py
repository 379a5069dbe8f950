"""Bed days of a whole small run, counted again night by night from the same lives."""

from __future__ import annotations

import datetime as dt
import json

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tests.measures.small_installation import AS_AT, PERIOD_START, Finished, Life
from wholeplace.core.calendar import age_in_years, months_earlier


def nights_of(life: Life, start: dt.date, end: dt.date) -> set[dt.date]:
    """The nights of a life in hospital between two days, the last night among them."""
    return {
        first + dt.timedelta(days=n)
        for first, left in life.stays
        for n in range((left - first).days)
        if start <= first + dt.timedelta(days=n) <= end
    }


@pytest.mark.parametrize("basis", ["resident", "registered"])
def test_the_cube_of_a_run_holds_every_night_of_older_people_once(
    small: Finished, basis: str
) -> None:
    cubes = small.installation.data / "cubes" / small.run_id
    cube = pq.read_table(cubes / f"bed_days_{basis}_{AS_AT}.parquet")
    old = [life for life in small.lives if life.age >= 65 and life.here_in_period]
    wanted = [nights_of(life, PERIOD_START, AS_AT) for life in old]
    assert pc.sum(cube["days"]).as_py() == sum(len(nights) for nights in wanted)
    assert pc.sum(cube["in_hospital"]).as_py() == sum(bool(nights) for nights in wanted)
    squares = sum(len(nights) ** 2 for nights in wanted)
    assert pc.sum(cube["days_squared"]).as_py() == squares
    assert pc.sum(cube["people"]).as_py() == sum(life.present for life in old)


@pytest.mark.parametrize("basis", ["resident", "registered"])
def test_the_cube_of_an_earlier_year_holds_whoever_was_old_then(
    small: Finished, basis: str
) -> None:
    start, day = months_earlier(PERIOD_START, 12), months_earlier(AS_AT, 12)
    cubes = small.installation.data / "cubes" / small.run_id
    cube = pq.read_table(cubes / f"bed_days_{basis}_{day}.parquet")
    here = [life for life in small.lives if life.left is None or life.left >= start]
    old = [life for life in here if age_in_years(life.born, day) >= 65]
    assert any(age_in_years(life.born, AS_AT) == 65 for life in here if life not in old)
    assert pc.sum(cube["days"]).as_py() == sum(len(nights_of(life, start, day)) for life in old)
    ends = [[end for end in (life.left, life.died) if end] for life in old]
    assert pc.sum(cube["people"]).as_py() == sum(all(end > day for end in e) for e in ends)


def test_the_release_of_a_run_has_the_tables_and_what_is_apart(small: Finished) -> None:
    release = small.installation.release(small.run_id)
    ends = {row["period_end"] for row in release.select("bed_days", measure="days")}
    assert AS_AT in ends
    assert release.columns("occupied_beds")
    said = json.loads((release.folder / "bed_days.json").read_text(encoding="utf-8"))
    assert set(said["apart"]) == {"residence_not_known", "lives_elsewhere", "nobody_known"}
