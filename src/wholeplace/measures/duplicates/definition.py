"""What a rule for suspected duplicates says of itself, and which codes mean the same test."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import ibis.expr.types as ir

from wholeplace.core.errors import DefinitionError, InputFileError
from wholeplace.core.registry import Definition, content_hash
from wholeplace.record.activity import Row

Alike = Literal["test", "specialty"]
TESTS = "diagnostic_tests"
ANY = "any"
COLUMNS = ("code", "system", "test", "modality", "title")


@dataclass(frozen=True)
class CodedTest:
    """One code of a test.

    Attributes:
        code: The code, without a dot.
        system: ``opcs4``, ``nicip`` or the name of a provider's own.
        test: The test it means; codes of one test are equivalent. :data:`ANY` where the code does
            not say which part of the body, so that it may be any test of its modality.
        modality: The kind of test.
        title: Plain English.
    """

    code: str
    system: str
    test: str
    modality: str
    title: str


@dataclass(frozen=True, kw_only=True)
class EquivalentTests(Definition):
    """Which codes mean the same test, whoever uses them; a partnership's own list replaces it.

    Attributes:
        codes: Every code with its test.
    """

    codes: tuple[CodedTest, ...]

    @property
    def version(self) -> str:
        """The hash of what it says."""
        return content_hash(*(repr(code) for code in self.codes))


@dataclass(frozen=True, kw_only=True)
class DuplicateRule(Definition):
    """Which entries of waiting lists may be the same wait twice.

    Two entries are looked at together where they are of one person, on the lists of different
    providers, neither is planned for later, and they were requested within the window.

    Attributes:
        dataset: The dataset whose rows are entries.
        waiting: Takes the row, returns whether the entry is on a list on the date of the run.
        planned: Takes the row, returns whether it is planned for later, as surveillance is.
        alike: What has to be the same: an equivalent test, or the specialty.
        window: Days between the two requests, at most.
        noun: What an entry is called, as in "{noun} on the lists".
        doc: Which entries, in words.
        not_in_it: What it cannot find.
    """

    dataset: str
    waiting: Callable[[Row], ir.BooleanValue]
    planned: Callable[[Row], ir.BooleanValue]
    alike: Alike
    window: int
    noun: str
    doc: str
    not_in_it: str

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.window < 1:
            raise DefinitionError(
                f"The rule {self.name} has a window of {self.window} days.",
                "Give the days between two requests of one wait, such as 91.",
            )


def read_coded_tests(file: Path) -> tuple[CodedTest, ...]:
    """The codes of tests, from a CSV file with the columns :data:`COLUMNS`.

    Args:
        file: The CSV file.

    Raises:
        InputFileError: If a column is missing, a cell is blank, or a code stands twice.
    """
    with file.open(encoding="utf-8-sig", newline="") as handle:
        rows = csv.DictReader(handle)
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise InputFileError(
                file, f"There is no column {missing[0]}.", f"Give {', '.join(COLUMNS)}."
            )
        found: dict[str, CodedTest] = {}
        for number, row in enumerate(rows, start=1):
            cells = [(row[name] or "").strip() for name in COLUMNS]
            if not all(cells) or cells[0] in found:
                raise InputFileError(
                    file,
                    f"The code {cells[0]!r} stands twice, or a cell of its row is blank.",
                    "Give each code once, with its system, test, modality and title.",
                    row=number,
                )
            found[cells[0]] = CodedTest(*cells)
    return tuple(found.values())
