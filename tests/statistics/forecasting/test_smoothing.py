"""The recursion is the one that is published."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from tests.statistics.forecasting import oracle
from tests.statistics.strategies import NAN
from wholeplace.statistics.forecasting.grid import Form
from wholeplace.statistics.forecasting.smoothing import (
    Smoothing,
    State,
    error_growth,
    projected,
    smoothed,
)

NUMBERS = st.floats(-1000, 1000, allow_nan=False)
VALUES = st.lists(st.one_of(NUMBERS, st.just(NAN)), min_size=1, max_size=30)
SHARES = st.tuples(*[st.floats(0, 1)] * 4)


@given(VALUES, NUMBERS, NUMBERS, st.lists(NUMBERS, max_size=12), SHARES)
def test_errors_and_forecasts_are_those_of_the_recursion_written_out(
    values: list[float],
    level: float,
    trend: float,
    season: list[float],
    shares: tuple[float, float, float, float],
) -> None:
    errors, ahead = oracle.smoothed(values, level, trend, season, shares)
    series = np.array(values)[:, None]
    start = State(*(np.array([part]) for part in (level, trend)), np.array(season)[:, None])
    by = Smoothing(*(np.array([share]) for share in shares))

    got, last = smoothed(series, np.isfinite(series), start, by)

    assert_allclose(got[:, 0], errors, rtol=1e-6, atol=1e-6)
    assert_allclose(projected(last, by.phi, 12)[:, 0], ahead, rtol=1e-6, atol=1e-6)


def test_a_grid_tries_every_point_on_every_series() -> None:
    series = np.random.default_rng(1).normal(100, 10, (20, 3))
    seen = np.ones(series.shape, dtype=bool)
    form = Form(True, 4)
    by = form.grid()
    start = form.start(np.arange(5.0)[:, None] * np.ones(3))

    together, _ = smoothed(series, seen, start, by)

    for point in range(len(by.alpha)):
        alone, _ = smoothed(series, seen, start, Smoothing(*(part[point] for part in by)))
        assert_allclose(together[:, point], alone)


def test_the_variance_of_errors_is_that_of_simulated_ones() -> None:
    """Errors drawn at random move the state on as the model says they do."""
    by = Smoothing(*(np.array([share]) for share in (0.4, 0.1, 0.2, 0.9)))
    drawn = np.random.default_rng(2).normal(size=(9, 40_000))
    start = State(np.zeros(1), np.zeros(1), np.zeros((4, 1)))
    paths = np.zeros(drawn.shape)
    for period in range(len(drawn)):
        seen = np.arange(period + 1)[:, None] >= 0
        errors, _ = smoothed(paths[: period + 1], np.broadcast_to(seen, (period + 1, 1)), start, by)
        paths[period] = drawn[period] - errors[period]

    assert_allclose(paths.var(axis=1), error_growth(by, 4, 9)[:, 0], rtol=0.03)
