"""Bounds passed along sums: the compiled kernel against plain Python on drawn grids of sums."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.statistics.test_secondary_suppression import AREAS, GROUPS, grid, with_margins
from wholeplace.statistics import Sums, implied_zeros, withheld_besides
from wholeplace.statistics.feasible import graph_of
from wholeplace.statistics.sum_bounds import graph_without, narrow, narrow_again

CELLS = (AREAS + 1) * (GROUPS + 1)
Bounds = tuple[np.ndarray, np.ndarray]

counts_inside = arrays(np.int64, (AREAS, GROUPS), elements=st.integers(0, 9))
room_of_cells = arrays(np.int64, (2, CELLS), elements=st.integers(0, 6))


def by_hand(low: np.ndarray, high: np.ndarray, sums: list[Sums]) -> Bounds:
    """Every sum looked at again and again until nothing moves."""
    low, high = low.copy(), high.copy()
    while True:
        before = low.copy(), high.copy()
        for one in sums:
            for place, total in enumerate(one.total):
                parts = one.part[one.of == place]
                low[total] = max(low[total], low[parts].sum())
                high[total] = min(high[total], high[parts].sum())
                for cell in parts:
                    others = parts[parts != cell]
                    low[cell] = max(low[cell], low[total] - high[others].sum())
                    high[cell] = min(high[cell], high[total] - low[others].sum())
        if all(np.array_equal(*pair) for pair in zip(before, (low, high), strict=True)):
            return low, high


@given(counts_inside, room_of_cells)
def test_bounds_are_those_found_by_looking_at_every_sum_again_and_again(
    inside: np.ndarray, room: np.ndarray
) -> None:
    counts = with_margins(inside).ravel()
    low, high = np.maximum(counts - room[0], 0.0), counts + room[1].astype(float)
    expected = by_hand(low, high, grid())

    assert narrow(low, high, graph_of(grid(), CELLS))

    np.testing.assert_array_equal((low, high), expected)


@given(counts_inside, room_of_cells, arrays(np.bool_, CELLS), room_of_cells)
def test_where_other_is_said_of_some_cells_bounds_are_those_found_from_the_beginning(
    inside: np.ndarray, room: np.ndarray, some: np.ndarray, other: np.ndarray
) -> None:
    counts, graph = with_margins(inside).ravel(), graph_of(grid(), CELLS)
    alone = np.array([np.maximum(counts - room[0], 0.0), counts + room[1]])
    bounds = alone.copy()
    assert narrow(bounds[0], bounds[1], graph)
    said = np.array([np.maximum(counts - other[0], 0.0), counts + other[1]])
    expected = np.where(some, said, alone)

    assert narrow_again(bounds, alone, np.flatnonzero(some), said[:, some], graph)

    np.testing.assert_array_equal(alone, expected)
    assert narrow(expected[0], expected[1], graph)
    np.testing.assert_array_equal(bounds, expected)


@given(counts_inside, room_of_cells)
def test_cells_that_are_nought_for_certain_can_be_left_out(
    inside: np.ndarray, room: np.ndarray
) -> None:
    counts = with_margins(inside).ravel()
    gone = implied_zeros(counts[:, None] == 0, grid())[:, 0] | (counts == 0)
    low, high = np.maximum(counts - room[0], 0.0), counts + room[1].astype(float)
    low[gone], high[gone] = 0, 0
    left = low[~gone], high[~gone]
    graph = graph_of(grid(), CELLS)

    assert narrow(low, high, graph)
    assert gone.all() or narrow(*left, graph_without(graph, gone))

    np.testing.assert_array_equal(left, (low[~gone], high[~gone]))


def test_the_sums_of_each_cell_are_found_first_as_the_total() -> None:
    graph = graph_of(grid(), CELLS)

    for cell in range(CELLS):
        sums = graph.sums[graph.first[cell] : graph.first[cell + 1]].tolist()
        made = [one for one in range(len(graph.total)) if graph.total[one] == cell]
        within = [
            one
            for one in range(len(graph.total))
            if cell in graph.part[graph.start[one] : graph.start[one + 1]]
        ]
        assert sums == made + within


def test_tables_of_the_same_sums_share_their_graph() -> None:
    counts = with_margins(np.array([[3, 8, 20], [1, 9, 12], [2, 15, 30], [0, 7, 9]]))
    hidden = (counts > 0) & (counts < 8)
    least, most = np.where(hidden, 1.0, counts), np.where(hidden, 7.0, counts)

    with_sums = withheld_besides(least, most, hidden, grid())

    assert with_sums.any()
    shared = withheld_besides(least, most, hidden, graph_of(grid(), CELLS))
    np.testing.assert_array_equal(shared, with_sums)
