"""The attack: on tables small enough to count out, it finds exactly what can be told."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import NARROWEST, Sums
from wholeplace.statistics.attack import attack

ROWS = Sums(np.array([4, 5]), np.array([0, 1, 2, 3]), np.array([0, 0, 1, 1]))
COLUMNS = Sums(np.array([6, 7]), np.array([0, 2, 1, 3]), np.array([0, 0, 1, 1]))
"""Two by two: the parts 0 to 3, two row totals, two column totals."""


def totals(parts: tuple[int, ...]) -> list[int]:
    a, b, c, d = parts
    return [a, b, c, d, a + b, c + d, a + c, b + d]


@settings(max_examples=40)
@given(
    st.tuples(*[st.integers(0, 6)] * 4),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=8, max_size=8),
)
def test_the_ranges_are_those_of_all_tables_that_fit(
    true: tuple[int, int, int, int], said: list[tuple[int, int]]
) -> None:
    cells = np.array(totals(true), dtype=float)
    low = np.maximum(cells - [below for below, _ in said], 0)
    high = cells + [above for _, above in said]
    fits = [
        found
        for parts in product(range(9), repeat=4)
        if (low <= (found := totals(parts))).all() and (np.array(found) <= high).all()
    ]
    least, most = np.min(fits, axis=0), np.max(fits, axis=0)

    found = attack(low, high, [ROWS, COLUMNS], np.arange(8))

    assert (found.least >= least).all()
    assert (found.most <= most).all()
    narrow = most - least + 1 < NARROWEST
    assert (found.least[narrow] == least[narrow]).all()
    assert (found.most[narrow] == most[narrow]).all()
    assert (found.values[~narrow] >= NARROWEST).all()


def test_what_cannot_be_true_is_refused() -> None:
    low = np.array([5.0, 5, 0, 0, 0, 0, 0, 0])
    high = np.array([5.0, 5, 9, 9, 4, 9, 9, 9])

    with pytest.raises(StatisticsError):
        attack(low, high, [ROWS, COLUMNS], np.arange(8))
