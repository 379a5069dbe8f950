"""What is released says no more than the profile lets it.

The disclosure tests are enumerations, not samples: every pair of true counts up to a size is
released, and the pairs whose whole released row (status, counts, value and limits) is the same
are gathered. What a reader of that row can know is the set of numerators in its gathering.
"""

import math
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from tests.statistics.strategies import NAN, parts_of_groups
from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import (
    BELOW_5,
    BELOW_8,
    BELOW_10,
    EXACT,
    HES,
    MIDPOINT_6,
    DisclosureProfile,
    Interval,
    Released,
    release_count,
    release_from_true_counts,
    release_proportion,
    release_rate,
    round_count,
    wilson,
)
from wholeplace.statistics.rates import poisson_limits
from wholeplace.statistics.released import limits_of_total, mean_in_steps

PROTECTING = [HES, BELOW_5, BELOW_8, BELOW_10, MIDPOINT_6]
PROTECTED_UP_TO = {"hes": 7, "below-5": 4, "below-8": 7, "below-10": 9, "midpoint-6": 6}
LARGEST = 90


def numerators_by_row(released: Released, numerators: np.ndarray) -> dict[tuple, set[int]]:
    """Gather the true numerators that a reader of each distinct row cannot tell apart."""
    rows: dict[tuple, set[int]] = defaultdict(set)
    for numerator, *row in zip(numerators, *released, strict=True):
        rows[tuple(str(part) for part in row)].add(int(numerator))
    return rows


def every_pair(numerator_within: bool) -> tuple[np.ndarray, np.ndarray]:
    numerators, denominators = (axis.ravel() for axis in np.mgrid[0 : LARGEST + 1, 0 : LARGEST + 1])
    kept = (numerators <= denominators) | (not numerator_within)
    return numerators[kept], denominators[kept]


@pytest.mark.parametrize("profile", PROTECTING, ids=lambda profile: profile.name)
def test_no_protected_numerator_of_a_proportion_is_recoverable_from_its_row(
    profile: DisclosureProfile,
) -> None:
    numerators, denominators = every_pair(numerator_within=True)

    rows = numerators_by_row(
        release_proportion(numerators, denominators, profile=profile), numerators
    )

    for row, possible in rows.items():
        if possible & set(range(1, PROTECTED_UP_TO[profile.name] + 1)):
            assert len(possible) >= 4, row


@pytest.mark.parametrize("profile", PROTECTING, ids=lambda profile: profile.name)
def test_no_protected_number_of_events_is_recoverable_from_its_rate(
    profile: DisclosureProfile,
) -> None:
    events, population = every_pair(numerator_within=False)

    rows = numerators_by_row(release_rate(events, population, profile=profile), events)

    for row, possible in rows.items():
        if possible & set(range(1, PROTECTED_UP_TO[profile.name] + 1)):
            assert len(possible) >= 4, row


@pytest.mark.parametrize("profile", PROTECTING, ids=lambda profile: profile.name)
def test_no_small_group_is_told_by_its_own_denominator(profile: DisclosureProfile) -> None:
    numerators, denominators = every_pair(numerator_within=True)

    rows = numerators_by_row(
        release_proportion(numerators, denominators, profile=profile), denominators
    )

    for row, possible in rows.items():
        if possible & set(range(1, PROTECTED_UP_TO[profile.name] + 1)):
            assert len(possible) >= 4, row


def test_no_row_of_a_small_group_says_that_all_or_none_are_counted() -> None:
    numerators, denominators = every_pair(numerator_within=True)
    small = (denominators > 0) & (denominators < HES.all_or_none_below)

    released = release_proportion(numerators[small], denominators[small])

    assert not np.any(np.isin(released.value, (0, 1)))


@pytest.mark.parametrize("events", range(10))
def test_a_standardised_rate_on_fewer_than_10_events_says_nothing_of_their_number(
    events: int,
) -> None:
    rate = Interval(*(np.array(part) for part in (10.0, 5.0, 20.0)))

    released = release_from_true_counts(rate, events, 5000, "dsr")

    assert released.status == "too_few"
    assert released.denominator == 5000
    assert np.isnan([released.numerator, *released[3:]]).all()


@given(parts_of_groups())
def test_a_shown_proportion_and_its_limits_are_those_of_the_shown_counts(
    part: tuple[int, int],
) -> None:
    released = release_proportion(*part)

    if released.status == "shown":
        assert released[3:] == wilson(released.numerator, released.denominator)
    else:
        assert np.isnan([released.numerator, *released[3:]]).all()


@given(parts_of_groups())
def test_the_exact_profile_changes_nothing(part: tuple[int, int]) -> None:
    released = release_proportion(*part, profile=EXACT)

    assert released.status == "shown"
    assert (released.numerator, released.denominator) == part
    assert released[3:] == wilson(*part)


