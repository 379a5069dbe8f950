"""Released life expectancy: the tables of statistics, through the gate, with parts that add up."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from tests.web.made_life import MadeDeaths, made_deaths, made_residents
from wholeplace.definitions.causes_of_death import AVOIDABLE, BROAD_GROUPS
from wholeplace.measures.homes import TENTHS
from wholeplace.measures.mortality.counting import years_back
from wholeplace.measures.mortality.cube import mortality_cube
from wholeplace.measures.mortality.grids import FIFTHS, MortalityCells
from wholeplace.measures.mortality.parts import Parts, gathered, in_hundredths
from wholeplace.measures.mortality.periods import period_of
from wholeplace.measures.mortality.writing import mortality_tables
from wholeplace.statistics import HES, life_table, significant_figures

AS_AT = dt.date(2026, 3, 31)
Rows = list[dict[str, Any]]


def small_areas(number: int = 60) -> Rows:
    return [
        {"lsoa21": f"L{n:02d}", "msoa": f"M{n:02d}", "district": f"D{n % 3}"}
        | {"upper_tier": "U", "icb": "I"}
        for n in range(number)
    ]


@pytest.fixture(scope="module")
def made() -> MadeDeaths:
    return made_deaths(small_areas())


@pytest.fixture(scope="module")
def cells(made: MadeDeaths) -> MortalityCells:
    return made.cells


@pytest.fixture(scope="module")
def tables(made: MadeDeaths, cells: MortalityCells) -> dict[str, Rows]:
    years = years_back(AS_AT, 5)
    periods = {pool: period_of(years, pool) for pool in (3, 5)}
    return {
        name: t.to_pylist()
        for name, t in mortality_tables(cells, made_residents(made), periods, HES).items()
    }


def one(rows: Rows, **wanted: object) -> dict[str, Any]:
    (found,) = (row for row in rows if all(row[name] == value for name, value in wanted.items()))
    return found


def test_deaths_of_every_cause_add_up_to_all_deaths(cells: MortalityCells) -> None:
    for level in ("msoa", "district", "icb"):
        grid = cells.grid(level, FIFTHS, 5)
        assert_allclose(grid.causes.sum(axis=-2), grid.deaths)


def test_parts_of_an_area_add_up_to_it(cells: MortalityCells) -> None:
    for breakdown in (FIFTHS, TENTHS):
        divided = cells.grid("district", breakdown, 3)
        whole = cells.grid("district", "all", 3)
        assert_allclose(divided.deaths.sum(axis=1), whole.deaths[:, 0])
        assert_allclose(divided.people.sum(axis=1), whole.people[:, 0])


def test_released_life_expectancy_is_the_life_table_to_three_figures(
    cells: MortalityCells, tables: dict[str, Rows]
) -> None:
    grid = cells.grid("district", FIFTHS, 3)
    table = life_table(grid.deaths, grid.people).expectancy
    place = grid.codes.index("D1"), 0, 2

    row = one(
        tables["life_expectancy"], area_code="D1", breakdown=FIFTHS, category="1", sex="male", age=0
    )

    wanted = significant_figures([part[(*place, 0)] for part in table])
    assert_allclose([row["value"], row["lower"], row["upper"]], wanted)
    assert row["deaths"] % 5 == 0
    assert (row["period_start"], row["period_end"]) == (dt.date(2023, 4, 1), AS_AT)


def test_small_areas_are_given_over_five_years_with_the_system_beside_them(
    tables: dict[str, Rows],
) -> None:
    pools = defaultdict(set)
    for row in tables["life_expectancy"]:
        pools[row["area_type"]].add(row["years_pooled"])

    assert pools["district"] == {3}
    assert pools["msoa"] == {5}
    assert pools["icb"] == {3, 5}


def test_the_gap_between_fifths_is_least_less_most_with_limits_around_it(
    tables: dict[str, Rows],
) -> None:
    for sex in ("female", "male"):
        most, least = (
            one(
                tables["life_expectancy"],
                area_type="icb",
                breakdown=FIFTHS,
                category=category,
                sex=sex,
                age=0,
            )["value"]
            for category in ("1", "5")
        )
        gap = one(tables["life_gaps"], area_type="icb", gap="fifths_2025", sex=sex)
        assert gap["value"] == pytest.approx(least - most, abs=0.11)
        assert gap["lower"] < gap["value"] < gap["upper"]
        assert gap["value"] > 0


def test_the_slope_is_the_weighted_line_over_tenths(
    cells: MortalityCells, tables: dict[str, Rows]
) -> None:
    grid = cells.grid("icb", TENTHS, 3)
    value = life_table(grid.deaths, grid.people).expectancy.value[0, :10, 1, 0]
    share = grid.people[0, :10, 1].sum(axis=-1)
    share = share / share.sum()
    place = share.cumsum() - share / 2
    slope = np.polyfit(place, value, 1, w=np.sqrt(share))[0]

    row = one(tables["life_gaps"], area_type="icb", gap="slope_2025", sex="female")

    assert row["value"] == pytest.approx(slope, abs=0.01)
    assert row["ratio"] > 1


def test_parts_of_every_gap_add_up_to_what_is_shown_of_it(tables: dict[str, Rows]) -> None:
    keys = ("area_type", "area_code", "sex", "gap")
    gaps = {tuple(row[k] for k in keys): row["value"] for row in tables["life_gaps"]}
    sums: dict[tuple[str, ...], float] = defaultdict(float)
    for row in tables["life_gap_parts"]:
        sums[(*(row[k] for k in keys), row["split"])] += row["value"]

    assert {key[-1] for key in sums} == {"cause", "age", "cause_and_age"}
    for key, total in sums.items():
        assert total == pytest.approx(gaps[key[:-1]], abs=1e-6)


def test_avoidable_deaths_are_preventable_and_treatable_ones(tables: dict[str, Rows]) -> None:
    rates = {
        name: one(
            tables["early_deaths"], area_type="icb", breakdown="all", sex="persons", statistic=name
        )["value"]
        for name in ("under_75", "avoidable", "preventable", "treatable", "years_of_life_lost")
    }

    assert rates["avoidable"] == pytest.approx(rates["preventable"] + rates["treatable"], abs=2)
    assert rates["avoidable"] < rates["under_75"] < rates["years_of_life_lost"]


def test_breast_cancer_is_treatable_in_women_only() -> None:
    cell = {"lsoa21": "L", "age_band": "50-54", "cause": "C509", "linked": True, "year": 1}
    deaths = pa.Table.from_pylist([{**cell, "sex": s, "deaths": 3} for s in ("female", "male")])
    population = deaths.drop(["cause", "linked", "deaths"]).append_column(
        "people", pa.array([100, 100])
    )

    cube = mortality_cube(population, deaths, BROAD_GROUPS, AVOIDABLE).to_pylist()

    assert {row["sex"]: row["treatable_halves__3_years"] for row in cube} == {
        "female": 6,
        "male": 0,
    }


def test_years_without_a_condition_are_fewer_than_all_and_fewest_without_any(
    tables: dict[str, Rows],
) -> None:
    same = {"area_type": "icb", "breakdown": "all", "sex": "female", "age": 0, "years_pooled": 3}
    life = one(tables["life_expectancy"], **same)
    without = {
        name: one(tables["years_without"], **same, without=name)
        for name in ("any_long_term_condition", "two_or_more_conditions")
    }

    values = [row["value"] for row in without.values()]
    assert 0 < values[0] < values[1] < life["value"]
    # A fifth of everybody has one, whatever their age; a tenth two.
    assert values == pytest.approx([0.8 * life["value"], 0.9 * life["value"]], rel=0.03)
    assert all(row["lower"] < row["value"] < row["upper"] for row in without.values())


def test_a_tenth_of_few_people_has_no_life_expectancy_and_so_no_slope() -> None:
    few = made_deaths(small_areas(6))
    years = years_back(AS_AT, 5)
    found = mortality_tables(few.cells, None, {3: period_of(years, 3)}, HES)
    rows = found["life_expectancy"].to_pylist()

    tenths = [r for r in rows if r["area_type"] == "district" and r["breakdown"] == TENTHS]
    district = [row for row in tenths if row["sex"] == "female"]
    assert {row["status"] for row in district} == {"too_few", "no_data"}
    assert all(row["value"] is None for row in district)
    slopes = [r for r in found["life_gaps"].to_pylist() if r["gap"] == "slope_2025"]
    assert {r["status"] for r in slopes if r["area_type"] == "district"} == {"too_few"}


counts = st.lists(st.integers(0, 60), min_size=2, max_size=12)


@given(counts, st.data())
def test_no_part_of_few_deaths_is_shown_and_none_can_be_told_from_the_rest(
    dead: list[int], data: st.DataObject
) -> None:
    size = len(dead)
    dead_2 = data.draw(st.lists(st.integers(0, 60), min_size=size, max_size=size))
    # Where nobody died on either side there is nothing to add.
    drawn = data.draw(st.lists(st.floats(-3, 3), min_size=size, max_size=size))
    years = np.where(np.array(dead) + np.array(dead_2) > 0, drawn, 0.0)
    parts = Parts(years, np.array(dead, dtype=float), np.array(dead_2, dtype=float))

    held = gathered(parts, 10, last_is_rest=False)

    for place in held:
        if place >= 0:
            assert not 0 < dead[place] < 10 and not 0 < dead_2[place] < 10
    away = [n for n in range(size) if n not in held and dead[n] + dead_2[n] > 0]
    assert len(away) != 1 or sum(d + e > 0 for d, e in zip(dead, dead_2, strict=True)) == 1
    assert sum(held.values()) == pytest.approx(round(float(years.sum()), 2), abs=0.0101)


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=60))
def test_hundredths_add_up_and_no_part_moves_by_more_than_one(parts: list[float]) -> None:
    found = in_hundredths(np.array(parts))

    assert found.sum() == pytest.approx(round(sum(parts) * 100) / 100, abs=1e-6)
    assert np.abs(found - parts).max() <= 0.01 + 1e-9
