"""The page of models, from their definitions: scenario keys, inputs, outputs, validation."""

from __future__ import annotations

from collections.abc import Iterator

from tools.reference_pages.markdown import items, page, table
from wholeplace.core.registry import Registry
from wholeplace.planning.models.assumption import Assumption, Value
from wholeplace.planning.models.model import Model
from wholeplace.planning.models.scenario import HEADER


def models_page(registry: Registry) -> str:
    """Every model, with the keys of its scenario files."""
    parts = [
        "What if, and what next. A model is asked by a scenario: a TOML file that says only what "
        "differs from the model's own assumptions. A key in angle brackets stands for a member, "
        "such as a service or a place; `all` stands for every one of them. What a model does not "
        "know, or a value out of range, is refused with the nearest key or the range.",
        "Every scenario file may begin with these keys.",
        table(("key", "is"), [(f"`{key}`", about) for key, about in HEADER.items()]),
    ]
    for model in registry.all(Model):
        parts += _model(model)
    return page("Models", parts)


def _model(model: Model) -> Iterator[str]:
    yield f"## {model.title}"
    yield f"`{model.name}`. {model.question}"
    yield model.doc
    yield items(
        ("Source", model.source),
        ("Not in it", model.not_in_it),
        ("Who answers questions", model.owner),
    )
    yield "### What a scenario can change"
    for group in dict.fromkeys(one.group for one in model.assumptions):
        mine = [one for one in model.assumptions if one.group == group]
        yield f"**{group}**"
        head = ("key", "is", "unless said", "allowed", "where that comes from")
        yield table(head, [_assumption(one) for one in mine])
    yield "### What it reads"
    for given in model.inputs:
        yield f"`{given.name}`{'' if given.needed else ' (may be left out)'}: {given.title}."
        yield table(("column", "is"), [(f"`{k}`", v) for k, v in given.columns.items()])
    yield "### What it answers"
    outputs = [(f"`{o.name}`", o.title, o.unit, o.better) for o in model.outputs]
    yield table(("figure", "is", "unit", "better"), outputs)
    yield "### Why to believe it"
    yield table(("shown", "by"), [(v.statement, f"`{v.shown_by}`") for v in model.validation])
    yield "### What is moved to see how far the answer moves"
    yield table(
        ("assumption", "key", "moved by"),
        [(v.title, f"`{v.key}`", f"{v.low:g} and {v.high:g} {v.unit}") for v in model.sensitivity],
    )
    if model.templates:
        yield "### Scenarios to start from"
        rows = [(template.title, template.about) for template in model.templates]
        yield table(("scenario", "asks"), rows)


def _assumption(one: Assumption) -> tuple[str, ...]:
    members = {name: f"each {name}" for name in one.by}
    key = ".".join([one.key, *(f"<{name}>" for name in one.by)])
    checked = "" if one.verified else " (not checked)"
    about = f"{one.title.format(**members)}. {one.about}".strip()
    return (
        f"`{key}`",
        about,
        _value(one.default, one),
        _allowed(one),
        f"{one.source}, {one.dated}{checked}",
    )


def _allowed(one: Assumption) -> str:
    if one.kind == "yes_no":
        return "`true`, `false`"
    if one.kind == "choice":
        return ", ".join(f"`{choice}`" for choice in one.choices)
    if one.kind == "members":
        return f"a list of keys of {one.of}s"
    whole = "a whole number " if one.kind == "whole" else ""
    return f"{whole}{one.range_words}"


def _value(value: Value, one: Assumption) -> str:
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, tuple):
        return "none"
    return f"`{value}`" if isinstance(value, str) else f"{value:,g} {one.unit}".strip()
