"""Release tables: every measure for every area and group, through the disclosure gate, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.calendar import AGE_BANDS, window_start
from wholeplace.measures.cells import AGE_SEX, AGE_SEX_CATEGORIES, Cells
from wholeplace.measures.cubes import denominator_column, numerator_column, squares_column
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
)

VALUES_SCHEMA = pa.schema(
    [
        ("area_type", pa.string()),
        ("area_code", pa.string()),
        ("basis", pa.string()),
        ("measure", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("breakdown", pa.string()),
        ("category", pa.string()),
        ("statistic", pa.string()),
        ("numerator", pa.int64()),
        ("denominator", pa.int64()),
        ("value", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("status", pa.string()),
    ]
)
AGE = "age_band"
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
    for level in cells.levels:
        if not cells.levels[level][0]:
            continue
        for breakdown in cells.breakdowns_at(level):
            if only is not None and breakdown not in only:
                continue
            for measure in wanted:
                statistic, gated = estimate(cells, level, breakdown, measure, profile)
                yield value_rows(cells, level, breakdown, measure, basis, statistic, gated, as_at)
        for measure in wanted:
            if measure.statistic == "count" and only is None:
                yield _by_age_and_sex(cells, level, measure, basis, as_at, profile)


def _by_age_and_sex(
    cells: Cells,
    level: str,
    measure: Measure,
    basis: Basis,
    as_at: dt.date,
    profile: DisclosureProfile,
) -> pa.Table:
    """A count by age and sex together: the pyramid of a place."""
    sums = cells.added(level, ("sex", AGE), [numerator_column(measure)])
    gated = release_count(sums.reshape(sums.shape[0], -1), profile=profile)
    return value_rows(cells, level, AGE_SEX, measure, basis, "count", gated, as_at)


def estimate(
    cells: Cells, level: str, breakdown: str, measure: Measure, profile: DisclosureProfile
) -> tuple[Statistic, Released]:
    """The statistic used, and the gated numbers of shape (areas, categories).

    Args:
        cells: A cube.
        level: The area type.
        breakdown: What the people are divided by.
        measure: The measure.
        profile: The disclosure profile.
    """
    columns = [numerator_column(measure), denominator_column(measure)]
    if measure.statistic == "mean":
        columns.append(squares_column(measure))
    if measure.statistic == "dsr" and breakdown != AGE:
        by_age = cells.added(level, (breakdown, AGE), columns)[..., : len(AGE_BANDS), :]
        return "dsr", _standardised(by_age[..., 0], by_age[..., 1], measure.per, profile)
    sums = cells.added(level, (breakdown,), columns)
    numerator, denominator = sums[..., 0], sums[..., 1]
    if measure.statistic == "proportion":
        return "proportion", release_proportion(numerator, denominator, profile=profile)
    if measure.statistic == "count":
        return "count", release_count(numerator, profile=profile)
    if measure.statistic == "mean":
        estimate = mean(denominator, numerator, sums[..., 2])
        return "mean", release_from_true_counts(
            estimate, numerator, denominator, "mean", profile=profile
        )
    return "rate", release_rate(numerator, denominator, measure.per, profile=profile)


def _standardised(
    events: Array, population: Array, per: int, profile: DisclosureProfile
) -> Released:
    """Directly standardised rates; people of unknown age are in neither sum.

    Age bands that nobody can be in (a measure of people aged 65 and over) or nobody is in are
    left out of the standard.
    """
    folded_events, folded_population = european_2013.fold(events), european_2013.fold(population)
    estimate = directly_standardised_rate(
        folded_events,
        folded_population,
        european_2013.weights,
        per,
        empty_bands="left out",
    )
    return release_from_true_counts(
        estimate, events.sum(axis=-1), population.sum(axis=-1), "dsr", profile=profile
    )


def value_rows(
    cells: Cells,
    level: str,
    breakdown: str,
    measure: Measure,
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
        measure: The measure.
        basis: Whose people are counted.
        statistic: The statistic.
        gated: The numbers, of shape (areas of the level, categories of the breakdown).
        as_at: The date of the run.

    Returns:
        A table of :data:`VALUES_SCHEMA`, one row per area and category.
    """
    codes = cells.levels[level][0]
    categories = AGE_SEX_CATEGORIES if breakdown == AGE_SEX else cells.categories_of(breakdown)
    size = len(codes) * len(categories)
    start = window_start(as_at, PERIOD_MONTHS) if measure.flow else as_at
    same = {
        "area_type": level,
        "basis": basis,
        "measure": measure.name,
        "period_start": start,
        "period_end": as_at,
        "breakdown": breakdown,
        "statistic": statistic,
    }
    columns = {name: pa.repeat(pa.scalar(value), size) for name, value in same.items()}
    columns["area_code"] = pa.array(np.repeat(codes, len(categories)))
    columns["category"] = pa.array(np.tile(categories, len(codes)))
    for name in ("numerator", "denominator"):
        columns[name] = _whole(getattr(gated, name))
    for name in ("value", "lower", "upper"):
        part = np.asarray(getattr(gated, name), dtype=np.float64).ravel()
        columns[name] = pa.array(part, mask=np.isnan(part))
    columns["status"] = pa.array(gated.status.ravel().astype(str))
    return pa.table({name: columns[name] for name in VALUES_SCHEMA.names}, schema=VALUES_SCHEMA)


def _whole(numbers: Array) -> pa.Array:
    flat = np.asarray(numbers, dtype=np.float64).ravel()
    missing = np.isnan(flat)
    return pa.array(np.where(missing, 0, flat).astype(np.int64), mask=missing)
