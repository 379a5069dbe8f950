"""What hospital care is not covered: the sentence that stands beside hospital use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wholeplace.measures.catalogue import Area
from wholeplace.measures.coverage import ANY_HOSPITAL
from wholeplace.measures.release import Release
from wholeplace.places.sentences import frequency, one_denominator

_ALL = 0.995


def not_covered(release: Release, area: Area, basis: str) -> str:
    """For how many people of a place the nearest general hospital sends no data, in words.

    Args:
        release: The published release.
        area: The place.
        basis: Whose people its page counts; it is worked out from where people live.

    Returns:
        One sentence; empty where every hospital sends data, or the number may not be shown.
    """
    return coverage_sentence(release.coverage(area)) if basis == "resident" else ""


def coverage_sentence(rows: Sequence[Mapping[str, Any]]) -> str:
    """The sentence from an area's rows of coverage.

    Args:
        rows: As :meth:`wholeplace.measures.release.Release.coverage` gives them.

    >>> kings_lynn = {"provider_code": "RCX", "provider_name": "King's Lynn", "value": 0.62}
    >>> coverage_sentence([{"provider_code": "any", "value": 0.62}, kings_lynn])[:68]
    "For 62 in 100 people here the nearest general hospital, King's Lynn,"
    """
    share = next((row["value"] for row in rows if row["provider_code"] == ANY_HOSPITAL), None)
    if not share:
        return ""
    named = [row for row in rows if row["provider_code"] != ANY_HOSPITAL and row["value"]]
    named.sort(key=lambda row: (-row["value"], row["provider_name"]))
    # Shares come from rounded counts, so one that reads as all may leave out a few.
    many = "all or nearly all" if share > _ALL else frequency(share, one_denominator([share]))
    return (
        f"For {many} people here the nearest general "
        f"hospital{_which([row['provider_name'] for row in named])} sends no data, so hospital "
        "use reads lower than it is."
    )


def _which(names: Sequence[str]) -> str:
    if not names:
        return ""
    if len(names) == 1:
        return f", {names[0]},"
    return f" ({', '.join(names[:-1])} or {names[-1]})"
