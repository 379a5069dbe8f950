"""Counts withheld after the sums were protected: protected from the sums as well."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa

from wholeplace.measures.disclosure.claims import less_said, put_down
from wholeplace.measures.disclosure.columns import COUNTS, BoolArray, Words, have
from wholeplace.measures.disclosure.published import OF_KNOWN_AGE, Quantities
from wholeplace.measures.disclosure.saying_less import say_still_less
from wholeplace.measures.disclosure.seen import seen_of
from wholeplace.measures.disclosure.sums import Above
from wholeplace.measures.disclosure.withholding import BASES_AT_ONCE
from wholeplace.statistics import DisclosureProfile


def sums_again(
    rows: pa.Table,
    gone: BoolArray,
    above: Mapping[str, Above],
    same: Mapping[str, Quantities],
    profile: DisclosureProfile,
) -> pa.Table:
    """Say less where sums tell a count that was withheld for another reason than the sums.

    A rate that would tell an age band is withheld with its count. The ages of that area may still
    add up to the count, and what they add up to is what the rate told.

    Args:
        rows: All rows that count what is withheld.
        gone: Those withheld since the sums were protected.
        above: By basis, where each area lies.
        same: By basis, which counts are the same.
        profile: The disclosure profile.

    Returns:
        The rows.
    """
    steps = {name: np.zeros(rows.num_rows, dtype=np.int64) for name in COUNTS}

    def protect(basis: str) -> None:
        of_basis = have(rows, "basis", basis)
        lost = gone & of_basis
        if not lost.any():
            return
        mine = np.flatnonzero(of_basis & _counting(rows, lost, same[basis]))
        seen = seen_of(rows.take(pa.array(mine)), basis, False, above, same, profile)
        if seen is not None:
            tables = seen.said.table[seen.said.numerator[lost[mine][seen.said.rows]]]
            telling = sorted(set(seen.telling) & set(tables.tolist()))
            found = {name: np.zeros(len(mine), dtype=np.int64) for name in COUNTS}
            put_down(found, seen, less_said(seen, lambda _: (), profile, telling))
            for name, part in found.items():
                steps[name][mine] = part

    with ThreadPoolExecutor(BASES_AT_ONCE) as threads:
        # Each has rows of its own, so that none waits for another.
        list(threads.map(protect, same))
    if not any(part.any() for part in steps.values()):
        return rows
    return say_still_less(rows, steps, profile)


def _counting(rows: pa.Table, lost: BoolArray, same: Quantities) -> BoolArray:
    """The rows of measures that have a count which is the numerator of some that are lost."""
    measure = Words.of(rows, "measure")
    names = {measure.words[at] for at in np.unique(measure.number[lost])}
    counts = {of for name in names for of in _counts(name, same, COUNTS[:1])}
    about = [not counts.isdisjoint(_counts(name, same, COUNTS)) for name in measure.words]
    return np.asarray(np.array(about)[measure.number])


def _counts(measure: str, same: Quantities, roles: Sequence[str]) -> list[Hashable]:
    """What a measure counts in some roles, of any age and of known age."""
    keys = [(measure, role + of) for role in roles for of in ("", OF_KNOWN_AGE)]
    return [same.get(key, key) for key in keys]
