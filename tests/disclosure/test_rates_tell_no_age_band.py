"""A standardised rate and its age bands: what the gate calls safe leaves every hidden band open."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.statistics import NARROWEST, significant_figures
from wholeplace.statistics.released import A_LITTLE, QUARTERS
from wholeplace.statistics.telling_kernel import Said, bands_told

BANDS = 3
counts_of_bands = st.lists(st.integers(0, 7), min_size=BANDS, max_size=BANDS).filter(any)
people_of_bands = st.lists(st.integers(20, 900), min_size=BANDS, max_size=BANDS)


def told_by_counting_out(
    counts: np.ndarray, high: np.ndarray, weight: np.ndarray, window: tuple[float, ...]
) -> int:
    """Bands possible in fewer than four values, by every way there is to make up the rate."""
    ways = np.array(list(product(*(range(int(most) + 1) for most in high))), dtype=float)
    total, value = ways.sum(axis=1), ways @ weight
    with np.errstate(divide="ignore", invalid="ignore"):
        excess = ways @ weight**2 * total / value**2
    part = np.maximum(np.ceil(excess * QUARTERS - A_LITTLE), QUARTERS)
    here = int(np.flatnonzero((ways == counts).all(axis=1))[0])
    least, most, fewest, largest = window
    fits = (
        (least * (1 - 1e-9) <= value)
        & (value <= most * (1 + 1e-9))
        & (fewest <= total)
        & (total <= largest)
    )
    left = ways[fits & (part == part[here])]
    return int((np.ptp(left, axis=0) + 1 < NARROWEST).sum())


@settings(max_examples=150, deadline=None)
@given(counts_of_bands, people_of_bands, st.integers(1, 3), st.integers(0, 4))
def test_no_band_that_is_called_safe_is_told_by_any_way_to_make_up_the_rate(
    events: list[int], people: list[int], figures: int, slack: int
) -> None:
    counts, weight = np.array(events, dtype=float), 30_000 / np.array(people)
    high = np.full(BANDS, 7.0)
    value = float(significant_figures((weight * counts).sum(), figures))
    half = 10.0 ** (math.floor(math.log10(value)) - figures + 1) / 2
    total = counts.sum()
    window = (value - half, value + half, max(total - slack, 0), total + slack)
    said = Said(*window, QUARTERS, A_LITTLE)

    called = bands_told(
        counts, np.zeros(BANDS), high, weight, np.ones(BANDS, dtype=bool), said, NARROWEST
    )

    assert called >= told_by_counting_out(counts, high, weight, window)


def test_a_rate_of_two_bands_tells_both_in_three_figures_and_neither_in_one() -> None:
    counts, weight = np.array([5.0, 7.0]), np.array([40.0, 55.0])
    bands = (counts, np.ones(2), np.full(2, 9.0), weight, np.ones(2, dtype=bool))

    told = [
        bands_told(*bands, Said(value - half, value + half, 8, 17, 1, 0), NARROWEST)
        for value, half in ((585, 0.5), (600, 250))
    ]

    assert told == [2, 0]
