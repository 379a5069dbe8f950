"""The forecast that any other must beat."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from tests.statistics.forecasting import oracle
from tests.statistics.strategies import NAN
from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.forecasting import seasonal_naive

VALUES = st.lists(st.one_of(st.integers(0, 500).map(float), st.just(NAN)), min_size=1, max_size=40)


@given(VALUES, st.integers(1, 7), st.integers(1, 20))
def test_it_is_the_latest_value_a_whole_number_of_seasons_before(
    values: list[float], season: int, horizon: int
) -> None:
    got = seasonal_naive(values, season, horizon)
    used = season if got.method[0] == "seasonal_naive" else 1
    mean, variance = oracle.seasonal_naive(values, used, horizon)

    assert_allclose(got.mean[0], mean)
    assert_allclose(got.deviation[0] ** 2, variance)


@pytest.mark.parametrize(
    ("values", "method", "expected"),
    [
        ([5, 7, 6, 8], "seasonal_naive", [6, 8, 6]),
        ([5, 7], "naive", [7, 7, 7]),
        ([5, 7, NAN, 8], "seasonal_naive", [5, 8, 5]),
        ([5], "naive", [5, 5, 5]),
        ([NAN, NAN], "", [NAN, NAN, NAN]),
    ],
)
def test_short_and_broken_series_are_ordinary(
    values: list[float], method: str, expected: list[float]
) -> None:
    got = seasonal_naive(values, season=2, horizon=3)

    assert got.method[0] == method
    assert_allclose(got.mean[0], expected)


def test_a_season_of_no_periods_is_refused() -> None:
    with pytest.raises(StatisticsError, match="season of 0"):
        seasonal_naive([1, 2, 3], season=0, horizon=1)
