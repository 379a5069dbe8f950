"""Release tables: every measure for every area and group, through the disclosure gate, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.calendar import AGE_BANDS, window_start
from wholeplace.measures.cells import AGE_SEX, AGE_SEX_CATEGORIES, Cells
from wholeplace.measures.cubes import denominator_column, numerator_column, squares_column
from wholeplace.measures.disclosure.columns import TEXT
from wholeplace.measures.measure import Basis, Measure, Statistic
from wholeplace.record.person_table import PERIOD_MONTHS
from wholeplace.statistics import (
    DisclosureProfile,
    Released,
    directly_standardised_rate,
    european_2013,
    mean,
    release_count,
    release_from_true_counts,
    release_proportion,
    release_rate,
    round_count,
)
from wholeplace.statistics.released import limits_of_total
from wholeplace.statistics.suppression import STATUSES, StatusArray

VALUES_SCHEMA = pa.schema(
    [
        ("area_type", TEXT),
        ("area_code", TEXT),
        ("basis", TEXT),
        ("measure", TEXT),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("breakdown", TEXT),
        ("category", TEXT),
        ("statistic", TEXT),
        ("numerator", pa.int64()),
        ("denominator", pa.int64()),
        ("value", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("status", TEXT),
    ]
)
AGE = "age_band"
_LEVELS_AT_ONCE = 2
"""Kinds of area worked on side by side: each takes its own part of the memory."""
Array = NDArray[np.float64]


def released_values(
    cells: Cells,
    basis: Basis,
    measures: Sequence[Measure],
    as_at: dt.date,
    profile: DisclosureProfile,
    only: Sequence[str] | None = None,
) -> Iterator[pa.Table]:
    """Gated tables, one per area type and breakdown, of every measure.

    Args:
        cells: A cube.
        basis: Whose people it counts.
        measures: The measures.
        as_at: The date of the run.
        profile: The disclosure profile.
        only: The breakdowns wanted; all there are by default.

    Yields:
        Tables of :data:`VALUES_SCHEMA`.
    """
    wanted = [measure for measure in measures if basis in measure.basis]
    counts = [measure for measure in wanted if measure.statistic == "count"]

    def at(level: str) -> list[pa.Table]:
        here = cells.at(level)
        made: list[pa.Table] = []
        for breakdown in cells.breakdowns_at(level):
            if only is None or breakdown in only:
                made += broken_down(here, level, breakdown, wanted, basis, as_at, profile)
        if counts and only is None:
            made.append(_by_age_and_sex(here, level, counts, basis, as_at, profile))
        return made

    with ThreadPoolExecutor(_LEVELS_AT_ONCE) as threads:
        for made in threads.map(at, [level for level in cells.levels if cells.levels[level][0]]):
            yield from made


def broken_down(
    cells: Cells,
    level: str,
    breakdown: str,
    measures: Sequence[Measure],
    basis: Basis,
    as_at: dt.date,
    profile: DisclosureProfile,
) -> Iterator[pa.Table]:
    """Gated tables of measures for one kind of area and one breakdown, alike measures together.

    Args:
        cells: A cube.
        level: The area type.
        breakdown: What the people are divided by.
        measures: The measures.
        basis: Whose people the cube counts.
        as_at: The date of the run.
        profile: The disclosure profile.

    Yields:
        Tables of :data:`VALUES_SCHEMA`.
    """
    for alike, statistic, gated in estimates(cells, level, breakdown, measures, profile):
        yield value_rows(cells, level, breakdown, alike, basis, statistic, gated, as_at)


def _by_age_and_sex(
    cells: Cells,
    level: str,
    measures: Sequence[Measure],
    basis: Basis,
    as_at: dt.date,
    profile: DisclosureProfile,
) -> pa.Table:
    """Counts by age and sex together: the pyramid of a place."""
    sums = _sums(cells, level, ("sex", AGE), [numerator_column(measure) for measure in measures])
    gated = release_count(sums.reshape(*sums.shape[:2], -1), profile=profile)
    return value_rows(cells, level, AGE_SEX, measures, basis, "count", gated, as_at)


def estimates(
    cells: Cells,
    level: str,
    breakdown: str,
    measures: Sequence[Measure],
    profile: DisclosureProfile,
) -> Iterator[tuple[list[Measure], Statistic, Released]]:
    """Gated numbers of measures, those of one statistic worked out together.

    Args:
        cells: A cube.
        level: The area type.
        breakdown: What the people are divided by.
        measures: The measures.
        profile: The disclosure profile.

    Yields:
        Some measures, the statistic used, and their gated numbers of shape (measures, areas,
        categories).
    """
    alike: dict[tuple[Statistic, int], list[Measure]] = {}
    for measure in measures:
        rate_of_band = measure.statistic == "dsr" and breakdown == AGE
        statistic: Statistic = "rate" if rate_of_band else measure.statistic
        alike.setdefault((statistic, measure.per), []).append(measure)
    for (statistic, per), some in alike.items():
        yield some, statistic, _gated(cells, level, breakdown, some, statistic, per, profile)


def _gated(
    cells: Cells,
    level: str,
    breakdown: str,
    measures: Sequence[Measure],
    statistic: Statistic,
    per: int,
    profile: DisclosureProfile,
) -> Released:
    """Gated numbers of measures of one statistic, of shape (measures, areas, categories)."""
    names = [numerator_column(m) for m in measures] + [denominator_column(m) for m in measures]
    kept: tuple[str, ...] = (breakdown,)
    if statistic == "mean":
        names += [squares_column(measure) for measure in measures]
    elif statistic == "dsr":
        kept = (breakdown, AGE)
    sums = _sums(cells, level, kept, names)
    numerator, denominator, *squares = np.split(sums, len(names) // len(measures))
    if statistic == "dsr":
        bands = slice(len(AGE_BANDS))
        return _standardised(numerator[..., bands], denominator[..., bands], per, profile)
    if statistic == "proportion":
        return release_proportion(numerator, denominator, profile=profile)
    if statistic == "count":
        return release_count(numerator, profile=profile)
    if statistic == "mean":
        made = mean(denominator, numerator, squares[0])
        return release_from_true_counts(made, numerator, denominator, "mean", profile=profile)
    return release_rate(numerator, denominator, per, profile=profile)


def _sums(cells: Cells, level: str, breakdowns: Sequence[str], columns: Sequence[str]) -> Array:
    """Sums of shape (columns, areas, categories of each breakdown …)."""
    return np.moveaxis(cells.added(level, breakdowns, columns), -1, 0)


def _standardised(
    events: Array, population: Array, per: int, profile: DisclosureProfile
) -> Released:
    """Directly standardised rates; people of unknown age are in neither sum.

    Age bands that nobody can be in (a measure of people aged 65 and over) or nobody is in are
    left out of the standard. Limits are those of the rounded number of events: with those of the
    true one, three figures would often give it back.
    """
    folded_events, folded_population = european_2013.fold(events), european_2013.fold(population)
    estimate = directly_standardised_rate(
        folded_events,
        folded_population,
        european_2013.weights,
        per,
        empty_bands="left out",
    )
    total = events.sum(axis=-1)
    if profile.base > 1:
        estimate = limits_of_total(estimate, total, round_count(total, profile))
    return release_from_true_counts(
        estimate, total, population.sum(axis=-1), "dsr", profile=profile
    )


def value_rows(
    cells: Cells,
    level: str,
    breakdown: str,
    measures: Sequence[Measure],
    basis: Basis,
    statistic: Statistic,
    gated: Released,
    as_at: dt.date,
) -> pa.Table:
    """Gated numbers as rows of the release.

    Args:
        cells: The cube they were added up from.
        level: The kind of area.
        breakdown: What the people are divided by.
        measures: The measures.
        basis: Whose people are counted.
        statistic: The statistic.
        gated: The numbers, of shape (measures, areas of the level, categories of the breakdown).
        as_at: The date of the run.

    Returns:
        A table of :data:`VALUES_SCHEMA`, one row per measure, area and category.
    """
    codes = cells.levels[level][0]
    categories = AGE_SEX_CATEGORIES if breakdown == AGE_SEX else cells.categories_of(breakdown)
    shape = (len(measures), len(codes), len(categories))
    start = window_start(as_at, PERIOD_MONTHS)
    same = {
        "area_type": level,
        "basis": basis,
        "period_end": as_at,
        "breakdown": breakdown,
        "statistic": statistic,
    }
    size = len(measures) * len(codes) * len(categories)
    columns = {name: _alike(name, value, size) for name, value in same.items()}
    along: dict[str, tuple[int, Sequence[Any]]] = {
        "measure": (0, [measure.name for measure in measures]),
        "period_start": (0, [start if measure.flow else as_at for measure in measures]),
        "area_code": (1, codes),
        "category": (2, categories),
    }
    columns |= {name: _along(shape, axis, name, values) for name, (axis, values) in along.items()}
    for name in ("numerator", "denominator"):
        columns[name] = _whole(getattr(gated, name))
    for name in ("value", "lower", "upper"):
        part = np.asarray(getattr(gated, name), dtype=np.float64).ravel()
        columns[name] = pa.array(part, mask=np.isnan(part))
    columns["status"] = _of_words("status", STATUSES, _statuses(gated.status))
    return pa.table({name: columns[name] for name in VALUES_SCHEMA.names}, schema=VALUES_SCHEMA)


def _alike(name: str, value: Any, size: int) -> pa.Array:
    """A column with the same value in every row."""
    return _of_words(name, [value], np.zeros(size, dtype=np.int32))


def _along(shape: tuple[int, ...], axis: int, name: str, values: Sequence[Any]) -> pa.Array:
    """A column of rows in the order of an array, each with the value of its place on an axis."""
    place = np.broadcast_to(np.indices(shape, dtype=np.int32, sparse=True)[axis], shape)
    return _of_words(name, values, place.ravel())


def _of_words(name: str, words: Sequence[Any], place: NDArray[np.int32]) -> pa.Array:
    """A column of the values at some places in a list."""
    kind = VALUES_SCHEMA.field(name).type
    if kind == TEXT:
        return pa.DictionaryArray.from_arrays(place, pa.array(words, pa.string()))
    return pa.array(words, kind).take(pa.array(place))


def _statuses(status: StatusArray) -> NDArray[np.int32]:
    """Each number's place among the statuses there are."""
    flat = status.ravel()
    place = np.zeros(flat.shape, dtype=np.int32)
    for number, name in enumerate(STATUSES[1:], start=1):
        place[flat == name] = number
    return place


def _whole(numbers: Array) -> pa.Array:
    flat = np.asarray(numbers, dtype=np.float64).ravel()
    missing = np.isnan(flat)
    return pa.array(np.where(missing, 0, flat).astype(np.int64), mask=missing)
