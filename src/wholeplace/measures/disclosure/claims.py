"""Claims: what a reader may take to be so of a table besides its sums, and what to say less for it.

A count that has not changed since the last release, or a year that shares eleven months with the
year before, are such claims. Each puts more cells and sums to those of one table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from wholeplace.core.errors import StatisticsError
from wholeplace.measures.disclosure.columns import COUNTS, IntArray
from wholeplace.measures.disclosure.seen import Seen
from wholeplace.measures.disclosure.withholding import beyond_group, nowhere_shown
from wholeplace.statistics import (
    ANY,
    NARROWEST,
    NOTHING_SAID,
    OF_HIDDEN,
    DisclosureProfile,
    Sums,
    withheld_besides,
)
from wholeplace.statistics.feasible import graph_of


@dataclass(frozen=True)
class Bounds:
    """What a count can be, and whether it is hidden."""

    least: float
    most: float
    secret: bool = False

    @property
    def told(self) -> bool:
        """Whether it is hidden, no nought, and possible in fewer values than it must be."""
        return self.secret and self.most > 0 and 0 <= self.most - self.least < NARROWEST - 1


@dataclass(frozen=True)
class Claim:
    """More sums of one table, and more cells that they are of.

    Attributes:
        table: The table.
        more: The cells that the claim brings with it.
        sums: The total and the parts of each sum: cells of the table by number, those that the
            claim brings counted from -1 downwards.
    """

    table: int
    more: tuple[Bounds, ...]
    sums: tuple[tuple[int, tuple[int, ...]], ...]

    def made(self, first: int) -> list[Sums]:
        """Its sums, where the cells that it brings are numbered from ``first`` on."""

        def place(cell: int) -> int:
            return cell if cell >= 0 else first - 1 - cell

        return [
            Sums(
                np.array([place(total)]),
                np.array([place(part) for part in parts]),
                np.zeros(len(parts), dtype=np.int64),
            )
            for total, parts in self.sums
        ]


def less_said(
    seen: Seen,
    told_by: Callable[[Seen], Iterable[Claim]],
    profile: DisclosureProfile,
    telling: Iterable[int] = (),
) -> IntArray:
    """Say less until no claim tells a hidden count.

    The claims of a table are taken together; where they cannot all be so, or nothing helps against
    them all, one half after the other, down to single ones. A claim that nothing helps against
    alone is left.

    Args:
        seen: The rows; less is said of them in place.
        told_by: The claims that tell a hidden count of rows as they are seen.
        profile: The disclosure profile.
        telling: Tables whose sums tell one without any claim: see :attr:`~.seen.Seen.telling`.

    Returns:
        The step of each count, as :func:`~wholeplace.statistics.withheld_besides` has them.

    Raises:
        StatisticsError: If sums tell one whatever is withheld.
    """
    steps, left = np.zeros(len(seen.least), dtype=np.int64), set[Claim]()
    for table in telling:
        _say_less(seen, table, [], steps, profile)
    while True:
        by_table: dict[int, list[Claim]] = {}
        for claim in told_by(seen):
            if claim not in left:
                by_table.setdefault(claim.table, []).append(claim)
        lost = _lost_with_groups(seen, steps, profile)
        steps[lost] = NOTHING_SAID
        seen.say_less(lost, steps[lost], profile)
        tables = {int(table) for table in seen.said.table[lost]} | by_table.keys()
        if not tables:
            return steps
        for table in sorted(tables):
            left |= _say_less(seen, table, by_table.get(table, []), steps, profile)


def put_down(steps: dict[str, IntArray], seen: Seen, found: IntArray) -> None:
    """Put the steps of counts to the rows that they stand in.

    Args:
        steps: By column of a count, the step of each row so far; changed in place.
        seen: The rows.
        found: The step of each count of theirs.
    """
    said = seen.said
    for name, count in zip(COUNTS, (said.numerator, said.denominator), strict=True):
        some = np.where(count >= 0, found[count], 0)
        steps[name][said.rows] = np.maximum(steps[name][said.rows], some)


def _lost_with_groups(seen: Seen, steps: IntArray, profile: DisclosureProfile) -> IntArray:
    """Counts that no row shows any more, or that are larger than their group as it is rounded."""
    lost = nowhere_shown(seen.said, steps == NOTHING_SAID)
    return np.flatnonzero(lost | beyond_group(seen.said, np.zeros_like(steps), profile))


def _say_less(
    seen: Seen, table: int, claims: list[Claim], steps: IntArray, profile: DisclosureProfile
) -> set[Claim]:
    """Say less of one table, and put down the steps; the claims that nothing helps against."""
    counts, left = seen.said.counts_of(np.array([table])), set[Claim]()
    turns = [claims]
    while turns:
        turn = turns.pop()
        found = _chosen(seen, table, turn, profile)
        if found is not None and found.any():
            steps[counts] = np.maximum(steps[counts], found)
            seen.say_less(counts, found, profile)
        elif found is None and len(turn) > 1:
            half = len(turn) // 2
            turns += [turn[half:], turn[:half]]
        else:
            left.update(turn)
    return left


def _chosen(
    seen: Seen, table: int, claims: Sequence[Claim], profile: DisclosureProfile
) -> IntArray | None:
    """The steps of one table's counts; None where there are none that do.

    Raises:
        StatisticsError: If a table tells a hidden count without any claim, whatever is withheld.
    """
    said, tables, cells = seen.said, np.array([table]), len(seen.said.cells)
    first = cells + np.cumsum([0, *(len(claim.more) for claim in claims)])
    made = [one for claim, at in zip(claims, first, strict=False) for one in claim.made(int(at))]
    more = [bounds for claim in claims for bounds in claim.more]
    low, high, secret = (
        np.array([getattr(one, name) for one in more]).reshape(-1, 1)
        for name in ("least", "most", "secret")
    )
    counts, nothing = said.counts_of(tables), np.full(low.shape, np.nan)
    # What a reader takes to be so stays. Cells of which nothing is said are there to lead beyond.
    worth = np.where(high - low < ANY, np.inf, OF_HIDDEN)
    number = np.full((cells, 1), np.nan)
    number[said.cell[counts], 0] = seen.roundable(counts, profile)
    try:
        found = withheld_besides(
            np.vstack([said.spread(said.least, 0.0, tables), low]),
            np.vstack([said.spread(said.most, ANY, tables), high]),
            np.vstack([said.spread(said.secret & ~said.told, False, tables), secret.astype(bool)]),
            graph_of([*seen.sums, *made], int(first[-1])),
            np.vstack([said.spread(seen.worth, OF_HIDDEN, tables), worth]),
            np.vstack([number, nothing]),
            profile,
        )
    except StatisticsError:
        if not claims:
            raise
        return None
    return said.gathered(found[:cells], tables)
