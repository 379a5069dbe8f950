"""Life expectancy of every area and group: life tables of pooled years, gated."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from wholeplace.measures.cells import ALL
from wholeplace.measures.mortality.cube import POOLS
from wholeplace.measures.mortality.grids import SEXES, Array, Grid, MortalityCells
from wholeplace.measures.mortality.periods import Period
from wholeplace.measures.stacked_rows import stacked
from wholeplace.statistics import (
    STARTS_TO_90,
    DisclosureProfile,
    Interval,
    LifeTable,
    Released,
    life_table,
    release_from_true_counts,
)

AGES = (0, 65)
"""Ages that life expectancy is given at: at birth, and at 65."""
EXPECTANCY_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("area_type", "area_code", "basis", "sex")),
        ("breakdown", pa.string()),
        ("category", pa.string()),
        ("age", pa.int64()),
        ("years_pooled", pa.int64()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("deaths", pa.int64()),
        ("person_years", pa.int64()),
        ("value", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("status", pa.string()),
    ]
)


def tables_of(grid: Grid) -> LifeTable:
    """The life tables of a grid: area, category, sex and age band."""
    return life_table(grid.deaths, grid.people, STARTS_TO_90)


def chosen_pool(
    cells: MortalityCells,
    level: str,
    pools: tuple[int, ...] = POOLS,
    breakdowns: Sequence[str] = (ALL,),
) -> int:
    """The fewest years that give every area of a kind a life expectancy for both sexes.

    All areas of a kind are given over the same years, so that they can be compared; where no pool
    is enough for all, the longest.

    Args:
        cells: The cells.
        level: The kind of area.
        pools: The pools of years the data reach back over, shortest first.
        breakdowns: What the people are divided by: every group that people are in must have one.
    """
    for pool in pools:
        if all(_whole(cells.grid(level, breakdown, pool)) for breakdown in breakdowns):
            return pool
    return pools[-1]


def _whole(grid: Grid) -> bool:
    """Whether every known group that people are in has a life expectancy for both sexes."""
    known = slice(0, max(len(grid.categories) - 1, 1))
    inhabited = grid.people[:, known, 0].sum(axis=-1) > 0
    at_birth = tables_of(grid).expectancy.value[:, known, :, 0]
    return not bool(np.isnan(at_birth[inhabited]).any())


def expectancy_rows(grid: Grid, period: Period, profile: DisclosureProfile) -> pa.Table:
    """Gated life expectancy at birth and at 65.

    Args:
        grid: The counts.
        period: The years counted.
        profile: The disclosure profile.

    Returns:
        A table of :data:`EXPECTANCY_SCHEMA`, one row for each area, category, sex and age.
    """
    table = tables_of(grid)
    places = [STARTS_TO_90.index(age) for age in AGES]
    value = Interval(*(part[..., places] for part in table.expectancy))
    deaths, people = (_from_ages(counts, places) for counts in (grid.deaths, grid.people))
    gated = released(value, deaths, people, profile)
    axes: dict[str, Sequence[object]] = {"area_code": grid.codes, "category": grid.categories}
    axes |= {"sex": SEXES, "age": AGES}
    same = {"area_type": grid.level, "basis": "resident", "breakdown": grid.breakdown}
    columns = {
        "deaths": gated.numerator,
        "person_years": gated.denominator,
        "value": gated.value,
        "lower": gated.lower,
        "upper": gated.upper,
        "status": gated.status,
    }
    return stacked(EXPECTANCY_SCHEMA, axes, {**same, **period.columns}, columns)


def released(
    estimate: Interval, deaths: Array, people: Array, profile: DisclosureProfile
) -> Released:
    """Gate estimates that rest on deaths, as standardised rates are gated.

    An estimate that cannot be made of people there are is "too_few", not "no_data": there were too
    few of them, or nobody died at 90 or over.
    """
    gated = release_from_true_counts(estimate, deaths, people, "dsr", profile=profile)
    few = (gated.status == "no_data") & (people > 0)
    return gated._replace(status=np.where(few, "too_few", gated.status))


def _from_ages(counts: Array, places: list[int]) -> Array:
    """Counts at each age and above."""
    return np.stack([counts[..., place:].sum(axis=-1) for place in places], axis=-1)
