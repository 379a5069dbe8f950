"""A whole parted in several ways: no part that is hidden is told by the others."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from wholeplace.measures.delays.parts import released_parts
from wholeplace.measures.disclosure.parted_wholes import (
    Known,
    known_of,
    withheld_besides_whole,
)
from wholeplace.statistics import ANY, HES, NARROWEST, Sums, feasible_range, round_count


def gated(count: int) -> tuple[int | None, str]:
    """A count as it is shown by itself, and its status."""
    shown = float(round_count(np.array([count]), HES)[0])
    return (None, "suppressed") if np.isnan(shown) else (int(shown), "shown")


def told(ways: list[str], known: list[Known]) -> np.ndarray:
    """Which hidden counts every sum together leaves fewer than four values."""
    low, high, hidden = (np.array(part)[:, None] for part in zip(*known, strict=True))
    sums = [
        Sums(np.array([0]), np.flatnonzero(np.array(ways) == way), np.zeros(ways.count(way), int))
        for way in sorted({*ways} - {"all"})
    ]
    least, most = feasible_range(low, high, sums)
    found: np.ndarray = hidden & (most > 0) & (most - least + 1 < NARROWEST)
    return found[:, 0]


def without(known: list[Known], ways: list[str]) -> list[Known]:
    """What is known once the counts chosen are withheld."""
    gone = withheld_besides_whole(ways, known, HES)
    return [Known(0.0, ANY, True) if away else one for one, away in zip(known, gone, strict=True)]


def test_small_services_of_a_whole_that_a_large_one_nearly_makes_up() -> None:
    """Hospitals leave 49 at most, less 43 at least: 6, for four services of 1 or more."""
    ways = ["all", *["service"] * 5, *["hospital"] * 2]
    known = [known_of(*gated(count), HES) for count in (48, 44, 1, 1, 1, 1, 22, 26)]

    assert told(ways, known).sum() == 4
    assert not told(ways, without(known, ways)).any()


@given(
    arrays(np.int64, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.integers(0, 12))
)
def test_no_part_of_a_whole_is_told_by_the_others(counts: np.ndarray) -> None:
    parts = [*counts.sum(axis=1), *counts.sum(axis=0)]
    ways = ["all", *["down"] * counts.shape[0], *["across"] * counts.shape[1]]
    known = [known_of(*gated(int(count)), HES) for count in (counts.sum(), *parts)]

    assert not told(ways, without(known, ways)).any()


@given(arrays(np.int64, st.integers(1, 8), elements=st.integers(0, 60)))
def test_hospitals_of_a_week_tell_no_few_days_of_another(counts: np.ndarray) -> None:
    total = int(counts.sum())
    value, status = released_parts(counts, total, HES)
    said = [None if np.isnan(count) else int(count) for count in value]
    known = [known_of(*one, HES) for one in zip(said, status, strict=True)]
    known.append(known_of(*gated(total), HES))

    assert not told([*["part"] * len(counts), "all"][::-1], known[::-1]).any()


def test_a_second_hospital_is_withheld_where_it_would_tell_the_first() -> None:
    """All are 48 to 52, the large one 38 to 42: the small one would be 6 or 7."""
    value, status = released_parts(np.array([7, 42]), 49, HES)
    assert status.tolist() == ["suppressed", "withheld"] and np.isnan(value).all()
