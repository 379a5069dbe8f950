"""What releases told so far of counts that did not seem to change: kept for the next release."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wholeplace.measures.disclosure.columns import COUNTS, FloatArray, IntArray, Words, number
from wholeplace.measures.disclosure.seen import Seen

ROW = ("area_type", "area_code", "measure", "breakdown", "category")
"""What a row is of, besides its basis."""
_FILE = "told_so_far.parquet"
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("basis", *ROW, "role")]
    + [(name, pa.int64()) for name in ("least", "most")]
)


def nothing_told() -> pa.Table:
    """What a first release has before it."""
    return _SCHEMA.empty_table()


def write_told_so_far(cubes: Path, told: Sequence[pa.Table]) -> None:
    """Keep what was told so far, for the release that is held against this one.

    Args:
        cubes: The folder of the run's cubes: no part of the release.
        told: Tables as :func:`told_of` gives them.
    """
    whole = pa.concat_tables([nothing_told(), *told])
    pq.write_table(whole, cubes / _FILE, compression="zstd")


def read_told_so_far(cubes: Path) -> pa.Table:
    """What was told so far when a release was made; nothing where its cubes are gone.

    Args:
        cubes: The folder of the run's cubes.
    """
    path = cubes / _FILE
    return pq.read_table(path, schema=_SCHEMA) if path.is_file() else nothing_told()


def narrowed(
    seen: Seen, values: pa.Table, told: pa.Table, basis: str
) -> tuple[FloatArray, FloatArray]:
    """What an earlier release leaves of its counts with those before it, where none changed.

    Args:
        seen: What is seen of rows of the earlier release.
        values: Those rows, among others.
        told: What was told before.
        basis: The basis of the rows.

    Returns:
        The least and the most of each count. What the release says itself, where that and what was
        told before cannot both be: the count has changed.
    """
    least, most = seen.least.copy(), seen.most.copy()
    told = told.filter(pc.equal(told["basis"], basis))
    for name, count in zip(COUNTS, (seen.said.numerator, seen.said.denominator), strict=True):
        some = told.filter(pc.equal(told["role"], name))
        both = keys(values, seen.said.rows, some, np.arange(some.num_rows))
        _, row, before = np.intersect1d(*both, return_indices=True)
        row, before = row[count[row] >= 0], before[count[row] >= 0]
        np.maximum.at(least, count[row], number(some, "least")[before])
        np.minimum.at(most, count[row], number(some, "most")[before])
    changed = least > most
    return np.where(changed, seen.least, least), np.where(changed, seen.most, most)


def told_of(
    seen: Seen, values: pa.Table, basis: str, least: FloatArray, most: FloatArray
) -> pa.Table:
    """What is told of the counts of a release with those before it, where it is more than it tells.

    Args:
        seen: What is seen of rows of the release.
        values: Those rows, among others.
        basis: The basis of the rows.
        least, most: What each count can be by all releases together.
    """
    more = (least <= most) & seen.secret & ((least > seen.least) | (most < seen.most))
    found = []
    for name, count in zip(COUNTS, (seen.said.numerator, seen.said.denominator), strict=True):
        counts, row = np.unique(count, return_index=True)
        row = row[(counts >= 0) & more[counts]]
        # One that both columns have is said of one only.
        more[count[row]] = False
        texts = values.select(ROW).take(pa.array(seen.said.rows[row]))
        columns = {text: texts[text].cast(pa.string()) for text in ROW}
        columns |= {
            "basis": pa.repeat(pa.scalar(basis), len(row)),
            "role": pa.repeat(pa.scalar(name), len(row)),
            "least": pa.array(least[count[row]]).cast(pa.int64()),
            "most": pa.array(most[count[row]]).cast(pa.int64()),
        }
        found.append(pa.table({name: columns[name] for name in _SCHEMA.names}, schema=_SCHEMA))
    return pa.concat_tables(found)


def keys(
    values: pa.Table, now: IntArray, earlier: pa.Table, before: IntArray
) -> tuple[IntArray, IntArray]:
    """What some rows of two tables are of, as numbers that are alike in both.

    Args:
        values: A table.
        now: Its rows wanted.
        earlier: Another table.
        before: Its rows wanted.
    """
    one, two = np.zeros(len(now), dtype=np.int64), np.zeros(len(before), dtype=np.int64)
    for name in ROW:
        new, old = Words.of(values, name), Words.of(earlier, name)
        place = {word: at for at, word in enumerate(dict.fromkeys([*new.words, *old.words]))}
        one, two = (
            key * len(place) + np.array([place[word] for word in words.words])[words.number[rows]]
            for key, words, rows in ((one, new, now), (two, old, before))
        )
    return one, two
