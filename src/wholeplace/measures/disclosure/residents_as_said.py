"""Residents beside stays by age: the numbers that the values say, and none that they withhold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.measures.cells import AGE_SEX
from wholeplace.measures.cubes import RESIDENT
from wholeplace.measures.disclosure.columns import Words

SYSTEM = "icb"
_FILE = "stays_by_age.parquet"


def write_residents_as_said(folder: Path, values: pa.Table, people: Collection[str]) -> None:
    """Write stays by age with the residents of each sex and age band as the values say them.

    Args:
        folder: The release; nothing is written where it has no stays by age.
        values: The values, protected. Where they say nothing by age and sex, residents stay as
            they are.
        people: The measures that count everybody.
    """
    path = folder / _FILE
    if not path.is_file():
        return
    wanted = Words.of(values, "area_type").are(SYSTEM) & Words.of(values, "measure").are(*people)
    wanted &= Words.of(values, "basis").are(RESIDENT.basis)
    wanted &= Words.of(values, "breakdown").are(AGE_SEX)
    said: dict[str, dict[str, int | None]] = defaultdict(dict)
    for row in values.select(["area_code", "category", "numerator"]).filter(wanted).to_pylist():
        said[row["category"]][row["area_code"]] = row["numerator"]
    if not said:
        return
    table = pq.read_table(path)
    groups = zip(table["sex"].to_pylist(), table["age_band"].to_pylist(), strict=True)
    known = [list(said.get(f"{sex}|{band}", {"": None}).values()) for sex, band in groups]
    residents = [
        sum(n for n in counts if n is not None)
        if None not in counts and status == "shown"
        else None
        for counts, status in zip(known, table["status"].to_pylist(), strict=True)
    ]
    place = table.schema.get_field_index("residents")
    table = table.set_column(place, "residents", pa.array(residents, pa.int64()))
    pq.write_table(table, path, compression="zstd")
