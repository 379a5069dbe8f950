"""Kernel of weighted sums: whether counts that are hidden may be others and give the same rates.

Everything compiled is in this one file, since numba keeps a compiled function until its own file
changes.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from wholeplace.core.compiled import borrowing
from wholeplace.statistics.secondary_suppression import NARROWEST

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
_EDGE = 1e-12
_A_BIT = 1e-6
_FARTHEST = 6
"""How many people or events are moved into a band, or out of it, at most."""
_NONE = -1
_TRIES = 10
"""How many ways to change everybody's bands groups are asked about, for one count of a band."""
_FIRST = 3
"""How many groups of an area, of those with the most events, may take what is moved first."""
_MOST = 3
"""How many bands are changed at once, at most."""
MOVES = 2 * (NARROWEST - 1)
"""Other counts of a band that are asked for: one more, one fewer, two more, and so on."""


class Bands(NamedTuple):
    """Events of everybody by age; arrays of shape (areas, bands), or (bands,) for one area.

    Attributes:
        counts: True counts.
        low: The least each can be by all that is said but the rates.
        high: The most.
        secret: Those that are hidden.
    """

    counts: FloatArray
    low: FloatArray
    high: FloatArray
    secret: BoolArray


def bands_of(bands: Bands, areas: IntArray) -> Bands:
    """Those of some areas.

    Args:
        bands: Those of all.
        areas: Which; shape (areas,).
    """
    return Bands(bands.counts[areas], bands.low[areas], bands.high[areas], bands.secret[areas])


class Rates(NamedTuple):
    """Rates of everybody and of groups, those of one area and of one way to split it side by side.

    Everybody's stands first in each area, and of groups that of the most events.

    Attributes:
        split: The way each is split by, 0 for everybody; shape (rates,).
        counts: True events by age; shape (rates, bands), as are the next two.
        weight: What one event of each band adds to its rate.
        there: Whether anybody of each band is in the group.
        sums: The total of its events, the rate, its variance; shape (rates, 3).
        said: The least and the most the rate can be, the fewest and the most events, in how fine
            parts of a crude rate's its variance is told, how far over a part is that part still;
            shape (rates, 6). Parts are 0 where the rate is not shown.
    """

    split: IntArray
    counts: FloatArray
    weight: FloatArray
    there: BoolArray
    sums: FloatArray
    said: FloatArray


class Moves(NamedTuple):
    """Up to three bands and how many more events are in each; -1 stands for no band."""

    band: int
    more: int
    second: int
    in_second: int
    third: int
    in_third: int


class Scratch(NamedTuple):
    """Arrays that are written over again and again.

    Attributes:
        tries: How many ways groups are still asked about; shape (1,).
        parts: What each group takes of each band that is moved; shape (groups, 3).
        wrong: Groups that would be told otherwise; shape (groups,).
    """

    tries: IntArray
    parts: FloatArray
    wrong: BoolArray


@numba.njit(cache=True, nogil=True, error_model="numpy")
def rates_telling(
    bands: Bands, rates: Rates, begin: IntArray, beyond: IntArray, ways: IntArray
) -> BoolArray:
    """Which areas have a secret band that was not found possible in enough values.

    Up to three bands are changed at once, and the groups of each split take the change in one of a
    few ways. So an area that is called telling may tell nothing all the same; one that is not
    called so tells nothing.

    Args:
        bands: Events of everybody by age, of each area.
        rates: All rates, those of an area side by side.
        begin: Where the rates of each area begin.
        beyond: Where those that count end.
        ways: What was moved for each other count of a band when areas were last asked, and is now;
            it is asked first. Shape (areas, bands, :data:`MOVES`, 6), 0 where nothing is known.
    """
    tell = np.zeros(len(begin), dtype=np.bool_)
    most = np.max(beyond - begin) if len(begin) else 0
    scratch = Scratch(
        np.zeros(1, dtype=np.int64), np.zeros((most, _MOST)), np.zeros(most, dtype=np.bool_)
    )
    for area in range(len(begin)):
        one = Bands(bands.counts[area], bands.low[area], bands.high[area], bands.secret[area])
        some = slice(begin[area], beyond[area])
        its = Rates(
            rates.split[some],
            rates.counts[some],
            rates.weight[some],
            rates.there[some],
            rates.sums[some],
            rates.said[some],
        )
        for band in range(one.counts.size):
            if one.secret[band] and not tell[area]:
                tell[area] = _told(band, one, its, ways[area, band], scratch)
    return tell


