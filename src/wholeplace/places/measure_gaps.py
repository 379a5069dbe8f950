"""The gap on the page of a measure: between whom, how wide, where, and whether it is changing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wholeplace.measures.catalogue import ReleasedMeasure
from wholeplace.measures.release import Release
from wholeplace.places.figures import Cell, Figure, Table, number_cell
from wholeplace.places.gap_areas import gap_areas
from wholeplace.places.gap_change import change_words
from wholeplace.places.gap_words import (
    GAP_COLUMNS,
    gap_cells,
    line_words,
    unknown_words,
    value_words,
)
from wholeplace.places.group_figures import group_figure
from wholeplace.places.reading import Reading
from wholeplace.places.sentences import gap_sentence
from wholeplace.places.widest_gaps import Compared, by_deprivation, read_gaps
from wholeplace.places.wording import BREAKDOWNS, basis_words, period_words, unit_words

_COLUMNS = ("Compared by", "Group", "Compared with", *GAP_COLUMNS, "Group not known")
_ON_A_SLIDE = 8


@dataclass(frozen=True)
class MeasureGaps:
    """What the page says of a measure's gaps in a place.

    Attributes:
        sentences: The gap by deprivation in words, its slope, and whether it is changing.
        table: Every gap there is, by breakdown.
        areas: The neighbourhoods behind the gap by deprivation.
        slides: Names of the slides that can be taken away.
    """

    sentences: tuple[str, ...]
    table: Table
    areas: Figure | None
    slides: tuple[str, ...]


def build_measure_gaps(
    reading: Reading, measure: ReleasedMeasure, earlier: Sequence[Release] = ()
) -> MeasureGaps | None:
    """Build what is said of a measure's gaps; None where no two groups can be compared.

    Args:
        reading: The place.
        measure: The measure.
        earlier: Earlier runs, to tell whether the gap is changing.
    """
    gaps = read_gaps(reading, measure.name)
    compared = gaps.of_measure(measure.name)
    if not compared:
        return None
    usual = by_deprivation(gaps)
    led = next((one for one in compared if one.row.breakdown == usual), None)
    sentences = []
    if led is not None:
        sentences = [gap_sentence(measure, led.gap), line_words(measure, gaps.line(measure.name))]
        sentences.append(change_words(reading, led, earlier))
    areas = gap_areas(reading, led) if led is not None else None
    slides = {"groups": led, "neighbourhoods": areas}
    return MeasureGaps(
        sentences=tuple(sentence for sentence in sentences if sentence),
        table=_table(measure, compared),
        areas=areas,
        slides=tuple(name for name, made in slides.items() if made is not None),
    )


def _table(measure: ReleasedMeasure, compared: list[Compared]) -> Table:
    return Table(
        f"{measure.title}: gaps between groups",
        _COLUMNS,
        tuple(
            (
                Cell(BREAKDOWNS[one.row.breakdown]),
                Cell(value_words(one.titles[0], one.group)),
                Cell(value_words(one.titles[1], one.reference)),
                *gap_cells(one),
                number_cell(unknown_words(one.row)),
            )
            for one in compared
        ),
    )


def slide_figures(reading: Reading, measure: ReleasedMeasure) -> dict[str, Figure]:
    """The figures of a measure's gap by deprivation that make a slide: its groups, its places.

    Args:
        reading: The place.
        measure: The measure.

    Returns:
        "groups" and "neighbourhoods", whichever there are; each names the measure and the place.
    """
    gaps = read_gaps(reading, measure.name)
    usual = by_deprivation(gaps)
    led = next((one for one in gaps.by(usual, [measure])), None)
    if led is None:
        return {}
    where = f"{measure.title}, {reading.area.name}"
    groups = group_figure(reading, measure, usual)
    areas = gap_areas(reading, led, most=_ON_A_SLIDE)
    found = {}
    if groups is not None:
        subtitle = f"{BREAKDOWNS[usual]}, {unit_words(measure)}, with 95% limits"
        found["groups"] = replace(
            groups, title=gap_sentence(measure, led.gap, f"{where}:"), subtitle=subtitle
        )
    if areas is not None:
        found["neighbourhoods"] = replace(areas, subtitle=f"{reading.area.name}. {areas.subtitle}")
    source = f"{reading.source}, {basis_words(reading.basis)}, {period_words(led.group)}"
    if reading.release.manifest.synthetic:
        source += ". The people are invented: no number here describes anybody real"
    return {name: replace(figure, source=source) for name, figure in found.items()}
