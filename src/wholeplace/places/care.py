"""The section "How care is working": use, prevention and outcomes, and care month by month."""

from __future__ import annotations

from wholeplace.measures.catalogue import ReleasedMeasure, ReleasedValue
from wholeplace.places.changes_over_time import FEWEST_MONTHS, Change, change_of, step_sentence
from wholeplace.places.charts import Spec, axis_format, monthly_line
from wholeplace.places.control_chart import control_chart
from wholeplace.places.coverage import not_covered
from wholeplace.places.figures import Cell, Figure, Headline, Section, Table, number_cell
from wholeplace.places.reading import (
    TREATED_HERE,
    Reading,
    comparison_table,
    named_with_unit,
)
from wholeplace.places.wording import category_name, limits, quantity, shown, unit_words

_FLOWS_SHOWN = 2
_TABLES = (
    ("use", "Use of care"),
    ("prevention", "Prevention and planned care"),
    ("outcomes", "Outcomes"),
)


def section(reading: Reading) -> Section:
    """The section for one place."""
    tables = [
        comparison_table(reading, reading.measures(group), caption) for group, caption in _TABLES
    ]
    warning = not_covered(reading.release, reading.area, reading.basis)
    flows = [flow for measure in _flows(reading) if (flow := monthly(reading, measure))]
    return Section(
        "care",
        "How care is working",
        sentences=(Headline(warning),) if warning else (),
        figures=tuple(flows[:_FLOWS_SHOWN]),
        tables=tuple(table for table in (_changing(reading), *tables) if table.rows),
        notes=tuple(_not_covered(reading)),
    )


def _flows(reading: Reading) -> list[ReleasedMeasure]:
    return [m for m in reading.measures("use") if reading.numbers.months(reading.area, m.name)]


def _changing(reading: Reading) -> Table:
    """What has changed over time: every flow with a year of months, and what they say."""
    rows = []
    for measure in _flows(reading):
        change = change_of(measure, reading.numbers.months(reading.area, measure.name))
        if change is not None:
            latest = change.months[-1]
            rows.append(
                (
                    Cell(named_with_unit(measure), measure=measure.name),
                    number_cell(shown(latest)),
                    Cell(change.words, tone=change.tone),
                )
            )
    return Table("What is changing", ("Measure", "Latest month", "Over time"), tuple(rows))


def monthly(reading: Reading, measure: ReleasedMeasure, afresh: str = "") -> Figure | None:
    """A measure month by month; None where it has no months.

    Args:
        reading: The place.
        measure: The measure.
        afresh: A month to work the limits out afresh from, if one was asked for.
    """
    months = reading.numbers.months(reading.area, measure.name)
    known = [value for value in months if value.shown]
    if len(known) < 2:
        return None
    change = change_of(measure, months, afresh)
    title = f"{change.words}." if change else _range_finding(measure, known)
    return Figure(
        title=title,
        subtitle=f"{measure.title} each month, {unit_words(measure)}"
        + (", with mean and process limits" if change else ""),
        spec=_picture(reading, measure, change),
        table=_table(reading, measure, months, change),
        source=reading.source,
        measure=measure.name,
        note=_note(change),
    )


def _picture(reading: Reading, measure: ReleasedMeasure, change: Change | None) -> Spec:
    form, title = axis_format(measure.statistic), unit_words(measure)
    if change is not None:
        return control_chart(change, number_format=form, title=title)
    areas = [reading.system, reading.area] if reading.compared else [reading.area]
    data = [
        {
            "month": value.period_start.isoformat(),
            "area": area.name,
            "value": value.value if value.shown else None,
            "place": area == reading.area,
        }
        for area in areas
        for value in reading.numbers.months(area, measure.name)
    ]
    return monthly_line(data, number_format=form, title=title)


def _table(
    reading: Reading, measure: ReleasedMeasure, months: list[ReleasedValue], change: Change | None
) -> Table:
    beside = reading.numbers.split(reading.system, measure.name, "month")
    reasons = {}
    if change is not None:
        reasons = {m.category: change.reason(place) for place, m in enumerate(change.months)}
    rows = []
    for value in months:
        row: tuple[Cell, ...] = (
            Cell(category_name("month", value.category)),
            number_cell(shown(value)),
            number_cell(limits(value)),
        )
        if reading.compared:
            row += (number_cell(shown(beside.get(value.category))),)
        if change is not None:
            row += (Cell(reasons.get(value.category, "").capitalize()),)
        rows.append(row)
    columns: tuple[str, ...] = ("Month", reading.area.name, "95% limits")
    columns += (reading.system.name,) if reading.compared else ()
    columns += ("No accident because",) if change is not None else ()
    return Table(f"{measure.title} by month", columns, tuple(rows))


def _note(change: Change | None) -> str:
    """What was done to the limits, what may be done, or why there are none."""
    if change is None:
        return f"Limits need {FEWEST_MONTHS} months in a row that are shown."
    if change.afresh:
        month = category_name("month", change.afresh)
        return f"The mean and limits are worked out afresh from {month}, as you asked."
    return step_sentence(change)


def _range_finding(measure: ReleasedMeasure, months: list[ReleasedValue]) -> str:
    """The lowest and the highest month; nothing is said of a trend without a test of one."""
    values = [month.value for month in months if month.value is not None]
    low, high = (quantity(edge(values), months[0].statistic) for edge in (min, max))
    per = "" if measure.statistic == "count" else f" {unit_words(measure)}"
    return f"{measure.title}: from {low} to {high}{per} in a month."


def _not_covered(reading: Reading) -> list[str]:
    missing = reading.release.manifest.details.get("missing_feeds") or []
    if not missing or reading.basis == TREATED_HERE:
        return []
    return [
        "Care from these hospitals did not arrive and is not in these numbers: "
        f"{'; '.join(missing)}. People who use it look as if they use less care than they do."
    ]
