"""What the categories of delays are called: from the contracts of the release and its areas."""

from __future__ import annotations

from collections.abc import Callable

from wholeplace.core.expressions import UNKNOWN
from wholeplace.measures.delays.cube import BANDS
from wholeplace.measures.release import Release
from wholeplace.places.pressure.reading import Pressure
from wholeplace.sources.after_hospital import SERVICES

NOT_KNOWN = "Not known"
BREAKDOWNS = {
    "band": "Since when",
    "reason": "Reason",
    "responsible": "Who can end the delay",
    "service": "What people wait for",
    "pathway": "Discharge pathway",
    "place": "Where people live",
    "hospital": "Hospital trust",
    "site": "Hospital",
}
"""Breakdown of delays → its name, in the order of the board."""
ORDERED = {"band": list(BANDS), "service": list(SERVICES), "pathway": ["0", "1", "2", "3"]}
"""Breakdowns whose categories have an order of their own; others stand by size."""


def namer(pressure: Pressure, breakdown: str) -> Callable[[str], str]:
    """A function that names the categories of a breakdown.

    Args:
        pressure: What the release says.
        breakdown: The breakdown.
    """
    if breakdown == "hospital":
        return pressure.hospital
    if breakdown == "place":
        return pressure.place
    if breakdown == "service":
        return lambda name: SERVICES.get(name, NOT_KNOWN)
    dataset = "hospital_discharge" if breakdown == "pathway" else "discharge_delay"
    codes = _codes(pressure.release, dataset, breakdown)
    return lambda code: NOT_KNOWN if code in ("", UNKNOWN) else codes.get(code, code)


def _codes(release: Release, dataset: str, column: str) -> dict[str, str]:
    """The code list of a column, from the contract the release was run with."""
    for entry in release.document("datasets") or []:
        if entry["name"] == dataset:
            for one in entry["columns"]:
                if one["name"] == column:
                    return dict(one.get("codes") or {})
    return {}
