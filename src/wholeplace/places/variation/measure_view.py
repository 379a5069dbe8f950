"""The page of one measure's variation: its funnel, its units in order, and the cost of the gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wholeplace.measures.catalogue import Area, ReleasedMeasure
from wholeplace.measures.release import Release
from wholeplace.places import palette
from wholeplace.places.charts import Line, Row, axis_format, interval_chart
from wholeplace.places.figures import Cell, Figure, Table, number_cell
from wholeplace.places.variation.funnel_chart import funnel_chart
from wholeplace.places.variation.reading import (
    SERVICE,
    Compared,
    Cost,
    Unit,
    compared,
    costs,
    units,
)
from wholeplace.places.variation.totals import Target, added
from wholeplace.places.variation.wording import (
    SMALL_GAP,
    about,
    alike_in,
    findings,
    gap_sentences,
    position_words,
    pounds,
    value_words,
)
from wholeplace.places.wording import area_kind, significant, unit_words, whole

TARGETS: tuple[Target, ...] = ("to_median", "to_best")
_STATUS = {"suppressed": "1 to 7", "too_few": "Too few to compare", "no_data": "No data"}


@dataclass(frozen=True)
class VariationView:
    """Everything the page says of one measure among units of one kind."""

    measure: ReleasedMeasure
    kind: str
    sentences: tuple[str, ...]
    gap: tuple[str, ...]
    figures: tuple[Figure, ...]
    table: Table
    case_mix: str
    cost: Cost | None


def build_variation(
    release: Release, measure: ReleasedMeasure, kind: str, place: Area | None = None
) -> VariationView | None:
    """The view of a measure's variation; None where it is not compared among such units.

    Args:
        release: The release.
        measure: The measure.
        kind: The kind of unit.
        place: A place whose units are marked.
    """
    rows = compared(release, kind, measure.name)
    if not rows:
        return None
    called = units(release, rows)
    names = {code: unit.name for code, unit in called.items()}
    here = _inside(release, place, rows)
    cost = costs(release).get(rows[0].unit_cost or "")
    totals = {target: total for target in TARGETS if (total := added(rows, target)) is not None}
    sentences = findings(measure, rows, names)
    return VariationView(
        measure,
        kind,
        tuple(sentences),
        tuple(gap_sentences(measure, rows, totals, cost)),
        tuple(_figures(release, measure, rows, called, here, sentences)),
        _table(measure, rows, called, cost),
        rows[0].case_mix,
        cost,
    )


def _inside(release: Release, place: Area | None, rows: Sequence[Compared]) -> frozenset[str]:
    """Codes of the units that are a place's own: inside it, it itself, or its services."""
    if place is None or place.key == release.system.key:
        return frozenset()
    kind = rows[0].area_type
    if kind == SERVICE:
        return frozenset(
            row.area_code for row in rows if row.area_code.partition("|")[0] == place.code
        )
    own = [place] if place.area_type == kind else release.children(place, kind)
    return frozenset(area.code for area in own)


def _figures(
    release: Release,
    measure: ReleasedMeasure,
    rows: Sequence[Compared],
    called: Mapping[str, Unit],
    here: frozenset[str],
    sentences: Sequence[str],
) -> list[Figure]:
    if not any(row.ranked for row in rows):
        return []
    names = {code: unit.label for code, unit in called.items()}
    subtitle = f"{measure.title}, {unit_words(measure)}, as if all had people alike in "
    subtitle += alike_in(rows[0].area_type)
    source = f"Wholeplace run {release.run_id}"
    size = "Expected"
    if measure.statistic == "proportion" and rows[0].area_type != SERVICE:
        size = "People expected to be counted"
    funnel = Figure(
        title=sentences[0],
        subtitle=subtitle,
        spec=funnel_chart(
            rows,
            names,
            measure.polarity,
            size=f"{size}: larger to the right",
            unit=unit_words(measure).capitalize(),
            here=here,
        ),
        table=_limits_table(measure, rows, called),
        source=source,
        measure=measure.name if measure.name in release.measures else "",
        note="Solid lines are 99.8% limits, dashed ones 95% limits, and the level line is the "
        "average. Grey crosses have late or partial data and are not ranked."
        + (" Larger marks are of the place you came from." if here else ""),
        tall=True,
    )
    return [funnel, _ordered(measure, rows, names, here, funnel)]


