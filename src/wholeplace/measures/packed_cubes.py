"""Cubes counted together, in one pass over people, from sums that are packed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.engine import Engine
from wholeplace.core.side_by_side import read_ahead
from wholeplace.measures.cube_places import (
    Places,
    cells_of_everybody,
    columns_of,
    inside_of,
    places_in,
    present_of,
    rows_alike,
)
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
from wholeplace.statistics.group_sums import add_up

PEOPLE = "people"
_CUBES_AT_ONCE = 2
Index = NDArray[np.int64]
Totals = dict[str, NDArray[np.int64]]


def cubes_together(
    engine: Engine,
    cubes: Sequence[Cube],
    plan: Plan,
    people: ir.Table,
    measures: Sequence[Measure],
    most: int | None = None,
) -> Iterator[tuple[Cube, pa.Table]]:
    """Several cubes, from one pass over people, their sums packed.

    Where there are many small cells and the engine hands on rows, the cells of everybody are read
    first, and compiled code then adds up every cube as people pass. Otherwise people are counted by
    the cells of all cubes at once, and each cube is added up from those.

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
    cells = _cells(cubes, somewhere)
    passing = most is None and engine.streams
    told, placed = pa.table({}), []
    if passing:
        told = cells_of_everybody(engine, somewhere.select("person", **cells))
        with ThreadPoolExecutor(_CUBES_AT_ONCE) as threads:
            placed = list(threads.map(partial(places_in, told=told), cubes))
    if most is None:
        sizes = (_largest_cell(engine, cube, people) for cube in cubes)
        most = max([one.most for one in placed] or sizes)
        largest = _largest_numbers(engine, somewhere, different)
    here = {name: one for name, one in different.items() if name not in flows}
    anywhere = {name: one for name, one in different.items() if name in flows}
    words = words_of(here, most, largest), words_of(anywhere, most, largest, "anywhere")
    packed = {word.name: word.of_person(added) for part in words for word in part}
    if passing:
        wide = somewhere.select("person", **packed)
        totals = _added_in_passing(engine, zip(cubes, placed, strict=True), told, wide, *words)
    else:
        totals = _added_by_cell(engine, cubes, somewhere.select(**cells, **packed), *words)
    for cube, found, sums in totals:
        yield cube, _cube_of(cube, found, sums, words, first, measures)


def _added_by_cell(
    engine: Engine,
    cubes: Sequence[Cube],
    wide: ir.Table,
    here: Sequence[Word],
    anywhere: Sequence[Word],
) -> Iterator[tuple[Cube, pa.Table, Totals]]:
    """Each cube, its cells, and sums of the words: from people counted by the cells of all cubes.

    Args:
        engine: The engine.
        cubes: The cubes.
        wide: The cells of each person, and what they add to each word.
        here: Words of sums over people in the population.
        anywhere: Words of sums that people who left or died are in too.
    """
    names = [word.name for word in (*here, *anywhere)]
    cells = [name for name in wide.columns if name not in names]
    counted = engine.fetch(wide.group_by(cells).agg(**{name: wide[name].sum() for name in names}))
    for cube in cubes:
        order, starts = rows_alike(counted, counted[inside_of(cube)].to_numpy(), columns_of(cube))
        present = counted[present_of(cube)].to_numpy()[order]
        sums = {
            name: np.add.reduceat(counted[name].to_numpy()[order], starts)
            for name in (word.name for word in anywhere)
        }
        for word in here:
            amounts = counted[word.name].to_numpy()[order] * present
            sums[word.name] = np.add.reduceat(amounts, starts)
        yield cube, counted.select(columns_of(cube)).take(pa.array(order[starts])), sums


def _added_in_passing(
    engine: Engine,
    cubes: Iterable[tuple[Cube, Places]],
    told: pa.Table,
    wide: ir.Table,
    here: Sequence[Word],
    anywhere: Sequence[Word],
) -> Iterator[tuple[Cube, pa.Table, Totals]]:
    """The same, added up by compiled code as people pass.

    Most cells hold few people: an engine's grouping of dozens of sums by the cells of all cubes
    has as much to do as there are people, and each cube is still to be added up from it.

    Args:
        engine: An engine that hands on rows.
        cubes: The cubes, and where each person is in them.
        told: The cells of everybody.
        wide: ``person``, and what each adds to each word.
        here: Words of sums over people in the population.
        anywhere: Words of sums that people who left or died are in too.
    """
    of_all = {word.name: False for word in here} | {word.name: True for word in anywhere}
    each = [
        (cube, one, {name: np.zeros(len(one.first), np.int64) for name in of_all})
        for cube, one in cubes
    ]
    for batch in read_ahead(engine.batches(wide)):
        person = np.asarray(batch.column("person"))
        groups = [{True: one.inside[person], False: one.present[person]} for _, one, _ in each]
        for name, among in of_all.items():
            amounts = np.asarray(batch.column(name))
            for group, (_, _, totals) in zip(groups, each, strict=True):
                add_up(totals[name], amounts, group[among])
    for cube, one, totals in each:
        yield cube, told.select(columns_of(cube)).take(pa.array(one.first)), totals


def _cube_of(
    cube: Cube,
    found: pa.Table,
    totals: Totals,
    words: Sequence[Sequence[Word]],
    first: Mapping[str, str],
    measures: Sequence[Measure],
) -> pa.Table:
    """One cube, from its cells.

    Args:
        cube: The cube.
        found: The columns of each cell.
        totals: Word → its sum in each cell.
        words: The words.
        first: Sum → the first sum that is the same.
        measures: The measures.
    """
    sums: dict[str, pa.Array] = {}
    for word in (word for part in words for word in part):
        sums |= dict(word.read(totals[word.name]))
    kinds = cube_schema(cube, measures)
    columns = {
        name: found[name] if kinds[name] == "string" else sums[first[name]] for name in kinds
    }
    return pa.table(columns).cast(ibis.schema(kinds).to_pyarrow())


def _cells(cubes: Sequence[Cube], people: ir.Table) -> dict[str, ir.Value]:
    """The cell of each person in several cubes, and whether each counts them."""
    cells: dict[str, ir.Value] = {}
    for cube in cubes:
        cells |= cells_of(cube, people)
        cells[inside_of(cube)] = people[cube.inside].notnull()
        cells[present_of(cube)] = people[cube.basis].fill_null(False)
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
