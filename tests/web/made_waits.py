"""Waits and contacts of the made release: made cells, through the code that releases real ones."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.definitions import waiting
from wholeplace.measures.catalogue import Area
from wholeplace.measures.cubes import CUBES, RESIDENT, Cube
from wholeplace.measures.waits.counted import read_counted
from wholeplace.measures.waits.release import waits_as_data
from wholeplace.measures.waits.table import contacts_rows, waits_rows
from wholeplace.statistics import HES

AS_AT = dt.date(2026, 3, 31)
CELLS = 12_000
TREATMENT, TEST, OUTPATIENTS = (
    replace(item, source="Made up")
    for item in (waiting.TREATMENT, waiting.TEST, waiting.OUTPATIENTS)
)


def write_made_waits(folder: Path, areas: list[Area]) -> None:
    """Write the table of waits, and what it is of; no test was landed.

    Args:
        folder: The release.
        areas: Its areas.
    """
    parts = []
    for cube in CUBES:
        cells, ladder = _cells(cube, areas), made_ladder(cube, areas)
        parts += waits_rows(read_counted(cells, cube, ladder), TREATMENT, AS_AT, HES)
        parts += contacts_rows(read_counted(cells, cube, ladder), OUTPATIENTS, AS_AT, HES)
    pq.write_table(pa.concat_tables(parts), folder / "waits.parquet")
    titles = {"waiting_list_entry": "waiting-list entry", "outpatient_appointment": "outpatient"}
    said = waits_as_data([TREATMENT, OUTPATIENTS], titles, titles)
    said += waits_as_data([TEST], titles, ())
    (folder / "waits.json").write_text(json.dumps(said), encoding="utf-8")


def _cells(cube: Cube, areas: list[Area]) -> pa.Table:
    draw = np.random.default_rng(4)
    fifth = draw.integers(1, 6, CELLS)
    attended = draw.integers(20, 30, CELLS)
    codes = made_ladder(cube, areas)["area"].to_pylist()
    return pa.table(
        {
            cube.place: draw.choice(codes, CELLS),
            "imd25_fifth": fifth.astype(str),
            "imd19_fifth": fifth.astype(str),
            "sex": draw.choice(["female", "male"], CELLS),
            "age_group": draw.choice(["0-17", "18-39", "40-64", "65-79", "80+"], CELLS),
            "ethnic_group": draw.choice(["white", "asian", "unknown"], CELLS, p=[0.8, 0.15, 0.05]),
            "learning_disability": draw.choice(["yes", "no"], CELLS, p=[0.02, 0.98]),
            "specialty": draw.choice(["110", "130", "501"], CELLS),
            "priority": draw.choice(["urgent", "routine"], CELLS),
            "week": np.minimum(draw.gamma(1.4, 14.0 - fifth), 208).astype(np.int64),
            "waits": draw.integers(0, 3, CELLS),
            "missed__numerator": draw.binomial(attended, 0.12 - 0.015 * fifth),
            "missed__denominator": attended,
            "remote__numerator": draw.binomial(attended, 0.2),
            "remote__denominator": attended,
        }
    )


def made_ladder(cube: Cube, areas: list[Area]) -> pa.Table:
    """Each lowest area of a cube with those above it, by kind."""
    lowest = "lsoa21" if cube.basis == RESIDENT.basis else "practice"
    by_key = {area.key: area for area in areas}
    rows = []
    for area in (a for a in areas if a.area_type == lowest):
        row, here = {"area": area.code}, area
        while here.parent_type and here.parent_code:
            here = by_key[here.parent_type, here.parent_code]
            row[here.area_type] = here.code
        rows.append(row)
    return pa.Table.from_pylist(rows)
