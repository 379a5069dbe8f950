"""Reading one published file as its definition says, into rows of the contract."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wholeplace.core.errors import GeographyError
from wholeplace.geography.published.contract import AS_PRINTED, FROM_COUNTS
from wholeplace.geography.published.definitions import PublishedFile, Series
from wholeplace.geography.published.periods import days_of
from wholeplace.geography.slugs import slugify
from wholeplace.geography.source import Row

STANDARD_ERRORS = 1.959963984540054  # of the normal distribution, either side, for 95 %
FROM_STANDARD_ERROR = "normal, worked out by Wholeplace from the printed standard error"
PRINTED_LIMITS = "as printed"
_FOLDERS = ("real", "facts", "")
_NO_NUMBER = frozenset({"", "NA", "N/A", "-", "*", "null"})


@dataclass(frozen=True)
class Names:
    """Codes and names of the system's areas, by which a file's subjects are known.

    Attributes:
        names: (kind, code) → name as shown.
    """

    names: Mapping[tuple[str, str], str]

    def name(self, kind: str, code: str, printed: str) -> str:
        """The name as shown: ours, else the file's own, else the code."""
        return self.names.get((kind, code)) or printed or code

    def code(self, kind: str, name: str) -> str | None:
        """The code of the one area of a kind that has a name, or None."""
        found = [code for (k, code), held in self.names.items() if k == kind and held == name]
        return found[0] if len(found) == 1 else None


