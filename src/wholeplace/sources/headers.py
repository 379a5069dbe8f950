"""Headers: a file's column names matched to the contract's, with a note on each difference."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wholeplace.core.errors import InputFileError
from wholeplace.sources.contracts import Dataset


@dataclass(frozen=True)
class Match:
    """Where each contract column stands in a file.

    Attributes:
        positions: Contract column → position in the file, from 0.
        notes: Differences worth telling the sender.
    """

    positions: dict[str, int]
    notes: tuple[str, ...]


def plain_name(name: str) -> str:
    """A column name without case, spaces, dashes or signs: ``Local ID`` → ``local_id``."""
    return re.sub(r"[^a-z0-9]+", "_", name.strip("\ufeff\u200b ").casefold()).strip("_")


def match_header(file: Path, header: Sequence[str], dataset: Dataset) -> Match:
    """Match a header to a contract.

    Args:
        file: The file, for messages.
        header: The names as the file has them.
        dataset: The contract.

    Returns:
        The positions of the contract's columns that are there, with notes.

    Raises:
        InputFileError: If there is no header, or a required column is missing or there twice.
    """
    known = {column.name for column in dataset.columns}
    positions: dict[str, int] = {}
    notes, strangers = [], []
    for position, name in enumerate(header):
        plain = plain_name(name)
        if plain not in known:
            strangers.append(name)
        elif plain in positions:
            raise InputFileError(
                file, f"The header names {plain} twice.", "Keep one.", column=plain
            )
        else:
            positions[plain] = position
            if plain != name:
                notes.append(f"Column {name!r} was read as {plain}.")
    if not positions:
        raise InputFileError(
            file,
            f"No column of the {dataset.name} contract is named in its first line.",
            f"Begin the file with a header: {', '.join(c.name for c in dataset.columns)}.",
        )
    _refuse_missing(file, dataset, positions, strangers)
    notes += [_note_on_stranger(name, known - set(positions)) for name in strangers]
    absent = [c.name for c in dataset.columns if c.name not in positions]
    if absent:
        notes.append(f"Not in the file, so left blank: {', '.join(absent)}.")
    return Match(positions, tuple(notes))


def _refuse_missing(
    file: Path, dataset: Dataset, positions: dict[str, int], strangers: list[str]
) -> None:
    missing = [name for name in dataset.required if name not in positions]
    if not missing:
        return
    hints = []
    for name in missing:
        near = difflib.get_close_matches(name, [plain_name(s) for s in strangers], n=1, cutoff=0.6)
        hints += [f"is {near[0]} meant as {name}?"] if near else []
    raise InputFileError(
        file,
        f"The required column{'s' if len(missing) > 1 else ''} {', '.join(missing)} "
        f"{'are' if len(missing) > 1 else 'is'} missing.",
        "Name the columns as the contract does" + (f"; {' '.join(hints)}" if hints else "."),
        column=missing[0],
    )


def _note_on_stranger(name: str, free: set[str]) -> str:
    near = difflib.get_close_matches(plain_name(name), sorted(free), n=1, cutoff=0.7)
    hint = f" (did you mean {near[0]}?)" if near else ""
    return f"Column {name!r} is not in the contract{hint} and was left out."
