"""Random streams, and draws that keep totals exact."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from wholeplace.sources.synthetic.streams import pick, pick_by_row, stream, whole_counts

weights = hnp.arrays(
    float, st.integers(1, 60), elements=st.floats(0.0, 100.0, allow_subnormal=False)
).filter(lambda values: values.sum() > 1e-6)


@given(weights, st.integers(0, 5_000), st.integers(0, 2**32 - 1))
def test_whole_counts_add_up_and_stay_within_one_of_what_is_expected(
    expected: np.ndarray, total: int, seed: int
) -> None:
    counts = whole_counts(stream(seed, "x"), expected, total)

    exact = expected * total / expected.sum()
    assert counts.sum() == total
    assert (counts >= 0).all()
    assert (np.abs(counts - exact) <= 1 + 1e-6).all()


@given(weights, st.integers(0, 2**32 - 1))
def test_nothing_without_weight_is_ever_picked(expected: np.ndarray, seed: int) -> None:
    found = pick(stream(seed, "x"), expected, 200)

    assert (expected[found] > 0).all()


def test_picking_by_row_meets_each_rows_shares_to_the_nearest_person() -> None:
    shares = np.array([[0.2, 0.3, 0.5], [1.0, 0.0, 0.0]])
    rows = np.repeat([0, 1], [1_000, 10])

    found = pick_by_row(stream(1, "x"), shares, rows)

    assert np.abs(np.bincount(found[:1_000], minlength=3) - [200, 300, 500]).max() <= 1
    assert (found[1_000:] == 0).all()


def test_a_stream_depends_on_its_seed_and_names_only() -> None:
    first, again = stream(1, "births", 2).random(5), stream(1, "births", 2).random(5)

    assert (first == again).all()
    for other in (stream(2, "births", 2), stream(1, "deaths", 2), stream(1, "births", 3)):
        assert (first != other.random(5)).all()
