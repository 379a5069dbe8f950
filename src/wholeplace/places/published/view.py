"""The page of one published series: sentence, over time, by category, among others, its sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wholeplace.measures.release import Release
from wholeplace.places import palette
from wholeplace.places.charts import Row as Bar
from wholeplace.places.charts import interval_chart
from wholeplace.places.figures import Cell, Figure, Table, number_cell
from wholeplace.places.published.catalogue import Indicator, Source
from wholeplace.places.published.conflicts import Statement, side_by_side, statements_about
from wholeplace.places.published.figures_in_words import kind_words, limits, number, period_words
from wholeplace.places.published.pictures import MOST_LINES, domain_of, over_time
from wholeplace.places.published.reading import (
    Reading,
    Row,
    latest,
    of_everybody,
    read_indicator,
    subject_of,
    written,
)
from wholeplace.places.published.sentence import sentence

_MOST_ROWS = 60
_MOST_BARS = 45
_WIDER = {"icb", "england"}


@dataclass(frozen=True)
class PublishedView:
    """Everything the page of a published series says, in its order."""

    indicator: Indicator
    subject: str
    area: tuple[str, str]
    kind: str
    name: str
    sentence: str
    sources: tuple[Source, ...]
    bases: tuple[str, ...]
    limits_methods: tuple[str, ...]
    notes: tuple[str, ...]
    figures: tuple[Figure, ...]
    side_by_side: Table | None
    statements: tuple[Statement, ...]
    subjects: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def build_published_view(release: Release, indicator: Indicator, asked: str = "") -> PublishedView:
    """Build the page of a published series.

    Args:
        release: The published release.
        indicator: The indicator.
        asked: What it is about, written as in an address; by default the widest it has.

    Raises:
        RunError: If the indicator has no value of that.
    """
    reading = read_indicator(release, indicator, asked)
    figures = [*_over_time(reading), *_by_category(reading), *_among_others(reading)]
    own = reading.own
    return PublishedView(
        indicator=indicator,
        subject=written(reading.subject),
        area=reading.subject,
        kind=kind_words(reading.subject[0]),
        name=reading.name,
        sentence=sentence(reading),
        sources=tuple(s for s in indicator.sources if s.source in {r["source"] for r in own}),
        bases=tuple(_distinct(own, lambda row: row["basis"])),
        limits_methods=tuple(_distinct(own, lambda row: row["limits_method"])),
        notes=tuple(_distinct(own, lambda row: row["note"])),
        figures=tuple(figures),
        side_by_side=side_by_side(reading),
        statements=tuple(statements_about(release, indicator=indicator.indicator)),
        subjects=tuple(_choices(reading)),
    )


def _choices(reading: Reading) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [
        (kind_words(kind, plural=True), tuple((written(s), name) for s, name in held))
        for kind, held in reading.subjects
    ]


def _distinct(rows: Iterable[Row], of: Callable[[Row], str | None]) -> list[str]:
    return list(dict.fromkeys(filter(None, (of(row) for row in rows))))


def _source_line(reading: Reading, rows: Iterable[Row]) -> str:
    named = [reading.sources[source] for source in _distinct(rows, lambda row: row["source"])]
    return "; ".join(f"{source.publisher}, {source.publication}" for source in named)


def _over_time(reading: Reading) -> list[Figure]:
    rows = [row for row in of_everybody(reading.own) if row["period_start"]]
    periods = {row["period_start"] for row in rows}
    lines = {reading.line(row) for row in rows}
    if len(periods) < 2 or len(lines) > MOST_LINES:
        return []
    rows.sort(key=lambda row: (row["period_start"], reading.line(row)))
    kind = reading.indicator.sources[0].period_kind
    data = [
        {
            "day": row["period_start"].isoformat(),
            "line": reading.line(row),
            "value": row["value"],
        }
        for row in rows
    ]
    shown = rows[::-1][:_MOST_ROWS]
    note = ""
    if len(shown) < len(rows):
        note = f"The table has the last {len(shown)} of {len(rows)} values; the download has all."
    caption = f"{reading.indicator.title}, {reading.name}, over time"
    title = f"{reading.name}: {period_words(rows[0])} to {period_words(rows[-1])}"
    return [
        Figure(
            title=title,
            subtitle=f"{reading.indicator.title} ({reading.unit})",
            spec=over_time(data, unit=reading.unit, period_kind=kind),
            table=_table(reading, shown, caption, period_words, "Period"),
            source=_source_line(reading, rows),
            note=note,
        )
    ]


def _by_category(reading: Reading) -> list[Figure]:
    rows = latest(row for row in reading.own if row["category"] is not None)
    groups: dict[tuple[str, str, str | None], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["category_type"] or "", row["source"], row["sex"]), []).append(row)
    figures = []
    for (divided_by, _, sex), members in groups.items():
        printed = [row for row in members if row["value"] is not None]
        if not printed or len(printed) > _MOST_BARS:
            continue
        printed.sort(key=_category_order)
        title = f"By {divided_by}" + (f", {sex}" if sex else "")
        caption = f"{reading.indicator.title}, {reading.name}: {title.lower()}"
        figures.append(
            _ranked(reading, printed, f"{title}, {period_words(printed[0])}", caption, _category)
        )
    return figures


def _category(row: Row) -> str:
    return str(row["category"])


def _category_order(row: Row) -> tuple[int, str]:
    name = _category(row)
    return (int(name), "") if name.isdigit() else (0, name)


def _among_others(reading: Reading) -> list[Figure]:
    """The subject among others of its kind, or inside it where there is only one of its kind."""
    kind, _ = reading.subject
    kinds = [k for k, held in reading.subjects if k not in _WIDER and k != "practice"]
    chosen = kinds if kind in _WIDER else [kind]
    figures = []
    for one in chosen:
        named = {one, f"named_{one}"}
        rows = latest(row for row in of_everybody(reading.rows) if row["subject_type"] in named)
        figures += _among(reading, one, [row for row in rows if row["value"] is not None])
    return figures


def _among(reading: Reading, kind: str, rows: list[Row]) -> list[Figure]:
    figures = []
    for source, sex in dict.fromkeys((row["source"], row["sex"]) for row in rows):
        members = [row for row in rows if (row["source"], row["sex"]) == (source, sex)]
        if not 2 <= len(members) <= _MOST_BARS:
            continue
        limited = all(row["lower"] is not None for row in members)
        members.sort(key=lambda row: (-row["value"] if limited else 0, row["subject_name"]))
        words = kind_words(kind, plural=True)
        title = ", ".join(filter(None, (words, sex, period_words(members[0]))))
        caption = f"{reading.indicator.title}: {title}"
        figure = _ranked(reading, members, title, caption, lambda row: str(row["subject_name"]))
        figures.append(figure)
    return figures


def _ranked(
    reading: Reading, rows: list[Row], title: str, caption: str, name: Callable[[Row], str]
) -> Figure:
    """Points with their limits; without limits the order is by name and says so."""
    limited = all(row["lower"] is not None for row in rows)
    bars = [
        Bar(
            name(row),
            row["value"],
            row["lower"],
            row["upper"],
            palette.PLACE if _is_here(reading, row) else palette.NEUTRAL,
            here=_is_here(reading, row),
        )
        for row in rows
    ]
    ends = [v for row in rows for v in (row["value"], row["lower"], row["upper"]) if v is not None]
    by_category = all(row["category"] is not None for row in rows)
    note = "" if limited or by_category else "No limits are published, so these are not ranked."
    return Figure(
        title=title,
        subtitle=f"{reading.indicator.title} ({reading.unit})",
        spec=interval_chart(
            bars,
            number_format=",~f",
            title=reading.unit,
            domain=domain_of(ends, reading.unit),
        ),
        table=_table(reading, rows, caption, name, "Category" if by_category else "Of"),
        source=_source_line(reading, rows),
        note=note,
        tall=len(rows) > 12,
    )


def _is_here(reading: Reading, row: Row) -> bool:
    return subject_of(row) == reading.subject and row["category"] is None


def _table(
    reading: Reading, rows: list[Row], caption: str, name: Callable[[Row], str], heading: str
) -> Table:
    """Values as rows, with the columns that have something to say."""
    unit = reading.unit
    lines = [reading.line(row) for row in rows]
    parts: list[tuple[str, list[Cell]]] = [(heading, [Cell(name(row)) for row in rows])]
    if len(set(lines)) > 1 and heading == "Period":
        parts.append(("Of", [Cell(line) for line in lines]))
    parts.append(("Value", [number_cell(number(row["value"], unit)) for row in rows]))
    if any(limits(row, unit) for row in rows):
        parts.append(("95% limits", [number_cell(limits(row, unit)) for row in rows]))
    if any(row["numerator"] is not None for row in rows):
        for part in ("numerator", "denominator"):
            cells = [number_cell(_counted(row[part])) for row in rows]
            parts.append((part.capitalize(), cells))
    if len({row["note"] for row in rows} - {None}) and any(row["note"] is None for row in rows):
        parts.append(("Note", [Cell(row["note"] or "") for row in rows]))
    columns = tuple(column for column, _ in parts)
    return Table(caption, columns, tuple(zip(*(cells for _, cells in parts), strict=True)))


def _counted(count: float | None) -> str:
    if count is None:
        return ""
    return f"{count:,.0f}" if float(count).is_integer() else f"{count:,.1f}"
