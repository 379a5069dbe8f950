"""Imported published files: kept once each, the latest received superseding row by row."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.errors import GeographyError
from wholeplace.geography.published.contract import SERIES, VALUES
from wholeplace.geography.published.reading import Published, summarise
from wholeplace.geography.source import Row
from wholeplace.geography.table import Table

FOLDER = Path("record") / "published"
_SAYS = "import.json"


@dataclass(frozen=True)
class Imported:
    """One imported file.

    Attributes:
        id: Names it; the same file from the same source on the same terms has the same id.
        received: The day it was imported.
        file: Its name.
        folder: Where its rows are.
    """

    id: str
    received: date
    file: str
    folder: Path


def keep(data: Path, published: Published, received: date) -> tuple[Imported, bool]:
    """Keep what was read of a file, whole or not at all.

    Args:
        data: The data folder.
        published: Its series and values.
        received: The day.

    Returns:
        The import, and whether it is new: a file already held is not held twice.
    """
    first = published.series[0]
    terms = [str(first[k]) for k in ("source", "sha256", "publisher", "licence", "caveat")]
    name = hashlib.sha256("\n".join(terms).encode()).hexdigest()[:16]
    folder = data / FOLDER / name
    made = Imported(name, received, str(first["file"]), folder)
    if (folder / _SAYS).is_file():
        return next(one for one in imported(data) if one.id == name), False
    staged = data / FOLDER / f".staging-{name}-{os.getpid()}"
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    pq.write_table(_arrow(SERIES, published.series), staged / "series.parquet")
    pq.write_table(_arrow(VALUES, published.values), staged / "values.parquet")
    says = {"received": received.isoformat(), "file": made.file}
    (staged / _SAYS).write_text(json.dumps(says), "utf-8")
    staged.rename(folder)
    return made, True


def imported(data: Path, known_at: date | None = None) -> list[Imported]:
    """Imports received up to a day, in the order received.

    Args:
        data: The data folder.
        known_at: The day; None for all.
    """
    found = []
    for file in sorted((data / FOLDER).glob(f"[!.]*/{_SAYS}")):
        says = json.loads(file.read_text("utf-8"))
        day = date.fromisoformat(says["received"])
        if known_at is None or day <= known_at:
            found.append(Imported(file.parent.name, day, says["file"], file.parent))
    return sorted(found, key=lambda one: (one.received, one.id))


def add_imports(
    series: pa.Table, values: pa.Table, imports: Sequence[Imported]
) -> tuple[pa.Table, pa.Table]:
    """The tables of the contract with imported rows added.

    A row received later supersedes the row of the same source, indicator, subject, period and
    people; rows of different sources never supersede each other.

    Args:
        series: ``published_series`` of the reference folder.
        values: ``published`` of the reference folder.
        imports: What was imported, in the order received.
    """
    if not imports:
        return series, values
    parts = [(one.folder / "series.parquet", one.folder / "values.parquet") for one in imports]
    all_series = [series.to_pylist(), *(pq.read_table(s).to_pylist() for s, _ in parts)]
    all_values = [values.to_pylist(), *(pq.read_table(v).to_pylist() for _, v in parts)]
    kept_series, kept_values = _latest(SERIES, all_series), _latest(VALUES, all_values)
    summarise(kept_series, kept_values)
    return _arrow(SERIES, kept_series), _arrow(VALUES, kept_values)


def _latest(table: Table, parts: Iterable[Iterable[Row]]) -> list[Row]:
    return list({tuple(row[k] for k in table.key): row for part in parts for row in part}.values())


def _arrow(table: Table, rows: Sequence[Row]) -> pa.Table:
    missing = [c.name for c in table.columns if c.required and any(r[c.name] is None for r in rows)]
    if missing:
        raise GeographyError(
            f"The import has no {missing[0]}.", "Say it with the command's options."
        )
    ordered = sorted(rows, key=lambda row: repr([row[k] for k in table.key]))
    return pa.Table.from_pylist(ordered, schema=table.schema)
