"""Rates and Byar's limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import chi2

from tests.statistics.strategies import CONFIDENCES, COUNTS, COVERAGE_PAIRS, NAN
from wholeplace.statistics import byar, exact_poisson, poisson_limits, poisson_rate

POPULATIONS = st.integers(1, 60_000_000)


@given(COUNTS, POPULATIONS, CONFIDENCES)
def test_limits_hold_the_rate_and_are_never_negative(
    events: int, population: int, confidence: float
) -> None:
    got = poisson_rate(events, population, 100_000, confidence)

    assert 0 <= got.lower <= got.value <= got.upper


@given(COUNTS, COVERAGE_PAIRS)
def test_more_confidence_is_never_a_narrower_interval(
    events: int, confidences: list[float]
) -> None:
    less, more = (poisson_limits(events, confidence) for confidence in confidences)

    assert more[0] <= less[0] and more[1] >= less[1]


@given(CONFIDENCES)
def test_limits_rise_with_the_count_even_where_the_method_changes(confidence: float) -> None:
    lower, upper = poisson_limits(np.arange(200), confidence)

    assert np.all(np.diff(lower) > 0) and np.all(np.diff(upper) > 0)


@given(st.integers(1, 10_000), CONFIDENCES)
def test_exact_limits_agree_with_the_chi_square_distribution(
    events: int, confidence: float
) -> None:
    tail = (1 - confidence) / 2
    wanted = chi2.ppf(tail, 2 * events) / 2, chi2.ppf(1 - tail, 2 * events + 2) / 2

    assert_allclose(exact_poisson(events, confidence), wanted, rtol=1e-9)


@given(st.integers(10, 1_000_000))
def test_byar_is_within_two_in_a_thousand_of_exact_from_10_events(events: int) -> None:
    assert_allclose(byar(events), exact_poisson(events), rtol=2e-3)


@given(COUNTS, POPULATIONS, st.sampled_from([10, 1000, 100_000]))
def test_a_rate_scales_with_what_it_is_given_per(events: int, population: int, per: int) -> None:
    one, many = poisson_rate(events, population), poisson_rate(events, population, per)

    assert_allclose(many, np.multiply(one, per))


@pytest.mark.parametrize("events", [0, 1, 9, 9.5, 10, 11])
def test_limits_are_exact_below_10_events_and_byar_from_10_up(events: float) -> None:
    method = exact_poisson if events < 10 else byar

    assert_allclose(poisson_limits(events), method(events))


def test_no_events_have_a_lower_limit_of_0_and_the_exact_upper_limit() -> None:
    got = poisson_rate(0, 100, per=100_000)

    assert (got.value, got.lower) == (0, 0)
    assert_allclose(got.upper, 3688.879454)


def test_byar_gives_no_events_a_lower_limit_of_0() -> None:
    lower, upper = byar(0)

    assert lower == 0 and upper > 0


def test_missing_counts_and_empty_populations_have_no_rate() -> None:
    got = poisson_rate([NAN, 3, 3, 0], [10, NAN, 0, 0])

    assert np.all(np.isnan(got))


def test_there_may_be_more_events_than_people() -> None:
    assert poisson_rate(250, 220).value > 1
