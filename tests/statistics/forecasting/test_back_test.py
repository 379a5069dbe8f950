"""A back-test knows nothing that was not known then, and scores as published."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.forecasting import (
    Forecast,
    back_test,
    holt_winters,
    rolling_origins,
    seasonal_naive,
)


def always(value: float, deviation: float = 1.0) -> object:
    """A forecaster that says the same of every period."""

    def forecaster(past: np.ndarray, season: int, horizon: int) -> Forecast:
        shape = (len(past), horizon)
        known = np.full(len(past), np.inf)
        return Forecast(
            np.full(shape, value), np.full(shape, deviation), known, np.full(len(past), "same")
        )

    return forecaster


@settings(max_examples=20)
@given(st.integers(24, 33), st.lists(st.integers(0, 99), min_size=36, max_size=36))
def test_what_came_later_changes_no_forecast(origin: int, values: list[int]) -> None:
    series = np.array(values, dtype=float)
    changed = np.where(np.arange(36) < origin, series, 1e6)

    for forecaster in (holt_winters, seasonal_naive):
        before = back_test(series, 12, 3, [origin], forecaster)
        after = back_test(changed, 12, 3, [origin], forecaster)
        assert_allclose(before.mean, after.mean)
        assert_allclose(before.scale, after.scale)


def test_scores_by_hand() -> None:
    """Seasonal differences of 2 and 4, so a scale of 3; 11 was said, and 10 and 13 came."""
    found = back_test([4, 5, 6, 9, 10, 13], 2, 2, [4], always(11, deviation=1))

    assert_allclose(found.absolute_error(), 1.5)
    assert_allclose(found.absolute_error(axis=(0, 1)), [1, 2])
    assert_allclose(found.scaled_error(), 0.5)
    assert_allclose(found.coverage(0.8), 0.5)
    assert_allclose(found.pinball(0.5, axis=(0, 1)), [0.5, 1.0])


def test_the_scaled_error_of_last_season_is_1_where_every_season_changes_alike() -> None:
    values = np.arange(40.0)

    found = back_test(values, 4, 4, rolling_origins(40, 4, 4), seasonal_naive)

    assert_allclose(found.scaled_error(), 1.0)


def test_months_that_were_not_observed_count_for_nothing() -> None:
    values = np.array([4, 5, 6, 9, 10, np.nan])

    found = back_test(values, 2, 2, [4], always(11))

    assert_allclose(found.absolute_error(), 1.0)


def test_a_back_test_without_an_origin_is_refused() -> None:
    with pytest.raises(StatisticsError, match="origin"):
        back_test([1, 2, 3], 1, 1, [], seasonal_naive)


@pytest.mark.parametrize("periods", [0, 11, 24, 29])
def test_series_too_short_to_test_have_no_origin(periods: int) -> None:
    assert rolling_origins(periods, season=12, horizon=6) == []
