"""Comparisons of practices in the made release: one outside its funnel, one whose data are late."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.measures.catalogue import Area
from wholeplace.measures.variation import VARIATION

KINDS = ("practice", "pcn")
OUTSIDE, GREYED, SMALL = 0, 1, 2
COST = {
    "name": "emergency_stay",
    "title": "An emergency stay in hospital",
    "source": "Made for tests",
    "pounds": 1_000,
    "prices": "2016/17",
    "overlaps": "emergency stays in hospital",
    "note": "Made for tests.",
}
MEASURES = {
    "emergency_admissions": ("rate", 92.0, 900, "emergency_stay"),
    "diabetes": ("proportion", 0.062, 680, None),
}


def write_made_variation(folder: Path, areas: list[Area]) -> None:
    """Write the release's table of variation and its unit costs."""
    rows = [
        _row(measure, area, place)
        for measure in MEASURES
        for kind in KINDS
        for place, area in enumerate(a for a in areas if a.area_type == kind)
    ]
    pq.write_table(pa.Table.from_pylist(rows, VARIATION), folder / "variation.parquet")
    (folder / "unit_costs.json").write_text(json.dumps([COST]), encoding="utf-8")


def _row(measure: str, area: Area, place: int) -> dict[str, Any]:
    statistic, level, counted, cost = MEASURES[measure]
    few = area.area_type == "pcn"
    value = level * (1.5 if place == OUTSIDE else 0.94 + 0.02 * place)
    row: dict[str, Any] = {
        "area_type": area.area_type,
        "area_code": area.code,
        "basis": "registered",
        "measure": measure,
        "period_start": dt.date(2025, 4, 1),
        "period_end": dt.date(2026, 3, 31),
        "statistic": statistic,
        "case_mix": "age, sex and national fifth of deprivation (2025)",
        "numerator": counted,
        "denominator": 11_000,
        "expected": 600.0,
        "benchmark": level,
        "value": value,
        "lower": value * 0.9,
        "upper": value * 1.1,
        "phi": 2.4,
        "tau_squared": 0.01,
        "position": "high_3" if place == OUTSIDE else "within",
        "standing": "compared",
        "because": "",
        "unit_cost": cost,
        "status": "shown",
    }
    around = {"lower_3": 0.8, "lower_2": 0.87, "upper_2": 1.13, "upper_3": 1.2}
    gap = 300.0 if place == OUTSIDE else 0.0
    row |= {name: level * times for name, times in around.items()}
    for target, amount in (("to_median", gap), ("to_best", gap * 1.2)):
        row |= {target: amount, f"{target}_lower": amount * 0.8, f"{target}_upper": amount * 1.2}
    if place == GREYED or few:
        row["position"] = "not_compared"
        row |= dict.fromkeys((*around, *_gaps()))
    if place == GREYED:
        row |= {"standing": "late", "because": "The records of a fifth or more came late."}
    if place == SMALL:
        row |= dict.fromkeys((*around, *_gaps(), "value", "lower", "upper", "expected"))
        row |= {"status": "suppressed", "position": "not_compared", "numerator": None}
    return row


def _gaps() -> list[str]:
    return [f"{t}{end}" for t in ("to_median", "to_best") for end in ("", "_lower", "_upper")]
