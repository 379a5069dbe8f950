"""Ladders: from the area a cell stands in to every area above it, and what follows from it."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.geography import Geography
from wholeplace.measures.cubes import REGISTERED, RESIDENT, Cube

RESIDENT_LEVELS = ("msoa", "ward", "district", "upper_tier", "icb")
REGISTERED_LEVELS = ("practice", "pcn", "place", "icb")
FIFTHS = {"deprivation_2019": "imd19_fifth", "deprivation_2025": "imd25_fifth"}
DIMENSIONS = {
    name: {"sex": "sex", "age_band": "age_band", "ethnic_group": "ethnic_group", **FIFTHS}
    for name in (RESIDENT.basis, REGISTERED.basis)
}
"""Basis → breakdown → the column of the cube, or else of its ladder, that holds it."""


def ladder_of(cube: Cube, geography: Geography) -> pa.Table:
    """The ladder of a cube.

    Args:
        cube: The resident or the registered cube.
        geography: The geography of the run.

    Returns:
        ``area``, a column per level above it, and for residents the deprivation fifths.
    """
    if cube.basis == RESIDENT.basis:
        small = geography.table("small_areas")
        columns = {"area": small["lsoa21"]}
        columns |= {name: small[name] for name in (*RESIDENT_LEVELS, *FIFTHS.values())}
        return pa.table(columns)
    practices = geography.table("practices")
    practices = practices.filter(practices["in_system"])
    return pa.table(
        {
            "area": practices["practice_code"],
            "practice": practices["practice_code"],
            "pcn": practices["pcn_code"],
            "place": practices["place"],
            "icb": pa.repeat(system_code(geography), practices.num_rows),
        }
    )


def belongs(ladder: pa.Table, lower: str, levels: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Area type → code of a lower area → code of the area above it.

    Args:
        ladder: A ladder.
        lower: The level to start from.
        levels: The levels wanted, the lower one among them if wanted.
    """
    start = ladder[lower].to_pylist()
    return {
        level: {
            low: high for low, high in zip(start, ladder[level].to_pylist(), strict=True) if high
        }
        for level in levels
    }


def system_code(geography: Geography) -> str:
    """The code of the whole system."""
    areas = geography.table("areas")
    return areas.filter(pc.equal(areas["area_type"], "icb"))["code"][0].as_py()
