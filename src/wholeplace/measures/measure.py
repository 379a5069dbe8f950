"""Measures: how many, how well, for whom, each read aloud as a sentence a consultant would sign."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import ibis.expr.types as ir

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Definition

Statistic = Literal["count", "proportion", "rate", "dsr", "mean"]
Polarity = Literal["higher", "lower", "none"]
Basis = Literal["registered", "resident", "treated_here"]
FLOW_STATISTICS = ("count", "rate", "dsr")


@dataclass(frozen=True)
class Terms:
    """The two sums a measure is made of, each an expression over one person.

    Attributes:
        numerator: Yes or no, or a number, to add up over people.
        among: Who is counted underneath; None means everybody.
    """

    numerator: ir.Value
    among: ir.BooleanValue | None = None


def count(condition: ir.BooleanValue, *, among: ir.BooleanValue | None = None) -> Terms:
    """People for whom a condition holds, among those who could have it.

    Args:
        condition: Yes or no for each person.
        among: Who could have it; by default everybody.
    """
    return Terms(condition if among is None else condition & among, among)


def total(amount: ir.NumericValue, *, among: ir.BooleanValue | None = None) -> Terms:
    """A number added up over people: admissions, bed days, conditions.

    Args:
        amount: The number for each person.
        among: Whose numbers count; by default everybody's.
    """
    return Terms(amount if among is None else among.ifelse(amount, 0), among)


@dataclass(frozen=True, kw_only=True)
class Measure(Definition):
    """A number for every place and group.

    Attributes:
        rule: Takes the person, returns :class:`Terms`.
        statistic: ``count``; ``proportion`` (Wilson limits); ``rate`` (events per so many people,
            Byar's limits); ``dsr`` (directly standardised to the European Standard Population
            2013, Dobson's limits); ``mean``.
        doc: The measure in words.
        group: The part of the place page it stands in.
        says: Completes "7 in 100 {among} {says}".
        among: Whom it is about, in words.
        numerator: The numerator in words.
        denominator: The denominator in words.
        better: Which direction is better.
        per: People a rate is for.
        unit: Unit of a mean.
        not_in_it: Who is not in this number.
        flow: The activity it counts, where it counts one: people who left or died in the period
            are then in its numerator.
        monthly: Whether that activity is also shown month by month, as a rate of everybody.
        owner: Who answers questions about it.
        target: The plans' target, where there is one.
        basis: The populations it is worked out for; ``treated_here`` adds a count for each
            hospital provider of the system, and is open to flows of everybody.
    """

    rule: Callable[[Any], Terms]
    statistic: Statistic
    doc: str = ""
    group: str = "conditions"
    says: str
    among: str = "people"
    numerator: str
    denominator: str
    better: Polarity = "none"
    per: int = 1
    unit: str = ""
    not_in_it: str
    flow: str = ""
    monthly: bool = False
    owner: str = "Population health intelligence team"
    target: str = ""
    basis: tuple[Basis, ...] = ("registered", "resident")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.flow and self.statistic not in FLOW_STATISTICS:
            raise DefinitionError(
                f"The measure {self.name} gives a flow as a {self.statistic}.",
                "Leavers are in a flow and not in the population: give it as a rate.",
            )
        if self.monthly and not self.flow:
            raise DefinitionError(
                f"The measure {self.name} is shown month by month and counts no flow.",
                "Say which activity it counts with flow=, or leave monthly out.",
            )


def measure(**says: Any) -> Callable[[Callable[[Any], Terms]], Measure]:
    """Make a function a measure: its name is the measure's, its docstring the measure in words.

    Args:
        says: The attributes of :class:`Measure` apart from ``name``, ``rule`` and ``doc``.
    """

    def wrap(rule: Callable[[Any], Terms]) -> Measure:
        return Measure(name=rule.__name__, rule=rule, doc=inspect.getdoc(rule) or "", **says)

    return wrap
