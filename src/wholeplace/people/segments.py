"""Segments: a segmentation's table read, and the columns and measures it gives."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from wholeplace.core.errors import DefinitionError
from wholeplace.measures.measure import Measure, Terms, count
from wholeplace.record.attributes import Attribute
from wholeplace.record.person import Person
from wholeplace.record.segmentations import RULE_SUFFIX, Rule, Segment, Segmentation

# The attribute that must be true, and what is said where it is.
Placing = tuple[str, str]


def read_segmentation(file: Path) -> Segmentation:
    """A segmentation from its TOML table.

    The table has ``name``, ``title``, ``source``, ``doc``, ``example`` and, in order of priority,
    ``[[segment]]`` with ``name``, ``title``, ``doc`` and ``rules``: pairs of an attribute's name
    and the reason in words. The last rule of the last segment has an empty name: everybody else.

    Args:
        file: The TOML file.

    Raises:
        DefinitionError: If a segment has no rule, or the last rule does not take everybody else.
    """
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    segments = tuple(_segment(file, entry) for entry in table["segment"])
    rules = [rule for segment in segments for rule in segment.rules]
    if rules[-1].when or any(not rule.when for rule in rules[:-1]):
        raise DefinitionError(
            f"{file.name} does not end with exactly one rule for everybody else.",
            "Give the last rule, and no other, an empty attribute.",
        )
    return Segmentation(
        name=table["name"],
        title=table["title"],
        source=table["source"],
        doc=table["doc"],
        segments=segments,
        example=inspect.cleandoc(table.get("example", "")),
    )


def _segment(file: Path, entry: dict[str, Any]) -> Segment:
    rules = tuple(Rule(when, because) for when, because in entry.get("rules", []))
    if not rules:
        raise DefinitionError(f"{file.name}: {entry['name']} has no rule.", "Give it one.")
    return Segment(entry["name"], entry["title"], entry["doc"], rules)


def segment_attributes(model: Segmentation) -> list[Attribute]:
    """The two columns of a segmentation: each person's segment, and the rule that placed them."""
    rules = [(rule, segment) for segment in model.segments for rule in segment.rules]
    segments = [(rule.when, segment.name) for rule, segment in rules]
    reasons = [(rule.when, rule.because) for rule, _ in rules]
    return [
        Attribute(
            name=model.name,
            title=model.title,
            source=model.source,
            rule=lambda person: _first_true(person, segments),
            kind="segment",
            doc=model.doc,
            example=model.example,
        ),
        Attribute(
            name=f"{model.name}{RULE_SUFFIX}",
            title=f"{model.title}: the rule that placed the person",
            source=model.source,
            rule=lambda person: _first_true(person, reasons),
            kind="segment",
            doc="The reason, in words, why the person is in their segment.",
        ),
    ]


def segment_measures(model: Segmentation) -> list[Measure]:
    """The share of people in each segment of a segmentation."""
    return [_share(model, segment) for segment in model.segments]


def _share(model: Segmentation, segment: Segment) -> Measure:
    def rule(person: Person) -> Terms:
        return count(getattr(person, model.name) == segment.name)

    return Measure(
        name=f"{model.name}_{segment.name}",
        title=segment.title,
        source=model.source,
        rule=rule,
        statistic="proportion",
        doc=segment.doc,
        group="segments",
        rationale="Everybody is placed once, by the greatest need, so that care can be planned for "
        "each group; the shares add up to everybody.",
        says=f"are in the segment “{segment.title.lower()}”",
        among="people",
        numerator=f"People whose segment is “{segment.title.lower()}”.",
        denominator="Everybody, those with no usable record included.",
        not_in_it="People who are not registered or resident here; people whose records could not "
        "be linked. Conditions nobody has recorded do not count.",
    )


def _first_true(person: Person, placings: Sequence[Placing]) -> ir.StringValue:
    *ruled, (_, otherwise) = placings
    return ibis.cases(*((_true(person, when), says) for when, says in ruled), else_=otherwise)


def _true(person: Person, name: str) -> ir.BooleanValue:
    value = getattr(person, name)
    held = value if isinstance(value, ir.BooleanValue) else value > 0
    return held.fill_null(False)
