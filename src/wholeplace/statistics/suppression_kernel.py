"""Kernel of suppression: of which cells to say less where a sum tells too much, compiled.

Everything compiled here is called from this one file, since numba keeps a compiled function until
its own file changes. Threads may run it side by side (``nogil``).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wholeplace.core.compiled import borrowing
from wholeplace.statistics.sum_bounds import BoolArray, FloatArray, Graph, IntArray, compiled

UP, DOWN = 1, 0
"""The end of a range that must be loosened; in a sum, that of its total."""
_DEEPEST = 200
_DEEP = 1e6
"""The price of a sum in which nothing is left to withhold."""


class Table(NamedTuple):
    """What may be said of the cells of one table, and what readers lose by saying less.

    Step 0 is what is said already, the last step says nothing, those between round more coarsely.
    """

    low: FloatArray  # [step, cell] the least it can be, by what is said of it alone
    high: FloatArray  # [step, cell]
    worth: FloatArray  # [step, cell] what readers lose by the step; infinite where there is none
    secret: BoolArray  # [cell] hidden, and no nought that a larger nought shows


class Seen(NamedTuple):
    """A table as an attacker sees it while cells are chosen."""

    table: Table
    graph: Graph
    low: FloatArray  # [cell] the least it can be, by everything that is said
    high: FloatArray  # [cell]
    step: IntArray  # [cell] chosen so far
    settled: BoolArray  # [sum, 2] sums loosened in this round: their total's lower or upper end
    asked: BoolArray  # [cell, 2] ends of ranges that were to be loosened in this round


@compiled
def loosen_all(told: IntArray, seen: Seen, enough: int) -> bool:
    """Say less wherever that loosens a cell that is told; whether less is said of any.

    Each at its cheaper end and by the cheapest way first. Where that comes to nothing, at both ends
    and every way; where that does as well, of all that it stands in a sum with.
    """
    before = seen.step.sum()
    prices, sides = np.zeros(told.size), np.zeros(told.size, dtype=np.int64)
    wider = enough - 1 - (seen.high[told] - seen.low[told])
    for place, cell in enumerate(told):
        up, down = _price(cell, UP, wider[place], seen), _price(cell, DOWN, wider[place], seen)
        sides[place] = UP if up <= down or seen.low[cell] < wider[place] else DOWN
        prices[place] = up if sides[place] == UP else down
    order = np.argsort(prices, kind="mergesort")
    for every_way in (False, True):
        for place in order:
            _loosen(told[place], sides[place], wider[place], every_way, seen)
            if every_way:
                _loosen(told[place], 1 - sides[place], wider[place], every_way, seen)
        if seen.step.sum() > before:
            return True
        seen.settled[:], seen.asked[:] = False, False
    for cell in told:
        _withhold_around(cell, seen)
    return bool(seen.step.sum() > before)


@borrowing
def _withhold_around(cell: int, seen: Seen) -> None:
    """Say nothing more of a cell, nor of any that it stands in a sum with: the last resort."""
    graph = seen.graph
    _say_nothing(cell, seen)
    for place in range(graph.first[cell], graph.first[cell + 1]):
        one = graph.sums[place]
        for at in range(graph.start[one], graph.start[one + 1] + 1):
            _say_nothing(graph.part[at] if at < graph.start[one + 1] else graph.total[one], seen)


@borrowing
def _say_nothing(cell: int, seen: Seen) -> None:
    """Say nothing of a cell of which something is said, and may go unsaid."""
    now, last = seen.step[cell], seen.table.low.shape[0] - 1
    low, high = seen.table.low[:, cell], seen.table.high[:, cell]
    says = low[now] > low[last] or high[now] < high[last]
    if says and np.isfinite(seen.table.worth[last, cell]):
        seen.step[cell] = last


@borrowing
def _price(cell: int, side: int, wider: float, seen: Seen) -> float:
    """What readers would lose, about, if one end of a cell's range were loosened so far."""
    price = 0.0
    lacking = _lacking_alone(cell, side, wider, seen)
    if lacking > 0:
        price += _step_for(cell, side, lacking, seen)[2]
    for place in range(seen.graph.first[cell], seen.graph.first[cell + 1]):
        one = seen.graph.sums[place]
        lacking = _lacking(cell, one, side, wider, seen)
        if lacking > 0:
            best, _, _, cost = _cheapest(cell, one, side, lacking, seen)
            price += _DEEP if best < 0 else cost
    return price


@compiled
def _loosen(cell: int, side: int, wider: float, every_way: bool, seen: Seen) -> None:
    """Say less in every sum that holds one end of a cell's range, or in sums beyond them.

    Beyond a sum in which nothing is left to withhold it goes on from the cell of least worth, or
    every way: from all of them.
    """
    wanted = [(cell, side)]
    seen.asked[cell, side] = True
    done = 0
    while done < len(wanted) and done < _DEEPEST:
        cell, side = wanted[done]
        done += 1
        lacking = _lacking_alone(cell, side, wider, seen)
        if lacking > 0:
            step, _, price = _step_for(cell, side, lacking, seen)
            if np.isfinite(price):
                seen.step[cell] = step
        for place in range(seen.graph.first[cell], seen.graph.first[cell + 1]):
            one = seen.graph.sums[place]
            lacking = _lacking(cell, one, side, wider, seen)
            if lacking > 0 and not seen.settled[one, _end(cell, one, side, seen)]:
                seen.settled[one, _end(cell, one, side, seen)] = True
                left = _say_less(cell, one, side, lacking, seen)
                if left == lacking:
                    # Nothing is left to withhold here: what holds the sum is told by other sums.
                    for other, its_side in _told_elsewhere(cell, one, side, every_way, seen):
                        seen.asked[other, its_side] = True
                        wanted.append((other, its_side))


