"""Months against their year: months that say they are small, where the year would tell them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.measures.cells import ALL
from wholeplace.measures.disclosure.columns import (
    COUNTS,
    BoolArray,
    FloatArray,
    Words,
    have,
    number,
    with_word,
)
from wholeplace.measures.disclosure.published import MONTH, Quantities, published
from wholeplace.measures.disclosure.saying_less import WITHHELD
from wholeplace.measures.disclosure.sums import Above, sums_of
from wholeplace.statistics import ANY, NARROWEST, DisclosureProfile, feasible_range

MONTHS_OF_YEAR = 12
BASES = ("registered", "resident")
_SERIES = ("basis", "area_type", "area_code", "measure")
IntArray = NDArray[np.int64]


def months_beside_years(
    values: pa.Table,
    above: Mapping[str, Above],
    same: Mapping[str, Quantities],
    profile: DisclosureProfile,
) -> pa.Table:
    """Say nothing of the hidden months of a series whose year would narrow one of them.

    Six months that are each "1 to 7" in a year of "1 to 7" are 1 or 2 each. Months count people
    where they belonged then, the year where they belong now, so twelve months make the year but
    for those who moved: few in a small area, so they are taken to make it.

    Args:
        values: The values, protected.
        above: By basis, where each area lies.
        same: By basis, which counts are the same.
        profile: The disclosure profile.

    Returns:
        The values; of such months, and of their year if it is hidden too, not even that they are
        small is said. Nothing that was shown is lost.
    """
    rows, series = latest(values)
    if not len(rows):
        return values
    some = values.take(pa.array(rows))
    low, high, secret = _known(some, above, same, profile)
    yearly = Words.of(some, "breakdown").are(ALL)
    size = int(series.max()) + 1
    floor, ceiling = np.zeros(size), np.full(size, ANY)
    np.maximum.at(floor, series[yearly], low[yearly])
    np.minimum.at(ceiling, series[yearly], high[yearly])
    least, most = (
        np.bincount(series[~yearly], part[~yearly], minlength=size) for part in (low, high)
    )
    # What the year and the other months leave of each month, and all months of the year.
    bottom = np.where(yearly, least[series], floor[series] - most[series] + high)
    top = np.where(yearly, most[series], ceiling[series] - least[series] + low)
    left = np.minimum(high, top) - np.maximum(low, bottom) + 1
    # "1 to 7" is to stay so: what is left of it may be less still by sums with other areas.
    wide = np.minimum(high - low + 1, max(profile.suppressed_up_to, NARROWEST))
    told = np.bincount(series, secret & (left < wide), minlength=size) > 0
    whole = np.bincount(series[~yearly], minlength=size) == MONTHS_OF_YEAR
    return _nothing_said(values, rows[secret & (told & whole)[series]])


def _known(
    rows: pa.Table,
    above: Mapping[str, Above],
    same: Mapping[str, Quantities],
    profile: DisclosureProfile,
) -> tuple[FloatArray, FloatArray, BoolArray]:
    """What the numerator of each row can be by all sums of areas, and whether it is hidden."""
    low, high = np.zeros(rows.num_rows), np.full(rows.num_rows, ANY)
    secret = np.zeros(rows.num_rows, dtype=np.bool_)
    for basis in BASES:
        for monthly in (False, True):
            said = published(rows, basis, profile, same.get(basis, {}), monthly)
            if said is not None:
                sums = sums_of(said.cells, above.get(basis, {}))
                least, most = feasible_range(said.lower, said.upper, sums)
                hidden = said.hidden & ~said.shown & (most > 0)
                at = said.cell[said.numerator], said.table[said.numerator]
                low[said.rows], high[said.rows] = least[at], most[at]
                secret[said.rows] = hidden[at]
    return low, high, secret


def latest(values: pa.Table) -> tuple[IntArray, IntArray]:
    """Rows of years of everybody that have months, and of those months; the series of each.

    Args:
        values: The values.
    """
    months = have(values, "breakdown", MONTH)
    if not months.any():
        return np.array([], dtype=np.int64), np.array([], dtype=np.int64)
    measure = Words.of(values, "measure")
    with_months = np.unique(measure.number[months])
    yearly = have(values, "breakdown", ALL) & np.isin(measure.number, with_months)
    either = np.flatnonzero(months | yearly)
    some = values.select([*_SERIES, "period_start", "period_end"]).take(pa.array(either))
    start, end = (
        some[name].combine_chunks().cast(pa.int32()).to_numpy()
        for name in ("period_start", "period_end")
    )
    year = yearly[either]
    within = year | ((start >= start[year].min()) & (end <= end[year].max()))
    rows, together = either[within], np.zeros(int(within.sum()), dtype=np.int64)
    for name in _SERIES:
        words = Words.of(some, name)
        together = together * len(words.words) + words.number[within]
    _, series = np.unique(together, return_inverse=True)
    return rows, series.astype(np.int64)


def _nothing_said(values: pa.Table, rows: IntArray) -> pa.Table:
    """The values with the status ``withheld`` in some rows whose number is hidden already."""
    gone = np.zeros(values.num_rows, dtype=np.bool_)
    gone[rows] = True
    gone &= np.isnan(number(values, COUNTS[0]))
    return with_word(values, "status", gone, WITHHELD)
