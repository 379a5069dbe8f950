"""A list ahead: nobody appears or is lost, and ranges hold what becomes of lists like it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import (
    Flow,
    Interval,
    likely_to_leave,
    list_ahead,
    list_of_counts,
    referral_flow,
    removal_flow,
)

WINDOW, WEEKS = 13, 26


def flow(rate: float, people: int = 10**9, dispersion: float = 1.0) -> Flow:
    """A rate, known for certain unless told otherwise."""
    return Flow(people, Interval(*(np.array(rate) for _ in range(3))), 1.0, dispersion)


def test_by_hand_a_list_that_nobody_leaves_ages_by_a_week_each_week() -> None:
    found = list_ahead([10, 20, 30], [1, 1, 1], flow(1e-9), flow(1e-9), 10**6, 2, 3, 40, 1)

    assert_allclose(found.waiting, 60)
    over = list_ahead([10, 20, 30], [1, 1, 1], flow(1e-9), flow(1e-9), 10**6, 1, 3, 40, 1).over
    assert_allclose(over, 60)


def test_capacity_goes_where_it_went_before() -> None:
    """Only people in their second week are seen: 30 of the 100 who reach it, and nobody later."""
    found = list_ahead([100, 100, 500], [0, 1, 0], flow(1e-9), flow(30), 10**6, 2, 1, 400, 1)

    assert_allclose(found.waiting.mean(), 670, atol=1)
    assert_allclose(found.over.mean(), 600)


def test_a_slot_is_not_left_empty_while_somebody_waits() -> None:
    found = list_ahead([5, 0, 100], [1, 0, 0], flow(1e-9), flow(40), 10**6, 2, 2, 400, 1)

    assert_allclose(found.waiting.mean(axis=0), [65, 25], atol=2)


@settings(max_examples=30)
@given(
    st.lists(st.integers(0, 200), min_size=1, max_size=30),
    st.floats(0.5, 60),
    st.floats(0.5, 60),
    st.floats(1, 5),
)
def test_a_list_is_never_below_nothing_nor_its_part_above_it(
    waiting: list[int], come: float, go: float, varied: float
) -> None:
    likely = np.linspace(1, 2, len(waiting))
    rates = (flow(come, 500, varied), flow(go, 500, varied))

    found = list_ahead(waiting, likely, *rates, WINDOW, 6, WEEKS, 20, 3)

    assert (found.over >= -1e-9).all() and (found.over <= found.waiting + 1e-6).all()
    steps = np.diff(np.column_stack([np.full(20, sum(waiting)), found.waiting]), axis=1)
    assert np.isfinite(steps).all()


@pytest.mark.parametrize(
    ("come", "go", "varied", "size"),
    [(40, 40, 1.0, 600), (40, 38, 2.0, 600), (15, 16, 1.5, 120), (200, 202, 4.0, 5000)],
)
def test_ranges_hold_what_becomes_of_made_up_lists(
    come: float, go: float, varied: float, size: int
) -> None:
    """A window of 13 weeks, then 26 more; the standard error of a share of 200 is 0.03."""
    rng = np.random.default_rng(11)
    held = [_held(come, go, varied, size, rng) for _ in range(200)]

    assert 0.71 <= np.mean(held) <= 0.89


def _held(come: float, go: float, varied: float, size: int, rng: np.random.Generator) -> bool:
    days = 7 * (WINDOW + WEEKS)
    came, slots = (_counts(rate, varied, days, rng) for rate in (come, go))
    left, sizes, here = np.zeros_like(came), [], size
    for day in range(days):
        left[day] = min(slots[day], here + came[day])
        here += came[day] - left[day]
        sizes.append(here)
    known = 7 * WINDOW
    listed = list_of_counts(dt.date(2026, 1, 1), came[:known], left[:known], sizes[known - 1])
    rates = (referral_flow(listed), removal_flow(listed))
    found = list_ahead([sizes[known - 1]], [1], *rates, WINDOW, 1, WEEKS, 200, 1)
    low, high = np.quantile(found.waiting[:, -1], [0.1, 0.9])
    return bool(low <= sizes[-1] <= high)


def _counts(rate: float, varied: float, days: int, rng: np.random.Generator) -> np.ndarray:
    weeks = np.full(days // 7, rate)
    if varied > 1:
        weeks = rng.gamma(rate / (varied - 1), varied - 1, days // 7)
    return rng.poisson(np.repeat(weeks / 7, 7))


def test_the_same_seed_gives_the_same_answer() -> None:
    one, other = (
        list_ahead([9, 9], [1, 2], flow(4, 60), flow(4, 60), WINDOW, 1, 5, 30, 8) for _ in "ab"
    )

    assert_allclose(one.waiting, other.waiting)


def test_where_nobody_left_all_are_as_likely_to() -> None:
    assert_allclose(likely_to_leave([4, 0, 8], [0, 0, 0]), 1)
    assert_allclose(likely_to_leave([4, 0, 8], [2, 1, 0]), [0.5, 2, 0])


def test_lengths_of_wait_that_do_not_match_are_refused() -> None:
    with pytest.raises(StatisticsError, match="not told alike"):
        list_ahead([1, 2], [1], flow(1), flow(1), WINDOW, 1, 1, 1, 1)
    with pytest.raises(StatisticsError, match="not known"):
        list_ahead([1], [1], flow(np.nan, 0), flow(1), WINDOW, 1, 1, 1, 1)
