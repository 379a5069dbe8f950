"""The section "How care is working": use, prevention and outcomes, and care month by month."""

from __future__ import annotations

from wholeplace.measures.catalogue import ReleasedMeasure, ReleasedValue
from wholeplace.places.charts import axis_format, monthly_line
from wholeplace.places.coverage import not_covered
from wholeplace.places.figures import Cell, Figure, Headline, Section, Table, number_cell
from wholeplace.places.reading import TREATED_HERE, Reading, comparison_table
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
        tables=tuple(table for table in tables if table.rows),
        notes=tuple(_not_covered(reading)),
    )


def _flows(reading: Reading) -> list[ReleasedMeasure]:
    return [m for m in reading.measures("use") if reading.numbers.months(reading.area, m.name)]


def monthly(reading: Reading, measure: ReleasedMeasure) -> Figure | None:
    """A measure month by month against the system; None where it has no months."""
    months = reading.numbers.months(reading.area, measure.name)
    if len([value for value in months if value.shown]) < 2:
        return None
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
    beside = reading.numbers.split(reading.system, measure.name, "month")
    rows = []
    for value in months:
        row: tuple[Cell, ...] = (
            Cell(category_name("month", value.category)),
            number_cell(shown(value)),
            number_cell(limits(value)),
        )
        if reading.compared:
            row += (number_cell(shown(beside.get(value.category))),)
        rows.append(row)
    columns: tuple[str, ...] = ("Month", reading.area.name, "95% limits")
    if reading.compared:
        columns += (reading.system.name,)
    return Figure(
        title=_range_finding(measure, [v for v in months if v.shown]),
        subtitle=f"{measure.title} each month, {unit_words(measure)}",
        spec=monthly_line(
            data, number_format=axis_format(measure.statistic), title=unit_words(measure)
        ),
        table=Table(f"{measure.title} by month", columns, tuple(rows)),
        source=reading.source,
        measure=measure.name,
    )


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
