"""The section "Who is left behind": the widest gaps by deprivation, and where they are."""

from __future__ import annotations

from typing import Any

from wholeplace.measures.catalogue import ReleasedMeasure, ReleasedValue
from wholeplace.places.figures import Cell, Figure, Headline, Section, Table, number_cell
from wholeplace.places.gap_chart import fifths_chart
from wholeplace.places.place_maps import deprivation_map, health_map
from wholeplace.places.reading import Reading
from wholeplace.places.sentences import gap_sentence
from wholeplace.places.widest_gaps import (
    Compared,
    by_deprivation,
    read_gaps,
    telling_measures,
)
from wholeplace.places.wording import BREAKDOWNS, category_name, limits, shown

_GAPS_SHOWN = 8
_SAID = 2


def section(reading: Reading) -> Section:
    """The section for one place."""
    gaps = widest_gaps(reading)
    figures = [_gap_figure(reading, gaps), *_maps(reading, gaps)]
    notes = [
        "Fifths are national: the most deprived fifth is of small areas in England, by the English "
        "Indices of Deprivation. Differences are described, not explained."
    ]
    if reading.basis == "registered":
        notes.append(
            "People registered here live in many small areas, so their health is not mapped; see "
            "a district for maps."
        )
    sentences = [
        Headline(gap_sentence(one.measure, one.gap, f"{one.measure.title}:"), one.measure.name)
        for one in gaps[:_SAID]
    ]
    if not sentences:
        sentences = [Headline("No measure tells the most and least deprived people here apart.")]
    return Section(
        "gaps",
        "Who is left behind",
        tuple(sentences),
        tuple(figure for figure in figures if figure is not None),
        notes=tuple(notes),
    )


def widest_gaps(reading: Reading) -> list[Compared]:
    """Measures whose two ends of deprivation differ beyond doubt, the widest first."""
    gaps = read_gaps(reading)
    compared = gaps.by(by_deprivation(gaps), telling_measures(reading))
    return [one for one in compared if one.row.apart]


def _gap_figure(reading: Reading, gaps: list[Compared]) -> Figure | None:
    """The widest gaps on one scale: each fifth as a multiple of the figure for everybody."""
    data, rows = [], []
    # The two fifths that hold enough people may differ from measure to measure.
    alike = [one for one in gaps if one.titles == gaps[0].titles]
    for one in alike[:_GAPS_SHOWN]:
        measure = one.measure
        everybody = reading.here(measure)
        if everybody is None or not everybody.value:
            continue
        cells = [Cell(measure.title, measure=measure.name)]
        for value in (one.group, one.reference):
            data.append(_multiple(measure, value, everybody.value))
            cells += [number_cell(shown(value)), number_cell(limits(value))]
        rows.append(tuple(cells))
    if not rows:
        return None
    measure, names = gaps[0].measure, gaps[0].titles
    edition = BREAKDOWNS[gaps[0].row.breakdown]
    return Figure(
        title=f"Widest gap: {measure.title}.",
        subtitle=f"{edition}: {names[0].lower()} and {names[1].lower()} against everybody in "
        f"{reading.area.name}, with 95% limits",
        spec=fifths_chart(data, title="Times the figure for everybody"),
        table=Table(
            "Widest gaps by deprivation",
            ("Measure", names[0], "95% limits", names[1], "95% limits"),
            tuple(rows),
        ),
        source=reading.source,
        measure=measure.name,
    )


def _multiple(measure: ReleasedMeasure, value: ReleasedValue, everybody: float) -> dict[str, Any]:
    """A fifth's value and limits as multiples of everybody's."""
    parts = {"value": value.value, "lower": value.lower, "upper": value.upper}
    return {
        "name": measure.title,
        "group": category_name(value.breakdown, value.category),
        **{key: None if part is None else part / everybody for key, part in parts.items()},
    }


def _maps(reading: Reading, gaps: list[Compared]) -> list[Figure | None]:
    if reading.basis != "resident":
        return []
    measures = [one.measure for one in gaps] or reading.measures("conditions")
    health = health_map(reading, measures[0]) if measures else None
    return [health, deprivation_map(reading)]
