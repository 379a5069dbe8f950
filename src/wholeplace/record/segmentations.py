"""Segmentations as tables: everybody in exactly one segment, by the first rule that is true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wholeplace.core.registry import Definition, content_hash

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

    @property
    def version(self) -> str:
        """The hash of its table."""
        return content_hash(self.name, repr(self.segments))

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
