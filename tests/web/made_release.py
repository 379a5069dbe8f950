"""A small, plausible release folder made from nothing, so pages can be tested without a run."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tests.web.made_definitions import (
    CONDITIONS,
    SEGMENTS,
    attributes,
    code_lists,
    measures,
    segments,
)
from tests.web.made_elsewhere import elsewhere
from tests.web.made_gaps import share_by_home, splits_by_home
from tests.web.made_groups import CATEGORIES, LEVELS, earlier_years, framework
from tests.web.made_published import write_published
from tests.web.made_quality import write_made_quality
from tests.web.made_tables import write_made_tables
from wholeplace.measures.catalogue import Area, ReleasedValue
from wholeplace.measures.inequalities import write_inequalities

RUN_ID = "2026-03-31-made"
SMALL = ("lsoa21", "lsoa11")
MISSING_HOSPITAL = "Queen Elizabeth Hospital King's Lynn"
SYSTEM_NAME = "Cambridgeshire & Peterborough"
AS_AT = dt.date(2026, 3, 31)
YEAR_START = dt.date(2025, 4, 1)
DISTRICTS = {
    "cambridge": (125_000, 0.75),
    "east-cambridgeshire": (90_000, 0.95),
    "fenland": (102_000, 1.3),
    "huntingdonshire": (179_000, 0.95),
    "south-cambridgeshire": (160_000, 0.8),
    "peterborough": (202_000, 1.15),
}
BANDS = ["under 1", "1-4", *(f"{a}-{a + 4}" for a in range(5, 90, 5)), "90+"]
ETHNIC = {
    "white": 0.83,
    "asian": 0.08,
    "black": 0.03,
    "mixed": 0.025,
    "other": 0.015,
    "unknown": 0.02,
}


def make_release(folder: Path, *, synthetic: bool = True, geography: str = "synthetic") -> Path:
    """Write a release under ``folder`` and return its own folder, ``folder/<run id>``."""
    target = folder / RUN_ID
    (target / "boundaries").mkdir(parents=True)
    areas, shapes = _areas()
    made = measures()
    _write(target, "areas", [asdict(a) for a in areas if a.area_type not in SMALL])
    values = _values(areas, made)
    _write(target, "values", [asdict(value) for value in values])
    _write(target, "plus_group_years", list(earlier_years(values)))
    per = {measure["name"]: measure["per"] or 1 for measure in made}
    write_inequalities(target, pq.read_table(target / "values.parquet"), per)
    _write(target, "quality", _quality())
    write_made_quality(target)
    _write(target, "batches", _batches())
    _write(target, "comorbidity", _comorbidity(areas))
    _write(target, "small_areas", _small_area_rows(areas))
    _write(target, "coverage", _coverage(areas))
    write_made_tables(target, areas)
    write_published(target)
    for kind, features in shapes.items():
        _json(
            target / "boundaries" / f"{kind}.geojson",
            {"type": "FeatureCollection", "features": features},
        )
    _json(target / "measures.json", made)
    _json(target / "measures_elsewhere.json", elsewhere())
    _json(target / "attributes.json", attributes())
    _json(target / "codelists.json", code_lists())
    _json(target / "segments.json", segments())
    _json(target / "core20plus5.json", framework())
    _json(
        target / "manifest.json",
        {
            "run_id": RUN_ID,
            "as_at": AS_AT.isoformat(),
            "known_at": "2026-04-10",
            "disclosure_profile": "hes",
            "code_version": "0.1.0",
            "synthetic": synthetic,
            "geography": geography,
            "batches": [row["batch_id"] for row in _batches()],
            "linkage": [
                {"source": "cuh", "outcome": "linked", "records": 1165},
                {"source": "cuh", "outcome": "no NHS number", "records": 35},
            ],
            "not_produced": {"deaths_under_75": "no death data were landed"},
            "missing_feeds": [MISSING_HOSPITAL],
            "seconds": {"Building the person table": 1.2, "Counting cells": 2.5},
        },
    )
    return target


def publish(folder: Path) -> None:
    """Point ``folder`` (a release zone) at the made release."""
    _json(folder / "current.json", {"run_id": RUN_ID})


def _json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")


def _write(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    pq.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")


def _square(x: float, y: float, side: float) -> dict[str, Any]:
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def _feature(area: Area, x: float, y: float, side: float) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": area.code, "name": area.name},
        "geometry": _square(x, y, side),
    }


_BASIS = {
    "icb": "both",
    "place": "registered",
    "pcn": "registered",
    "practice": "registered",
    "provider": "treated_here",
}


def _area(kind: str, code: str, name: str, slug: str, parent: Area | None, people: int) -> Area:
    registered = kind in ("place", "pcn", "practice")
    system = kind == "icb"
    return Area(
        code=code,
        name=name,
        area_type=kind,
        slug=slug,
        parent_type=parent.area_type if parent else None,
        parent_code=parent.code if parent else None,
        basis=_BASIS.get(kind, "resident"),
        full_name=name,
        vintage=2021,
        synthetic=True,
        population_registered=1_031_500 if system else people if registered else None,
        population_resident=None if registered or kind == "provider" else people,
    )


Shapes = dict[str, list[dict[str, Any]]]


def _areas() -> tuple[list[Area], Shapes]:
    system = _area("icb", "ZI01", SYSTEM_NAME, "cambridgeshire-and-peterborough-icb", None, 915_000)
    areas = [system]
    shapes: Shapes = {"district": [], "msoa": [], "lsoa21": [], "lsoa11": []}
    uppers = {
        slug: _area("upper_tier", code, slug.title(), f"{slug}-upper-tier", system, 400_000)
        for slug, code in (("cambridgeshire", "ZU01"), ("peterborough", "ZD05"))
    }
    areas += uppers.values()
    for number, (slug, (people, _)) in enumerate(DISTRICTS.items()):
        upper = uppers["peterborough" if slug == "peterborough" else "cambridgeshire"]
        name = slug.replace("-", " ").title()
        district = _area("district", f"ZD0{number}", name, slug, upper, people)
        areas.append(district)
        x, y = (number % 3) * 0.4, 52 + (number // 3) * 0.3
        shapes["district"].append(_feature(district, x, y, 0.3))
        areas += _small_areas(district, number, x, y, shapes)
    for place in ("North", "South"):
        areas += _registered_areas(place, system)
    for number, name in enumerate(("Fen Edge Hospital Trust", "Riverside Hospital Trust")):
        slug = f"{name.lower().replace(' ', '-')}-hospital-provider"
        areas.append(_area("provider", f"ZQ{number + 2}", name, slug, system, 0))
    return areas, shapes


def _small_areas(district: Area, number: int, x: float, y: float, shapes: Shapes) -> list[Area]:
    areas = []
    people = (district.population_resident or 0) // 4
    for m in range(4):
        slug, name = f"{district.slug}-00{m + 1}", f"{district.name} 00{m + 1}"
        msoa = _area("msoa", f"ZM{number}{m}", name, f"{slug}-msoa", district, people)
        areas.append(msoa)
        mx, my = x + (m % 2) * 0.15, y + (m // 2) * 0.15
        shapes["msoa"].append(_feature(msoa, mx, my, 0.15))
        for part, letter in enumerate("ABCD"):
            for kind in ("lsoa21", "lsoa11"):
                slug_of = f"{slug}{letter.lower()}-{kind}"
                small = _area(
                    kind, f"ZL{number}{m}{part}", name + letter, slug_of, msoa, people // 4
                )
                areas.append(small)
                lx, ly = mx + (part % 2) * 0.075, my + (part // 2) * 0.075
                shapes[kind].append(_feature(small, lx, ly, 0.075))
    return areas


def _registered_areas(place: str, system: Area) -> list[Area]:
    above = _area("place", f"ZP{place[0]}", place, f"{place.lower()}-place", system, 500_000)
    areas = [above]
    for n in (1, 2):
        slug = f"{place.lower()}-network-{n}-pcn"
        pcn = _area("pcn", f"ZN{place[0]}{n}", f"{place} Network {n}", slug, above, 45_000)
        areas.append(pcn)
        for p in (1, 2):
            code, name = f"Z{place[0]}{n}{p}", f"{place} Surgery {n}{p}"
            slug = f"{place.lower()}-surgery-{n}{p}-{code.lower()}-practice"
            areas.append(_area("practice", code, name, slug, pcn, 11_000))
    return areas


def _level(name: str) -> float:
    if name in CONDITIONS:
        return CONDITIONS[name][1]
    if name.startswith("segment_"):
        return SEGMENTS[name.removeprefix("segment_")][1]
    return {
        "aged_65_and_over": 0.184,
        "blood_pressure_measured": 0.81,
        "emergency_admissions": 0.092,
        "emergency_attendances": 0.29,
        "deaths_under_75": 0.0031,
        "mean_conditions": 0.62,
    }.get(name, 1.0)


def _values(areas: list[Area], measures: list[dict[str, Any]]) -> list[ReleasedValue]:
    draw = np.random.default_rng(7)
    rows: list[ReleasedValue] = []
    for area in areas:
        if area.area_type in SMALL:
            continue
        for basis in area.bases:
            people = (
                area.population_registered if basis == "registered" else area.population_resident
            )
            for measure in measures:
                if basis == "treated_here":
                    rows += _treated(area, measure)
                else:
                    rows += _of_measure(area, basis, measure, people or 900_000, draw)
    return sorted(rows, key=lambda row: (row.area_type, row.area_code, row.measure))


def _treated(area: Area, measure: dict[str, Any]) -> list[ReleasedValue]:
    if "treated_here" not in measure["basis"]:
        return []
    counted = measure | {"statistic": "count"}
    shares = {"all": {"all": 40_000}, "sex": {"female": 21_000, "male": 19_000}}
    return [
        _row(area, "treated_here", counted, breakdown, category, count, 1.0)
        for breakdown, categories in shares.items()
        for category, count in categories.items()
    ]


def _of_measure(
    area: Area, basis: str, measure: dict[str, Any], people: int, draw: np.random.Generator
) -> list[ReleasedValue]:
    factor = DISTRICTS.get(area.slug.split("-0")[0], (0, 1.0))[1] * draw.uniform(0.95, 1.05)
    if area.area_type == "icb" or measure["group"] == "segments":
        factor = 1.0
    level = _level(measure["name"]) * (factor if measure["polarity"] != "higher" else 1 / factor)
    splits: dict[str, dict[str, float]] = {
        "all": {"all": 1.0},
        "sex": {"female": 1.0, "male": 1.05},
        "age_band": {band: 0.1 + n / 8 for n, band in enumerate(BANDS)},
        "deprivation_2025": {str(f): 1.45 - f * 0.15 for f in range(1, 6)},
        "deprivation_2019": {str(f): 1.4 - f * 0.13 for f in range(1, 6)},
        "ethnic_group": {group: 1.0 for group in ETHNIC},
    }
    splits |= splits_by_home(measure["name"])
    if area.area_type in LEVELS:
        splits["plus_group"] = {name: tilt for name, (_, tilt) in CATEGORIES.items()}
    if measure["name"] == "people":
        splits["age_sex"] = {f"{sex}|{band}": 1.0 for sex in ("female", "male") for band in BANDS}
    rows = []
    for breakdown, categories in splits.items():
        for category, tilt in categories.items():
            share = _share(breakdown, category)
            rows.append(
                _row(area, basis, measure, breakdown, category, int(people * share), level * tilt)
            )
    if measure["group"] == "use":
        for month in range(12):
            start = dt.date(2025 + (3 + month) // 12, (3 + month) % 12 + 1, 1)
            end = (start + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
            wave = 1 + 0.1 * np.cos(2 * np.pi * (start.month - 1) / 12)
            rows.append(
                _row(
                    area,
                    basis,
                    measure,
                    "month",
                    f"{start:%Y-%m}",
                    people,
                    level / 12 * wave,
                    start,
                    end,
                )
            )
    return rows


def _share(breakdown: str, category: str) -> float:
    if breakdown in ("all", "month"):
        return 1.0
    if breakdown == "sex":
        return 0.5
    if breakdown == "ethnic_group":
        return ETHNIC[category]
    if breakdown == "plus_group":
        return CATEGORIES[category][0]
    if (by_home := share_by_home(breakdown, category)) is not None:
        return by_home
    if breakdown.startswith("deprivation"):
        return (0.12, 0.16, 0.2, 0.24, 0.28)[int(category) - 1]
    band = BANDS.index(category.split("|")[-1])
    age_share = (0.01, 0.04, *([0.06] * 12), *([0.05] * 3), 0.03, 0.02, 0.01)[band]
    return age_share / 2 if breakdown == "age_sex" else age_share


def _row(
    area: Area,
    basis: str,
    measure: dict[str, Any],
    breakdown: str,
    category: str,
    people: int,
    level: float,
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> ReleasedValue:
    statistic = measure["statistic"]
    count = people if statistic == "count" else round(people * min(level, 0.98))
    status = "suppressed" if 1 <= count <= 7 else "shown"
    rounded, base = 5 * round(count / 5), 5 * round(people / 5)
    value = lower = upper = None
    if statistic == "count":
        value = float(rounded)
    elif base and status == "shown":
        share = rounded / base
        spread = 1.96 * (max(share, 1e-6) * (1 - min(share, 0.999)) / base) ** 0.5
        scale = measure["per"] or 1
        value, lower, upper = (
            share * scale,
            max(share - spread, 0) * scale,
            (share + spread) * scale,
        )
    hidden = status != "shown"
    if hidden:
        value = lower = upper = None
    return ReleasedValue(
        area.area_type,
        area.code,
        basis,
        measure["name"],
        start or YEAR_START,
        end or AS_AT,
        breakdown,
        category,
        statistic,
        None if hidden or statistic in ("dsr", "mean") else rounded,
        None if statistic == "count" else base,
        value,
        lower,
        upper,
        status,
    )


def _quality() -> list[dict[str, Any]]:
    fields = {"event_date": (0, 12), "code": (3, 0), "value": (120_000, 40)}
    return [
        {
            "dataset": "gp_event",
            "source": "gp",
            "batch_id": "ab12cd34ef56ab78",
            "field": name,
            "rows": 250_000,
            "missing": missing,
            "invalid": invalid,
        }
        for name, (missing, invalid) in fields.items()
    ] + [
        {
            "dataset": "person",
            "source": "gp",
            "batch_id": "0011223344556677",
            "field": "ethnic_category",
            "rows": 10_000,
            "missing": 830,
            "invalid": 4,
        }
    ]


def _batches() -> list[dict[str, Any]]:
    return [
        {
            "dataset": dataset,
            "source": source,
            "batch_id": batch,
            "period": "2026-03",
            "received": dt.date(2026, 4, 10),
            "submission": "full",
            "read": read,
            "loaded": read - 7,
            "rejected": 5,
            "duplicate": 2,
        }
        for dataset, source, batch, read in (
            ("person", "gp", "0011223344556677", 10_007),
            ("gp_event", "gp", "ab12cd34ef56ab78", 250_007),
            ("hospital_spell", "cuh", "99aa88bb77cc66dd", 1_207),
        )
    ]


def _comorbidity(areas: list[Area]) -> list[dict[str, Any]]:
    names = list(CONDITIONS)
    return [
        {
            "area_type": area.area_type,
            "area_code": area.code,
            "basis": area.basis,
            "condition": first,
            "other": second,
            "numerator": 320,
            "denominator": 1_100,
            "value": 0.29 if second == "diabetes" else 0.12,
            "status": "shown",
        }
        for area in areas
        if area.area_type in ("district", "icb", "pcn")
        for first in names[:4]
        for second in names[:4]
        if first != second
    ]


def _small_area_rows(areas: list[Area]) -> list[dict[str, Any]]:
    above = {area.key: area for area in areas}
    rows = []
    for n, small in enumerate(area for area in areas if area.area_type == "lsoa21"):
        msoa = above[("msoa", small.parent_code or "")]
        district = above[("district", msoa.parent_code or "")]
        rows.append(
            {
                "lsoa21": small.code,
                "lsoa21_name": small.name,
                "msoa": msoa.code,
                "ward": None,
                "district": district.code,
                "upper_tier": district.parent_code,
                "icb": "ZI01",
                "imd25_fifth": n % 5 + 1,
            }
        )
    return rows


def _coverage(areas: list[Area]) -> list[dict[str, Any]]:
    return [
        {
            "area_type": area.area_type,
            "area_code": area.code,
            "provider_code": code,
            "provider_name": name,
            "numerator": 20_000,
            "denominator": 102_000,
            "value": 0.196,
            "status": "shown",
        }
        for area in areas
        if area.slug == "fenland"
        for code, name in (("any", ""), ("ZQ1", MISSING_HOSPITAL))
    ]
