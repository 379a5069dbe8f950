"""Gaps in life expectancy: between fifths, against the system, and along the line of tenths."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.measures.mortality.expectancy import released, tables_of
from wholeplace.measures.mortality.grids import SEXES, Array, Grid
from wholeplace.measures.mortality.periods import Period
from wholeplace.measures.stacked_rows import stacked
from wholeplace.statistics import DisclosureProfile, Interval, difference, life_table, slope_index

MOST_DEPRIVED, LEAST_DEPRIVED = "1", "5"
BETWEEN_FIFTHS = "fifths_2025"
AGAINST_SYSTEM = "system"
SLOPE = "slope_2025"
GAPS_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("area_type", "area_code", "basis", "sex", "gap")),
        ("years_pooled", pa.int64()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((name, pa.float64()) for name in ("value", "lower", "upper")),
        *((name, pa.float64()) for name in ("ratio", "ratio_lower", "ratio_upper")),
        ("status", pa.string()),
    ]
)
"""``value`` is years of life expectancy at birth that one side has less than the other: the most
deprived fifth than the least, the area than the system, or one end of the slope than the other.
``ratio`` is the relative index of inequality, of the slope only."""


class Pair(NamedTuple):
    """Two populations whose life expectancies are compared, by area, sex and age band.

    Attributes:
        deaths, people: Of the population whose gap is explained; cause of death in ``causes``.
        deaths_2, people_2, causes_2: Of the population it is compared with.
    """

    deaths: Array
    people: Array
    causes: Array
    deaths_2: Array
    people_2: Array
    causes_2: Array


def fifths_apart(grid: Grid) -> Pair:
    """The most and the least deprived national fifths of each area."""
    most, least = (grid.categories.index(fifth) for fifth in (MOST_DEPRIVED, LEAST_DEPRIVED))
    return Pair(
        *(part[:, most] for part in (grid.deaths, grid.people, grid.causes)),
        *(part[:, least] for part in (grid.deaths, grid.people, grid.causes)),
    )


def from_the_system(grid: Grid, system: Grid) -> Pair:
    """Each area, and the whole system over the same years."""
    return Pair(
        *(part[:, 0] for part in (grid.deaths, grid.people, grid.causes)),
        *(
            np.broadcast_to(whole[:1, 0], part[:, 0].shape)
            for whole, part in (
                (system.deaths, grid.deaths),
                (system.people, grid.people),
                (system.causes, grid.causes),
            )
        ),
    )


def gap_rows(
    grid: Grid, pair: Pair, gap: str, period: Period, profile: DisclosureProfile
) -> pa.Table:
    """Gated gaps between two populations of each area.

    An area is part of the system, so taking the two as independent makes the limits of that gap a
    little too wide.

    Args:
        grid: Where the pair is from.
        pair: The two populations.
        gap: Which gap it is.
        period: The years counted.
        profile: The disclosure profile.

    Returns:
        A table of :data:`GAPS_SCHEMA`.
    """
    first, second = (at_birth(*side) for side in ((pair[0], pair[1]), (pair[3], pair[4])))
    years = difference(second, first)
    fewest = np.minimum(pair.deaths.sum(axis=-1), pair.deaths_2.sum(axis=-1))
    people = np.minimum(pair.people.sum(axis=-1), pair.people_2.sum(axis=-1))
    nothing = Interval(*(np.full_like(years.value, np.nan),) * 3)
    return _rows(grid, gap, years, nothing, fewest, people, period, profile)


def slope_rows(grid: Grid, period: Period, profile: DisclosureProfile) -> pa.Table:
    """Gated slope and relative indices of inequality over the tenths of each area.

    Args:
        grid: The counts by tenth.
        period: The years counted.
        profile: The disclosure profile.

    Returns:
        A table of :data:`GAPS_SCHEMA`; too few where any tenth has no life expectancy.
    """
    known = slice(0, len(grid.categories) - 1)
    tenths = Interval(
        *(np.moveaxis(part[:, known, :, 0], 1, -1) for part in tables_of(grid).expectancy)
    )
    people = np.moveaxis(grid.people[:, known].sum(axis=-1), 1, -1)
    deaths = np.moveaxis(grid.deaths[:, known].sum(axis=-1), 1, -1)
    index = slope_index(*tenths, people)
    return _rows(
        grid, SLOPE, index.sii, index.rii, deaths.min(axis=-1), people.sum(axis=-1), period, profile
    )


def at_birth(deaths: Array, people: Array) -> Interval:
    """Life expectancy at birth of populations by age band."""
    return Interval(*(part[..., 0] for part in life_table(deaths, people).expectancy))


def _rows(
    grid: Grid,
    gap: str,
    years: Interval,
    ratio: Interval,
    deaths: Array,
    people: Array,
    period: Period,
    profile: DisclosureProfile,
) -> pa.Table:
    status = released(years, deaths, people, profile).status
    shown = status == "shown"
    columns: dict[str, NDArray[Any]] = {"status": status}
    # Hundredths, whatever the size of a gap, so that its parts add up to what is shown of it.
    for name, part in zip(("value", "lower", "upper"), years, strict=True):
        columns[name] = np.where(shown, np.round(part, 2), np.nan)
    for name, part in zip(("ratio", "ratio_lower", "ratio_upper"), ratio, strict=True):
        columns[name] = np.where(shown, np.round(part, 3), np.nan)
    same = {"area_type": grid.level, "basis": "resident", "gap": gap, **period.columns}
    axes = {"area_code": grid.codes, "sex": SEXES}
    return stacked(GAPS_SCHEMA, axes, same, columns)
