"""One page for a board: scenarios compared in sentences, a chart, tables and what each assumes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wholeplace.places.charts import Row as Bar
from wholeplace.places.figures import Cell, Figure, Table, number_cell
from wholeplace.places.palette import judged
from wholeplace.places.wording import begun
from wholeplace.planning.models.assumption import WITH
from wholeplace.reports.scenarios.charts import named_bars
from wholeplace.reports.scenarios.comparison import Comparison, Difference
from wholeplace.reports.scenarios.reading import Answered, Row
from wholeplace.reports.scenarios.tables import source_of, titled, with_range
from wholeplace.reports.scenarios.words import amount, over_words, said_together, spread, with_unit

_MOST_FIGURES = 10


@dataclass(frozen=True)
class BoardPage:
    """A comparison, for one side of paper.

    Attributes:
        title: What was compared.
        sentences: A sentence for each scenario.
        figure: The first figure of every scenario with what may happen.
        tables: Differences, by place, by service; those there are.
        assumed: Scenario → what it changes, in words; nothing for the one that changes nothing.
        warnings: What a reader must know of the inputs.
        facts: Label and words of what makes it reproducible.
        not_in_it: What is not in the answers.
    """

    title: str
    sentences: tuple[str, ...]
    figure: Figure
    tables: tuple[Table, ...]
    assumed: Mapping[str, tuple[str, ...]]
    warnings: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    not_in_it: str


def build_board_page(compared: Comparison) -> BoardPage:
    """What the page for a board says of a comparison."""
    first = compared.first
    main = first.whole()[0]
    said = first.result
    tables = [_differences(compared)]
    for divided_by, words in first.divisions.items():
        if first.names(divided_by):
            tables.append(_divided(compared, divided_by, begun(words)))
    return BoardPage(
        title=begun(said["question"]),
        sentences=tuple(_sentences(compared, main)),
        figure=_chart(compared, main),
        tables=tuple(tables),
        assumed={one.title: tuple(changes_in_words(one)) for one in compared.all},
        warnings=tuple(dict.fromkeys(w for one in compared.all for w in one.result["warnings"])),
        facts=(
            (f"{begun(first.futures)} that all met the same luck", f"{compared.years:,}"),
            ("Seed", str(said["seed"])),
            ("Runs", "; ".join(f"{one.title}: {one.result['run_id']}" for one in compared.all)),
        ),
        not_in_it=said["not_in_it"],
    )


def changes_in_words(answered: Answered) -> Iterator[str]:
    """What a scenario changes: each assumption, its value, and the model's own."""
    changes = []
    for one in answered.changed:
        value, own = (_value(one[key], one["unit"]) for key in ("value", "default"))
        changes.append((one["title"], f"{value} instead of {own}"))
    return said_together(changes)


def difference_in_words(found: Difference, than: str = "", same_as: str = "") -> str:
    """A difference with its limits: so many fewer or more, or much the same.

    Examples: "12 fewer (8 to 16)", "much the same (3 fewer to 2 more)".

    Args:
        found: The difference.
        than: What follows "fewer" or "more".
        same_as: What follows "the same".
    """
    if found.mean is None or found.low is None or found.high is None:
        return "cannot be compared"
    unit = found.first["unit"]
    if found.low == found.high == 0:
        return f"the same{same_as}"
    if found.judgement == "similar":
        ends = [_more(value, unit) for value in (found.low, found.high)]
        return f"much the same{same_as} ({ends[0]} to {ends[1]})"
    low, high = sorted((abs(found.low), abs(found.high)))
    return f"{_more(found.mean, unit)}{than} ({spread(low, high, unit)})"


def _more(value: float, unit: str) -> str:
    word = (
        ("less" if value < 0 else "more")
        if unit.startswith(("£", "%", "day"))
        else ("fewer" if value < 0 else "more")
    )
    return f"{amount(abs(value), unit)} {word}"


def _sentences(compared: Comparison, main: Row) -> Iterator[str]:
    first = compared.first
    yield (
        f"{first.title}: {main['title'].lower()}, {amount(main['mean'], main['unit'])} on average, "
        f"and {spread(main['low'], main['high'], main['unit'])} {over_words(main['over'])}."
    )
    for other in compared.others:
        found = compared.difference(other, main["name"])
        if found is not None:
            mean = amount(found.other["mean"], main["unit"])
            said = difference_in_words(found, f" than “{first.title}”", f" as “{first.title}”")
            yield f"{other.title}: {mean} on average, {said}."


def _chart(compared: Comparison, main: Row) -> Figure:
    bars, rows = [], []
    for one in compared.all:
        row = one.figure(main["name"])
        if row is None:
            continue
        found = compared.difference(one, main["name"]) if one is not compared.first else None
        colour = judged(found.judgement if found else "")
        bars.append(Bar(one.title, row["mean"], row["low"], row["high"], colour))
        rows.append((Cell(one.title), number_cell(with_range(row))))
    what = over_words(main["over"])
    return Figure(
        f"{begun(main['title'])}: the average, and what {what} bring",
        titled(main),
        named_bars(bars, begun(main["unit"])),
        Table(titled(main), ("Scenario", f"On average ({what})"), tuple(rows)),
        source_of(compared.first),
    )


def _differences(compared: Comparison) -> Table:
    rows = []
    for row in compared.first.whole()[:_MOST_FIGURES]:
        found = [compared.difference(other, row["name"]) for other in compared.others]
        rows.append((Cell(titled(row)), number_cell(with_range(row)), *map(_cell, found)))
    return Table("What would differ", _columns(compared, "Figure"), tuple(rows))


def _divided(compared: Comparison, divided_by: str, heading: str) -> Table:
    name = compared.first.names(divided_by)[0]
    rows = []
    for member in compared.first.members(divided_by):
        where: dict[str, Any] = {divided_by: member}
        row = compared.first.figure(name, **where)
        found = [compared.difference(other, name, **where) for other in compared.others]
        if row is not None:
            rows.append((Cell(begun(member)), number_cell(with_range(row)), *map(_cell, found)))
    about = next(row for row in compared.first.figures if row["name"] == name)
    return Table(
        f"{titled(about)}, {heading.lower()} by {heading.lower()}",
        _columns(compared, heading),
        tuple(rows),
    )


def _columns(compared: Comparison, heading: str) -> tuple[str, ...]:
    return (heading, *(one.title for one in compared.all))


def _cell(found: Difference | None) -> Cell:
    if found is None:
        return number_cell("none")
    tone = found.judgement if found.judgement in ("better", "worse") else ""
    return Cell(difference_in_words(found), tone=tone, numeric=True)


def _value(value: object, unit: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(_named, value)) or "none"
    if isinstance(value, int | float):
        return with_unit(value, unit)
    return str(value).replace("_", " ")


def _named(member: object) -> str:
    """A member of a list in words, or a group of them."""
    return " with ".join(one.replace("-", " ").title() for one in str(member).split(WITH))