@borrowing
def _told(band: int, bands: Bands, rates: Rates, ways: IntArray, scratch: Scratch) -> bool:
    """Whether a band was not found possible in enough values."""
    least, most = 0, 0
    for place in range(MOVES):
        move = (place // 2 + 1) * (1 - 2 * (place % 2))
        if most - least < MOVES // 2 and _possible(band, move, bands, rates, ways[place], scratch):
            least, most = min(least, move), max(most, move)
    return most - least < MOVES // 2


@borrowing
def _possible(
    band: int, move: int, bands: Bands, rates: Rates, way: IntArray, scratch: Scratch
) -> bool:
    """Whether a band's count may be so many more, were one or two others different too."""
    if not _open(band, move, bands):
        return False
    scratch.tries[0] = _TRIES
    if way[1] == move:
        moves = Moves(band, move, way[2], way[3], way[4], way[5])
        # The way was found with all that is said of splits but the last.
        if _fits(_last(rates), moves, rates, scratch):
            return True
    if _found(Moves(band, move, _NONE, 0, _NONE, 0), rates, scratch, way):
        return True
    # Those nearest to what is true first: the groups can take them most easily.
    for away in range(1, _FARTHEST + 1):
        for one in range(bands.counts.size):
            if one != band and bands.high[one] > bands.low[one]:
                for more in (-away, away):
                    if _open(one, more, bands):
                        moves = Moves(band, move, one, more, _NONE, 0)
                        if _found(moves, rates, scratch, way) or _third(
                            moves, bands, rates, scratch, way
                        ):
                            return True
                        if scratch.tries[0] <= 0:
                            return False
    return False


@borrowing
def _found(moves: Moves, rates: Rates, scratch: Scratch, way: IntArray) -> bool:
    """Whether all that is moved leaves the rates as they are told; kept if so."""
    if not _fits(0, moves, rates, scratch):
        return False
    way[0], way[1] = moves.band, moves.more
    way[2], way[3] = moves.second, moves.in_second
    way[4], way[5] = moves.third, moves.in_third
    return True


@borrowing
def _third(moves: Moves, bands: Bands, rates: Rates, scratch: Scratch, way: IntArray) -> bool:
    """Whether one more band can make up for two that are different."""
    total, value = rates.sums[0, 0], rates.sums[0, 1]
    for band, more in _each(moves):
        if band != _NONE:
            total += more
            value += rates.weight[0, band] * more
    for other in range(moves.second + 1, bands.counts.size):
        if other != moves.band and bands.high[other] > bands.low[other]:
            fewest, most = _room(other, total, value, rates)
            for more in range(fewest, most + 1):
                if _open(other, more, bands) and _found(
                    Moves(moves.band, moves.more, moves.second, moves.in_second, other, more),
                    rates,
                    scratch,
                    way,
                ):
                    return True
                if scratch.tries[0] <= 0:
                    return False
    return False


@borrowing
def _room(band: int, total: float, value: float, rates: Rates) -> tuple[int, int]:
    """The fewest and the most more of a band with which everybody's rate may be told the same."""
    least, most, fewest, largest, parts, _ = rates.said[0]
    low, high = fewest - total, largest - total
    weight = rates.weight[0, band]
    if parts > 0 and weight > 0:
        low, high = max(low, (least - value) / weight), min(high, (most - value) / weight)
    low, high = max(low - _A_BIT, -_FARTHEST), min(high + _A_BIT, _FARTHEST)
    return math.ceil(low), math.floor(high)


@borrowing
def _last(rates: Rates) -> int:
    """Where the groups of the last way to split the area begin."""
    begin = rates.split.size - 1
    while begin > 0 and rates.split[begin - 1] == rates.split[begin]:
        begin -= 1
    return begin


@borrowing
def _open(band: int, more: int, bands: Bands) -> bool:
    """Whether nothing but the rates says that there are not so many more."""
    return bands.low[band] <= bands.counts[band] + more <= bands.high[band]


@borrowing
def _fits(begin: int, moves: Moves, rates: Rates, scratch: Scratch) -> bool:
    """Whether in each way to split the area its groups can take among them what is moved.

    A try is used up where everybody can and groups cannot.
    """
    many = rates.split.size
    while begin < many:
        end = begin + 1
        while end < many and rates.split[end] == rates.split[begin]:
            end += 1
        if not _shared(begin, end, moves, rates, scratch):
            scratch.tries[0] -= int(end > begin + 1)
            return False
        begin = end
    return True


@borrowing
def _shared(begin: int, end: int, moves: Moves, rates: Rates, scratch: Scratch) -> bool:
    """Whether groups can take what is moved, if need be with an event or two from one another."""
    if end == begin + 1:
        return _alone(begin, moves, rates)
    parts, wrong = scratch.parts[: end - begin], scratch.wrong
    for one in range(begin, min(end, begin + _FIRST)):
        if _parted(parts, one, begin, moves, rates):
            many = 0
            for at in range(begin, end):
                sums = _after(at, parts[at - begin], moves, rates)
                wrong[at - begin] = not _told_the_same(at, sums, rates)
                many += wrong[at - begin]
            if many == 0:
                return True
            for other in range(begin, end):
                if (
                    other != one
                    and many == int(wrong[one - begin]) + int(wrong[other - begin])
                    and _settled(one, other, begin, parts, moves, rates)
                ):
                    return True
    return False


@borrowing
def _alone(at: int, moves: Moves, rates: Rates) -> bool:
    """Whether everybody, or a group that is everybody, can take what is moved."""
    sums = _true(at, rates)
    for band, more in _each(moves):
        if band != _NONE:
            if rates.counts[at, band] + more < 0 or (more > 0 and not rates.there[at, band]):
                return False
            sums = _with_more(sums, rates.weight[at, band], more)
    return _told_the_same(at, sums, rates)


@borrowing
def _parted(parts: FloatArray, first: int, begin: int, moves: Moves, rates: Rates) -> bool:
    """Part what is moved: one group takes what it can, and others in their order what is left.

    Args:
        parts: What each group takes of each band, written here; shape (groups, 3).
        first: The group that takes first.
        begin: Where the groups begin.
        moves: What is moved.
        rates: Their rates.
    """
    parts[:] = 0
    for column, (band, more) in enumerate(_each(moves)):
        left = float(more) if band != _NONE else 0.0
        for place in range(-1, len(parts)):
            at = first if place < 0 else begin + place
            if left > 0 and rates.there[at, band]:
                parts[at - begin, column], left = left, 0.0
            elif left < 0 and (place < 0 or at != first):
                taken = min(-left, rates.counts[at, band])
                parts[at - begin, column], left = -taken, left + taken
        if left != 0:
            return False
    return True


@borrowing
def _settled(
    one: int, other: int, begin: int, parts: FloatArray, moves: Moves, rates: Rates
) -> bool:
    """Whether two groups, each giving an event of one band or none, are told the same."""
    mine = _after(one, parts[one - begin], moves, rates)
    its = _after(other, parts[other - begin], moves, rates)
    for got in range(_NONE, rates.counts.shape[1]):
        if _may_give(other, one, got, parts[other - begin], moves, rates):
            for gave in range(_NONE, rates.counts.shape[1]):
                # What nearly every pair of bands fails is asked first.
                if (
                    _in_window(one, mine[1], got, gave, rates)
                    and _in_window(other, its[1], gave, got, rates)
                    and gave != got
                    and _may_give(one, other, gave, parts[one - begin], moves, rates)
                    and _told_the_same(one, _changed(one, mine, got, gave, rates), rates)
                    and _told_the_same(other, _changed(other, its, gave, got, rates), rates)
                ):
                    return True
    return False


@borrowing
def _in_window(at: int, value: float, got: int, gave: int, rates: Rates) -> bool:
    """Whether a group's rate is told the same with an event more in one band and less in one."""
    if got != _NONE:
        value += rates.weight[at, got]
    if gave != _NONE:
        value -= rates.weight[at, gave]
    return rates.said[at, 0] * (1 - _EDGE) <= value <= rates.said[at, 1] * (1 + _EDGE)


@borrowing
def _may_give(
    giver: int, taker: int, band: int, parts: FloatArray, moves: Moves, rates: Rates
) -> bool:
    """Whether a group has an event of a band to give, and another somebody to have it."""
    if band == _NONE:
        return True
    left = rates.counts[giver, band]
    for column, (moved, _) in enumerate(_each(moves)):
        if moved == band:
            left += parts[column]
    return left >= 1 and rates.there[taker, band]


@borrowing
def _each(moves: Moves) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    """The bands that are moved, and by how much."""
    return (
        (moves.band, moves.more),
        (moves.second, moves.in_second),
        (moves.third, moves.in_third),
    )


@borrowing
def _after(at: int, parts: FloatArray, moves: Moves, rates: Rates) -> tuple[float, float, float]:
    """The total, rate and variance of a group that takes its part of what is moved."""
    sums = _true(at, rates)
    for column, (band, _) in enumerate(_each(moves)):
        if band != _NONE:
            sums = _with_more(sums, rates.weight[at, band], parts[column])
    return sums


@borrowing
def _changed(
    at: int, sums: tuple[float, float, float], got: int, gave: int, rates: Rates
) -> tuple[float, float, float]:
    """The sums of a group with an event more in one band and one fewer in another."""
    for band, more in ((got, 1), (gave, -1)):
        if band != _NONE:
            sums = _with_more(sums, rates.weight[at, band], more)
    return sums


@borrowing
def _true(at: int, rates: Rates) -> tuple[float, float, float]:
    """The true total, rate and variance of a group."""
    return rates.sums[at, 0], rates.sums[at, 1], rates.sums[at, 2]


@borrowing
def _with_more(
    sums: tuple[float, float, float], weight: float, more: float
) -> tuple[float, float, float]:
    """Sums with so many more events in a band."""
    total, value, variance = sums
    return total + more, value + weight * more, variance + weight * weight * more


@borrowing
def _told_the_same(at: int, sums: tuple[float, float, float], rates: Rates) -> bool:
    """Whether a reader would be told the same of a group, were those its sums."""
    total, value, variance = sums
    least, most, fewest, largest, parts, slack = rates.said[at]
    if not fewest <= total <= largest:
        return False
    if parts == 0:
        return True
    return (
        least * (1 - _EDGE) <= value <= most * (1 + _EDGE)
        and value > 0
        and _part(total, value, variance, parts, slack)
        == _part(rates.sums[at, 0], rates.sums[at, 1], rates.sums[at, 2], parts, slack)
    )


@borrowing
def _part(total: float, value: float, variance: float, parts: float, slack: float) -> float:
    """Into which part the variance falls, as a multiple of a crude rate's."""
    return max(math.ceil(variance * total / value**2 * parts - slack), parts)
