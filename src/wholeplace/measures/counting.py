"""Counting cells: every cube of a run written, and read into arrays ready for the release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine
from wholeplace.core.side_by_side import side_by_side
from wholeplace.geography import Geography
from wholeplace.measures.cells import Cells, read_cells
from wholeplace.measures.cubes import CUBES, REGISTERED, RESIDENT, Cube, cube_schema
from wholeplace.measures.homes import (
    BY_HOME,
    HOMES,
    REGISTERED_LEVELS,
    RESIDENT_LEVELS,
    with_homes,
)
from wholeplace.measures.ladders import DIMENSIONS, ladder_of
from wholeplace.measures.measure import Measure
from wholeplace.measures.orders import Prepared
from wholeplace.measures.packed_cubes import cubes_together
from wholeplace.measures.release_tables import released_values
from wholeplace.record.runs import RunFolders

BY_HOME_CUBE = "registered_by_home"
"""The name of the cube of :data:`~wholeplace.measures.homes.HOMES`."""
_AGE = "age_band"


def count_cells(
    engine: Engine,
    prepared: Prepared,
    people: ir.Table,
    measures: Sequence[Measure],
    staged: RunFolders,
) -> dict[str, Cells]:
    """Count every cube, and write it.

    Args:
        engine: The engine.
        prepared: What the run is of.
        people: The person table.
        measures: The measures to add up.
        staged: The folders of the run.

    Returns:
        Cells by the name of their cube: a basis, or :data:`BY_HOME_CUBE`.
    """
    cells = {}
    for cube, every in cubes_together(engine, (*CUBES, HOMES), prepared.plan, people, measures):
        name = BY_HOME_CUBE if cube is HOMES else str(cube.basis)
        mine = [measure for measure in measures if cube is not HOMES or cube.basis in measure.basis]
        table = every.select(list(cube_schema(cube, mine)))
        path = staged.cubes / f"{name}.parquet"
        # A cube is packed into its file while its cells are read.
        with side_by_side(partial(pq.write_table, table, path, compression="zstd")):
            cells[name] = _cells_of(cube, table, prepared.geography)
    return cells


def _cells_of(cube: Cube, table: pa.Table, geography: Geography) -> Cells:
    """A cube read into arrays, with every kind of area that its people are of."""
    ladder, small_areas = ladder_of(cube, geography), geography.table("small_areas")
    if cube is HOMES:
        own = read_cells(table, cube.place, networks_ladder(ladder), {_AGE: _AGE})
        return with_homes(own, table["lsoa21"], small_areas, REGISTERED_LEVELS)
    cells = read_cells(table, cube.place, ladder, DIMENSIONS[cube.basis])
    if cube is RESIDENT:
        return with_homes(cells, table["lsoa21"], small_areas, RESIDENT_LEVELS)
    return cells


def released_cells(
    cells: Mapping[str, Cells], prepared: Prepared, measures: Sequence[Measure]
) -> Iterator[pa.Table]:
    """Gated rows of the release of every cube.

    Args:
        cells: What :func:`count_cells` gives.
        prepared: What the run is of.
        measures: The measures.

    Yields:
        Tables of the release's values.
    """
    as_at, profile = prepared.plan.as_at, prepared.profile
    for cube in CUBES:
        yield from released_values(cells[cube.basis], cube.basis, measures, as_at, profile)
    yield from released_values(
        cells[BY_HOME_CUBE], REGISTERED.basis, measures, as_at, profile, only=BY_HOME
    )


def networks_ladder(practices: pa.Table) -> pa.Table:
    """The ladder of registered people from the network up, one row a network."""
    levels = {name: practices[name] for name in REGISTERED_LEVELS}
    rows = pa.table({"area": practices["pcn"], **levels}).filter(practices["pcn"].is_valid())
    return rows.group_by(rows.column_names, use_threads=False).aggregate([])
