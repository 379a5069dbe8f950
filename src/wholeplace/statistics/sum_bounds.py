"""Bounds passed along sums, compiled: what each cell can be where parts make totals.

What is left when nothing moves any more is the same in whatever order the sums are taken.

Bounds are whole numbers held as floats. Threads may run it side by side (``nogil``).
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from wholeplace.core.compiled import borrowing

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
PlaceArray = NDArray[np.uint32]
ANY = 1e9
"""An upper bound that says nothing: no count of people or events comes near it."""
_VISITS = 60
_FEW = 1 / 16
"""The part of all bounds beyond which it is quicker to begin anew than to take back some."""
compiled = numba.njit(cache=True, nogil=True)
"""Numba keeps what it compiled until the file changes, so nothing compiled calls another file.

Arrays are taken out of what holds them before a loop: to take one out counts who holds it.
"""


class Graph(NamedTuple):
    """Cells and the sums they stand in; sums without parts do not occur.

    Numbers without a sign: an index that cannot be negative need not be looked at before it is
    used, and the kernel does little else.
    """

    total: PlaceArray  # [sum] the cell it makes
    start: PlaceArray  # [sum + 1] where its parts begin
    part: PlaceArray  # [start] the parts of all sums, side by side
    first: PlaceArray  # [cell + 1] where the sums of a cell begin
    sums: PlaceArray  # [first] the sums each cell stands in: as the total, then as a part


@compiled
def looked_up(total: PlaceArray, start: PlaceArray, part: PlaceArray, cells: int) -> Graph:
    """Sums with the cells they are of, to be looked up either way."""
    first = np.zeros(cells + 2, dtype=np.uint32)
    for cell in total:
        first[cell + 2] += 1
    for cell in part:
        first[cell + 2] += 1
    for cell in range(cells + 1):
        first[cell + 1] += first[cell]
    sums = np.empty(total.size + part.size, dtype=np.uint32)
    # Each cell's place moves on as its sums are put down, until it stands where the next began.
    for one in range(total.size):
        sums[first[total[one] + 1]] = one
        first[total[one] + 1] += 1
    for one in range(total.size):
        for at in range(start[one], start[one + 1]):
            sums[first[part[at] + 1]] = one
            first[part[at] + 1] += 1
    return Graph(total, start, part, first[:-1], sums)


@compiled
def graph_without(graph: Graph, gone: BoolArray) -> Graph:
    """The sums of a table without the cells that are nought for certain: they add nothing.

    All parts of a total that is left out are left out too. The other cells are numbered anew in
    the same order.
    """
    totals, starts, parts, _, _ = graph
    number = np.empty(gone.size, dtype=np.uint32)
    cells = 0
    for cell in range(gone.size):
        number[cell] = cells
        cells += not gone[cell]
    total, start, part = np.empty_like(totals), np.zeros_like(starts), np.empty_like(parts)
    sums, here = 0, 0
    for one in range(totals.size):
        for place in range(starts[one], starts[one + 1]):
            if not gone[parts[place]]:
                part[here] = number[parts[place]]
                here += 1
        if here > start[sums]:
            total[sums] = number[totals[one]]
            sums += 1
            start[sums] = here
    return looked_up(total[:sums], start[: sums + 1], part[:here], cells)


@compiled
def narrow(low: FloatArray, high: FloatArray, graph: Graph) -> bool:
    """Pass bounds along the sums, in place, until nothing moves; False if none fit."""
    size = graph.total.size
    queue, queued = np.arange(size).astype(np.uint32), np.ones(size, dtype=np.bool_)
    return _passed_on(low, high, graph, queue, queued, size)


@compiled
def narrow_again(
    bounds: FloatArray, alone: FloatArray, cells: IntArray, said: FloatArray, graph: Graph
) -> bool:
    """What :func:`narrow` leaves once other is said of some cells, from what it left before.

    A bound that a sum gave is exactly what that sum leaves, so only those are taken back that rest
    on others that are: what is said of their cells alone holds again, and is narrowed anew.

    Args:
        bounds: The least and the most each cell could be; in place, what each can be now; shape
            (2, cells).
        alone: The same by what is said of each cell alone; in place as well.
        cells: The cells of which other is said now.
        said: What is said of each of them alone now; shape (2, those cells).
        graph: The sums.

    Returns:
        False if no counts fit.
    """
    total, first, sums = graph.total, graph.first, graph.sums
    queue, queued = np.empty(total.size, dtype=np.uint32), np.zeros(total.size, dtype=np.bool_)
    looked, before = np.zeros((2, total.size), dtype=np.bool_), bounds.copy()
    back, gone = np.empty(bounds.size, dtype=np.uint32), np.zeros(bounds.shape, dtype=np.bool_)
    done, found, waiting, most = 0, 0, 0, int(_FEW * bounds.size)
    for end in range(2):
        for place, cell in enumerate(cells):
            # A number rounded more coarsely still may be told more closely at one end.
            rests = bounds[end, cell] == alone[end, cell] != said[end, place]
            closer = (
                said[0, place] > bounds[0, cell] if end == 0 else said[1, place] < bounds[1, cell]
            )
            alone[end, cell] = said[end, place]
            if rests or closer:
                found = _taken_back(cell, end, found, back, gone)
    while done < found:
        if found > most:
            bounds[:] = alone
            return narrow(bounds[0], bounds[1], graph)
        cell, end = back[done] >> 1, back[done] & 1
        done += 1
        bounds[end, cell] = alone[end, cell]
        for place in range(first[cell], first[cell + 1]):
            one = sums[place]
            if not queued[one]:
                queue[waiting], queued[one] = one, True
                waiting += 1
            # The parts at their most, against the total at its least; or the other way round.
            near = end if total[one] != cell else 1 - end
            if not looked[near, one]:
                looked[near, one] = True
                found = _resting(one, near, before, alone, graph, found, back, gone)
    return _passed_on(bounds[0], bounds[1], graph, queue, queued, waiting)


@borrowing
def _resting(
    one: int,
    near: int,
    before: FloatArray,
    alone: FloatArray,
    graph: Graph,
    found: int,
    back: PlaceArray,
    gone: BoolArray,
) -> int:
    """Take back the bounds that a sum gave by one end of its parts; how many are by then."""
    total, start, part, _, _ = graph
    whole, far, together = total[one], 1 - near, 0.0
    for at in range(start[one], start[one + 1]):
        together += before[near, part[at]]
    if before[near, whole] == together and together != alone[near, whole]:
        found = _taken_back(whole, near, found, back, gone)
    left = before[far, whole] - together
    for at in range(start[one], start[one + 1]):
        cell = part[at]
        if before[far, cell] == left + before[near, cell] and before[far, cell] != alone[far, cell]:
            found = _taken_back(cell, far, found, back, gone)
    return found


@borrowing
def _taken_back(cell: int, end: int, found: int, back: PlaceArray, gone: BoolArray) -> int:
    """Take back one end of a cell's range, if it is not yet; how many are by then."""
    if not gone[end, cell]:
        back[found], gone[end, cell] = 2 * cell + end, True
        found += 1
    return found


