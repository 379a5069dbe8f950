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
from wholeplace.statistics.amounts import Use, split_change, standardised_rate_of_amounts

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
