"""Months against their year: months that say they are small, where the year would tell them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.measures.cells import ALL
from wholeplace.measures.disclosure.columns import COUNTS, BoolArray, Words, number
from wholeplace.measures.disclosure.published import MONTH
from wholeplace.measures.disclosure.row_bounds import said_of_rows
from wholeplace.measures.disclosure.saying_less import WITHHELD
from wholeplace.statistics import NARROWEST, DisclosureProfile

MONTHS_OF_YEAR = 12
_SERIES = ("basis", "area_type", "area_code", "measure")
IntArray = NDArray[np.int64]


def months_beside_years(values: pa.Table, profile: DisclosureProfile) -> pa.Table:
    """Say nothing of the hidden months of a series whose year would tell one of them.

    Six months that are each "1 to 7" in a year of "1 to 7" are 1 or 2 each. Months count people
    where they belonged then, the year where they belong now, so twelve months make the year but
    for those who moved: few in a small area, so they are taken to make it.

    Args:
        values: The values, protected.
        profile: The disclosure profile.

    Returns:
        The values; of such months not even that they are small is said, and nothing that was shown
        is lost.
    """
    rows, series = _latest(values)
    if not len(rows):
        return values
    some = values.take(pa.array(rows))
    said, _ = said_of_rows(some, profile)
    yearly = Words.of(some, "breakdown").are(ALL)
    size = int(series.max()) + 1
    least, most = (_added(part, ~yearly, series, size) for part in (said.least, said.most))
    floor, ceiling = np.zeros(size), np.full(size, np.inf)
    np.maximum.at(floor, series[yearly], said.least[yearly])
    np.minimum.at(ceiling, series[yearly], said.most[yearly])
    wide = max(profile.suppressed_up_to, NARROWEST) - 1
    # With all others at their least, a month must reach as high as it may; and as low.
    told = (ceiling < least + wide) | (floor > most - wide)
    whole = np.bincount(series[~yearly], minlength=size) == MONTHS_OF_YEAR
    small = ~yearly & said.hidden & (told & whole)[series]
    return _nothing_said(values, rows[small])


def _latest(values: pa.Table) -> tuple[IntArray, IntArray]:
    """Rows of years of everybody that have months, and of those months; the series of each."""
    breakdown = Words.of(values, "breakdown")
    months = breakdown.are(MONTH)
    if not months.any():
        return np.array([], dtype=np.int64), np.array([], dtype=np.int64)
    measure = Words.of(values, "measure")
    with_months = np.unique(measure.number[months])
    yearly = breakdown.are(ALL) & np.isin(measure.number, with_months)
    start = values["period_start"].combine_chunks().cast(pa.int32()).to_numpy()
    end = values["period_end"].combine_chunks().cast(pa.int32()).to_numpy()
    within = months & (start >= start[yearly].min()) & (end <= end[yearly].max())
    rows = np.flatnonzero(yearly | within)
    together = np.zeros(len(rows), dtype=np.int64)
    for name in _SERIES:
        words = Words.of(values, name)
        together = together * len(words.words) + words.number[rows]
    _, series = np.unique(together, return_inverse=True)
    return rows, series.astype(np.int64)


def _added(part: NDArray[np.float64], at: BoolArray, series: IntArray, size: int) -> NDArray:
    return np.bincount(series[at], part[at], minlength=size)


def _nothing_said(values: pa.Table, rows: IntArray) -> pa.Table:
    """The values with the status ``withheld`` in some rows whose number is hidden already."""
    gone = np.zeros(values.num_rows, dtype=np.bool_)
    gone[rows] = True
    gone &= np.isnan(number(values, COUNTS[0]))
    status = pc.if_else(pa.array(gone), WITHHELD, values["status"])
    place, field = values.schema.get_field_index("status"), values.schema.field("status")
    return values.set_column(place, field, status.cast(field.type))
