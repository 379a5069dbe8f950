"""Secondary suppression: hidden counts stay hidden when parts are taken from totals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import (
    ANY,
    HES,
    NARROWEST,
    OF_HIDDEN,
    PROFILES,
    Sums,
    could_have_been,
    feasible_range,
    implied_zeros,
    round_count,
    withheld_besides,
)

AREAS, GROUPS = 4, 3
CELLS = (AREAS + 1) * (GROUPS + 1)


def grid() -> list[Sums]:
    """Areas by groups with both margins: the first row and column are the totals."""
    cells = np.arange((AREAS + 1) * (GROUPS + 1)).reshape(AREAS + 1, GROUPS + 1)
    by_group = Sums(cells[:, 0], cells[:, 1:].ravel(), np.repeat(np.arange(AREAS + 1), GROUPS))
    by_area = Sums(cells[0], cells[1:].T.ravel(), np.repeat(np.arange(GROUPS + 1), AREAS))
    return [by_group, by_area]


def with_margins(inside: np.ndarray) -> np.ndarray:
    """The counts of a grid, flattened, as a column."""
    wide = np.zeros((AREAS + 1, GROUPS + 1))
    wide[1:, 1:] = inside
    wide[0, 1:], wide[:, 0] = inside.sum(axis=0), wide.sum(axis=1)
    wide[0, 0] = inside.sum()
    return wide.reshape(-1, 1)


def said_of(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The bounds of the default profile, and what it hides."""
    least, most = could_have_been(round_count(counts))
    hidden = np.isnan(least)
    return np.where(hidden, 1, least), np.where(hidden, 7, most), hidden


counts_inside = arrays(np.int64, (AREAS, GROUPS), elements=st.integers(0, 20))


@pytest.mark.parametrize("name", ["hes", "below-5", "below-8", "below-10", "midpoint-6"])
def test_what_a_shown_count_could_have_been_is_every_count_shown_so(name: str) -> None:
    profile = PROFILES[name]
    counts = np.arange(200)
    shown = round_count(counts, profile)
    for rounded in np.unique(shown[~np.isnan(shown)]):
        least, most = could_have_been(rounded, profile)
        alike = counts[shown == rounded]
        if rounded < 180:
            assert (least, most) == (alike.min(), alike.max())


@given(counts_inside)
def test_what_is_true_is_always_feasible(inside: np.ndarray) -> None:
    counts = with_margins(inside)
    least, most, _ = said_of(counts)
    low, high = feasible_range(least, most, grid())
    assert ((low <= counts) & (counts <= high)).all()
    assert ((low >= least) & (high <= most)).all()


@given(counts_inside)
def test_no_hidden_count_is_left_in_fewer_than_four_values(inside: np.ndarray) -> None:
    counts = with_margins(inside)
    least, most, hidden = said_of(counts)
    withheld = withheld_besides(least, most, hidden, grid()) > 0
    least[withheld], most[withheld] = 0, ANY
    low, high = feasible_range(least, most, grid())
    secret = hidden & ~implied_zeros(most == 0, grid())
    assert (high - low + 1)[secret].min(initial=NARROWEST) >= NARROWEST


@given(
    counts_inside,
    arrays(np.bool_, (CELLS, 1)),
    arrays(np.bool_, (CELLS, 1)),
    st.integers(0, CELLS - 1),
    st.integers(1, 7),
    st.integers(0, 3),
)
def test_a_cell_of_which_nothing_is_said_is_not_withheld(
    inside: np.ndarray, unsaid: np.ndarray, gone: np.ndarray, at: int, few: int, below: int
) -> None:
    """A group that nobody is in has no number: to call it withheld would make it seem a secret.

    Somebody knows one count to within four values from elsewhere, so that much must go about it.
    """
    inside.flat[at % inside.size] = few
    counts = with_margins(inside)
    least, most, hidden = said_of(counts)
    secrets = np.flatnonzero(hidden)
    known = secrets[at % len(secrets)]
    unsaid &= ~hidden
    gone[known] = False
    least[unsaid | gone], most[unsaid | gone] = 0, ANY
    hidden = (hidden | gone) & ~unsaid
    low = max(counts[known, 0] - below, 0)
    elsewhere = Sums(np.array([known]), np.array([CELLS]), np.array([0]))
    stays = np.where(hidden, OF_HIDDEN, 1.0)
    found = withheld_besides(
        np.vstack([least, [[low]]]),
        np.vstack([most, [[low + NARROWEST - 1]]]),
        np.vstack([hidden, [[False]]]),
        [*grid(), elsewhere],
        np.vstack([stays, [[np.inf]]]),
    )
    assert not found[:CELLS][unsaid].any()


@given(counts_inside)
def test_the_choice_rests_on_what_is_shown_only(inside: np.ndarray) -> None:
    counts = with_margins(inside)
    least, most, hidden = said_of(counts)
    other = np.column_stack([least, least]), np.column_stack([most, most])
    twice = withheld_besides(*other, np.column_stack([hidden, hidden]), grid())
    assert (twice[:, :1] == withheld_besides(least, most, hidden, grid())).all()
    assert (twice[:, 0] == twice[:, 1]).all()


def test_nothing_is_withheld_where_rounding_protects_enough() -> None:
    total_of_two = Sums(np.array([0]), np.array([1, 2]), np.array([0, 0]))
    least, most, hidden = said_of(np.array([[105], [100], [5]]))
    assert not withheld_besides(least, most, hidden, [total_of_two]).any()


def test_seven_parts_of_one_in_a_hidden_total_of_seven_are_not_given_away() -> None:
    """A hidden total says 1 to 7, and each of its seven hidden parts at least 1."""
    total_of_seven = Sums(np.array([0]), np.arange(1, 8), np.zeros(7, dtype=np.int64))
    least, most, hidden = said_of(np.array([[7]] + [[1]] * 7))
    assert feasible_range(least, most, [total_of_seven])[1][1] == 1
    withheld = withheld_besides(least, most, hidden, [total_of_seven]) > 0
    assert withheld.ravel().tolist() == [True] + [False] * 7


def test_a_zero_within_a_zero_that_is_shown_is_no_secret() -> None:
    total_of_two = Sums(np.array([0]), np.array([1, 2]), np.array([0, 0]))
    least, most = np.zeros((3, 1)), np.array([[0.0], [7], [7]])
    hidden = np.array([[False], [True], [True]])
    assert not withheld_besides(least, most, hidden, [total_of_two]).any()


def test_counts_that_cannot_all_be_true_are_an_error() -> None:
    total_of_two = Sums(np.array([0]), np.array([1, 2]), np.array([0, 0]))
    too_large = np.array([[3.0], [8], [8]])
    with pytest.raises(StatisticsError, match="cannot all be true"):
        feasible_range(too_large, too_large, [total_of_two])


def test_sums_that_share_a_part_are_an_error() -> None:
    with pytest.raises(StatisticsError, match="two sums at once"):
        Sums(np.array([0, 1]), np.array([2, 2]), np.array([0, 1]))


def test_a_sum_of_nothing_is_an_error() -> None:
    with pytest.raises(StatisticsError, match="no parts"):
        Sums(np.array([0, 1]), np.array([2]), np.array([0]))


def test_the_default_profile_is_the_one_drawn_here() -> None:
    assert HES.suppressed_up_to == 7
