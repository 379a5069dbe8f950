"""Which counts of a release are the same: kept with its cubes, for the release held against it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.measures.disclosure.published import Quantities

_FILE = "same_counts.parquet"
_COLUMNS = ("basis", "measure", "role", "count")


def write_same_counts(cubes: Path, same: Mapping[str, Quantities]) -> None:
    """Keep which counts of a release are the same.

    Args:
        cubes: The folder of the run's cubes: no part of the release.
        same: By basis, which counts are the same.
    """
    rows = [
        (basis, *key, f"{count}") for basis, counts in same.items() for key, count in counts.items()
    ]
    columns = zip(*rows, strict=True) if rows else [[]] * len(_COLUMNS)
    arrays = [pa.array(list(column), pa.string()) for column in columns]
    pq.write_table(pa.table(arrays, names=list(_COLUMNS)), cubes / _FILE, compression="zstd")


def read_same_counts(cubes: Path) -> dict[str, Quantities] | None:
    """Which counts of an earlier release are the same; None where its cubes are gone.

    Args:
        cubes: The folder of the run's cubes.
    """
    if not (cubes / _FILE).is_file():
        return None
    found: dict[str, dict[tuple[str, str], Hashable]] = {}
    table = pq.read_table(cubes / _FILE)
    for basis, measure, role, count in zip(
        *(table[name].to_pylist() for name in _COLUMNS), strict=True
    ):
        found.setdefault(basis, {})[measure, role] = count
    return dict(found)