@borrowing
def _passed_on(
    low: FloatArray,
    high: FloatArray,
    graph: Graph,
    queue: PlaceArray,
    queued: BoolArray,
    waiting: int,
) -> bool:
    """Pass bounds along the sums that wait, and along all that those move; False if none fit."""
    total, start, part, first, sums = graph
    at = 0
    for _ in range(_VISITS * total.size):
        if waiting == 0:
            break
        one = queue[at]
        at, waiting, queued[one] = at + 1 if at + 1 < queue.size else 0, waiting - 1, False
        begin, end, whole = start[one], start[one + 1], total[one]
        least, most, widest = 0.0, 0.0, 0.0
        for place in range(begin, end):
            cell = part[place]
            least, most = least + low[cell], most + high[cell]
            widest = max(widest, high[cell] - low[cell])
        if least > low[whole] or most < high[whole]:
            low[whole], high[whole] = max(low[whole], least), min(high[whole], most)
            waiting = _again(whole, one, at, waiting, queue, queued, first, sums)
        top, bottom = high[whole], low[whole]
        # Where the total leaves more room than the widest part takes, it tells of none of them.
        if widest > min(top - least, most - bottom):
            for place in range(begin, end):
                cell = part[place]
                # What the other parts leave: the total less all the parts, and the part again.
                above, below = top - least + low[cell], bottom - most + high[cell]
                if below > low[cell] or above < high[cell]:
                    least, most = least - low[cell], most - high[cell]
                    low[cell], high[cell] = max(low[cell], below), min(high[cell], above)
                    least, most = least + low[cell], most + high[cell]
                    waiting = _again(cell, one, at, waiting, queue, queued, first, sums)
                if low[cell] > high[cell]:
                    return False
        if low[whole] > high[whole]:
            return False
    return True


@borrowing
def _again(
    cell: int,
    one: int,
    at: int,
    waiting: int,
    queue: PlaceArray,
    queued: BoolArray,
    first: PlaceArray,
    sums: PlaceArray,
) -> int:
    """Queue the other sums of a cell that moved; how many wait now.

    The sum that moved it is done: once told, its cells tell each other nothing more.
    """
    for place in range(first[cell], first[cell + 1]):
        other = sums[place]
        if other != one and not queued[other]:
            last = at + waiting
            queue[last if last < queue.size else last - queue.size] = other
            queued[other] = True
            waiting += 1
    return waiting


@compiled
def zeros_of(zero: BoolArray, graph: Graph) -> BoolArray:
    """Cells that others show to be nought, whether they are shown or hidden."""
    total, start, part, _, _ = graph
    known, implied = zero.copy(), np.zeros_like(zero)
    moved = True
    while moved:
        moved = False
        for one in range(total.size):
            if known[total[one]]:
                for place in range(start[one], start[one + 1]):
                    moved |= not known[part[place]]
                    known[part[place]] = implied[part[place]] = True
            else:
                place, end = start[one], start[one + 1]
                while place < end and known[part[place]]:
                    place += 1
                if place == end:
                    moved = known[total[one]] = implied[total[one]] = True
    return implied
