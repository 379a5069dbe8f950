"""Holt-Winters forecasts: what must hold of any series, and coverage where truth is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from tests.statistics.strategies import NAN
from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.forecasting import holt_winters

LENGTH, SEASON = 26, 4
SERIES = st.lists(
    st.one_of(st.integers(0, 300).map(float), st.just(NAN)), min_size=LENGTH, max_size=LENGTH
)


some = settings(max_examples=25)


def seasonal(count: int, periods: int, noise: float, seed: int = 3) -> np.ndarray:
    """Monthly series with a trend, a season and noise, of shape (series, periods)."""
    drawn = np.random.default_rng(seed)
    month = np.arange(periods)
    season = drawn.normal(0, 50, (count, 12))[:, month % 12]
    trend = drawn.normal(0, 1.6, (count, 1)) * month
    return 700 + trend + season + drawn.normal(0, noise, (count, periods))


@some
@given(SERIES, st.floats(-1e4, 1e4), st.floats(0.01, 100))
def test_another_zero_or_another_unit_changes_forecasts_alike(
    values: list[float], shift: float, unit: float
) -> None:
    series = np.array(values)
    assume(np.nanmax(series, initial=0) - np.nanmin(series, initial=1e9) > 1)
    plain = holt_winters(series, SEASON, 6)

    moved = holt_winters(series * unit + shift, SEASON, 6)

    near = 1e-5 * unit * 300
    assert_allclose(moved.mean, plain.mean * unit + shift, rtol=1e-6, atol=near)
    assert_allclose(moved.deviation, plain.deviation * unit, rtol=1e-4, atol=near)


@some
@given(st.lists(SERIES, min_size=1, max_size=4))
def test_a_series_is_forecast_the_same_alone_or_among_others(many: list[list[float]]) -> None:
    others = np.round(seasonal(40, LENGTH, noise=9))
    together = holt_winters([*many, *others], SEASON, 5)

    for place, values in enumerate(many):
        alone = holt_winters(values, SEASON, 5)

        assert_allclose(together.mean[place], alone.mean[0], rtol=1e-6, atol=1e-5)
        assert_allclose(together.deviation[place], alone.deviation[0], rtol=1e-4, atol=1e-4)


@some
@given(SERIES)
def test_wider_coverage_holds_narrower(values: list[float]) -> None:
    made = holt_winters(values, SEASON, 8)
    narrow, wide = made.interval(0.8), made.interval(0.95)

    assert np.all((wide.lower <= narrow.lower) | np.isnan(wide.lower))
    assert np.all((wide.upper >= narrow.upper) | np.isnan(wide.upper))
    assert np.all((narrow.lower <= made.mean) | np.isnan(made.mean))


def test_a_line_with_a_season_is_carried_on() -> None:
    values = seasonal(60, 60, noise=0)

    got = holt_winters(values[:, :48], 12, 12)

    assert_allclose(got.mean, values[:, 48:], rtol=1e-4)


def test_missing_months_are_not_zero() -> None:
    values = seasonal(20, 60, noise=0)
    gaps = np.where(np.random.default_rng(4).random(values.shape) < 0.1, NAN, values)

    got = holt_winters(gaps[:, :48], 12, 12)

    assert_allclose(got.mean, values[:, 48:], rtol=1e-3)


def test_the_longer_since_the_last_month_the_less_is_known() -> None:
    values = seasonal(1, 48, noise=10)
    late = values.copy()
    late[:, -3:] = NAN

    ahead, after_gap = holt_winters(values[:, :45], 12, 6), holt_winters(late, 12, 3)

    assert_allclose(after_gap.mean, ahead.mean[:, 3:], rtol=1e-6)
    assert_allclose(after_gap.deviation, ahead.deviation[:, 3:], rtol=1e-6)


@pytest.mark.parametrize(
    ("values", "method"),
    [
        ([7.0] * 5, ""),
        ([NAN] * 30, ""),
        ([7.0] * 6, "level"),
        ([3, 8, 4, 9, 2, 7, 5, 6, 4, 8, 3, 7], "level"),
        ([7.0] * 30, "level"),
    ],
)
def test_short_and_flat_series_are_ordinary(values: list[float], method: str) -> None:
    got = holt_winters(values, season=12, horizon=3)

    assert got.method[0] == method
    assert np.isnan(got.mean).all() == (method == "")
    if len(set(values)) == 1 and method:
        assert_allclose(got.mean, 7.0)


def test_a_known_event_has_the_effect_it_always_had() -> None:
    values = seasonal(5, 60, noise=0)
    event = np.zeros((60, 1))
    event[[5, 14, 23, 31, 40, 50], 0] = 1
    happened = values + 80 * event[:, 0]

    got = holt_winters(happened[:, :48], 12, 12, event[:48], event[48:])

    assert_allclose(got.mean, happened[:, 48:], rtol=1e-3)


def test_an_event_never_seen_has_no_effect() -> None:
    values = seasonal(3, 48, noise=5)
    never, coming = np.zeros((48, 1)), np.ones((6, 1))

    got = holt_winters(values, 12, 6, never, coming)

    assert_allclose(got.mean, holt_winters(values, 12, 6).mean, rtol=1e-2)


@pytest.mark.parametrize(
    "wrong", [{"events": [[1]] * 20}, {"events": [[1]] * 19} | {"events_ahead": [[1]] * 3}]
)
def test_events_that_do_not_lie_along_the_series_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(StatisticsError, match="Events"):
        holt_winters(np.arange(20.0), 4, 3, **wrong)


def test_intervals_hold_what_comes_as_often_as_they_say() -> None:
    """400 series whose truth is known: 4,800 months ahead, so a percentage point is two errors."""
    values = seasonal(400, 60, noise=12)
    ahead = values[:, 48:]

    made = holt_winters(values[:, :48], 12, 12)

    for coverage in (0.8, 0.95):
        found = made.interval(coverage)
        held = np.mean((ahead >= found.lower) & (ahead <= found.upper))
        assert abs(held - coverage) < 0.025


def test_forecasts_are_nearly_as_close_as_chance_allows() -> None:
    values = seasonal(400, 60, noise=12)

    made = holt_winters(values[:, :48], 12, 12)

    best = 12 * np.sqrt(2 / np.pi)
    assert np.abs(made.mean - values[:, 48:]).mean() < 1.25 * best
