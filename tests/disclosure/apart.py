"""Two or more releases held against each other by somebody who takes counts not to have changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wholeplace.core.errors import StatisticsError
from wholeplace.measures.disclosure.beside_tables import BESIDE, read_beside
from wholeplace.measures.disclosure.beside_values import as_values
from wholeplace.measures.disclosure.columns import number
from wholeplace.measures.disclosure.seen import Seen
from wholeplace.measures.disclosure.whole_release import as_protected
from wholeplace.statistics import ANY, NARROWEST, feasible_range

ROW = ("area_type", "area_code", "measure", "breakdown", "category")
_ROUNDS = 6
"""How often bounds pass from one release to the next: more than any case has needed."""


def everything(folder: Path) -> pa.Table:
    """What a release says of counts: its values, and every table that is protected with them.

    Not of deaths: in their tables everybody is a man or a woman, so that women and men of a fifth
    are all of it there, and nowhere else.

    Args:
        folder: The release.
    """
    texts = ("basis", *ROW, "statistic", "status")
    parts = [pq.read_table(folder / "values.parquet", read_dictionary=list(texts))]
    held = read_beside(folder)
    together = [one for one in BESIDE if one.apart is None and one.name in held]
    parts += [as_values(one, held[one.name])[0] for one in together]
    return as_protected([part for part in parts if part.num_rows])


@dataclass(eq=False)
class Sight:
    """The rows of one basis of one release, with what is known of each count.

    Attributes:
        seen: The rows and their sums.
        keys: What each row is of, alike in every release.
        exact: The true count of each; NaN where it is not known. Shape (counts,).
    """

    seen: Seen
    keys: pa.Array
    exact: np.ndarray

    @classmethod
    def of(cls, rows: pa.Table, seen: Seen, exact: Mapping[str, pa.Array] | None = None) -> Sight:
        """What is seen of some rows.

        Args:
            rows: The rows of the release.
            seen: What is seen of those of one basis.
            exact: Keys, and exact numerators and denominators, of the same release not gated.
        """
        keys = keys_of(rows.take(pa.array(seen.said.rows)))
        true = np.full(len(seen.least), np.nan)
        if exact is not None:
            place = pc.index_in(keys, value_set=exact["keys"])
            for name, count in (
                ("numerator", seen.said.numerator),
                ("denominator", seen.said.denominator),
            ):
                found = np.asarray(
                    exact[name].take(place).cast(pa.float64()).fill_null(float("nan"))
                )
                known = (count >= 0) & ~np.isnan(found)
                true[count[known]] = found[known]
        return cls(seen, keys, true)


def keys_of(rows: pa.Table) -> pa.Array:
    """What each row is of, as one text."""
    columns = [rows[name].combine_chunks().cast(pa.string()) for name in ROW]
    return pc.binary_join_element_wise(*columns, "|")


class Pairs(NamedTuple):
    """Counts that rows of two releases both have: places in the one and in the other."""

    one: np.ndarray
    other: np.ndarray


def pairs(one: Sight, other: Sight) -> Pairs:
    """The counts that the same rows of two releases have, each pair once."""
    place = pc.index_in(one.keys, value_set=other.keys)
    first = np.flatnonzero(np.asarray(place.is_valid()))
    second = np.asarray(place.drop_null()).astype(np.int64)
    a, b = one.seen.said, other.seen.said
    left = np.concatenate([a.numerator[first], a.denominator[first]])
    right = np.concatenate([b.numerator[second], b.denominator[second]])
    both = (left >= 0) & (right >= 0)
    size = len(other.seen.least)
    pair = np.unique(left[both].astype(np.int64) * size + right[both])
    return Pairs(pair // size, pair % size)


class Told(NamedTuple):
    """What an attack found.

    Attributes:
        hidden: Counts that every release hides.
        told: Those that the releases tell together to within four values.
        where: The places of those, in the last release.
    """

    hidden: int
    told: int
    where: np.ndarray


def one_by_one(sights: Sequence[Sight], unchanged: bool = False) -> Told:
    """Counts hidden in every release, and those told if they, and they alone, did not change.

    A count that by some sum cannot be what both releases leave of it has changed: nothing is told.

    Args:
        sights: The releases, the last one last.
        unchanged: Whether only those are tried that truly did not change.
    """
    last = sights[-1]
    low, high = last.seen.least.copy(), last.seen.most.copy()
    hidden, same = last.seen.secret.copy(), np.ones(len(low), dtype=np.bool_)
    for earlier in sights[:-1]:
        now, then = pairs(last, earlier)
        both = np.zeros_like(hidden)
        both[now[earlier.seen.secret[then]]] = True
        hidden &= both
        np.maximum.at(low, now, earlier.seen.least[then])
        np.minimum.at(high, now, earlier.seen.most[then])
        differs = now[last.exact[now] != earlier.exact[then]]
        same[differs] = False
    told = hidden & (high >= low) & (high > 0) & (high - low + 1 < NARROWEST)
    told &= same if unchanged else True
    where = np.array(
        [c for c in np.flatnonzero(told) if _possible(sights, c, low[c], high[c])], dtype=np.int64
    )
    return Told(int(hidden.sum()), len(where), where)


def _possible(sights: Sequence[Sight], count: int, low: float, high: float) -> bool:
    """Whether a count of the last release can be so by every sum of all: else it has changed."""
    *earlier, last = sights
    places = [(last, count)]
    for sight in earlier:
        now, then = pairs(last, sight)
        places += [(sight, int(at)) for at in then[now == count]]
    return all(_fits(sight.seen, at, low, high) for sight, at in places)


def _fits(seen: Seen, count: int, low: float, high: float) -> bool:
    """Whether what one release says leaves a count that range."""
    least, most = seen.least.copy(), seen.most.copy()
    least[count], most[count] = max(least[count], low), min(most[count], high)
    table = np.searchsorted(seen.said.start, [count], side="right") - 1
    try:
        feasible_range(
            seen.said.spread(least, 0.0, table), seen.said.spread(most, ANY, table), seen.sums
        )
    except StatisticsError:
        return False
    return True


def all_at_once(sights: Sequence[Sight]) -> Told:
    """Counts hidden in every release, told by all counts of all releases that truly did not change.

    Somebody who knows which counts changed and which did not can know no more: each count that did
    not, hidden or shown, is one unknown in all the releases, and every sum of each is made.

    Args:
        sights: The releases with their exact counts, the last one last.

    Raises:
        StatisticsError: If what is known cannot all be so: then the attack is wrong.
    """
    bounds = [(one.seen.least.copy(), one.seen.most.copy()) for one in sights]
    links = [
        (a, b, _unchanged(sights[a], sights[b])) for a, b in combinations(range(len(sights)), 2)
    ]
    for _ in range(_ROUNDS):
        moved = [np.zeros(len(low), dtype=np.bool_) for low, _ in bounds]
        for a, b, (one, other) in links:
            low = np.maximum(bounds[a][0][one], bounds[b][0][other])
            high = np.minimum(bounds[a][1][one], bounds[b][1][other])
            if (high < low).any():
                raise StatisticsError("A count that did not change cannot be the same.", "")
            for release, at in ((a, one), (b, other)):
                least, most = bounds[release]
                moved[release][at[(low > least[at]) | (high < most[at])]] = True
                np.maximum.at(least, at, low)
                np.minimum.at(most, at, high)
        if not any(part.any() for part in moved):
            break
        for sight, (least, most), part in zip(sights, bounds, moved, strict=True):
            _narrow(sight.seen, least, most, part)
    last, (least, most) = sights[-1], bounds[-1]
    hidden = last.seen.secret.copy()
    for a, b, (one, other) in links:
        if b == len(sights) - 1:
            # One that an earlier release shows, and that did not change, is no secret.
            hidden[other[~sights[a].seen.secret[one] & (sights[a].seen.said.told[one])]] = False
    told = hidden & (most > 0) & (most - least + 1 < NARROWEST)
    return Told(int(hidden.sum()), int(told.sum()), np.flatnonzero(told))


def _unchanged(one: Sight, other: Sight) -> Pairs:
    first, second = pairs(one, other)
    same = one.exact[first] == other.exact[second]
    return Pairs(first[same], second[same])


def _narrow(seen: Seen, least: np.ndarray, most: np.ndarray, moved: np.ndarray) -> None:
    """Pass bounds along the sums of the tables in which some moved, in place."""
    said = seen.said
    tables = np.unique(np.searchsorted(said.start, np.flatnonzero(moved), side="right") - 1)
    for few in _few(tables):
        counts = said.counts_of(few)
        found = feasible_range(said.spread(least, 0.0, few), said.spread(most, ANY, few), seen.sums)
        least[counts], most[counts] = (said.gathered(part, few) for part in found)


def _few(tables: np.ndarray) -> Iterator[np.ndarray]:
    for start in range(0, len(tables), 64):
        yield tables[start : start + 64]


def exact_counts(rows: pa.Table) -> dict[str, pa.Array]:
    """Keys and counts of rows that were not gated, for :meth:`Sight.of`."""
    counts = {name: pa.array(number(rows, name)) for name in ("numerator", "denominator")}
    return {"keys": keys_of(rows)} | counts
