"""Cells of narrow cubes: where somebody is counted, and the broad groups they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.core.engine import Engine
from wholeplace.core.expressions import UNKNOWN
from wholeplace.measures.cells import AGE_GROUPS, CATEGORIES, Cells, read_cells
from wholeplace.measures.cubes import REGISTERED, Cube
from wholeplace.measures.ladders import FIFTHS

LEVELS = ("icb", "place", "pcn", "upper_tier", "district")
"""Kinds of area that narrow cubes are released for: in smaller ones groups hold too few people."""
LEARNING_DISABILITY = "learning_disability"
RURALITY = "rurality"
_OF_PERSON = ("sex", "age_group", "ethnic_group", LEARNING_DISABILITY, RURALITY)
BREAKDOWNS = {name: name for name in _OF_PERSON} | FIFTHS
"""Breakdown → its column, of the cube or else of the ladder; one that neither has is left out."""


def broad_dimensions(cube: Cube) -> tuple[str, ...]:
    """The columns of a cell: where, and who; the fifths of residents follow from where.

    Args:
        cube: The resident or the registered cube.
    """
    fifths = tuple(FIFTHS.values()) if cube.basis == REGISTERED.basis else ()
    return (cube.place, *fifths, *_OF_PERSON)


def people_counted(cube: Cube, people: ir.Table) -> ir.Table:
    """The people a cube counts: those of the system who are in its population on the date.

    Args:
        cube: The resident or the registered cube.
        people: The person table.
    """
    return people.filter(people[cube.inside].notnull() & people[cube.basis])


def broad_cells(cube: Cube, inside: ir.Table) -> dict[str, ir.StringValue]:
    """The cell of each person.

    Args:
        cube: The resident or the registered cube.
        inside: What :func:`people_counted` returned.
    """
    cells = {
        "age_group": _age_group(inside),
        LEARNING_DISABILITY: _has_learning_disability(inside),
        RURALITY: _rurality(inside),
    }
    plain = [name for name in broad_dimensions(cube) if name not in cells]
    return cells | {name: inside[name].cast("string").fill_null(UNKNOWN) for name in plain}


class PersonCells(NamedTuple):
    """Which cell each person is counted in; who they are as one number, since words are long.

    Attributes:
        people: ``person``, the cube's place, ``who``: the people whom a cube counts.
        groups: ``who``, and the other columns of :func:`broad_dimensions`.
    """

    people: ir.Table
    groups: ir.Table


def person_cells(engine: Engine, cube: Cube, people: ir.Table) -> PersonCells:
    """The cell of each person of a cube.

    Args:
        engine: The engine.
        cube: The resident or the registered cube.
        people: The person table.
    """
    inside = people_counted(cube, people)
    cells = broad_cells(cube, inside)
    place = cells.pop(cube.place)
    placed = inside.select("person", place.name(cube.place), who=group_number(cells))
    return PersonCells(engine.keep(placed, name="cells_of_people"), groups_of(engine, [*cells]))


def group_number(cells: Mapping[str, ir.StringValue]) -> ir.IntegerValue:
    """One number for several columns of a cell; a value that is no category counts as unknown.

    Args:
        cells: Column → each person's value: columns of :data:`BREAKDOWNS`.
    """
    number: ir.IntegerValue = ibis.literal(0, "int64")
    for name, value in cells.items():
        *known, _ = _categories_of(name)
        positions = [(category, position) for position, category in enumerate(known)]
        position = value.cases(*positions, else_=len(known)).cast("int64")
        number = number * (len(known) + 1) + position
    return number


def groups_of(engine: Engine, columns: Sequence[str]) -> ir.Table:
    """``who``, every number of :func:`group_number`, and the values it is of.

    Args:
        engine: The engine.
        columns: The columns, in the order they were numbered in.
    """
    every = list(zip(*product(*map(_categories_of, columns)), strict=True))
    told = {name: pa.array(values) for name, values in zip(columns, every, strict=True)}
    return engine.table(pa.table({"who": range(len(every[0])), **told}), name="groups_of_people")


def _categories_of(column: str) -> tuple[str, ...]:
    (breakdown,) = (name for name, held in BREAKDOWNS.items() if held == column)
    return CATEGORIES[breakdown]


def read_broad_cells(table: pa.Table, cube: Cube, ladder: pa.Table) -> Cells:
    """A narrow cube as arrays.

    Args:
        table: The cube as written.
        cube: Which cube its cells are like.
        ladder: The cube's ladder of areas.
    """
    held = {*table.column_names, *ladder.column_names}
    dimensions = {name: column for name, column in BREAKDOWNS.items() if column in held}
    return read_cells(table, cube.place, ladder, dimensions)


def _age_group(people: ir.Table) -> ir.StringValue:
    starts = [int(name.partition("-")[0].rstrip("+")) for name in AGE_GROUPS]
    groups = zip(starts[1:], AGE_GROUPS, strict=False)
    age = people["age"]
    found = ibis.cases(*((age < start, name) for start, name in groups), else_=AGE_GROUPS[-1])
    return ibis.ifelse(age.isnull() | (age < 0), UNKNOWN, found)


def _has_learning_disability(people: ir.Table) -> ir.StringValue:
    """Whether it is on record; an installation without that condition knows of nobody."""
    if LEARNING_DISABILITY not in people.columns:
        return ibis.literal(UNKNOWN)
    return ibis.ifelse(people[LEARNING_DISABILITY].notnull(), "yes", "no")


def _rurality(people: ir.Table) -> ir.StringValue:
    """Whether people live in a rural or an urban small area, wherever they are registered."""
    if "rural" not in people.columns:
        return ibis.literal(UNKNOWN)
    rural = people["rural"]
    return ibis.cases((rural.isnull(), UNKNOWN), (rural, "rural"), else_="urban")
