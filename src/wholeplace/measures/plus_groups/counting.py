"""The cube of Core20PLUS groups, and every measure for each group against everybody else.

Groups overlap, so a cell is a combination of them: one narrow cube in place of one for each group
gives each person once, and every group's sums are sums of cells.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine
from wholeplace.core.expressions import UNKNOWN
from wholeplace.geography import Geography
from wholeplace.measures.cells import PLUS_GROUP, Cells, IntArray, read_cells
from wholeplace.measures.cubes import REGISTERED, RESIDENT, Cube
from wholeplace.measures.ladders import belongs, ladder_of
from wholeplace.measures.measure import Basis, Measure
from wholeplace.measures.orders import Prepared
from wholeplace.measures.packed_cubes import cubes_together
from wholeplace.measures.packed_sums import number_of
from wholeplace.measures.plus_groups.framework import ANY_PLUS, Framework, PlusGroup
from wholeplace.measures.release_tables import AGE, broken_down
from wholeplace.record.plan import Plan
from wholeplace.record.runs import RunFolders, write_json
from wholeplace.statistics import DisclosureProfile

ANSWERS = ("yes", "no", UNKNOWN)
YES, NO, NOT_KNOWN = range(len(ANSWERS))
LEVELS: dict[Basis, tuple[str, tuple[str, ...]]] = {
    "registered": ("pcn", ("pcn", "place", "icb")),
    "resident": ("district", ("district", "upper_tier", "icb")),
}
"""Basis → the area its cells stand in and the areas released: smaller ones hold too few people."""


def plus_group_values(
    engine: Engine,
    prepared: Prepared,
    people: ir.Table,
    measures: Sequence[Measure],
    as_at: dt.date,
    staged: RunFolders,
) -> Iterator[pa.Table]:
    """Count the groups of every framework, and pass them through the gate.

    Args:
        engine: The engine.
        prepared: What the run rests on.
        people: The person table.
        measures: The measures that can be produced.
        as_at: The date of the run.
        staged: The run's folders: the cubes and the framework are written there.

    Yields:
        Tables of the release's values.
    """
    for framework in prepared.plan.registry.all(Framework):
        write_json(staged.release / f"{framework.name}.json", framework.as_data())
        most = number_of(engine, people)
        counted = count_groups(
            engine, prepared.plan, framework, people, measures, prepared.geography, most, staged
        )
        for basis, cells in counted.items():
            yield from released_groups(cells, framework, measures, basis, as_at, prepared.profile)


def plus_cube(framework: Framework, basis: Basis) -> Cube:
    """The cube of a basis: area × age band × every recorded group.

    Args:
        framework: The groups.
        basis: ``registered`` or ``resident``.
    """
    inside = REGISTERED.inside if basis == REGISTERED.basis else RESIDENT.inside
    groups = tuple(column_of(group) for group in framework.recorded)
    return Cube(basis, LEVELS[basis][0], (AGE, *groups), inside)


def column_of(group: PlusGroup) -> str:
    """The cube's column of a group."""
    return f"in_{group.name}"


def with_groups(framework: Framework, plan: Plan, people: ir.Table) -> ir.Table:
    """The person table with a column for each recorded group: yes, no or unknown."""
    person = plan.person_over(people)
    answers = {group: getattr(person, group.attribute) for group in framework.recorded}
    columns = {
        column_of(group): ibis.cases((answer, "yes"), (~answer, "no"), else_=UNKNOWN)
        for group, answer in answers.items()
    }
    return people.mutate(**columns)


def count_groups(
    engine: Engine,
    plan: Plan,
    framework: Framework,
    people: ir.Table,
    measures: Sequence[Measure],
    geography: Geography,
    most: int,
    staged: RunFolders,
    suffix: str = "",
) -> dict[Basis, Cells]:
    """Count the cubes of both bases in one pass, and write them.

    Args:
        engine: The engine.
        plan: The plan the person table was made by.
        framework: The groups.
        people: The person table.
        measures: The measures to add up.
        geography: The geography of the run.
        most: At least the number of people in the table.
        staged: The run's folders: the cubes are written there.
        suffix: What their names end with.

    Returns:
        The cells of each basis; each recorded group is a breakdown.
    """
    cubes, table = [plus_cube(framework, b) for b in LEVELS], with_groups(framework, plan, people)
    cells: dict[Basis, Cells] = {}
    for cube, counted in cubes_together(engine, cubes, plan, table, measures, most):
        path = staged.cubes / f"{framework.name}_{cube.basis}{suffix}.parquet"
        pq.write_table(counted, path, compression="zstd")
        cells[cube.basis] = read_groups(counted, framework, geography, cube.basis)
    return cells


