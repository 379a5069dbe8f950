"""Writing the statement as a workbook, a tidy CSV file or a page that stands alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import BinaryIO

import jinja2
import pyarrow as pa

from wholeplace.core.calendar import in_words
from wholeplace.core.errors import RunError
from wholeplace.measures.release import Release
from wholeplace.places import wording
from wholeplace.reports.inequalities_statement.rows import statement_rows
from wholeplace.reports.inequalities_statement.tables import Answered
from wholeplace.reports.inequalities_statement.workbook import write_statement_workbook
from wholeplace.reports.notes import Notes, notes_of
from wholeplace.reports.text_files import write_csv

Write = Callable[[Answered, pa.Table, Notes, BinaryIO], None]


def write_statement(release: Release, answered: Answered, path: Path) -> int:
    """Write the statement in the form that a file's name ends with.

    Args:
        release: The release it was answered from.
        answered: The answers.
        path: A file ending in ``.xlsx``, ``.csv`` or ``.html``.

    Returns:
        How many rows of numbers it holds.

    Raises:
        RunError: If the name ends otherwise.
    """
    write = FORMS.get(path.suffix)
    if write is None:
        raise RunError(f"{path.name} is of no known form.", f"End it in {', '.join(FORMS)}.")
    rows = statement_rows(release, answered)
    notes = notes_of(release, rows, f"{answered.statement.title}: {answered.area.name}")
    staged = path.with_name(f".{path.name}.part")
    try:
        with staged.open("wb") as stream:
            write(answered, rows, notes, stream)
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)
    return rows.num_rows


def _page(answered: Answered, rows: pa.Table, notes: Notes, stream: BinaryIO) -> None:
    source = resources.files(__package__).joinpath("page.html").read_text(encoding="utf-8")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    page = environment.from_string(source).render(
        title=notes.title,
        answered=answered,
        notes=notes,
        basis=wording.basis_words(answered.basis),
        day=_day,
        shown=wording.shown,
        limits=wording.limits,
        counted=wording.people_counted,
        group=wording.category_name,
        unit=wording.unit_words,
        percent=wording.percent,
        whole=wording.whole,
    )
    stream.write(page.encode())


def _day(iso: str) -> str:
    return in_words(dt.date.fromisoformat(iso))


def _csv(answered: Answered, rows: pa.Table, notes: Notes, stream: BinaryIO) -> None:
    write_csv(rows, notes, stream)


FORMS: dict[str, Write] = {".xlsx": write_statement_workbook, ".csv": _csv, ".html": _page}
"""Ending of a file → what writes it."""
