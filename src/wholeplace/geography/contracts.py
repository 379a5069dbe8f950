"""Reference contracts: which files a reference folder holds, and reading them against that."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from wholeplace.core.errors import GeographyError

Row = dict[str, Any]


def _whole(text: str) -> int:
    number = float(text)
    if number != int(number):
        raise ValueError("not a whole number")
    return int(number)


def _date(text: str) -> date:
    return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a date has no time zone


PARSERS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "whole": _whole,
    "decimal": float,
    "date": _date,
}
KINDS = {
    "text": "text",
    "whole": "a whole number",
    "decimal": "a number",
    "date": "a date such as 20200630",
}


@dataclass(frozen=True)
class Contract:
    """What one reference file must hold.

    Args:
        name: Our name for the file.
        file: The file's name in the reference folder.
        title: What it is.
        source: Who publishes it, and the licence.
        required: Whether the build stops without it.
        columns: Our column name to (the file's column name, kind of value).
        optional: Our columns that may be absent or empty.
    """

    name: str
    file: str
    title: str
    source: str
    required: bool
    columns: Mapping[str, tuple[str, str]]
    optional: frozenset[str]


@cache
def contracts() -> dict[str, Contract]:
    """Return the contract of every reference file, by our name for it."""
    text = resources.files(__package__).joinpath("contracts.toml").read_text("utf-8")
    return {name: _contract(name, body) for name, body in tomllib.loads(text).items()}


def _contract(name: str, body: dict[str, Any]) -> Contract:
    columns = {
        ours: (theirs, kind) for kind in PARSERS for ours, theirs in body.get(kind, {}).items()
    }
    return Contract(
        name=name,
        file=body["file"],
        title=body["title"],
        source=body["source"],
        required=body.get("missing", "stop") == "stop",
        columns=columns,
        optional=frozenset(body.get("optional", ())),
    )


@dataclass
class Reference:
    """A reference folder, read file by file; remembers which files were used.

    Args:
        folder: The folder, or the one above a folder named ``real``.
    """

    folder: Path
    used: dict[str, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.folder.is_dir():
            raise GeographyError(
                f"The reference folder {self.folder} does not exist.",
                "Set WHOLEPLACE_REFERENCE to the folder that holds the reference files, "
                "or leave it unset to use the synthetic geography.",
            )

    def path(self, name: str) -> Path | None:
        """Return the file of a contract, or None where it may be missing and is.

        Args:
            name: A key of ``contracts()``.

        Raises:
            GeographyError: If a required file is missing.
        """
        contract = contracts()[name]
        for folder in (self.folder / "real", self.folder):
            path = folder / contract.file
            if path.is_file():
                self.used[name] = path
                return path
        if not contract.required:
            return None
        raise GeographyError(
            f"{contract.file} is not in {self.folder} ({contract.title}).",
            f"Put the file there; it comes from {contract.source}.",
        )

    def rows(self, name: str) -> Iterator[Row]:
        """Yield the rows of a CSV file under our own column names, typed.

        Args:
            name: A key of ``contracts()``.

        Yields:
            One dict per row; empty cells are None. Nothing if a file that may be missing is.

        Raises:
            GeographyError: Naming the file, the column, the row and what to do.
        """
        path = self.path(name)
        if path is None:
            return
        contract = contracts()[name]
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            columns = _present(contract, reader.fieldnames or [])
            for number, raw in enumerate(reader, start=1):
                yield {
                    ours: _value(contract, ours, theirs, kind, raw[theirs], number)
                    for ours, (theirs, kind) in columns.items()
                }

    def sources(self) -> list[dict[str, str]]:
        """Return file, title, source and SHA-256 of every file used so far."""
        return [
            {
                "file": path.name,
                "title": contracts()[name].title,
                "source": contracts()[name].source,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
            for name, path in sorted(self.used.items())
        ]


def _present(contract: Contract, header: list[str] | Any) -> dict[str, tuple[str, str]]:
    """Return the contract's columns found in a header; stop if a required one is not."""
    missing = [
        theirs
        for ours, (theirs, _) in contract.columns.items()
        if theirs not in header and ours not in contract.optional
    ]
    if missing:
        raise GeographyError(
            f"{contract.file} has no column {', '.join(missing)}.",
            f"Its columns are: {', '.join(header)[:200]}. Rename the column, or get the file "
            f"again from {contract.source}.",
        )
    return {k: v for k, v in contract.columns.items() if v[0] in header}


def _value(
    contract: Contract, ours: str, theirs: str, kind: str, text: str | None, row: int
) -> Any:
    text = (text or "").strip()
    if not text:
        if ours in contract.optional or kind == "text":
            return None
        raise GeographyError(
            f"{contract.file}, row {row}, column {theirs}: the cell is empty.",
            f"It must hold {KINDS[kind]}.",
        )
    try:
        return PARSERS[kind](text)
    except ValueError:
        raise GeographyError(
            f"{contract.file}, row {row}, column {theirs}: {text!r} is not {KINDS[kind]}.",
            "Correct the cell and run the command again.",
        ) from None
