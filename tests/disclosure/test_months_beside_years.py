"""Twelve months and their year: what is hidden of one is not told by the other."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.disclosure.a_year_of_months import year_and_months
from wholeplace.measures.disclosure.months_and_year import months_beside_years
from wholeplace.measures.disclosure.row_bounds import said_of_rows
from wholeplace.measures.disclosure.saying_less import RELEASED_SCHEMA
from wholeplace.statistics import HES, NARROWEST, release_count


def released(counts: list[int]) -> pa.Table:
    """The year and the months of one practice, each gated on its own."""
    gated = release_count([sum(counts), *counts])
    said = [None if np.isnan(shown) else int(shown) for shown in gated.value]
    rows = year_and_months(said, [str(status) for status in gated.status])
    return pa.Table.from_pylist(rows, schema=RELEASED_SCHEMA)


def values_left(rows: pa.Table) -> np.ndarray:
    """In how many values each hidden month is possible, its year and all other months known."""
    said, _ = said_of_rows(rows, HES)
    year_low, year_high = said.least[0], said.most[0]
    low, high = said.least[1:], said.most[1:]
    least = np.maximum(low, year_low - (high.sum() - high))
    most = np.minimum(high, year_high - (low.sum() - low))
    return (most - least + 1)[said.hidden[1:]]


@settings(max_examples=150)
@given(st.lists(st.integers(0, 12), min_size=12, max_size=12) | st.permutations([0] * 8 + [1] * 4))
def test_no_year_tells_a_hidden_month_to_within_four_values(counts: list[int]) -> None:
    kept = months_beside_years(released(counts), {}, {}, HES)

    assert (values_left(kept) >= NARROWEST).all()


@given(st.lists(st.integers(0, 12), min_size=12, max_size=12))
def test_nothing_that_is_shown_is_lost(counts: list[int]) -> None:
    before = released(counts)
    kept = months_beside_years(before, {}, {}, HES)

    assert kept.drop_columns(["status"]) == before.drop_columns(["status"])
    changed = np.array(kept["status"]) != np.array(before["status"])
    assert set(np.array(before["status"])[changed]) <= {"suppressed"}


def test_six_small_months_in_a_small_year_would_be_told() -> None:
    rows = released([1] * 6 + [0] * 6)

    assert (values_left(rows) < NARROWEST).all()
    assert set(months_beside_years(rows, {}, {}, HES)["status"].to_pylist()) == {
        "shown",
        "withheld",
    }
