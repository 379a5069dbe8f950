"""Workbooks: one table a sheet, with a cover and notes, that a screen reader can follow.

The layout follows the Government Analysis Function's guidance "Releasing statistics in
spreadsheets" (2021, revised 2023): no blank or merged cells, tables marked as tables, a heading
in the first cell of each sheet, and a shorthand in square brackets where a number is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, BinaryIO

import pyarrow as pa
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from wholeplace.core.errors import WholeplaceError
from wholeplace.reports.gap_rows import GAP_COLUMNS
from wholeplace.reports.notes import STATUSES, Notes
from wholeplace.reports.rows import COLUMNS, DAY, DECIMAL, WHOLE, Column

MOST_ROWS = 1_048_576
FIRST_ROW = 3
FIRST_CELL = (
    "Blank cells hold nothing to say; a shorthand in square brackets is explained in Notes."
)
MEASURE_COLUMNS = {
    "name": "Name",
    "title": "Measure",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "not_in_it": "Who is not in it",
    "source": "Source",
    "owner": "Owner",
    "version": "Version",
}
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
    "default_date_format": "yyyy-mm-dd",
}
SHORTHANDS = {status.name: status.shorthand for status in STATUSES}


class WorkbookError(WholeplaceError):
    """A workbook cannot hold what was asked."""


def write_workbook(table: pa.Table, notes: Notes, stream: BinaryIO) -> None:
    """Write released numbers as a workbook: Cover, Notes, Measures, Numbers and any Gaps.

    Args:
        table: Columns :data:`~wholeplace.reports.rows.COLUMNS`.
        notes: What to say beside them.
        stream: Where to write.

    Raises:
        WorkbookError: If there are more rows than a sheet holds.
    """
    if table.num_rows + FIRST_ROW > MOST_ROWS:
        raise WorkbookError(
            f"A sheet holds {MOST_ROWS:,} rows; this export has {table.num_rows:,}.",
            "Ask for fewer places, measures or breakdowns, or export CSV or Parquet.",
        )
    book = xlsxwriter.Workbook(stream, OPTIONS)
    book.set_properties({"title": notes.title, "subject": "Population health numbers"})
    heading = book.add_format({"bold": True, "font_size": 14})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    names = ["Cover", "Notes", "Measures", "Numbers", *(["Gaps"] if notes.gaps is not None else [])]
    sheets = {name: book.add_worksheet(name) for name in names}
    _cover(sheets["Cover"], notes, list(sheets), heading, wrapped)
    _notes(sheets["Notes"], heading, wrapped, notes.gaps is not None)
    _measures(sheets["Measures"], notes, heading, wrapped)
    _numbers(sheets["Numbers"], table, COLUMNS, notes.title, heading)
    if notes.gaps is not None:
        title = f"{notes.title}: gaps between groups"
        _numbers(sheets["Gaps"], notes.gaps, GAP_COLUMNS, title, heading)
    book.close()


def _cover(
    sheet: Worksheet, notes: Notes, names: Sequence[str], heading: Format, wrapped: Format
) -> None:
    """What the workbook is, which run it is of, and a way to each sheet."""
    run = notes.run
    lines = [
        f"True on {run['as_at']}, from data received by {run['known_at']}.",
        f"Run {run['run_id']} of {run.get('installation') or 'this installation'}, "
        f"by Wholeplace {run['code_version']}.",
        notes.protection,
        "Limits are 95% confidence limits.",
    ]
    if notes.invented:
        lines.insert(0, "The people in these numbers are invented. No real person is in them.")
    sheet.write_string(0, 0, notes.title, heading)
    for row, line in enumerate(lines, start=1):
        sheet.write_string(row, 0, line, wrapped)
    for row, name in enumerate(names[1:], start=len(lines) + 1):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=f"Go to the sheet {name}")
    sheet.set_column(0, 0, 90)


def _notes(sheet: Worksheet, heading: Format, wrapped: Format, gaps: bool) -> None:
    rows = [("status", status.shorthand or "a number", status.meaning) for status in STATUSES]
    columns = [*COLUMNS, *(GAP_COLUMNS if gaps else ())]
    rows += [("column", column.name, column.description) for column in dict.fromkeys(columns)]
    headings = ("About", "What you see", "Meaning")
    text_sheet(sheet, "Notes", "notes", headings, rows, heading, wrapped)
    sheet.set_column(0, 1, 18)
    sheet.set_column(2, 2, 90)


def _measures(sheet: Worksheet, notes: Notes, heading: Format, wrapped: Format) -> None:
    rows = [
        tuple(str(entry.get(name) or "not stated") for name in MEASURE_COLUMNS)
        for entry in notes.measures
    ]
    headings = tuple(MEASURE_COLUMNS.values())
    text_sheet(sheet, "Measures in this workbook", "measures", headings, rows, heading, wrapped)
    sheet.set_column(0, len(headings) - 1, 30)


def text_sheet(
    sheet: Worksheet,
    title: str,
    name: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    heading: Format,
    wrapped: Format,
) -> None:
    """Fill a sheet with one titled table of text, from the third row down.

    Args:
        sheet: The sheet.
        title: Its heading.
        name: The table's name in the workbook.
        headings: The headings of its columns.
        rows: Its rows.
        heading: The format of the title.
        wrapped: The format of the cells.
    """
    sheet.write_string(0, 0, title, heading)
    sheet.write_string(1, 0, "This sheet holds one table.")
    mark_table(sheet, name, headings, len(rows))
    for place, row in enumerate(rows, start=FIRST_ROW):
        for column, text in enumerate(row):
            sheet.write_string(place, column, text, wrapped)


def _numbers(
    sheet: Worksheet, table: pa.Table, about: Sequence[Column], title: str, heading: Format
) -> None:
    """Released rows as a table, a shorthand wherever a number is not shown."""
    sheet.write_string(0, 0, title, heading)
    sheet.write_string(1, 0, f"This sheet holds one table. {FIRST_CELL}")
    mark_table(sheet, sheet.get_name().lower(), table.column_names, table.num_rows)
    writers = [_writer(sheet, column.kind) for column in about]
    numbers = [place for place, column in enumerate(about) if column.kind in (WHOLE, DECIMAL)]
    status = table.column_names.index("status")
    batches = table.to_batches(max_chunksize=10_000)
    rows = chain.from_iterable(
        zip(*(column.to_pylist() for column in batch.columns), strict=True) for batch in batches
    )
    for place, row in enumerate(rows, start=FIRST_ROW):
        instead = SHORTHANDS[row[status]]
        for column, value in enumerate(row):
            if value is not None and value != "":
                writers[column](place, column, value)
            elif instead and column in numbers:
                sheet.write_string(place, column, instead)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.set_column(0, len(about) - 1, 16)


def mark_table(sheet: Worksheet, name: str, headings: Sequence[str], rows: int) -> None:
    """Mark a range as a table with headings, which screen readers and filters go by.

    Args:
        sheet: The sheet.
        name: The table's name in the workbook.
        headings: The headings of its columns.
        rows: How many rows follow the headings.
    """
    columns = [{"header": text} for text in headings]
    last = FIRST_ROW - 1 + max(rows, 1)
    style = {"name": name, "columns": columns, "style": "Table Style Light 1"}
    sheet.add_table(FIRST_ROW - 1, 0, last, len(headings) - 1, style)


def _writer(sheet: Worksheet, kind: pa.DataType) -> Callable[[int, int, Any], object]:
    if kind == DAY:
        return sheet.write_datetime
    if kind in (WHOLE, DECIMAL):
        return sheet.write_number
    return sheet.write_string
