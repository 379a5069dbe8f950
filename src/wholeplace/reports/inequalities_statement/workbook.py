"""The statement as a workbook: a cover, what was asked, a sheet for each domain, and the notes."""

from __future__ import annotations

import re
from typing import Any, BinaryIO

import pyarrow as pa
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from wholeplace.places.wording import percent
from wholeplace.reports.inequalities_statement.rows import NOT_PRODUCED
from wholeplace.reports.inequalities_statement.tables import Answered
from wholeplace.reports.notes import STATUSES, Notes
from wholeplace.reports.workbook import FIRST_ROW, OPTIONS, mark_table, text_sheet

_SHOWN = {
    "asked_for": "Asked for",
    "measure_title": "Measure",
    "breakdown": "Divided by",
    "category_title": "Group",
    "value": "Value",
    "lower_95": "Lower 95% limit",
    "upper_95": "Upper 95% limit",
    "unit": "Unit",
    "numerator": "People or events",
    "denominator": "Out of",
    "status": "Status",
    "note": "Note",
}
_NUMBERS = ("value", "lower_95", "upper_95", "numerator", "denominator")
_SHORTHANDS = {status.name: status.shorthand for status in STATUSES} | {NOT_PRODUCED: "[x]"}
_SHEET_LETTERS = 31


def write_statement_workbook(
    answered: Answered, rows: pa.Table, notes: Notes, stream: BinaryIO
) -> None:
    """Write the statement as a workbook that a screen reader can follow, one table a sheet.

    Args:
        answered: The answers.
        rows: The same as a tidy table.
        notes: What is needed to read them.
        stream: Where to write.
    """
    book = xlsxwriter.Workbook(stream, OPTIONS)
    book.set_properties({"title": notes.title})
    heading = book.add_format({"bold": True, "font_size": 14})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    _cover(book.add_worksheet("Cover"), notes, heading, wrapped)
    _summary(book.add_worksheet("Asked for"), answered, heading, wrapped)
    held = rows.to_pylist()
    for number, domain in enumerate(answered.statement.domains, start=1):
        sheet = book.add_worksheet(sheet_name(number, domain.title))
        mine = [row for row in held if row["domain"] == domain.title]
        _domain(sheet, domain.title, f"domain_{number}", mine, heading)
    meanings = [(status.shorthand or "a number", status.meaning) for status in STATUSES]
    last = book.add_worksheet("Notes")
    text_sheet(last, "Notes", "notes", ("What you see", "Meaning"), meanings, heading, wrapped)
    last.set_column(0, 1, 60)
    book.close()


def sheet_name(number: int, title: str) -> str:
    """A name that a workbook accepts: at most 31 letters, and none that Excel refuses.

    >>> sheet_name(2, "Diabetes: types 1/2")
    '2 Diabetes types 1 2'
    """
    plain = re.sub(r"[\[\]:*?/\\]+", " ", title)
    return " ".join(f"{number} {plain}".split())[:_SHEET_LETTERS].rstrip()


def _cover(sheet: Worksheet, notes: Notes, heading: Format, wrapped: Format) -> None:
    run = notes.run
    lines = [
        f"True on {run['as_at']}, from data received by {run['known_at']}; run {run['run_id']}.",
        notes.protection,
        "Percentages are fractions of one. Limits are 95% confidence limits.",
        "Differences are described, not explained.",
    ]
    if notes.invented:
        lines.insert(0, "The people in these numbers are invented. No real person is in them.")
    sheet.write_string(0, 0, notes.title, heading)
    for row, line in enumerate(lines, start=1):
        sheet.write_string(row, 0, line, wrapped)
    sheet.set_column(0, 0, 90)


def _summary(sheet: Worksheet, answered: Answered, heading: Format, wrapped: Format) -> None:
    """Each thing asked for, what it says, and how many people's group is not known."""
    rows: list[tuple[str, ...]] = []
    for domain, indicators in answered.answers:
        for asked, answers in indicators:
            if asked.missing:
                rows.append((domain.title, asked.title, asked.missing, ""))
            for answer in answers:
                unknown = "; ".join(
                    f"{table.title}: {percent(table.not_known)}"
                    for table in answer.tables
                    if table.not_known is not None
                )
                rows.append((domain.title, asked.title, answer.sentence, unknown))
    headings = ("Domain", "Asked for", "What it says", "Group not known")
    text_sheet(sheet, "What was asked, and the answer", "asked", headings, rows, heading, wrapped)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 3, 60)


def _domain(
    sheet: Worksheet, title: str, name: str, rows: list[dict[str, Any]], heading: Format
) -> None:
    sheet.write_string(0, 0, title, heading)
    sheet.write_string(1, 0, "This sheet holds one table.")
    mark_table(sheet, name, list(_SHOWN.values()), len(rows))
    for place, row in enumerate(rows, start=FIRST_ROW):
        for column, key in enumerate(_SHOWN):
            value = row[key]
            if key in _NUMBERS and value is not None:
                sheet.write_number(place, column, value)
            elif key in _NUMBERS:
                sheet.write_string(place, column, _SHORTHANDS.get(row["status"], ""))
            else:
                sheet.write_string(place, column, value or "")
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.set_column(0, 1, 44)
    sheet.set_column(2, len(_SHOWN) - 1, 18)
