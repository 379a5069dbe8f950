"""The page of inequalities: every measure of a place in the order of its gap between two groups."""

from __future__ import annotations

from dataclasses import dataclass

from wholeplace.measures.catalogue import Area
from wholeplace.measures.release import Release
from wholeplace.places import palette
from wholeplace.places.charts import Row
from wholeplace.places.figures import Cell, Figure, Headline, Table
from wholeplace.places.gap_chart import ratios_chart
from wholeplace.places.gap_words import GAP_COLUMNS, gap_cells, value_words
from wholeplace.places.profile import ancestors
from wholeplace.places.reading import named_with_unit, read_place
from wholeplace.places.sentences import gap_sentence
from wholeplace.places.widest_gaps import Compared, read_gaps, telling_measures, usual_breakdown
from wholeplace.places.wording import BREAKDOWNS, percent

_CHARTED = 10
_SAID = 3
_NOTES = {
    "deprivation": "Fifths are national: the most deprived fifth is of small areas in England, by "
    "the English Indices of Deprivation.",
    "deprivation_tenth_2025": "Tenths are of this place: its small areas in order of IMD 2025, cut "
    "into ten parts of as near as can be the same number of people.",
    "ethnic_group": "The group of most people here is compared with the one whose limits set it "
    "furthest apart. Roma, Gypsies and Travellers cannot be told apart in the categories recorded.",
    "sex": "Women and girls are compared with men and boys.",
    "age_band": "The age band of most people here is compared with the one whose limits set it "
    "furthest apart. Most differences between ages are those of growing up and growing old.",
    "rurality": "People in rural areas are compared with people in urban ones (rural-urban "
    "classification 2021 of where they live).",
    "plus_group": "Each group is compared with everybody else. The groups overlap, so their people "
    "must not be added up.",
}
_EVERYWHERE = (
    "Measures are in order of the ratio of the larger value to the smaller, at the limit nearer to "
    "no gap. Differences are described, not explained."
)


@dataclass(frozen=True)
class InequalitiesView:
    """Everything the page says.

    Attributes:
        area: The place.
        basis: Whose people are counted.
        ancestors: The areas above it, widest first.
        breakdown: What people are divided by; "" where nothing can be compared.
        choices: The breakdowns there are, each with its title.
        sentences: The widest gaps in words.
        figure: The widest gaps drawn.
        table: Every measure whose groups differ beyond doubt.
        similar: Measures whose groups cannot be told apart.
        hidden: Titles of measures that are not compared, because a group is too small.
        notes: How to read it.
    """

    area: Area
    basis: str
    ancestors: tuple[Area, ...]
    breakdown: str
    choices: tuple[tuple[str, str], ...]
    sentences: tuple[Headline, ...]
    figure: Figure | None
    table: Table
    similar: Table
    hidden: tuple[str, ...]
    notes: tuple[str, ...]


def build_inequalities(
    release: Release, area: Area, basis: str = "", breakdown: str = ""
) -> InequalitiesView:
    """Build the view of a place's inequalities.

    Args:
        release: The published release.
        area: The place.
        basis: "registered" or "resident"; by default the place's usual one.
        breakdown: What people are divided by; by default deprivation, in the edition nearest the
            period of the data.

    Raises:
        RunError: If the place has no numbers on that basis.
    """
    reading = read_place(release, area, basis)
    gaps = read_gaps(reading)
    chosen = breakdown or usual_breakdown(gaps)
    measures = telling_measures(reading)
    compared = gaps.by(chosen, measures)
    apart = [one for one in compared if one.row.apart]
    similar = [one for one in compared if not one.row.apart]
    return InequalitiesView(
        area=area,
        basis=reading.basis,
        ancestors=ancestors(release, area),
        breakdown=chosen,
        choices=tuple((name, BREAKDOWNS[name]) for name in gaps.breakdowns),
        sentences=tuple(_sentences(apart, similar)),
        figure=_figure(apart[:_CHARTED], chosen, area.name, reading.source),
        table=_table("Gaps, the widest first", apart),
        similar=_table("No clear difference", similar),
        hidden=tuple(measure.title for measure in gaps.hidden(chosen, measures)),
        notes=tuple(_notes(chosen, compared)),
    )


def _sentences(apart: list[Compared], similar: list[Compared]) -> list[Headline]:
    if apart:
        return [
            Headline(gap_sentence(one.measure, one.gap, f"{one.measure.title}:"), one.measure.name)
            for one in apart[:_SAID]
        ]
    if similar:
        return [Headline("No measure tells these groups apart here.")]
    return [Headline("No two of these groups have enough people here to be compared.")]


def _figure(gaps: list[Compared], breakdown: str, place: str, source: str) -> Figure | None:
    drawn = [one for one in gaps if one.row.ratio and one.row.ratio_lower and one.row.ratio_upper]
    if not drawn:
        return None
    rows = [
        Row(
            _named(one),
            one.row.ratio,
            one.row.ratio_lower,
            one.row.ratio_upper,
            palette.judged(one.judged),
        )
        for one in drawn
    ]
    groups = {one.titles for one in drawn}
    between = " against ".join(t.lower() for t in next(iter(groups))) if len(groups) == 1 else ""
    return Figure(
        title=f"Widest gap: {drawn[0].measure.title}.",
        subtitle=f"{BREAKDOWNS[breakdown]}, {place}: ratio of "
        f"{between or 'each group to its comparison'}, with 95% limits",
        spec=ratios_chart(rows),
        table=_table("Widest gaps", drawn),
        source=source,
    )


def _named(one: Compared) -> str:
    """A measure's title, with its groups where those differ from row to row."""
    if one.row.breakdown in ("ethnic_group", "age_band", "plus_group"):
        return f"{one.measure.title}|{one.titles[0]}"
    return one.measure.title


def _table(caption: str, gaps: list[Compared]) -> Table:
    """Measures as rows: the two groups, the gap between them and what it amounts to.

    Where every row compares the same two groups they are named once, at the head.
    """
    pairs = {one.titles for one in gaps}
    once = len(pairs) == 1
    heads = next(iter(pairs)) if once else ("Group", "Compared with")
    return Table(
        caption,
        ("Measure", *heads, *GAP_COLUMNS),
        tuple(
            (
                Cell(named_with_unit(one.measure), measure=one.measure.name),
                Cell(value_words("" if once else one.titles[0], one.group)),
                Cell(value_words("" if once else one.titles[1], one.reference)),
                *gap_cells(one),
            )
            for one in gaps
        ),
    )


def _notes(breakdown: str, compared: list[Compared]) -> list[str]:
    family = "deprivation" if breakdown.startswith("deprivation_20") else breakdown
    notes = [_NOTES[family]] if family in _NOTES else []
    if not compared:
        return notes
    share = max(one.row.share_unknown or 0.0 for one in compared)
    unknown = f"Of up to {percent(share)} of people counted here the group is not known; they are "
    return [*notes, unknown + "in no gap.", _EVERYWHERE] if share else [*notes, _EVERYWHERE]
