"""Years of life without recorded conditions: life tables joined with who has none, by age.

It is not the healthy life expectancy of national statistics, which rests on a survey question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from wholeplace.core.calendar import AGE_BANDS
from wholeplace.measures.cells import CATEGORIES, Cells
from wholeplace.measures.mortality.expectancy import EXPECTANCY_SCHEMA, released, tables_of
from wholeplace.measures.mortality.grids import AGE, SEX, SEXES, Array, Grid
from wholeplace.measures.mortality.periods import Period
from wholeplace.measures.stacked_rows import stacked
from wholeplace.statistics import DisclosureProfile, Interval, healthy_life_expectancy

WITHOUT = ("any_long_term_condition", "two_or_more_conditions")
"""Measures that say who has a condition; years are given without what each counts."""
YEARS_SCHEMA = pa.schema([*EXPECTANCY_SCHEMA, ("without", pa.string())])
"""Life expectancy at birth without what the measure in ``without`` counts."""


def years_without(
    grid: Grid, residents: Cells, period: Period, profile: DisclosureProfile
) -> Iterator[pa.Table]:
    """Gated years of life without recorded conditions, by Sullivan's method.

    Args:
        grid: Deaths and person-years.
        residents: The resident cube, with the measures' sums on the date of the run.
        period: The years of the deaths.
        profile: The disclosure profile.

    Yields:
        A table of :data:`YEARS_SCHEMA` for each measure of :data:`WITHOUT` that the cube has.
    """
    table = tables_of(grid)
    for name in WITHOUT:
        columns = [f"{name}__numerator", f"{name}__denominator"]
        if all(column in residents.sums for column in columns):
            counts = _counts(grid, residents, columns)
            having, asked = counts[..., 0], counts[..., 1]
            share = 1 - having / np.where(asked > 0, asked, np.nan)
            years = healthy_life_expectancy(table, share, asked)
            yield _rows(grid, name, years, period, profile)


def _counts(grid: Grid, residents: Cells, columns: Sequence[str]) -> Array:
    """A measure's sums by area, category, sex and age band, areas in the order of the grid."""
    added = residents.added(grid.level, (grid.breakdown, SEX, AGE), columns)
    added = added[:, :, :, : len(AGE_BANDS)]
    sexes = CATEGORIES[SEX]
    one_sex = [added[:, :, sexes.index(sex)] for sex in SEXES[1:]]
    counts = np.stack([added.sum(axis=2), *one_sex], axis=2)
    place = {code: number for number, code in enumerate(residents.levels[grid.level][0])}
    found = np.zeros((len(grid.codes), *counts.shape[1:]))
    for number, code in enumerate(grid.codes):
        if code in place:
            found[number] = counts[place[code]]
    return found


def _rows(
    grid: Grid, name: str, years: Interval, period: Period, profile: DisclosureProfile
) -> pa.Table:
    at_birth = Interval(*(part[..., 0] for part in years))
    gated = released(at_birth, grid.deaths.sum(axis=-1), grid.people.sum(axis=-1), profile)
    same: dict[str, object] = {"area_type": grid.level, "breakdown": grid.breakdown}
    axes = {"area_code": grid.codes, "category": grid.categories, "sex": SEXES}
    columns = {
        "deaths": gated.numerator,
        "person_years": gated.denominator,
        "value": gated.value,
        "lower": gated.lower,
        "upper": gated.upper,
        "status": gated.status,
    }
    same |= {"basis": "resident", "age": 0, "without": name, **period.columns}
    return stacked(YEARS_SCHEMA, axes, same, columns)
