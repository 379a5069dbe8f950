"""Confidence intervals of the exact and approximate kinds."""

import numpy as np
import pytest

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import mean, poisson_rate, wilson
from wholeplace.statistics.intervals import as_floats


def test_missing_values_may_be_none_nan_or_masked() -> None:
    masked = np.ma.MaskedArray([1, 2, 3], mask=[False, True, False])

    assert np.array_equal(as_floats([1, None, 3]), as_floats(masked), equal_nan=True)


def test_whole_numbers_without_a_mask_are_read_as_they_are() -> None:
    assert as_floats(np.ma.MaskedArray([1, 2])).tolist() == [1.0, 2.0]


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, float("nan")])
def test_a_confidence_outside_0_to_1_is_refused(confidence: float) -> None:
    with pytest.raises(StatisticsError, match=r"0\.95"):
        wilson(1, 2, confidence)
    with pytest.raises(StatisticsError, match=r"0\.95"):
        mean(2, 3, 5, confidence)


def test_a_negative_count_is_refused_with_its_name() -> None:
    with pytest.raises(StatisticsError, match="1 of 2 'events' are negative"):
        poisson_rate([3, -1], 100)


def test_an_infinite_count_is_refused() -> None:
    with pytest.raises(StatisticsError, match="infinite"):
        wilson(1, np.inf)


def test_inputs_of_different_shapes_are_broadcast() -> None:
    got = wilson([[1], [2]], [10, 20, 30])

    assert {part.shape for part in got} == {(2, 3)}
