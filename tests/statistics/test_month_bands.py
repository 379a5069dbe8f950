"""Months judged by those before: what is flagged, what is not, and how rarely by mistake."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import VERDICTS, count_bands, share_bands, weighted_quantile

MONTHS = 36
DAYS = np.full(MONTHS, 30)
COUNTS = st.lists(st.integers(0, 500), min_size=MONTHS, max_size=MONTHS)


def drawn(seed: int, series: int, mean: float, season: float = 0.0) -> np.ndarray:
    """Poisson counts with a yearly wave."""
    wave = 1 + season * np.sin(np.arange(MONTHS) / 12 * 2 * np.pi)
    return np.random.default_rng(seed).poisson(mean * wave, (series, MONTHS)).astype(float)


def test_a_month_in_which_nothing_came_is_found_among_eighty_series() -> None:
    counts = drawn(1, 80, 60)
    counts[7, -3] = 0

    verdict = count_bands(counts, DAYS).verdict

    assert verdict[7, -3] == "none"
    assert np.isin(verdict, ["none", "low", "high"]).sum() == 1


@pytest.mark.parametrize("season", [0.0, 0.15])
def test_steady_and_seasonal_series_are_rarely_flagged(season: float) -> None:
    """In 150 runs at a risk of 1 in 100, 1 or 2 flags are expected; 8 would break the promise."""
    flagged = 0
    for seed in range(150):
        verdict = count_bands(drawn(seed, 20, 100, season), DAYS).verdict
        flagged += bool(np.isin(verdict, ["none", "low", "high"]).any())

    assert flagged <= 7


def test_a_small_series_says_too_few_and_a_new_one_too_soon() -> None:
    small = [[3] * MONTHS, [0] * (MONTHS - 3) + [50, 50, 0]]

    verdict = count_bands(small, DAYS).verdict

    assert set(verdict[0, -12:]) == {"too_few"}
    assert set(verdict[1]) == {"too_soon"}


def test_a_field_that_is_no_longer_filled_in_is_found_at_once() -> None:
    whole = np.full((5, MONTHS), 200.0)
    part = np.random.default_rng(2).binomial(200, 0.95, (5, MONTHS)).astype(float)
    part[3, -2:] = 0

    verdict = share_bands(part, whole).verdict

    assert list(verdict[3, -2:]) == ["low", "low"]
    assert (verdict == "low").sum() == 2


@given(counts=st.lists(COUNTS, min_size=1, max_size=5))
@settings(max_examples=60)
def test_every_month_has_a_verdict_and_bands_hold_what_was_expected(
    counts: list[list[int]],
) -> None:
    bands = count_bands(counts, DAYS)
    known = np.isfinite(bands.expected)

    assert set(bands.verdict.ravel()) <= set(VERDICTS)
    assert (bands.lower[known] <= bands.expected[known]).all()
    assert (bands.expected[known] <= bands.upper[known]).all()
    assert set(bands.verdict[~known]) <= {"too_soon"}


@given(counts=COUNTS)
@settings(max_examples=60)
def test_shares_stay_between_none_and_all(counts: list[int]) -> None:
    whole = np.array([counts], dtype=float)
    bands = share_bands(np.floor(whole / 2), whole)
    known = np.isfinite(bands.expected)

    assert ((bands.lower[known] >= 0) & (bands.upper[known] <= 1)).all()


@given(
    values=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 9)), min_size=1, max_size=30),
    quantile=st.sampled_from([0.05, 0.5, 0.95, 1.0]),
)
def test_a_weighted_quantile_is_that_of_the_list_written_out(
    values: list[tuple[int, int]], quantile: float
) -> None:
    written = sorted(value for value, weight in values for _ in range(weight))
    found = weighted_quantile([v for v, _ in values], [w for _, w in values], quantile)

    if not written:
        assert np.isnan(found)
    else:
        share = [(i + 1) / len(written) for i in range(len(written))]
        first = next(v for v, s in zip(written, share, strict=True) if s >= quantile - 1e-12)
        assert found == first


def test_shapes_that_do_not_match_are_refused() -> None:
    with pytest.raises(StatisticsError):
        count_bands([1, 2, 3], [30, 30, 30])
    with pytest.raises(StatisticsError):
        share_bands([[1, 2]], [[1, 2, 3]])
    with pytest.raises(StatisticsError):
        weighted_quantile([1], [1], 0)
