"""Assumptions: what a model takes for granted, each with its unit, range, source and date."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Literal

from wholeplace.core.errors import DefinitionError, ScenarioError

Value = float | int | bool | str | tuple[str, ...]
Kind = Literal["number", "whole", "yes_no", "choice", "members", "groups"]
Dimensions = Mapping[str, Mapping[str, str]]
"""Dimension → its members: the key each has in a scenario, and its name in words."""

EVERY = "all"
WITH = "+"
"""Stands between the members of a group."""
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_-]*)*")


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """One thing a model takes for granted and a scenario may take differently.

    Attributes:
        key: Its key in a scenario file, with dots between tables.
        title: Plain English; ``{service}`` stands for the member of the dimension ``service``.
        unit: What its numbers count, such as "slots" or "% shorter".
        group: The heading it stands under.
        default: What holds where a scenario says nothing.
        kind: ``number``, ``whole`` (a whole number), ``yes_no``, ``choice`` (one of ``choices``),
            ``members`` (some members of the dimension ``of``; "all" is every one) or ``groups``
            (members of it that belong together, as in "a+b"; names alone are one group).
        low: The least a scenario may say; of ``members``, how many it must name.
        high: The most.
        choices: The words a ``choice`` may be.
        of: The dimension whose members a ``members`` or ``groups`` assumption names.
        by: Dimensions it is made for: one assumption for each of their members.
        source: Where the default comes from.
        dated: The date or year of that source.
        verified: Whether the default was checked against its source.
        about: What it does in the model, in a sentence or two.
        now: What holds today where the default is a change, such as "42 slots"; set by inputs.
    """

    key: str
    title: str
    unit: str
    group: str
    default: Value
    kind: Kind = "number"
    low: float = -math.inf
    high: float = math.inf
    choices: tuple[str, ...] = ()
    of: str = ""
    by: tuple[str, ...] = ()
    source: str
    dated: str
    verified: bool = True
    about: str = ""
    now: str = ""

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise DefinitionError(
                f"{self.key!r} cannot be the key of an assumption.",
                "Use lower-case words with underscores, and dots between tables.",
            )
        if not (self.title.strip() and self.source.strip() and self.dated.strip()):
            raise DefinitionError(
                f"The assumption {self.key} lacks a title, a source or a date.", "Give all three."
            )
        try:
            self.checked(self.default)
        except ScenarioError as error:
            raise DefinitionError(
                f"The default of the assumption {self.key} is refused: {error.problem}",
                "Correct the default or the range.",
            ) from error

    def checked(self, value: object) -> Value:
        """A value as a scenario file gives it, if this assumption allows it.

        Raises:
            ScenarioError: If it is of another kind or out of range; the remedy says what is in.
        """
        if self.kind == "members":
            return self._members(value)
        if self.kind == "groups":
            return self._groups(value)
        if self.kind == "yes_no":
            if isinstance(value, bool):
                return value
            raise self._refused(value, "true or false")
        if self.kind == "choice":
            if isinstance(value, str) and value in self.choices:
                return value
            raise self._refused(value, f"one of {', '.join(self.choices)}")
        return self._number(value)

    @property
    def range_words(self) -> str:
        """The allowed range in words.

        >>> Assumption(key="a", title="A", unit="days", group="", default=1, low=0, high=30,
        ...     source="s", dated="2019").range_words
        'from 0 to 30 days'
        """
        low = "" if self.low == -math.inf else f"from {self.low:g} "
        high = "" if self.high == math.inf else f"to {self.high:g} "
        return f"{low}{high}{self.unit}".strip() if low or high else f"of {self.unit}"

    def expanded(self, dimensions: Dimensions) -> Iterator[Assumption]:
        """One assumption for each combination of members of the dimensions it is made for."""
        for members in product(*(dimensions[name].items() for name in self.by)):
            names = dict(zip(self.by, (words for _, words in members), strict=True))
            key = ".".join([self.key, *(member for member, _ in members)])
            title = self.title.format(**names) if self.by else self.title
            one = replace(self, key=key, title=title, by=(), choices=self._choices(dimensions))
            yield replace(one, default=one.checked(one.default))  # every member by its name

    def _choices(self, dimensions: Dimensions) -> tuple[str, ...]:
        return tuple(dimensions[self.of]) if self.of else self.choices

    def _number(self, value: object) -> Value:
        whole = self.kind == "whole"
        wanted = f"a {'whole ' if whole else ''}number {self.range_words}"
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self._refused(value, wanted)
        if not self.low <= value <= self.high or (whole and value != int(value)):
            raise self._refused(value, wanted)
        return value

    def _members(self, value: object) -> Value:
        given = [value] if isinstance(value, str) else value
        items = given if isinstance(given, list | tuple) else [given]
        allowed = [*self.choices, EVERY]
        known = not self.choices or all(item in allowed for item in items)
        if not known or not all(isinstance(item, str) for item in items):
            raise self._refused(value, f"a list of some of {', '.join(allowed)}")
        if len(items) < self.low:
            raise self._refused(value, f"{self.low:g} or more of {', '.join(allowed)}")
        if EVERY in items:
            return tuple(self.choices) or (EVERY,)
        return tuple(dict.fromkeys(str(item) for item in items))

    def _groups(self, value: object) -> Value:
        """Groups in the order of the choices, each with its members in that order."""
        given = [value] if isinstance(value, str) else value
        items = list(given) if isinstance(given, list | tuple) else [given]
        named = groups_of(
            [WITH.join(map(str, one)) if isinstance(one, list | tuple) else one for one in items]
        )
        if not self.choices:
            return tuple(WITH.join(group) for group in named)
        allowed = f"groups of some of {', '.join(self.choices)}, such as "
        allowed += f'"{WITH.join(self.choices[:2])}"; a name in one of them at most'
        everybody = [name for group in named for name in group]
        if everybody == [EVERY]:
            return (WITH.join(self.choices),)
        if len(set(everybody)) < len(everybody) or not set(everybody) <= set(self.choices):
            raise self._refused(value, allowed)
        ordered = [sorted(group, key=self.choices.index) for group in named if len(group) > 1]
        return tuple(WITH.join(group) for group in sorted(ordered, key=_first_of(self.choices)))

    def _refused(self, value: object, wanted: str) -> ScenarioError:
        return ScenarioError(f"{self.key} is {value!r}.", f"Use {wanted}.")


def change(
    key: str,
    title: str,
    group: str,
    about: str,
    *,
    unit: str = "%",
    default: Value = 0,
    **says: Any,
) -> Assumption:
    """An assumption that changes what the inputs say, and nothing unless a scenario says so.

    Args:
        key, title, group, about, unit, default: As of :class:`Assumption`.
        says: Its other attributes, such as its range.
    """
    return Assumption(
        key=key,
        title=title,
        unit=unit,
        group=group,
        about=about,
        default=default,
        source="The inputs, unchanged",
        dated="the date of the inputs",
        **says,
    )


def groups_of(items: Sequence[object]) -> list[list[str]]:
    """The groups that a value of the kind ``groups`` names: names alone are one together.

    >>> groups_of(["a+b", "c+d"]), groups_of(["a", "b"])
    ([['a', 'b'], ['c', 'd']], [['a', 'b']])
    """
    named = [str(item).split(WITH) for item in items]
    alone = [group[0] for group in named if len(group) == 1]
    return [*([alone] if alone else []), *(group for group in named if len(group) > 1)]


def _first_of(choices: Sequence[str]) -> Callable[[list[str]], int]:
    return lambda group: choices.index(group[0])
