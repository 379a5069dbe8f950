"""Splits: released values of one breakdown laid out as arrays, areas and measures by categories."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.measures.cells import CATEGORIES
from wholeplace.statistics import Interval

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

KEYS = ("area_type", "area_code", "basis", "measure", "statistic")
"""Columns that together name a row of a split."""
NUMBERS = ("denominator", "value", "lower", "upper")
"""Columns of numbers that a split holds."""
STATUSES = (
    "no_data",
    "too_few",
    "suppressed",
    "withheld",
    "all_or_none",
    "not_applicable",
    "shown",
)
"""Statuses by the number a split holds them as; what hides more stands first."""
_OF_PEOPLE = ("rate", "dsr")


@dataclass(frozen=True)
class Split:
    """Released values of one breakdown: rows are areas and measures, columns its categories.

    Attributes:
        breakdown: The breakdown.
        categories: Its categories, in the order of the columns.
        keys: The columns that name each row, its words as codes, and its period.
        per: The number of people each row's rate is for; 1 where it is no rate.
        denominator: People in each group; NaN where they are hidden.
        estimate: Values and their limits; NaN where they are hidden.
        status: Each value's place among :data:`STATUSES`.
    """

    breakdown: str
    categories: tuple[str, ...]
    keys: Mapping[str, pa.Array]
    per: Array
    denominator: Array
    estimate: Interval
    status: Whole


def with_codes(values: pa.Table) -> pa.Table:
    """Values whose words are held as codes, each column in one piece, so that rows are cheap."""
    columns = {}
    for name in values.column_names:
        column = values[name]
        words = pa.types.is_string(column.type)
        columns[name] = column.dictionary_encode() if words else column
    return pa.table(columns).unify_dictionaries().combine_chunks()


def rows_of_each(
    values: pa.Table, column: str, among: Sequence[str], **wanted: Collection[str]
) -> dict[str, Whole]:
    """Which rows hold each of some words, of those whose other columns hold one of theirs.

    Args:
        values: Values with codes.
        column: The column of the words.
        among: The words.
        wanted: Other column → its words.
    """
    kept = np.ones(values.num_rows, dtype=bool)
    for name, words in wanted.items():
        codes, held = _codes(values[name])
        kept &= np.array([word in words for word in held] or [False])[codes]
    codes, held = _codes(values[column])
    place = {word: code for code, word in enumerate(held)}
    return {word: np.flatnonzero(kept & (codes == place.get(word, -1))) for word in among}


def split_values(rows: pa.Table, breakdown: str, per: Mapping[str, int]) -> Split:
    """Lay values out by area, measure and category; what is missing has no data.

    Args:
        rows: Rows of the release's values with codes, of one breakdown.
        breakdown: The breakdown.
        per: Measure → the number of people its rate is for; 1 where it is not named.
    """
    codes, words = _codes(rows["category"])
    found = tuple(sorted(words[code] for code in np.unique(codes)))
    known = CATEGORIES.get(breakdown, ())
    # Groups that overlap are named in the values themselves, not in the cubes they come from.
    categories = known if set(found) <= set(known) else found
    place = _places(words, categories, -1)[codes]
    row, first = _rows_of(rows)
    shape = (len(first), len(categories))

    def laid(name: str) -> Array:
        out = np.full(shape, np.nan)
        out[row, place] = pc.cast(rows[name], pa.float64()).to_numpy(zero_copy_only=False)
        return out

    status = np.zeros(shape, dtype=np.int64)
    status_codes, status_words = _codes(rows["status"])
    status[row, place] = _places(status_words, STATUSES, 0)[status_codes]
    taken = rows.select([*KEYS, "period_start", "period_end"]).take(pa.array(first))
    keys = {name: taken[name].combine_chunks() for name in taken.column_names}
    measure, names = _codes(taken["measure"])
    people = np.array([per.get(name, 1) for name in names] or [1], dtype=np.float64)[measure]
    statistic, names = _codes(taken["statistic"])
    crude = np.array([name in _OF_PEOPLE for name in names] or [False])[statistic]
    denominator, *estimate = (laid(name) for name in NUMBERS)
    return Split(
        breakdown,
        categories,
        keys,
        np.where(crude, people, 1.0),
        denominator,
        Interval(*estimate),
        status,
    )


def _rows_of(rows: pa.Table) -> tuple[Whole, Whole]:
    """Each value's row among areas and measures, and where each such row is first met."""
    key = np.zeros(rows.num_rows, dtype=np.int64)
    for name in KEYS:
        codes, words = _codes(rows[name])
        key = key * max(len(words), 1) + codes
    _, first, row = np.unique(key, return_index=True, return_inverse=True)
    return row, first


def _codes(column: pa.ChunkedArray) -> tuple[Whole, list[str]]:
    """The codes of a column of words, and the word of each."""
    whole = column.combine_chunks()
    return np.asarray(whole.indices).astype(np.int64), whole.dictionary.to_pylist()


def _places(words: Sequence[str], among: Sequence[str], otherwise: int) -> Whole:
    """The place of each word among others."""
    place = {word: number for number, word in enumerate(among)}
    return np.array([place.get(word, otherwise) for word in words] or [otherwise])
