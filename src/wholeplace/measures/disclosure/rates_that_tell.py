"""Standardised rates that would tell a hidden count of an age band: given in fewer figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.core.calendar import AGE_BANDS
from wholeplace.measures.cells import ALL, Cells
from wholeplace.measures.cubes import denominator_column, numerator_column
from wholeplace.measures.disclosure.columns import (
    COUNTS,
    ROUNDED_TO,
    BoolArray,
    IntArray,
    have,
    number,
    with_word,
)
from wholeplace.measures.disclosure.published import CellKey, Quantities, published
from wholeplace.measures.disclosure.saying_less import WITHHELD
from wholeplace.measures.disclosure.sums import Above, cells_of_pieces, sums_of
from wholeplace.measures.measure import Measure
from wholeplace.measures.release_tables import AGE
from wholeplace.statistics import (
    NARROWEST,
    DisclosureProfile,
    Interval,
    european_2013,
    feasible_range,
    significant_figures,
)
from wholeplace.statistics.released import A_LITTLE, QUARTERS, limits_of_total
from wholeplace.statistics.standardisation import standard_shares
from wholeplace.statistics.telling_kernel import rates_telling

_ESTIMATE = ("value", "lower", "upper")
_KEY = ("measure", "area_type", "area_code")
_BAND_OF_STANDARD = np.array(
    [int(european_2013.fold(band).argmax()) for band in np.eye(len(AGE_BANDS))]
)
"""Which band of the standard each of our age bands is in."""
Array = NDArray[np.float64]


class Rates(NamedTuple):
    """Standardised rates of everybody in an area, of which some hidden age band is part.

    Attributes:
        rows: The row of each among the values; shape (rates,).
        counts: True events by age band; shape (rates, bands), as are the next four.
        low, high: What each can be, by all that is released but the rate.
        secret: The bands whose events are hidden.
        weight: What one event of each band adds to its rate.
        total: The fewest and the most events there can be in all; shape (2, rates).
    """

    rows: IntArray
    counts: Array
    low: Array
    high: Array
    secret: BoolArray
    weight: Array
    total: Array


def in_fewer_figures(
    values: pa.Table,
    cubes: Mapping[str, Cells],
    above: Mapping[str, Above],
    same: Mapping[str, Quantities],
    measures: Sequence[Measure],
    profile: DisclosureProfile,
) -> pa.Table:
    """Give rates in fewer figures where they would tell an age band to within four values.

    A rate is a sum of events by age, each weighed by a population that is known. With few events in
    few bands three figures leave few ways to make it up. As many figures are kept, from all down to
    one, as leave every hidden band four values; where one is too many the rate is withheld.

    Args:
        values: The values, protected.
        cubes: The cubes by basis.
        above: By basis, where each area lies.
        same: By basis, which counts are the same.
        measures: The measures released.
        profile: The disclosure profile.
    """
    shown = number(values, "value")
    figures = np.full(values.num_rows, profile.significant_figures)
    for basis, ids in same.items():
        rates = _rates(values, basis, cubes[basis], above.get(basis, {}), ids, measures, profile)
        if rates is not None:
            figures[rates.rows] = _figures(rates, shown[rates.rows], profile)
    changed = np.flatnonzero(figures < profile.significant_figures)
    return shown_in(values, changed, figures[changed])


def _figures(rates: Rates, values: Array, profile: DisclosureProfile) -> IntArray:
    """The most figures that tell no hidden band of each rate, or 0."""
    found = np.zeros(len(values), dtype=np.int64)
    left = np.arange(len(values))
    for figures in range(profile.significant_figures, 0, -1):
        shown = significant_figures(values[left], figures)
        half = 10.0 ** (np.floor(np.log10(shown)) - figures + 1) / 2
        finest, slack = np.full(len(left), QUARTERS), np.full(len(left), A_LITTLE)
        said = np.array([shown - half, shown + half, *rates.total[:, left], finest, slack])
        tell = rates_telling(
            rates.counts[left],
            rates.low[left],
            rates.high[left],
            rates.weight[left],
            rates.secret[left],
            said.T.copy(),
            NARROWEST,
        )
        found[left[~tell]] = figures
        left = left[tell]
    return found


def _rates(
    values: pa.Table,
    basis: str,
    cells: Cells,
    above: Above,
    same: Quantities,
    measures: Sequence[Measure],
    profile: DisclosureProfile,
) -> Rates | None:
    """The standardised rates of everybody in an area that some hidden age band is part of."""
    standardised = [m for m in measures if m.statistic == "dsr" and basis in m.basis]
    numerators = [(m.name, COUNTS[0]) for m in standardised]
    counted = {same[key] for key in numerators if key in same}
    alike = [name for (name, role), count in same.items() if role == COUNTS[0] and count in counted]
    about = np.flatnonzero(have(values, "measure", *alike) & have(values, "basis", basis))
    some = values.take(pa.array(about))
    said = published(some, basis, profile, same, monthly=False)
    if said is None:
        return None
    said = said.with_unseen(cells_of_pieces(said.cells, above))
    low, high = feasible_range(said.lower, said.upper, sums_of(said.cells, above))
    shown = have(some, "statistic", "dsr") & have(some, "breakdown", ALL)
    at = np.flatnonzero((shown & have(some, "status", "shown"))[said.rows])
    rates = some.select(_KEY).take(pa.array(said.rows[at]))
    bands = _bands_of(rates, {key: place for place, key in enumerate(said.cells)})
    events, people, per = _by_age(cells, standardised, rates)
    column = said.table[said.numerator[at]]
    seen = bands, column[:, np.newaxis]
    secret = (bands >= 0) & said.hidden[seen] & ~said.shown[seen] & (high[seen] > 0)
    kept = np.flatnonzero(secret.any(axis=-1) & events.any(axis=-1))
    total = said.cell[said.numerator[at]], column
    return Rates(
        rows=about[said.rows[at[kept]]],
        counts=events[kept],
        low=np.where(bands >= 0, low[seen], 0.0)[kept],
        high=np.where(bands >= 0, high[seen], 0.0)[kept],
        secret=secret[kept],
        weight=(_weight(events, people) * per[:, np.newaxis])[kept],
        total=np.array([low[total], high[total]])[:, kept],
    )


def _bands_of(rates: pa.Table, place: Mapping[CellKey, int]) -> IntArray:
    """The cells of the age bands of each rate's area, or -1; shape (rates, bands)."""
    kinds, codes = (rates[name].to_pylist() for name in _KEY[1:])
    areas = {
        area: [place.get((*area, AGE, band), -1) for band in AGE_BANDS]
        for area in set(zip(kinds, codes, strict=True))
    }
    found = [areas[area] for area in zip(kinds, codes, strict=True)]
    return np.array(found, dtype=np.int64).reshape(-1, len(AGE_BANDS))


