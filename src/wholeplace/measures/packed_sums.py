"""Sums of many yes-or-no answers by cell: several answers are added up as one whole number.

Adding up costs an engine about the same for each sum and row, whatever is added. An answer needs
only as many bits as the number of people has, so a whole number of 63 bits holds three answers of
two million people side by side, and their counts are read from the bits of its sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import add
from pathlib import Path

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine
from wholeplace.measures.cubes import (
    Added,
    Cube,
    added_by_people,
    added_to,
    cells_of,
    cube_schema,
    denominator_column,
    first_alike,
    sum_columns,
)
from wholeplace.measures.measure import Basis, Measure
from wholeplace.record.plan import Plan

BITS = 63
"""Bits of a whole number of eight bytes that is not negative."""
_PACKED = "packed"


def number_of(engine: Engine, people: ir.Table) -> int:
    """How many rows a table has, to pack what is added up over them.

    Args:
        engine: The engine.
        people: The table.
    """
    return int(engine.fetch(people.agg(number=people.count()))["number"][0].as_py())


def write_cube(
    engine: Engine,
    cube: Cube,
    plan: Plan,
    people: ir.Table,
    measures: Sequence[Measure],
    most: int,
    path: Path,
) -> pa.Table:
    """Count a cube and write it: what :func:`~wholeplace.measures.cubes.cube_table` gives.

    Args:
        engine: The engine.
        cube: Which cube.
        plan: The plan the person table was made by.
        people: The person table.
        measures: The measures to add up.
        most: At least the number of people in the table.
        path: Where it is written.

    Returns:
        The cube.
    """
    inside, cells, added = added_by_people(cube, plan, people, measures)
    counted = packed_sums(engine, inside, cells, added, most)
    kinds = {name: ibis.dtype(kind) for name, kind in cube_schema(cube, measures).items()}
    table = counted.select(list(kinds)).cast(ibis.schema(kinds).to_pyarrow())
    pq.write_table(table, path, compression="zstd")
    return table


def cubes_together(
    engine: Engine,
    cubes: Sequence[Cube],
    plan: Plan,
    people: ir.Table,
    measures: Sequence[Measure],
    most: int,
) -> dict[Basis, pa.Table]:
    """Several cubes of few cells, from one pass over people.

    People are counted by the cells of all cubes at once, and by whether they are in the population
    of each; every cube is then added up from those cells.

    Args:
        engine: The engine.
        cubes: The cubes, of different bases.
        plan: The plan the person table was made by.
        people: The person table.
        measures: The measures to add up.
        most: At least the number of people in the table.

    Returns:
        By basis, what :func:`~wholeplace.measures.cubes.cube_table` gives.
    """
    somewhere = people.filter(ibis.or_(*(people[cube.inside].notnull() for cube in cubes)))
    cells: dict[str, ir.Value] = {}
    for cube in cubes:
        cells |= cells_of(cube, somewhere)
        cells[_inside(cube)] = somewhere[cube.inside].notnull()
        cells[_present(cube)] = somewhere[cube.basis].fill_null(False)
    everybody = ibis.literal(True)
    added = {"people": Added(everybody)}
    for measure in measures:
        added |= added_to(measure, plan, somewhere, everybody)
    counted = packed_sums(engine, somewhere, cells, added, most)
    return {cube.basis: _cube_of(cube, counted, measures) for cube in cubes}


def _cube_of(cube: Cube, counted: pa.Table, measures: Sequence[Measure]) -> pa.Table:
    """One cube, from the cells of several."""
    mine = counted.filter(counted[_inside(cube)])
    flows = {*sum_columns(m for m in measures if m.flow)}
    flows -= {denominator_column(m) for m in measures}
    kinds = cube_schema(cube, measures)
    cells = [name for name, kind in kinds.items() if kind == "string"]
    sums = [name for name in kinds if name not in cells]
    present = mine[_present(cube)]
    amounts = {
        name: mine[name] if name in flows else pc.if_else(present, mine[name], 0) for name in sums
    }
    wide = pa.table({name: mine[name] for name in cells} | amounts)
    added = wide.group_by(cells, use_threads=False).aggregate([(name, "sum") for name in sums])
    return added.rename_columns({f"{name}_sum": name for name in sums}).select(list(kinds))


def _inside(cube: Cube) -> str:
    return f"inside_{cube.basis}"


def _present(cube: Cube) -> str:
    return f"present_{cube.basis}"


def packed_sums(
    engine: Engine,
    people: ir.Table,
    cells: Mapping[str, ir.Value],
    added: Mapping[str, Added],
    most: int,
) -> pa.Table:
    """Sums by cell, each different one added up once.

    Args:
        engine: The engine.
        people: The table that cells and amounts are of.
        cells: Column → value, of each cell.
        added: Column → what each person adds to its sum.
        most: At least the number of rows in the table.

    Returns:
        One row per cell: its columns, and each sum.
    """
    first = first_alike(added)
    different = {name: added[name] for name in first.values()}
    numbers = {name: a.amount for name, a in different.items() if _is_number(a)}
    bits = max(1, most.bit_length())
    packs = {f"{_PACKED}_{n}": pack for n, pack in enumerate(_packs(different, BITS // bits))}
    packed = {name: _packed(list(pack.values()), bits) for name, pack in packs.items()}
    wide = people.select(**cells, **packed, **numbers)
    sums = {name: wide[name].sum() for name in (*packed, *numbers)}
    found = engine.fetch(wide.group_by(list(cells)).agg(**sums))
    counts = {name: found[name] for name in numbers}
    for name, pack in packs.items():
        counts |= dict(zip(pack, _unpacked(found[name], bits, len(pack)), strict=True))
    return pa.table(
        {name: found[name] for name in cells} | {name: counts[one] for name, one in first.items()}
    )


def _is_number(added: Added) -> bool:
    return isinstance(added.number, ir.IntegerValue)


def _packs(added: Mapping[str, Added], size: int) -> Iterator[dict[str, Added]]:
    """Answers packed together, those of the same people beside each other."""
    of_people: dict[ops.Node, list[str]] = {}
    for name, one in added.items():
        if not _is_number(one):
            of_people.setdefault(one.among.op(), []).append(name)
    names = list(chain.from_iterable(of_people.values()))
    for start in range(0, len(names), size):
        yield {name: added[name] for name in names[start : start + size]}


def _packed(answers: Sequence[Added], bits: int) -> ir.IntegerValue:
    """Several answers as one whole number, the first in its last bit.

    Answers are asked of the people they are about only: of few, where few have a condition.
    """
    asked: dict[ops.Node, ir.IntegerValue] = {}
    for place, answer in enumerate(answers):
        bit = ibis.literal(1 << bits * place, "int64")
        if isinstance(answer.number, ir.BooleanValue):
            bit = ibis.ifelse(answer.number, bit, 0)
        people = answer.among.op()
        asked[people] = asked[people] + bit if people in asked else bit
    return reduce(add, (ibis.ifelse(among.to_expr(), sum_, 0) for among, sum_ in asked.items()))


def _unpacked(packed: pa.ChunkedArray, bits: int, size: int) -> Iterator[pa.Array]:
    """The sums that one number holds, the last bits first."""
    together = packed.to_numpy()
    for place in range(size):
        yield pa.array((together >> np.int64(bits * place)) & np.int64((1 << bits) - 1))
