"""Runs measures over their drawn populations by the real passes, and says where they differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.core.errors import WholeplaceError
from wholeplace.core.registry import Registry
from wholeplace.measures.checking.drawn import DrawnPopulation, adds, missing_people, people_of
from wholeplace.measures.cubes import (
    CUBES,
    amounts_of,
    denominator_column,
    numerator_column,
)
from wholeplace.measures.measure import Basis, Measure
from wholeplace.record.drawing.people import DrawnPerson
from wholeplace.record.drawing.world import AS_AT, drawn_rows, small_inputs
from wholeplace.record.person_table import person_table
from wholeplace.record.plan import Plan
from wholeplace.sources.contracts import Dataset

HOW = "CONTRIBUTING.md and the how-to on adding a measure say how to draw one."
WHERE = {"registered": "Counted where registered", "resident": "Counted where they live"}
# More people than any one table has: those of no two tables share a number.
APART = 1_000


@dataclass(frozen=True)
class Fault:
    """What is wrong with one measure or its drawn population.

    Attributes:
        measure: The measure's name.
        says: What is wrong, as a sentence.
        remedy: What to do about it; may be empty.
    """

    measure: str
    says: str
    remedy: str = ""


@dataclass(frozen=True)
class Checked:
    """What a check found.

    Attributes:
        measures: How many measures were checked.
        people: On how many drawn people.
        faults: What is wrong; nothing where every measure counts as drawn.
    """

    measures: int
    people: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class _Case:
    """A measure in one population, with its people numbered apart from those of any other."""

    measure: Measure
    basis: Basis
    people: list[DrawnPerson]


def check(
    engine: Engine, registry: Registry, names: Sequence[str] = (), on: dt.date = AS_AT
) -> Checked:
    """Check measures on their drawn populations.

    Args:
        engine: The engine.
        registry: The definitions.
        names: The measures; all of them by default.
        on: The date of the count, which is the one populations are drawn on. On another date a
            population that shows a boundary must count otherwise.

    Raises:
        DefinitionError: If there is no measure of a name, or definitions do not hold together.
    """
    measures = [registry.get(Measure, name) for name in names] or registry.all(Measure)
    cases, faults = _cases(registry, measures)
    if not names:
        faults += _of_no_measure(registry)
    if cases:
        faults += _differences(engine, Plan.of(registry, on), cases)
    people = sum(len(case.people) for case in {case.measure.name: case for case in cases}.values())
    order = [measure.name for measure in registry.all(Measure)]
    found = sorted(faults, key=lambda f: order.index(f.measure) if f.measure in order else -1)
    return Checked(len(measures), people, tuple(found))


def _cases(registry: Registry, measures: Sequence[Measure]) -> tuple[list[_Case], list[Fault]]:
    """The measures that can be run, and what is wrong with the others or with who is drawn."""
    populations = {population.name: population for population in registry.all(DrawnPopulation)}
    datasets = {dataset.name for dataset in registry.all(Dataset)}
    cases: list[_Case] = []
    faults: list[Fault] = []
    for position, measure in enumerate(measures):
        population = populations.get(measure.name)
        if population is None:
            faults.append(Fault(measure.name, "It has no drawn population.", HOW))
            continue
        try:
            people = people_of(population, datasets)
            drawn_rows(registry, people)
        except WholeplaceError as error:
            faults.append(Fault(measure.name, error.problem, error.remedy))
            continue
        for words in missing_people(measure, people):
            faults.append(Fault(measure.name, f"Its drawn population lacks {words}.", "Draw one."))
        apart = [replace(one, number=one.number + position * APART) for one in people]
        bases = (population.basis,) if population.basis else measure.basis
        cases += [_Case(measure, basis, apart) for basis in bases]
    return cases, faults


def _of_no_measure(registry: Registry) -> list[Fault]:
    names = {measure.name for measure in registry.all(Measure)}
    return [
        Fault(population.name, "A population is drawn for it, and there is no such measure.")
        for population in registry.all(DrawnPopulation)
        if population.name not in names
    ]


def _differences(engine: Engine, whole: Plan, cases: Sequence[_Case]) -> list[Fault]:
    """Where somebody adds something other than was drawn."""
    plan = whole.only(case.measure.rule for case in cases)
    everybody = {person.number: person for case in cases for person in case.people}
    inputs = small_inputs(engine, plan.registry, list(everybody.values()))
    table = engine.keep(person_table(engine, plan, inputs))
    faults = []
    for cube in CUBES:
        mine = [case for case in cases if case.basis == cube.basis]
        inside = table.filter(table[cube.inside].notnull())
        amounts: dict[str, ir.Value] = {}
        for case in mine:
            amounts |= amounts_of(case.measure, plan, inside, inside[cube.basis])
        rows = engine.fetch(inside.select("person", **amounts)).to_pylist() if mine else []
        found = {row["person"]: row for row in rows}
        for case in mine:
            columns = numerator_column(case.measure), denominator_column(case.measure)
            for person in case.people:
                row = found.get(person.number, {})
                numerator, denominator = (row.get(column, 0) for column in columns)
                if (numerator, denominator) != adds(person):
                    faults.append(_fault(case, person, numerator, denominator))
    return faults


def _fault(case: _Case, person: DrawnPerson, numerator: int, denominator: int) -> Fault:
    drawn_numerator, drawn_denominator = adds(person)
    return Fault(
        case.measure.name,
        f"{WHERE[case.basis]}, person {person.number % APART} adds {numerator} to the numerator "
        f"and {denominator} to the denominator; drawn are {drawn_numerator} and "
        f"{drawn_denominator}.",
    )
