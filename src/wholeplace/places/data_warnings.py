"""Problems of the data a measure rests on, in the place it is shown for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wholeplace.measures.catalogue import Area
from wholeplace.measures.release import Release

MOST_WARNINGS = 3
SERVED_AT_LEAST = 0.02  # a practice with fewer of a place's people can hardly change its numbers
Problem = Mapping[str, Any]


def warnings(release: Release, area: Area, basis: str, measure: str = "") -> list[str]:
    """Sentences to stand beside a measure in a place, or beside a whole place.

    Args:
        release: The published release.
        area: The place.
        basis: Whose people its numbers count.
        measure: The measure; by default problems of any data set are said.
    """
    resting = (release.document("resting_on") or {}).get(measure)
    reached = _senders_of(release, area, basis)
    said = []
    for problem in release.rows("problems"):
        if problem["kind"] == "high":
            continue
        if resting is not None and not _rests_on(resting, problem):
            continue
        if not _reaches(problem, area, reached):
            continue
        said.append(problem["sentence"])
    more = len(said) - MOST_WARNINGS
    if more > 0:
        return [*said[:MOST_WARNINGS], f"And {more} more, on the data page."]
    return said


def _rests_on(resting: Mapping[str, Sequence[str]], problem: Problem) -> bool:
    fields = resting.get(problem["dataset"])
    return fields is not None and (not problem["field"] or problem["field"] in fields)


def _senders_of(release: Release, area: Area, basis: str) -> set[str]:
    """Practices that look after enough of a place's people."""
    if area.area_type == "practice":
        return {area.code}
    inside = {child.code for child in release.children(area, "practice")}
    if basis != "resident":
        return inside
    found: Area | None = area
    while found is not None and found.area_type not in ("district", "upper_tier", "icb"):
        found = release.parent(found)
    if found is None:
        return inside
    return {
        row["practice"]
        for row in release.rows("served")
        if (row["area_type"], row["area_code"]) == found.key and row["value"] >= SERVED_AT_LEAST
    }


def _reaches(problem: Problem, area: Area, practices: set[str]) -> bool:
    """Whether a problem can change a place's numbers: hospitals and whole sources reach all."""
    if area.area_type == "provider":
        return bool(problem["provider"] == area.code)
    if problem["area_type"] == "practice":
        return problem["provider"] in practices
    return True
