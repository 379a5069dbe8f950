"""Standardised rates that would tell a hidden count of an age band: given in fewer figures."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.measures.cells import Cells
from wholeplace.measures.disclosure.columns import (
    COUNTS,
    ROUNDED_TO,
    BoolArray,
    IntArray,
    number,
    with_rows,
    with_word,
)
from wholeplace.measures.disclosure.published import Quantities
from wholeplace.measures.disclosure.rates_by_age import Events, RatesByAge, rates_by_age
from wholeplace.measures.disclosure.saying_less import WITHHELD
from wholeplace.measures.disclosure.sums import Above
from wholeplace.measures.disclosure.withholding import BASES_AT_ONCE
from wholeplace.measures.measure import Measure
from wholeplace.statistics import DisclosureProfile, Interval, significant_figures
from wholeplace.statistics.rates_told_kernel import MOVES, Rates, bands_of, rates_telling
from wholeplace.statistics.released import A_LITTLE, QUARTERS, limits_of_total

_ESTIMATE = ("value", "lower", "upper")
_PARTS = 2
"""Into how many parts areas are put, to be asked side by side."""
Array = NDArray[np.float64]


class FewerFigures:
    """Gives rates in fewer figures where they would tell an age band to within four values.

    A rate is a sum of events by age, each weighed by a population that is known. With few events in
    few bands three figures leave few ways to make it up, and the rates of women and men, or of
    other groups that everybody is one of, leave fewer still. As many figures are kept, from all
    down to one, as leave every hidden band four values; where one is too many the rate is withheld.
    Everybody's rate comes first; then, of each breakdown, the groups with the most events say less,
    until one of them could take whatever is different.

    Args:
        cubes: The cubes by basis.
        above: By basis, where each area lies.
        same: By basis, which counts are the same.
        measures: The measures released.
        profile: The disclosure profile.
    """

    def __init__(
        self,
        cubes: Mapping[str, Cells],
        above: Mapping[str, Above],
        same: Mapping[str, Quantities],
        measures: Sequence[Measure],
        profile: DisclosureProfile,
    ) -> None:
        standardised = [m for m in measures if m.statistic == "dsr"]
        self._events = {
            basis: Events(cubes[basis], [m for m in standardised if basis in m.basis])
            for basis in same
        }
        self._above = above
        self._same = same
        self._profile = profile
        self._known: dict[bytes, IntArray] = {}

    def of(self, values: pa.Table) -> pa.Table:
        """The values with rates in as many figures as tell nothing.

        Args:
            values: The values, protected.
        """
        value = number(values, "value")
        figures = np.full(values.num_rows, self._profile.significant_figures)

        def choose(basis: str) -> None:
            above, ids = self._above.get(basis, {}), self._same[basis]
            rates = rates_by_age(values, basis, self._events[basis], above, ids, self._profile)
            if rates is not None:
                figures[rates.row] = self._figures(rates, value[rates.row])

        with ThreadPoolExecutor(BASES_AT_ONCE) as threads:
            # Each has rows of its own, so that none waits for another.
            list(threads.map(choose, self._same))
        changed = np.flatnonzero(figures < self._profile.significant_figures)
        return shown_in(values, changed, figures[changed])

    def _figures(self, rates: RatesByAge, values: Array) -> IntArray:
        """The figures of rates; an area of which the same is said as before has the same."""
        begin = np.searchsorted(rates.area, np.arange(len(rates.bands.counts) + 1))
        slices = [slice(*ends) for ends in pairwise(begin)]
        keys = [_key(rates, values, area, its) for area, its in enumerate(slices)]
        new = np.array([area for area, key in enumerate(keys) if key not in self._known], dtype=int)
        some = rates.of_areas(new)
        found = _figures(some, values[np.isin(rates.area, new)], self._profile)
        ends = np.searchsorted(some.area, np.arange(len(new) + 1))
        self._known |= {
            keys[area]: found[slice(*its)] for area, its in zip(new, pairwise(ends), strict=True)
        }
        return np.concatenate([self._known[key] for key in keys], dtype=np.int64)


def _key(rates: RatesByAge, values: Array, area: int, its: slice) -> bytes:
    """All that the figures of an area's rates hang on, as one short text."""
    parts = [part[area] for part in rates.bands]
    parts += [rates.split[its], rates.shown[its], rates.weight[its], rates.counts[its]]
    parts += [rates.total[:, its], values[its]]
    return hashlib.sha256(b"".join(part.tobytes() for part in parts)).digest()


