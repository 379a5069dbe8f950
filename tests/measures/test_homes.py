"""Where people live divides an area's people: by town or country, and by its own tenths."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.measures.small_installation import Finished
from wholeplace.measures.cells import read_cells
from wholeplace.measures.homes import population_tenths, with_homes
from wholeplace.measures.inequalities import inequalities_of
from wholeplace.measures.release_tables import VALUES_SCHEMA

SMALL_AREAS = pa.table(
    {
        "lsoa21": [f"L{n}" for n in range(20)],
        "rural": [n % 4 == 0 for n in range(20)],
        "imd25_rank": [1000 - n for n in range(20)],
    }
)
LADDER = pa.table(
    {
        "area": SMALL_AREAS["lsoa21"],
        "district": ["D1"] * 10 + ["D2"] * 10,
        "icb": ["S"] * 20,
    }
)


def cells(homes: list[str], people: int = 100) -> Any:
    """One cell for each small area named, of the same number of people."""
    cube = pa.table(
        {
            "lsoa21": pa.array(homes, pa.string()),
            "people": pa.array([people] * len(homes), pa.int64()),
        }
    )
    read = read_cells(cube, "lsoa21", LADDER, {})
    return with_homes(read, cube["lsoa21"], SMALL_AREAS, ("district", "icb"))


def test_a_small_area_stands_in_a_tenth_of_each_area_it_belongs_to() -> None:
    added = cells([f"L{n}" for n in range(20)])

    by_district = added.added("district", ["deprivation_tenth_2025"], ["people"])[..., 0]
    by_system = added.added("icb", ["deprivation_tenth_2025"], ["people"])[..., 0]
    assert by_district.tolist() == [[100] * 10 + [0]] * 2
    assert by_system.tolist() == [[200] * 10 + [0]]


def test_the_first_tenth_is_the_most_deprived() -> None:
    added = cells(["L19", "L10"])

    tenths = added.within["district", "deprivation_tenth_2025"]
    assert tenths[0] < tenths[1]


def test_town_and_country_add_up_to_everybody() -> None:
    added = cells([f"L{n}" for n in range(20)])

    assert added.added("icb", ["rurality"], ["people"])[0, :, 0].tolist() == [1500, 500, 0]


def test_who_lives_in_no_small_area_of_the_system_is_unknown() -> None:
    cube = pa.table({"pcn": ["P1", "P1"], "lsoa21": ["L0", "unknown"], "people": [5, 7]})
    ladder = pa.table({"area": ["P1"], "pcn": ["P1"]})
    read = with_homes(read_cells(cube, "pcn", ladder, {}), cube["lsoa21"], SMALL_AREAS, ("pcn",))

    assert read.added("pcn", ["rurality"], ["people"])[0, :, 0].tolist() == [0, 5, 7]
    assert read.added("pcn", ["deprivation_tenth_2025"], ["people"])[0, -1, 0] == 7


@pytest.mark.parametrize("level", ["district", "icb"])
def test_an_empty_cube_is_divided_into_nothing(level: str) -> None:
    assert not cells([]).added(level, ["deprivation_tenth_2025"], ["people"]).any()


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(1, 10**6), st.integers(0, 3_000)),
        min_size=1,
        max_size=60,
        unique_by=lambda row: row[1],
    )
)
def test_more_deprived_small_areas_never_stand_in_a_later_tenth(
    rows: list[tuple[int, int, int]],
) -> None:
    area, rank, people = (np.array(part) for part in zip(*rows, strict=True))

    tenth = population_tenths(area, rank.astype(float), people)

    assert ((tenth >= 0) & (tenth < 10)).all()
    for one in np.unique(area):
        order = np.argsort(rank[area == one])
        assert (np.diff(tenth[area == one][order]) >= 0).all()


@given(st.integers(2, 40))
def test_small_areas_of_one_size_fill_tenths_as_evenly_as_can_be(each: int) -> None:
    rank = np.arange(1.0, 10 * each + 1)

    tenth = population_tenths(np.zeros(len(rank), dtype=np.int64), rank, np.full(len(rank), 1500.0))

    assert np.bincount(tenth).tolist() == [each] * 10


@pytest.mark.parametrize("breakdown", ["rurality", "deprivation_tenth_2025"])
def test_a_run_divides_the_same_people_by_where_they_live_as_it_counts_in_all(
    small: Finished, breakdown: str
) -> None:
    run = small.installation.data / "cubes" / small.run_id
    by_home, registered = (
        pq.read_table(run / f"{name}.parquet") for name in ("registered_by_home", "registered")
    )
    assert pc.sum(by_home["people"]).as_py() == pc.sum(registered["people"]).as_py()

    values = [v for v in small.release.rows("values") if v["basis"] == "registered"]
    divided = {v["area_type"] for v in values if v["breakdown"] == breakdown}
    assert divided == {"pcn", "place", "icb"}


def test_the_gaps_of_a_run_are_those_of_its_released_values(small: Finished) -> None:
    held = pa.Table.from_pylist(small.release.rows("values"), VALUES_SCHEMA)
    per = {name: measure.per or 1 for name, measure in small.release.measures.items()}

    again = inequalities_of(held, per).to_pylist()

    def key(row: dict[str, Any]) -> tuple[str, ...]:
        names = ("area_type", "area_code", "basis", "measure", "breakdown", "group")
        return tuple(str(row[name]) for name in names)

    assert sorted(again, key=key) == sorted(small.release.rows("inequalities"), key=key)
