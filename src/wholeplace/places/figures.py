"""What a page is made of, apart from its looks: sections, figures, tables and their cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from wholeplace.places.charts import Spec


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    ``measure``, ``area`` (a slug), ``published`` (an indicator and what it is of) and ``scenario``
    (assumptions of the flow model, each with a value) name what the text opens; ``mark`` is a small
    drawing (SVG) and ``tone`` says "better" or "worse" where the text is a judgement.
    """

    text: str
    measure: str = ""
    area: str = ""
    mark: str = ""
    tone: str = ""
    numeric: bool = False
    published: tuple[str, str] | None = None
    scenario: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; the first cell of each row is its heading."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Which columns hold numbers, judged by the first row."""
        if not self.rows:
            return tuple(False for _ in self.columns)
        return tuple(cell.numeric for cell in self.rows[0])


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart or map: the title is its finding, the subtitle its measure, unit and period."""

    title: str
    subtitle: str
    spec: Spec
    table: Table
    source: str
    measure: str = ""
    note: str = ""
    tall: bool = False

    @property
    def description(self) -> str:
        """What the picture says, for people who cannot see it."""
        return f"{self.title} {self.subtitle}. The same numbers are in the table that follows."


@dataclass(frozen=True, slots=True)
class Headline:
    """A sentence and the measure it opens."""

    text: str
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a page: sentences first, then figures and tables, then what is not in them."""

    id: str
    title: str
    sentences: tuple[Headline, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = field(default=())


def number_cell(text: str, measure: str = "") -> Cell:
    """A cell that holds a number, or the words that stand where one would."""
    return Cell(text, measure=measure, numeric=True)
