"""Forecasts agree with what statsforecast and statsmodels say of the same series."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.golden.forecasting import make
from tests.golden.reading import Rows, column, grouped, rows_of
from wholeplace.statistics.forecasting import seasonal_naive
from wholeplace.statistics.forecasting.smoothing import (
    Smoothing,
    State,
    error_growth,
    projected,
    smoothed,
)

HERE = Path(__file__).parent
NAIVE, SMOOTHING = (rows_of(HERE / f"{name}.csv") for name in ("naive", "smoothing"))


def test_seasonal_naive_agrees_with_statsforecast() -> None:
    """Its limits are of the normal distribution; ours allow for an estimated variance."""
    got = seasonal_naive(make.series(), make.SEASON, make.AHEAD)
    normal = got._replace(freedom=np.full(len(got.mean), np.inf)).interval(0.8)

    assert_allclose(normal.value.ravel(), column(NAIVE, "mean"))
    assert_allclose(normal.lower.ravel(), column(NAIVE, "lo"))
    assert_allclose(normal.upper.ravel(), column(NAIVE, "hi"))


@pytest.mark.parametrize("number", range(len(make.SHARES)))
def test_smoothing_agrees_with_statsmodels(number: int) -> None:
    values, shares = make.series()[number], make.SHARES[number]
    rows = grouped(SMOOTHING, "series", "what")

    def said(what: str) -> np.ndarray:
        return column(rows[str(number), what], "value")

    known = make.start(values)
    by = Smoothing(*(np.array([share]) for share in shares))
    start = State(
        np.array([known["initial_level"]]),
        np.array([known["initial_trend"]]),
        np.array(known["initial_seasonal"])[:, None],
    )
    errors, last = smoothed(values[:, None], np.ones((make.MONTHS, 1), dtype=bool), start, by)

    assert_allclose(errors[:, 0], said("error"), atol=1e-8)
    assert_allclose(projected(last, by.phi, make.AHEAD)[:, 0], said("mean"))
    assert_allclose(error_growth(by, make.SEASON, make.AHEAD)[:, 0], said("growth"))


# In CI a skipped test is a failed one, so where the packages are missing there is no such test.
if find_spec("statsforecast"):

    @pytest.mark.parametrize(
        ("kept", "answers"), [(NAIVE, make.naive_answers), (SMOOTHING, make.smoothing_answers)]
    )
    def test_the_packages_still_say_what_was_kept(kept: Rows, answers: object) -> None:
        for before, now in zip(kept, answers(), strict=True):
            for name, value in now.items():
                told = value if isinstance(value, str) else pytest.approx(value, rel=1e-9)
                assert (before[name] if isinstance(value, str) else float(before[name])) == told
