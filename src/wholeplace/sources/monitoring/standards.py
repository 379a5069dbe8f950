"""Quality standards: what a field or a feed should come to before a measure rests on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Definition

ANY = ""


@dataclass(frozen=True, kw_only=True)
class QualityStandard(Definition):
    """What is asked of a field, or of how soon rows come; falling short warns and never stops.

    Attributes:
        dataset: The data set; empty for any.
        field: The field; empty for any that is not often blank for good reason.
        complete_at_least: The share of rows, as a fraction of 1, that should have an answer. "Not
            stated" is one; blank and "not known" are none.
        late_after: Days after the event at which a row is late.
        late_at_most: The share of rows, as a fraction of 1, that may be late.
        because: Why this and no other number.
    """

    dataset: str = ANY
    field: str = ANY
    complete_at_least: float | None = None
    late_after: int | None = None
    late_at_most: float | None = None
    because: str

    def __post_init__(self) -> None:
        super().__post_init__()
        asks = self.complete_at_least is not None, self.late_after is not None
        if sum(asks) != 1 or (self.late_after is None) != (self.late_at_most is None):
            raise DefinitionError(
                f"The quality standard {self.name} must ask one thing.",
                "Give complete_at_least, or late_after with late_at_most.",
            )
        for share in (self.complete_at_least, self.late_at_most):
            if share is not None and not 0 <= share <= 1:
                raise DefinitionError(
                    f"The quality standard {self.name} asks for {share:g}.",
                    "Give a share as a fraction of 1: nine in ten is 0.9.",
                )
        if not self.because.strip():
            raise DefinitionError(f"The quality standard {self.name} gives no reason.", "Say why.")


def completeness(
    standards: Iterable[QualityStandard], dataset: str, field: str
) -> QualityStandard | None:
    """The standard of a field: its own in this data set, then in any, then that of any field."""
    return _nearest((s for s in standards if s.complete_at_least is not None), dataset, field)


def timeliness(standards: Iterable[QualityStandard], dataset: str) -> QualityStandard | None:
    """The standard of how soon a data set's rows come: its own, then that of any."""
    return _nearest((s for s in standards if s.late_after is not None), dataset, ANY)


def _nearest(
    standards: Iterable[QualityStandard], dataset: str, field: str
) -> QualityStandard | None:
    held = {(standard.dataset, standard.field): standard for standard in standards}
    for key in ((dataset, field), (ANY, field), (dataset, ANY), (ANY, ANY)):
        if key in held:
            return held[key]
    return None