@compiled
def _told_elsewhere(
    cell: int, one: int, side: int, every_way: bool, seen: Seen
) -> list[tuple[int, int]]:
    """Cells of a sum whose end that holds it is told by other sums: that of least worth, or all."""
    table, graph, low, high, step, _, asked = seen
    total, begin, beyond = graph.total[one], graph.start[one], graph.start[one + 1]
    part, lows, highs, worths = graph.part, table.low, table.high, table.worth[-1]
    end = _end(cell, one, side, seen)
    found = [(cell, end) for _ in range(0)]
    least = np.inf
    for place in range(begin, beyond + 1):
        other = part[place] if place < beyond else total
        its_end = end if other == total else 1 - end
        if other != cell and not asked[other, its_end] and (every_way or worths[other] < least):
            if its_end == UP:
                elsewhere = high[other] < highs[step[other], other]
            else:
                elsewhere = low[other] > lows[step[other], other]
            if elsewhere:
                if not every_way:
                    found.clear()
                found.append((other, its_end))
                least = worths[other]
    return found


@borrowing
def _say_less(cell: int, one: int, side: int, lacking: float, seen: Seen) -> float:
    """Take the cheapest steps in a sum until it holds a cell no more; what is still lacking."""
    while lacking > 0:
        best, step, gain, _ = _cheapest(cell, one, side, lacking, seen)
        if best < 0:
            break
        # What is said now of a cell whose step was just taken counts once only.
        seen.step[best] = step
        lacking -= gain
    return lacking


@borrowing
def _lacking_alone(cell: int, side: int, wider: float, seen: Seen) -> float:
    """How far what is said of a cell alone stands in the way."""
    step = seen.step[cell]
    if side == UP:
        return seen.high[cell] + wider - seen.table.high[step, cell]
    return seen.table.low[step, cell] - max(seen.low[cell] - wider, 0.0)


@borrowing
def _lacking(cell: int, one: int, side: int, wider: float, seen: Seen) -> float:
    """How far a sum stands in the way of one end of a cell's range."""
    low, high, part, total = seen.low, seen.high, seen.graph.part, seen.graph.total[one]
    least, most = 0.0, 0.0
    for place in range(seen.graph.start[one], seen.graph.start[one + 1]):
        if part[place] != cell:
            least += low[part[place]]
            most += high[part[place]]
    lowest, highest = (least, most) if total == cell else (low[total] - most, high[total] - least)
    if side == UP:
        return high[cell] + wider - highest
    return lowest - max(low[cell] - wider, 0.0)


@borrowing
def _end(cell: int, one: int, side: int, seen: Seen) -> int:
    """Which end of a sum's total is set against the other ends of its parts."""
    return 1 - side if seen.graph.total[one] == cell else side


@borrowing
def _cheapest(
    cell: int, one: int, side: int, lacking: float, seen: Seen
) -> tuple[int, int, float, float]:
    """The cell and step that loosen a sum at least loss, by how much, and the loss; or -1."""
    table, graph, low, high, steps, _, _ = seen
    total, begin, beyond = graph.total[one], graph.start[one], graph.start[one + 1]
    part, lows, highs, worth = graph.part, table.low, table.high, table.worth
    best, best_step, best_gain, best_price = -1, 0, 0.0, np.inf
    end = _end(cell, one, side, seen)
    for place in range(begin, beyond + 1):
        other = part[place] if place < beyond else total
        if other != cell:
            its_end = end if other == total else 1 - end
            step, gain, price = _cheapest_step(
                other, its_end, lacking, steps[other], low, high, lows, highs, worth
            )
            if price < best_price:
                best, best_step, best_gain, best_price = other, step, gain, price
    return best, best_step, best_gain, best_price


@borrowing
def _step_for(cell: int, side: int, lacking: float, seen: Seen) -> tuple[int, float, float]:
    """The step of a cell that gives most for what readers lose, what it gives, and the loss."""
    table = seen.table
    return _cheapest_step(
        cell,
        side,
        lacking,
        seen.step[cell],
        seen.low,
        seen.high,
        table.low,
        table.high,
        table.worth,
    )


@borrowing
def _cheapest_step(
    cell: int,
    side: int,
    lacking: float,
    now: int,
    low: FloatArray,
    high: FloatArray,
    lows: FloatArray,
    highs: FloatArray,
    worth: FloatArray,
) -> tuple[int, float, float]:
    """The same from the arrays of a table as it is seen: bounds seen, then those of each step."""
    best, best_gain, best_price = now, 0.0, np.inf
    # What other sums tell of a cell is told still when nothing is said of it alone.
    if side == UP and high[cell] < highs[now, cell]:
        return best, best_gain, best_price
    if side == DOWN and low[cell] > lows[now, cell]:
        return best, best_gain, best_price
    for step in range(now + 1, lows.shape[0]):
        if side == UP:
            gain = highs[step, cell] - highs[now, cell]
        else:
            gain = lows[now, cell] - lows[step, cell]
        if gain > 0:
            loss = worth[step, cell] - (worth[now, cell] if now else 0.0)
            price = loss * max(1.0, lacking / gain)
            if price < best_price:
                best, best_gain, best_price = step, gain, price
    return best, best_gain, best_price
