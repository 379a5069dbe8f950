"""Writing a comparison as a page that stands alone, a tidy CSV file or a workbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from typing import BinaryIO

import jinja2
import pyarrow as pa
import pyarrow.csv as pacsv
import xlsxwriter
from markupsafe import Markup

from wholeplace.core.spreadsheets import safe_text
from wholeplace.places.rendering import Renderer
from wholeplace.reports.scenarios.board import build_board_page
from wholeplace.reports.scenarios.comparison import Comparison
from wholeplace.reports.scenarios.rows import MEANINGS, TEXT, comparison_rows
from wholeplace.reports.workbook import FIRST_ROW, OPTIONS, mark_table, text_sheet

INVENTED = "The people behind these numbers are invented. No real person is in them."


@dataclass(frozen=True)
class Form:
    """One form a comparison can take.

    Attributes:
        name: What people call it.
        content_type: Its media type.
        write: Writes a comparison to an open file.
    """

    name: str
    content_type: str
    write: Callable[[Comparison, BinaryIO], None]


def invented(compared: Comparison) -> bool:
    """Whether the inputs of any of the scenarios are invented."""
    return any(one.result["synthetic"] for one in compared.all)


def _html(compared: Comparison, stream: BinaryIO) -> None:
    source = resources.files(__package__).joinpath("page.html").read_text(encoding="utf-8")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    board = build_board_page(compared)
    chart = Markup(Renderer().svg(board.figure.spec, board.figure.description))
    said = INVENTED if invented(compared) else ""
    page = environment.from_string(source).render(board=board, chart=chart, invented=said)
    stream.write(page.encode())


def _csv(compared: Comparison, stream: BinaryIO) -> None:
    table = comparison_rows(compared)
    for place, column in enumerate(table.columns):
        if column.type == TEXT:
            safe = [None if text is None else safe_text(text) for text in column.to_pylist()]
            table = table.set_column(place, table.field(place), pa.array(safe, TEXT))
    pacsv.write_csv(table, stream)


def _workbook(compared: Comparison, stream: BinaryIO) -> None:
    """Cover, what each scenario assumes, numbers and their meanings: one table a sheet."""
    board = build_board_page(compared)
    book = xlsxwriter.Workbook(stream, OPTIONS)
    book.set_properties({"title": board.title})
    heading = book.add_format({"bold": True, "font_size": 14})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    cover = book.add_worksheet("Cover")
    cover.write_string(0, 0, board.title, heading)
    lines = [INVENTED] * invented(compared) + [*board.sentences, *board.warnings]
    lines += [f"{label}: {words}" for label, words in board.facts]
    lines.append(f"Not in it: {board.not_in_it}")
    for row, line in enumerate(lines, start=1):
        cover.write_string(row, 0, line, wrapped)
    cover.set_column(0, 0, 90)
    assumed = book.add_worksheet("Assumptions")
    changes = [
        (title, words) for title, said in board.assumed.items() for words in said or ("Nothing",)
    ]
    headings = ("Scenario", "What it changes")
    text_sheet(assumed, "What each assumes", "assumed", headings, changes, heading, wrapped)
    assumed.set_column(0, 1, 60)
    numbers = book.add_worksheet("Numbers")
    numbers.write_string(0, 0, board.title, heading)
    numbers.write_string(1, 0, "This sheet holds one table.")
    table = comparison_rows(compared)
    mark_table(numbers, "numbers", table.column_names, table.num_rows)
    for row, values in enumerate(table.to_pylist(), start=FIRST_ROW):
        for column, value in enumerate(values.values()):
            if isinstance(value, float):
                numbers.write_number(row, column, value)
            elif value:
                numbers.write_string(row, column, value)
    numbers.freeze_panes(FIRST_ROW, 0)
    numbers.set_column(0, table.num_columns - 1, 18)
    notes = book.add_worksheet("Notes")
    text_sheet(
        notes, "Notes", "notes", ("Column", "Meaning"), list(MEANINGS.items()), heading, wrapped
    )
    notes.set_column(0, 1, 60)
    book.close()


FORMS = {
    "html": Form("one page, HTML", "text/html; charset=utf-8", _html),
    "xlsx": Form(
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _workbook,
    ),
    "csv": Form("CSV", "text/csv; charset=utf-8", _csv),
}
"""Ending of a file → its form."""
