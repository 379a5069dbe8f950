"""Tables of simulated figures: the whole system, by place and by group, each with its range."""

from __future__ import annotations

from wholeplace.places.figures import Cell, Table, number_cell
from wholeplace.places.wording import begun
from wholeplace.reports.scenarios.reading import Answered, Row
from wholeplace.reports.scenarios.words import amount, over_words, spread


def whole_table(answered: Answered, caption: str) -> Table:
    """Each figure of the whole system: its mean, how sure that is, and what a period may bring."""
    columns = ("Figure", "On average", "How sure: 95% limits", "What may happen")
    return Table(caption, columns, tuple(_whole_row(row) for row in answered.whole()))


def divided_table(answered: Answered, divided_by: str, heading: str, caption: str) -> Table:
    """Figures by place or by group, each mean with its range beneath one heading.

    Args:
        answered: The run.
        divided_by: ``place`` or ``group``.
        heading: What the first column holds.
        caption: The caption.
    """
    names = answered.names(divided_by)
    firsts = [next(row for row in answered.figures if row["name"] == name) for name in names]
    columns = (heading, *(titled(row) for row in firsts))
    rows = []
    for member in answered.members(divided_by):
        found = (answered.figure(name, **{divided_by: member}) for name in names)
        rows.append((Cell(begun(member)), *(number_cell(with_range(row)) for row in found)))
    return Table(caption, columns, tuple(rows))


def titled(row: Row) -> str:
    """A figure's title with its unit, where it does not say that already."""
    said = row["unit"] in row["title"].lower()
    return row["title"] if said else f"{row['title']} ({row['unit']})"


def with_range(row: Row | None) -> str:
    """A mean with what a day or a year may bring."""
    if row is None or row["mean"] is None:
        return "none"
    said = spread(row["low"], row["high"], row["unit"])
    mean = amount(row["mean"], row["unit"])
    return f"{mean} ({said})" if said else mean


def _whole_row(row: Row) -> tuple[Cell, ...]:
    unit = row["unit"]
    return (
        Cell(titled(row)),
        number_cell(amount(row["mean"], unit)),
        number_cell(spread(row["mean_low"], row["mean_high"], unit)),
        number_cell(f"{spread(row['low'], row['high'], unit)}, {over_words(row['over'])}"),
    )


def source_of(answered: Answered) -> str:
    """The source line of a chart."""
    said = answered.result
    number = f"{said['replications']:,} {answered.futures}"
    return f"{said['model_title']}, run {said['run_id']}, {number}."
