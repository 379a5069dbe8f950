"""The section "Who is left behind": the widest gaps by deprivation, and where they are."""

from __future__ import annotations

from typing import Any

from wholeplace.measures.catalogue import ReleasedMeasure, ReleasedValue
from wholeplace.places.figures import Cell, Figure, Headline, Section, Table, number_cell
from wholeplace.places.gap_chart import fifths_chart
from wholeplace.places.numbers import FIFTHS
from wholeplace.places.place_maps import deprivation_map, health_map
from wholeplace.places.reading import Reading
from wholeplace.places.sentences import Gap, apart, gap_sentence
from wholeplace.places.wording import BREAKDOWNS, category_name, fifth_words, limits, shown

_GAPS_SHOWN = 8
_ENOUGH = 0.05
_GROUPS = ("conditions", "prevention", "use", "outcomes")


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
    sentences = [Headline(gap_sentence(m, gap, f"{m.title}:"), m.name) for m, gap in gaps[:2]]
    if not sentences:
        sentences = [Headline("No measure tells the most and least deprived people here apart.")]
    return Section(
        "gaps",
        "Who is left behind",
        tuple(sentences),
        tuple(figure for figure in figures if figure is not None),
        notes=tuple(notes),
    )


def widest_gaps(reading: Reading) -> list[tuple[ReleasedMeasure, Gap]]:
    """Measures whose two ends of deprivation differ beyond their limits, widest first.

    The widest is the greatest ratio of the larger to the smaller value.
    """
    ends = ends_of_deprivation(reading)
    if ends is None:
        return []
    found: list[tuple[float, ReleasedMeasure, Gap]] = []
    for measure in reading.measures(*_GROUPS):
        if measure.polarity == "none" and measure.group != "conditions":
            continue
        _, split = reading.numbers.deprivation(reading.area, measure.name, reading.editions)
        most, least = split.get(ends[0]), split.get(ends[1])
        if most is None or least is None or not (most.value and least.value):
            continue
        if apart(most, least):
            ratio = max(most.value, least.value) / min(most.value, least.value)
            gap = Gap(fifth_words(ends[0]), most, fifth_words(ends[1]), least)
            found.append((ratio, measure, gap))
    found.sort(key=lambda entry: -entry[0])
    return [(measure, gap) for _, measure, gap in found]


def ends_of_deprivation(reading: Reading) -> tuple[str, str] | None:
    """The most and the least deprived national fifths that hold enough of a place's people.

    Many places have nobody, or next to nobody, in one of the outer fifths; None where only one
    fifth has enough.
    """
    counts = [m for m in reading.measures("population") if m.statistic == "count"]
    if not counts:
        return None
    _, split = reading.numbers.deprivation(reading.area, counts[0].name, reading.editions)
    people = {fifth: split[fifth].numerator or 0 for fifth in FIFTHS if fifth in split}
    enough = [fifth for fifth, n in people.items() if n >= _ENOUGH * sum(people.values()) and n]
    return (enough[0], enough[-1]) if len(enough) > 1 else None


def _gap_figure(reading: Reading, gaps: list[tuple[ReleasedMeasure, Gap]]) -> Figure | None:
    """The widest gaps on one scale: each fifth as a multiple of the figure for everybody."""
    data, rows = [], []
    for measure, gap in gaps[:_GAPS_SHOWN]:
        everybody = reading.here(measure)
        if everybody is None or not everybody.value:
            continue
        cells = [Cell(measure.title, measure=measure.name)]
        for value in (gap.first, gap.second):
            data.append(_multiple(measure, value, everybody.value))
            cells += [number_cell(shown(value)), number_cell(limits(value))]
        rows.append(tuple(cells))
    if not rows:
        return None
    measure, gap = gaps[0]
    edition = BREAKDOWNS[gap.first.breakdown]
    names = [category_name(v.breakdown, v.category) for v in (gap.first, gap.second)]
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


def _maps(reading: Reading, gaps: list[tuple[ReleasedMeasure, Gap]]) -> list[Figure | None]:
    if reading.basis != "resident":
        return []
    measures = [measure for measure, _ in gaps] or reading.measures("conditions")
    health = health_map(reading, measures[0]) if measures else None
    return [health, deprivation_map(reading)]