def test_a_hidden_cell_hides_everything_but_its_denominator() -> None:
    released = release_rate([0, 3, 40, NAN], [100, 100, 103, 100], per=1000)

    assert released.status.tolist() == ["shown", "suppressed", "shown", "no_data"]
    assert_array_equal(released.numerator, [0, NAN, 40, NAN])
    assert_array_equal(released.denominator, [100, 100, 105, 100])
    assert_array_equal(np.isnan(released.value), [False, True, False, True])
    assert_array_equal(np.isnan(released.upper), [False, True, False, True])


def test_a_count_is_released_without_limits_or_denominator() -> None:
    released = release_count([0, 7, 8])

    assert released.status.tolist() == ["shown", "suppressed", "shown"]
    assert_array_equal(released.value, [0, NAN, 10])
    assert_array_equal(released.numerator, released.value)
    assert np.isnan([released.denominator, released.lower, released.upper]).all()


def test_a_mean_is_released_in_few_figures_and_without_its_sum() -> None:
    means = Interval(np.array([48.371, 50.0]), np.array([47.12, 40.0]), np.array([49.66, 60.0]))

    released = release_from_true_counts(means, [4837.1, 450], [100, 9], "mean")

    assert released.status.tolist() == ["shown", "too_few"]
    assert_array_equal(released.value, [48.4, NAN])
    assert_array_equal(released.lower, [47.1, NAN])
    assert np.isnan(released.numerator).all()
    assert_array_equal(released.denominator, [100, 10])


def test_a_standardised_rate_that_could_not_be_made_is_no_data() -> None:
    unknown = Interval(*(np.array([NAN]) for _ in range(3)))

    released = release_from_true_counts(unknown, [50], [1000], "dsr")

    assert released.status.tolist() == ["no_data"]
    assert np.isnan(released.numerator).all()


def test_an_impossible_proportion_is_refused_before_rounding_can_hide_it() -> None:
    with pytest.raises(StatisticsError, match="larger than their denominators"):
        release_proportion(12, 11)


def test_single_numbers_are_released_like_arrays_of_one() -> None:
    alone, among = release_proportion(23, 103), release_proportion([23], [103])

    assert alone.status == among.status
    assert [float(part) for part in alone[1:]] == [float(part[0]) for part in among[1:]]


def dobson(events: np.ndarray, excess: float) -> Interval:
    """Rates of 500 with the limits that the variance of so many crude rates gives them."""
    rate = np.full(len(events), 500.0)
    each = rate / events * np.sqrt(excess)
    return Interval(rate, *(rate + each * (limit - events) for limit in poisson_limits(events)))


def test_limits_of_a_standardised_rate_do_not_tell_its_number_of_events() -> None:
    """Whatever number is rounded alike, and whatever near variance it has, has the same limits."""
    events = np.arange(13, 18)
    narrow, wide = dobson(events, 1.04), dobson(events, 1.24)

    told = [limits_of_total(rate, events, round_count(events)) for rate in (narrow, wide)]

    ends = np.array([[rate.lower, rate.upper] for rate in told])
    assert np.ptp(ends, axis=(0, 2)) == pytest.approx([0, 0], abs=1e-9)
    # The true limits would tell: a number more or less, or a tenth of variance, moves them.
    assert np.ptp((narrow.value - narrow.lower) / (narrow.upper - narrow.value)) > 0.01
    assert (np.abs(narrow.upper - wide.upper) > 5).all()


@given(st.integers(10, 500), st.floats(1, 4))
def test_limits_of_a_number_said_as_it_is_are_no_narrower_than_they_should_be(
    events: int, excess: float
) -> None:
    true = dobson(np.array([events]), excess)

    told = limits_of_total(true, [events], [events])

    assert 0 <= told.lower <= np.maximum(true.lower, 0) * 1.01
    assert told.upper >= true.upper * 0.99
    assert told.upper - told.value <= 1.13 * (true.upper - true.value)


def shown_mean(mean: float, said: float) -> float:
    """A mean as it is shown beside a number of values."""
    return float(mean_in_steps(Interval(*[np.array([mean])] * 3), [said], HES).value[0])


@given(st.integers(10, 400), st.integers(0, 4_000))
def test_a_mean_in_steps_could_be_of_every_number_of_values_that_is_rounded_alike(
    values: int, total: int
) -> None:
    """Each of the 23 to 27 values that read as 25 has some whole sum with the mean shown."""
    said = float(round_count([values])[0])
    shown = shown_mean(total / values, said)

    for number in range(int(said) - 2, int(said) + 3):
        sums = (math.floor(shown * number), math.ceil(shown * number))
        assert shown in [shown_mean(each / number, said) for each in sums]
    assert abs(shown - total / values) <= 1.25 / (said - 2)
