"""Standardised rates that would tell a hidden count of an age band: given in fewer figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.core.calendar import AGE_BANDS
from wholeplace.measures.cells import ALL, Cells
from wholeplace.measures.cubes import denominator_column, numerator_column
from wholeplace.measures.disclosure.columns import COUNTS, ROUNDED_TO, Words, number
from wholeplace.measures.disclosure.published import Quantities, published
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
from wholeplace.statistics.telling_kernel import Said, bands_told

_ESTIMATE = ("value", "lower", "upper")
_BAND_OF_STANDARD = np.array(
    [int(european_2013.fold(band).argmax()) for band in np.eye(len(AGE_BANDS))]
)
"""Which band of the standard each of our age bands is in."""
Array = NDArray[np.float64]


class Rate(NamedTuple):
    """One standardised rate of everybody in an area.

    Attributes:
        row: Its row of the values.
        counts: True events by age band.
        low, high: What each can be, by all that is released but the rate.
        secret: The bands whose events are hidden.
        weight: What one event of each band adds to the rate.
        total: The fewest and the most events there can be.
    """

    row: int
    counts: Array
    low: Array
    high: Array
    secret: NDArray[np.bool_]
    weight: Array
    total: tuple[float, float]


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
        for rate in _rates(
            values, basis, cubes[basis], above.get(basis, {}), ids, measures, profile
        ):
            figures[rate.row] = _figures(rate, float(shown[rate.row]), profile)
    changed = np.flatnonzero(figures < profile.significant_figures)
    return _shown_in(values, changed, figures[changed])


def _figures(rate: Rate, value: float, profile: DisclosureProfile) -> int:
    """The most figures that tell no hidden band, or 0."""
    for figures in range(profile.significant_figures, 0, -1):
        shown = float(significant_figures(value, figures))
        half = 10.0 ** (np.floor(np.log10(shown)) - figures + 1) / 2
        said = Said(shown - half, shown + half, *rate.total, QUARTERS, A_LITTLE)
        bands = (rate.counts, rate.low, rate.high, rate.weight, rate.secret)
        if not bands_told(*bands, said, NARROWEST):
            return figures
    return 0


def _rates(
    values: pa.Table,
    basis: str,
    cells: Cells,
    above: Above,
    same: Quantities,
    measures: Sequence[Measure],
    profile: DisclosureProfile,
) -> Iterator[Rate]:
    """Every standardised rate of everybody in an area that some hidden age band is part of."""
    standardised = {m.name: m for m in measures if m.statistic == "dsr" and basis in m.basis}
    counted = {same[name, COUNTS[0]] for name in standardised if (name, COUNTS[0]) in same}
    alike = [name for (name, role), count in same.items() if role == COUNTS[0] and count in counted]
    wanted = Words.of(values, "measure").are(*alike) & Words.of(values, "basis").are(basis)
    about = np.flatnonzero(wanted)
    some = values.take(pa.array(about))
    said = published(some, basis, profile, same, monthly=False)
    if said is None:
        return
    said = said.with_unseen(cells_of_pieces(said.cells, above))
    sums = sums_of(said.cells, above)
    low, high = feasible_range(said.lower, said.upper, sums)
    hidden = said.hidden & ~said.shown
    place = {key: at for at, key in enumerate(said.cells)}
    shown = Words.of(some, "statistic").are("dsr") & Words.of(some, "breakdown").are(ALL)
    shown &= Words.of(some, "status").are("shown")
    rows = said.rows[shown[said.rows]]
    counts = _by_age(cells, list(standardised.values()))
    table = said.table[said.numerator]
    within = {int(row): at for at, row in enumerate(said.rows)}
    for row, keys in zip(rows.tolist(), _keys(some, rows), strict=True):
        name, kind, code = keys
        events, people, per = counts[name][kind, code]
        bands = [place.get((kind, code, AGE, band), -1) for band in AGE_BANDS]
        at, column = np.array(bands), table[within[row]]
        secret = (at >= 0) & hidden[at, column] & (high[at, column] > 0)
        if secret.any() and events.any():
            total = said.cell[said.numerator[within[row]]]
            yield Rate(
                row=int(about[row]),
                counts=events,
                low=np.where(at >= 0, low[at, column], 0.0),
                high=np.where(at >= 0, high[at, column], 0.0),
                secret=secret,
                weight=_weight(events, people) * per,
                total=(low[total, column], high[total, column]),
            )


def _keys(rows: pa.Table, at: NDArray[np.int64]) -> Iterator[tuple[str, str, str]]:
    """Measure, area type and area code of some rows."""
    names = ("measure", "area_type", "area_code")
    some = rows.select(names).take(pa.array(at))
    return zip(*(some[name].to_pylist() for name in names), strict=True)


def _by_age(
    cells: Cells, measures: Sequence[Measure]
) -> dict[str, dict[tuple[str, str], tuple[Array, Array, int]]]:
    """Measure → area type and code → events and people by age band, and what rates are per."""
    columns = [name(m) for m in measures for name in (numerator_column, denominator_column)]
    found: dict[str, dict[tuple[str, str], tuple[Array, Array, int]]] = {}
    for level, (codes, _) in cells.levels.items():
        if codes:
            added = cells.added(level, (AGE,), columns)[:, : len(AGE_BANDS)]
            for at, measure in enumerate(measures):
                here = found.setdefault(measure.name, {})
                for code, counts in zip(codes, added, strict=True):
                    events, people = counts[:, 2 * at], counts[:, 2 * at + 1]
                    here[level, code] = events.copy(), people.copy(), measure.per
    return found


def _weight(events: Array, people: Array) -> Array:
    """What one event of each of our bands adds to a rate per person."""
    standard = european_2013.weights
    folded = european_2013.fold(people)
    shares = standard_shares(standard, folded, "left out", european_2013.fold(events))
    return np.asarray(np.nan_to_num(shares)[_BAND_OF_STANDARD])


def _shown_in(values: pa.Table, rows: NDArray[np.int64], figures: NDArray[np.int64]) -> pa.Table:
    """The values with some rates in so many figures, limits about them, or withheld."""
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
    return _with(values, "status", pc.if_else(pa.array(gone), WITHHELD, values["status"]))


def _with(values: pa.Table, name: str, column: pa.Array | pa.ChunkedArray) -> pa.Table:
    place, field = values.schema.get_field_index(name), values.schema.field(name)
    return values.set_column(place, field, column.cast(field.type))
