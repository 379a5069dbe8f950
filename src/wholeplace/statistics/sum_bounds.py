"""Bounds passed along sums, compiled: what each cell can be where parts make totals.

Bounds are whole numbers held as floats. Threads may run it side by side (``nogil``).
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
ANY = 1e9
"""An upper bound that says nothing: no count of people or events comes near it."""
_VISITS = 60
compiled = numba.njit(cache=True, nogil=True)
"""Numba keeps what it compiled until the file changes, so nothing compiled calls another file."""


class Graph(NamedTuple):
    """Cells and the sums they stand in; sums without parts do not occur."""

    total: IntArray  # [sum] the cell it makes
    start: IntArray  # [sum + 1] where its parts begin
    part: IntArray  # [start] the parts of all sums, side by side
    first: IntArray  # [cell + 1] where the sums of a cell begin
    sums: IntArray  # [first] the sums each cell stands in: as the total, then as a part


@compiled
def looked_up(total: IntArray, start: IntArray, part: IntArray, cells: int) -> Graph:
    """Sums with the cells they are of, to be looked up either way."""
    first = np.zeros(cells + 2, dtype=np.int64)
    for cell in total:
        first[cell + 2] += 1
    for cell in part:
        first[cell + 2] += 1
    first = np.cumsum(first)
    sums = np.empty(total.size + part.size, dtype=np.int64)
    # Each cell's place moves on as its sums are put down, until it stands where the next began.
    for one in range(total.size):
        sums[first[total[one] + 1]] = one
        first[total[one] + 1] += 1
    for one in range(total.size):
        for cell in part[start[one] : start[one + 1]]:
            sums[first[cell + 1]] = one
            first[cell + 1] += 1
    return Graph(total, start, part, first[:-1], sums)


@compiled
def graph_without(graph: Graph, gone: BoolArray) -> Graph:
    """The sums of a table without the cells that are nought for certain: they add nothing.

    All parts of a total that is left out are left out too. The other cells are numbered anew in
    the same order.
    """
    number = np.cumsum(~gone) - 1
    total, start = np.empty_like(graph.total), np.zeros_like(graph.start)
    part = np.empty_like(graph.part)
    sums, parts = 0, 0
    for one in range(graph.total.size):
        for cell in graph.part[graph.start[one] : graph.start[one + 1]]:
            if not gone[cell]:
                part[parts] = number[cell]
                parts += 1
        if parts > start[sums]:
            total[sums] = number[graph.total[one]]
            sums += 1
            start[sums] = parts
    return looked_up(total[:sums], start[: sums + 1], part[:parts], number[-1] + 1)


@compiled
def narrow(low: FloatArray, high: FloatArray, graph: Graph) -> bool:
    """Pass bounds along the sums, in place, until nothing moves; False if none fit."""
    number = graph.total.size
    queue, queued = np.arange(number), np.ones(number, dtype=np.bool_)
    at, waiting = 0, number
    for _ in range(_VISITS * number):
        if waiting == 0:
            break
        one = queue[at]
        at, waiting, queued[one] = (at + 1) % number, waiting - 1, False
        least, most, widest = _added(one, low, high, graph)
        total = graph.total[one]
        if _tighten(total, least, most, low, high):
            waiting = _again(total, one, at, waiting, queue, queued, graph)
        top, bottom = high[total], low[total]
        # Where the total leaves more room than the widest part takes, it tells of none of them.
        if widest > min(top - least, most - bottom):
            for cell in graph.part[graph.start[one] : graph.start[one + 1]]:
                # What the other parts leave: the total less all the parts, and the part again.
                above, below = top - least + low[cell], bottom - most + high[cell]
                old_low, old_high = low[cell], high[cell]
                if _tighten(cell, below, above, low, high):
                    waiting = _again(cell, one, at, waiting, queue, queued, graph)
                    least, most = least + low[cell] - old_low, most + high[cell] - old_high
                if low[cell] > high[cell]:
                    return False
        if low[total] > high[total]:
            return False
    return True


@compiled
def _added(one: int, low: FloatArray, high: FloatArray, graph: Graph) -> tuple[float, float, float]:
    """The parts of a sum added up, at their least and at their most, and the widest's range."""
    least, most, widest = 0.0, 0.0, 0.0
    for cell in graph.part[graph.start[one] : graph.start[one + 1]]:
        least += low[cell]
        most += high[cell]
        widest = max(widest, high[cell] - low[cell])
    return least, most, widest


@compiled
def _tighten(cell: int, least: float, most: float, low: FloatArray, high: FloatArray) -> bool:
    """Narrow the bounds of a cell; whether they moved."""
    moved = False
    if least > low[cell]:
        low[cell], moved = least, True
    if most < high[cell]:
        high[cell], moved = most, True
    return moved


@compiled
def _again(
    cell: int,
    one: int,
    at: int,
    waiting: int,
    queue: IntArray,
    queued: BoolArray,
    graph: Graph,
) -> int:
    """Queue the other sums of a cell that moved; how many wait now.

    The sum that moved it is done: once told, its cells tell each other nothing more.
    """
    for other in graph.sums[graph.first[cell] : graph.first[cell + 1]]:
        if other != one and not queued[other]:
            queue[(at + waiting) % queue.size] = other
            queued[other] = True
            waiting += 1
    return waiting


@compiled
def zeros_of(zero: BoolArray, graph: Graph) -> BoolArray:
    """Cells that others show to be nought, whether they are shown or hidden."""
    known, implied = zero.copy(), np.zeros_like(zero)
    moved = True
    while moved:
        moved = False
        for one in range(graph.total.size):
            total, parts = graph.total[one], graph.part[graph.start[one] : graph.start[one + 1]]
            if known[total]:
                for cell in parts:
                    moved |= not known[cell]
                    known[cell] = implied[cell] = True
            else:
                others = 0
                for cell in parts:
                    others += not known[cell]
                if others == 0:
                    moved = known[total] = implied[total] = True
    return implied
