"""Splits: released values of one breakdown laid out as arrays, areas and measures by categories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
_OF_PEOPLE = pa.array(["rate", "dsr"])


@dataclass(frozen=True)
class Split:
    """Released values of one breakdown: rows are areas and measures, columns its categories.

    Attributes:
        breakdown: The breakdown.
        categories: Its categories, in the order of the columns.
        keys: The columns that name each row, and its period.
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


def split_values(rows: pa.Table, breakdown: str, per: Mapping[str, int]) -> Split:
    """Lay values out by area, measure and category; what is missing has no data.

    Args:
        rows: Rows of the release's values, of one breakdown.
        breakdown: The breakdown.
        per: Measure → the number of people its rate is for; 1 where it is not named.
    """
    found = tuple(sorted(rows["category"].unique().to_pylist()))
    known = CATEGORIES.get(breakdown, ())
    # Groups that overlap are named in the values themselves, not in the cubes they come from.
    categories = known if set(found) <= set(known) else found
    place = _whole(pc.index_in(rows["category"], pa.array(categories)))
    row, first = _rows_of(rows)
    shape = (len(first), len(categories))

    def laid(name: str) -> Array:
        out = np.full(shape, np.nan)
        out[row, place] = pc.cast(rows[name], pa.float64()).to_numpy(zero_copy_only=False)
        return out

    status = np.zeros(shape, dtype=np.int64)
    status[row, place] = _whole(pc.index_in(rows["status"], pa.array(STATUSES)).fill_null(0))
    keys = {
        name: rows[name].combine_chunks().take(pa.array(first))
        for name in (*KEYS, "period_start", "period_end")
    }
    people = np.array([per.get(name, 1) for name in keys["measure"].to_pylist()], dtype=np.float64)
    crude = pc.is_in(keys["statistic"], _OF_PEOPLE).to_numpy(zero_copy_only=False)
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
        coded = rows[name].combine_chunks().dictionary_encode()
        key = key * len(coded.dictionary) + _whole(coded.indices)
    _, first, row = np.unique(key, return_index=True, return_inverse=True)
    return row, first


def _whole(numbers: Any) -> Whole:
    return np.asarray(numbers).astype(np.int64)
