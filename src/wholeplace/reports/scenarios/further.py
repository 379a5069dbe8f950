"""What an answer of the flow model says beyond how many wait: days, causes, changes, and more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wholeplace.core.calendar import in_words
from wholeplace.places.charts import Row as Bar
from wholeplace.places.charts import Spec
from wholeplace.places.figures import Cell, Figure, Section, Table, number_cell
from wholeplace.places.palette import NEUTRAL, judged
from wholeplace.places.wording import begun, percent
from wholeplace.reports.scenarios.charts import days_chart, named_bars
from wholeplace.reports.scenarios.reading import Answered, Row
from wholeplace.reports.scenarios.tables import source_of, titled
from wholeplace.reports.scenarios.words import amount, spread

_EVERY = 28
_MOST_CHANGES = 10
_POUNDS = "£"
_SHORTER = "shorter"


def days_figure(answered: Answered, about: Row) -> Figure | None:
    """What each day may bring, for the first figure; None where the run says nothing of days."""
    rows = answered.table("days")
    if not rows:
        return None
    unit = about["unit"]
    table = tuple(
        (
            Cell(in_words(row["day"])),
            number_cell(amount(row["p50"], unit)),
            number_cell(spread(row["p05"], row["p95"], unit)),
            number_cell(amount(row["one_year"], unit)),
        )
        for row in rows[::_EVERY]
    )
    headings = ("Day", "In the middle", "Nine simulated years in ten", "One year as it might be")
    return Figure(
        f"Nine days in ten: {spread(about['low'], about['high'], unit)} {unit}",
        f"{titled(about)}: the band holds nine simulated years in ten, the thick line is the "
        "middle of them and the thin line one year as it might be",
        days_chart(rows, begun(unit)),
        Table("Every fourth week", headings, table),
        source_of(answered),
    )


def flow_sections(answered: Answered) -> Iterator[Section]:
    """Why, what helps and what moves the answer; each only where the run found it."""
    makers = {"causes": _causes, "changes": _changes, "sensitivity": _sensitivity}
    abouts = {table["name"]: table["about"] for table in answered.tables()}
    for name, make in makers.items():
        rows = answered.table(name)
        if rows:
            title, figure, table = make(answered, rows)
            tables = (table,) if table is not None else ()
            yield Section(name, title, figures=(figure,), tables=tables, notes=(abouts[name],))


def _causes(answered: Answered, rows: list[Row]) -> tuple[str, Figure, Table | None]:
    most = max(rows, key=lambda row: row["delayed_days"])
    all_days = sum(row["delayed_days"] for row in rows)
    cells = tuple(
        (
            Cell(row["cause"]),
            number_cell(_with_limits(row, "delayed_days")),
            number_cell(percent(row["delayed_days"] / all_days) if all_days else "none"),
        )
        for row in rows
    )
    figure = Figure(
        f"Most delay is put down to this: {_short(most['cause']).lower()}",
        "Delayed days a year that each cause accounts for, with 95% limits",
        _bars(rows, "cause", "delayed_days"),
        Table("Why people wait", ("Cause", "Delayed days a year", "Share"), cells),
        source_of(answered),
    )
    return "Why people wait", figure, None


def _changes(answered: Answered, rows: list[Row]) -> tuple[str, Figure, Table | None]:
    rows = rows[:_MOST_CHANGES]
    cells = tuple(
        (
            Cell(row["change"]),
            number_cell(amount(row["pounds"], _POUNDS)),
            number_cell(_with_limits(row, "days_saved")),
            number_cell(_with_limits(row, "net_pounds", _POUNDS)),
        )
        for row in rows
    )
    figure = Figure(
        f"Most is bought by this: {_lower(rows[0]['change'])}",
        "Delayed days a year that each change would save on its own, with 95% limits",
        _bars(rows, "change", "days_saved", judged("better")),
        Table("Days saved", ("Change", "Delayed days saved a year"), tuple(r[::2] for r in cells)),
        source_of(answered),
        tall=True,
    )
    headings = ("Change", "Costs a year", "Delayed days saved", "Costs beyond the beds it frees")
    return "Which change buys most", figure, Table("What each change buys", headings, cells)


def _sensitivity(answered: Answered, rows: list[Row]) -> tuple[str, Figure, Table | None]:
    ends = [(row, end) for row in rows for end in ("low", "high") if row[f"moved_by_{end}"]]
    bars = [
        Bar(
            _moved(row, end),
            row[f"days_more_at_{end}"],
            row[f"days_more_at_{end}_low"],
            row[f"days_more_at_{end}_high"],
        )
        for row, end in ends
    ]
    cells = tuple(
        (Cell(_moved(row, end)), number_cell(_with_limits(row, f"days_more_at_{end}")))
        for row, end in ends
    )
    figure = Figure(
        f"The answer depends most on this: {_lower(rows[0]['assumption'])}",
        "Delayed days a year more, or fewer, when one assumption alone is moved, with 95% limits",
        named_bars(bars, "Days a year", across=True),
        Table("What moves the answer", ("Assumption", "Delayed days a year more"), cells),
        source_of(answered),
        tall=True,
    )
    return "What the answer depends on", figure, None


def _moved(row: Row, end: str) -> str:
    """An assumption and how far it was moved, such as "Process delay: 25% longer"."""
    by, unit = row[f"moved_by_{end}"], row["unit"]
    if unit.endswith(_SHORTER):
        return f"{row['assumption']}: {abs(by):g}% {_SHORTER if by > 0 else 'longer'}"
    return f"{row['assumption']}: {by:+g}{unit}"


def _bars(rows: Sequence[Row], name: str, key: str, colour: str = NEUTRAL) -> Spec:
    bars = [Bar(_short(r[name]), r[key], r[f"{key}_low"], r[f"{key}_high"], colour) for r in rows]
    return named_bars(bars, "Days a year")


def _with_limits(row: Row, key: str, unit: str = "") -> str:
    limits = spread(row[f"{key}_low"], row[f"{key}_high"], unit)
    return f"{amount(row[key], unit)} ({limits})" if limits else amount(row[key], unit)


def _short(words: str) -> str:
    """The first part of a title that explains itself after a colon."""
    return words.partition(":")[0]


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
