"""Unit costs: what one event is said to cost, by whom, and at the prices of which year."""

from __future__ import annotations

from dataclasses import dataclass

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Definition


@dataclass(frozen=True, kw_only=True)
class UnitCost(Definition):
    """What one event costs on average; its ``source`` is who published that.

    Attributes:
        activities: The activities, or shares of care, whose events have this cost.
        pounds: The cost of one, in whole pounds.
        prices: The financial year whose prices these are, such as "2016/17".
        overlaps: What the events are part of. The gaps of measures that share it are of the same
            care, so the largest of them is counted and the others are not added.
        note: What the cost leaves out, in words.
    """

    activities: tuple[str, ...]
    pounds: int
    prices: str
    overlaps: str
    note: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.pounds <= 0 or not self.source.strip():
            raise DefinitionError(
                f"The unit cost {self.name} has no cost above £0, or no source.",
                "Give the published cost in whole pounds, and who published it.",
            )
