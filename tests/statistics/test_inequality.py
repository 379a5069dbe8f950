"""Slope and relative indices, concentration, Gini, excess, equal groups and shrinkage."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from tests.statistics.strategies import NAN
from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import (
    concentration_curve,
    concentration_index,
    gini,
    population_attributable_fraction,
    quantile_groups,
    shrunken_ratios,
    slope_index,
)

PEOPLE = st.lists(st.integers(1, 100_000), min_size=3, max_size=10)


@given(PEOPLE, st.floats(1, 100), st.floats(-0.9, 5))
def test_a_straight_line_gives_back_its_own_slope(
    people: list[int], start: float, tilt: float
) -> None:
    share = np.array(people) / sum(people)
    value = start + start * tilt * (share.cumsum() - share / 2)

    got = slope_index(value, value - 0.01, value + 0.01, people)

    assert_allclose(got.sii.value, start * tilt, rtol=1e-6, atol=1e-6)
    assert_allclose(got.intercept, start, rtol=1e-6)
    assert_allclose(got.rii.value, 1 + tilt, rtol=1e-6, atol=1e-6)


@given(st.lists(st.floats(0.05, 0.6), min_size=5, max_size=5), st.floats(0.002, 0.02))
def test_turning_the_order_round_turns_the_gap_round(values: list[float], width: float) -> None:
    up, down = (
        slope_index(v, v - width, v + width, [100] * 5).sii
        for v in (np.array(values), np.array(values[::-1]))
    )

    assert_allclose(
        (up.value, up.lower, up.upper), (-down.value, -down.upper, -down.lower), atol=1e-9
    )


@pytest.mark.parametrize("spread", ["normal", "log", "logit"])
@pytest.mark.parametrize("transformed", [False, True])
def test_limits_are_those_of_half_a_million_draws(spread: str, transformed: bool) -> None:
    rng = np.random.default_rng(5)
    to, back = {
        "normal": (lambda x: x, lambda x: x),
        "log": (np.log, np.exp),
        "logit": (lambda p: np.log(p / (1 - p)), lambda y: 1 / (1 + np.exp(-y))),
    }[spread]
    value, people = np.array([0.30, 0.27, 0.22, 0.21, 0.15]), np.array([90, 100, 120, 100, 80])
    error = np.array([0.10, 0.08, 0.12, 0.09, 0.11]) * (0.2 if spread == "normal" else 1)
    low, high = back(to(value) - 1.959964 * error), back(to(value) + 1.959964 * error)

    got = slope_index(value, low, high, people, spread=spread, transformed=transformed)  # type: ignore[arg-type]

    share = people / people.sum()
    root = np.sqrt(share)[:, np.newaxis]
    place = share.cumsum() - share / 2
    line = np.linalg.pinv(root * np.column_stack([np.ones(5), place])) * root.T
    drawn = rng.normal(to(value), error, (500_000, 5))
    start, slope = line @ (drawn if transformed else back(drawn)).T
    ends = [back(end) if transformed else end for end in (start, start + slope)]
    for found, sample in ((got.sii, ends[1] - ends[0]), (got.rii, ends[1] / ends[0])):
        width = found.upper - found.lower
        wanted = np.quantile(sample, [0.025, 0.975])
        assert_allclose((found.lower, found.upper), wanted, atol=0.01 * width)


def test_a_ratio_to_an_end_that_may_be_nought_has_no_upper_limit() -> None:
    value, times = np.array([119.0, 44, 71, 28, 181]), 2.7

    got = slope_index(value, value / times, value * times, [300] * 5, spread="log")

    assert np.isnan(got.rii.upper)
    assert got.rii.lower < got.rii.value
    assert got.sii.lower < got.sii.value < got.sii.upper


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("transformed", [False, True])
def test_limits_that_no_number_holds_are_none(transformed: bool) -> None:
    """Next to nothing is known of one rate: the gap stands, and nobody can say how sure it is."""
    value = np.array([10.0, 12.0, 13.0, 14.0, 15.0])
    lower, upper = value - 1, value + 1
    lower[0], upper[0] = 1e-60, 1e60

    got = slope_index(value, lower, upper, [100] * 5, spread="log", transformed=transformed)

    assert np.isfinite([got.sii.value, got.rii.value]).all()
    assert not np.isinf([*got.sii, *got.rii]).any()


@pytest.mark.parametrize(
    "people", [[100, 0, 100], [100, NAN, 100]], ids=["an empty group", "a missing group"]
)
def test_a_slope_needs_every_group(people: list[float]) -> None:
    got = slope_index([3.0, 2.0, 1.0], [2.0, 1.0, 0.5], [4.0, 3.0, 2.0], people)

    assert np.isnan(got.sii.value) and np.isnan(got.rii.upper)


def test_one_group_has_no_slope() -> None:
    with pytest.raises(StatisticsError, match="two groups or more"):
        slope_index([1.0], [0.5], [1.5], [100])


@given(PEOPLE, st.data())
def test_the_concentration_index_is_twice_the_area_between_curve_and_diagonal(
    people: list[int], data: st.DataObject
) -> None:
    size = len(people)
    amounts = data.draw(st.lists(st.integers(0, 1_000), min_size=size, max_size=size).filter(any))
    curve = concentration_curve(amounts, people)

    got = concentration_index(np.array(amounts) / people, people)

    area = np.trapezoid(curve.amount, curve.people)
    assert_allclose(got.value, 1 - 2 * area, atol=1e-9)
    assert -1 <= got.value <= 1


@given(PEOPLE, st.data())
def test_gini_is_half_the_mean_difference_of_two_people_over_their_mean(
    people: list[int], data: st.DataObject
) -> None:
    size = len(people)
    value = np.array(
        data.draw(st.lists(st.integers(0, 1_000), min_size=size, max_size=size).filter(any))
    )
    share = np.array(people) / sum(people)
    apart = np.abs(value[:, np.newaxis] - value)

    wanted = share @ apart @ share / (2 * (share @ value))

    assert_allclose(gini(value, people), wanted, atol=1e-9)


def test_all_alike_is_no_inequality() -> None:
    assert_allclose(gini([2, 2, 2], [5, 7, 9]), 0, atol=1e-12)
    assert_allclose(concentration_index([2, 2, 2], [5, 7, 9]).value, 0, atol=1e-12)
    assert_allclose(population_attributable_fraction([4, 8], [10, 20]).fraction, 0, atol=1e-12)


def test_excess_is_negative_where_the_reference_does_worst() -> None:
    got = population_attributable_fraction([10, 20], [1_000, 1_000])

    assert got.events.tolist() == [-10, 0]
    assert np.isnan(population_attributable_fraction([10, 20], [1_000, 0]).fraction)


@given(
    st.lists(st.one_of(st.none(), st.integers(-50, 50)), min_size=1, max_size=60),
    st.integers(2, 10),
)
def test_equal_groups_keep_order_share_ties_and_use_every_number(
    values: list[int | None], groups: int
) -> None:
    found = quantile_groups(values, groups, first="lowest")
    known = [(v, g) for v, g in zip(values, found, strict=True) if v is not None]

    if len(known) < groups:
        assert np.isnan(found).all()
        return
    ordered = sorted(known)
    assert [g for _, g in ordered] == sorted(g for _, g in ordered)
    assert len({(v, g) for v, g in known}) == len({v for v, _ in known})
    if len({v for v, _ in known}) == len(known):
        sizes = [sum(g == n for _, g in known) for n in range(1, groups + 1)]
        assert max(sizes) - min(sizes) <= 1


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=2, max_size=40),
)
def test_a_shrunken_ratio_lies_between_its_own_and_that_of_all(
    areas: list[tuple[int, int]],
) -> None:
    events, expected = np.array(areas, dtype=float).T
    overall = events.sum() / expected.sum()

    got = shrunken_ratios(events, expected)

    low, high = np.minimum(events / expected, overall), np.maximum(events / expected, overall)
    assert np.all((got.estimate.value >= low - 1e-9) & (got.estimate.value <= high + 1e-9))
    assert np.all((got.weight >= 0) & (got.weight <= 1))


def test_shrinking_brings_drawn_areas_nearer_their_truth() -> None:
    rng = np.random.default_rng(2)
    truth, expected = rng.gamma(20, 1 / 20, 400), rng.uniform(1, 30, 400)
    events = rng.poisson(truth * expected)

    got = shrunken_ratios(events, expected)

    assert ((got.estimate.value - truth) ** 2).mean() < (
        (events / expected - truth) ** 2
    ).mean() / 2
    assert abs(got.spread - np.sqrt(1 / 20)) < 0.06
    inside = (got.estimate.lower <= truth) & (truth <= got.estimate.upper)
    assert inside.mean() > 0.9


def test_areas_that_are_missing_or_empty_leave_the_others_alone() -> None:
    got = shrunken_ratios([5, 40, NAN, 0], [10, 30, 10, 0])

    assert np.isnan(got.estimate.value[2])
    assert_allclose(got.estimate.value[3], 45 / 40)
    assert got.weight[3] == 0
