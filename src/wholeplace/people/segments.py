"""Segments: everybody in exactly one group, by the first rule of a table that is true of them."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Definition
from wholeplace.measures.measure import Measure, Terms, count
from wholeplace.record.attributes import Attribute
from wholeplace.record.person import Person

RULE_SUFFIX = "_rule"


@dataclass(frozen=True)
class Rule:
    """One way into a segment.

    Attributes:
        when: The attribute that must be true; empty for the segment of everybody else.
        because: The reason in words, shown with each person it places.
    """

    when: str
    because: str


@dataclass(frozen=True)
class Segment:
    """One group of a segmentation.

    Attributes:
        name: As it stands in the person table.
        title: In plain English.
        doc: Who is in it.
        rules: The ways in, in order.
    """

    name: str
    title: str
    doc: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, kw_only=True)
class Segmentation(Definition):
    """A table of segments, the greatest need first; its name is the person table's column.

    Attributes:
        doc: What it is for.
        segments: In order of priority: the first that fits takes the person.
        example: A drawn table of small people, which is also its test.
    """

    doc: str
    segments: tuple[Segment, ...]
    example: str = ""

    def attributes(self) -> list[Attribute]:
        """The two columns: each person's segment, and the rule that placed them."""
        return [
            Attribute(
                name=self.name,
                title=self.title,
                source=self.source,
                rule=lambda person: _first_true(person, self._placings(), "segment"),
                kind="segment",
                doc=self.doc,
                example=self.example,
            ),
            Attribute(
                name=f"{self.name}{RULE_SUFFIX}",
                title=f"{self.title}: the rule that placed the person",
                source=self.source,
                rule=lambda person: _first_true(person, self._placings(), "because"),
                kind="segment",
                doc="The reason, in words, why the person is in their segment.",
            ),
        ]

    def measures(self) -> list[Measure]:
        """The share of people in each segment."""
        return [self._measure(segment) for segment in self.segments]

    def as_data(self) -> list[dict[str, Any]]:
        """The table as the release keeps it: one entry per segment, in order."""
        return [
            {
                "name": segment.name,
                "title": segment.title,
                "doc": segment.doc,
                "order": order,
                "measure": f"{self.name}_{segment.name}",
                "rule": "; or ".join(rule.because for rule in segment.rules),
                "model": self.name,
            }
            for order, segment in enumerate(self.segments, start=1)
        ]

    def _placings(self) -> list[dict[str, str]]:
        return [
            {"when": rule.when, "because": rule.because, "segment": segment.name}
            for segment in self.segments
            for rule in segment.rules
        ]

    def _measure(self, segment: Segment) -> Measure:
        def rule(person: Person) -> Terms:
            return count(getattr(person, self.name) == segment.name)

        return Measure(
            name=f"{self.name}_{segment.name}",
            title=segment.title,
            source=self.source,
            rule=rule,
            statistic="proportion",
            doc=segment.doc,
            group="segments" if self.name == "segment" else "other_segments",
            says=f"are in the segment “{segment.title.lower()}”",
            among="people",
            numerator=f"People whose segment is “{segment.title.lower()}”.",
            denominator="Everybody, those with no usable record included.",
            not_in_it="People who are not registered or resident here; people whose records "
            "could not be linked. Conditions nobody has recorded do not count.",
        )


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


def _first_true(person: Person, placings: Sequence[dict[str, str]], answer: str) -> ir.StringValue:
    *ruled, last = placings
    return ibis.cases(
        *((_true(person, placing["when"]), placing[answer]) for placing in ruled),
        else_=last[answer],
    )


def _true(person: Person, name: str) -> ir.BooleanValue:
    value = getattr(person, name)
    held = value if isinstance(value, ir.BooleanValue) else value > 0
    return held.fill_null(False)
