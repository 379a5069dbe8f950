"""A folder of extracts with its ``extract.toml``: each file landed in the order listed."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from wholeplace.core.errors import InputFileError
from wholeplace.sources.batches import SUBMISSION_KINDS, LandingError
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.landing import LandingReport, Store, Submission, land_file
from wholeplace.sources.periods import period_replaced
from wholeplace.sources.submission import Extract

EXTRACT_FILE = "extract.toml"
REQUIRED = {"dataset": str, "source": str, "path": str, "period": str, "received": date}
OPTIONAL = {"submission": SUBMISSION_KINDS, "thousands": ("", ",", ".")}


def read_extracts(folder: Path, datasets: Mapping[str, Dataset]) -> list[Extract]:
    """The files that a folder's ``extract.toml`` lists, each under ``[[file]]``.

    Args:
        folder: The folder.
        datasets: The contracts, by name.

    Raises:
        InputFileError: If the list is missing, is not TOML, or an entry is incomplete or holds a
            key or value that is not known.
    """
    listing = folder / EXTRACT_FILE
    try:
        content = tomllib.loads(listing.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputFileError(
            listing, "The folder has no such list.", "Write one, with a [[file]] for each file."
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputFileError(
            listing, f"The list cannot be read: {error}.", "Correct it."
        ) from error
    entries = content.get("file", [])
    if not isinstance(entries, list) or not entries:
        raise InputFileError(listing, "It lists no file.", "Add a [[file]] for each file.")
    return [_extract(listing, place, entry, datasets) for place, entry in enumerate(entries, 1)]


def land_folder(
    folder: Path, datasets: Mapping[str, Dataset], store: Store
) -> Iterator[LandingReport | InputFileError]:
    """Land every file of a folder of extracts; one bad file does not hold up the rest.

    Args:
        folder: A folder with ``extract.toml``.
        datasets: The contracts, by name.
        store: Where the files go.

    Yields:
        For each file in turn what became of it, or why nothing of it was kept.

    Raises:
        InputFileError: If ``extract.toml`` itself cannot be used.
        LandingError: If another landing is running.
    """
    for extract in read_extracts(folder, datasets):
        try:
            yield land_file(extract.dataset, extract.path, extract.submission, store)
        except InputFileError as error:
            yield error


def _extract(
    listing: Path, place: int, entry: dict[str, Any], datasets: Mapping[str, Dataset]
) -> Extract:
    for key in entry:
        if key not in REQUIRED and key not in OPTIONAL:
            near = difflib.get_close_matches(key, [*REQUIRED, *OPTIONAL], n=1, cutoff=0.0)
            raise InputFileError(
                listing, f"Unknown key {key}.", f"Did you mean {near[0]}?", row=place
            )
    for key, kind in REQUIRED.items():
        if type(entry.get(key)) is not kind:
            form = "a date such as 2026-04-10, without quotes" if kind is date else "text in quotes"
            raise InputFileError(
                listing, f"{key} is missing or not {form}.", "Add it.", row=place, column=key
            )
    for key, allowed in OPTIONAL.items():
        if entry.get(key, allowed[0]) not in allowed:
            raise InputFileError(
                listing,
                f"{key} is {entry[key]!r}.",
                f"Use one of {', '.join(repr(value) for value in allowed)}.",
                row=place,
                column=key,
            )
    if entry["dataset"] not in datasets:
        near = difflib.get_close_matches(entry["dataset"], datasets, n=1, cutoff=0.0)
        raise InputFileError(
            listing,
            f"There is no dataset {entry['dataset']}.",
            f"Did you mean {near[0]}?",
            row=place,
            column="dataset",
        )
    submission = Submission(
        entry["source"],
        entry["period"],
        entry["received"],
        entry.get("submission", "full"),
        entry.get("thousands", ""),
    )
    try:
        period_replaced(datasets[entry["dataset"]], submission.kind, submission.period)
    except LandingError as error:
        raise InputFileError(
            listing, error.problem, error.remedy, row=place, column="period"
        ) from None
    return Extract(datasets[entry["dataset"]], listing.parent / entry["path"], submission)
