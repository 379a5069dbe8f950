"""One field of a scenario's form for each assumption of a model, in parts that fold away."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from django.utils.translation import gettext as _

from wholeplace.core.errors import ScenarioError
from wholeplace.places.wording import begun
from wholeplace.planning.models.assumption import WITH, Assumption, Value, groups_of
from wholeplace.planning.models.model import Inputs, Model
from wholeplace.reports.scenarios.words import with_unit

PREFIX = "a."
YES = "yes"
_LONGEST = 40
_TICKED = ("yes_no", "members", "groups")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_AT = ":"
"""Stands between a member and the number of its group, as in "fenland:1"."""


@dataclass(frozen=True)
class Field:
    """An assumption on a form.

    Attributes:
        assumption: The assumption, for one member of its dimensions.
        label: Its name within its part.
        typed: What the form holds: one text, or several for a list of members.
        value: What that means; the default where it means nothing.
        problem: What is wrong with it, empty where nothing is.
        members: What can be ticked, key and name, where it is a list of members.
    """

    assumption: Assumption
    label: str
    typed: tuple[str, ...]
    value: Value
    problem: str = ""
    members: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The name of its control, and its id."""
        return PREFIX + self.assumption.key

    @property
    def text(self) -> str:
        """What a control for one text holds."""
        return self.typed[0] if self.typed else ""

    @property
    def groups(self) -> tuple[tuple[str, str], ...]:
        """Groups that members can be put in: number and name, as many as could have two each."""
        return tuple(
            (str(n), _("Group %(letter)s") % {"letter": letter})
            for n, letter in enumerate(_LETTERS[: len(self.members) // 2], 1)
        )

    @property
    def default_words(self) -> str:
        """The default in words."""
        return in_words(self, self.assumption.default)

    @property
    def sourced(self) -> str:
        """Where the default comes from, when, and whether that was checked."""
        one = self.assumption
        unchecked = "" if one.verified else _("; not checked against its source")
        return f"{one.source}, {one.dated}{unchecked}"

    @property
    def changed(self) -> bool:
        """Whether it differs from the default, or cannot be understood."""
        return bool(self.problem) or self.value != self.assumption.default


@dataclass(frozen=True)
class Part:
    """Fields that fold away together.

    Attributes:
        group: The group of assumptions it is of.
        title: Its heading.
        fields: Its fields.
    """

    group: str
    title: str
    fields: tuple[Field, ...]

    @property
    def about(self) -> str:
        """What all its fields do, where that is the same."""
        return _shared(one.assumption.about for one in self.fields)

    @property
    def sourced(self) -> str:
        """Where all its defaults come from, where that is the same."""
        return _shared(one.sourced for one in self.fields)

    @property
    def changed(self) -> int:
        """How many of its fields differ from their default."""
        return sum(field.changed for field in self.fields)


def parts_of(
    model: Model,
    inputs: Inputs,
    *,
    typed: Mapping[str, Sequence[str]] | None = None,
    values: Mapping[str, Value] | None = None,
) -> list[Part]:
    """Every field of a model's form, in parts, in the model's own order.

    Args:
        model: The model.
        inputs: What it is run on: assumptions are made for its places and services.
        typed: What came with the form, by name of control; None where none was sent.
        values: What a saved scenario changes, where no form was sent: key → value.
    """
    parts: dict[tuple[str, str], list[Field]] = {}
    for family in model.assumptions:
        for empty, title in _fields(family, inputs):
            one = empty.assumption
            if typed is not None:
                field = _sent(empty, tuple(typed.get(empty.name, ())))
            else:
                value = (values or {}).get(one.key, one.default)
                field = replace(empty, typed=as_typed(value, one), value=value)
            parts.setdefault((family.group, title), []).append(field)
    return [Part(group, title, tuple(fields)) for (group, title), fields in parts.items()]


def _fields(family: Assumption, inputs: Inputs) -> Iterator[tuple[Field, str]]:
    """A field with nothing typed for each assumption of a family, and the title of its part.

    A family of two dimensions, or of lists, fills a part for each member of the first dimension,
    so that the places of one service stand together. Assumptions of no family share a part.
    """
    names = product(*(inputs.dimensions[name].values() for name in family.by))
    members = tuple(inputs.dimensions[family.of].items()) if family.of else ()
    stem = family.title.partition(":")[0]
    for one, of in zip(family.expanded(inputs.dimensions), names, strict=True):
        told = replace(one, now=inputs.now(one.key))
        label, part = one.title, family.group
        if len(of) > 1:
            label, part = of[-1], f"{stem}: {of[0]}"
        elif of:
            label, part = (stem, one.title) if members else (of[0], stem)
        yield Field(told, begun(label), (), one.default, members=members), part


def _shared(words: Iterable[str]) -> str:
    """What several things say, where they all say the same."""
    said = set(words)
    return said.pop() if len(said) == 1 else ""


def _sent(empty: Field, typed: tuple[str, ...]) -> Field:
    """A field as it was sent: what was typed stays; what was not on the form has its default."""
    one = empty.assumption
    if not typed and one.kind not in _TICKED:
        return replace(empty, typed=as_typed(one.default, one))
    cut = tuple(text[:_LONGEST] for text in typed)
    try:
        return replace(empty, typed=cut, value=one.checked(understood(one, cut)))
    except ScenarioError as error:
        return replace(empty, typed=cut, problem=_wanted(one, error))


def understood(one: Assumption, typed: tuple[str, ...]) -> object:
    """What was typed as a value of the assumption's kind, or as text where it is none."""
    if one.kind == "yes_no":
        return YES in typed
    if one.kind == "members":
        return typed
    if one.kind == "groups":
        return _grouped(typed)
    text = typed[0].strip() if typed else ""
    if one.kind == "choice":
        return text
    plain = text.replace(",", "").removesuffix("%").strip()
    try:
        number = float(plain)
    except ValueError:
        return text
    if not math.isfinite(number):
        return text
    return int(number) if number.is_integer() else number


def _wanted(one: Assumption, error: ScenarioError) -> str:
    """What to enter instead, in the words of an NHS form."""
    if one.kind == "whole":
        return _("Enter a whole number %(range)s") % {"range": one.range_words}
    if one.kind == "number":
        return _("Enter a number %(range)s") % {"range": one.range_words}
    return error.remedy.rstrip(".")


def in_words(field: Field, value: Value | None = None) -> str:
    """A value of a field in words, with its unit; by default the value it has."""
    held = field.value if value is None else value
    if isinstance(held, bool):
        return _("yes") if held else _("no")
    if isinstance(held, tuple):
        names = dict(field.members)
        parts = groups_of(held) if field.assumption.kind == "groups" else [[key] for key in held]
        said = (_(" with ").join(names.get(key, key) for key in part) for part in parts)
        return ", ".join(said) or _("none")
    if isinstance(held, str):
        return held.replace("_", " ")
    return with_unit(held, field.assumption.unit)


def _grouped(typed: tuple[str, ...]) -> list[str]:
    """What was chosen for each member as groups; a member without a number is in the first."""
    groups: dict[str, list[str]] = {}
    for text in filter(None, typed):
        name, at, number = text.partition(_AT)
        groups.setdefault(number if at else "1", []).append(name)
    return [WITH.join(group) for group in groups.values()]


def as_typed(value: Value, one: Assumption) -> tuple[str, ...]:
    """A value of an assumption as the form's controls hold it."""
    if isinstance(value, bool):
        return (YES,) if value else ()
    if one.kind == "groups" and isinstance(value, tuple | list):
        groups = enumerate(groups_of(value), 1)
        return tuple(f"{name}{_AT}{number}" for number, group in groups for name in group)
    if isinstance(value, tuple | list):
        return tuple(value)
    return (value if isinstance(value, str) else f"{value:.10g}",)
