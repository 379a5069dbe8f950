"""Attributes: what is true of one person on a date, each a rule a clinician can read and sign."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import ibis.expr.types as ir

from wholeplace.core.registry import Definition


@dataclass(frozen=True, kw_only=True)
class Attribute(Definition):
    """A column of the person table.

    Attributes:
        rule: Takes the person, returns a date (since when; none means no), yes or no, a number or
            a word.
        kind: ``condition`` for long-term conditions, ``segment`` for a segmentation's columns,
            ``fact`` for the rest.
        doc: The rule in words.
        ages: Whom it applies to.
        example: A drawn table of small people with the answer expected; it is also a test.
    """

    rule: Callable[[Any], Any]
    kind: Literal["condition", "fact", "segment"] = "fact"
    doc: str = ""
    ages: str = "all ages"
    example: str = ""


@dataclass(frozen=True, kw_only=True)
class Measurement(Definition):
    """A reading with a value, and the range outside which it is an error.

    Attributes:
        codes: The codes it is recorded under.
        unit: Its unit.
        lowest: The lowest plausible value; lower ones are left out and counted.
        highest: The highest plausible value.
    """

    codes: tuple[str, ...]
    unit: str
    lowest: float
    highest: float


@dataclass(frozen=True, kw_only=True)
class Activity(Definition):
    """Use of a service, counted per person over the last months and month by month.

    Attributes:
        dataset: The dataset whose rows are counted.
        date: The column that places a row in time.
        rule: Takes the row (an Ibis table) and the code lists, returns whether it counts or how
            much.
        counts: ``rows`` to count or add up rows; ``days`` to count distinct days.
        months: Length of the period that ends on the date of the run.
        until: The column of the day it ends, for what lasts: a row then counts if it reaches into
            the period, however long before it began; one that has not ended reaches to its end.
        flag: The flag of the stricter zone that its rule asks for, where it counts one.
        doc: The rule in words.
    """

    dataset: str
    date: str
    rule: Callable[..., ir.Value]
    counts: Literal["rows", "days"] = "rows"
    months: int = 12
    until: str = ""
    flag: str = ""
    doc: str = ""


def attribute(
    *,
    title: str,
    source: str = "",
    kind: Literal["condition", "fact", "segment"] = "fact",
    ages: str = "all ages",
    example: str = "",
    overrides: str = "",
    reason: str = "",
) -> Callable[[Callable[[Any], Any]], Attribute]:
    """Make a function an attribute: its name is the column, its docstring the rule in words."""

    def wrap(rule: Callable[[Any], Any]) -> Attribute:
        return Attribute(
            name=rule.__name__,
            title=title,
            source=source,
            rule=rule,
            kind=kind,
            doc=inspect.getdoc(rule) or "",
            ages=ages,
            example=inspect.cleandoc(example),
            overrides=overrides,
            reason=reason,
        )

    return wrap


def activity(
    *,
    title: str,
    dataset: str,
    date: str,
    source: str = "",
    counts: Literal["rows", "days"] = "rows",
    months: int = 12,
    until: str = "",
    flag: str = "",
) -> Callable[[Callable[..., ir.Value]], Activity]:
    """Make a function over a dataset's row an activity: its name is the column."""

    def wrap(rule: Callable[..., ir.Value]) -> Activity:
        return Activity(
            name=rule.__name__,
            title=title,
            source=source,
            dataset=dataset,
            date=date,
            rule=rule,
            counts=counts,
            months=months,
            until=until,
            flag=flag,
            doc=inspect.getdoc(rule) or "",
        )

    return wrap
