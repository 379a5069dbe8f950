"""Case mix: what is expected of units, and gaps to peers once chance is allowed for."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import case_mix, over_dispersion, peer_gaps

UNITS, STRATA = 6, 4
PEOPLE = arrays(np.int64, (UNITS, STRATA), elements=st.integers(1, 500))
RATES = arrays(np.float64, STRATA, elements=st.floats(0.01, 0.9))
ALL = np.ones(UNITS, bool)
SIDEWAYS: Any = "sideways"


@given(PEOPLE, RATES)
def test_units_served_alike_have_what_is_expected_of_them(people: np.ndarray, rate: np.ndarray):
    counted = people * rate
    for kind in ("rate", "proportion"):
        mix = case_mix(counted, people, ALL, kind)
        assert mix.expected == pytest.approx(counted.sum(axis=1))


@given(PEOPLE, arrays(np.float64, (UNITS, STRATA), elements=st.floats(0, 1)))
def test_the_reference_expects_in_all_what_it_counted(people: np.ndarray, share: np.ndarray):
    counted = np.floor(people * share)
    mix = case_mix(counted, people, ALL, "proportion")

    assert mix.expected.sum() == pytest.approx(counted.sum())
    assert np.all((mix.dispersion >= 0) & (mix.dispersion <= 1) | np.isnan(mix.dispersion))


def test_units_outside_the_reference_change_nothing_for_the_others() -> None:
    counted, people = np.array([[5, 9], [4, 20], [90, 0]]), np.array([[50, 60], [70, 80], [95, 9]])
    alone = case_mix(counted[:2], people[:2], [True, True], "rate")
    beside = case_mix(counted, people, [True, True, False], "rate")

    assert beside.expected[:2] == pytest.approx(alone.expected)
    assert beside.benchmark == alone.benchmark


def test_events_of_people_who_left_an_empty_stratum_are_expected_somewhere() -> None:
    mix = case_mix([[3, 1], [6, 0]], [[30, 0], [60, 0]], [True, True], "rate")

    assert mix.expected.sum() == pytest.approx(10)


def test_a_stratum_that_the_reference_has_nobody_in_has_its_crude_rate() -> None:
    mix = case_mix([[10, 0], [0, 3]], [[100, 0], [0, 50]], [True, False], "proportion")

    assert mix.expected.tolist() == [10.0, 5.0]


def test_nothing_is_expected_where_there_is_no_reference() -> None:
    assert np.isnan(case_mix([[1, 2]], [[5, 6]], [False], "rate").expected).all()


def test_counts_that_do_not_fit_are_refused() -> None:
    with pytest.raises(StatisticsError, match="units by strata"):
        case_mix([1, 2], [3, 4], [True, True], "rate")
    with pytest.raises(StatisticsError, match="missing"):
        case_mix([[np.nan]], [[4]], [True], "rate")
    with pytest.raises(StatisticsError, match="no direction"):
        peer_gaps([1], [1], SIDEWAYS)


def test_units_that_differ_by_chance_alone_are_hardly_ever_outside() -> None:
    """Of 4,000 units 0.2% are meant to be outside; 0.5% would be 20."""
    draw = np.random.default_rng(20)
    people = draw.integers(30, 400, (4_000, STRATA))
    rate = np.array([0.05, 0.2, 0.5, 0.8])
    counted = draw.binomial(people, rate)
    mix = case_mix(counted, people, np.ones(4_000, bool), "proportion")
    seen, size = counted.sum(axis=1) / mix.dispersion, mix.expected / mix.dispersion
    limits = over_dispersion("ratio", seen, size).limits
    outside = (seen / size < limits.lower_3) | (seen / size > limits.upper_3)

    assert outside.sum() <= 20


COUNTS = arrays(np.int64, UNITS, elements=st.integers(0, 900))
SIZES = arrays(np.float64, UNITS, elements=st.floats(20, 800))


@given(COUNTS, SIZES, st.sampled_from(["higher", "lower"]), st.floats(0.2, 3))
def test_gaps_are_never_below_none_and_the_best_fifth_is_no_nearer(
    counted: np.ndarray, expected: np.ndarray, better: Literal["higher", "lower"], dispersion: float
) -> None:
    gaps = peer_gaps(counted, expected, better, dispersion)

    for gap in (gaps.to_median, gaps.to_best):
        assert np.all(gap.lower >= 0)
        assert np.all(gap.lower <= gap.value + 1e-9)
        assert np.all(gap.value <= gap.upper + 1e-9)
    assert np.all(gaps.to_best.value >= gaps.to_median.value - 1e-9)


def test_where_chance_explains_all_differences_there_is_no_gap() -> None:
    gaps = peer_gaps([101, 99, 100, 98, 102], [100] * 5, "lower")

    assert gaps.to_best.value.tolist() == gaps.to_best.upper.tolist() == [0.0] * 5


def test_luck_is_taken_out_of_the_gap() -> None:
    """Small units drawn about one true rate would seem to have a large gap to the best fifth."""
    draw = np.random.default_rng(4)
    expected = np.full(200, 30.0)
    counted = draw.poisson(expected)
    naive = np.maximum(counted - np.quantile(counted / expected, 0.2) * expected, 0).sum()

    assert peer_gaps(counted, expected, "lower").to_best.value.sum() < 0.25 * naive


def test_clustered_counts_have_a_smaller_gap_than_single_events() -> None:
    counted, expected = [260, 210, 190, 180, 160], [200.0] * 5
    single = peer_gaps(counted, expected, "lower").to_best.value
    clustered = peer_gaps(counted, expected, "lower", 3.0).to_best.value

    assert clustered.sum() < single.sum()
