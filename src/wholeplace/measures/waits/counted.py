"""A cube of waits or contacts as arrays, added up once for all kinds of area."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.measures.broad_cells import LEVELS, read_broad_cells
from wholeplace.measures.cells import CATEGORIES, Cells
from wholeplace.measures.cubes import Cube

Array = NDArray[np.float64]
Index = NDArray[np.int64]


class Division(NamedTuple):
    """Something every cell has one of: its specialty and priority, or its week of wait."""

    place: Index
    size: int


class Counted(NamedTuple):
    """The cells of one list on one basis.

    Attributes:
        cells: Their areas, breakdowns and sums.
        strata: Each cell's specialty and priority.
        home: Each cell's place among the sets of areas that any cell stands in.
        homes: Kind of area → the area of each of those sets, −1 for none.
        week: Each cell's week of wait; empty for contacts.
        basis: Whose they are.
    """

    cells: Cells
    strata: Division
    home: Index
    homes: Mapping[str, Index]
    week: Index
    basis: str

    def by_home(self, breakdown: str, division: Division, amount: Array) -> Array:
        """Amounts by set of areas, category and division; every kind of area is added from these.

        Args:
            breakdown: The breakdown.
            division: What to keep apart besides.
            amount: What to add up, cell by cell.
        """
        categories = len(CATEGORIES[breakdown])
        shape = (len(next(iter(self.homes.values()))), categories, division.size)
        place = np.ravel_multi_index(
            (self.home, self.cells.breakdowns[breakdown], division.place), shape
        )
        return np.bincount(place, amount, int(np.prod(shape))).astype(np.float64).reshape(shape)

    def by_area(self, level: str, by_home: Array) -> Array:
        """Amounts of each area and category, of shape (areas × categories, divisions).

        Args:
            level: The kind of area.
            by_home: What :meth:`by_home` returned.
        """
        where = self.homes[level]
        areas = np.zeros((len(self.cells.levels[level][0]), *by_home.shape[1:]))
        np.add.at(areas, where[where >= 0], by_home[where >= 0])
        return areas.reshape(-1, by_home.shape[-1])


def read_counted(table: pa.Table, cube: Cube, ladder: pa.Table) -> Counted:
    """A cube of waits or contacts as arrays.

    Args:
        table: The cube as written.
        cube: Which cube its cells are like.
        ladder: The cube's ladder of areas.
    """
    cells = read_broad_cells(table, cube, ladder)
    levels = [level for level in LEVELS if level in cells.levels]
    # One number for each set of areas; an area's place is one more than usual, 0 standing for none.
    shape = [len(cells.levels[level][0]) + 1 for level in levels]
    standing = np.ravel_multi_index([cells.levels[level][1] + 1 for level in levels], shape)
    found, home = np.unique(standing, return_inverse=True)
    homes = np.unravel_index(found, shape)
    together = pc.binary_join_element_wise(table["specialty"], table["priority"], "|")
    strata = pc.unique(together)
    stratum = np.asarray(pc.index_in(together, strata)).astype(np.int64)
    return Counted(
        cells,
        Division(stratum, max(len(strata), 1)),
        home.astype(np.int64),
        {level: places - 1 for level, places in zip(levels, homes, strict=True)},
        table["week"].to_numpy() if "week" in table.column_names else np.array([], np.int64),
        cube.basis,
    )
