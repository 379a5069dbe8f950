"""Quantiles from bins: within the bin of the exact ones, in order, and as often right as said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import binned_quantile

EDGES = np.arange(31.0)
values = st.lists(st.integers(0, 29), min_size=1, max_size=300)
shares = st.floats(0.05, 0.95)


@given(values, shares)
def test_a_quantile_lies_in_the_bin_of_the_value_of_that_rank(found: list[int], q: float) -> None:
    exact = np.quantile(found, q, method="inverted_cdf")

    got = float(binned_quantile(np.bincount(found, minlength=30), EDGES, q).value)

    assert exact - 1e-9 <= got <= exact + 1 + 1e-9


@given(values, shares, shares)
def test_a_larger_share_is_never_a_shorter_wait(found: list[int], one: float, two: float) -> None:
    bins = np.bincount(found, minlength=30)
    low, high = (float(binned_quantile(bins, EDGES, q).value) for q in sorted((one, two)))

    assert low <= high


@given(values, shares)
def test_the_limits_stand_around_the_quantile(found: list[int], q: float) -> None:
    got = binned_quantile(np.bincount(found, minlength=30), EDGES, q)

    assert got.lower <= got.value <= got.upper


@given(values, shares, st.integers(2, 50))
def test_as_many_times_the_people_wait_as_long(found: list[int], q: float, times: int) -> None:
    bins = np.bincount(found, minlength=30)
    once, often = binned_quantile(bins, EDGES, q), binned_quantile(bins * times, EDGES, q)

    assert float(often.value) == pytest.approx(float(once.value))
    assert often.upper - often.lower <= once.upper - once.lower + 1e-9


def test_limits_hold_the_true_quantile_in_19_samples_of_20() -> None:
    drawn = np.random.default_rng(11).gamma(1.4, 12.0, (2_000, 150))
    edges = np.append(np.arange(209.0), np.inf)
    bins = np.apply_along_axis(lambda row: np.histogram(row, edges)[0], 1, drawn)
    for q, true in ((0.5, 13.0125), (0.9, 35.6033)):
        got = binned_quantile(bins, edges, q)
        held = ((got.lower <= true) & (true <= got.upper)).mean()

        assert 0.93 <= held <= 0.98


def test_a_quantile_in_the_open_bin_is_beyond_it_and_not_a_number_where_nobody_waits() -> None:
    got = binned_quantile([[1, 1, 8], [0, 0, 0]], [0, 10, 20, np.inf], 0.5)

    assert got.value[0] == np.inf
    assert np.isnan(got.value[1])


@pytest.mark.parametrize(
    ("edges", "q"), [([0, 1], 0.5), ([0, 2, 1], 0.5), ([0, 1, 2], 0), ([0, 1, 2], 1)]
)
def test_edges_that_do_not_fit_and_shares_that_are_none_are_refused(
    edges: list[float], q: float
) -> None:
    with pytest.raises(StatisticsError):
        binned_quantile([3, 4], edges, q)
