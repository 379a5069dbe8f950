"""The standard populations are the published ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.statistics.strategies import NAN, SMALL_COUNTS
from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import AGE_BANDS, european_2013


def test_the_standard_has_19_bands_and_100_000_people() -> None:
    assert len(european_2013.bands) == len(european_2013.people) == 19
    assert european_2013.weights.sum() == 100_000


def test_people_are_counted_in_20_bands() -> None:
    assert len(AGE_BANDS) == 20
    assert AGE_BANDS[:3] == ("under 1", "1-4", "5-9")
    assert AGE_BANDS[-2:] == ("85-89", "90+")


@given(st.lists(SMALL_COUNTS, min_size=20, max_size=20))
def test_folding_loses_nobody_and_changes_only_the_first_two_bands(counts: list[int]) -> None:
    got = european_2013.fold(counts)

    assert got.tolist() == [counts[0] + counts[1], *counts[2:]]


def test_folding_keeps_the_shape_before_the_age_axis() -> None:
    assert european_2013.fold(np.ones((2, 3, 20))).shape == (2, 3, 19)


def test_a_missing_part_leaves_the_whole_band_missing() -> None:
    got = european_2013.fold([NAN, 4, *range(18)])

    assert np.isnan(got).tolist() == [True] + [False] * 18


def test_counts_already_in_the_bands_of_the_standard_are_refused_by_length() -> None:
    with pytest.raises(StatisticsError, match="20 age bands"):
        european_2013.fold(range(19))


def test_bands_that_do_not_add_up_to_the_standard_are_refused_with_those_that_do() -> None:
    with pytest.raises(StatisticsError, match="under 1, 1-4, 5-9"):
        european_2013.fold([1, 2], bands=("0-17", "18+"))
