"""Tenths of deprivation within each area: its own people in ten equal parts."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

TENTHS = "deprivation_tenth_2025"
GROUPS = 10


def tenths_within(small_areas: pa.Table, level: str) -> NDArray[np.int64]:
    """The tenth of its own area that each small area stands in, 0 the most deprived.

    Small areas are ranked by the Index of Multiple Deprivation 2025 inside their area, and each
    goes whole to the tenth of the area's census population that its middle person falls in, so
    that tenths hold about as many people as small areas of some 1,500 allow.

    Args:
        small_areas: The geography's small areas.
        level: The kind of area.

    Returns:
        One position for each row of the table.
    """
    areas = small_areas[level].to_pandas().fillna("")
    area = np.unique(areas.to_numpy(dtype=str), return_inverse=True)[1]
    rank = small_areas["imd25_rank"].to_numpy()
    people = np.nan_to_num(small_areas["population"].to_numpy().astype(np.float64), nan=0.0)
    people = np.maximum(people, 1.0)
    order = np.lexsort((rank, area))
    running = np.cumsum(people[order])
    starts = np.r_[True, np.diff(area[order]) != 0]
    before = np.maximum.accumulate(np.where(starts, running - people[order], -np.inf))
    whole = np.bincount(area, people)[area[order]]
    middle = (running - before - people[order] / 2) / whole
    found = np.empty(len(area), dtype=np.int64)
    found[order] = np.minimum((middle * GROUPS).astype(np.int64), GROUPS - 1)
    return found
