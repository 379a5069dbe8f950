"""Lengths of stay: known distributions found again, stays that go on counted, mistakes refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.core.errors import StatisticsError
from wholeplace.planning.flow.lengths import (
    EXPONENTIAL,
    KAPLAN_MEIER,
    OBSERVED,
    fitted,
    from_median_and_mean,
    observed,
)


@given(
    median=st.floats(0.2, 200),
    longer=st.floats(1.0, 3.0),
    uniform=st.floats(0, 1, exclude_max=True),
)
def test_a_lognormal_has_its_median_and_its_mean(
    median: float, longer: float, uniform: float
) -> None:
    lengths = from_median_and_mean(median, median * longer)
    assert lengths.mean == pytest.approx(median * longer, rel=1e-6)
    assert lengths.median == pytest.approx(median, rel=0.02)
    assert (np.diff(lengths.quantiles) >= 0).all()
    assert lengths.quantiles[0] <= lengths.at(np.array([uniform]))[0] <= lengths.quantiles[-1]


def test_a_mean_below_the_median_is_refused_or_falls_back_by_name() -> None:
    with pytest.raises(StatisticsError, match="below the median"):
        from_median_and_mean(10, 8)
    lengths = from_median_and_mean(10, 8, fallback=True)
    assert lengths.method == EXPONENTIAL
    assert lengths.mean == pytest.approx(8, rel=0.01)


@pytest.mark.parametrize(("median", "mean"), [(0, 5), (-1, 5), (5, float("nan"))])
def test_a_length_is_above_nought(median: float, mean: float) -> None:
    with pytest.raises(StatisticsError):
        from_median_and_mean(median, mean)


def test_stays_that_are_not_over_do_not_make_stays_look_short() -> None:
    random = np.random.default_rng(5)
    true = random.exponential(30, 20_000)
    watched = random.uniform(0, 60, true.size)
    days = np.floor(np.minimum(true, watched) + 0.5)
    lengths = fitted(days, true <= watched, np.ones(true.size))
    assert lengths.method == KAPLAN_MEIER
    assert lengths.mean == pytest.approx(30, rel=0.05)
    assert lengths.median == pytest.approx(30 * np.log(2), rel=0.05)
    ended = days[true <= watched]
    assert ended.mean() < 20  # what leaving them out would have said


def test_people_with_one_length_count_as_often_as_there_are_of_them() -> None:
    one_by_one = observed([1, 1, 1, 5], np.ones(4))
    together = observed([1, 5], [3, 1])
    assert np.allclose(one_by_one.quantiles, together.quantiles)
    assert together.method == OBSERVED
    assert together.mean == pytest.approx(2, abs=0.01)


def test_stays_that_are_negative_or_never_over_are_refused() -> None:
    with pytest.raises(StatisticsError, match="negative"):
        fitted([-1, 3], [True, True], [1, 1])
    with pytest.raises(StatisticsError, match="No stay is over"):
        fitted([3, 4], [False, False], [1, 1])
