"""The cubes of a run, counted again in plain Python from the people themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.measures.small_installation import ETHNIC, Finished, Life
from wholeplace.core.calendar import AGE_BAND_STARTS, AGE_BANDS

SEX = {"1": "male", "2": "female"}
Counting = Callable[[Life], int]
COLUMNS: dict[str, Counting] = {
    "people": lambda life: life.present,
    "people__numerator": lambda life: life.present,
    "people__denominator": lambda life: life.present,
    "stroke_prevalence__numerator": lambda life: life.present and life.stroke,
    "stroke_prevalence__denominator": lambda life: life.present,
    "stay_rate__numerator": lambda life: life.stays_in_period,
    "stay_rate__denominator": lambda life: life.present,
    "mean_conditions__numerator": lambda life: life.present * conditions(life),
    "mean_conditions__squares": lambda life: life.present * conditions(life) ** 2,
}
REGISTERED_ONLY: dict[str, Counting] = {
    "dementia_65__numerator": lambda life: life.present and life.age >= 65 and life.dementia,
    "dementia_65__denominator": lambda life: life.present and life.age >= 65,
}


def conditions(life: Life) -> int:
    return life.stroke + life.dementia


def cube(small: Finished, basis: str) -> pa.Table:
    return pq.read_table(small.installation.data / "cubes" / small.run_id / f"{basis}.parquet")


def cell_of(life: Life, fifths: dict[str, Any], basis: str) -> tuple[str, ...]:
    place = sum(start <= life.age for start in AGE_BAND_STARTS) - 1
    group = (SEX.get(life.sex, "unknown"), AGE_BANDS[place], ETHNIC[life.ethnic])
    if basis == "resident":
        return (life.small_area, *group)
    return (life.practice, *fifths[life.small_area], *group)


@pytest.fixture(scope="module")
def fifths(small: Finished) -> dict[str, tuple[str, str]]:
    """Small area → its fifths in both editions, as text."""
    reference = small.installation.data / "record" / "reference" / "small_areas.parquet"
    rows = pq.read_table(reference).to_pylist()
    return {row["lsoa21"]: (str(row["imd19_fifth"]), str(row["imd25_fifth"])) for row in rows}


@pytest.mark.parametrize("basis", ["registered", "resident"])
def test_every_cell_of_every_sum_equals_a_count_of_people(
    small: Finished, fifths: dict[str, Any], basis: str
) -> None:
    wanted = COLUMNS | (REGISTERED_ONLY if basis == "registered" else {})
    expected: dict[tuple[str, ...], Counter[str]] = {}
    for life in small.lives:
        if life.here_in_period:
            sums = expected.setdefault(cell_of(life, fifths, basis), Counter())
            sums.update({name: int(counted(life)) for name, counted in wanted.items()})

    found = {}
    for row in cube(small, basis).to_pylist():
        values = list(row.values())
        key = tuple(value for value in values if isinstance(value, str))
        found[key] = {name: row[name] for name in wanted}

    assert found == {key: {name: sums[name] for name in wanted} for key, sums in expected.items()}


def test_leavers_and_deaths_are_in_flows_and_not_in_the_population(small: Finished) -> None:
    gone = [life for life in small.lives if life.here_in_period and not life.present]
    present = [life for life in small.lives if life.present]
    assert gone and sum(life.stays_in_period for life in gone) > 0

    for basis in ("registered", "resident"):
        sums = {
            name: sum(cube(small, basis)[name].to_pylist())
            for name in ("people", "stay_rate__numerator", "stay_rate__denominator")
        }
        assert sums["people"] == sums["stay_rate__denominator"] == len(present)
        assert sums["stay_rate__numerator"] == sum(
            life.stays_in_period for life in [*present, *gone]
        )


@pytest.mark.parametrize("basis", ["registered", "resident"])
def test_cubes_hold_words_and_whole_numbers_only(small: Finished, basis: str) -> None:
    assert {str(kind) for kind in cube(small, basis).schema.types} == {"string", "int64"}


def test_a_measure_whose_data_are_missing_has_no_column(small: Finished) -> None:
    assert not [n for n in cube(small, "registered").column_names if "attendance" in n]
    assert "attendance_rate" in small.release.manifest.details["not_produced"]