def _by_age(
    cells: Cells, measures: Sequence[Measure], rates: pa.Table
) -> tuple[Array, Array, IntArray]:
    """Events and people of each rate by age band, and what it is per."""
    columns = [name(m) for m in measures for name in (numerator_column, denominator_column)]
    number = {measure.name: at for at, measure in enumerate(measures)}
    names, kinds, codes = (rates[name].to_pylist() for name in _KEY)
    measure = np.array([number[name] for name in names], dtype=np.int64)
    found = np.zeros((2, len(names), len(AGE_BANDS)))
    for level in set(kinds):
        area = {code: at for at, code in enumerate(cells.levels[level][0])}
        mine = np.flatnonzero(np.array(kinds) == level)
        added = cells.added(level, (AGE,), columns)
        for role in range(2):
            at = [area[codes[row]] for row in mine]
            found[role, mine] = added[at, : len(AGE_BANDS), 2 * measure[mine] + role]
    per = np.array([one.per for one in measures], dtype=np.int64)
    return found[0], found[1], per[measure]


def _weight(events: Array, people: Array) -> Array:
    """What one event of each of our bands adds to each rate, per person; shape (rates, bands)."""
    standard = european_2013.weights
    folded = european_2013.fold(people)
    shares = standard_shares(standard, folded, "left out", european_2013.fold(events))
    return np.asarray(np.nan_to_num(shares)[:, _BAND_OF_STANDARD])


def shown_in(values: pa.Table, rows: IntArray, figures: IntArray) -> pa.Table:
    """The values with some rates in so many figures, limits about them, or withheld.

    Args:
        values: The values.
        rows: The rows of those rates.
        figures: The figures of each; 0 where it is withheld.
    """
    if not len(rows):
        return values
    gone = np.zeros(values.num_rows, dtype=np.bool_)
    gone[rows[figures == 0]] = True
    made = [number(values, name) for name in _ESTIMATE]
    counts = number(values, COUNTS[0])
    for few in np.unique(figures[figures > 0]):
        at = rows[figures == few]
        rate = Interval(*(part[at] for part in made))
        again = limits_of_total(rate, counts[at], counts[at], int(few))
        for part, now in zip(made, again, strict=True):
            part[at] = significant_figures(now)
    for name, part in zip(_ESTIMATE, made, strict=True):
        part[gone] = np.nan
        values = _with(values, name, pa.array(part, from_pandas=True))
    nothing = pa.scalar(None, pa.int64())
    for name in (COUNTS[0], ROUNDED_TO[0]):
        values = _with(values, name, pc.if_else(pa.array(gone), nothing, values[name]))
    return with_word(values, "status", gone, WITHHELD)


def _with(values: pa.Table, name: str, column: pa.Array | pa.ChunkedArray) -> pa.Table:
    place, field = values.schema.get_field_index(name), values.schema.field(name)
    return values.set_column(place, field, column.cast(field.type))
