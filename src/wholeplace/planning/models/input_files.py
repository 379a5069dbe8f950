"""Input files of models: CSV read cell by cell, each fault named with its file, row and column."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from wholeplace.core.errors import InputFileError

_YES = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class InputRow:
    """One row of an input file.

    Attributes:
        file: The file's name.
        number: Which row, from 1, the heading not counted.
        cells: Column → text.
    """

    file: str
    number: int
    cells: Mapping[str, str]

    def text(self, column: str, among: Collection[str] = (), default: str | None = None) -> str:
        """A cell as text.

        Args:
            column: The column.
            among: What it may be; anything where empty.
            default: What an empty cell means; None where it must be filled.

        Raises:
            InputFileError: If it is empty and must not be, or is none of those.
        """
        found = self.cells.get(column, "") or default
        if found is None:
            raise self.wrong(column, "The cell is empty.", "Fill it in.")
        if among and found not in among and found != default:
            near = get_close_matches(found, among, n=1, cutoff=0.0)
            raise self.wrong(column, f"{found!r} is not known here.", f"Did you mean {near[0]}?")
        return found

    def number_of(
        self, column: str, low: float = 0.0, high: float = math.inf, default: float | None = None
    ) -> float:
        """A cell as a number within a range.

        Raises:
            InputFileError: If it is no number or out of range; a negative stay is one.
        """
        text = self.cells.get(column, "")
        if not text and default is not None:
            return default
        try:
            found = float(text)
        except ValueError:
            raise self.wrong(column, f"{text!r} is not a number.", "Write it in digits.") from None
        if not low <= found <= high:
            limits = f"{low:g} or more" if high == math.inf else f"from {low:g} to {high:g}"
            raise self.wrong(column, f"{found:g} is out of range.", f"It must be {limits}.")
        return found

    def whole(self, column: str, low: int = 0, default: int | None = None) -> int:
        """A cell as a whole number."""
        found = self.number_of(column, low, default=default)
        if found != int(found):
            raise self.wrong(column, f"{found:g} is not a whole number.", "Count whole ones.")
        return int(found)

    def yes(self, column: str, default: bool) -> bool:
        """A cell as yes or no."""
        text = self.cells.get(column, "").lower()
        if not text:
            return default
        if text not in _YES:
            raise self.wrong(column, f"{text!r} is neither yes nor no.", "Write true or false.")
        return _YES[text]

    def day(self, column: str) -> dt.date:
        """A cell as a date."""
        try:
            return dt.date.fromisoformat(self.cells.get(column, ""))
        except ValueError:
            raise self.wrong(column, "It is not a date.", "Write 2019-05-20.") from None

    def wrong(self, column: str, problem: str, remedy: str) -> InputFileError:
        """The error that names this row and a column."""
        return InputFileError(self.file, problem, remedy, row=self.number, column=column)


def read_rows(path: Path, columns: Mapping[str, str], needed: Collection[str]) -> list[InputRow]:
    """The rows of a CSV file.

    Args:
        path: The file.
        columns: The columns it may have.
        needed: Those it must have.

    Raises:
        InputFileError: If it cannot be read, lacks a column, has one too many, or a row is longer
            or shorter than the heading.
    """
    try:
        lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise InputFileError(path, f"It cannot be read: {error}.", "Save it as UTF-8.") from error
    heading = [name.strip() for name in lines[0]] if lines else []
    for name in heading:
        if name not in columns:
            near = get_close_matches(name, columns, n=1, cutoff=0.0)
            raise InputFileError(path, f"Unknown column {name}.", f"Did you mean {near[0]}?")
    missing = [name for name in needed if name not in heading]
    if missing:
        raise InputFileError(path, f"There is no column {missing[0]}.", "Add it.")
    rows = []
    for number, line in enumerate((line for line in lines[1:] if line), start=1):
        if len(line) != len(heading):
            problem = f"It has {len(line)} cells and the heading {len(heading)}."
            raise InputFileError(path, problem, "Give a cell for each heading.", row=number)
        cells = {name: cell.strip() for name, cell in zip(heading, line, strict=True)}
        rows.append(InputRow(path.name, number, cells))
    return rows
