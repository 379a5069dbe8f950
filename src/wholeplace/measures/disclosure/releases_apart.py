"""A release held against the one published before: what both hide is not told by both together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pyarrow as pa

from wholeplace.measures.disclosure.claims import Bounds, Claim, less_said, put_down
from wholeplace.measures.disclosure.columns import COUNTS, FloatArray, IntArray
from wholeplace.measures.disclosure.published import Quantities
from wholeplace.measures.disclosure.saying_less import say_still_less
from wholeplace.measures.disclosure.seen import Seen, seen_of
from wholeplace.measures.disclosure.sums import Above
from wholeplace.measures.disclosure.told_so_far import keys, narrowed, nothing_told, told_of
from wholeplace.measures.disclosure.withholding import BASES_AT_ONCE
from wholeplace.measures.disclosure.years_apart import Both, Years
from wholeplace.statistics import NARROWEST, DisclosureProfile

_BASES = ("registered", "resident", "treated_here")


@dataclass(frozen=True)
class Earlier:
    """A release published before, as it is seen: read once, however often one is held against it.

    Attributes:
        rows: Its rows.
        seen: By basis, what is seen of those of whole periods, and of months.
        left: What each of their counts can be with what was told before, in the same order.
    """

    rows: pa.Table
    seen: Mapping[str, Both]
    left: Mapping[str, Sequence[tuple[FloatArray, FloatArray] | None]]

    @classmethod
    def of(
        cls,
        rows: pa.Table,
        above: Mapping[str, Above],
        same: Mapping[str, Quantities],
        profile: DisclosureProfile,
        told: pa.Table | None = None,
    ) -> Earlier:
        """The release as it is seen.

        Args:
            rows: Its rows.
            above: By basis, where each area lies.
            same: By basis, which of its counts are the same.
            profile: The disclosure profile it passed.
            told: What it kept of what was told so far; by default nothing.
        """
        so_far = nothing_told() if told is None else told

        def of(basis: str) -> tuple[Both, list[tuple[FloatArray, FloatArray] | None]]:
            both = _seen(rows, basis, above, same, profile)
            return both, [
                None if one is None else narrowed(one, rows, so_far, basis) for one in both
            ]

        with ThreadPoolExecutor(BASES_AT_ONCE) as threads:
            found = dict(zip(_BASES, threads.map(of, _BASES), strict=True))
        seen = {basis: both for basis, (both, _) in found.items()}
        left = {basis: ranges for basis, (_, ranges) in found.items()}
        return cls(rows, seen, left)


def hold_against(
    values: pa.Table,
    earlier: Earlier,
    above: Mapping[str, Above],
    same: Mapping[str, Quantities],
    profile: DisclosureProfile,
) -> tuple[pa.Table, pa.Table]:
    """Say less of what would tell a count that both releases hide, if it has not changed.

    Most counts of people do not change in a month. Each release leaves a hidden one four values at
    least, but they may be other values: 1 to 4 and 4 to 7 together are 4. What the earlier release
    and those before it told together is held against as well, so that no release need be read but
    the one before.

    Args:
        values: The rows of the release, protected, with what they are rounded to.
        earlier: The release published before.
        above: By basis, where each area lies.
        same: By basis, which counts are the same.
        profile: The disclosure profile of both.

    Returns:
        The rows, and what is told so far, for the next release. Where the ranges of a count share
        fewer than four values, less is said of others until its range is as wide as it was before.
        The count itself stays as it is: what was said of it cannot be unsaid.
    """
    steps = {name: np.zeros(values.num_rows, dtype=np.int64) for name in COUNTS}

    def hold(basis: str) -> list[pa.Table]:
        before, kept = earlier.seen[basis], []
        now = _seen(values, basis, above, same, profile)
        # Months first: what is left of them is what a year is held against.
        for monthly in (True, False):
            one, two, left = now[monthly], before[monthly], earlier.left[basis][monthly]
            if one is not None and two is not None and left is not None:
                claims = _Claims(
                    two,
                    *left,
                    _matched(values, earlier.rows, one, two),
                    Years.of(values, now, earlier.rows, before) if not monthly else None,
                )
                put_down(steps, one, less_said(one, claims, profile, one.telling))
                kept.append(told_of(one, values, basis, *claims.together(one)))
        return kept

    # Each basis has rows of its own, so that none waits for another.
    with ThreadPoolExecutor(BASES_AT_ONCE) as threads:
        told = [nothing_told(), *chain.from_iterable(threads.map(hold, earlier.seen))]
    return say_still_less(values, steps, profile), pa.concat_tables(told)


def _seen(
    rows: pa.Table,
    basis: str,
    above: Mapping[str, Above],
    same: Mapping[str, Quantities],
    profile: DisclosureProfile,
) -> list[Seen | None]:
    """What is seen of the rows of one basis: those of whole periods, and those of months."""
    return [seen_of(rows, basis, monthly, above, same, profile) for monthly in (False, True)]


def _matched(
    values: pa.Table, earlier: pa.Table, now: Seen, before: Seen
) -> tuple[IntArray, IntArray]:
    """Counts hidden in the earlier release that the same rows have in the later, each pair once."""
    hides = np.zeros(len(before.said.rows), dtype=np.bool_)
    for count in (before.said.numerator, before.said.denominator):
        hides |= (count >= 0) & before.secret[count]
    both = keys(values, now.said.rows, earlier, before.said.rows[hides])
    _, first, second = np.intersect1d(*both, return_indices=True)
    second = np.flatnonzero(hides)[second]
    one = np.concatenate([now.said.numerator[first], now.said.denominator[first]])
    two = np.concatenate([before.said.numerator[second], before.said.denominator[second]])
    both = (one >= 0) & (two >= 0) & before.secret[two]
    # Positions are held in few bits, pairs of them need twice as many.
    pair = np.unique(one[both].astype(np.int64) * len(before.least) + two[both])
    return pair // len(before.least), pair % len(before.least)


@dataclass(frozen=True)
class _Claims:
    """What an earlier release lets a reader claim of rows, where it tells.

    Attributes:
        before: What is seen of the earlier rows.
        least, most: What each of their counts can be with what was told before.
        pairs: Counts that rows of both have, of the later and of the earlier.
        years: The years of both, if the rows are of whole periods.
    """

    before: Seen
    least: FloatArray
    most: FloatArray
    pairs: tuple[IntArray, IntArray]
    years: Years | None

    def __call__(self, now: Seen) -> list[Claim]:
        """The claims that tell a hidden count of the later rows, as they are seen now."""
        return [*self._unchanged(now), *(self.years.told(now) if self.years else ())]

    def together(self, now: Seen) -> tuple[FloatArray, FloatArray]:
        """What each later count can be by all releases: by its own alone where it has changed.

        Args:
            now: The later rows.
        """
        one, two = self.pairs
        least, most = now.least.copy(), now.most.copy()
        np.maximum.at(least, one, self.least[two])
        np.minimum.at(most, one, self.most[two])
        changed = least > most
        return np.where(changed, now.least, least), np.where(changed, now.most, most)

    def _unchanged(self, now: Seen) -> Iterator[Claim]:
        """That a count has not changed; one that must have is left out.

        Not since the release before, nor since those before it, in which it may have changed.
        """
        one, two = self.pairs
        both = now.secret[one] & self.before.secret[two]
        ways = [(self.before.least[two], self.before.most[two]), (self.least[two], self.most[two])]
        for least, most in ways:
            low, high = np.maximum(now.least[one], least), np.minimum(now.most[one], most)
            told = both & (high >= low) & (high - low + 1 < NARROWEST)
            # Nothing helps where the earlier release tells it by itself, as an older gate's may.
            told &= most - least + 1 >= NARROWEST
            table = np.searchsorted(now.said.start, one[told], side="right") - 1
            cell = now.said.cell[one[told]]
            for at in zip(table, cell, least[told], most[told], strict=True):
                yield Claim(
                    int(at[0]), (Bounds(float(at[2]), float(at[3])),), ((int(at[1]), (-1,)),)
                )
