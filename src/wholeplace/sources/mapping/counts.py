"""What became of every row of a source on its way through a mapping; the sums always agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class TableCount:
    """The rows of one source table: read = usable + broken.

    Attributes:
        name: The mapping's name for it.
        files: Its files' names; empty where the source has none of it.
        read: Rows in them.
        broken: Rows that could not be split into columns.
        notes: Sentences on how it was read.
    """

    name: str
    files: tuple[str, ...]
    read: int
    broken: int = 0
    notes: tuple[str, ...] = ()

    @property
    def usable(self) -> int:
        """Rows that the mapping could read."""
        return self.read - self.broken


@dataclass(frozen=True)
class StepCount:
    """The rows of one step, group or output: read = mapped + gathered + left out.

    Attributes:
        name: Its name; for an output, the dataset.
        kind: What it is.
        source: The table it read.
        read: Rows of that table.
        mapped: Rows that came out.
        gathered: Rows that a group put together with another of the same key.
        left_out: Reason → rows.
        not_understood: Column → values of the source that were left blank, as no rule covers them.
        unsure: Lookup → rows for which it found several different rows, and took none.
    """

    name: str
    kind: Literal["output", "step", "group"]
    source: str
    read: int
    mapped: int
    gathered: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    not_understood: Mapping[str, int] = field(default_factory=dict)
    unsure: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.read != self.mapped + self.gathered + sum(self.left_out.values()):
            raise AssertionError(f"The counts of a mapping do not reconcile: {self}")
