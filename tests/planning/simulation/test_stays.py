"""Stays: fitted to a median and a mean, guarded, and found in the middle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.core.errors import StatisticsError
from wholeplace.planning.simulation.network import Unit
from wholeplace.planning.simulation.people import TICKS, in_ticks
from wholeplace.planning.simulation.stays import Lognormal


def test_a_published_fit_is_found_again() -> None:
    """IPACS, P2 Bristol: median 34 and mean 42.79 days."""
    fitted = Lognormal.of(34.0, 42.79)
    assert fitted.mu == pytest.approx(3.52636052461616)
    assert fitted.sigma == pytest.approx(0.678150286901899)


@given(st.floats(0.1, 200), st.floats(1, 10))
def test_median_and_mean_are_those_given(median: float, times: float) -> None:
    fitted = Lognormal.of(median, median * times)
    assert float(fitted.quantile(0.5)) == pytest.approx(median)
    assert fitted.mean == pytest.approx(median * times)


@pytest.mark.parametrize(("median", "mean"), [(10, 9), (0, 5), (-1, 5), (5, np.nan), (np.nan, 5)])
def test_a_median_above_the_mean_is_refused(median: float, mean: float) -> None:
    with pytest.raises(StatisticsError):
        Lognormal.of(median, mean)


def test_people_found_in_a_service_have_long_stays_and_half_of_them_left() -> None:
    """The mean stay met is (mean² + variance) / mean, half of it over: renewal theory."""
    stays = Lognormal.of(9.0, 18.0)
    since, whole = stays.found(np.random.default_rng(1), 200_000)
    met = stays.mean * np.exp(stays.sigma**2)
    error = whole.std() / 200_000**0.5
    assert abs(whole.mean() - met) < 4 * error
    assert abs(since.mean() - met / 2) < 4 * error
    assert (since <= whole).all()


@given(st.lists(st.floats(0, 3_000), min_size=1), st.floats(0, 4_000))
def test_who_is_ready_together_comes_out_together_whatever_they_stayed(
    stays: list[float], ready: float
) -> None:
    stay = in_ticks(stays)
    arrival = in_ticks(ready) - stay
    assert ((arrival + stay) == in_ticks(ready)).all()
    assert abs(float(in_ticks(ready)) - ready) <= 0.5 / TICKS


def test_slots_by_day_go_on_as_they_ended() -> None:
    assert Unit("A", (3, 2)).by_day(4).tolist() == [3, 2, 2, 2]
    assert Unit("A", (3, 2, 1)).by_day(2).tolist() == [3, 2]
    for slots in (-1, (), (1, -2), 1.5):
        with pytest.raises(StatisticsError, match="slots"):
            Unit("A", slots)
