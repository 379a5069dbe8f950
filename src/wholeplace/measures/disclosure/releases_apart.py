"""A release held against the one published before: what both hide is not told by both together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wholeplace.measures.disclosure.claims import Bounds, Claim, less_said, put_down
from wholeplace.measures.disclosure.columns import COUNTS, IntArray, Words
from wholeplace.measures.disclosure.published import Quantities
from wholeplace.measures.disclosure.saying_less import say_still_less
from wholeplace.measures.disclosure.seen import Seen, seen_of
from wholeplace.measures.disclosure.sums import Above
from wholeplace.measures.disclosure.years_apart import Years
from wholeplace.statistics import NARROWEST, DisclosureProfile

_BASES = ("registered", "resident", "treated_here")
_ROW = ("area_type", "area_code", "measure", "breakdown", "category")


def hold_against(
    values: pa.Table,
    earlier: pa.Table,
    above: Mapping[str, Above],
    same: tuple[Mapping[str, Quantities], Mapping[str, Quantities]],
    profile: DisclosureProfile,
) -> pa.Table:
    """Say less of what would tell a count that both releases hide, if it has not changed.

    Most counts of people do not change in a month. Each release leaves a hidden one four values at
    least, but they may be other values: 1 to 4 and 4 to 7 together are 4.

    Args:
        values: The rows of the release, protected, with what they are rounded to.
        earlier: Those of the release published before.
        above: By basis, where each area lies.
        same: By basis, which counts are the same: in the later release, and in the earlier.
        profile: The disclosure profile of both.

    Returns:
        The rows; where the ranges of a count share fewer than four values, less is said of others
        until its range is as wide as it was before. The count itself stays as it is: what was said
        of it cannot be unsaid.
    """
    steps = {name: np.zeros(values.num_rows, dtype=np.int64) for name in COUNTS}
    for basis in _BASES:
        now, before = (
            [seen_of(rows, basis, monthly, above, ids, profile) for monthly in (False, True)]
            for rows, ids in zip((values, earlier), same, strict=True)
        )
        # Months first: what is left of them is what a year is held against.
        for monthly in (True, False):
            one, two = now[monthly], before[monthly]
            if one is not None and two is not None:
                pairs = _matched(values, earlier, one, two)
                years = Years.of(values, now, earlier, before) if not monthly else None
                put_down(steps, one, less_said(one, _Claims(two, pairs, years), profile))
    return say_still_less(values, steps, profile)


def _matched(
    values: pa.Table, earlier: pa.Table, now: Seen, before: Seen
) -> tuple[IntArray, IntArray]:
    """Counts hidden in the earlier release that the same rows have in the later, each pair once."""
    hides = np.zeros(len(before.said.rows), dtype=np.bool_)
    for count in (before.said.numerator, before.said.denominator):
        hides |= (count >= 0) & before.secret[count]
    keys = _keys(values, now.said.rows, earlier, before.said.rows[hides])
    _, first, second = np.intersect1d(*keys, return_indices=True)
    second = np.flatnonzero(hides)[second]
    one = np.concatenate([now.said.numerator[first], now.said.denominator[first]])
    two = np.concatenate([before.said.numerator[second], before.said.denominator[second]])
    both = (one >= 0) & (two >= 0) & before.secret[two]
    pair = np.unique(one[both] * len(before.least) + two[both])
    return pair // len(before.least), pair % len(before.least)


def _keys(
    values: pa.Table, now: IntArray, earlier: pa.Table, before: IntArray
) -> tuple[IntArray, IntArray]:
    """What some rows of two tables are of, as numbers that are alike in both."""
    one, two = np.zeros(len(now), dtype=np.int64), np.zeros(len(before), dtype=np.int64)
    for name in _ROW:
        new, old = Words.of(values, name), Words.of(earlier, name)
        place = {word: at for at, word in enumerate(dict.fromkeys([*new.words, *old.words]))}
        one, two = (
            key * len(place) + np.array([place[word] for word in words.words])[words.number[rows]]
            for key, words, rows in ((one, new, now), (two, old, before))
        )
    return one, two


@dataclass(frozen=True)
class _Claims:
    """What an earlier release lets a reader claim of rows, where it tells.

    Attributes:
        before: What is seen of the earlier rows.
        pairs: Counts that rows of both have, of the later and of the earlier.
        years: The years of both, if the rows are of whole periods.
    """

    before: Seen
    pairs: tuple[IntArray, IntArray]
    years: Years | None

    def __call__(self, now: Seen) -> list[Claim]:
        """The claims that tell a hidden count of the later rows, as they are seen now."""
        return [*self._unchanged(now), *(self.years.told(now) if self.years else ())]

    def _unchanged(self, now: Seen) -> Iterator[Claim]:
        """That a count has not changed; one that must have is left out."""
        one, two = self.pairs
        least, most = self.before.least[two], self.before.most[two]
        low, high = np.maximum(now.least[one], least), np.minimum(now.most[one], most)
        told = now.secret[one] & self.before.secret[two] & (high >= low)
        told &= high - low + 1 < NARROWEST
        table = np.searchsorted(now.said.start, one[told], side="right") - 1
        cell = now.said.cell[one[told]]
        for at in zip(table, cell, least[told], most[told], strict=True):
            yield Claim(int(at[0]), (Bounds(float(at[2]), float(at[3])),), ((int(at[1]), (-1,)),))