def find(folder: Path, file: str) -> Path | None:
    """A file of a reference folder, in it or in its folders ``real`` and ``facts``."""
    paths = (folder / part / file for part in _FOLDERS)
    return next((path for path in paths if path.is_file()), None)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def cells(path: Path, needed: set[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number and cells of every row of a CSV file.

    Args:
        path: The file.
        needed: Columns it must have.

    Raises:
        GeographyError: If a column is missing, or a row is longer than the header.
    """
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        header = reader.fieldnames or []
        missing = sorted(needed - set(header))
        if missing:
            raise GeographyError(
                f"{path.name} has no column {missing[0]}.",
                f"Its columns are: {', '.join(header)[:200]}. Rename the column, or get the file "
                "again from its publisher.",
            )
        for number, row in enumerate(reader, start=1):
            if None in row:
                raise GeographyError(
                    f"{path.name}, row {number} has more cells than the header.",
                    "Look for a comma that is not in quotation marks.",
                )
            yield number, {key: (value or "").strip() for key, value in row.items()}


def read_values(definition: PublishedFile, path: Path, known: Names) -> Iterator[tuple[Row, str]]:
    """Yield every value of a published file, with the title of its indicator.

    Args:
        definition: How to read it.
        path: The file.
        known: Codes and names of the system's areas.

    Raises:
        GeographyError: Naming the file, row and column that cannot be read, and the remedy.
    """
    for number, row in cells(path, definition.columns):
        subject = _subject(definition, row, known)
        if subject is None:
            continue
        when = _when(definition, row, f"{path.name}, row {number}")
        for series in definition.series:
            where = _Where(path.name, number)
            measured = _measured(series, row, where)
            named, title = _named(series, row)
            yield {"source": definition.source, **subject, **when, **named, **measured}, title


@dataclass(frozen=True)
class _Where:
    file: str
    row: int

    def number(self, row: Mapping[str, str], column: str) -> float | None:
        """The number in a cell; None where the column is not read or the cell holds none."""
        text = row[column] if column else ""
        if text in _NO_NUMBER:
            return None
        try:
            return float(text)
        except ValueError:
            raise GeographyError(
                f"{self.file}, row {self.row}, column {column}: {text!r} is not a number.",
                "Correct the cell, or leave it empty where the publication has no figure.",
            ) from None


def _subject(definition: PublishedFile, row: Mapping[str, str], known: Names) -> Row | None:
    said = definition.subject
    printed_name = row[said.name] if said.name else ""
    printed = row[said.code] if said.code else printed_name
    kind = said.types.get(row[said.type_column], said.type) if said.type_column else said.type
    code: str | None
    if said.by_name:
        code = known.code(kind, printed_name)
        kind = kind if code else f"named_{kind}"
    else:
        code = said.codes.get(printed, printed)
        kind = said.types.get(code, kind)
    if said.only and code != said.only:
        return None
    return {
        "subject_type": kind,
        "subject_code": code,
        "subject_name": known.name(kind, code or "", printed_name),
        "vintage": said.vintage,
    }


def _when(definition: PublishedFile, row: Mapping[str, str], where: str) -> Row:
    period = definition.period
    printed = (row[period.column] if period.column else period.fixed).removesuffix(".0") or None
    start, end = days_of(printed, period.kind)
    if period.kind == "month" and start and end and start == end:
        start, end = days_of(f"{start:%Y-%m}", "month")  # a month written as its first day
    if printed and start is None:
        raise GeographyError(
            f"{where}, column {period.column}: {printed!r} is no period we can read.",
            "Write a year, a financial year, a month or a day, such as 2020-21 or 2022-04.",
        )
    return {"period": printed, "period_start": start, "period_end": end}


def _named(series: Series, row: Mapping[str, str]) -> tuple[Row, str]:
    """Indicator, sex, age and category of a value, and the title of its indicator."""
    title, sex = series.title, series.sexes.get(row[series.sex]) if series.sex else None
    indicator = series.indicator
    if series.column:
        cell = " ".join(row[series.column].split())
        printed = " ".join(row[series.titles].split()) if series.titles else cell
        printed = series.names.get(printed, printed)
        for ending, named in series.sex_endings.items():
            if cell.endswith(ending):
                cell, printed, sex = cell.removesuffix(ending), printed.removesuffix(ending), named
        indicator += slugify(cell)
        title = printed + series.title
    category = row[series.category_column] if series.category_column else series.category
    if category in series.wholes:
        category = ""
    age = row[series.age] if series.age else ""
    named_row = {
        "indicator": indicator,
        "sex": sex,
        "age": series.ages.get(age, age) or None,
        "category_type": series.category_type or None if category else None,
        "category": category or None,
    }
    return named_row, title


def _measured(series: Series, row: Mapping[str, str], where: _Where) -> Row:
    numerator = where.number(row, series.numerator)
    denominator = where.number(row, series.denominator)
    basis, value = AS_PRINTED, where.number(row, series.value)
    if not series.value:
        basis, value = FROM_COUNTS, share(numerator, denominator)
    elif value is not None:
        value *= series.scale
    lower, upper = where.number(row, series.lower), where.number(row, series.upper)
    method: str | None = PRINTED_LIMITS
    if not lower and not upper:  # a value printed with both limits 0 has none
        lower = upper = method = None
    error = where.number(row, series.standard_error)
    if error is not None and value is not None:
        lower, upper = value - STANDARD_ERRORS * error, value + STANDARD_ERRORS * error
        method = FROM_STANDARD_ERROR
    return {
        "value": value,
        "lower": lower,
        "upper": upper,
        "limits_method": method,
        "numerator": numerator,
        "denominator": denominator,
        "basis": basis,
        "note": None,
    }


def share(numerator: float | None, denominator: float | None) -> float | None:
    """A percentage, or None where either part is missing or nobody could be counted."""
    if numerator is None or not denominator:
        return None
    return 100 * numerator / denominator


def series_row(definition: PublishedFile, path: Path, indicator: str, title: str) -> Row:
    """The row of ``published_series`` for one indicator of a file."""
    made: dict[str, Any] = {
        "source": definition.source,
        "indicator": indicator,
        "title": title,
        "unit": _unit(definition, indicator, title),
        "period_kind": definition.period.kind,
        "file": definition.file,
        "sha256": digest(path),
        "received": None,
    }
    for name in ("topic", "publisher", "publication", "licence", "published_on"):
        made[name] = getattr(definition, name)
    return made | {"caveat": definition.caveat or None, "obtained": definition.obtained or None}


def _unit(definition: PublishedFile, indicator: str, title: str) -> str:
    for series in definition.series:
        if series.column or series.indicator == indicator:
            named = (unit for words, unit in series.units.items() if title.startswith(words))
            return next(named, series.unit)
    return ""
