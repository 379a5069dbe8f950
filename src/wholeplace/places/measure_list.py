"""Every measure of a release in one list: counted, published by others, or not to be had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wholeplace.measures.catalogue import Area
from wholeplace.measures.elsewhere import ELSEWHERE
from wholeplace.measures.release import Release
from wholeplace.places.figures import Cell, Table, number_cell
from wholeplace.places.reading import read_place
from wholeplace.places.wording import begun, limits, shown, unit_words

GROUPS = {
    "population": "Who lives here",
    "segments": "Groups of need",
    "conditions": "Long-term conditions",
    "conditions_summary": "How much illness",
    "prevention": "Prevention and planned care",
    "use": "Use of care",
    "outcomes": "Outcomes",
}
PUBLISHED, WANTED = "published", "wanted"
_PUBLISHED_WORDS, _NOT_PRODUCED = "Published by others", "Cannot be produced"


STATISTICS_ELSEWHERE = {
    "proportion": "Proportion",
    "rate": "Crude rate",
    "dsr": "Directly age-standardised rate",
    "isr": "Indirectly standardised ratio: those counted against those expected",
    "count": "Count",
    "score": "Score",
}
"""What a measure that is not counted here gives, in words."""


@dataclass(frozen=True, slots=True)
class MeasureElsewhere:
    """A measure that is not counted from people, as a release describes it.

    ``kind`` is "published" or "wanted"; ``because`` completes "Cannot be produced because …", or
    says why a published measure is not counted here.
    """

    name: str
    title: str
    kind: str
    group: str
    doc: str
    rationale: str
    because: str
    needs: str
    target: str
    entry: Mapping[str, Any]

    @property
    def series(self) -> tuple[str, ...]:
        """The published indicators it is read from."""
        return tuple(self.entry.get("series") or ())

    @property
    def statistic(self) -> str:
        """What it gives, in words; "" in a release that does not say."""
        return STATISTICS_ELSEWHERE.get(str(self.entry.get("statistic")), "")


@dataclass(frozen=True, slots=True)
class NotShown:
    """A measure without a number, and why: "no data set holds it"."""

    name: str
    title: str
    because: str


def measures_elsewhere(release: Release) -> dict[str, MeasureElsewhere]:
    """The measures of a release that are not counted from people, by name."""
    own = set(MeasureElsewhere.__dataclass_fields__) - {"entry"}
    return {
        entry["name"]: MeasureElsewhere(
            **{name: str(entry.get(name) or "") for name in own}, entry=entry
        )
        for entry in release.document(ELSEWHERE) or []
    }


def why_not_produced(release: Release, name: str) -> str:
    """Why this run could not produce a measure, or nothing where it did."""
    reasons = release.manifest.details.get("not_produced") or {}
    return str(reasons.get(name, ""))


def not_shown(release: Release) -> list[NotShown]:
    """Measures without a number in a release: first those of this run, then those never had."""
    found = [
        NotShown(name, measure.title, why_not_produced(release, name))
        for name, measure in release.measures.items()
        if why_not_produced(release, name)
    ]
    return found + [
        NotShown(one.name, one.title, one.because)
        for one in measures_elsewhere(release).values()
        if one.kind == WANTED
    ]


def tables_of_measures(release: Release, area: Area, basis: str = "") -> list[Table]:
    """Every measure with its number in a place and what plans ask, a table for each group.

    Args:
        release: The published release.
        area: The place.
        basis: The basis; by default the place's usual one.
    """
    reading = read_place(release, area, basis)
    rows: dict[str, list[tuple[Cell, ...]]] = {name: [] for name in GROUPS}
    for measure in release.measures.values():
        value = reading.here(measure)
        missing = why_not_produced(release, measure.name)
        cells = (
            Cell(measure.title, measure=measure.name),
            number_cell(_NOT_PRODUCED if missing else shown(value)),
            number_cell(limits(value)),
            Cell(unit_words(reading.as_counted(measure))),
            Cell(begun(measure.target or "")),
        )
        rows.setdefault(measure.group, []).append(cells)
    for one in measures_elsewhere(release).values():
        words = _PUBLISHED_WORDS if one.kind == PUBLISHED else _NOT_PRODUCED
        numbers = (number_cell(words), number_cell(""), Cell(""))
        cells = (Cell(one.title, measure=one.name), *numbers, Cell(begun(one.target)))
        rows.setdefault(one.group, []).append(cells)
    columns = ("Measure", area.name, "95% limits", "Counted as", "What plans ask")
    return [
        Table(GROUPS.get(group, group.replace("_", " ").capitalize()), columns, tuple(held))
        for group, held in rows.items()
        if held
    ]
