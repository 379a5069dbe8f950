"""Reach of services in the made release: made cells, through the code that releases real ones."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tests.web.made_waits import made_ladder
from wholeplace.definitions import services
from wholeplace.measures.broad_cells import read_broad_cells
from wholeplace.measures.catalogue import Area
from wholeplace.measures.cubes import CUBES, Cube
from wholeplace.measures.reach.counting import reach_as_data
from wholeplace.measures.reach.table import columns_of, reach_rows
from wholeplace.statistics import HES

AS_AT = dt.date(2026, 3, 31)
CELLS = 12_000
CHECKS, TALKING = (
    replace(service, source="Made up")
    for service in (services.NHS_HEALTH_CHECKS, services.TALKING_THERAPIES)
)
CLAUSE = replace(services.PUBLIC_HEALTH_CLAUSE, source="Made up")


def write_made_reach(folder: Path, areas: list[Area]) -> None:
    """Write the table of reach, and what it is of; no Talking Therapies were landed.

    Args:
        folder: The release.
        areas: Its areas.
    """
    parts = []
    for cube in CUBES:
        ladder = made_ladder(cube, areas)
        table, fifth = _cells(cube, ladder)
        cells = read_broad_cells(table, cube, ladder)
        parts += reach_rows(cells, pa.array(fifth), cube.basis, CHECKS, AS_AT, HES)
    pq.write_table(pa.concat_tables(parts), folder / "reach.parquet")
    missing = {CHECKS.name: "", TALKING.name: "no talking_therapy data were landed"}
    said = reach_as_data([CHECKS, TALKING], [CLAUSE], missing)
    (folder / "reach.json").write_text(json.dumps(said), encoding="utf-8")


def _cells(cube: Cube, ladder: pa.Table) -> tuple[pa.Table, np.ndarray]:
    """Cells in which less of the need is met the more deprived they are, and their fifths."""
    draw = np.random.default_rng(6)
    fifth = draw.integers(1, 6, CELLS)
    need = draw.integers(10, 20, CELLS)
    met = draw.binomial(need, 0.1 + 0.03 * fifth)
    clients, wanted, used = columns_of(CHECKS)
    table = pa.table(
        {
            cube.place: draw.choice(ladder["area"].to_pylist(), CELLS),
            "imd25_fifth": fifth.astype(str),
            "imd19_fifth": fifth.astype(str),
            "sex": draw.choice(["female", "male"], CELLS),
            "age_group": draw.choice(["40-64", "65-79"], CELLS),
            "ethnic_group": draw.choice(["white", "asian", "unknown"], CELLS, p=[0.8, 0.15, 0.05]),
            "learning_disability": draw.choice(["yes", "no"], CELLS, p=[0.02, 0.98]),
            clients: met,
            wanted: need,
            used: met,
        }
    )
    return table, fifth
