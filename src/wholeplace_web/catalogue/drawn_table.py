"""The drawn table of a definition as a table of the page."""

from __future__ import annotations

from wholeplace.core.errors import DefinitionError
from wholeplace.measures.checking.drawn import ANSWERS
from wholeplace.places.figures import Cell, Table
from wholeplace.record.drawing.tables import DrawnCells, read_cells

CAPTION = "Drawn people"


def drawn_table(example: str) -> Table | None:
    """The drawn people of a definition, one row each; None where it draws nobody.

    Of a measure the last row adds up what they add to numerator and denominator.

    Args:
        example: The drawn table as text; a partnership's own may be any text.
    """
    try:
        drawn = read_cells(example)
    except DefinitionError:
        return None
    numbers = all(cell.isdigit() for _, right in drawn.rows for cell in right)
    counted = tuple(drawn.answers) == ANSWERS and numbers
    rows = [
        tuple(Cell(cell) for cell in left) + tuple(Cell(cell, numeric=counted) for cell in right)
        for left, right in drawn.rows
    ]
    if counted:
        rows.append(_together(drawn))
    columns = tuple(_in_words(name) for name in (*drawn.recorded, *drawn.answers))
    return Table(CAPTION, columns, tuple(rows))


def _together(drawn: DrawnCells) -> tuple[Cell, ...]:
    sums = [sum(int(right[place]) for _, right in drawn.rows) for place in range(len(ANSWERS))]
    blank = (Cell(""),) * (len(drawn.recorded) - 1)
    return (Cell("Together"), *blank, *(Cell(str(number), numeric=True) for number in sums))


def _in_words(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]
