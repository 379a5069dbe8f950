"""Cubes: counts by cell, the only way people reach any number that travels upward."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from wholeplace.core.errors import DefinitionError
from wholeplace.core.expressions import UNKNOWN, flag
from wholeplace.measures.measure import Basis, Measure
from wholeplace.record.plan import Plan


@dataclass(frozen=True)
class Cube:
    """One cube: whose cells, and which people.

    Attributes:
        basis: ``registered`` or ``resident``.
        place: The column of the area its cells stand in.
        dimensions: The other columns of a cell.
        inside: The column that is known for people who belong to the system.
    """

    basis: Basis
    place: str
    dimensions: tuple[str, ...]
    inside: str


RESIDENT = Cube("resident", "lsoa21", ("sex", "age_band", "ethnic_group"), "icb")
REGISTERED = Cube(
    "registered",
    "practice",
    ("imd19_fifth", "imd25_fifth", "sex", "age_band", "ethnic_group"),
    "pcn",
)
CUBES = (RESIDENT, REGISTERED)


def numerator_column(measure: Measure) -> str:
    """The cube's column of a measure's numerator."""
    return f"{measure.name}__numerator"


def denominator_column(measure: Measure) -> str:
    """The cube's column of a measure's denominator."""
    return f"{measure.name}__denominator"


def squares_column(measure: Measure) -> str:
    """The cube's column of a mean's sum of squares."""
    return f"{measure.name}__squares"


def cube_table(cube: Cube, plan: Plan, people: ir.Table, measures: Iterable[Measure]) -> ir.Table:
    """Sums by cell.

    People who left or died in the period are in the numerators of flows only: their use of
    services happened here, but they are not in today's population.

    Args:
        cube: Which cube.
        plan: The plan the person table was made by.
        people: The person table.
        measures: The measures to add up.

    Returns:
        One row per cell that holds anybody: the cell's columns, ``people`` (present on the date)
        and each measure's sums.
    """
    inside = people.filter(people[cube.inside].notnull())
    present = inside[cube.basis]
    cells = {name: _cell(inside[name]) for name in (cube.place, *cube.dimensions)}
    amounts = {"people": flag(present)}
    for measure in measures:
        amounts |= amounts_of(measure, plan, inside, present)
    return added_up(inside, cells, amounts)


def added_up(
    people: ir.Table, cells: Mapping[str, ir.Value], amounts: Mapping[str, ir.Value]
) -> ir.Table:
    """Sums of amounts by cell; amounts that are the same, as many denominators are, but once.

    Args:
        people: The table that cells and amounts are of.
        cells: Column → value, of each cell.
        amounts: Column → whole number to add up.

    Returns:
        One row per cell: its columns, and the sum of each amount.
    """
    once: dict[ops.Node, str] = {}
    for name, amount in amounts.items():
        once.setdefault(amount.op(), name)
    wide = people.select(**cells, **{name: amounts[name] for name in once.values()})
    added = wide.group_by(list(cells)).agg(**{name: wide[name].sum() for name in once.values()})
    sums = {name: added[once[amount.op()]] for name, amount in amounts.items()}
    return added.select(*cells, **sums)


def cube_schema(cube: Cube, measures: Iterable[Measure]) -> dict[str, str]:
    """Column → Ibis type of a cube, in order."""
    cells = (cube.place, *cube.dimensions)
    sums = ("people", *sum_columns(measures))
    return {**dict.fromkeys(cells, "string"), **dict.fromkeys(sums, "int64")}


def sum_columns(measures: Iterable[Measure]) -> list[str]:
    """The columns of a cube that hold measures' sums, in order."""
    sums = []
    for measure in measures:
        sums += [numerator_column(measure), denominator_column(measure)]
        sums += [squares_column(measure)] if measure.statistic == "mean" else []
    return sums


def terms_of(measure: Measure, plan: Plan, people: ir.Table) -> tuple[ir.Value, ir.BooleanValue]:
    """A measure's number and population as columns over a person table.

    Raises:
        DefinitionError: If the number is neither yes or no nor whole.
    """
    terms = measure.rule(plan.person_over(people))
    number: Any = terms.numerator
    if isinstance(number, ir.BooleanValue):
        number = flag(number)
    elif not isinstance(number, ir.IntegerValue):
        raise DefinitionError(
            f"The measure {measure.name} adds up {number.type()} numbers.",
            "Count in whole units: sums of fractions differ from run to run.",
        )
    among = ibis.literal(True) if terms.among is None else terms.among.fill_null(False)
    return number.fill_null(0), among


def amounts_of(
    measure: Measure, plan: Plan, people: ir.Table, present: ir.BooleanValue
) -> dict[str, ir.Value]:
    """What each person adds to a measure's sums, by column of the cube.

    Args:
        measure: The measure.
        plan: The plan the person table was made by.
        people: The person table, of people who belong to the system.
        present: Whether each is in the population on the date.
    """
    number, among = terms_of(measure, plan, people)
    counted = among if measure.flow else among & present
    made = {
        numerator_column(measure): ibis.ifelse(counted, number, 0),
        denominator_column(measure): flag(among & present),
    }
    if measure.statistic == "mean":
        made[squares_column(measure)] = ibis.ifelse(counted, number * number, 0)
    return made


def _cell(column: ir.Value) -> ir.StringValue:
    return column.cast("string").fill_null(UNKNOWN)
