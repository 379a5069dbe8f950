"""A number that one row of a release hides is in no row: not its own, nor another of any year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
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


OF_EVERYBODY = {
    *("denominator", "denominator_rounded_to", "person_years", "share_unknown", "rows"),
    *("age", "years_pooled", "late_after"),
}
"""Whom a hidden number is of, and what it is about, may be said; they are rounded themselves."""
ENDS = {"fewest", "most"}
"""Of a month whose mean is hidden the fewest or the most may be enough to be shown."""


def test_a_hidden_row_of_any_table_holds_no_number_of_its_own(small: Finished) -> None:
    looked_at = 0
    for path in sorted(small.release.folder.glob("*.parquet")):
        table = pq.read_table(path)
        if "status" not in table.column_names:
            continue
        hidden = table.filter(pc.is_in(table["status"], pa.array(HIDDEN)))
        numbers = {
            field.name
            for field in table.schema
            if pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        }
        own = numbers - OF_EVERYBODY - (ENDS if path.stem == "occupied_beds" else set())
        told = [name for name in own if hidden[name].null_count < hidden.num_rows]
        assert told == [], f"{path.stem} says {told} of rows that are hidden"
        looked_at += bool(hidden.num_rows)

    assert looked_at >= 10
