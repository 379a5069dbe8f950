"""Standardised rates as the sums that they are: events by age, and what each adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.calendar import AGE_BANDS
from wholeplace.measures.cells import ALL, Cells
from wholeplace.measures.cubes import denominator_column, numerator_column
from wholeplace.measures.disclosure.columns import COUNTS, BoolArray, IntArray, Words, have
from wholeplace.measures.disclosure.published import CellKey, Published, Quantities, published
from wholeplace.measures.disclosure.sums import Above, cells_of_pieces, sums_of
from wholeplace.measures.measure import Measure
from wholeplace.measures.release_tables import AGE
from wholeplace.statistics import DisclosureProfile, european_2013, feasible_range
from wholeplace.statistics.rates_told_kernel import Bands, bands_of
from wholeplace.statistics.standardisation import standard_shares

_KEY = ("area_type", "area_code", "measure", "breakdown", "category")
_BAND_OF_STANDARD = np.array(
    [int(european_2013.fold(band).argmax()) for band in np.eye(len(AGE_BANDS))]
)
"""Which band of the standard each of our age bands is in."""
Array = NDArray[np.float64]
Area = tuple[str, str, str]
"""Area type, area and measure."""
Key = tuple[str, str, str, str, str]
"""Area type, area, measure, breakdown and category of a rate."""


class RatesByAge(NamedTuple):
    """Standardised rates of areas with a hidden age band, of everybody and of groups.

    Those of one area and measure stand side by side, everybody first, then the groups of one
    breakdown after another. Groups with people but without a rate are among them: they are the
    rest of everybody.

    Attributes:
        bands: Events of everybody by age, of each area and measure.
        area: Which of those each rate is of; shape (rates,), as are the next three.
        split: The breakdown it is of, 0 for everybody.
        row: Its row among the values.
        shown: Whether the rate is shown.
        counts: True events by age; shape (rates, bands), as are the next two.
        people: People by age.
        weight: What one event of each band adds to the rate.
        total: The fewest and the most events there can be in all; shape (2, rates).
    """

    bands: Bands
    area: IntArray
    split: IntArray
    row: IntArray
    shown: BoolArray
    counts: Array
    people: Array
    weight: Array
    total: Array

    def of_areas(self, areas: IntArray) -> RatesByAge:
        """Those of some areas.

        Args:
            areas: Which, in order; shape (areas,).
        """
        rates = np.flatnonzero(np.isin(self.area, areas))
        return RatesByAge(
            bands=bands_of(self.bands, areas),
            area=np.searchsorted(areas, self.area[rates]),
            split=self.split[rates],
            row=self.row[rates],
            shown=self.shown[rates],
            counts=self.counts[rates],
            people=self.people[rates],
            weight=self.weight[rates],
            total=self.total[:, rates],
        )


class Events:
    """Events and people by age that a cube counts for standardised rates, added up once.

    Args:
        cells: The cube.
        measures: The measures that are standardised.
    """

    def __init__(self, cells: Cells, measures: Sequence[Measure]) -> None:
        self.measures = {measure.name: measure for measure in measures}
        within = dict.fromkeys(name for _, name in cells.within)
        self.splits = [ALL, *(n for n in (*cells.breakdowns, *within) if n not in (ALL, AGE))]
        self._cells = cells
        self._columns = [
            column for m in measures for column in (numerator_column(m), denominator_column(m))
        ]
        self._added: dict[tuple[str, str], Array] = {}

    def of(self, keys: Sequence[Key]) -> tuple[Array, Array]:
        """Events and people of some rates by age; each of shape (rates, bands)."""
        found = np.zeros((2, len(keys), len(AGE_BANDS)))
        at: dict[tuple[str, str], list[int]] = {}
        for number, (level, _, _, split, _) in enumerate(keys):
            at.setdefault((level, split), []).append(number)
        numbers = {name: place for place, name in enumerate(self.measures)}
        for (level, split), mine in at.items():
            areas = {code: place for place, code in enumerate(self._cells.levels[level][0])}
            groups = {name: n for n, name in enumerate(self._cells.categories_of(split))}
            rows = [keys[one] for one in mine]
            area = np.array([areas[code] for _, code, *_ in rows])
            measure = np.array([numbers[name] for _, _, name, *_ in rows])
            group = np.array([groups[category] for *_, category in rows])
            added = self._by_age(level, split)
            for role in range(2):
                found[role, mine] = added[area, : len(AGE_BANDS), group, 2 * measure + role]
        return found[0], found[1]

    def _by_age(self, level: str, split: str) -> Array:
        if (level, split) not in self._added:
            self._added[level, split] = self._cells.added(level, (AGE, split), self._columns)
        return self._added[level, split]


def rates_by_age(
    values: pa.Table,
    basis: str,
    events: Events,
    above: Above,
    same: Quantities,
    profile: DisclosureProfile,
) -> RatesByAge | None:
    """The standardised rates of areas of which some hidden age band is part; None for none.

    Args:
        values: The values, protected.
        basis: Whom they are of.
        events: The events by age of that basis.
        above: Where each area lies.
        same: Which counts are the same.
        profile: The disclosure profile.
    """
    numerators = [(name, COUNTS[0]) for name in events.measures]
    counted = {same[key] for key in numerators if key in same}
    alike = [name for (name, role), count in same.items() if role == COUNTS[0] and count in counted]
    about = np.flatnonzero(have(values, "measure", *alike) & have(values, "basis", basis))
    some = values.take(pa.array(about))
    said = published(some, basis, profile, same, monthly=False)
    if said is None:
        return None
    said = said.with_unseen(cells_of_pieces(said.cells, above))
    low, high = feasible_range(said.lower, said.upper, sums_of(said.cells, above))
    standardised = have(some, "statistic", "dsr") & have(some, "breakdown", *events.splits)
    at = np.flatnonzero(standardised[said.rows])
    keys = _keys(some.take(pa.array(said.rows[at])))
    shown = have(some, "status", "shown")[said.rows[at]]
    tables = {
        key[:3]: table
        for key, table, told in zip(keys, said.table[said.numerator[at]], shown, strict=True)
        if told
    }
    bands, areas = _open_areas(tables, said, events, low, high)
    area = np.array([areas.get(key[:3], -1) for key in keys], dtype=np.int64)
    split = np.array([events.splits.index(key[3]) for key in keys], dtype=np.int64)
    counts, people = events.of([key for key, place in zip(keys, area, strict=True) if place >= 0])
    # Those of nobody are left out.
    mine, peopled = np.flatnonzero(area >= 0), people.any(axis=-1)
    mine, counts, people = mine[peopled], counts[peopled], people[peopled]
    order = np.lexsort((-counts.sum(axis=-1), split[mine], area[mine]))
    mine, counts, people = mine[order], counts[order], people[order]
    per = np.array([events.measures[keys[one][2]].per for one in mine], dtype=np.float64)
    numerator = said.numerator[at[mine]]
    total = said.cell[numerator], said.table[numerator]
    return RatesByAge(
        bands=bands,
        area=area[mine],
        split=split[mine],
        row=about[said.rows[at[mine]]],
        shown=shown[mine],
        counts=counts,
        people=people,
        weight=_weight(counts, people) * per[:, np.newaxis],
        total=np.array([low[total], high[total]]),
    )


def _open_areas(
    tables: Mapping[Area, int], said: Published, events: Events, low: Array, high: Array
) -> tuple[Bands, dict[Area, int]]:
    """The events by age of areas and measures with a hidden age band, and the place of each.

    Args:
        tables: The table of what is counted, of each area and measure with a rate that is shown.
        said: What is said of all counts.
        events: Their events by age.
        low: The least each cell can be in every table.
        high: The most.
    """
    areas = sorted(tables)
    cells = _bands_of(areas, said.cells)
    seen = cells, np.array([tables[area] for area in areas], dtype=np.int64)[:, np.newaxis]
    known = cells >= 0
    secret = known & said.hidden[seen] & ~said.shown[seen] & (high[seen] > 0)
    counts = events.of([(*area, ALL, ALL) for area in areas])[0]
    kept = np.flatnonzero(secret.any(axis=-1) & counts.any(axis=-1))
    least, most = (np.where(known, part[seen], 0.0) for part in (low, high))
    bands = bands_of(Bands(counts, least, most, secret), kept)
    return bands, {areas[one]: place for place, one in enumerate(kept)}


def _keys(rows: pa.Table) -> list[Key]:
    texts = [Words.of(rows, name) for name in _KEY]
    return list(zip(*(np.array(t.words)[t.number].tolist() for t in texts), strict=True))


def _bands_of(areas: Sequence[Area], cells: Sequence[CellKey]) -> IntArray:
    """The cells of the age bands of each area and measure, or -1; shape (areas, bands)."""
    place = {key: number for number, key in enumerate(cells)}
    codes = {area[:2] for area in areas}
    known: Mapping[tuple[str, ...], list[int]] = {
        code: [place.get((code[0], code[1], AGE, band), -1) for band in AGE_BANDS] for code in codes
    }
    found = [known[area[:2]] for area in areas]
    return np.array(found, dtype=np.int64).reshape(-1, len(AGE_BANDS))


def _weight(events: Array, people: Array) -> Array:
    """What one event of each of our bands adds to each rate, per person; shape (rates, bands)."""
    standard = european_2013.weights
    folded = european_2013.fold(people)
    shares = standard_shares(standard, folded, "left out", european_2013.fold(events))
    return np.asarray(np.nan_to_num(shares)[:, _BAND_OF_STANDARD])
