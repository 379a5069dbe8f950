"""Gaps added up: over units with one total's limits, and over measures without counting twice."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from wholeplace.places.variation.reading import Compared, Cost

Target = Literal["to_median", "to_best"]


@dataclass(frozen=True, slots=True)
class Total:
    """A number of people or events, with 95% limits."""

    value: float
    lower: float
    upper: float

    def times(self, pounds: int) -> Total:
        """The total in pounds."""
        return Total(self.value * pounds, self.lower * pounds, self.upper * pounds)


@dataclass(frozen=True, slots=True)
class Priced:
    """What the gaps of some units cost, for care that is counted once.

    Attributes:
        overlaps: The care.
        gross: Pounds with the gaps of every measure added up, one stay counted several times.
        net: Pounds with the dearest measure of each unit only.
        measures: The measures, in the order they came.
    """

    overlaps: str
    gross: float
    net: float
    measures: tuple[str, ...]


def added(rows: Iterable[Compared], target: Target) -> Total | None:
    """The gaps of units together; None where no unit has one to give.

    Limits are put together from those of the units, taken as independent of one another.

    Source:
        Zou GY, Donner A. Construction of confidence limits about effect measures: a general
        approach. Stat Med 2008;27:1693-702.
    """
    total = below = above = 0.0
    some = False
    for row in rows:
        value = getattr(row, target)
        if value is None:
            continue
        some = True
        total += value
        below += (value - getattr(row, f"{target}_lower")) ** 2
        above += (getattr(row, f"{target}_upper") - value) ** 2
    if not some:
        return None
    return Total(total, max(0.0, total - math.sqrt(below)), total + math.sqrt(above))


def priced(rows: Sequence[Compared], costs: Mapping[str, Cost], target: Target) -> list[Priced]:
    """What gaps cost, by the care they are of, with overlaps taken out.

    Measures whose gaps are of the same care (a fall is an emergency admission, and its days are
    days of that stay) are not added: of each unit the dearest one counts. Units of one kind are
    added; a practice and its neighbourhood must not be given together.

    Args:
        rows: Units of one kind on any measures.
        costs: Unit costs by name.
        target: To the middle unit, or to the best fifth.
    """
    held: dict[str, dict[str, dict[str, float]]] = {}
    for row in rows:
        gap = getattr(row, target)
        cost = costs.get(row.unit_cost or "")
        if gap is None or cost is None:
            continue
        unit = held.setdefault(cost.overlaps, {}).setdefault(row.area_code, {})
        unit[row.measure] = gap * cost.pounds
    return [
        Priced(
            overlaps,
            gross=sum(sum(unit.values()) for unit in units.values()),
            net=sum(max(unit.values()) for unit in units.values()),
            measures=tuple(dict.fromkeys(name for unit in units.values() for name in unit)),
        )
        for overlaps, units in held.items()
    ]
