"""Rows of feeds by month, provider and batch: no sum of theirs tells a hidden number."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.disclosure.feeds import feeds
from wholeplace.measures.publishing import said_of_batch
from wholeplace.measures.quality.sums import nothing_said_of_told
from wholeplace.measures.quality.tables import FEED_MONTHS, FIELD_QUALITY
from wholeplace.statistics import HES

ABOUT = {"dataset": "urgent", "source": "papworth", "provider": "RGM", "verdict": ""}
MONTHS = [dt.date(2025, month, 1) for month in (4, 5, 6, 7, 8, 9)]


def told(folder: Path, months: pa.Table, fields: pa.Table, batch: dict[str, int | None]) -> int:
    """What an outsider tells of all these tables."""
    for name, table in (
        ("feed_months", months),
        ("field_quality", fields),
        ("batches", pa.Table.from_pylist([batch])),
    ):
        pq.write_table(table, folder / f"{name}.parquet")
    return sum(one[2] for one in feeds(folder))


def a_year(rows: int | None) -> tuple[pa.Table, pa.Table]:
    """Six months of 1 to 7 rows, all of which have an answer, in a year of so many."""
    hidden = {"status": "suppressed", "numerator": None, "denominator": None, "rows": None}
    months = [ABOUT | hidden | {"month": month} for month in MONTHS]
    said = {"field": "sex", "said": "answered"}
    shown = {"status": "shown", "numerator": rows, "denominator": rows, "value": 1.0}
    year = ABOUT | said | {"month": None} | (shown if rows else hidden)
    fields = [row | said for row in months] + [year]
    return pa.Table.from_pylist(months, FEED_MONTHS), pa.Table.from_pylist(fields, FIELD_QUALITY)


NO_BATCH = {"read": 0, "loaded": 0, "rejected": 0, "duplicate": 0}


@pytest.mark.parametrize(("rows", "tells"), [(None, True), (20, False)])
def test_small_months_of_a_small_year_are_withheld(
    tmp_path: Path, rows: int | None, tells: bool
) -> None:
    """Six months of 1 to 7 in a year of 1 to 7 are 1 or 2 each; in one of 18 to 22, 1 to 7."""
    months, fields = a_year(rows)
    assert (told(tmp_path, months, fields, NO_BATCH) > 0) is tells

    quiet = nothing_said_of_told(months, fields, HES)

    assert told(tmp_path, *quiet, NO_BATCH) == 0
    assert ("withheld" in quiet[0]["status"].to_pylist()) is tells
    assert quiet[1]["numerator"].equals(fields["numerator"])


def test_rows_read_are_hidden_where_they_tell_those_refused(tmp_path: Path) -> None:
    """100 (98 to 102) less 90 (88 to 92) leave 6 or 7."""
    counts = {"read": 98, "loaded": 92, "rejected": 6, "duplicate": 0}
    none = (FEED_MONTHS.empty_table(), FIELD_QUALITY.empty_table())
    alone = counts | {"read": 100, "loaded": 90, "rejected": None}

    assert told(tmp_path, *none, alone) == 1
    said = said_of_batch(counts, HES)
    assert said == alone | {"read": None}
    assert said_of_batch(counts | {"read": 95, "loaded": 92, "rejected": 3}, HES)["read"] == 95
