"""Exports: released numbers as files, with the run and the definitions that made them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from wholeplace.core.errors import RunError
from wholeplace.measures.catalogue import ReleasedValue
from wholeplace.measures.release import Release
from wholeplace.statistics import HES, PROFILES

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("run_id", "area_name", *(f.name for f in fields(ReleasedValue)))


def safe_text(text: str) -> str:
    """Text that a spreadsheet shows and never runs: a leading apostrophe before a formula sign.

    >>> safe_text("=1+1"), safe_text("Fenland")
    ("'=1+1", 'Fenland')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def export_table(
    release: Release,
    *,
    slugs: Sequence[str] = (),
    measures: Sequence[str] = (),
    breakdowns: Sequence[str] = (),
) -> pa.Table:
    """Released numbers as one tidy table, the run's id and the area's name in every row.

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
    wanted = {(area.area_type, area.code) for area in areas}
    values = release.values(
        area_types=sorted({area.area_type for area in areas}) or None,
        area_codes=sorted({area.code for area in areas}) or None,
        measures=list(measures) or None,
        breakdowns=list(breakdowns) or None,
    )
    names = {(a.area_type, a.code): a.name for a in release.areas_by_slug.values()}
    rows: list[dict[str, Any]] = []
    for value in values:
        place = (value.area_type, value.area_code)
        if not wanted or place in wanted:
            about = {"run_id": release.run_id, "area_name": safe_text(names.get(place, ""))}
            rows.append(about | asdict(value))
    return pa.Table.from_pylist(rows) if rows else pa.table({name: [] for name in COLUMNS})


def write_export(table: pa.Table, release: Release, path: Path) -> None:
    """Write an export in the form its name ends with, and its notes beside it.

    Args:
        table: What :func:`export_table` returned.
        release: The release it came from.
        path: A file ending in ``.csv``, ``.parquet`` or ``.json``.

    Raises:
        RunError: If the name ends otherwise.
    """
    writers: dict[str, Callable[[], None]] = {
        ".csv": lambda: pacsv.write_csv(table, path),
        ".parquet": lambda: pq.write_table(table, path),
        ".json": lambda: _write_json(table.to_pylist(), path),
    }
    if path.suffix not in writers:
        raise RunError(f"{path.name} is of no known form.", f"End it in {', '.join(writers)}.")
    writers[path.suffix]()
    _write_json(_notes(table, release), path.with_suffix(".notes.json"))


def _notes(table: pa.Table, release: Release) -> dict[str, Any]:
    used = set(table["measure"].to_pylist())
    measures = release.document("measures") or []
    manifest: dict[str, Any] = release.document("manifest")
    profile = PROFILES[manifest.get("disclosure_profile", HES.name)]
    return {
        # Exact counts of records stay in the installation.
        "manifest": {name: said for name, said in manifest.items() if name != "linkage"},
        "measures": [entry for entry in measures if entry["name"] in used],
        "numbers": f"Counts: {profile.title}. A blank number has its reason in `status`.",
    }


def _write_json(content: Any, path: Path) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False, default=str), "utf-8")


def _known(found: Any, name: str, kind: str) -> Any:
    if name not in found:
        raise RunError(f"The release has no {kind} {name}.", "See /definitions or the home page.")
    return found[name]
