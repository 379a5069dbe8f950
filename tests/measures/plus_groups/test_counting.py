"""Every PLUS group against everybody else, counted again in plain Python from the people."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.measures.small_installation import Finished, Life
from wholeplace.measures.plus_groups.counting import NO, NOT_KNOWN, YES, any_of
from wholeplace.statistics import release_count, release_proportion

Answer = bool | None


@pytest.fixture(scope="module")
def core20(small: Finished) -> dict[str, Answer]:
    """Small area → whether it is in the most deprived fifth."""
    path = small.installation.data / "record" / "reference" / "small_areas.parquet"
    fifths = {row["lsoa21"]: row["imd25_fifth"] for row in pq.read_table(path).to_pylist()}
    return {area: None if fifth is None else fifth == 1 for area, fifth in fifths.items()}


def answers(life: Life, core20: dict[str, Answer]) -> dict[str, Answer]:
    found: dict[str, Answer] = {
        "core20": core20[life.small_area],
        "minority": None if life.ethnic == "Z" else life.ethnic != "A",
        "stroke": life.stroke,
    }
    found["plus"] = either(found["minority"], found["stroke"])
    found["core20plus"] = either(found["core20"], found["plus"])
    return found


def either(*given: Answer) -> Answer:
    if True in given:
        return True
    return None if None in given else False


def category(group: str, answer: Answer) -> str:
    return {True: group, False: f"not_{group}", None: f"unknown_{group}"}[answer]


def rows(small: Finished, measure: str, basis: str) -> dict[str, dict[str, Any]]:
    table = pq.read_table(small.release.folder / "values.parquet").to_pylist()
    return {
        row["category"]: row
        for row in table
        if (row["breakdown"], row["area_type"]) == ("plus_group", "icb")
        and (row["measure"], row["basis"]) == (measure, basis)
    }


@pytest.mark.parametrize("basis", ["registered", "resident"])
def test_each_group_and_everybody_else_is_the_gated_hand_count(
    small: Finished, core20: dict[str, Answer], basis: str
) -> None:
    present = [life for life in small.lives if life.present]
    people, stroke = rows(small, "people", basis), rows(small, "stroke_prevalence", basis)
    assert len(people) == 15

    for group in ("core20", "minority", "stroke", "plus", "core20plus"):
        for answer in (True, False, None):
            here = [life for life in present if answers(life, core20)[group] is answer]
            name = category(group, answer)
            counted = float(release_count(len(here)).numerator)
            assert people[name]["numerator"] == (None if np.isnan(counted) else counted)
            gated = release_proportion(sum(life.stroke for life in here), len(here))
            assert stroke[name]["status"] == str(gated.status)
            assert stroke[name]["value"] == (
                None if np.isnan(gated.value) else pytest.approx(float(gated.value))
            )


def test_groups_overlap_so_their_counts_add_up_to_more_than_the_people_in_any(
    small: Finished,
) -> None:
    people = rows(small, "people", "registered")
    apart = sum(people[name]["numerator"] for name in ("minority", "stroke"))
    assert apart > people["plus"]["numerator"] > people["minority"]["numerator"]


def test_the_cube_holds_each_person_once(small: Finished) -> None:
    path = small.installation.data / "cubes" / small.run_id / "small_framework_registered.parquet"
    counted = sum(pq.read_table(path)["people"].to_pylist())
    assert counted == sum(life.present for life in small.lives)


def test_only_areas_large_enough_for_small_groups_have_them(small: Finished) -> None:
    table = pq.read_table(small.release.folder / "values.parquet").to_pylist()
    found = {row["area_type"] for row in table if row["breakdown"] == "plus_group"}
    assert found == {"pcn", "place", "icb", "district", "upper_tier"}


def test_any_of_several_is_known_only_where_no_blank_could_change_it() -> None:
    one = np.array([YES, NO, NOT_KNOWN, NO, NOT_KNOWN])
    other = np.array([NOT_KNOWN, NO, NO, YES, NOT_KNOWN])
    assert any_of([one, other]).tolist() == [YES, NO, NOT_KNOWN, YES, NOT_KNOWN]
