"""What follows from where people live, area by area: town or country, and tenths of deprivation.

Each is cut for areas large enough only: the tenth of a ward would be one small area or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.measures.cells import CATEGORIES, Cells, IntArray
from wholeplace.measures.cubes import REGISTERED, Cube

RURALITY = "rurality"
TENTHS = "deprivation_tenth_2025"
GROUPS = 10
BY_HOME = (RURALITY, TENTHS)
"""Breakdowns that follow from where people live."""
RESIDENT_LEVELS = ("district", "upper_tier", "icb")
REGISTERED_LEVELS = ("pcn", "place", "icb")
HOMES = Cube(REGISTERED.basis, "pcn", ("lsoa21", "age_band"), REGISTERED.inside)
"""Registered people by where they live: too many cells to be told apart by sex as well."""


def with_homes(
    cells: Cells, homes: pa.ChunkedArray, small_areas: pa.Table, levels: Sequence[str]
) -> Cells:
    """Cells that can also be divided by what follows from where people live.

    Args:
        cells: The cells; their sums hold ``people``.
        homes: The small area of each cell.
        small_areas: The geography's small areas; who lives in none of them is unknown.
        levels: The kinds of area to divide.

    Returns:
        The cells, divided by :data:`BY_HOME` within areas of those kinds.
    """
    home = np.asarray(
        pc.index_in(homes, small_areas["lsoa21"].combine_chunks()).fill_null(-1)
    ).astype(np.int64)
    rural = small_areas["rural"].to_numpy().astype(np.int64)
    unknown = len(CATEGORIES[RURALITY]) - 1
    rurality = np.where(home >= 0, rural[np.maximum(home, 0)], unknown)
    rank = small_areas["imd25_rank"].to_numpy().astype(np.float64)
    within = dict(cells.within)
    for level in levels:
        if cells.levels[level][0]:
            within[level, RURALITY] = rurality
            area = cells.levels[level][1]
            within[level, TENTHS] = _tenths(area, home, rank, cells.sums["people"])
    return replace(cells, within=within)


def _tenths(
    area: IntArray, home: IntArray, rank: NDArray[np.float64], people: IntArray
) -> IntArray:
    """Each cell's tenth of its own area."""
    known = (area >= 0) & (home >= 0)
    unknown = len(CATEGORIES[TENTHS]) - 1
    found = np.full(len(home), unknown, dtype=np.int64)
    pair = area[known] * len(rank) + home[known]
    pairs, mine = np.unique(pair, return_inverse=True)
    size = np.bincount(mine, people[known].astype(np.float64), minlength=len(pairs))
    tenth = population_tenths(pairs // len(rank), rank[pairs % len(rank)], size)
    found[known] = tenth[mine]
    return found


def population_tenths(
    area: IntArray, rank: NDArray[np.float64], people: NDArray[np.float64] | IntArray
) -> IntArray:
    """Cut the small areas of each area into tenths of its people, the most deprived first.

    Each small area goes whole to the tenth that its middle person falls in.

    Args:
        area: The area each small area belongs to, as a number.
        rank: Its national rank, 1 the most deprived.
        people: Its people.

    Returns:
        Tenths from 0, the most deprived.

    >>> print(population_tenths(np.zeros(4, dtype=int), np.array([9., 2., 5., 7.]), np.ones(4)))
    [8 1 3 6]
    """
    counted = np.maximum(people, 1.0)
    order = np.lexsort((rank, area))
    running = np.cumsum(counted[order])
    starts = np.r_[True, np.diff(area[order]) != 0][: len(order)]
    before = np.maximum.accumulate(np.where(starts, running - counted[order], -np.inf))
    whole = np.bincount(area, counted)[area[order]] if len(area) else counted
    middle = (running - before - counted[order] / 2) / whole
    found = np.empty(len(area), dtype=np.int64)
    found[order] = np.minimum((middle * GROUPS).astype(np.int64), GROUPS - 1)
    return found
