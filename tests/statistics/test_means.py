"""Means and their limits."""

import statistics

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import sem, t

from tests.statistics.strategies import CONFIDENCES, NAN
from wholeplace.statistics import mean
from wholeplace.statistics.intervals import Interval

VALUES = st.lists(st.integers(-500, 500), min_size=2, max_size=50)


def mean_of(values: list[int], confidence: float = 0.95) -> Interval:
    return mean(len(values), sum(values), sum(value**2 for value in values), confidence)


@given(VALUES, CONFIDENCES)
def test_means_agree_with_scipy(values: list[int], confidence: float) -> None:
    middle = statistics.mean(values)
    reach = t.ppf((1 + confidence) / 2, len(values) - 1) * sem(values)

    got = mean_of(values, confidence)

    assert_allclose(got, (middle, middle - reach, middle + reach), rtol=1e-7, atol=1e-6)


@given(VALUES)
def test_limits_hold_the_mean_and_the_order_of_values_does_not_matter(values: list[int]) -> None:
    got = mean_of(values)

    assert got.lower <= got.value <= got.upper
    assert got == mean_of(values[::-1])


@given(VALUES, st.integers(2, 100))
def test_measuring_in_another_unit_scales_mean_and_limits(values: list[int], unit: int) -> None:
    got, scaled = mean_of(values), mean_of([value * unit for value in values])

    assert_allclose(scaled, np.multiply(got, unit), rtol=1e-7, atol=1e-6)


def test_equal_values_have_limits_at_their_mean() -> None:
    assert_allclose(mean_of([7, 7, 7]), (7, 7, 7))


def test_rounding_error_never_makes_the_spread_of_equal_values_undefined() -> None:
    n = np.arange(2, 500)

    got = mean(n, n * 0.1, n * 0.1**2)

    assert not np.any(np.isnan(got))


def test_one_value_has_a_mean_without_limits() -> None:
    got = mean_of([7])

    assert got.value == 7
    assert np.isnan([got.lower, got.upper]).all()


def test_no_values_and_missing_sums_have_no_mean() -> None:
    got = mean([0, 3, NAN, 3], [0, NAN, 6, 6], [0, 5, 5, NAN])

    assert np.isnan(got.value[:3]).all()
    assert np.isnan([got.lower, got.upper]).all()
