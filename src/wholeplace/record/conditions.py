"""Long-term conditions: attributes that hold from a date, from the age the register counts."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import ibis
import ibis.expr.types as ir

from wholeplace.core.registry import Registry
from wholeplace.record.attributes import Attribute
from wholeplace.record.person import Person, value_of


def condition(
    *,
    title: str,
    source: str,
    example: str,
    from_age: int = 0,
    overrides: str = "",
    reason: str = "",
) -> Callable[[Callable[[Person], Any]], Attribute]:
    """Make a function a long-term condition: its answer is the date from which it holds.

    Args:
        title: Plain English.
        source: The register it follows, with its year.
        example: A drawn table of small people, which is also its test.
        from_age: The age from which the register counts people.
        overrides: The namespace of a condition of the same name that this one replaces.
        reason: Why it replaces it.
    """

    def wrap(rule: Callable[[Person], Any]) -> Attribute:
        return Attribute(
            name=rule.__name__,
            title=title,
            source=source,
            rule=_from_age(from_age, rule),
            kind="condition",
            doc=inspect.getdoc(rule) or "",
            ages=f"aged {from_age} and over" if from_age else "all ages",
            example=inspect.cleandoc(example),
            overrides=overrides,
            reason=reason,
        )

    return wrap


def condition_names(registry: Registry) -> list[str]:
    """The names of all long-term conditions, in the order they are counted and paired."""
    return [a.name for a in registry.all(Attribute) if a.kind == "condition"]


def _from_age(age: int, rule: Callable[[Person], Any]) -> Callable[[Person], ir.Value]:
    @functools.wraps(rule)
    def aged(person: Person) -> ir.Value:
        since = value_of(rule(person))
        return ibis.ifelse(person.age >= age, since, ibis.null("date")) if age else since

    return aged
