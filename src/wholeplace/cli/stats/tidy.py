"""Tidy CSV in and out: one row a value, columns by name, groups in the order they are met."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from wholeplace.core.errors import InputFileError
from wholeplace.core.spreadsheets import safe_text
from wholeplace.statistics import Interval
from wholeplace.statistics.intervals import FloatArray

MISSING = ("", "na", "n/a", "nan", "null", "-", "*")
Output = Mapping[str, Iterable[Any]]


@dataclass(frozen=True)
class Groups:
    """Rows gathered by the values of some columns.

    Attributes:
        by: The columns.
        labels: The values of each group, in the order first met.
        of_row: The place of each row's group.
    """

    by: tuple[str, ...]
    labels: list[tuple[str, ...]]
    of_row: NDArray[np.int64]

    def sums(self, values: FloatArray) -> FloatArray:
        """Values added up within groups; NaN where any is missing."""
        sums = np.bincount(self.of_row, weights=values, minlength=len(self.labels))
        return np.asarray(sums, dtype=np.float64)

    def columns(self) -> Output:
        """The groups' values, column by column."""
        return {name: [label[n] for label in self.labels] for n, name in enumerate(self.by)}


@dataclass(frozen=True)
class TidyFile:
    """A CSV file read whole.

    Attributes:
        name: The file as the user named it.
        columns: Column → its cells as text.
        rows: How many rows it has.
    """

    name: str
    columns: Mapping[str, list[str]]
    rows: int

    @classmethod
    def read(cls, path: Path) -> TidyFile:
        """Read a CSV file with a heading row.

        Raises:
            InputFileError: If it cannot be read, has no rows, repeats a heading, or a row has
                another number of cells.
        """
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise InputFileError(
                path, f"It cannot be read: {error}.", "Save it as UTF-8."
            ) from error
        lines = list(csv.reader(text.splitlines()))
        if len(lines) < 2:
            raise InputFileError(path, "It has no rows.", "Give a heading row and a row or more.")
        heading = [name.strip() for name in lines[0]]
        if len(set(heading)) < len(heading):
            raise InputFileError(path, "Two columns have one heading.", "Name each column once.")
        rows = [line for line in lines[1:] if line]
        for number, row in enumerate(rows, start=1):
            if len(row) != len(heading):
                raise InputFileError(
                    path,
                    f"It has {len(row)} cells and the heading {len(heading)}.",
                    "Give every row a cell for each heading.",
                    row=number,
                )
        cells = zip(*rows, strict=True)
        columns = {
            name: [c.strip() for c in column] for name, column in zip(heading, cells, strict=True)
        }
        return cls(str(path), columns, len(rows))

    def text(self, name: str) -> list[str]:
        """A column as text.

        Raises:
            InputFileError: If there is none of that name.
        """
        if name not in self.columns:
            near = get_close_matches(name, self.columns, n=1)
            hint = f"Did you mean {near[0]}? " if near else ""
            raise InputFileError(
                self.name,
                f"There is no column {name}.",
                f"{hint}Its columns are {', '.join(self.columns)}; name yours with an option.",
            )
        return self.columns[name]

    def numbers(self, name: str) -> FloatArray:
        """A column as numbers; blanks and the usual signs for missing are NaN.

        Raises:
            InputFileError: If a cell is no number, naming its row.
        """
        found = np.full(self.rows, np.nan)
        for row, cell in enumerate(self.text(name)):
            if cell.lower() not in MISSING:
                try:
                    found[row] = float(cell)
                except ValueError:
                    raise InputFileError(
                        self.name,
                        f"{cell!r} is not a number.",
                        "Write it in digits, without separators or signs.",
                        row=row + 1,
                        column=name,
                    ) from None
        return found

    def groups(self, by: Sequence[str]) -> Groups:
        """Rows gathered by some columns; every row for itself where none are named."""
        if not by:
            keys = [tuple(cells) for cells in zip(*self.columns.values(), strict=True)]
            labels = [*keys]
            return Groups(tuple(self.columns), labels, np.arange(self.rows))
        keys = list(zip(*(self.text(name) for name in by), strict=True))
        places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
        return Groups(tuple(by), list(places), np.array([places[key] for key in keys]))

    def together(self, by: Sequence[str]) -> Groups:
        """Rows gathered by some columns; the whole file as one group where none are named."""
        return self.groups(by) if by else Groups((), [()], np.zeros(self.rows, dtype=np.int64))


def grid(
    file: TidyFile, groups: Groups, across: Sequence[str], name: str, along: str
) -> FloatArray:
    """A column as a table: groups down, the values of another column across.

    Args:
        file: The file.
        groups: The groups.
        across: The values across, in order.
        name: The column of numbers.
        along: The column whose values lie across.

    Raises:
        InputFileError: If a group has two rows for one of them.
    """
    places = {value: place for place, value in enumerate(across)}
    found = np.full((len(groups.labels), len(across)), np.nan)
    seen = np.zeros(found.shape, dtype=bool)
    values = file.numbers(name)
    for row, (group, value) in enumerate(zip(groups.of_row, file.text(along), strict=True)):
        at = int(group), places[value]
        if seen[at]:
            raise InputFileError(
                file.name,
                f"There are two rows for {along} {value} of one group.",
                "Add them up, or group by another column too with --by.",
                row=row + 1,
                column=along,
            )
        seen[at], found[at] = True, values[row]
    return found


def level(confidence: float) -> str:
    """A confidence as it ends a heading.

    >>> level(0.95), level(0.998)
    ('95', '99_8')
    """
    return f"{confidence * 100:.10g}".replace(".", "_")


def limits(found: Mapping[float, Interval], names: tuple[str, ...] = ("value",)) -> Output:
    """The estimate once, and its limits at each confidence."""
    first = next(iter(found.values()))
    made: dict[str, Iterable[Any]] = {names[0]: np.atleast_1d(first.value)}
    prefix = "" if names[0] == "value" else f"{names[0]}_"
    for confidence, interval in found.items():
        made[f"{prefix}lower_{level(confidence)}"] = np.atleast_1d(interval.lower)
        made[f"{prefix}upper_{level(confidence)}"] = np.atleast_1d(interval.upper)
    return made


def write(columns: Output, path: Path | None) -> None:
    """Write columns as CSV to a file, or to standard output."""
    if path is None:
        _write(columns, sys.stdout)
        return
    with path.open("w", encoding="utf-8", newline="") as stream:
        _write(columns, stream)


def _write(columns: Output, stream: TextIO) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in zip(*columns.values(), strict=True):
        writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> Any:
    """A number to 15 figures, a blank for what cannot be said, text that no spreadsheet runs."""
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, float | np.floating):
        return "" if np.isnan(value) else f"{float(value):.15g}"
    return value
