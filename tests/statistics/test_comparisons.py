"""Differences, ratios, tests, trends, funnels and control charts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from tests.statistics.strategies import NAN, parts_of_groups
from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import (
    Interval,
    assurance_icon,
    c_chart,
    combination,
    difference,
    estimate_trend,
    funnel_position,
    over_dispersion,
    p_chart,
    poisson_funnel,
    poisson_rate,
    proportion_funnel,
    proportion_trend,
    proportions_differ,
    rates_differ,
    ratio,
    ratio_funnel,
    time_between_chart,
    u_chart,
    variation_icon,
    variations,
    wilson,
    xmr_chart,
)

SERIES = st.lists(st.integers(-1_000, 1_000), min_size=2, max_size=60)


@given(parts_of_groups(), parts_of_groups())
def test_a_difference_turns_round_with_its_parts_and_stays_possible(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    a, b = wilson(*one), wilson(*other)

    there, back = difference(a, b), difference(b, a)

    assert_allclose(
        (there.value, there.lower, there.upper), (-back.value, -back.upper, -back.lower), atol=1e-12
    )
    assert -1 <= there.lower <= there.value <= there.upper <= 1


@given(parts_of_groups(), parts_of_groups())
def test_adding_one_and_taking_one_away_is_their_difference(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    a, b = wilson(*one), wilson(*other)
    both = Interval(*(np.array(pair) for pair in zip(a, b, strict=True)))

    found = combination([1, -1], both)

    assert_allclose(found, difference(a, b), atol=1e-12)


@given(st.lists(parts_of_groups(), min_size=1, max_size=6), st.floats(-1_000, 1_000))
def test_a_combination_scales_with_its_weights_and_turns_round_with_their_sign(
    groups: list[tuple[int, int]], times: float
) -> None:
    counted, among = (np.array(part) for part in zip(*groups, strict=True))
    shares = wilson(counted, among)
    weight = np.linspace(-1, 2, len(groups))

    once, often = combination(weight, shares), combination(times * weight, shares)

    ends = (once.lower, once.upper) if times >= 0 else (once.upper, once.lower)
    assert_allclose(often, (times * once.value, times * ends[0], times * ends[1]), atol=1e-6)


def test_an_estimate_that_counts_for_nothing_may_be_missing() -> None:
    shares = wilson([5, np.nan], [100, 100])

    assert combination([10, 0], shares).value == pytest.approx(0.5)
    assert np.isnan(combination([10, 1], shares).value)


@given(st.integers(1, 5_000), st.integers(1, 5_000), st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_ratio_turns_over_with_its_parts(a: int, b: int, n: int, m: int) -> None:
    one, other = poisson_rate(a, n), poisson_rate(b, m)

    there, back = ratio(one, other), ratio(other, one)

    assert_allclose(
        (there.value, there.lower, there.upper),
        (1 / back.value, 1 / back.upper, 1 / back.lower),
        rtol=1e-9,
    )


def test_a_ratio_of_none_and_to_none() -> None:
    none, some = poisson_rate(0, 100), poisson_rate(20, 100)

    assert ratio(none, some).value == 0
    assert ratio(none, some).upper > 0
    assert np.isnan(ratio(some, none).value)


@given(parts_of_groups(), parts_of_groups())
def test_the_test_of_proportions_is_pearsons_with_one_person_fewer(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    table = np.array([[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]])
    got = proportions_differ(*one, *other)
    if 0 in table.sum(axis=0):
        assert np.isnan(got)
        return

    found = stats.chi2_contingency(table, correction=False)

    people = one[1] + other[1]
    assert_allclose(got, stats.chi2.sf(found.statistic * (people - 1) / people, 1), atol=1e-9)


def test_equal_rates_are_found_different_as_often_as_chance_says() -> None:
    """2,000 pairs of equal rates: the test may be cautious, never eager."""
    rng = np.random.default_rng(3)
    events = rng.poisson([[40], [90]], (2, 2_000))

    p = rates_differ(events[0], 1_000, events[1], 2_250)

    assert (p < 0.05).mean() < 0.05 + 3 * np.sqrt(0.05 * 0.95 / 2_000)
    assert (p < 0.05).mean() > 0.03


def test_no_events_on_either_side_differ_from_nothing() -> None:
    assert rates_differ(0, 100, 0, 200) == 1
    assert np.isnan(rates_differ(3, 0, 4, 100))


def test_a_trend_needs_five_points_and_takes_the_last_five() -> None:
    rising = [100, 110, 125, 135, 150]

    assert proportion_trend(rising[:4], [1_000] * 4).direction == "not_tested"
    assert proportion_trend(rising, [1_000] * 5).direction == "rising"
    assert proportion_trend([900, 800, *rising], [1_000] * 7).direction == "rising"
    assert proportion_trend([NAN, *rising[1:]], [1_000] * 5).direction == "not_tested"
    assert proportion_trend([100] * 5, [1_000] * 5).direction == "no_change"


def test_steady_series_are_called_trends_no_more_often_than_chance() -> None:
    rng = np.random.default_rng(9)
    counts = rng.binomial(1_000, 0.2, (2_000, 5))

    by_count = proportion_trend(counts, 1_000)
    by_limits = estimate_trend(wilson(counts, 1_000))

    for found in (by_count, by_limits):
        share = (found.direction != "no_change").mean()
        assert abs(share - 0.05) < 3 * np.sqrt(0.05 * 0.95 / 2_000)


@given(parts_of_groups(), st.floats(0.01, 0.99))
def test_a_unit_is_outside_a_funnel_when_its_wilson_interval_leaves_the_line_out(
    unit: tuple[int, int], line: float
) -> None:
    lower, upper = wilson(*unit)[1:]

    (position,) = funnel_position("proportion", [unit[0]], [unit[1]], line)

    if min(abs(lower - line), abs(upper - line)) > 1e-9:
        assert (position in ("low_2", "low_3")) == (upper < line)
        assert (position in ("high_2", "high_3")) == (lower > line)


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=20, unique=True), st.floats(0, 1))
def test_a_funnel_narrows_as_units_grow(sizes: list[int], line: float) -> None:
    got = proportion_funnel(sorted(sizes), line)

    assert np.all(np.diff(got.upper_3 - got.lower_3) <= 1e-12)
    assert np.all(got.lower_3 <= got.lower_2) and np.all(got.upper_2 <= got.upper_3)


def test_a_point_on_a_curve_of_ratios_is_just_within_its_limit() -> None:
    events = np.array([3, 12, 80, 400])
    expected, _ = poisson_funnel(events)

    for size, low, high in ((expected.lower_2, "low_2", None), (expected.upper_2, None, "high_2")):
        beyond, within = (1.001, 0.999) if low else (0.999, 1.001)
        assert set(funnel_position("ratio", events, size * beyond)) == {low or high}
        assert set(funnel_position("ratio", events, size * within)) == {"within"}


@given(st.integers(0, 3_000), st.floats(0.01, 3_000), st.floats(0.01, 5))
def test_a_unit_is_beyond_the_limits_of_its_size_just_where_its_position_says(
    events: int, size: float, line: float
) -> None:
    limits = ratio_funnel([size], line)
    value = events / size
    assume(min(abs(value - float(limit[0])) for limit in limits) > 1e-9 * max(value, line))

    (position,) = funnel_position("ratio", [events], [size], line)

    assert (position in ("low_2", "low_3")) == (value < limits.lower_2[0])
    assert (position == "low_3") == (value < limits.lower_3[0])
    assert (position in ("high_2", "high_3")) == (value > limits.upper_2[0])
    assert (position == "high_3") == (value > limits.upper_3[0])


@pytest.mark.parametrize("variant", ["winsorised", "trimmed"])
def test_units_that_vary_by_size_alone_hardly_widen_a_funnel(variant: str) -> None:
    rng = np.random.default_rng(6)
    expected = rng.uniform(50, 500, 500)

    alone = over_dispersion("ratio", rng.poisson(expected), expected, variant)  # type: ignore[arg-type]
    more = over_dispersion(
        "ratio",
        rng.poisson(expected * rng.gamma(25, 1 / 25, 500)),
        expected,
        variant,  # type: ignore[arg-type]
    )

    assert alone.phi < 1.2 < more.phi
    assert alone.tau_squared < more.tau_squared


@given(SERIES, st.integers(-500, 500), st.integers(1, 20))
def test_a_chart_moves_and_stretches_with_its_series(
    values: list[int], shift: int, times: int
) -> None:
    one, other = xmr_chart(values), xmr_chart([shift + times * v for v in values])

    for name in ("mean", "lower", "upper"):
        assert_allclose(
            getattr(other, name), shift + times * getattr(one, name), rtol=1e-9, atol=1e-6
        )


@given(SERIES)
def test_a_chart_upside_down_says_the_same_of_the_other_side(values: list[int]) -> None:
    # Thirds keep points off the lines, where rounding decides.
    up, down = xmr_chart(np.array(values) / 3), xmr_chart(-np.array(values) / 3)

    assert_allclose(up.upper, -down.lower, atol=1e-9)
    assert up.rule.tolist() == down.rule.tolist()
    assert up.side.tolist() == (-down.side).tolist()


def test_a_step_is_found_by_its_run_and_ended_by_rebasing() -> None:
    values = [10, 12, 11, 10, 12, 11, 10, 12, *[14, 13, 14, 13, 14, 13, 14, 13]]

    before, after = xmr_chart(values, baseline=8), xmr_chart(values, rebase_at=[8])

    assert set(before.side[8:]) == {1}
    assert set(after.rule) == {"common"}
    assert after.segment.tolist() == [0] * 8 + [1] * 8
    assert variation_icon(before, "higher") == "improvement"
    assert variation_icon(before, "lower") == "concern"
    assert variations(before, "neither")[-1] == "neutral_high"


@pytest.mark.parametrize(
    ("target", "better", "icon"),
    [
        (20, "lower", "pass"),
        (20, "higher", "fail"),
        (5, "higher", "pass"),
        (11, "higher", "hit_or_miss"),
        (None, "higher", "none"),
        (5, "neither", "none"),
    ],
)
def test_assurance_compares_the_limits_with_the_target(
    target: float | None, better: str, icon: str
) -> None:
    chart = xmr_chart([10, 12, 11, 10, 12, 11, 10, 12])

    assert assurance_icon(chart, target, better) == icon  # type: ignore[arg-type]


@pytest.mark.parametrize("values", [[], [1, NAN, 3], [[1, 2], [3, 4]]])
def test_a_series_with_gaps_is_refused(values: list[float]) -> None:
    with pytest.raises(StatisticsError, match="without gaps"):
        xmr_chart(values)


def test_charts_of_counts_follow_the_size_of_each_period() -> None:
    proportions = p_chart([10, 12, 9, 40], [100, 110, 90, 100])
    rates = u_chart([10, 12, 9, 11], [100, 400, 90, 100])

    assert proportions.outside.tolist() == [False, False, False, True]
    assert np.argmin(rates.upper - rates.lower) == 1
    assert_allclose(c_chart([4, 5, 6]).upper, 5 + 3 * np.sqrt(5))


def test_laneys_correction_quiets_large_denominators() -> None:
    rng = np.random.default_rng(12)
    denominators = np.full(40, 1_000_000)
    numerators = rng.normal(0.1, 0.002, 40) * denominators

    plain, widened = (p_chart(numerators, denominators, laney=laney) for laney in (False, True))

    assert plain.outside.sum() > 10
    assert widened.outside.sum() <= 1
    assert widened.sigma > 3


def test_long_times_between_rare_events_are_found() -> None:
    rng = np.random.default_rng(7)
    times = rng.exponential(20, 40)

    usual, late = time_between_chart(times), time_between_chart([*times, 400])

    assert np.all(usual.lower >= 0)
    assert late.rule[-1] == "outside" and late.side[-1] == 1


def test_estimates_without_limits_are_not_compared() -> None:
    blank = Interval(*(np.array(NAN),) * 3)

    assert np.isnan(difference(blank, wilson(5, 10)).value)
