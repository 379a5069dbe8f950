"""Where people stand in cubes: which cell each is in, found from the cells of everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.core.engine import Engine
from wholeplace.measures.cubes import Cube

Index = NDArray[np.int64]


class Places(NamedTuple):
    """Which cell of a cube each person is in, by the person's number; -1 for none.

    Attributes:
        inside: The cell of everybody inside.
        present: The cell of those in the population.
        first: The row of one person of each cell.
        most: How many people are inside the largest cell.
    """

    inside: Index
    present: Index
    first: Index
    most: int


def cells_of_everybody(engine: Engine, cells: ir.Table) -> pa.Table:
    """The cells of everybody, each different word held once.

    Args:
        engine: An engine that hands on rows.
        cells: ``person``, the columns of cells, and whether each is in each cube.
    """
    batches = []
    for batch in engine.batches(cells):
        columns = [
            column.dictionary_encode() if pa.types.is_string(column.type) else column
            for column in batch.columns
        ]
        batches.append(pa.record_batch(columns, names=batch.schema.names))
    return pa.Table.from_batches(batches).unify_dictionaries() if batches else engine.fetch(cells)


def places_in(cube: Cube, told: pa.Table) -> Places:
    """Where everybody is in a cube.

    Args:
        cube: The cube.
        told: What :func:`cells_of_everybody` returned.
    """
    order, starts = rows_alike(told, told[inside_of(cube)].to_numpy(), columns_of(cube))
    person = told["person"].to_numpy()
    begins = np.zeros(len(order), np.int64)
    begins[starts[1:]] = 1
    cell = np.cumsum(begins)
    inside = np.full(person.max(initial=0) + 1, -1)
    inside[person[order]] = cell
    present = inside.copy()
    present[person[~told[present_of(cube)].to_numpy()]] = -1
    return Places(inside, present, order[starts], int(np.bincount(cell).max(initial=0)))


def rows_alike(
    table: pa.Table, wanted: NDArray[np.bool_], columns: Sequence[str]
) -> tuple[Index, Index]:
    """Which rows, in order of some columns, are wanted; where among them rows alike begin.

    Args:
        table: The rows.
        wanted: Whether each is wanted.
        columns: Columns of text.
    """
    places, sizes = [], []
    rows = np.flatnonzero(wanted)
    for name in columns:
        coded = table[name].combine_chunks()
        coded = coded if pa.types.is_dictionary(coded.type) else coded.dictionary_encode()
        rank = np.empty(len(coded.dictionary), np.int64)
        rank[pc.sort_indices(coded.dictionary).to_numpy()] = np.arange(len(rank))
        places.append(rank[coded.indices.to_numpy()[rows]])
        sizes.append(max(len(rank), 1))
    key = np.ravel_multi_index(places, sizes)
    order = np.argsort(key, kind="stable")
    return rows[order], np.flatnonzero(np.diff(key[order], prepend=-1))


def columns_of(cube: Cube) -> list[str]:
    """The columns of a cube's cells."""
    return [cube.place, *cube.dimensions]


def inside_of(cube: Cube) -> str:
    """The column that says who belongs to the system of a cube."""
    return f"inside_{cube.basis}"


def present_of(cube: Cube) -> str:
    """The column that says who is in the population of a cube."""
    return f"present_{cube.basis}"
