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
MISSED = "outpatients_missed"
SPECIALTIES = {"110": "Trauma and orthopaedics", "130": "Ophthalmology", "320": "Cardiology"}
SHARE = {
    "name": MISSED,
    "title": "Missed appointments",
    "says": "were missed",
    "among": "outpatient appointments",
    "doc": "Appointments of the last 12 months.",
    "source": "Made for tests",
    "not_in_it": "Hospitals that send no data.",
    "polarity": "lower",
    "statistic": "proportion",
    "basis": ["treated_here"],
    "datasets": ["outpatient_appointment"],
    "services": SPECIALTIES,
}
MEASURES = {
    "emergency_admissions": ("rate", 92.0, 900, "emergency_stay"),
    "diabetes": ("proportion", 0.062, 680, None),
    MISSED: ("proportion", 0.074, 680, None),
}


def write_made_variation(folder: Path, areas: list[Area]) -> None:
    """Write the release's table of variation and its unit costs."""
    rows = [
        _row(measure, area.area_type, area.code, place)
        for measure in MEASURES
        if measure != MISSED
        for kind in KINDS
        for place, area in enumerate(a for a in areas if a.area_type == kind)
    ]
    services = [f"{code}|{n}" for code in ("ZQ2", "ZQ3", "ZQ9") for n in SPECIALTIES]
    rows += [_row(MISSED, "service", code, place) for place, code in enumerate(services)]
    pq.write_table(pa.Table.from_pylist(rows, VARIATION), folder / "variation.parquet")
    for name, entries in (("unit_costs", [COST]), ("service_shares", [SHARE])):
        (folder / f"{name}.json").write_text(json.dumps(entries), encoding="utf-8")


def _row(measure: str, kind: str, code: str, place: int) -> dict[str, Any]:
    statistic, level, counted, cost = MEASURES[measure]
    few = kind == "pcn"
    value = level * (1.5 if place == OUTSIDE else 0.94 + 0.02 * place)
    row: dict[str, Any] = {
        "area_type": kind,
        "area_code": code,
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
