"""The Core20PLUS5 groups of the made release: shares of people, and a framework of its measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

from wholeplace.core.calendar import months_earlier
from wholeplace.definitions.frameworks import CORE20PLUS5
from wholeplace.measures.catalogue import ReleasedValue

LEVELS = ("icb", "place", "pcn", "upper_tier", "district")
# Share of people inside, and of those of whom it is not known.
_SHARES = {
    "core20": (0.12, 0.0),
    "minority_ethnic": (0.17, 0.02),
    "rural": (0.35, 0.0),
    "learning_disability_or_autism": (0.015, 0.0),
    "severe_mental_illness": (0.009, 0.0),
    "armed_forces": (0.0, 0.0),
    "plus": (0.45, 0.01),
    "core20plus": (0.52, 0.01),
}
_MEASURES = {
    "maternity": ("diabetes",),
    "severe-mental-illness": ("emergency_admissions",),
    "early-cancer-diagnosis": ("deaths_under_75",),
    "smoking": ("a_measure_nobody_defined",),
}


def _categories() -> dict[str, tuple[float, float]]:
    """Category → share of people, and how much more often things are true of them."""
    made = {}
    for name, (share, unknown) in _SHARES.items():
        made[name] = (share, 1.3)
        made[f"not_{name}"] = (1 - share - unknown, 0.95)
        made[f"unknown_{name}"] = (unknown, 1.0)
    return made


CATEGORIES = _categories()


def framework() -> dict[str, Any]:
    """The framework that ships, with the made release's measures in place of its own."""
    data = CORE20PLUS5.as_data()
    areas = [
        area | {"measures": _MEASURES.get(area["name"], ()), "missing": area["missing"]}
        for area in data["areas"]
    ]
    return data | {"areas": areas}


def earlier_years(values: Iterable[ReleasedValue]) -> Iterator[dict[str, Any]]:
    """Four earlier years in which diabetes was rarer in Core20, and as common elsewhere."""
    for value in values:
        if (value.breakdown, value.measure) != ("plus_group", "diabetes") or not value.shown:
            continue
        for back in range(1, 5):
            less = 1 - 0.1 * back if value.category == "core20" else 1.0
            numbers = {name: getattr(value, name) * less for name in ("value", "lower", "upper")}
            earlier = replace(
                value,
                period_start=months_earlier(value.period_start, 12 * back),
                period_end=months_earlier(value.period_end, 12 * back),
                numerator=round((value.numerator or 0) * less),
                **numbers,
            )
            yield asdict(earlier)
