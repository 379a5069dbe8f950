"""Exports: released numbers as files, with the run and the definitions that made them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from wholeplace.core.errors import RunError
from wholeplace.measures.catalogue import ReleasedValue
from wholeplace.measures.release import Release
from wholeplace.reports.gap_rows import gaps_among, gaps_table
from wholeplace.reports.notes import Notes, notes_of
from wholeplace.reports.rows import rows_table
from wholeplace.reports.text_files import (
    as_json,
    csv_metadata,
    write_csv,
    write_json,
    write_parquet,
)
from wholeplace.reports.workbook import write_workbook

METADATA_ENDING = "-metadata.json"


@dataclass(frozen=True)
class Form:
    """One form an export can take.

    Attributes:
        name: What people call it.
        content_type: Its media type.
        write: Writes numbers and notes to an open file.
    """

    name: str
    content_type: str
    write: Callable[[pa.Table, Notes, BinaryIO], None]


FORMS = {
    "csv": Form("CSV", "text/csv; charset=utf-8", write_csv),
    "xlsx": Form(
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_workbook,
    ),
    "json": Form("JSON", "application/json", write_json),
    "parquet": Form("Parquet", "application/vnd.apache.parquet", write_parquet),
}
"""Ending of a file → its form."""
WITH_GAPS = ("xlsx", "json")
"""Forms that hold the gaps between groups beside the numbers."""


def select(
    release: Release,
    *,
    slugs: Sequence[str] = (),
    measures: Sequence[str] = (),
    breakdowns: Sequence[str] = (),
) -> list[ReleasedValue]:
    """Released numbers of some places, measures and breakdowns.

    Args:
        release: The release.
        slugs: Places wanted, as named in addresses; all by default.
        measures: Names of the measures wanted; all by default.
        breakdowns: Breakdowns wanted; all by default.

    Raises:
        RunError: If a place or measure is not in the release.
    """
    areas = [_known(release.areas_by_slug, slug, "place") for slug in slugs]
    for name in measures:
        _known(release.measures, name, "measure")
    wanted = {area.key for area in areas}
    values = release.values(
        area_types=sorted({area.area_type for area in areas}) or None,
        area_codes=sorted({area.code for area in areas}) or None,
        measures=list(measures) or None,
        breakdowns=list(breakdowns) or None,
    )
    return [value for value in values if not wanted or value.area in wanted]


def write_export(
    release: Release, values: Sequence[ReleasedValue], path: Path, title: str = ""
) -> int:
    """Write released numbers in the form that a file's name ends with.

    A workbook, JSON and Parquet hold their notes; a CSV file has them beside it, as CSV on the Web
    metadata.

    Args:
        release: The release they are of.
        values: The numbers.
        path: A file ending in one of :data:`FORMS`.
        title: What they are of.

    Returns:
        How many rows were written.

    Raises:
        RunError: If the name ends otherwise.
        WorkbookError: If a workbook cannot hold so many.
    """
    ending = path.suffix.removeprefix(".")
    if ending not in FORMS:
        known = ", ".join(f".{name}" for name in FORMS)
        raise RunError(f"{path.name} is of no known form.", f"End it in {known}.")
    table = rows_table(release, values)
    gaps = gaps_table(release, gaps_among(release, values)) if ending in WITH_GAPS else None
    notes = notes_of(release, table, title or "Numbers of population health", gaps)
    staged = path.with_name(f".{path.name}.part")
    try:
        with staged.open("wb") as stream:
            FORMS[ending].write(table, notes, stream)
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)
    if ending == "csv":
        beside = path.with_name(path.name + METADATA_ENDING)
        beside.write_bytes(as_json(csv_metadata(notes, path.name)))
    return table.num_rows


def _known(found: Any, name: str, kind: str) -> Any:
    if name not in found:
        raise RunError(f"The release has no {kind} {name}.", "See /definitions or the home page.")
    return found[name]
