"""Adding up cells of a cube gives what adding up people would."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.measures.cells import CATEGORIES, Cells, read_cells

AREAS = ("L1", "L2", "L3", "L4")
LADDER = pa.table(
    {
        "area": list(AREAS),
        "district": ["D1", "D1", "D2", None],
        "icb": ["S", "S", "S", "S"],
        "imd19_fifth": pa.array([1, 2, 5, None], pa.int32()),
    }
)
DIMENSIONS = {
    "sex": "sex",
    "age_band": "age_band",
    "ethnic_group": "ethnic_group",
    "deprivation_2019": "imd19_fifth",
}
NUMBERS = st.integers(0, 10**9)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "lsoa21": st.sampled_from([*AREAS, "elsewhere"]),
            "sex": st.sampled_from([*CATEGORIES["sex"], "a word no table has"]),
            "age_band": st.sampled_from(CATEGORIES["age_band"]),
            "ethnic_group": st.sampled_from(CATEGORIES["ethnic_group"]),
            "people": NUMBERS,
            "events": NUMBERS,
        }
    ),
    max_size=40,
)
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("lsoa21", "sex", "age_band", "ethnic_group")),
        ("people", pa.int64()),
        ("events", pa.int64()),
    ]
)
FIFTH = dict(zip(AREAS, ["1", "2", "5", "unknown"], strict=True))
ABOVE = {
    "district": {"L1": "D1", "L2": "D1", "L3": "D2"},
    "icb": dict.fromkeys(AREAS, "S"),
}


def category_of(row: dict[str, Any], breakdown: str) -> str:
    """The category of a row in plain Python; whatever is not known is unknown."""
    if breakdown == "all":
        return "all"
    if breakdown == "deprivation_2019":
        return FIFTH.get(row["lsoa21"], "unknown")
    return row[breakdown] if row[breakdown] in CATEGORIES[breakdown] else "unknown"


def cells_of(rows: list[dict[str, Any]]) -> Cells:
    return read_cells(pa.Table.from_pylist(rows, SCHEMA), "lsoa21", LADDER, DIMENSIONS)


@given(
    ROWS,
    st.sampled_from(["district", "icb"]),
    st.lists(st.sampled_from(["all", *DIMENSIONS]), max_size=2, unique=True),
)
def test_sums_of_cells_equal_sums_of_rows_in_plain_python(
    rows: list[dict[str, Any]], level: str, breakdowns: list[str]
) -> None:
    expected: dict[str, Counter[tuple[str, ...]]] = {"people": Counter(), "events": Counter()}
    for row in rows:
        if area := ABOVE[level].get(row["lsoa21"]):
            key = (area, *(category_of(row, breakdown) for breakdown in breakdowns))
            for name, sums in expected.items():
                sums[key] += row[name]
    cells = cells_of(rows)

    added = cells.added(level, breakdowns, ["people", "events"])

    codes = cells.levels[level][0]
    for place, values in np.ndenumerate(added):
        *where, column = place
        words = [CATEGORIES[name][n] for name, n in zip(breakdowns, where[1:], strict=True)]
        name = ("people", "events")[column]
        assert values == expected[name][(codes[where[0]], *words)]


@given(ROWS)
def test_every_breakdown_adds_up_to_the_whole(rows: list[dict[str, Any]]) -> None:
    cells = cells_of(rows)
    whole = cells.added("icb", (), ["people"])

    for breakdown in cells.breakdowns:
        parts = cells.added("icb", (breakdown,), ["people"])
        assert (parts.sum(axis=1) == whole).all()


@given(ROWS, st.sampled_from(["district", "icb"]))
def test_putting_alike_cells_together_changes_no_sum(
    rows: list[dict[str, Any]], level: str
) -> None:
    cells = cells_of(rows)
    together = cells.at(level)

    assert len(together.sums["people"]) <= len(rows)
    for breakdown in cells.breakdowns_at(level):
        for names in ((breakdown,), (breakdown, "age_band"), ()):
            columns = ["people", "events"]
            assert (
                together.added(level, names, columns) == cells.added(level, names, columns)
            ).all()


def test_columns_alike_in_every_cell_are_held_once_and_all_added_up() -> None:
    row = {"lsoa21": "L1", "sex": "female", "age_band": "0-4", "ethnic_group": "asian"}
    cells = cells_of(
        [{**row, "people": 3, "events": 3}, {**row, "people": 70_000, "events": 70_000}]
    )

    assert cells.sums["people"] is cells.sums["events"]
    assert cells.at("icb").added("icb", (), ["events", "people"]).tolist() == [[70_003, 70_003]]


def test_unknown_is_a_category_of_every_breakdown() -> None:
    assert all("unknown" in known for name, known in CATEGORIES.items() if name != "all")


@pytest.mark.parametrize("breakdown", ["sex", "deprivation_2019"])
def test_cells_of_an_empty_cube_are_nought_and_not_an_error(breakdown: str) -> None:
    added = cells_of([]).added("district", (breakdown,), ["people"])

    assert added.shape == (2, len(CATEGORIES[breakdown]), 1)
    assert not added.any()
