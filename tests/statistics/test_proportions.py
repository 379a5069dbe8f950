"""Proportions and Wilson's limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import binomtest

from tests.statistics.strategies import CONFIDENCES, COVERAGE_PAIRS, parts_of_groups
from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import wilson

ROUNDING = 1e-12


@given(parts_of_groups(), CONFIDENCES)
def test_limits_hold_the_proportion_and_stay_within_0_and_1(
    part: tuple[int, int], confidence: float
) -> None:
    got = wilson(*part, confidence)

    assert 0 <= got.lower <= got.value <= got.upper <= 1


@given(parts_of_groups(), COVERAGE_PAIRS)
def test_more_confidence_is_never_a_narrower_interval(
    part: tuple[int, int], confidences: list[float]
) -> None:
    less, more = (wilson(*part, confidence) for confidence in confidences)

    assert more.lower <= less.lower + ROUNDING
    assert more.upper >= less.upper - ROUNDING


@given(st.integers(1, 3000), CONFIDENCES)
def test_limits_rise_with_the_numerator(denominator: int, confidence: float) -> None:
    got = wilson(np.arange(denominator + 1), denominator, confidence)

    assert np.all(np.diff(got.lower) > -ROUNDING)
    assert np.all(np.diff(got.upper) > -ROUNDING)


@given(parts_of_groups(), CONFIDENCES)
def test_the_others_are_the_mirror_image(part: tuple[int, int], confidence: float) -> None:
    counted, among = part

    got, others = wilson(counted, among, confidence), wilson(among - counted, among, confidence)

    assert_allclose(got.lower, 1 - others.upper, atol=1e-9)
    assert_allclose(got.upper, 1 - others.lower, atol=1e-9)


@given(parts_of_groups(), CONFIDENCES)
def test_limits_agree_with_scipy(part: tuple[int, int], confidence: float) -> None:
    wanted = binomtest(*part).proportion_ci(confidence, method="wilson")

    got = wilson(*part, confidence)

    assert_allclose((got.lower, got.upper), wanted, rtol=1e-9, atol=1e-9)


@given(st.lists(parts_of_groups(), min_size=2), st.randoms(use_true_random=False))
def test_the_order_of_areas_does_not_matter(parts: list[tuple[int, int]], random: object) -> None:
    shuffled = list(parts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    got = {part: [float(n) for n in wilson(*part)] for part in parts}

    for part, *estimate in zip(shuffled, *wilson(*np.transpose(shuffled)), strict=True):
        assert_allclose(estimate, got[part])


def test_nobody_and_everybody_have_one_limit_at_the_end() -> None:
    got = wilson([0, 10], [10, 10])

    assert got.lower[0] == 0 and 0 < got.upper[0] < 1
    assert got.upper[1] == 1 and 0 < got.lower[1] < 1


def test_missing_counts_and_empty_groups_have_no_proportion() -> None:
    got = wilson([np.nan, 3, 0], [10, np.nan, 0])

    assert np.all(np.isnan(got))


def test_no_areas_have_no_proportions() -> None:
    assert [part.shape for part in wilson([], [])] == [(0,)] * 3


def test_a_numerator_above_its_denominator_is_refused() -> None:
    with pytest.raises(StatisticsError, match="1 numerators are larger"):
        wilson([11, 3], [10, 10])
