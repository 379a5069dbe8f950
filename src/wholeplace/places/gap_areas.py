"""The neighbourhoods behind a gap: where the people are who are above the reference's value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholeplace.measures.catalogue import Area, ReleasedMeasure, ReleasedValue
from wholeplace.measures.release import Release
from wholeplace.places import palette
from wholeplace.places.charts import Line, Row, interval_chart
from wholeplace.places.figures import Cell, Figure, Table, number_cell
from wholeplace.places.numbers import Numbers
from wholeplace.places.reading import Reading
from wholeplace.places.widest_gaps import Compared
from wholeplace.places.wording import area_kind, limits, shown, whole
from wholeplace.statistics import Interval, combination

MOST_DRAWN = 20
_BELOW = {
    "resident": {"icb": "msoa", "upper_tier": "msoa", "district": "msoa"},
    "registered": {"icb": "pcn", "place": "pcn", "pcn": "practice"},
}
_PEOPLE = ("proportion", "rate", "dsr")


@dataclass(frozen=True)
class AreaShare:
    """What one neighbourhood has above the reference's value.

    Attributes:
        area: The neighbourhood.
        value: Its own number.
        more: People or events above those at the reference's value (below it, where the gap is of
            too few), with 95 % limits; negative where it has fewer.
        lower: Lower limit.
        upper: Upper limit.
    """

    area: Area
    value: ReleasedValue
    more: float
    lower: float
    upper: float


def area_shares(
    measure: ReleasedMeasure, one: Compared, known: list[tuple[Area, ReleasedValue]]
) -> list[AreaShare]:
    """Neighbourhoods by how many people they have above the reference's value, most first.

    Args:
        measure: The measure.
        one: The gap: its reference is what they are held against.
        known: Neighbourhoods whose numbers are shown.
    """
    if not known:
        return []
    side = -1.0 if (one.row.difference or 0.0) < 0 else 1.0
    people = np.array([value.denominator or 0 for _, value in known], dtype=np.float64)
    people *= side / (measure.per or 1 if measure.statistic in ("rate", "dsr") else 1)
    weight = np.column_stack([people, -people])
    both = [(value, one.reference) for _, value in known]
    parts = (
        np.array([[getattr(v, name) for v in pair] for pair in both], dtype=np.float64)
        for name in ("value", "lower", "upper")
    )
    found = combination(weight, Interval(*parts))
    shares = [
        AreaShare(area, value, float(more), float(low), float(high))
        for (area, value), more, low, high in zip(known, *found, strict=True)
    ]
    return sorted(shares, key=lambda share: -share.more)


def areas_below(release: Release, area: Area, basis: str) -> list[Area]:
    """The neighbourhoods of a place that gaps are traced to; empty where there are none."""
    kind = _BELOW.get(basis, {}).get(area.area_type)
    return release.children(area, kind) if kind else []


def gap_areas(reading: Reading, one: Compared, most: int = MOST_DRAWN) -> Figure | None:
    """The neighbourhoods behind a gap, ranked with limits; None where there are none below.

    Args:
        reading: The place.
        one: The gap, by deprivation.
        most: How many neighbourhoods are drawn; the table has all.
    """
    measure = one.measure
    areas = areas_below(reading.release, reading.area, reading.basis)
    if not areas or measure.statistic not in _PEOPLE or not one.row.apart:
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
    known = [(area, value) for area, value in values if value is not None and value.shown]
    shares = area_shares(measure, one, known)
    if len(shares) < 2:
        return None
    more = "more" if (one.row.difference or 0.0) > 0 else "fewer"
    side = "above" if more == "more" else "short of"
    end = one.titles[1].lower()
    drawn = [
        Row(share.area.name, share.more, share.lower, share.upper, _colour(share))
        for share in shares[:most]
    ]
    return Figure(
        title=_finding(shares, kind, _counted(measure), f"{side} the value of the {end}"),
        subtitle=f"{measure.title}: how many {more} than at the value of the {end} "
        f"({shown(one.reference)}), with 95% limits",
        spec=interval_chart(
            drawn,
            number_format=",~f",
            title=f"How many {more}",
            comparator=Line("None", 0.0),
        ),
        table=_table(shares, kind, measure, more),
        source=reading.source,
        measure=measure.name,
        note=_note(len(areas) - len(shares), len(shares), kind, most),
    )


def _counted(measure: ReleasedMeasure) -> str:
    """What is counted: events may fall to one person several times."""
    return "people" if measure.statistic == "proportion" else measure.unit or "events"


def _colour(share: AreaShare) -> str:
    """Above or below the reference beyond doubt, or neither: the colours of worse and better."""
    if share.lower > 0:
        return palette.WORSE
    return palette.BETTER if share.upper < 0 else palette.NEUTRAL


def _finding(shares: list[AreaShare], kind: str, counted: str, than: str) -> str:
    """How few neighbourhoods hold half of all there is above the reference's value."""
    above = [share.more for share in shares if share.more > 0]
    if not any(share.lower > 0 for share in shares):
        return f"No single one of {len(shares)} {area_kind(kind, plural=True)} stands out."
    half = int(np.searchsorted(np.cumsum(above), sum(above) / 2)) + 1
    hold = "holds" if half == 1 else "hold"
    return (
        f"{half} of {len(shares)} {area_kind(kind, plural=True)} {hold} half of the "
        f"{whole(sum(above))} {counted} {than}; {shares[0].area.name} has the most."
    )


def _table(shares: list[AreaShare], kind: str, measure: ReleasedMeasure, more: str) -> Table:
    return Table(
        f"{measure.title}: {area_kind(kind, plural=True)} behind the gap",
        (area_kind(kind), f"How many {more}", "95% limits", "Value", "95% limits", "Out of"),
        tuple(
            (
                Cell(share.area.name, area=share.area.slug),
                number_cell(whole(share.more)),
                number_cell(f"{whole(share.lower)} to {whole(share.upper)}"),
                number_cell(shown(share.value)),
                number_cell(limits(share.value)),
                number_cell(whole(share.value.denominator or 0)),
            )
            for share in shares
        ),
    )


def _note(hidden: int, held: int, kind: str, most: int) -> str:
    said = []
    if held > most:
        said.append(f"The {most} with the most of {held} are drawn.")
    if hidden:
        said.append(f"{hidden} more {area_kind(kind, plural=True)} have too few to be shown.")
    said.append("Where the people are is not why the gap is there.")
    return " ".join(said)
