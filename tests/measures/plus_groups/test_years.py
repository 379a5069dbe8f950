"""Earlier years are worked back to where the data allow it, and counted again in plain Python."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.measures.small_installation import STROKE, Finished, Life
from wholeplace.measures.plus_groups.years import YEARS_FILE
from wholeplace.statistics import release_proportion


@pytest.fixture(scope="module")
def rows(small: Finished) -> list[dict[str, Any]]:
    return pq.read_table(small.release.folder / YEARS_FILE).to_pylist()


def here(life: Life, day: dt.date) -> bool:
    """Whether somebody was in the population at the end of a day."""
    left = life.left is not None and life.left <= day
    died = life.died is not None and life.died <= day
    return life.joined <= day and not left and not died


def test_years_end_where_nobody_held_has_left_since(
    small: Finished, rows: list[dict[str, Any]]
) -> None:
    left = [life.left for life in small.lives if life.left is not None]
    assert min(left) > dt.date(2023, 12, 31)
    assert {row["period_end"] for row in rows} == {dt.date(2025, 3, 31), dt.date(2024, 3, 31)}


def test_a_measure_on_an_earlier_day_is_the_gated_hand_count(
    small: Finished, rows: list[dict[str, Any]]
) -> None:
    day = dt.date(2025, 3, 31)
    found = {
        row["category"]: row
        for row in rows
        if (row["area_type"], row["basis"], row["measure"])
        == ("icb", "registered", "stroke_prevalence")
        and row["period_end"] == day
    }
    people = [life for life in small.lives if here(life, day)]
    for ethnic, name in ((True, "minority"), (False, "not_minority")):
        mine = [p for p in people if p.ethnic != "Z" and (p.ethnic != "A") is ethnic]
        ill = sum(any(on <= day and code == STROKE for on, code in p.coded) for p in mine)
        gated = release_proportion(ill, len(mine))
        assert found[name]["denominator"] == float(gated.denominator)
        assert found[name]["value"] == (
            None if np.isnan(gated.value) else pytest.approx(float(gated.value))
        )


def test_only_the_measures_of_the_framework_have_years(rows: list[dict[str, Any]]) -> None:
    assert {row["measure"] for row in rows} <= {"stroke_prevalence", "stay_rate"}


def test_people_then_are_not_left_in_the_record(small: Finished) -> None:
    record = small.installation.data / "record"
    assert not [file for file in record.rglob("*.parquet") if "2025-03-31" in file.name]
