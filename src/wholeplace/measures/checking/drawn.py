"""Drawn populations: a few people on paper, and what each adds to a measure's two sums."""

from __future__ import annotations

import inspect
from collections.abc import Collection
from dataclasses import dataclass

from wholeplace.core.registry import Definition
from wholeplace.measures.measure import Basis, Measure
from wholeplace.record.drawing.people import DrawnPerson, DrawnTableError
from wholeplace.record.drawing.tables import read_table

ANSWERS = ("numerator", "denominator")


@dataclass(frozen=True, kw_only=True)
class DrawnPopulation(Definition):
    """A measure's test: small people, and what each of them adds.

    Attributes:
        example: The drawn table; see :mod:`wholeplace.record.drawing.tables`. Its answers are
            ``numerator`` and ``denominator``.
        basis: The population the answers are of; by default each that the measure has.
    """

    example: str
    basis: Basis | None = None


def drawn(
    name: str, example: str, *, basis: Basis | None = None, overrides: str = "", reason: str = ""
) -> DrawnPopulation:
    """Draw the population a measure is checked on.

    Args:
        name: The measure.
        example: The drawn table.
        basis: The population the answers are of, where they differ; by default each that the
            measure is worked out for.
        overrides: The namespace of a drawn population of the same measure that this one replaces.
        reason: Why it replaces it.
    """
    return DrawnPopulation(
        name=name,
        title=f"Drawn population of {name}",
        example=inspect.cleandoc(example),
        basis=basis,
        overrides=overrides,
        reason=reason,
    )


def people_of(population: DrawnPopulation, datasets: Collection[str]) -> list[DrawnPerson]:
    """The people of a drawn population.

    Raises:
        DrawnTableError: If the table cannot be read, or its answers are not what a person adds to
            numerator and denominator.
    """
    people = read_table(population.example, datasets)
    for person in people:
        if tuple(person.expected) != ANSWERS:
            raise DrawnTableError("The answers must be `numerator` and `denominator`.")
        if not all(answer.isdigit() for answer in person.expected.values()):
            raise DrawnTableError(
                f"The answers of person {person.number} are not whole numbers.",
                "Say how much the person adds to each sum: 0, 1 or more.",
            )
    return people


def adds(person: DrawnPerson) -> tuple[int, int]:
    """What somebody is drawn to add to numerator and denominator."""
    return int(person.expected["numerator"]), int(person.expected["denominator"])


def missing_people(measure: Measure, people: list[DrawnPerson]) -> list[str]:
    """Who has to be drawn before the test can fail in every way that matters, in words."""
    answers = [adds(person) for person in people]
    wanted = {
        "somebody who is counted": any(number for number, _ in answers),
        "somebody in the denominator who is not counted": measure.statistic == "count"
        or any(among and not number for number, among in answers),
        "somebody outside the denominator": any(not among for _, among in answers),
    }
    return [words for words, found in wanted.items() if not found]
