"""With clean data a run counts every registered death, and everybody who was alive to die."""

from __future__ import annotations

import pandas as pd
import pyarrow.parquet as pq
import pytest

from tests.recovery.recovering import AS_AT, Recovered
from wholeplace.measures.mortality.counting import years_back

SEX = {"1": "male", "2": "female"}
YEARS = years_back(AS_AT, 5)


@pytest.fixture(scope="module")
def cube(smaller: Recovered) -> pd.DataFrame:
    folder = smaller.settings.data_folder / "cubes" / smaller.run_id
    return pq.read_table(folder / "mortality.parquet").to_pandas()


@pytest.mark.parametrize("pool", [3, 5])
def test_deaths_are_those_registered_in_the_years(
    smaller: Recovered, cube: pd.DataFrame, pool: int
) -> None:
    people = smaller.sent("person").drop_duplicates("nhs_number").set_index("nhs_number")["sex"]
    deaths = smaller.sent("death")
    first, last = YEARS[pool - 1].start, YEARS[0].end
    mine = deaths[(deaths["registration_date"] >= first) & (deaths["registration_date"] <= last)]
    told = mine["nhs_number"].map(people).map(SEX).value_counts()

    found = cube.groupby("sex")[f"deaths__{pool}_years"].sum()

    assert told.sum() > 80
    assert found[["female", "male"]].to_dict() == told[["female", "male"]].to_dict()


def test_people_at_risk_are_those_who_lived_somewhere_in_the_middle_of_each_year(
    smaller: Recovered, cube: pd.DataFrame
) -> None:
    homes = smaller.sent("residence")
    people = smaller.sent("person").drop_duplicates("local_id").set_index("local_id")
    died = homes["local_id"].map(people["death_date"])
    expected = 0
    for year in YEARS:
        there = homes["start_date"] <= year.middle
        there &= homes["end_date"].isna() | (homes["end_date"] > year.middle)
        there &= died.isna() | (died > year.middle)
        expected += homes[there]["local_id"].map(people["nhs_number"]).nunique()

    assert cube["people__5_years"].sum() == expected


def test_released_life_expectancy_is_of_the_length_that_was_planted(smaller: Recovered) -> None:
    rows = smaller.release.select("life_expectancy", area_type="icb", breakdown="all")
    lives = {(row["sex"], row["years_pooled"]): row for row in rows if row["age"] == 0}
    row = lives["persons", 5]

    # The synthetic population dies at the national rates, allowing for deprivation.
    assert row["lower"] < 82 < row["upper"]
    assert row["status"] == "shown"
