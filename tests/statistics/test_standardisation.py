"""Directly standardised rates and Dobson's limits."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from tests.statistics.strategies import COVERAGE_PAIRS, NAN
from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import (
    directly_standardised_rate,
    european_2013,
    poisson_limits,
    poisson_rate,
)

Bands = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


@st.composite
def age_bands(draw: st.DrawFn) -> Bands:
    """Events, population and standard of between two and 19 age bands, ten events or more."""
    number = draw(st.integers(2, 19))
    several = {"min_size": number, "max_size": number}
    events = draw(st.lists(st.integers(0, 500), **several).filter(lambda counts: sum(counts) >= 10))
    population = draw(st.lists(st.integers(1, 100_000), **several))
    standard = draw(st.lists(st.integers(1, 10_000), **several))
    return np.array(events), np.array(population), np.array(standard)


@given(age_bands())
def test_rates_agree_with_the_formula_written_out(bands: Bands) -> None:
    total = rate = variance = 0.0
    for events, population, standard in zip(*bands, strict=True):
        weight = standard / bands[2].sum() / population
        total += events
        rate += weight * events
        variance += weight**2 * events
    lower, upper = (
        rate + math.sqrt(variance / total) * (float(limit) - total)
        for limit in poisson_limits(total)
    )

    got = directly_standardised_rate(*bands, per=1)

    assert_allclose(got, (rate, lower, upper), rtol=1e-9)


@given(age_bands(), st.randoms(use_true_random=False), st.integers(2, 50))
def test_neither_order_of_bands_nor_size_of_standard_matters(
    bands: Bands, random: object, times: int
) -> None:
    order = list(range(len(bands[0])))
    random.shuffle(order)  # type: ignore[attr-defined]
    events, population, standard = (part[order] for part in bands)

    got = directly_standardised_rate(events, population, standard * times)

    assert_allclose(got, directly_standardised_rate(*bands), rtol=1e-9)


@given(age_bands())
def test_standardised_to_its_own_ages_a_rate_is_the_crude_rate(bands: Bands) -> None:
    events, population, _ = bands

    got = directly_standardised_rate(events, population, population, per=1000)

    assert_allclose(got, poisson_rate(events.sum(), population.sum(), 1000), rtol=1e-9)


@given(age_bands(), COVERAGE_PAIRS)
def test_limits_hold_the_rate_and_widen_with_confidence(
    bands: Bands, confidences: list[float]
) -> None:
    less, more = (directly_standardised_rate(*bands, confidence=c) for c in confidences)

    assert more.lower <= less.lower <= less.value <= less.upper <= more.upper


@given(age_bands())
def test_one_event_more_in_any_band_raises_the_rate(bands: Bands) -> None:
    events, population, standard = bands

    got = directly_standardised_rate(events, population, standard).value
    more = directly_standardised_rate(events + np.eye(len(events)), population, standard).value

    assert np.all(more > got)


@given(age_bands(), st.integers(2, 50))
def test_multiplying_people_and_events_alike_keeps_the_rate(bands: Bands, times: int) -> None:
    events, population, standard = bands

    got = directly_standardised_rate(events * times, population * times, standard)

    assert_allclose(got.value, directly_standardised_rate(*bands).value, rtol=1e-9)


def test_areas_keep_their_shape_and_lose_the_age_axis() -> None:
    got = directly_standardised_rate(np.ones((2, 3, 19)), np.full(19, 1000), european_2013.weights)

    assert {part.shape for part in got} == {(2, 3)}


@pytest.mark.parametrize(("events", "given_anyway"), [(9, False), (10, True)])
def test_fewer_than_10_events_have_no_rate_unless_asked_for(
    events: int, given_anyway: bool
) -> None:
    asked = directly_standardised_rate([events, 0], [100, 100], [1, 1], minimum_events=0)
    default = directly_standardised_rate([events, 0], [100, 100], [1, 1])

    assert asked.lower < asked.value < asked.upper
    assert bool(np.isfinite(default).all()) is given_anyway


def test_no_events_asked_for_have_a_rate_of_0_without_limits() -> None:
    got = directly_standardised_rate([0, 0], [100, 100], [1, 1], minimum_events=0)

    assert got.value == 0
    assert np.isnan([got.lower, got.upper]).all()


def test_a_band_without_people_leaves_the_rate_unknown() -> None:
    got = directly_standardised_rate([20, 0], [100, 0], [1, 1])

    assert np.isnan(got).all()


def test_a_band_without_people_may_be_left_out() -> None:
    got = directly_standardised_rate([20, 30, 0], [100, 200, 0], [3, 2, 1], empty_bands="left out")

    assert_allclose(got, directly_standardised_rate([20, 30], [100, 200], [3, 2]))


@pytest.mark.parametrize(
    ("events", "population"),
    [([20, 5], [100, 0]), ([20, NAN], [100, 100]), ([20, 5], [100, NAN]), ([20, 5], [0, 0])],
)
def test_contradictory_or_missing_bands_have_no_rate_even_with_empty_bands_left_out(
    events: list[float], population: list[float]
) -> None:
    got = directly_standardised_rate(events, population, [1, 1], empty_bands="left out")

    assert np.isnan(got).all()


def test_a_band_the_standard_gives_no_weight_may_be_empty() -> None:
    got = directly_standardised_rate([20, 0], [100, 0], [1, 0])

    assert_allclose(got, poisson_rate(20, 100, 100_000))


@pytest.mark.parametrize("standard", [[1, 2], [[1, 2, 3]], 1])
def test_a_standard_that_does_not_fit_the_bands_is_refused(standard: object) -> None:
    with pytest.raises(StatisticsError, match="age band last"):
        directly_standardised_rate([1, 2, 3], [10, 20, 30], standard)  # type: ignore[arg-type]
