"""Areas and the ladders between them: every person counted in each area above, once."""

from __future__ import annotations

from collections import Counter

import pyarrow.parquet as pq
import pytest

from tests.measures.small_installation import Finished
from wholeplace.geography import Geography, load
from wholeplace.measures.cubes import REGISTERED, RESIDENT
from wholeplace.measures.ladders import (
    REGISTERED_LEVELS,
    RESIDENT_LEVELS,
    belongs,
    ladder_of,
    system_code,
)
from wholeplace.statistics import round_count


@pytest.fixture(scope="module")
def geography(small: Finished) -> Geography:
    return load(small.installation.data / "record" / "reference")


def test_a_resident_ladder_leads_from_each_small_area_to_the_system(geography: Geography) -> None:
    ladder = ladder_of(RESIDENT, geography)

    assert ladder["area"].to_pylist() == geography.table("small_areas")["lsoa21"].to_pylist()
    assert set(RESIDENT_LEVELS) < set(ladder.column_names)
    assert set(ladder["icb"].to_pylist()) == {system_code(geography)}


def test_a_registered_ladder_holds_the_practices_of_the_system_only(geography: Geography) -> None:
    ladder = ladder_of(REGISTERED, geography)
    practices = geography.table("practices").to_pylist()

    assert set(ladder["area"].to_pylist()) == {
        row["practice_code"] for row in practices if row["in_system"]
    }
    assert set(ladder["place"].to_pylist()) == {"north", "south"}


def test_each_lower_area_belongs_to_one_area_of_each_level(geography: Geography) -> None:
    ladder = ladder_of(REGISTERED, geography)

    above = belongs(ladder, "pcn", ("pcn", "place", "icb"))

    networks = {row["pcn_code"] for row in geography.table("practices").to_pylist()} - {None}
    assert set(above["pcn"]) == networks
    assert all(low == high for low, high in above["pcn"].items())
    assert set(above["icb"].values()) == {system_code(geography)}


@pytest.mark.parametrize("basis", ["registered", "resident"])
def test_populations_of_areas_are_the_rounded_counts_of_people_in_them(
    small: Finished, geography: Geography, basis: str
) -> None:
    cube = REGISTERED if basis == "registered" else RESIDENT
    ladder = {row["area"]: row for row in ladder_of(cube, geography).to_pylist()}
    levels = REGISTERED_LEVELS if basis == "registered" else RESIDENT_LEVELS
    expected: Counter[tuple[str, str]] = Counter()
    for life in small.lives:
        row = ladder[life.practice if basis == "registered" else life.small_area]
        expected.update((level, row[level]) for level in levels if life.present)

    found = {key: getattr(area, f"population_{basis}") for key, area in small.release.areas.items()}

    inside = {(level, row[level]) for row in ladder.values() for level in levels}
    for (level, code), population in found.items():
        if (level, code) in inside:
            rounded = round_count(expected[level, code])
            assert population == (None if rounded != rounded else rounded), (level, code)
        else:
            assert population is None, (level, code)


def test_small_areas_have_no_health_numbers_of_their_own(small: Finished) -> None:
    """An average small area has a dozen people with dementia: health is shown at MSOA or larger."""
    released = pq.read_table(small.release.folder / "values.parquet", columns=["area_type"])

    assert not {"lsoa11", "lsoa21"} & set(released["area_type"].to_pylist())
    assert not {"lsoa11", "lsoa21"} & {area.area_type for area in small.release.areas.values()}
