"""One published indicator being read: its values, its subjects, and the one a page is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wholeplace.core.errors import RunError
from wholeplace.measures.release import Release
from wholeplace.places.published.catalogue import Indicator, Source

Row = dict[str, Any]
Subject = tuple[str, str]
"""Kind of subject, and its code or, where the source has none, its name."""

_ORDER = (
    "icb",
    "upper_tier",
    "district",
    "provider",
    "place",
    "pcn",
    "practice",
    "recorded_authority",
    "msoa",
    "ward",
    "england",
)


def subject_of(row: Row) -> Subject:
    """What a value is of."""
    return (row["subject_type"], row["subject_code"] or row["subject_name"])


def written(subject: Subject) -> str:
    """A subject as an address carries it.

    >>> written(("provider", "RGT"))
    'provider:RGT'
    """
    return ":".join(subject)


@dataclass(frozen=True)
class Reading:
    """An indicator, all its values, and the subject a page is about."""

    indicator: Indicator
    rows: tuple[Row, ...]
    subject: Subject

    @property
    def sources(self) -> dict[str, Source]:
        """Its sources by id."""
        return {source.source: source for source in self.indicator.sources}

    @property
    def unit(self) -> str:
        """Its unit, as the first source has it."""
        return self.indicator.sources[0].unit

    @property
    def own(self) -> list[Row]:
        """Values of the subject."""
        return [row for row in self.rows if subject_of(row) == self.subject]

    @property
    def name(self) -> str:
        """The subject's name."""
        return str(self.own[0]["subject_name"])

    @property
    def subjects(self) -> list[tuple[str, list[tuple[Subject, str]]]]:
        """Everything it has values of, by kind and then by name."""
        names = {subject_of(row): row["subject_name"] for row in self.rows}
        kinds = sorted({kind for kind, _ in names}, key=_place)
        return [
            (kind, sorted(((s, n) for s, n in names.items() if s[0] == kind), key=lambda x: x[1]))
            for kind in kinds
        ]

    def line(self, row: Row) -> str:
        """What tells a value from others of its subject and period: sex, ages and source."""
        parts = [row["sex"].capitalize()] if row["sex"] else []
        parts += [f"ages {row['age']}"] if row["age"] and self._ages > 1 else []
        if len({r["source"] for r in self.own}) > 1:
            parts.append(self.sources[row["source"]].publication)
        return ", ".join(parts) or self.name

    @property
    def _ages(self) -> int:
        return len({row["age"] for row in self.own})


def read_indicator(release: Release, indicator: Indicator, asked: str = "") -> Reading:
    """Read an indicator.

    Args:
        release: The published release.
        indicator: Which.
        asked: What the page is about, written as in an address; by default the widest.

    Raises:
        RunError: If the indicator has no value of that.
    """
    rows = tuple(release.select("published", indicator=indicator.indicator))
    subjects = {written(subject_of(row)): subject_of(row) for row in rows}
    if not subjects:
        raise RunError(f"{indicator.title} has no values.", "Import its file again.")
    if asked and asked not in subjects:
        raise RunError(f"{indicator.title} has no value of {asked}.", "Choose another.")
    widest = min(subjects.values(), key=lambda subject: (_place(subject[0]), subject[1]))
    return Reading(indicator, rows, subjects.get(asked, widest))


def latest(rows: Iterable[Row]) -> list[Row]:
    """The values of the last period that has any figure; of all where no period is stated."""
    held = list(rows)
    dated = [row["period_end"] for row in held if row["period_end"] and row["value"] is not None]
    if not dated:
        return [row for row in held if row["period_end"] is None]
    return [row for row in held if row["period_end"] == max(dated)]


def of_everybody(rows: Iterable[Row]) -> list[Row]:
    """Values that are not of one category."""
    return [row for row in rows if row["category"] is None]


def _place(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
