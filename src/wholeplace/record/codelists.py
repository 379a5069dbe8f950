"""Code lists: which clinical codes mean a thing, where the list came from, and who approved it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from wholeplace.core.errors import InputFileError
from wholeplace.core.registry import Definition, content_hash

CODE_HEADERS = ("code", "conceptid", "snomed_code", "snomed code", "concept id", "icd10_code", "id")


@dataclass(frozen=True, kw_only=True)
class CodeList(Definition):
    """Codes that mean one thing.

    Attributes:
        system: ``snomed`` (concept ids) or ``icd10`` (codes without the dot).
        codes: The codes, without terms.
        clinically_approved: Whether a named clinician of the partnership has approved it.
    """

    system: Literal["snomed", "icd10"] = "snomed"
    codes: tuple[str, ...] = ()
    clinically_approved: bool = False

    @property
    def version(self) -> str:
        """The hash of its codes."""
        return content_hash(self.system, *sorted(self.codes))


def read_codes(file: Path) -> tuple[str, ...]:
    """The codes of a list published as CSV, in the file's order.

    Takes what OpenCodelists downloads and what NHS England publishes as primary-care reference
    sets: any CSV with a column of codes, whatever stands beside it.

    Args:
        file: The CSV file.

    Returns:
        The distinct codes.

    Raises:
        InputFileError: If there is no column of codes, or a cell of it is not a code.
    """
    with file.open(encoding="utf-8-sig", newline="") as handle:
        rows = csv.DictReader(handle)
        named = {(name or "").strip().lower(): name for name in rows.fieldnames or []}
        header = next((named[key] for key in CODE_HEADERS if key in named), None)
        if header is None:
            raise InputFileError(
                file,
                "There is no column of codes.",
                f"Name one of the columns {', '.join(CODE_HEADERS[:3])}.",
            )
        codes: dict[str, None] = {}
        for number, row in enumerate(rows, start=1):
            code = (row[header] or "").strip().replace(".", "")
            if not code.isalnum():
                raise InputFileError(
                    file,
                    f"{row[header]!r} is not a code.",
                    "Open the list as text: spreadsheets change long codes.",
                    row=number,
                    column=header,
                )
            codes[code] = None
    return tuple(codes)


def from_folder(folder: Path, source: str, titles: dict[str, str]) -> list[CodeList]:
    """One code list for each CSV file of a folder, named after the file.

    Args:
        folder: The folder.
        source: Where the lists come from, in words.
        titles: File stem → plain-English title; a file without one is named by its stem.
    """
    return [
        CodeList(
            name=file.stem,
            title=titles.get(file.stem, file.stem.replace("_", " ").capitalize()),
            source=source,
            codes=read_codes(file),
        )
        for file in sorted(folder.glob("*.csv"))
    ]
