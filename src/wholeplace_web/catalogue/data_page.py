"""What the data page says: batches that reconcile, quality by field, what did not link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wholeplace.measures.release import Release
from wholeplace.places.figures import Cell, Table, number_cell
from wholeplace.places.wording import percent, whole

_WORTH_SAYING = 0.01
_MOST_NOTES = 4


@dataclass(frozen=True)
class DataPage:
    """The tables of the data page; an empty table is left out."""

    batches: Table
    quality: Table
    unlinked: Table
    steps: Table
    missing_feeds: tuple[str, ...]


def build_data_page(release: Release) -> DataPage:
    """What the release says of the data behind it."""
    details = release.manifest.details
    return DataPage(
        batches=_batches(release),
        quality=_quality(release),
        unlinked=_unlinked(details.get("unlinked") or []),
        steps=_steps(details.get("timings") or {}, details.get("rows") or {}),
        missing_feeds=tuple(details.get("missing_feeds") or ()),
    )


def quality_notes(release: Release) -> list[str]:
    """The fields with most missing or invalid values, as sentences."""
    noted = []
    for row in release.rows("quality"):
        rows = row.get("rows") or 0
        for kind in ("missing", "invalid"):
            share = (row.get(kind) or 0) / rows if rows else 0.0
            if share >= _WORTH_SAYING:
                words = f"{_plain(row['field'])} is {kind} in {percent(share)} of rows of "
                noted.append((share, words + f"{_plain(row['dataset'])} from {row['source']}."))
    noted.sort(key=lambda note: -note[0])
    return [words[0].upper() + words[1:] for _, words in noted[:_MOST_NOTES]]


def _batches(release: Release) -> Table:
    rows = []
    for row in release.rows("batches"):
        counts = [row.get(name) or 0 for name in ("read", "loaded", "rejected", "duplicate")]
        balanced = counts[0] == sum(counts[1:])
        rows.append(
            (
                Cell(_plain(row["dataset"]).capitalize()),
                Cell(str(row["source"])),
                Cell(str(row.get("period") or "")),
                *(number_cell(whole(count)) for count in counts),
                Cell("Yes" if balanced else "No"),
                Cell(str(row["batch_id"])),
            )
        )
    columns = ("Data set", "From", "Period", "Read", "Loaded", "Rejected", "Duplicate")
    return Table("Files landed", (*columns, "Adds up", "Batch"), tuple(rows))


def _quality(release: Release) -> Table:
    rows = [
        (
            Cell(f"{_plain(row['dataset']).capitalize()}: {_plain(row['field'])}"),
            Cell(str(row["source"])),
            number_cell(whole(row["rows"])),
            number_cell(_share(row, "missing")),
            number_cell(_share(row, "invalid")),
        )
        for row in release.rows("quality")
    ]
    columns = ("Field", "From", "Rows", "Missing", "Not valid")
    return Table("Quality by field", columns, tuple(rows))


def _share(row: dict[str, Any], kind: str) -> str:
    return percent((row.get(kind) or 0) / row["rows"]) if row["rows"] else ""


def _unlinked(entries: list[dict[str, Any]]) -> Table:
    rows = [
        (
            Cell(_plain(entry["dataset"]).capitalize()),
            Cell(str(entry["source"])),
            number_cell(whole(entry["rows"])),
            number_cell(whole(entry["unlinked"])),
            number_cell(percent(entry["unlinked"] / entry["rows"]) if entry["rows"] else ""),
        )
        for entry in entries
    ]
    columns = ("Data set", "From", "Records", "Not linked to a person", "Share")
    return Table("Records that did not link", columns, tuple(rows))


def _steps(timings: dict[str, float], counts: dict[str, int]) -> Table:
    names = list(dict.fromkeys([*timings, *counts]))
    rows = [
        (
            Cell(_plain(name).capitalize()),
            number_cell(f"{timings[name]:.1f}" if name in timings else ""),
            number_cell(whole(counts[name]) if name in counts else ""),
        )
        for name in names
    ]
    return Table("Steps of the run", ("Step", "Seconds", "Rows written"), tuple(rows))


def _plain(name: str) -> str:
    return str(name).replace("_", " ")
