"""Smoothing is shown where it has earned it, and the same as last season elsewhere."""

from __future__ import annotations

import numpy as np
from numpy.testing import assert_allclose

from wholeplace.statistics.forecasting import holt_winters, proved_forecast, seasonal_naive

DRAW = np.random.default_rng(5)
MONTH = np.arange(48)
CLIMBING = 100 + 6 * MONTH + 30 * np.cos(MONTH * np.pi / 6) + DRAW.normal(0, 4, 48)
REPEATING = 500 + np.tile(DRAW.normal(0, 60, 12), 4)
SHORT = np.where(MONTH < 40, np.nan, CLIMBING)


def test_each_series_is_shown_by_the_method_that_has_been_closer() -> None:
    made = proved_forecast([CLIMBING, REPEATING, SHORT], 12, 6)

    ours, naive = (f([CLIMBING, REPEATING, SHORT], 12, 6) for f in (holt_winters, seasonal_naive))
    assert made.ratio[0] < 0.5
    assert_allclose(made.forecast.mean[0], ours.mean[0])
    for place in (1, 2):
        assert_allclose(made.forecast.mean[place], naive.mean[place])
    assert list(made.forecast.method) == ["damped_trend_seasonal", "seasonal_naive", "naive"]


def test_the_record_shown_is_that_of_the_method_shown() -> None:
    made = proved_forecast([CLIMBING, REPEATING + DRAW.normal(0, 1, 48)], 12, 6)

    closer = made.ratio < 0.95
    for shown, ours, naive in zip(made.shown, made.smoothing, made.naive, strict=True):
        assert_allclose(shown, np.where(closer, ours, naive))
    assert_allclose(made.ratio, made.smoothing.error / made.naive.error)


def test_a_series_too_short_to_test_has_no_record_and_claims_none() -> None:
    made = proved_forecast(CLIMBING[:20], 12, 6)

    assert made.compared[0] == 0 and np.isnan(made.ratio[0])
    assert made.forecast.method[0] in ("seasonal_naive", "naive")
