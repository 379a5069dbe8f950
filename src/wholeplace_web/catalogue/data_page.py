"""What the data page says: batches that reconcile, quality by field, what did not link."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from wholeplace.measures.release import Release
from wholeplace.places.figures import Cell, Table, number_cell
from wholeplace.places.wording import percent, whole

_WORTH_SAYING = 0.01
_MOST_NOTES = 4
LINKED = "linked"
_COUNTS = ("read", "loaded", "rejected", "duplicate")


@dataclass(frozen=True)
class DataPage:
    """The tables of the data page; an empty table is left out."""

    batches: Table
    quality: Table
    unlinked: Table
    steps: Table
    missing_feeds: tuple[str, ...]
    not_produced: tuple[str, ...]


def build_data_page(release: Release) -> DataPage:
    """What the release says of the data behind it."""
    details = release.manifest.details
    return DataPage(
        batches=_batches(release),
        quality=_quality(release),
        unlinked=_unlinked(details.get("linkage") or []),
        not_produced=tuple(_not_produced(release, details.get("not_produced") or {})),
        steps=_steps(details.get("seconds") or {}),
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
        counts = [row.get(name) or 0 for name in _COUNTS]
        balanced = counts[0] == sum(counts[1:])
        rows.append(
            (
                Cell(_plain(row["dataset"]).capitalize()),
                Cell(str(row["source"])),
                Cell(str(row.get("period") or "")),
                *(number_cell(whole(count)) for count in counts),
                Cell("Yes" if balanced else "No", tone="" if balanced else "worse"),
                Cell(str(row["batch_id"])),
            )
        )
    counted = tuple(name.capitalize() for name in _COUNTS)
    columns = ("Data set", "From", "Period", *counted, "Adds up", "Batch")
    return Table("Files landed", columns, tuple(rows))


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


def _unlinked(outcomes: list[dict[str, Any]]) -> Table:
    """Records of each source that did not link, with the reason; those that did come last."""
    totals = Counter[str]()
    for entry in outcomes:
        totals[entry["source"]] += entry["records"]
    ordered = sorted(outcomes, key=lambda e: (e["outcome"] == LINKED, e["source"], e["outcome"]))
    rows = [
        (
            Cell(str(entry["source"])),
            Cell(str(entry["outcome"]).capitalize().replace("Nhs", "NHS")),
            number_cell(whole(entry["records"])),
            number_cell(percent(entry["records"] / totals[entry["source"]])),
        )
        for entry in ordered
        if totals[entry["source"]]
    ]
    columns = ("From", "What became of them", "Records", "Share")
    return Table("Linking records to people", columns, tuple(rows))


def _not_produced(release: Release, reasons: dict[str, str]) -> list[str]:
    return [
        f"{release.measures[name].title if name in release.measures else _plain(name)}: {reason}."
        for name, reason in reasons.items()
    ]


def _steps(seconds: dict[str, float]) -> Table:
    rows = [(Cell(name), number_cell(f"{spent:.1f}")) for name, spent in seconds.items()]
    return Table("Steps of the run", ("Step", "Seconds"), tuple(rows))


def _plain(name: str) -> str:
    return str(name).replace("_", " ")
