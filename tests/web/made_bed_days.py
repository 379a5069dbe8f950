"""Bed days of the made release: made cells, through the code that releases real ones."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tests.web.made_waits import made_ladder
from wholeplace.measures.bed_days.counting import AMOUNTS
from wholeplace.measures.bed_days.occupied import occupied_daily, occupied_rows
from wholeplace.measures.bed_days.released import SCHEMA, Counted, bed_day_rows
from wholeplace.measures.catalogue import Area
from wholeplace.measures.cells import Cells, read_cells
from wholeplace.measures.cubes import CUBES, Cube
from wholeplace.statistics import HES

AS_AT = dt.date(2026, 3, 31)
PERIODS = [(dt.date(year, 4, 1), dt.date(year + 1, 3, 31)) for year in (2025, 2024, 2023)]
BANDS = ("65-69", "70-74", "75-79", "80-84", "85-89", "90+")
CELLS = 6_000


def write_made_bed_days(folder: Path, areas: list[Area]) -> None:
    """Write the tables of bed days and occupied beds, and what is said of them.

    Args:
        folder: The release.
        areas: Its areas.
    """
    parts = [SCHEMA.empty_table()]
    for cube in CUBES:
        ladder = made_ladder(cube, areas)
        years = [Counted(period, _cells(cube, ladder, back)) for back, period in enumerate(PERIODS)]
        parts += bed_day_rows(years, cube.basis, HES)
    pq.write_table(pa.concat_tables(parts), folder / "bed_days.parquet")
    months = occupied_rows(occupied_daily(_moves(), AS_AT), HES)
    pq.write_table(months, folder / "occupied_beds.parquet")
    apart = {"residence_not_known": 120, "lives_elsewhere": None, "nobody_known": 45}
    said = {"apart": apart, "ends_supposed": 15}
    (folder / "bed_days.json").write_text(json.dumps(said), encoding="utf-8")


def _cells(cube: Cube, ladder: pa.Table, back: int) -> Cells:
    """Ten people a cell, of whom some had a stay; stays were longer in earlier years."""
    draw = np.random.default_rng([7, back])
    persons = draw.binomial(10, 0.16, CELLS)
    days = np.where(persons > 0, persons + draw.poisson(persons * (6 + back)), 0)
    each = days / np.maximum(persons, 1)
    sums = dict.fromkeys(AMOUNTS, np.zeros(CELLS, dtype=np.int64)) | {
        "people": np.full(CELLS, 10),
        "in_hospital": persons,
        "stays": persons,
        "days": days,
        "stays_squared": persons,
        "stays_days": days,
        "days_squared": np.round(each * days * 1.4).astype(np.int64),
        "same_day": draw.binomial(persons, 0.4),
        **{f"long_{n}": draw.binomial(persons, share) for n, share in LONG.items()},
        "last_night": draw.binomial(persons, 0.05),
        **{f"last_night_{n}": draw.binomial(persons, share / 10) for n, share in LONG.items()},
    }
    fifth = draw.integers(1, 6, CELLS).astype(str)
    table = pa.table(
        {
            cube.place: draw.choice(ladder["area"].to_pylist(), CELLS),
            "sex": draw.choice(["female", "male"], CELLS),
            "age_band": draw.choice(BANDS, CELLS),
            "imd25_fifth": fifth,
            **{name: values.astype(np.int64) for name, values in sums.items()},
        }
    )
    dimensions = {"sex": "sex", "age_band": "age_band", "deprivation_2025": "imd25_fifth"}
    return read_cells(table, cube.place, ladder, dimensions)


LONG = {7: 0.3, 14: 0.12, 21: 0.05}


def _moves() -> pa.Table:
    """Two hospitals: 480 and 150 people at first, then as many leaving as coming, unevenly."""
    draw = np.random.default_rng(3)
    first = dt.date(2023, 1, 1)
    days = [first + dt.timedelta(days=n) for n in range((AS_AT - first).days + 1)]
    rows = []
    for code, start in (("ZQ1", 480), ("ZQ2", 150)):
        moved = draw.integers(0, 20, len(days))
        came = np.concatenate([[start], moved[1:]])
        left = np.concatenate([[0], np.roll(moved, 1)[1:]])
        rows.append(
            pa.table({"provider_code": [code] * len(days), "day": days, "came": came, "left": left})
        )
    return pa.concat_tables(rows)
