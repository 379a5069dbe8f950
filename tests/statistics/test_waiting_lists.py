"""Waiting lists: people are conserved, windows see only themselves, and theory is consistent."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.waiting_list_sizes import (
    referral_flow,
    removal_flow,
    waiting_list_statistics,
)
from wholeplace.statistics.waiting_lists import (
    DatedList,
    dated_list,
    list_of_counts,
    queue_sizes,
)
from wholeplace.statistics.waiting_theory import (
    HIGH_ASSURANCE_FACTOR,
    USUAL_FACTOR,
    cautious_demand,
    queue_load,
    queue_too_big,
    relief_capacity,
    target_capacity,
    target_mean_wait,
    target_queue_size,
    wait_factor,
    waiting_list_pressure,
)

DAY_ONE = dt.date(2024, 1, 1)
people = st.lists(
    st.tuples(st.integers(0, 80), st.one_of(st.none(), st.integers(0, 80))), min_size=1, max_size=40
)
RATE = st.floats(0.1, 1_000)


def listed(pairs: list[tuple[int, int | None]], first: int = 0, last: int = 80) -> DatedList:
    """A list from the day of each referral and the days waited."""
    came = np.array([DAY_ONE + dt.timedelta(days=day) for day, _ in pairs], "datetime64[D]")
    waited = [np.timedelta64("NaT") if w is None else np.timedelta64(w, "D") for _, w in pairs]
    window = (DAY_ONE + dt.timedelta(days=day) for day in (first, last))
    return dated_list(came, came + np.array(waited), *window)


@given(people, st.integers(0, 40), st.integers(40, 80))
def test_each_day_those_wait_who_were_referred_and_not_removed(
    pairs: list[tuple[int, int | None]], first: int, last: int
) -> None:
    sizes = queue_sizes(listed(pairs, first, last))

    for day, size in zip(range(first, last + 1), sizes, strict=True):
        assert size == sum(came <= day and (w is None or came + w > day) for came, w in pairs)


@given(people, st.integers(0, 40), st.integers(41, 80))
def test_a_window_sees_no_more_than_what_happens_in_it(
    pairs: list[tuple[int, int | None]], first: int, last: int
) -> None:
    seen = listed(pairs, first, last)

    assert referral_flow(seen).people == sum(first <= came <= last for came, _ in pairs)
    assert removal_flow(seen).people == sum(
        w is not None and came <= last and first <= came + w <= last for came, w in pairs
    )


@given(people, st.integers(0, 60))
def test_a_list_moved_in_time_is_the_same_list(
    pairs: list[tuple[int, int | None]], days: int
) -> None:
    here = waiting_list_statistics(listed(pairs), 18)
    moved = [(came + days, waited) for came, waited in pairs]
    there = waiting_list_statistics(listed(moved, days, 80 + days), 18)

    assert repr(here) == repr(there)


@given(RATE, RATE, st.floats(1, 104), st.floats(1, 8))
def test_theory_is_the_same_in_weeks_and_in_days(
    demand: float, queue: float, target: float, factor: float
) -> None:
    size = target_queue_size(demand, target, factor)
    assert_allclose(size, target_queue_size(demand / 7, target * 7, factor))
    assert_allclose(
        target_capacity(demand, target, factor),
        7 * target_capacity(demand / 7, 7 * target, factor),
    )
    assert_allclose(
        relief_capacity(demand, queue, size, 26), 7 * relief_capacity(demand / 7, queue, size, 182)
    )
    assert_allclose(size, demand * target_mean_wait(target, factor))


@given(RATE, st.floats(1, 104), st.floats(0, 3), st.floats(0, 3))
def test_the_capacity_that_holds_a_list_is_never_below_demand(
    demand: float, target: float, come: float, go: float
) -> None:
    held = target_capacity(demand, target, 4, come, go)

    assert held >= demand
    assert queue_load(demand, held) <= 1
    assert target_capacity(demand, target, 6, come, go) >= held


@given(st.floats(0.01, 0.99))
def test_a_wait_that_falls_off_exponentially_meets_the_target_as_often_as_asked(
    within: float,
) -> None:
    assert_allclose(np.exp(-wait_factor(within)), 1 - within)


def test_the_factors_of_the_paper_leave_few_people_waiting_longer() -> None:
    assert float(wait_factor(0.98168)) == pytest.approx(USUAL_FACTOR, abs=0.001)
    assert float(wait_factor(0.99752)) == pytest.approx(HIGH_ASSURANCE_FACTOR, abs=0.002)
    assert float(wait_factor(0.92)) == pytest.approx(2.526, abs=0.001)


@given(people, st.integers(0, 40), st.integers(41, 80))
def test_the_numbers_of_each_day_give_the_same_rates_as_the_dates(
    pairs: list[tuple[int, int | None]], first: int, last: int
) -> None:
    seen = listed(pairs, first, last)
    days = range(first, last + 1)
    came = [sum(c == day for c, _ in pairs) for day in days]
    left = [sum(w is not None and c + w == day for c, w in pairs) for day in days]
    start = DAY_ONE + dt.timedelta(days=first)

    counted = list_of_counts(start, came, left, int(queue_sizes(seen)[-1]))

    assert queue_sizes(counted).tolist() == queue_sizes(seen).tolist()
    assert repr(referral_flow(counted)) == repr(referral_flow(seen))
    assert repr(removal_flow(counted)) == repr(removal_flow(seen))


def test_more_people_removed_than_ever_waited_make_no_list() -> None:
    with pytest.raises(StatisticsError, match="no waiting list"):
        list_of_counts(DAY_ONE, [5, 0], [0, 0], 2)


@pytest.mark.parametrize("batch", [1, 3], ids=["one by one", "in threes"])
def test_limits_of_demand_cover_the_truth(batch: int) -> None:
    """400 lists of a year with 6 referrals a week, alone or in batches: 95 in 100 within 3."""
    chance, inside = np.random.default_rng(7), 0
    for _ in range(400):
        days = np.repeat(chance.integers(0, 365, chance.poisson(6 * 365 / 7 / batch)), batch)
        flow = referral_flow(listed([(int(day), None) for day in np.sort(days)], 0, 364))
        inside += bool(flow.weekly.lower <= 6 <= flow.weekly.upper)

    assert inside / 400 == pytest.approx(0.95, abs=0.03)


def test_many_referrals_a_day_are_not_taken_for_bunched_ones() -> None:
    """At 100 a week, by chance alone, whole days make times between look four times as varied."""
    days = np.sort(np.random.default_rng(2).integers(0, 364, 5_200))

    flow = referral_flow(listed([(int(day), None) for day in days], 0, 363))

    assert flow.cv > 3
    assert flow.weekly_cv == pytest.approx(1, abs=0.25)


def test_an_idle_service_is_not_a_slow_one() -> None:
    """One person a month, each seen the day after referral: that took a day, then two, then two."""
    pairs = [(day, 1) for day in range(0, 80, 30)]

    flow = removal_flow(listed(pairs))

    assert float(flow.weekly.value) == pytest.approx(7 / (5 / 3))


def test_nobody_waiting_has_no_wait_and_no_pressure() -> None:
    found = waiting_list_statistics(listed([(0, 3), (10, 2)]), 18)

    assert found.queue_size == 0
    assert np.isnan([found.mean_wait, found.pressure]).all()
    assert not found.too_big


def test_a_list_twice_its_target_is_told_what_relieves_it_and_one_within_what_holds_it() -> None:
    long = waiting_list_statistics(listed([(day, None) for day in range(80)]), 4)
    short = waiting_list_statistics(listed([(day, 3) for day in range(80)]), 18)

    assert long.too_big and np.isnan(long.target_capacity)
    assert long.relief_capacity > float(long.demand.weekly.value)
    assert not short.too_big and np.isnan(short.relief_capacity)
    assert short.target_capacity > float(short.demand.weekly.value)
    assert bool(queue_too_big(201, 100)) and not bool(queue_too_big(200, 100))


def test_two_errors_as_large_as_the_estimate_give_no_cautious_demand() -> None:
    assert np.isnan(cautious_demand(3, 4, 1.0))


@pytest.mark.parametrize(
    ("came", "gone", "window"),
    [
        ([], [], ()),
        (["2024-01-02"], ["2024-01-01"], ()),
        (["NaT"], ["2024-01-01"], ()),
        (["2024-01-02"], ["NaT", "NaT"], ()),
        (["2024-01-02"], ["NaT"], (dt.date(2024, 2, 1), dt.date(2024, 1, 1))),
    ],
)
def test_dates_that_make_no_list_are_refused(
    came: list[str], gone: list[str], window: tuple[dt.date, ...]
) -> None:
    with pytest.raises(StatisticsError):
        dated_list(came, gone, *window)


@pytest.mark.parametrize("within", [0, 1, 1.2, -0.1])
def test_no_capacity_promises_everybody(within: float) -> None:
    with pytest.raises(StatisticsError, match="between 0 and 1"):
        wait_factor(within)


def test_a_rate_below_nothing_is_refused() -> None:
    with pytest.raises(StatisticsError, match="below 0"):
        queue_load(-1, 2)
    with pytest.raises(StatisticsError, match="not above 0"):
        waiting_list_pressure(3, 0)
