"""Rates of bed days: limits that know that days come in stays, and a change split exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import directly_standardised_rate, poisson_rate
from wholeplace.statistics.amounts import (
    Use,
    limits_of_lumps,
    split_change,
    standardised_rate_of_amounts,
)

BANDS = 4
STANDARD = [4, 3, 2, 1]
Ints = NDArray[np.int64]


@st.composite
def years(draw: st.DrawFn) -> Use:
    """A year of up to twenty people of each band, some of whom have stays."""
    stays = draw(hnp.arrays(np.int64, (20, BANDS), elements=st.integers(0, 3)))
    extra = draw(hnp.arrays(np.int64, (20, BANDS), elements=st.integers(0, 30)))
    people = draw(hnp.arrays(np.int64, BANDS, elements=st.integers(20, 500)))
    return of_people(stays, np.where(stays > 0, stays + extra, 0), people)


def of_people(stays: Ints, days: Ints, people: Ints) -> Use:
    """Sums over people; the first axis."""
    sums = (stays, days, stays * stays, stays * days, days * days)
    return Use(people.astype(float), *(each.sum(axis=0).astype(float) for each in sums))


@given(years(), years())
def test_the_two_parts_add_up_to_the_change_exactly(first: Use, second: Use) -> None:
    change = split_change(first, second, STANDARD, per=1000)
    whole = change.admissions.value + change.length.value
    assert change.whole.value == pytest.approx(whole, abs=1e-9)
    rates = [
        standardised_rate_of_amounts(y.days, y.days_squared, y.people, STANDARD, per=1000).value
        for y in (first, second)
    ]
    assert change.whole.value == pytest.approx(rates[1] - rates[0], abs=1e-8)


@given(years())
def test_stays_that_last_as_long_leave_nothing_to_length(first: Use) -> None:
    sums = (2 * first.stays, 2 * first.days, *(4 * squared for squared in first[3:]))
    twice = Use(first.people, *sums)
    change = split_change(first, twice, STANDARD)
    assert change.length.value == pytest.approx(0, abs=1e-12)


@given(years())
def test_the_way_back_is_the_change_with_its_sign_turned(first: Use) -> None:
    longer = first._replace(
        days=first.days * 3, stays_days=first.stays_days * 3, days_squared=first.days_squared * 9
    )
    there, back = split_change(first, longer, STANDARD), split_change(longer, first, STANDARD)
    assert there.length.value == pytest.approx(-back.length.value)
    assert there.admissions.value == pytest.approx(0)


def test_a_band_without_stays_in_one_year_changes_by_admissions_alone() -> None:
    nothing = Use(*(np.array([n]) for n in (100.0, 0, 0, 0, 0, 0)))
    some = Use(*(np.array([n]) for n in (100.0, 5, 40, 5, 40, 320)))
    change = split_change(nothing, some, [1], per=100)
    assert change.admissions.value == pytest.approx(40) and change.length.value == 0


def test_days_without_a_stay_are_refused() -> None:
    wrong = Use(*(np.array([n]) for n in (100.0, 0, 40, 0, 0, 320)))
    with pytest.raises(StatisticsError, match="days without a stay"):
        split_change(wrong, wrong, [1])


def test_lumps_of_one_have_the_limits_of_a_count() -> None:
    ours = standardised_rate_of_amounts([50], [50], [1000], [1], per=1000)
    count = poisson_rate(50, 1000, 1000)
    assert [float(x) for x in ours] == pytest.approx([float(x) for x in count])


def test_limits_of_days_taken_for_events_are_far_too_narrow() -> None:
    """One run of the simulation below would show it: days come nine at a time."""
    days, people = [450.0], [5000.0]
    lumps = standardised_rate_of_amounts(days, [50 * 81], people, [1], per=1000)
    events = directly_standardised_rate(days, people, [1], per=1000)
    assert (lumps.upper - lumps.lower) > 2.5 * (events.upper - events.lower)


def simulated(rng: np.random.Generator, runs: int, rate: NDArray[np.float64], mean: float) -> Use:
    """Years of 800 people a band: some have one stay or two, of lengths that vary widely."""
    people = 800
    stays = rng.poisson(rate, (people, runs, BANDS))
    lengths = 1 + rng.geometric(1 / mean, (3, people, runs, BANDS))
    days = sum(np.where(stays > n, lengths[n], 0) for n in range(3))
    stays = np.minimum(stays, 3)
    return of_people(stays, np.asarray(days), np.full((runs, BANDS), people))


def test_limits_hold_the_truth_nineteen_times_in_twenty() -> None:
    """2,000 simulated years; within 3 standard errors of 95 %, 1.5 percentage points."""
    rng = np.random.default_rng(20_190_520)
    rates = np.array([0.02, 0.04, 0.08, 0.15])
    runs, batch = 2_000, 200
    kept = np.zeros(4)
    for _ in range(runs // batch):
        first, second = (
            simulated(rng, batch, rates, 7),
            simulated(rng, batch, rates * 1.2, 6),
        )
        weight = np.array(STANDARD) / sum(STANDARD)
        truth = [
            _expected(rates, 7),
            _expected(rates * 1.2, 6),
        ]
        rate = standardised_rate_of_amounts(first.days, first.days_squared, first.people, STANDARD)
        change = split_change(first, second, STANDARD)
        stays, lengths = zip(*truth, strict=True)
        admissions = (weight * (stays[1] - stays[0]) * (lengths[0] + lengths[1]) / 2).sum()
        longer = (weight * (lengths[1] - lengths[0]) * (stays[0] + stays[1]) / 2).sum()
        whole = (weight * (stays[1] * lengths[1] - stays[0] * lengths[0])).sum()
        truths = ((weight * stays[0] * lengths[0]).sum(), whole, admissions, longer)
        for place, (found, true) in enumerate(zip((rate, *change), truths, strict=True)):
            kept[place] += ((found.lower <= true) & (true <= found.upper)).sum()
    assert np.all(np.abs(kept / runs - 0.95) < 0.015), kept / runs


def _expected(rate: NDArray[np.float64], mean: float) -> tuple[NDArray[np.float64], float]:
    """Expected stays a person, with no more than three, and days a stay."""
    n = np.arange(12)[:, np.newaxis]
    chance = (
        np.exp(-rate)
        * rate**n
        / np.array([np.prod(np.arange(1, k + 1)) for k in range(12)])[:, np.newaxis]
    )
    return (np.minimum(n, 3) * chance).sum(axis=0), 1 + mean


@given(st.integers(0, 5_000), st.integers(1, 50))
def test_lumps_of_one_size_are_known_as_well_as_their_number(lumps: int, size: int) -> None:
    days = poisson_rate(lumps * size, 10_000, 1000)
    wider = limits_of_lumps(days, lumps * size, size)
    events = poisson_rate(lumps, 10_000, 1000)
    for limit, of_events in zip(wider[1:], events[1:], strict=True):
        assert limit == pytest.approx(float(of_events) * size, rel=1e-9, abs=1e-9)


@given(st.integers(0, 5_000), st.floats(1, 50), st.floats(1, 50))
def test_limits_are_wider_the_more_unevenly_days_are_shared(
    days: int, one: float, other: float
) -> None:
    rate = poisson_rate(days, 10_000, 1000)
    less, more = (limits_of_lumps(rate, days, size) for size in sorted((one, other)))
    # Exact limits of few events and Byar's of many differ by a hundredth where they meet.
    slack = 0.02 * rate.upper
    assert more.lower <= less.lower + slack and less.upper <= more.upper + slack
    assert 0 <= more.lower <= rate.value <= more.upper


@given(st.integers(10, 5_000))
def test_single_events_keep_their_limits(days: int) -> None:
    rate = directly_standardised_rate([days, days], [5_000, 9_000], [1, 3], per=1000)
    same = limits_of_lumps(rate, 2 * days, 1)
    assert [float(x) for x in same] == pytest.approx([float(x) for x in rate])


def test_a_dispersion_below_that_of_single_events_is_refused() -> None:
    with pytest.raises(StatisticsError, match="below that of single events"):
        limits_of_lumps(poisson_rate([3], [10]), [3], 0.5)


def test_limits_from_the_dispersion_of_everybody_hold_each_places_truth() -> None:
    """4,000 simulated places; within 3 standard errors of 95 %, 1.1 percentage points.

    Taken for events of their own, the same days have limits that miss half the time.
    """
    rng, runs, people = np.random.default_rng(26), 4_000, 2_000
    stays = rng.poisson(0.06, (people, runs))
    lengths = rng.geometric(1 / 8, (3, people, runs))
    days = sum(np.where(stays > n, lengths[n], 0) for n in range(3))
    each = np.asarray(days)
    # Three stays at most are drawn, which takes 0.00005 of a stay from each.
    truth = 8 * np.minimum(rng.poisson(0.06, 5_000_000), 3).mean()
    dispersion = (each * each).sum() / each.sum()
    rate = poisson_rate(each.sum(axis=0), people)
    lumps = limits_of_lumps(rate, each.sum(axis=0), dispersion)
    kept = [np.mean((one.lower <= truth) & (truth <= one.upper)) for one in (rate, lumps)]
    assert kept[0] < 0.65
    assert kept[1] == pytest.approx(0.95, abs=0.011)
