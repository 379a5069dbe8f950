"""Made numbers by where people live, one measure of which has the widest gap."""

from __future__ import annotations

WIDEST_GAP = "emergency_admissions"
_RURAL = {"urban": 0.7, "rural": 0.3}


def splits_by_home(measure: str) -> dict[str, dict[str, float]]:
    """Breakdown → category → the value as a multiple of everybody's."""
    splits = {
        "deprivation_tenth_2025": {str(t): 1.45 - t * 0.08 for t in range(1, 11)},
        "rurality": {"urban": 1.0, "rural": 0.9},
    }
    if measure == WIDEST_GAP:
        splits["deprivation_2025"] = {str(f): 1.95 - f * 0.3 for f in range(1, 6)}
    return splits


def share_by_home(breakdown: str, category: str) -> float | None:
    """The share of people in a category; None for another breakdown."""
    if breakdown == "deprivation_tenth_2025":
        return 0.1
    return _RURAL[category] if breakdown == "rurality" else None
