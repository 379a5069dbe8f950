"""Inputs of the long-range model from a published run: its use by age, and projected people."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.core.calendar import AGE_BAND_STARTS, AGE_BANDS
from wholeplace.core.errors import RunError
from wholeplace.measures.bed_days.by_age import ACTIVITIES
from wholeplace.measures.bed_days.writing import BY_AGE
from wholeplace.measures.release import Release
from wholeplace.planning.long_range.columns import COLUMNS
from wholeplace.planning.projection.cohorts import SEXES

PROJECTION = "projection_2018"
"""The projection that a geography holds: subnational, 2018-based, principal, by district."""
SOURCE = "Office for National Statistics, 2018-based subnational population projections"
BEDS_OPEN = "beds-available"
POOL = "hospital"
FULL_YEAR = 12
_STARTS = dict(zip(AGE_BANDS, AGE_BAND_STARTS, strict=True))
Row = dict[str, Any]


def write_inputs_of(release: Release, populations: pa.Table, folder: Path) -> list[Path]:
    """Write a folder of inputs from what a run released, for somebody to complete.

    Growth is none and nothing is planned until somebody says so: the tables of activities, parts
    and mitigations are theirs to fill in. Counts are as released, so cells of few people count as
    none, and are brought from the run's residents to the people that the projection expects.

    Args:
        release: A published run.
        populations: The geography's table of populations, which holds projected people.
        folder: A folder that does not exist yet, or is empty.

    Returns:
        The files.

    Raises:
        RunError: If there is something in the folder, the run has no stays by age, or the geography
            has no projection that reaches the run's year.
    """
    if folder.exists() and any(folder.iterdir()):
        raise RunError(f"{folder} is not empty.", "Name a new folder: nothing is written over.")
    counted = release.select(BY_AGE)
    if not counted:
        raise RunError(
            f"The run {release.run_id} has no hospital stays by age.",
            "Land hospital spells and run again.",
        )
    base = counted[0]["period_start"].year
    people = list(_people(release, populations, base))
    held = _beds(release)
    hidden = sum(row["status"] != "shown" for row in counted)
    note = "Every district has the rates of the whole system."
    if hidden:
        groups = "1 group" if hidden == 1 else f"{hidden} groups"
        note += f" {groups} of activity, sex and age had too few people and count as none."
    tables: dict[str, list[Row]] = {
        "about.csv": [
            {
                "title": f"Hospital stays of the run {release.run_id}",
                "synthetic": "yes" if release.manifest.synthetic else "no",
                "note": note,
            }
        ],
        "population.csv": people,
        "counts.csv": list(_counts(counted, base, people)),
        "activities.csv": list(_activities(counted)),
        "parts.csv": [],
        "mitigations.csv": [],
        "beds.csv": [held],
    }
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / name, COLUMNS[name], rows) for name, rows in tables.items()]


def _people(release: Release, populations: pa.Table, base: int) -> Iterator[Row]:
    projected = pc.equal(populations["source"], PROJECTION)
    table = populations.filter(pc.and_(projected, pc.greater_equal(populations["year"], base)))
    names = {
        area.code: area.name for area in release.areas.values() if area.area_type == "district"
    }
    years = set(table["year"].to_pylist())
    if base not in years or base + 1 not in years:
        raise RunError(
            f"The geography has no projected people for {base} and {base + 1}.",
            "Build it from a reference folder with subnational projections.",
        )
    for row in table.to_pylist():
        if row["area_code"] in names:
            yield {
                "variant": PROJECTION,
                "area": names[row["area_code"]],
                "year": row["year"],
                "sex": row["sex"],
                "age_from": row["age_from"],
                "people": row["population"],
            }


def _counts(counted: list[Row], base: int, people: list[Row]) -> Iterator[Row]:
    expected: dict[tuple[str, int], float] = {}
    for row in people:
        # The year counted lies around its autumn: a quarter of the way to the next mid-year.
        share = {base: 0.75, base + 1: 0.25}.get(row["year"], 0.0)
        key = (row["sex"], row["age_from"])
        expected[key] = expected.get(key, 0.0) + share * row["people"]
    for row in counted:
        known = row["status"] == "shown" and row["residents"]
        if known and row["sex"] in SEXES and row["age_band"] in _STARTS:
            scale = expected[row["sex"], _STARTS[row["age_band"]]] / row["residents"]
            yield {
                "activity": row["activity"],
                "area": "",
                "year": base,
                "sex": row["sex"],
                "age_from": _STARTS[row["age_band"]],
                "admissions": round((row["admissions"] or 0) * scale),
                "bed_days": round((row["bed_days"] or 0) * scale),
            }


def _activities(counted: list[Row]) -> Iterator[Row]:
    shown = {row["activity"] for row in counted if row["status"] == "shown"}
    for name, title in ACTIVITIES.items():
        if name in shown:
            yield {
                "activity": name,
                "title": title,
                "unit": "admissions",
                "pool": POOL,
                "growth": 0,
                "growth_of": "rates",
                "source": "Nothing is supposed: put the growth of rates here, with its source",
                "dated": "not yet",
            }


def _beds(release: Release) -> Row:
    """Beds held: as published for the last twelve months; none where nothing was published."""
    months: dict[Any, float] = {}
    for row in release.select("published", indicator=BEDS_OPEN):
        if row["category"] is None and row["value"] is not None:
            months[row["period_start"]] = months.get(row["period_start"], 0.0) + row["value"]
    last = [months[month] for month in sorted(months)[-FULL_YEAR:]]
    return {
        "pool": POOL,
        "title": "hospital beds",
        "beds": round(float(np.mean(last))) if last else 0,
        "source": "General and acute beds open in the last 12 months published, NHS England"
        if last
        else "Not known: put the beds held here, with their source",
        "dated": f"{max(months):%B %Y}" if months else "not yet",
    }


def _write(file: Path, columns: Mapping[str, str], rows: list[Row]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(columns), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return file
