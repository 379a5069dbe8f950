"""Made-up counts add to the published totals whatever the weights."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wholeplace.geography.synthetic.people import apportion


@given(st.integers(0, 10**6), st.lists(st.floats(0.1, 10), min_size=1, max_size=50))
def test_shares_add_to_the_total_and_are_within_one_of_proportion(
    total: int, weights: list[float]
) -> None:
    shares = apportion(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - total * weight / sum(weights)) < 1 + 1e-6
