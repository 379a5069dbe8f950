"""Released values are the statistics functions applied to sums made by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.core.calendar import AGE_BANDS
from wholeplace.measures.cells import CATEGORIES, read_cells
from wholeplace.measures.measure import Measure, Terms
from wholeplace.measures.release_tables import VALUES_SCHEMA, released_values
from wholeplace.statistics import (
    PROFILES,
    Released,
    directly_standardised_rate,
    european_2013,
    mean,
    release_count,
    release_from_true_counts,
    release_proportion,
    release_rate,
    round_count,
)
from wholeplace.statistics.released import limits_of_total

AS_AT = dt.date(2026, 3, 31)
HES = PROFILES["hes"]
SAYS = {"title": "A measure", "says": "x", "numerator": "x", "denominator": "x", "not_in_it": "x"}
LADDER = pa.table({"area": ["L1", "L2", "L3"], "district": ["D1", "D1", "D2"]})
DIMENSIONS = {"sex": "sex", "age_band": "age_band"}


def measured(statistic: Any, **says: Any) -> Measure:
    """A measure of a kind; its rule is not used here."""
    return Measure(
        name="m", statistic=statistic, rule=lambda person: Terms(person.alive), **SAYS, **says
    )


def cubes(most: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Rows of a cube whose numerators stay below their denominators."""
    row = st.fixed_dictionaries(
        {
            "lsoa21": st.sampled_from(["L1", "L2", "L3"]),
            "sex": st.sampled_from(CATEGORIES["sex"]),
            "age_band": st.sampled_from(CATEGORIES["age_band"]),
            "m__denominator": st.integers(0, most),
            "share": st.floats(0, 1),
        }
    )
    return st.lists(row, max_size=30).map(lambda rows: [_with_numerator(row) for row in rows])


def _with_numerator(row: dict[str, Any]) -> dict[str, Any]:
    numerator = int(row["share"] * row["m__denominator"])
    kept = {name: value for name, value in row.items() if name != "share"}
    return kept | {"m__numerator": numerator, "m__squares": numerator}


def released(rows: list[dict[str, Any]], measure: Measure) -> dict[tuple[str, str, str], Any]:
    """(district, breakdown, category) → the released row."""
    words = ("lsoa21", "sex", "age_band")
    numbers = ("m__numerator", "m__denominator", "m__squares")
    schema = pa.schema([(n, pa.string()) for n in words] + [(n, pa.int64()) for n in numbers])
    cells = read_cells(pa.Table.from_pylist(rows, schema), "lsoa21", LADDER, DIMENSIONS)
    tables = list(released_values(cells, "resident", [measure], AS_AT, HES))
    assert all(table.schema == VALUES_SCHEMA for table in tables)
    found = pa.concat_tables([VALUES_SCHEMA.empty_table(), *tables]).to_pylist()
    return {(row["area_code"], row["breakdown"], row["category"]): row for row in found}


def sums(rows: list[dict[str, Any]], key: tuple[str, str, str]) -> tuple[int, int, int]:
    """Numerator, denominator and squares of one area and category, by hand."""
    district, breakdown, category = key
    areas = ("L1", "L2") if district == "D1" else ("L3",)
    mine = [
        row
        for row in rows
        if row["lsoa21"] in areas and (breakdown == "all" or said(row, breakdown) == category)
    ]
    names = ("m__numerator", "m__denominator", "m__squares")
    numerator, denominator, squares = (sum(row[name] for row in mine) for name in names)
    return numerator, denominator, squares


def said(row: dict[str, Any], breakdown: str) -> str:
    """The category of a person's row in a breakdown."""
    return f"{row['sex']}|{row['age_band']}" if breakdown == "age_sex" else str(row[breakdown])


def same(row: dict[str, Any], expected: Released) -> bool:
    """Whether a released row holds what a statistics function gave for one number."""
    parts = expected._asdict()
    status = str(parts.pop("status"))
    return row["status"] == status and all(
        (row[name] is None and np.isnan(part)) or row[name] == pytest.approx(float(part))
        for name, part in parts.items()
    )


