"""Measures: how many, how well, for whom, each read aloud as a sentence a consultant would sign."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import ibis.expr.types as ir

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Definition
from wholeplace.measures.targets import ExternalId, RegisterYear, Target, target_words

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
class MeasureWords(Definition):
    """What is said of a measure, wherever its numbers come from.

    Attributes:
        doc: The measure in words.
        rationale: Why it is worth counting, and what a reader may do about it.
        group: The part of the place page it stands in.
        numerator: The numerator in words.
        denominator: The denominator in words.
        exclusions: Who is left out on purpose, by the rule.
        not_in_it: Who is not in this number and might be thought to be.
        better: Which direction is better.
        owner: Who answers questions about it.
        targets: What plans and standards ask, the most important first.
        ids: Ids of indicators elsewhere that count the same thing.
    """

    doc: str = ""
    rationale: str = ""
    group: str = "conditions"
    numerator: str
    denominator: str
    exclusions: str = "Nobody."
    not_in_it: str
    better: Polarity = "none"
    owner: str = "Population health intelligence team"
    targets: tuple[Target, ...] = ()
    ids: tuple[ExternalId, ...] = ()

    @property
    def target(self) -> str:
        """All targets in one line."""
        return target_words(self.targets)


@dataclass(frozen=True, kw_only=True)
class Measure(MeasureWords):
    """A number for every place and group, counted from people.

    The words of :class:`MeasureWords`, and:

    Attributes:
        rule: Takes the person, returns :class:`Terms`.
        statistic: ``count``; ``proportion`` (Wilson limits); ``rate`` (events per so many people,
            Byar's limits); ``dsr`` (directly standardised to the European Standard Population
            2013, Dobson's limits); ``mean``. Limits of both rates are widened where one person may
            be counted more than once: see :mod:`wholeplace.measures.clustering`.
        says: Completes "7 in 100 {among} {says}".
        among: Whom it is about, in words.
        per: People a rate is for.
        unit: Unit of a mean.
        flow: The activity it counts, where it counts one: people who left or died in the period
            are then in its numerator.
        monthly: Whether that activity is also shown month by month, as a rate of everybody.
        basis: The populations it is worked out for; ``treated_here`` adds a count for each
            hospital provider of the system, and is open to flows of everybody.
        register_years: How the register it counts was kept in each year of the Quality and
            Outcomes Framework, where it counts one.
    """

    rule: Callable[[Any], Terms]
    statistic: Statistic
    says: str
    among: str = "people"
    per: int = 1
    unit: str = ""
    flow: str = ""
    monthly: bool = False
    basis: tuple[Basis, ...] = ("registered", "resident")
    register_years: tuple[RegisterYear, ...] = ()

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
