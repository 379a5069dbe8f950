"""A number that one row of a release hides is shown by no other row, of any table or year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.disclosure.outsider import alike
from tests.measures.small_installation import Finished
from wholeplace.measures.disclosure.columns import COUNTS, HIDDEN

BASES = ("registered", "resident")
ROWS = ("area_type", "area_code", "breakdown", "category", "period_end")


@pytest.fixture(scope="module")
def same(small: Finished) -> dict[str, dict[tuple[str, str], Hashable]]:
    """By basis, which counts are the same, from the cubes."""
    cubes = small.installation.settings.data_folder / "cubes" / small.run_id
    return {basis: alike(pq.read_table(cubes / f"{basis}.parquet")) for basis in BASES}


def rows(folder: Path, table: str) -> Iterator[dict[str, Any]]:
    yield from pq.read_table(folder / f"{table}.parquet").to_pylist()


@pytest.mark.parametrize("table", ["values", "plus_group_years"])
def test_a_group_withheld_in_one_row_is_shown_in_no_other(
    small: Finished, same: dict[str, dict[tuple[str, str], Hashable]], table: str
) -> None:
    said: dict[tuple[Any, ...], set[int | None]] = defaultdict(set)
    for row in rows(small.release.folder, table):
        ids = same.get(row["basis"], {})
        shown_rate = row["statistic"] == "dsr"
        of_group = row["statistic"] in ("proportion", "rate", "dsr")
        if of_group and row["status"] in (*HIDDEN, "shown") and row["breakdown"] != "month":
            role = COUNTS[1] + (" of known age" if shown_rate else "")
            count = ids.get((row["measure"], role), row["measure"])
            said[count, row["basis"], *(row[name] for name in ROWS)].add(row["denominator"])

    assert len(said) > 20
    assert [key for key, numbers in said.items() if len(numbers) > 1] == []