@settings(max_examples=25)
@given(cubes(most=60) | cubes(most=10_000))
def test_counts_proportions_and_rates_are_those_of_the_hand_sums(
    rows: list[dict[str, Any]],
) -> None:
    for key, row in released(rows, measured("count")).items():
        assert same(row, release_count(sums(rows, key)[0]))
    for key, row in released(rows, measured("proportion")).items():
        assert same(row, release_proportion(*sums(rows, key)[:2]))
    for key, row in released(rows, measured("rate", per=1_000)).items():
        assert same(row, release_rate(*sums(rows, key)[:2], 1_000))


@settings(max_examples=25)
@given(cubes(most=60) | cubes(most=10_000))
def test_means_are_those_of_the_hand_sums(rows: list[dict[str, Any]]) -> None:
    for key, row in released(rows, measured("mean")).items():
        numerator, denominator, squares = sums(rows, key)
        estimate = mean(denominator, numerator, squares)
        assert same(row, release_from_true_counts(estimate, numerator, denominator, "mean"))


@settings(max_examples=25)
@given(cubes(most=60) | cubes(most=10_000))
def test_standardised_rates_weigh_each_band_and_leave_unknown_ages_out(
    rows: list[dict[str, Any]],
) -> None:
    for key, row in released(rows, measured("dsr", per=1_000)).items():
        if key[1] == "age_band":
            assert row["statistic"] == "rate"
            assert same(row, release_rate(*sums(rows, key)[:2], 1_000))
            continue
        by_age = [
            sums([row for row in rows if row["age_band"] == band], key)[:2] for band in AGE_BANDS
        ]
        events, people = np.array(by_age, dtype=float).T
        estimate = directly_standardised_rate(
            european_2013.fold(events),
            european_2013.fold(people),
            european_2013.weights,
            1_000,
            empty_bands="left out",
        )
        # What is released of the limits is what the rounded number of events gives.
        estimate = limits_of_total(estimate, events.sum(), round_count(events.sum()))
        gated = release_from_true_counts(estimate, events.sum(), people.sum(), "dsr")
        assert row["statistic"] == "dsr"
        assert same(row, gated)


def test_events_in_a_band_that_nobody_is_left_in_leave_no_rate_to_standardise() -> None:
    rows = [
        {"lsoa21": "L1", "sex": "male", "age_band": "90+", "m__numerator": 3}
        | {"m__denominator": 0, "m__squares": 9},
        {"lsoa21": "L1", "sex": "male", "age_band": "60-64", "m__numerator": 20}
        | {"m__denominator": 400, "m__squares": 20},
    ]

    row = released(rows, measured("dsr", per=1_000))["D1", "all", "all"]

    assert (row["status"], row["value"]) == ("no_data", None)


@settings(max_examples=25)
@given(cubes(most=60))
def test_every_area_and_category_has_a_row_the_unknown_among_them(
    rows: list[dict[str, Any]],
) -> None:
    found = set(released(rows, measured("proportion")))

    assert found == {
        (district, breakdown, category)
        for district in ("D1", "D2")
        for breakdown in ("all", *DIMENSIONS)
        for category in CATEGORIES[breakdown]
    }


def test_a_flow_is_of_a_year_and_everything_else_of_a_day() -> None:
    state = released([], measured("proportion"))["D1", "all", "all"]
    flow = released([], measured("rate", flow="stays"))["D1", "all", "all"]

    assert (state["period_start"], state["period_end"]) == (AS_AT, AS_AT)
    assert (flow["period_start"], flow["period_end"]) == (dt.date(2025, 4, 1), AS_AT)


def test_a_measure_of_registered_people_only_is_not_released_for_residents() -> None:
    assert released([], measured("proportion", basis=("registered",))) == {}
