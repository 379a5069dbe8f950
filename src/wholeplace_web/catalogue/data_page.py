"""What the data page says: batches that reconcile, quality by field, what did not link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wholeplace.measures.release import Release
from wholeplace.places.figures import Cell, Table, number_cell
from wholeplace.places.wording import SUPPRESSED, begun, percent, whole

_WORTH_SAYING = 0.01
_MOST_NOTES = 4
LINKED = "linked"
_LETTERS = ("gp", "nhs", "nhs111", "lsoa21", "lsoa11")
_SHOWN_FROM, _ROUNDED_TO = 8, 5
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


def quality_notes(release: Release, datasets: Sequence[str] = ()) -> list[str]:
    """The fields with most missing or invalid values, as sentences.

    Args:
        release: The published release.
        datasets: The data sets to speak of; all by default.
    """
    noted = []
    ordinary = _ordinary_blanks(release)
    for row in release.rows("quality"):
        if datasets and row["dataset"] not in datasets:
            continue
        rows = row.get("rows") or 0
        for kind in ("missing", "invalid"):
            if kind == "missing" and (row["dataset"], row["field"]) in ordinary:
                continue
            share = (row.get(kind) or 0) / rows if rows else 0.0
            if share >= _WORTH_SAYING:
                words = f"{_plain(row['field'])} is {kind} in {percent(share)} of rows of "
                noted.append((share, words + f"{_plain(row['dataset'])} from {row['source']}."))
    noted.sort(key=lambda note: -note[0])
    return [begun(words) for _, words in noted[:_MOST_NOTES]]


def _ordinary_blanks(release: Release) -> set[tuple[str, str]]:
    """Fields that are often blank for good reason, by data set and name."""
    return {
        (dataset["name"], column["name"])
        for dataset in release.document("datasets") or []
        for column in dataset["columns"]
        if column.get("often_blank")
    }


def _batches(release: Release) -> Table:
    rows = []
    for row in release.rows("batches"):
        counts = [row.get(name) for name in _COUNTS]
        balanced = row.get("adds_up", True)
        rows.append(
            (
                Cell(begun(_plain(row["dataset"]))),
                Cell(str(row["source"])),
                Cell(str(row.get("period") or "")),
                *(number_cell(SUPPRESSED if n is None else whole(n)) for n in counts),
                Cell("Yes" if balanced else "No", tone="" if balanced else "worse"),
                Cell(str(row["batch_id"])),
            )
        )
    counted = tuple(name.capitalize() for name in _COUNTS)
    columns = ("Data set", "From", "Period", *counted, "Adds up", "Batch")
    return Table("Files landed", columns, tuple(rows))


def _quality(release: Release) -> Table:
    ordinary = _ordinary_blanks(release)
    rows = [
        (
            Cell(begun(f"{_plain(row['dataset'])}: {_plain(row['field'])}")),
            Cell(str(row["source"])),
            number_cell(SUPPRESSED if row["rows"] is None else whole(row["rows"])),
            number_cell(_share(row, "missing")),
            number_cell(_share(row, "invalid")),
        )
        for row in release.rows("quality")
        if row["invalid"] != 0
        or (row["missing"] != 0 and (row["dataset"], row["field"]) not in ordinary)
    ]
    columns = ("Field", "From", "Rows", "Missing", "Not valid")
    return Table("Fields with missing values, or values that are not valid", columns, tuple(rows))


def _share(row: dict[str, Any], kind: str) -> str:
    if row[kind] is None:
        return SUPPRESSED
    return percent(row[kind] / row["rows"]) if row["rows"] else ""


def _unlinked(outcomes: list[dict[str, Any]]) -> Table:
    """Records of each source that did not link, with the reason; those that did come last."""
    totals = Counter[str]()
    for entry in outcomes:
        totals[entry["source"]] += entry["records"] or 0
    ordered = sorted(outcomes, key=lambda e: (e["outcome"] == LINKED, e["source"], e["outcome"]))
    rows = [
        (
            Cell(str(entry["source"])),
            Cell(begun(str(entry["outcome"]))),
            number_cell(_protected(entry["records"])),
            number_cell(_share_of(entry["records"], totals[entry["source"]])),
        )
        for entry in ordered
        if totals[entry["source"]]
    ]
    columns = ("From", "What became of them", "Records", "Share")
    return Table("Linking records to people", columns, tuple(rows))


def _share_of(records: int | None, total: int) -> str:
    return "" if records is None or 1 <= records < _SHOWN_FROM else percent(records / total)


def _not_produced(release: Release, reasons: dict[str, str]) -> list[str]:
    return [
        f"{release.measures[name].title if name in release.measures else _plain(name)}: {reason}."
        for name, reason in reasons.items()
    ]


def _steps(seconds: dict[str, float]) -> Table:
    rows = [(Cell(name), number_cell(f"{spent:.1f}")) for name, spent in seconds.items()]
    return Table("Steps of the run", ("Step", "Seconds"), tuple(rows))


def _plain(name: str) -> str:
    """A name of the data as words: ``gp_event`` is "GP event"."""
    words = str(name).replace("_", " ").split(" ")
    return " ".join(word.upper() if word in _LETTERS else word for word in words)


def _protected(count: int | None) -> str:
    """A count of people's records, as the disclosure gate would show it."""
    if count is None or 1 <= count < _SHOWN_FROM:
        return SUPPRESSED
    return whole(_ROUNDED_TO * round(count / _ROUNDED_TO))
