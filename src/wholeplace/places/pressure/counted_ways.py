"""Three measures of delay, each on a chart of its own: they count different things."""

from __future__ import annotations

from typing import Any

from wholeplace.core.calendar import in_words
from wholeplace.measures.delays.cube import NOW, YEAR
from wholeplace.measures.delays.intervals import AFTER_READY, DELAYED, NO_CRITERIA
from wholeplace.places import palette
from wholeplace.places.charts import Spec, chart
from wholeplace.places.figures import Cell, Figure, Headline, Section, Table, number_cell
from wholeplace.places.pressure.reading import Count, Pressure
from wholeplace.places.pressure.words import HIDDEN, about, people_cell
from wholeplace.places.wording import significant, whole

TITLES = {
    DELAYED: "Delayed, with an agreed reason",
    NO_CRITERIA: "No criteria to reside",
    AFTER_READY: "After the discharge-ready date",
}
SAYS = {
    DELAYED: "in hospital with an agreed delay",
    NO_CRITERIA: "in hospital without meeting the criteria to reside there",
    AFTER_READY: "in hospital after their discharge-ready date",
}
ABOUT = {
    DELAYED: "As delayed transfers of care were counted until February 2020: a reason, a body that "
    "can end it, and counted from the day after.",
    NO_CRITERIA: "Everybody whom a daily review finds without a reason to be in hospital, people "
    "who go home that evening among them.",
    AFTER_READY: "From the last day on which somebody was said to be ready. Nationally it is "
    "counted over people who left.",
}


def three_ways(pressure: Pressure) -> Section | None:
    """The section; none where none of the measures was produced.

    Args:
        pressure: What the release says.
    """
    if not pressure.measures:
        return None
    return Section(
        "ways",
        "Three ways to count, three charts",
        tuple(Headline(text) for text in _sentences(pressure)),
        figures=tuple(_figure(pressure, measure) for measure in pressure.measures),
        notes=(
            "These are different measures. One must not be read as the past or the future of "
            "another, and no line joins them.",
        ),
    )


def _sentences(pressure: Pressure) -> list[str]:
    left = pressure.total(AFTER_READY, YEAR)
    if left is None or left.value is None or left.people is None:
        return []
    return [
        f"Of about {whole(left.people)} adults who left hospital after a night or more in the "
        f"twelve months, the mean time from being ready to leaving was "
        f"{significant(left.value)} days."
    ]


def _figure(pressure: Pressure, measure: str) -> Figure:
    weeks = pressure.weekly(measure)
    return Figure(
        title=f"At the end of {in_words(pressure.as_at)}, "
        f"{about(pressure.total(measure, NOW))} {SAYS[measure]}.",
        subtitle=f"{TITLES[measure]}: people at midnight on average in each week of a year, every "
        "hospital whose feed is current. A week with 1 to 7 days in all is a gap",
        spec=_line(weeks),
        table=_table(measure, weeks),
        source=f"Wholeplace run {pressure.release.run_id}",
        note=ABOUT[measure],
    )


def _line(weeks: list[dict[str, Any]]) -> Spec:
    """A line of weeks, broken where a number is hidden."""
    values = [{"day": row["last_day"].isoformat(), "people": row["people"]} for row in weeks]
    return chart(
        {
            "data": {"values": values},
            "height": 180,
            "mark": {
                "type": "line",
                "strokeWidth": 2,
                "color": palette.PLACE,
                "invalid": "break-paths-filter-domains",
            },
            "encoding": {
                "x": {
                    "field": "day",
                    "type": "temporal",
                    "timeUnit": "utcyearmonthdate",
                    "axis": {"title": None, "format": "%b %y", "tickCount": 6, "grid": False},
                },
                "y": {
                    "field": "people",
                    "type": "quantitative",
                    "scale": {"zero": True},
                    "axis": {"title": "People", "format": ",~r", "tickCount": 4},
                },
            },
        }
    )


def _table(measure: str, weeks: list[dict[str, Any]]) -> Table:
    """The weeks, the latest first."""
    return Table(
        f"{TITLES[measure]}, week by week",
        ("Week that ended on", "Days in hospital", "People on average"),
        tuple(
            (
                Cell(in_words(row["last_day"])),
                number_cell(people_cell(Count(row["days"], row["status"]))),
                number_cell(HIDDEN if row["people"] is None else significant(row["people"], 2)),
            )
            for row in weeks[::-1]
        ),
    )
