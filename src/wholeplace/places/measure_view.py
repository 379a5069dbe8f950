"""The page of one measure in one place: its sentence, its areas in order, its groups, its map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.measures.catalogue import Area, ReleasedMeasure, ReleasedValue
from wholeplace.measures.release import Release
from wholeplace.places import palette
from wholeplace.places.care import monthly
from wholeplace.places.changes_over_time import change_of
from wholeplace.places.charts import Line, Row, axis_format, interval_chart
from wholeplace.places.coverage import not_covered
from wholeplace.places.figures import Cell, Figure, Table, number_cell
from wholeplace.places.group_figures import group_figures
from wholeplace.places.measure_gaps import MeasureGaps, build_measure_gaps
from wholeplace.places.numbers import Numbers
from wholeplace.places.place_maps import health_map
from wholeplace.places.profile import ancestors
from wholeplace.places.reading import Reading, read_place
from wholeplace.places.sentences import compare, headline, judgement
from wholeplace.places.wording import (
    are,
    area_kind,
    begun,
    limits,
    people_counted,
    period_words,
    shown,
    unit_words,
    whole,
)

_MOST_RANKED = 40


@dataclass(frozen=True)
class MeasureView:
    """Everything the page of a measure says about one place."""

    measure: ReleasedMeasure
    area: Area
    basis: str
    ancestors: tuple[Area, ...]
    sentence: str
    amount: str
    value: ReleasedValue | None
    not_covered: str
    over_time: Figure | None
    proposal: str
    figures: tuple[Figure, ...]
    small_multiples: tuple[Figure, ...]
    gaps: MeasureGaps | None


def build_measure_view(
    release: Release,
    measure: ReleasedMeasure,
    area: Area,
    basis: str = "",
    earlier: Sequence[Release] = (),
    afresh: str = "",
) -> MeasureView:
    """Build the view of a measure in a place.

    Args:
        release: The published release.
        measure: The measure.
        area: The place.
        basis: "registered" or "resident"; by default the place's usual one.
        earlier: Earlier runs that are kept, the earliest first.
        afresh: A month to work the limits of its control chart out afresh from.

    Raises:
        RunError: If the place has no numbers on that basis.
    """
    reading = read_place(release, area, basis)
    measure = reading.as_counted(measure)
    here = reading.here(measure)
    figures = [ranked_areas(reading, measure), health_map(reading, measure)]
    flow = monthly(reading, measure, afresh)
    return MeasureView(
        measure=measure,
        area=area,
        basis=reading.basis,
        ancestors=ancestors(release, area),
        sentence=headline(measure, area, here, reading.system, reading.there(measure)),
        amount=_amount(measure, here),
        value=here,
        not_covered=_not_covered(reading, measure),
        over_time=flow,
        proposal=_proposal(reading, measure, afresh),
        figures=tuple(figure for figure in figures if figure is not None),
        small_multiples=tuple(group_figures(reading, measure)),
        gaps=build_measure_gaps(reading, measure, earlier),
    )


def _proposal(reading: Reading, measure: ReleasedMeasure, afresh: str) -> str:
    """The month that limits could be worked out afresh from; "" where none is proposed."""
    change = change_of(measure, reading.numbers.months(reading.area, measure.name), afresh)
    return change.step.month if change is not None and change.step is not None else ""


def _not_covered(reading: Reading, measure: ReleasedMeasure) -> str:
    """What care is not in the number, where it counts care that hospitals tell of."""
    if measure.flow not in reading.release.hospital_flows:
        return ""
    return not_covered(reading.release, reading.area, reading.basis)


def ranked_areas(reading: Reading, measure: ReleasedMeasure) -> Figure | None:
    """Areas of the same kind in order, each with its limits: never a rank without them."""
    areas = _peers(reading)
    if len(areas) < 2:
        return None
    kind = areas[0].area_type
    numbers = Numbers(
        reading.release.values(
            area_types=[kind],
            area_codes=[area.code for area in areas],
            measures=[measure.name],
            breakdowns=["all"],
            basis=reading.basis,
        )
    )
    values = [(area, numbers.overall(area, measure.name)) for area in areas]
    known = [(area, value) for area, value in values if value is not None]
    if not any(value.shown for _, value in known):
        return None
    known.sort(key=lambda entry: -(entry[1].value if entry[1].value is not None else -1.0))
    system = reading.numbers.overall(reading.system, measure.name)
    return Figure(
        title=_ranked_finding(known, system, kind, reading.system.name),
        subtitle=f"{measure.title}, {unit_words(measure)}, {period_words(known[0][1])}, "
        "with 95% limits",
        spec=interval_chart(
            [_ranked_row(area, value, system, measure, reading.area) for area, value in known],
            number_format=axis_format(measure.statistic),
            title=unit_words(measure).capitalize(),
            comparator=_comparator(reading, system, measure),
        ),
        table=Table(
            f"{measure.title} by {area_kind(kind).lower()}",
            (area_kind(kind), "Value", "95% limits", "People counted", "Out of"),
            tuple(
                (
                    Cell(area.name, area=area.slug),
                    number_cell(shown(value)),
                    number_cell(limits(value)),
                    number_cell(people_counted(value)),
                    number_cell(whole(value.denominator) if value.denominator is not None else ""),
                )
                for area, value in known
            ),
        ),
        source=reading.source,
        measure=measure.name,
    )


def _peers(reading: Reading) -> list[Area]:
    """Areas of the same kind: all of them, or where there are many those under the same parent."""
    release, area = reading.release, reading.area
    if reading.is_system:
        return release.children(area, "place" if reading.basis == "registered" else "district")
    everywhere = release.children(release.system, area.area_type)
    above = release.parent(area)
    if len(everywhere) <= _MOST_RANKED or above is None:
        return everywhere
    return release.children(above, area.area_type)


def _ranked_row(
    area: Area,
    value: ReleasedValue,
    system: ReleasedValue | None,
    measure: ReleasedMeasure,
    place: Area,
) -> Row:
    here = area.key == place.key
    verdict = judgement(compare(value, system) if system else None, measure.polarity)
    colour = palette.judged(verdict)
    name = f"► {area.name}" if here else area.name
    return Row(name, value.value, value.lower, value.upper, colour, here)


def _comparator(
    reading: Reading, system: ReleasedValue | None, measure: ReleasedMeasure
) -> Line | None:
    if system is None or system.value is None or measure.statistic == "count":
        return None
    return Line(reading.system.name, system.value)


def _ranked_finding(
    known: list[tuple[Area, ReleasedValue]],
    system: ReleasedValue | None,
    kind: str,
    system_name: str,
) -> str:
    words = Counter(compare(value, system) for _, value in known if system is not None)
    words.pop(None, None)
    if not words or known[0][1].statistic == "count":
        return f"{begun(area_kind(kind, plural=True))} in order, with their limits."
    return (
        f"Of {len(known)} {area_kind(kind, plural=True)}, {are(words['higher'])} higher than "
        f"{system_name}, {words['lower']} lower and {words['similar']} similar."
    )


def _amount(measure: ReleasedMeasure, value: ReleasedValue | None) -> str:
    """How many people or events the number amounts to."""
    if value is None or value.numerator is None or not value.denominator:
        return ""
    if measure.statistic == "proportion":
        return f"That is about {whole(value.numerator)} of {whole(value.denominator)} people."
    unit = measure.unit or "events"
    return f"That is about {whole(value.numerator)} {unit} among {whole(value.denominator)} people."
