"""Deaths and person-years of areas and groups as arrays, ready for life tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.calendar import AGE_BANDS
from wholeplace.geography import Geography
from wholeplace.measures.cells import CATEGORIES, Cells, read_cells
from wholeplace.measures.cubes import RESIDENT
from wholeplace.measures.homes import RESIDENT_LEVELS as DIVIDED
from wholeplace.measures.homes import with_homes
from wholeplace.measures.ladders import RESIDENT_LEVELS, ladder_of
from wholeplace.measures.mortality.causes import CauseList
from wholeplace.measures.mortality.counting import PLACE
from wholeplace.measures.mortality.cube import (
    EVERY_CAUSE,
    POOLS,
    PREVENTABLE,
    TREATABLE,
    column,
)

Array = NDArray[np.float64]
SEX, AGE = "sex", "age_band"
FIFTHS = "deprivation_2025"
PERSONS = "persons"
SEXES = (PERSONS, "female", "male")


@dataclass(frozen=True)
class Grid:
    """One kind of area, divided one way, over one pool of years.

    The last three axes of every array are sex (:data:`SEXES`), cause where there is one, and age
    band; before them stand area and category.

    Attributes:
        level: The kind of area.
        codes: The areas.
        breakdown: What their people are divided by.
        categories: The categories.
        pool: Years counted together.
        people: Person-years.
        deaths: Deaths of every cause.
        causes: Deaths by broad group; no groups where the definitions have none.
        preventable, treatable: Deaths that need not have come, halves counted as such.
    """

    level: str
    codes: Sequence[str]
    breakdown: str
    categories: Sequence[str]
    pool: int
    people: Array
    deaths: Array
    causes: Array
    preventable: Array
    treatable: Array


class MortalityCells:
    """The cube of deaths, read for every kind of area.

    Args:
        cube: What `mortality_cube` gives.
        ladder: The ladder of residents.
        small_areas: The geography's small areas; tenths within an area are of the people who lived
            there in the years of the longest pool.
        groups: Names of the broad groups of causes, in order.
    """

    def __init__(
        self, cube: pa.Table, ladder: pa.Table, small_areas: pa.Table, groups: Sequence[str]
    ) -> None:
        dimensions = {SEX: SEX, AGE: AGE, FIFTHS: "imd25_fifth"}
        kept = ladder.select(["area", *RESIDENT_LEVELS, dimensions[FIFTHS]])
        cells = read_cells(cube, PLACE, kept, dimensions)
        lived = cells.sums[column("people", max(POOLS))]
        counted = replace(cells, sums={**cells.sums, "people": lived})
        self.cells: Cells = with_homes(counted, cube[PLACE], small_areas, DIVIDED)
        self.groups = tuple(groups)

    @classmethod
    def read(cls, cube: pa.Table, geography: Geography, groups: CauseList | None) -> MortalityCells:
        """The cells of a run.

        Args:
            cube: What `mortality_cube` gives.
            geography: The geography of the run.
            groups: The broad groups of causes; None where there are none.
        """
        names = [cause.name for cause in groups.causes] if groups else []
        ladder = ladder_of(RESIDENT, geography)
        return cls(cube, ladder, geography.table("small_areas"), names)

    @property
    def levels(self) -> Mapping[str, tuple[list[str], NDArray[np.int64]]]:
        """Kind of area → its areas' codes and each cell's position among them."""
        return {name: found for name, found in self.cells.levels.items() if found[0]}

    def grid(self, level: str, breakdown: str, pool: int) -> Grid:
        """Counts of every area of a kind.

        Args:
            level: The kind of area.
            breakdown: ``all``, :data:`FIFTHS` or tenths within the area.
            pool: Years counted together.
        """
        names = ["people", EVERY_CAUSE, PREVENTABLE, TREATABLE, *self.groups]
        columns = [column(name, pool) for name in names]
        held = [name for name in columns if name in self.cells.sums]
        added = self.cells.added(level, (breakdown, SEX, AGE), held)
        added = np.moveaxis(added[..., : len(AGE_BANDS), :], -1, 2)
        sexes = CATEGORIES[SEX]
        one_sex = [added[:, :, :, sexes.index(sex), :] for sex in SEXES[1:]]
        # People of unknown sex are in the figure for everybody.
        counts = np.stack([added.sum(axis=3), *one_sex], axis=2)
        found = {name: counts[:, :, :, place, :] for place, name in enumerate(held)}
        none = np.zeros_like(counts[:, :, :, 0, :])
        groups = [found[column(name, pool)] for name in self.groups]
        return Grid(
            level=level,
            codes=self.cells.levels[level][0],
            breakdown=breakdown,
            categories=CATEGORIES[breakdown],
            pool=pool,
            people=found[column("people", pool)],
            deaths=found[column(EVERY_CAUSE, pool)],
            causes=np.stack(groups, axis=-2) if groups else none[..., np.newaxis, :][..., :0, :],
            preventable=found.get(column(PREVENTABLE, pool), none) / 2,
            treatable=found.get(column(TREATABLE, pool), none) / 2,
        )
