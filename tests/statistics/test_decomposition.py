"""The parts of a change add up to it, and a cause that does nothing has no part."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import stepwise_parts

whole = st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=15)


@given(whole)
def test_parts_of_counts_add_up_exactly(states: list[int]) -> None:
    assert stepwise_parts(states).sum() == states[-1] - states[0]


@given(whole, st.integers(0, 13))
def test_a_cause_that_changes_nothing_has_no_part(states: list[int], where: int) -> None:
    place = where % (len(states) - 1)
    states[place + 1] = states[place]

    assert stepwise_parts(states)[place] == 0


@given(whole)
def test_causes_changed_back_give_the_same_parts_with_the_other_sign(states: list[int]) -> None:
    assert list(stepwise_parts(states[::-1])) == list(-stepwise_parts(states)[::-1])


def test_a_missing_state_hides_the_parts_on_both_sides_of_it() -> None:
    assert np.isnan(stepwise_parts([1, np.nan, 3, 5])).tolist() == [True, True, False]


@pytest.mark.parametrize("states", [[], [1], 5])
def test_a_change_needs_two_states(states: object) -> None:
    with pytest.raises(StatisticsError, match="two states"):
        stepwise_parts(states)  # type: ignore[arg-type]
