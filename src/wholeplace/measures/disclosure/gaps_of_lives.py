"""Gaps in life expectancy of which one side is withheld: the other side would tell it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wholeplace.measures.cells import ALL
from wholeplace.measures.disclosure.saying_less import WITHHELD
from wholeplace.measures.homes import TENTHS
from wholeplace.measures.mortality.gaps import (
    AGAINST_SYSTEM,
    BETWEEN_FIFTHS,
    GAPS_SCHEMA,
    LEAST_DEPRIVED,
    MOST_DEPRIVED,
    SLOPE,
)
from wholeplace.measures.mortality.grids import FIFTHS
from wholeplace.measures.mortality.writing import EXPECTANCY, GAPS, PARTS

_ESTIMATE = [field.name for field in GAPS_SCHEMA if pa.types.is_floating(field.type)]
_GAP = ("area_type", "area_code", "sex", "gap", "years_pooled")
Side = tuple[str, str, str, int, str, str]


def without_withheld_sides(folder: Path) -> None:
    """Withhold the gaps, and drop the parts of gaps, that rest on a life expectancy withheld.

    Args:
        folder: The release; its tables of life expectancy are written, and protected.
    """
    gone = _withheld(pq.read_table(folder / f"{EXPECTANCY}.parquet"))
    if not gone:
        return
    gaps = pq.read_table(folder / f"{GAPS}.parquet")
    lost = pa.array([not gone.isdisjoint(_sides(row)) for row in gaps.to_pylist()], pa.bool_())
    parts = pq.read_table(folder / f"{PARTS}.parquet")
    names = {_key(row) for row in gaps.filter(lost).to_pylist()}
    kept = pa.array([_key(row) not in names for row in parts.to_pylist()], pa.bool_())
    for name in _ESTIMATE:
        nothing = pa.scalar(None, pa.float64())
        gaps = _with(gaps, name, pc.if_else(lost, nothing, gaps[name]))
    gaps = _with(gaps, "status", pc.if_else(lost, WITHHELD, gaps["status"]))
    pq.write_table(gaps, folder / f"{GAPS}.parquet")
    pq.write_table(parts.filter(kept), folder / f"{PARTS}.parquet")


def _withheld(expectancy: pa.Table) -> set[Side]:
    at_birth = pc.and_(pc.equal(expectancy["age"], 0), pc.equal(expectancy["status"], WITHHELD))
    return {
        (*(row[n] for n in ("area_type", "area_code", "sex", "years_pooled")), *_group(row))
        for row in expectancy.filter(at_birth).to_pylist()
    }


def _group(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["breakdown"], row["category"]


def _sides(row: Mapping[str, Any]) -> list[Side]:
    """The life expectancies that a gap is between."""
    here = (row["area_type"], row["area_code"], row["sex"], row["years_pooled"])
    if row["gap"] == BETWEEN_FIFTHS:
        return [(*here, FIFTHS, fifth) for fifth in (MOST_DEPRIVED, LEAST_DEPRIVED)]
    if row["gap"] == SLOPE:
        return [(*here, TENTHS, str(tenth)) for tenth in range(1, 11)]
    assert row["gap"] == AGAINST_SYSTEM
    return [(*here, ALL, ALL)]


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in _GAP)


def _with(table: pa.Table, name: str, column: pa.ChunkedArray) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), table.schema.field(name), column)
