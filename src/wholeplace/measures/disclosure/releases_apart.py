"""A release held against the one published before: what both hide is not told by both together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.measures.disclosure.columns import (
    COUNTS,
    HIDDEN,
    FloatArray,
    IntArray,
    Words,
)
from wholeplace.measures.disclosure.published import Published, Quantities
from wholeplace.measures.disclosure.saying_less import say_still_less
from wholeplace.measures.disclosure.seen import Seen, seen_of
from wholeplace.measures.disclosure.sums import Above
from wholeplace.measures.disclosure.years_apart import steps_of_years, years_told
from wholeplace.statistics import (
    ANY,
    NARROWEST,
    OF_HIDDEN,
    DisclosureProfile,
    Sums,
    withheld_besides,
)
from wholeplace.statistics.feasible import graph_of

_BASES = ("registered", "resident", "treated_here")
_ROW = ("area_type", "area_code", "measure", "breakdown", "category")


def hold_against(
    values: pa.Table,
    earlier: pa.Table,
    above: Mapping[str, Above],
    same: Mapping[str, Quantities],
    profile: DisclosureProfile,
) -> pa.Table:
    """Say less of what would tell a count that both releases hide, if it has not changed.

    Most counts of people do not change in a month. Each release leaves a hidden one four values at
    least, but they may be other values: 1 to 4 and 4 to 7 together are 4.

    Args:
        values: The rows of the release, protected, with what they are rounded to.
        earlier: Those of the release published before.
        above: By basis, where each area lies.
        same: By basis, which counts are the same.
        profile: The disclosure profile of both.

    Returns:
        The rows; where the ranges of a count share fewer than four values, less is said of others
        until its range is as wide as it was before. The count itself stays as it is: what was said
        of it cannot be unsaid.
    """
    steps = {name: np.zeros(values.num_rows, dtype=np.int64) for name in COUNTS}
    for basis in _BASES:
        now, before = (
            [seen_of(rows, basis, monthly, above, same, profile) for monthly in (False, True)]
            for rows in (values, earlier)
        )
        for one, two in zip(now, before, strict=True):
            if one is not None and two is not None:
                matched = _matched(values, earlier, one.said, two.said)
                found = _steps(one, _told_by_both(one, two, matched), profile)
                _note(steps, one, found)
        years = years_told(values, now, earlier, before)
        if now[0] is not None and years:
            _note(steps, now[0], steps_of_years(now[0], years, profile))
    return say_still_less(values, steps, profile)


def _note(steps: dict[str, IntArray], seen: Seen, found: IntArray) -> None:
    """Put the steps of counts to the rows that they stand in."""
    said = seen.said
    for name, count in zip(COUNTS, (said.numerator, said.denominator), strict=True):
        some = np.where(count >= 0, found[count], 0)
        steps[name][said.rows] = np.maximum(steps[name][said.rows], some)


def _matched(
    values: pa.Table, earlier: pa.Table, now: Published, before: Published
) -> Iterator[tuple[IntArray, IntArray]]:
    """The counts that the same rows hide in both releases, numerators and then denominators."""
    keys = _keys(
        *(
            rows.select([*_ROW, "status"]).take(pa.array(said.rows))
            for rows, said in ((values, now), (earlier, before))
        )
    )
    _, first, second = np.intersect1d(*keys, return_indices=True)
    for one, two in ((now.numerator, before.numerator), (now.denominator, before.denominator)):
        both = (one[first] >= 0) & (two[second] >= 0)
        yield one[first][both], two[second][both]


def _keys(one: pa.Table, two: pa.Table) -> tuple[IntArray, IntArray]:
    """What each row is of, as numbers that are alike in both tables; those shown below nought."""
    together = pa.concat_tables([one.cast(two.schema), two])
    key = np.zeros(together.num_rows, dtype=np.int64)
    for name in _ROW:
        words = Words.of(together, name)
        key = key * len(words.words) + words.number
    shown = ~Words.of(together, "status").are(*HIDDEN)
    key = np.where(shown, -1 - np.arange(len(key)), key)
    return key[: one.num_rows], key[one.num_rows :]


@dataclass(frozen=True)
class _Held:
    """Counts that both releases would tell together, and what the earlier leaves of each."""

    counts: IntArray
    least: FloatArray
    most: FloatArray

    def only(self, wanted: NDArray[Any]) -> _Held:
        """Some of them."""
        return _Held(self.counts[wanted], self.least[wanted], self.most[wanted])


def _told_by_both(now: Seen, before: Seen, matched: Iterable[tuple[IntArray, IntArray]]) -> _Held:
    """The counts that are told, taken not to have changed; a count that must have is left out."""
    least, most = np.zeros(len(now.least)), np.full(len(now.most), ANY)
    for one, two in matched:
        low = np.maximum(now.least[one], before.least[two])
        high = np.minimum(now.most[one], before.most[two])
        told = now.secret[one] & before.secret[two] & (high >= low) & (high - low + 1 < NARROWEST)
        least[one[told]] = np.maximum(least[one[told]], before.least[two[told]])
        most[one[told]] = np.minimum(most[one[told]], before.most[two[told]])
    counts = np.flatnonzero((most < ANY) & (least <= most))
    return _Held(counts, least[counts], most[counts])


def _steps(now: Seen, held: _Held, profile: DisclosureProfile) -> IntArray:
    """Of which counts less is said, and how much less, table by table.

    Where no steps do for all of a table's, they are tried one by one, and those left out for which
    there are none: that they have changed shows already, or the earlier release alone tells them.
    """
    steps = np.zeros(len(now.least), dtype=np.int64)
    table = now.said.table[held.counts]
    for one in np.unique(table):
        mine = held.only(table == one)
        together = _of_table(now, one, mine, profile)
        if together is None and len(mine.counts) > 1:
            alone = (
                _of_table(now, one, mine.only(np.array([n])), profile)
                for n in range(len(mine.counts))
            )
            together = np.max([some for some in alone if some is not None], axis=0, initial=0)
        if together is not None:
            steps[now.said.counts_of(np.array([one]))] = together
    return steps


def _of_table(
    now: Seen, table: np.int64, held: _Held, profile: DisclosureProfile
) -> IntArray | None:
    """The steps of one table's counts; None where there are none that do.

    That a count has not changed is a sum of one part: what it was is what it is.
    """
    said, tables = now.said, np.array([table])
    cells = len(said.cells)
    unchanged = Sums(
        cells + np.arange(len(held.counts)), said.cell[held.counts], np.arange(len(held.counts))
    )
    size = (len(held.counts), 1)
    try:
        found = withheld_besides(
            np.vstack([said.spread(said.least, 0.0, tables), held.least[:, None]]),
            np.vstack([said.spread(said.most, ANY, tables), held.most[:, None]]),
            np.vstack([said.spread(said.secret & ~said.told, False, tables), np.zeros(size, bool)]),
            graph_of([*now.sums, unchanged], cells + len(held.counts)),
            np.vstack([said.spread(now.worth, OF_HIDDEN, tables), np.full(size, np.inf)]),
            profile=profile,
        )
    except StatisticsError:
        return None
    return said.gathered(found[:cells], tables)
