"""Tables of feeds attacked by their own sums: months and years, providers and sources, batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from tests.disclosure.margins import made_sums
from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import ANY, NARROWEST, could_have_been, feasible_range

Cell = tuple[str, object]
"""A provider and a month; none for all providers of a source, or for the last twelve months."""
Said = tuple[float, float, bool]
Table = dict[Cell, Said]
UNSAID: Said = (0.0, ANY, True)
ALL_PROVIDERS, LAST_YEAR = "", None
OUTCOMES = ("loaded", "rejected", "duplicate")


def feeds(folder: Path) -> Iterator[tuple[str, int, int]]:
    """What each table of feeds hides, and what its sums tell.

    Args:
        folder: A release.
    """
    rows = pq.read_table(folder / "feed_months.parquet").to_pylist()
    fields = pq.read_table(folder / "field_quality.parquet").to_pylist()
    months = sorted({row["month"] for row in fields if row["month"]})
    tables: dict[object, Table] = defaultdict(dict)
    for row in rows:
        if row["month"] in months:
            cell = (row["provider"], row["month"])
            quiet = row["status"] == "withheld"
            tables[row["dataset"], row["source"]][cell] = UNSAID if quiet else said(row["rows"])
    yield "rows of feeds", *_told(tables.values())
    tables = defaultdict(dict)
    for row in fields:
        cell = (row["provider"], row["month"])
        key = (row["dataset"], row["source"], row["field"], row["said"])
        tables[key][cell] = _said_of_field(row)
        if row["status"] not in ("no_data", "withheld") or row["denominator"] is not None:
            whole = said(row["denominator"])
            _narrowed(tables[row["dataset"], row["source"], row["field"]], cell, whole)
    yield "fields of feeds", *_told(tables.values())
    batches = pq.read_table(folder / "batches.parquet").to_pylist()
    yield "rows of batches", *_told_of_batches(batches)


def said(count: int | None) -> Said:
    """What a count can be by what is shown of it."""
    if count is None:
        return 1.0, 7.0, True
    low, high = could_have_been([count])
    return float(low[0]), float(high[0]), False


def _said_of_field(row: Mapping[str, Any]) -> Said:
    if row["numerator"] is not None:
        return said(row["numerator"])
    most = said(row["denominator"])[1]
    none = (0.0, most if row["denominator"] is not None else ANY, False)
    return {"suppressed": (1.0, 7.0, True), "withheld": UNSAID}.get(row["status"], none)


def _narrowed(table: Table, cell: Cell, new: Said) -> None:
    low, high, secret = table.get(cell, (0.0, ANY, True))
    table[cell] = max(low, new[0]), min(high, new[1]), secret and new[2]


def _told(tables: Any) -> tuple[int, int]:
    hidden = told = 0
    for table in tables:
        place = {cell: at for at, cell in enumerate(table)}
        sums: dict[object, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for (provider, month), at in place.items():
            if provider != ALL_PROVIDERS and (ALL_PROVIDERS, month) in place:
                sums["providers"][place[ALL_PROVIDERS, month]].append(at)
            if month is not LAST_YEAR and (provider, LAST_YEAR) in place:
                sums["months"][place[provider, LAST_YEAR]].append(at)
        low, high, secret = (np.array(part) for part in zip(*table.values(), strict=True))
        hidden += int(secret.sum())
        try:
            least, most = feasible_range(low[:, None], high[:, None], made_sums(sums))
        except StatisticsError:  # Months that are left out: no such equation holds.
            continue
        told += int((secret & (most[:, 0] - least[:, 0] + 1 < NARROWEST) & (most[:, 0] > 0)).sum())
    return hidden, told


def _told_of_batches(batches: list[dict[str, Any]]) -> tuple[int, int]:
    """Rows read are those loaded, rejected and left out as duplicates."""
    hidden = told = 0
    for batch in batches:
        parts = [said(batch[name]) for name in OUTCOMES]
        # Rows read that are not shown may be hidden for what they tell, and many.
        whole = UNSAID if batch["read"] is None else said(batch["read"])
        lows, highs = sum(part[0] for part in parts), sum(part[1] for part in parts)
        for low, high, secret in parts:
            most = min(high, whole[1] - (lows - low))
            least = max(low, whole[0] - (highs - high))
            hidden += secret
            told += bool(secret and most > 0 and most - least + 1 < NARROWEST)
    return hidden, told