def _figures(rates: RatesByAge, values: Array, profile: DisclosureProfile) -> IntArray:
    """The most figures of each rate with which those of its area tell no hidden band, or 0.

    Rates that are not shown have all figures: there is nothing to change in them.
    """
    figures = np.where(rates.shown, profile.significant_figures, 0)
    begin = np.searchsorted(rates.area, np.arange(len(rates.bands.counts)))
    ways = np.zeros((*rates.bands.counts.shape, MOVES, 6), dtype=np.int64)
    whole = _whole(rates)
    for split in np.unique(rates.split):
        beyond = begin + np.bincount(rates.area[rates.split <= split], minlength=len(begin))
        left = np.unique(rates.area[(rates.split == split) & rates.shown])
        while len(left):
            said = whole._replace(said=_said(rates, values, figures))
            left = left[_telling(rates, said, begin, beyond, ways, left)]
            less = _with_most_events(rates, left, (rates.split == split) & (figures > 0))
            figures[less] -= 1
            left = rates.area[less]
    return np.where(rates.shown, figures, profile.significant_figures)


def _whole(rates: RatesByAge) -> Rates:
    """The rates as the kernel takes them, of which nothing is said yet."""
    powers = [np.ones_like(rates.weight), rates.weight, rates.weight**2]
    sums = np.stack([(power * rates.counts).sum(axis=-1) for power in powers], axis=-1)
    return Rates(
        rates.split, rates.counts, rates.weight, rates.people > 0, sums, np.zeros((len(sums), 6))
    )


def _telling(
    rates: RatesByAge,
    said: Rates,
    begin: IntArray,
    beyond: IntArray,
    ways: IntArray,
    areas: IntArray,
) -> BoolArray:
    """Which of some areas tell a band, by their rates from where they begin to where some end."""
    tell = np.zeros(len(areas), dtype=np.bool_)

    def ask(part: slice) -> None:
        some = areas[part]
        known = ways[some]
        bands = bands_of(rates.bands, some)
        tell[part] = rates_telling(bands, said, begin[some], beyond[some], known)
        ways[some] = known

    with ThreadPoolExecutor(_PARTS) as threads:
        list(threads.map(ask, [slice(part, None, _PARTS) for part in range(_PARTS)]))
    return tell


def _with_most_events(rates: RatesByAge, areas: IntArray, among: BoolArray) -> IntArray:
    """Of each area the rate that is of the most events, among some; none where there is none."""
    some = np.flatnonzero(among & np.isin(rates.area, areas))
    some = some[np.lexsort((-rates.counts[some].sum(axis=-1), rates.area[some]))]
    return some[np.unique(rates.area[some], return_index=True)[1]]


def _said(rates: RatesByAge, values: Array, figures: IntArray) -> Array:
    """What is said of all rates, were each shown in so many figures; 0 for not at all."""
    told = figures > 0
    value = np.where(told, values, 1.0)
    for few in np.unique(figures[told]):
        at = figures == few
        value[at] = significant_figures(value[at], int(few))
    with np.errstate(divide="ignore"):
        half = 10.0 ** (np.floor(np.log10(value)) - figures + 1) / 2
    least, most = np.where(told, value - half, -np.inf), np.where(told, value + half, np.inf)
    parts, slack = np.where(told, QUARTERS, 0.0), np.full(len(told), A_LITTLE)
    # The count of a rate that is withheld goes with it.
    gone = rates.shown & ~told
    total = np.where(gone, [[0.0], [np.inf]], rates.total)
    return np.stack([least, most, *total, parts, slack], axis=-1)


def shown_in(values: pa.Table, rows: IntArray, figures: IntArray) -> pa.Table:
    """The values with some rates in so many figures, limits about them, or withheld.

    Args:
        values: The values.
        rows: The rows of those rates.
        figures: The figures of each; 0 where it is withheld.
    """
    some, gone = values.take(pa.array(rows)), figures == 0
    made = [number(some, name) for name in _ESTIMATE]
    counts = number(some, COUNTS[0])
    for few in np.unique(figures[~gone]):
        at = np.flatnonzero(figures == few)
        rate = Interval(*(part[at] for part in made))
        again = limits_of_total(rate, counts[at], counts[at], int(few))
        for part, now in zip(made, again, strict=True):
            part[at] = significant_figures(now)
    columns = {
        name: pa.array(np.where(gone, np.nan, part), from_pandas=True)
        for name, part in zip(_ESTIMATE, made, strict=True)
    }
    nothing = pa.scalar(None, pa.int64())
    for name in (COUNTS[0], ROUNDED_TO[0]):
        columns[name] = pc.if_else(pa.array(gone), nothing, some[name])
    columns["status"] = with_word(some, "status", gone, WITHHELD)["status"]
    return with_rows(values, rows, pa.table(columns))