def _ordered(
    measure: ReleasedMeasure,
    rows: Sequence[Compared],
    names: Mapping[str, str],
    here: frozenset[str],
    funnel: Figure,
) -> Figure:
    """Ranked units in order with their intervals, then the grey ones without order."""
    ranked = sorted((r for r in rows if r.ranked), key=lambda r: -(r.value or 0.0))
    greyed = sorted((r for r in rows if r.greyed), key=lambda r: names[r.area_code])
    drawn = [_row(row, names, measure.polarity, here) for row in [*ranked, *greyed]]
    kinds = area_kind(rows[0].area_type, plural=True)
    level = ranked[0].benchmark
    return Figure(
        title=f"{kinds[:1].upper()}{kinds[1:]} in order, with 95% limits",
        subtitle=f"{funnel.subtitle}; those in grey have late or partial data and come last",
        spec=interval_chart(
            drawn,
            number_format=axis_format(measure.statistic),
            title=unit_words(measure).capitalize(),
            comparator=None if level is None else Line("Average", level),
        ),
        table=funnel.table,
        source=funnel.source,
        measure=funnel.measure,
        tall=True,
    )


def _row(row: Compared, names: Mapping[str, str], polarity: str, here: frozenset[str]) -> Row:
    colour = palette.NEUTRAL
    if row.greyed:
        colour = palette.UNKNOWN
    elif row.position in ("low_3", "high_3"):
        colour = palette.judged(position_words(row, polarity)[1])
    marked = row.area_code in here
    name = names[row.area_code]
    return Row(f"► {name}" if marked else name, row.value, row.lower, row.upper, colour, marked)


def _limits_table(
    measure: ReleasedMeasure, rows: Sequence[Compared], called: Mapping[str, Unit]
) -> Table:
    found = []
    for row in _listed(rows):
        words, tone = position_words(row, measure.polarity)
        found.append(
            (
                _unit_cell(row, called),
                number_cell(value_words(row, row.value) or _STATUS.get(row.status, "Hidden")),
                number_cell(_range(row, row.lower, row.upper)),
                number_cell(_range(row, row.lower_3, row.upper_3)),
                Cell(words, tone=tone),
            )
        )
    columns = ("", "Value", "95% limits", "99.8% limits of its size", "Against the limits")
    named = (area_kind(rows[0].area_type), *columns[1:])
    return Table(f"{measure.title}: where each stands", named, tuple(found))


def _table(
    measure: ReleasedMeasure,
    rows: Sequence[Compared],
    called: Mapping[str, Unit],
    cost: Cost | None,
) -> Table:
    """What each unit counted, what was expected, and how far it is from its peers."""
    priced = cost is not None and measure.polarity == "lower"
    directed = measure.polarity != "none"
    columns = [area_kind(rows[0].area_type), "Counted", "Expected"]
    columns += ["To the middle", "To the best fifth"] if directed else []
    columns += ["Cost of the gap to the best fifth"] if priced else []
    columns += ["Data"]
    found = []
    for row in _listed(rows):
        cells = [_unit_cell(row, called)]
        counted = whole(row.numerator) if row.numerator is not None else _STATUS.get(row.status, "")
        cells += [
            number_cell(counted),
            number_cell("" if row.expected is None else significant(row.expected)),
        ]
        if directed:
            cells += [number_cell(_gap(row, target)) for target in TARGETS]
        if priced and cost is not None:
            gap = row.to_best
            cells.append(number_cell("" if gap is None else pounds(gap * cost.pounds)))
        cells.append(Cell(row.because or "Whole and in time"))
        found.append(tuple(cells))
    return Table(f"{measure.title}: counted, expected and the gap", tuple(columns), tuple(found))


def _unit_cell(row: Compared, called: Mapping[str, Unit]) -> Cell:
    unit = called[row.area_code]
    return Cell(unit.name, area=unit.slug)


def _listed(rows: Sequence[Compared]) -> list[Compared]:
    """Ranked units from highest to lowest, then the others by code."""
    return sorted(
        rows, key=lambda r: (not r.ranked, not r.greyed, -(r.value or 0.0) if r.ranked else 0.0)
    )


def _range(row: Compared, low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return ""
    return f"{value_words(row, low)} to {value_words(row, high)}"


def _gap(row: Compared, target: Target) -> str:
    value = getattr(row, target)
    if value is None:
        return ""
    low, high = getattr(row, f"{target}_lower"), getattr(row, f"{target}_upper")
    if high < SMALL_GAP:
        return "None"
    return f"{about(value)} ({about(low)} to {about(high)})"
