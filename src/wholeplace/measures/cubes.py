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


@dataclass(frozen=True)
class Added:
    """What each person adds to a sum.

    Attributes:
        among: Whom the sum counts: nothing is added where this is no or not known.
        number: What each of them adds: a whole number, or one where the answer is yes; one for
            everybody if it is not given.
    """

    among: ir.BooleanValue
    number: ir.IntegerValue | ir.BooleanValue | None = None

    @property
    def amount(self) -> ir.IntegerValue:
        """The number that each person adds."""
        if self.number is None:
            return flag(self.among)
        if isinstance(self.number, ir.BooleanValue):
            return flag(self.among & self.number)
        return ibis.ifelse(self.among, self.number, 0)

    @property
    def alike(self) -> tuple[ops.Node | None, ...]:
        """The same for whatever adds the same, as many denominators do."""
        return self.among.op(), None if self.number is None else self.number.op()


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
    inside, cells, added = added_by_people(cube, plan, people, measures)
    first = first_alike(added)
    once = dict.fromkeys(first.values())
    wide = inside.select(**cells, **{name: added[name].amount for name in once})
    counted = wide.group_by(list(cells)).agg(**{name: wide[name].sum() for name in once})
    return counted.select(*cells, **{name: counted[one] for name, one in first.items()})


def first_alike(added: Mapping[str, Added]) -> dict[str, str]:
    """Column → the first column with the same sum, so that each sum is added up once.

    Args:
        added: Column → what each person adds to its sum.
    """
    once: dict[tuple[ops.Node | None, ...], str] = {}
    return {name: once.setdefault(one.alike, name) for name, one in added.items()}


def added_by_people(
    cube: Cube, plan: Plan, people: ir.Table, measures: Iterable[Measure]
) -> tuple[ir.Table, dict[str, ir.StringValue], dict[str, Added]]:
    """What a cube adds up, of the arguments of :func:`cube_table`.

    Returns:
        The people who belong to the system; the columns of the cell that each is counted in; and
        by column of the cube what each adds to it.
    """
    inside = people.filter(people[cube.inside].notnull())
    present = inside[cube.basis]
    added = {"people": Added(present)}
    for measure in measures:
        added |= added_to(measure, plan, inside, present)
    return inside, cells_of(cube, inside), added


def cells_of(cube: Cube, people: ir.Table) -> dict[str, ir.StringValue]:
    """The columns of the cell that each person is counted in.

    Args:
        cube: Which cube.
        people: The person table.
    """
    cells = {name: people[name].cast("string") for name in (cube.place, *cube.dimensions)}
    return {name: cell.fill_null(UNKNOWN) for name, cell in cells.items()}


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
    number, among = _terms(measure, plan, people)
    if isinstance(number, ir.BooleanValue):
        number = flag(number)
    return number.fill_null(0), ibis.literal(True) if among is None else among.fill_null(False)


def added_to(
    measure: Measure, plan: Plan, people: ir.Table, present: ir.BooleanValue
) -> dict[str, Added]:
    """What each person adds to a measure's sums, by column of the cube.

    Args:
        measure: The measure.
        plan: The plan the person table was made by.
        people: The person table, of people who belong to the system.
        present: Whether each is in the population on the date.

    Raises:
        DefinitionError: If the measure adds up neither yes or no nor whole numbers.
    """
    number, among = _terms(measure, plan, people)
    number = number if among is None else _asked_once(number, among)
    here = present if among is None else among & present
    counted = here
    if measure.flow:
        counted = ibis.literal(True) if among is None else among
    if isinstance(number, ir.BooleanValue):
        one = square = Added(counted, number)
    else:
        known = number.fill_null(0)
        one, square = Added(counted, known), Added(counted, known * known)
    made = {numerator_column(measure): one, denominator_column(measure): Added(here)}
    if measure.statistic == "mean":
        made[squares_column(measure)] = square
    return made


def amounts_of(
    measure: Measure, plan: Plan, people: ir.Table, present: ir.BooleanValue
) -> dict[str, ir.IntegerValue]:
    """What :func:`added_to` says, as numbers."""
    added = added_to(measure, plan, people, present)
    return {name: one.amount for name, one in added.items()}


def _terms(
    measure: Measure, plan: Plan, people: ir.Table
) -> tuple[ir.Value, ir.BooleanValue | None]:
    """A measure's number, yes or no or whole, and whom it is of, if not of everybody."""
    terms = measure.rule(plan.person_over(people))
    number: Any = terms.numerator
    if not isinstance(number, ir.BooleanValue | ir.IntegerValue):
        raise DefinitionError(
            f"The measure {measure.name} adds up {number.type()} numbers.",
            "Count in whole units: sums of fractions differ from run to run.",
        )
    return number, terms.among


def _asked_once(number: ir.Value, among: ir.BooleanValue) -> ir.Value:
    """A measure's number without whom it is of, which is asked of each person beside it."""
    whole: Any = number.op()
    if isinstance(whole, ops.And) and whole.right == among.op():
        return whole.left.to_expr()
    if isinstance(whole, ops.IfElse) and whole.bool_expr == among.op():
        return whole.true_expr.to_expr()
    return number