def read_groups(cube: pa.Table, framework: Framework, geography: Geography, basis: Basis) -> Cells:
    """Read a cube of groups; the group of any PLUS group and that of either are worked out."""
    area, levels = LEVELS[basis]
    ladder = ladder_of(REGISTERED if basis == REGISTERED.basis else RESIDENT, geography)
    cells = read_cells(cube, area, _above(ladder, area, levels), {AGE: AGE})
    answers = {g.name: _answers(cube[column_of(g)]) for g in framework.recorded}
    plus = [answers[g.name] for g in framework.recorded if g.part == "plus"]
    every = list(answers.values())
    for group in framework.groups:
        if group.part == "together":
            answers[group.name] = any_of(plus if group.name == ANY_PLUS else every)
    return replace(cells, breakdowns={**cells.breakdowns, **answers})


def any_of(answers: Sequence[IntArray]) -> IntArray:
    """Whether any of several answers is yes; not known where none is and one is not known.

    >>> any_of([np.array([0, 1, 2, 1]), np.array([1, 1, 1, 2])])
    array([0, 1, 2, 2])
    """
    together = np.stack(answers)
    found = np.where((together == NOT_KNOWN).any(axis=0), NOT_KNOWN, NO)
    return np.where((together == YES).any(axis=0), YES, found).astype(np.int64)


def released_groups(
    cells: Cells,
    framework: Framework,
    measures: Sequence[Measure],
    basis: Basis,
    as_at: dt.date,
    profile: DisclosureProfile,
) -> Iterator[pa.Table]:
    """Gated rows of every measure for each group and everybody outside it.

    Args:
        cells: The cells of a basis.
        framework: The groups.
        measures: The measures.
        basis: Whose people are counted.
        as_at: The date of the run.
        profile: The disclosure profile.

    Yields:
        Tables of the release's values; the breakdown is ``plus_group`` and the categories are
        those of :class:`~wholeplace.measures.plus_groups.framework.PlusGroup`.
    """
    together = side_by_side(cells, framework)
    wanted = [measure for measure in measures if basis in measure.basis]
    for level in (name for name in together.levels if together.levels[name][0]):
        here = together.at(level)
        yield from broken_down(here, level, PLUS_GROUP, wanted, basis, as_at, profile)


def side_by_side(cells: Cells, framework: Framework) -> Cells:
    """The cells once for each group, so that groups that overlap are divided in one go.

    Args:
        cells: The cells of a basis, each recorded group a breakdown.
        framework: The groups.

    Returns:
        Cells with one breakdown of groups beside that of age; they hold everybody as many times
        as there are groups, so nothing may be added up over its categories.
    """
    groups = framework.groups
    names = [(group.name, group.not_in_it, group.not_known) for group in groups]
    size = len(ANSWERS)
    places = [cells.breakdowns[group.name] + size * n for n, group in enumerate(groups)]
    return Cells(
        levels={
            level: (codes, np.tile(place, len(groups)))
            for level, (codes, place) in cells.levels.items()
        },
        breakdowns={
            PLUS_GROUP: np.concatenate(places),
            AGE: np.tile(cells.breakdowns[AGE], len(groups)),
        },
        sums={name: np.tile(amounts, len(groups)) for name, amounts in cells.sums.items()},
        categories={PLUS_GROUP: tuple(chain.from_iterable(names))},
    )


def _above(ladder: pa.Table, area: str, levels: tuple[str, ...]) -> pa.Table:
    """The ladder from the area that cells stand in."""
    found = belongs(ladder, area, levels)
    codes = sorted({code for code in ladder[area].to_pylist() if code})
    columns = {level: pa.array([found[level].get(code) for code in codes]) for level in levels}
    return pa.table({"area": pa.array(codes, pa.string()), **columns})


def _answers(column: pa.ChunkedArray) -> IntArray:
    found = pc.index_in(column, pa.array(ANSWERS, pa.string())).fill_null(NOT_KNOWN)
    return np.asarray(found).astype(np.int64)
