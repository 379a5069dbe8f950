"""Waits and contacts of the made release: made cells, through the code that releases real ones."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.registry import Registry
from wholeplace.definitions import waiting
from wholeplace.definitions.datasets.waiting_list_entry import WAITING_LIST_ENTRY
from wholeplace.definitions.duplicates import TEST_TWICE
from wholeplace.measures.catalogue import Area
from wholeplace.measures.cubes import CUBES, RESIDENT, Cube
from wholeplace.measures.duplicates.counting import released
from wholeplace.measures.duplicates.writing import rules_as_data
from wholeplace.measures.waits.ahead import ahead_rows, record_of
from wholeplace.measures.waits.counted import read_counted
from wholeplace.measures.waits.days import DAYS_SCHEMA, window_of
from wholeplace.measures.waits.definition import Target
from wholeplace.measures.waits.lengths import LENGTHS_SCHEMA
from wholeplace.measures.waits.release import sizes_as_data, waits_as_data
from wholeplace.measures.waits.sizes import sizes_rows, stale_rows
from wholeplace.measures.waits.table import contacts_rows, waits_rows
from wholeplace.statistics import HES

AS_AT = dt.date(2026, 3, 31)
TARGET = waiting.TREATMENT.target or Target(18, 0.92, lambda row: row.any, "clock_stop_date")
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
    _write_sizes(folder)
    _write_duplicates(folder)


def _write_sizes(folder: Path) -> None:
    """Sizes of one list at two hospitals, one of which hardly anybody is referred to."""
    draw = np.random.default_rng(6)
    first = window_of(TARGET, AS_AT)
    rows = []
    for provider, specialty, size in (("ZQ1", "110", 4), ("ZQ1", "130", 2), ("ZQ2", "110", 0.02)):
        for n in range(91):
            day = first + dt.timedelta(days=n)
            for what, mean in (("referred", size * 1.3), ("removed", size)):
                people = int(draw.poisson(mean))
                rows.append((provider, specialty, what, day, people, 0))
        waiting = int(size * 200)
        rows.append((provider, specialty, "waiting", AS_AT, waiting, waiting * 60))
    days = pa.table(dict(zip(DAYS_SCHEMA, map(list, zip(*rows, strict=True)), strict=True)))
    silent = {"ZQ3": dt.date(2026, 2, 14)}
    sizes = [sizes_rows(TREATMENT, days, AS_AT, HES), stale_rows(TREATMENT, silent)]
    pq.write_table(pa.concat_tables(sizes), folder / "waiting_lists.parquet")
    ahead = ahead_rows(TREATMENT, days, _lengths(days), AS_AT, HES)
    pq.write_table(ahead, folder / "waiting_lists_ahead.parquet")
    names, record = {"110": "Trauma and orthopaedics"}, record_of(TREATMENT, days, AS_AT, HES)
    said = [sizes_as_data(TREATMENT, TARGET, names, record, silent)]
    (folder / "waiting_lists.json").write_text(json.dumps(said), encoding="utf-8")


def _lengths(days: pa.Table) -> pa.Table:
    """People waiting, and people who left, by three weeks of wait: a third at each of three."""
    rows = [
        (row["provider"], row["specialty"], row["what"], band, row["people"] // 3)
        for row in days.to_pylist()
        for band in (0, 3, 7)
        if row["what"] != "referred"
    ]
    return pa.table(dict(zip(LENGTHS_SCHEMA, map(list, zip(*rows, strict=True)), strict=True)))


def _write_duplicates(folder: Path) -> None:
    """Suspected duplicates of tests; those of treatment could not be looked for."""
    counted = pa.table(
        {
            "provider": ["ZQ1", "ZQ2"],
            "title": ["Echocardiogram", "Echocardiogram"],
            "entries": [400, 300],
            "likely": [21, 3],
            "suspected": [30, 12],
            "shared": [40, 40],
            "uncoded": [18, 4],
            "planned": [9, 12],
            "unlinked": [0, 2],
        }
    )
    pq.write_table(released("test", counted, HES), folder / "duplicates.parquet")
    registry = Registry([TEST_TWICE, WAITING_LIST_ENTRY])
    said = rules_as_data(registry, ("waiting_list_entry",))
    missing = said[0] | {"name": "specialty", "title": "The same specialty", "missing": "no data"}
    (folder / "duplicates.json").write_text(json.dumps([*said, missing]), encoding="utf-8")


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
