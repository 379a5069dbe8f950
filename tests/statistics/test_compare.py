"""Comparing two numbers: the words follow the intervals."""

import numpy as np
import pytest
from hypothesis import given

from tests.statistics.strategies import NAN, parts_of_groups
from wholeplace.statistics import Interval, compare_with, wilson


@pytest.mark.parametrize(
    ("lower", "upper", "benchmark", "wanted"),
    [
        (0.10, 0.20, 0.30, "lower"),
        (0.10, 0.20, 0.20, "similar"),
        (0.10, 0.20, 0.15, "similar"),
        (0.10, 0.20, 0.10, "similar"),
        (0.10, 0.20, 0.05, "higher"),
        (NAN, NAN, 0.15, "not_compared"),
        (0.10, 0.20, NAN, "not_compared"),
    ],
)
def test_an_area_differs_only_if_its_whole_interval_does(
    lower: float, upper: float, benchmark: float, wanted: str
) -> None:
    area = Interval(np.array(0.15), np.array(lower), np.array(upper))

    assert compare_with(area, benchmark) == wanted


@given(parts_of_groups())
def test_an_area_is_similar_to_itself(part: tuple[int, int]) -> None:
    area = wilson(*part)

    assert compare_with(area, area.value) == "similar"


def test_each_area_may_have_a_benchmark_of_its_own() -> None:
    got = compare_with(wilson([[20], [50]], 100), [0.2, 0.5])

    assert got.tolist() == [["similar", "lower"], ["higher", "similar"]]
