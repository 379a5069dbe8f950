"""Ranges become as wide as past errors show that they need to be, and know nothing of later."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from wholeplace.statistics.forecasting import (
    BackTest,
    Forecast,
    back_test,
    calibrated,
    proved_forecast,
    rolling_origins,
    seasonal_naive,
    widening,
)
from wholeplace.statistics.forecasting.calibration import MOST

PERIODS, AHEAD = 120, 4
ORIGINS = list(range(8, PERIODS - AHEAD + 1))


def judged(values: np.ndarray, said: float) -> BackTest:
    """A back-test of a forecaster who expects 0, and says that its error is so large."""

    def forecaster(past: np.ndarray, season: int, horizon: int) -> Forecast:
        shape, count = (len(past), horizon), len(past)
        sure = np.full(count, np.inf)
        return Forecast(np.zeros(shape), np.full(shape, said), sure, np.full(count, "same"))

    return back_test(values, 1, AHEAD, ORIGINS, forecaster)


@pytest.mark.parametrize(("said", "wide"), [(0.9, 1 / 0.9), (1.0, 1.0), (2.0, 0.5), (5.0, 0.2)])
def test_ranges_too_wide_or_too_narrow_are_put_right(said: float, wide: float) -> None:
    """Twenty series of standard normal errors: the standard error of a factor is about 0.03."""
    found = judged(np.random.default_rng(3).normal(size=(20, PERIODS)), said)

    assert_allclose(widening(found, PERIODS).mean(), wide, rtol=0.06)
    late = calibrated(found).held(0.8)[40:]
    assert 0.77 < np.nanmean(late) < 0.83


def test_ranges_grow_by_two_fifths_at_most() -> None:
    found = judged(np.random.default_rng(4).normal(size=(5, PERIODS)), 0.2)

    assert_allclose(widening(found, PERIODS), MOST)


def test_nothing_known_leaves_ranges_as_their_method_says() -> None:
    found = judged(np.random.default_rng(5).normal(size=(3, PERIODS)), 1.0)

    assert_allclose(widening(found, known=8), 1, rtol=0.02)


@settings(max_examples=15)
@given(st.integers(9, PERIODS - 1), st.floats(0.1, 100))
def test_what_came_after_an_origin_changes_no_range_made_there(known: int, much: float) -> None:
    values = np.random.default_rng(6).normal(size=(2, PERIODS))
    later = np.where(np.arange(PERIODS) < known, values, values * much + much)

    before, after = (widening(judged(some, 1.0), known) for some in (values, later))

    assert_allclose(before, after)


def test_a_series_without_a_past_is_judged_as_the_others_are() -> None:
    values = np.random.default_rng(7).normal(size=(10, PERIODS))
    values[0] = np.nan

    found = widening(judged(values, 2.0), PERIODS)

    assert_allclose(found[0], found[1:].mean(), rtol=0.1)


def test_a_series_of_its_own_kind_is_judged_by_itself() -> None:
    """Nine series stray as far as said, and one a third as far."""
    values = np.random.default_rng(8).normal(size=(10, PERIODS))
    values[0] /= 3

    found = widening(judged(values, 1.0), PERIODS)

    assert found[0] < 0.5 and found[1:].mean() > 0.9


def test_what_errs_lately_counts_more() -> None:
    values = np.random.default_rng(9).normal(size=(5, PERIODS))
    values[:, -60:] /= 3

    assert widening(judged(values, 1.0), PERIODS).mean() < 0.5


def test_calibration_moves_no_forecast_and_the_record_is_of_the_ranges_shown() -> None:
    values = 100 + np.random.default_rng(10).standard_t(3, size=(6, 60)).cumsum(axis=1)
    origins = rolling_origins(60, 12, 6)
    plain = back_test(values, 12, 6, origins, seasonal_naive)

    made = proved_forecast(values, 12, 6)

    assert_allclose(calibrated(plain).mean, plain.mean)
    assert_allclose(made.naive.coverage_80, calibrated(plain).coverage(0.8, axis=(0, 2)), atol=0.2)
    repeated = seasonal_naive(values, 12, 6).deviation * widening(plain, 60)[:, None]
    shown = made.ratio >= 0.95
    assert shown.any()
    assert_allclose(made.forecast.deviation[shown], repeated[shown])
