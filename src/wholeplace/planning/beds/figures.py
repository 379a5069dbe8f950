"""Figures of bed days: years, areas, what a change is made of, long stays, and beds in use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from wholeplace.core.calendar import in_words
from wholeplace.measures.catalogue import Area, ReleasedValue
from wholeplace.places import palette
from wholeplace.places.charts import Line, Row, interval_chart
from wholeplace.places.figures import Cell, Figure, Table, number_cell
from wholeplace.places.published.pictures import MOST_LINES, over_time
from wholeplace.places.wording import category_name, limits, shown, whole
from wholeplace.planning.beds.reading import CHANGES, BedDayNumbers, OccupiedMonth
from wholeplace.planning.beds.words import OLD, size

PER = "nights for every 1,000 people, standardised by age, with 95% limits"
CHANGE_NAMES = ("The whole change", "How many stays", "How long they lasted")


def years_figure(numbers: BedDayNumbers, ages: str, title: str, source: str) -> Figure | None:
    """The rate of bed days year by year; None where there is one year or none."""
    years = [value for value in numbers.years(ages, "days") if value.shown]
    if len(years) < 2:
        return None
    rows = [Row(_year(v), v.value, v.lower, v.upper, palette.PLACE, v is years[-1]) for v in years]
    return Figure(
        title,
        f"People {OLD[ages]}: {PER}",
        interval_chart(rows, number_format=",~f", title="Nights for every 1,000"),
        _values_table(
            f"Bed days of people {OLD[ages]} by year", "Year", [(_year(v), v) for v in years]
        ),
        source,
    )


def areas_figure(
    values: Sequence[tuple[Area, ReleasedValue]],
    system: tuple[str, float] | None,
    ages: str,
    title: str,
    source: str,
) -> Figure | None:
    """The areas inside a place, the most nights first; None where fewer than two are shown."""
    known = [(area, value) for area, value in values if value.shown]
    if len(known) < 2:
        return None
    ranked = sorted(values, key=lambda one: -(one[1].value or -1))
    rows = [Row(a.name, v.value, v.lower, v.upper, palette.PLACE) for a, v in ranked]
    comparator = Line(*system) if system else None
    return Figure(
        title,
        f"People {OLD[ages]}: {PER}",
        interval_chart(
            rows, number_format=",~f", title="Nights for every 1,000", comparator=comparator
        ),
        _values_table(
            f"Bed days of people {OLD[ages]} by area", "Area", [(a.name, v) for a, v in ranked]
        ),
        source,
        tall=len(rows) > 8,
    )


def change_figure(numbers: BedDayNumbers, ages: str, title: str, source: str) -> Figure | None:
    """What the change since the year before is made of; None where it is not shown."""
    parts = [numbers.latest(ages, name) for name in CHANGES]
    if any(part is None or not part.shown for part in parts):
        return None
    named = [(n, p) for n, p in zip(CHANGE_NAMES, parts, strict=True) if p is not None]
    rows = [Row(n, p.value, p.lower, p.upper, palette.PLACE) for n, p in named]
    ends = [end for _, p in named for end in (p.lower, p.upper) if end is not None]
    reach = max((abs(end) for end in ends), default=1.0)
    return Figure(
        title,
        f"People {OLD[ages]}: more or fewer {PER}",
        interval_chart(
            rows,
            number_format="+,~f",
            title="More or fewer nights for every 1,000",
            comparator=Line("No change", 0.0),
            domain=(-reach, reach),
        ),
        _change_table(f"Change in bed days of people {OLD[ages]}", named),
        source,
        note="The two parts add up to the whole change.",
    )


def group_table(numbers: BedDayNumbers, ages: str, breakdown: str, caption: str) -> Table | None:
    """Bed days, stays and their length of each group; None where no group is shown."""
    days = numbers.split(ages, "days", breakdown)
    if not any(value.shown for value in days.values()):
        return None
    stays, length = (numbers.split(ages, name, breakdown) for name in ("stays", "length"))
    rows = [
        (
            Cell(category_name(breakdown, category)),
            number_cell(shown(value)),
            number_cell(limits(value)),
            number_cell(shown(stays.get(category))),
            number_cell(shown(length.get(category))),
        )
        for category, value in days.items()
        if value.status != "no_data"
    ]
    columns = (
        "Group",
        "Nights for every 1,000",
        "95% limits",
        "Stays for every 1,000",
        "Nights a stay",
    )
    return Table(caption, columns, tuple(rows))


def long_table(numbers: BedDayNumbers) -> Table:
    """The share of stays that are long, and how many are there now, for both ages."""
    rows = []
    for ages, words in OLD.items():
        for nights in (7, 14, 21):
            share = numbers.latest(ages, f"long_{nights}")
            now = numbers.latest(ages, f"last_night_{nights}")
            rows.append(
                (
                    Cell(f"{words.capitalize()}, {nights} nights or more"),
                    number_cell(shown(share)),
                    number_cell(limits(share)),
                    number_cell(shown(now)),
                )
            )
    columns = ("Stays of people", "Share of stays", "95% limits", "In hospital on the last night")
    return Table("Long emergency stays", columns, tuple(rows))


def occupied_figure(
    months: Mapping[str, Sequence[OccupiedMonth]], names: Mapping[str, str], source: str
) -> Figure | None:
    """People in bed at midnight by hospital, as counted here; None where nothing is shown."""
    chosen = dict(list(months.items())[:MOST_LINES])
    rows = [
        {"day": one.month.isoformat(), "line": names.get(code, code), "value": one.mean}
        for code, series in chosen.items()
        for one in series
    ]
    if not rows:
        return None
    table = Table(
        "People in bed at midnight",
        ("Hospital and month", "On average", "Fewest", "Most"),
        tuple(
            (
                Cell(f"{names.get(code, code)}, {one.month:%B %Y}"),
                *(number_cell(_count(n)) for n in (one.mean, one.fewest, one.most)),
            )
            for code, series in chosen.items()
            for one in series
        ),
    )
    return Figure(
        "How many people were in bed when the day ended",
        "Each month's average of nightly counts, from the stays that hospitals send: everybody of "
        "any age, for any reason",
        over_time(rows, unit="people", period_kind="month"),
        table,
        source,
    )


def published_figure(
    series: Mapping[str, Sequence[tuple[dt.date, float]]],
) -> Figure | None:
    """How full beds were by trust, as published; never on one line with what is counted here."""
    chosen = dict(list(series.items())[:MOST_LINES])
    rows = [
        {"day": day.isoformat(), "line": name, "value": value}
        for name, months in chosen.items()
        for day, value in months
    ]
    if not rows:
        return None
    table = Table(
        "Beds occupied, as published",
        ("Trust and month", "Beds occupied"),
        tuple(
            (Cell(f"{name}, {day:%B %Y}"), number_cell(f"{value:.1f}%"))
            for name, months in chosen.items()
            for day, value in months
        ),
    )
    return Figure(
        "How full the beds were, as the trusts reported it",
        "General and acute beds occupied, as a percentage of those open: another count than the "
        "one above, of other days and beds",
        over_time(rows, unit="percent", period_kind="month"),
        table,
        "NHS England, critical care and general and acute beds",
    )


def _values_table(caption: str, first: str, values: Sequence[tuple[str, ReleasedValue]]) -> Table:
    columns = (first, "Nights for every 1,000", "95% limits", "Nights")
    rows = [
        (
            Cell(name),
            number_cell(shown(value)),
            number_cell(limits(value)),
            number_cell("" if value.numerator is None else whole(value.numerator)),
        )
        for name, value in values
    ]
    if not any(row[3].text for row in rows):
        return Table(caption, columns[:3], tuple(row[:3] for row in rows))
    return Table(caption, columns, tuple(rows))


def _change_table(caption: str, parts: Sequence[tuple[str, ReleasedValue]]) -> Table:
    rows = tuple(
        (
            Cell(name),
            number_cell(_signed(part.value)),
            number_cell(f"{_signed(part.lower)} to {_signed(part.upper)}"),
        )
        for name, part in parts
    )
    return Table(caption, ("Part", "Nights for every 1,000", "95% limits"), rows)


def _signed(number: float | None) -> str:
    if number is None:
        return ""
    return f"{'−' if number < 0 else '+'}{size(number)}" if number else "0"


def _year(value: ReleasedValue) -> str:
    return f"Year to {in_words(value.period_end)}"


def _count(number: float | None) -> str:
    return "few" if number is None else whole(number)
