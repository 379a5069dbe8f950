"""Cubes counted together, in one pass over people, from sums that are packed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.core.engine import Engine
from wholeplace.measures.cubes import (
    Added,
    Cube,
    added_to,
    cells_of,
    cube_schema,
    denominator_column,
    sum_columns,
)
from wholeplace.measures.measure import Measure
from wholeplace.measures.packed_sums import Word, is_number, words_of
from wholeplace.record.plan import Plan

PEOPLE = "people"
Index = NDArray[np.int64]


def cubes_together(
    engine: Engine,
    cubes: Sequence[Cube],
    plan: Plan,
    people: ir.Table,
    measures: Sequence[Measure],
    most: int | None = None,
) -> Iterator[tuple[Cube, pa.Table]]:
    """Several cubes, from one pass over people.

    People are counted by the cells of all cubes at once, and by whether they are in the population
    of each; every cube is then added up from those cells, packed as they are.

    Args:
        engine: The engine.
        cubes: The cubes.
        plan: The plan the person table was made by.
        people: The person table.
        measures: The measures to add up.
        most: At least the number of people in the table. Where there are many small cells, leave
            it out: the largest cell and the largest numbers are then looked up first, so that more
            sums are packed into one.

    Yields:
        Each cube, and what :func:`~wholeplace.measures.cubes.cube_table` gives for it, in order of
        its cells.
    """
    somewhere = people.filter(ibis.or_(*(people[cube.inside].notnull() for cube in cubes)))
    added, flows = _everything(plan, somewhere, measures), _flows(measures)
    once: dict[tuple[bool, tuple[ops.Node | None, ...]], str] = {}
    first = {name: once.setdefault((name in flows, one.alike), name) for name, one in added.items()}
    different = {name: added[name] for name in once.values()}
    largest: dict[str, int] = {}
    if most is None:
        most = max(_largest_cell(engine, cube, people) for cube in cubes)
        largest = _largest_numbers(engine, somewhere, different)
    here = {name: one for name, one in different.items() if name not in flows}
    anywhere = {name: one for name, one in different.items() if name in flows}
    words = words_of(here, most, largest), words_of(anywhere, most, largest, "anywhere")
    packed = {word.name: word.of_person(added) for part in words for word in part}
    cells = _cells(cubes, somewhere)
    wide = somewhere.select(**cells, **packed)
    counted = engine.fetch(
        wide.group_by(list(cells)).agg(**{name: wide[name].sum() for name in packed})
    )
    for cube in cubes:
        yield cube, _cube_of(cube, counted, *words, first, measures)


def _cube_of(
    cube: Cube,
    counted: pa.Table,
    here: Sequence[Word],
    anywhere: Sequence[Word],
    first: Mapping[str, str],
    measures: Sequence[Measure],
) -> pa.Table:
    """One cube, from the cells of several.

    Args:
        cube: The cube.
        counted: Sums of the words by the cells of all cubes.
        here: Words of sums over people in the population.
        anywhere: Words of sums that people who left or died are in too.
        first: Sum → the first sum that is the same.
        measures: The measures.
    """
    kinds = cube_schema(cube, measures)
    cells = [name for name, kind in kinds.items() if kind == "string"]
    order, starts = _alike(counted, counted[_inside(cube)].to_numpy(), cells)
    present = counted[_present(cube)].to_numpy()[order]
    sums: dict[str, pa.Array] = {}
    for word in here:
        amounts = counted[word.name].to_numpy()[order] * present
        sums |= dict(word.read(np.add.reduceat(amounts, starts)))
    for word in anywhere:
        sums |= dict(word.read(np.add.reduceat(counted[word.name].to_numpy()[order], starts)))
    found = counted.select(cells).take(pa.array(order[starts]))
    columns = {name: found[name] if name in cells else sums[first[name]] for name in kinds}
    return pa.table(columns).cast(ibis.schema(kinds).to_pyarrow())


def _alike(
    table: pa.Table, wanted: NDArray[np.bool_], columns: Sequence[str]
) -> tuple[Index, Index]:
    """Which rows, in order of some columns, are wanted; where among them rows alike begin."""
    places, sizes = [], []
    rows = np.flatnonzero(wanted)
    for name in columns:
        coded = table[name].combine_chunks().dictionary_encode()
        rank = np.empty(len(coded.dictionary), np.int64)
        rank[pc.sort_indices(coded.dictionary).to_numpy()] = np.arange(len(rank))
        places.append(rank[coded.indices.to_numpy()[rows]])
        sizes.append(max(len(rank), 1))
    key = np.ravel_multi_index(places, sizes)
    order = np.argsort(key, kind="stable")
    return rows[order], np.flatnonzero(np.diff(key[order], prepend=-1))


def _cells(cubes: Sequence[Cube], people: ir.Table) -> dict[str, ir.Value]:
    """The cell of each person in several cubes, and whether each counts them."""
    cells: dict[str, ir.Value] = {}
    for cube in cubes:
        cells |= cells_of(cube, people)
        cells[_inside(cube)] = people[cube.inside].notnull()
        cells[_present(cube)] = people[cube.basis].fill_null(False)
    return cells


def _everything(plan: Plan, people: ir.Table, measures: Sequence[Measure]) -> dict[str, Added]:
    """What each person adds to every sum, as if everybody were in the population."""
    everybody = ibis.literal(True)
    added = {PEOPLE: Added(everybody)}
    for measure in measures:
        added |= added_to(measure, plan, people, everybody)
    return added


def _flows(measures: Sequence[Measure]) -> set[str]:
    """Sums that people who left or died are in."""
    return {*sum_columns(m for m in measures if m.flow)} - {denominator_column(m) for m in measures}


def _largest_cell(engine: Engine, cube: Cube, people: ir.Table) -> int:
    """How many people the largest cell of a cube holds."""
    inside = people.filter(people[cube.inside].notnull())
    placed = inside.select(**cells_of(cube, inside))
    sizes = placed.group_by(placed.columns).agg(size=placed.count())
    return int(engine.fetch(sizes.agg(most=sizes["size"].max()))["most"][0].as_py() or 0)


def _largest_numbers(
    engine: Engine, people: ir.Table, added: Mapping[str, Added]
) -> dict[str, int]:
    """Sum of a number → the largest anybody adds; none of sums that anybody takes from."""
    numbers = {name: one.amount for name, one in added.items() if is_number(one)}
    if not numbers:
        return {}
    told = people.select(**numbers)
    ends = {
        f"{end}_{name}": getattr(told[name], end)() for name in numbers for end in ("min", "max")
    }
    (found,) = engine.fetch(told.agg(**ends)).to_pylist()
    return {name: found[f"max_{name}"] or 0 for name in numbers if (found[f"min_{name}"] or 0) >= 0}


def _inside(cube: Cube) -> str:
    return f"inside_{cube.basis}"


def _present(cube: Cube) -> str:
    return f"present_{cube.basis}"
