"""Measures not counted from people here: read from published figures, or not to be had yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Registry, content_hash
from wholeplace.measures.measure import Measure, MeasureWords
from wholeplace.measures.targets import described

StatisticElsewhere = Literal["proportion", "rate", "dsr", "isr", "count", "score"]
"""What is given: those of counted measures, a ratio to what is expected, or a score."""


@dataclass(frozen=True, kw_only=True)
class PublishedMeasure(MeasureWords):
    """A measure whose numbers somebody else publishes.

    Attributes:
        statistic: What they give.
        series: Ids of published indicators that hold it; all are shown, none is preferred.
        because: Why it is not counted from people here.
    """

    statistic: StatisticElsewhere
    series: tuple[str, ...]
    because: str

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.series:
            raise DefinitionError(
                f"The measure {self.name} names no published series.",
                "Name the indicators it is read from, or say why it cannot be produced.",
            )


@dataclass(frozen=True, kw_only=True)
class MeasureWanted(MeasureWords):
    """A measure that plans name and that cannot be produced: shown as a gap, never as zero.

    Attributes:
        statistic: What it would give.
        because: Completes "Cannot be produced because …".
        needs: What would let it be produced.
    """

    statistic: StatisticElsewhere
    because: str
    needs: str

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.because.strip() or not self.needs.strip():
            raise DefinitionError(
                f"The measure {self.name} does not say why it cannot be produced.",
                "Say why, and what would let it be produced.",
            )


ELSEWHERE = "measures_elsewhere"  # the document of a release that lists them
KINDS: dict[type[MeasureWords], str] = {PublishedMeasure: "published", MeasureWanted: "wanted"}


def elsewhere(registry: Registry) -> list[dict[str, Any]]:
    """What the registry says of every measure that is not counted from people, as data.

    Raises:
        DefinitionError: If one of them has the name of another measure.
    """
    taken = {measure.name for measure in registry.all(Measure)}
    entries = []
    for kind, name in KINDS.items():
        for measure in registry.all(kind):
            _once(measure, taken)
            taken.add(measure.name)
            entries.append(_entry(measure, name))
    return entries


def _once(measure: MeasureWords, taken: Collection[str]) -> None:
    if measure.name in taken:
        raise DefinitionError(
            f"Two measures are called {measure.name}.",
            "Rename one: a page of that name could show only one of them.",
        )


def _entry(measure: MeasureWords, kind: str) -> dict[str, Any]:
    own = ("statistic", "because", "needs", "series")
    said = {
        name: getattr(measure, name)
        for name in (
            *("name", "title", "doc", "rationale", "numerator", "denominator", "exclusions"),
            *("group", "source", "owner", "target", "not_in_it"),
        )
    }
    said |= {name: getattr(measure, name) for name in own if hasattr(measure, name)}
    said |= {
        "polarity": measure.better,
        "targets": [target.as_data() for target in measure.targets],
        "ids": [described(one) for one in measure.ids],
    }
    return said | {
        "kind": kind,
        "id": measure.id,
        "overrides": measure.overrides,
        "reason": measure.reason,
        "version": content_hash(repr(said)),
    }
