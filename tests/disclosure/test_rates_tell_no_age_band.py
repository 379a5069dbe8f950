"""Standardised rates and age bands: what the gate calls safe leaves every hidden band open."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.statistics import NARROWEST, significant_figures
from wholeplace.statistics.rates_told_kernel import MOVES, Bands, Rates, rates_telling
from wholeplace.statistics.released import A_LITTLE, QUARTERS

BANDS = 3
MOST = 7
counts_of_bands = st.lists(st.integers(0, MOST), min_size=BANDS, max_size=BANDS).filter(any)
people_of_bands = st.lists(st.integers(20, 900), min_size=BANDS, max_size=BANDS)
women_and_men = st.lists(
    st.lists(st.integers(0, 2), min_size=BANDS, max_size=BANDS).filter(any), min_size=2, max_size=2
)


def said_of(counts: np.ndarray, weight: np.ndarray, figures: int, slack: float) -> list[float]:
    """The window of a rate in so many figures, and of its count."""
    value = float(significant_figures((weight * counts).sum(), figures))
    half = 10.0 ** (math.floor(math.log10(value)) - figures + 1) / 2
    total = counts.sum()
    return [value - half, value + half, max(total - slack, 0), total + slack, QUARTERS, A_LITTLE]


def telling(
    counts: np.ndarray, weight: np.ndarray, said: np.ndarray, high: np.ndarray | None = None
) -> bool:
    """Whether the gate would say less: of the rates of groups and, first, of everybody."""
    everybody = counts[0]
    high = np.full(everybody.size, float(MOST)) if high is None else high
    bands = Bands(
        *(np.array([part]) for part in (everybody, np.zeros_like(everybody), high, high > 0))
    )
    sums = np.stack([(weight**power * counts).sum(axis=-1) for power in range(3)], axis=-1)
    split = np.minimum(np.arange(len(counts)), 1)
    rates = Rates(split, counts, weight, np.ones_like(counts, dtype=bool), sums, said)
    ways = np.zeros((1, everybody.size, MOVES, 6), dtype=np.int64)
    begin, beyond = np.array([0]), np.array([len(counts)])
    return bool(rates_telling(bands, rates, begin, beyond, ways)[0])


def fits(ways: np.ndarray, true: np.ndarray, weight: np.ndarray, said: list[float]) -> np.ndarray:
    """Which ways to make up a rate a reader would be told the same of as of the true one."""
    least, most, fewest, largest, *_ = said
    total, value = ways.sum(axis=-1), ways @ weight

    def part(some: np.ndarray) -> np.ndarray:
        with np.errstate(divide="ignore", invalid="ignore"):
            excess = some @ weight**2 * some.sum(axis=-1) / (some @ weight) ** 2
        return np.maximum(np.ceil(excess * QUARTERS - A_LITTLE), QUARTERS)

    return (
        (least * (1 - 1e-9) <= value)
        & (value <= most * (1 + 1e-9))
        & (fewest <= total)
        & (total <= largest)
        & (part(ways) == part(true))
    )


@settings(max_examples=150)
@given(counts_of_bands, people_of_bands, st.integers(1, 3), st.integers(0, 4))
def test_no_band_that_is_called_safe_is_told_by_any_way_to_make_up_the_rate(
    events: list[int], people: list[int], figures: int, slack: int
) -> None:
    counts, weight = np.array(events, dtype=float), 30_000 / np.array(people)
    said = said_of(counts, weight, figures, slack)
    ways = np.array(list(product(range(MOST + 1), repeat=BANDS)), dtype=float)
    left = ways[fits(ways, counts, weight, said)]

    if not telling(counts[np.newaxis], weight[np.newaxis], np.array([said])):
        assert (np.ptp(left, axis=0) + 1 >= NARROWEST).all()


@settings(max_examples=100)
@given(
    women_and_men, st.lists(people_of_bands, min_size=2, max_size=2), st.integers(1, 3), st.data()
)
def test_no_band_is_told_by_any_way_to_make_up_the_rates_of_women_and_of_men(
    events: list[list[int]], people: list[list[int]], figures: int, data: st.DataObject
) -> None:
    groups, by_group = np.array(events, dtype=float), np.array(people, dtype=float)
    counts = np.concatenate([groups.sum(axis=0, keepdims=True), groups])
    weight = 30_000 / np.concatenate([by_group.sum(axis=0, keepdims=True), by_group])
    slack = data.draw(st.integers(0, 4))
    said = [said_of(*one, figures, slack) for one in zip(counts, weight, strict=True)]
    most = 5
    one = np.array(list(product(range(most + 1), repeat=BANDS)), dtype=float)
    sides = [one[fits(one, *known)] for known in zip(groups, weight[1:], said[1:], strict=True)]
    both = (sides[0][:, np.newaxis] + sides[1][np.newaxis]).reshape(-1, BANDS)
    left = both[fits(both, counts[0], weight[0], said[0]) & (both <= most).all(axis=-1)]

    if not telling(counts, weight, np.array(said), np.full(BANDS, float(most))):
        assert (np.ptp(left, axis=0) + 1 >= NARROWEST).all()


def test_a_rate_of_two_bands_tells_both_in_three_figures_and_neither_in_one() -> None:
    counts, weight = np.array([[5.0, 7.0]]), np.array([[40.0, 55.0]])

    told = [
        telling(
            counts,
            weight,
            np.array([[value - half, value + half, 8, 17, 1, 0]]),
            np.full(2, 9.0),
        )
        for value, half in ((585, 0.5), (600, 250))
    ]

    assert told == [True, False]


def test_women_and_men_tell_what_everybody_does_not() -> None:
    """Three and three events of each are told by three figures of both, six and six by none."""
    counts = np.array([[6.0, 6.0], [3.0, 3.0], [3.0, 3.0]])
    weight = np.array([[5.0, 7.0], [9.0, 14.3], [11.2, 13.7]])
    everybody = [0.0, 500.0, 8.0, 16.0, 0.0, 0.0]
    sides = [said_of(*one, 3, 1) for one in zip(counts[1:], weight[1:], strict=True)]
    high = np.full(2, 9.0)

    assert not telling(counts[:1], weight[:1], np.array([everybody]), high)
    assert telling(counts, weight, np.array([everybody, *sides]), high)
    # One of them that says nothing could have had all the others.
    assert not telling(counts, weight, np.array([everybody, sides[0], everybody]), high)
