"""The two maps of a place: health by middle-layer area, deprivation by small area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from wholeplace.measures.catalogue import Area, ReleasedMeasure, ReleasedValue
from wholeplace.measures.release import Release
from wholeplace.places import palette
from wholeplace.places.figures import Cell, Figure, Table, number_cell
from wholeplace.places.maps import Feature, classes_of, shaded_map
from wholeplace.places.numbers import FIFTHS, Numbers
from wholeplace.places.reading import Reading
from wholeplace.places.sentences import apart
from wholeplace.places.wording import (
    category_name,
    limits,
    people_counted,
    period_words,
    quantity,
    shown,
    unit_words,
)

_BOUNDARIES = "Boundaries: Office for National Statistics."
_OPEN_SOURCES = (
    f"Ministry of Housing, Communities and Local Government, open data 2025. {_BOUNDARIES}"
)


def health_map(reading: Reading, measure: ReleasedMeasure) -> Figure | None:
    """A measure over the middle-layer areas of a place: health is not mapped any smaller."""
    areas = reading.release.children(reading.area, "msoa")
    if reading.basis != "resident" or len(areas) < 2:
        return None
    numbers = Numbers(
        reading.release.values(
            area_types=["msoa"],
            area_codes=[area.code for area in areas],
            measures=[measure.name],
            breakdowns=["all"],
            basis="resident",
        )
    )
    values = {area: numbers.overall(area, measure.name) for area in areas}
    known = {a: v for a, v in values.items() if v is not None and v.shown and v.value is not None}
    features = _features(reading.release, "msoa", {area.code for area in areas})
    if not known or not features:
        return None
    groups, order = _classed(known, measure)
    period = period_words(next(iter(known.values())))
    return Figure(
        title=_spread_finding(known, measure),
        subtitle=f"{measure.title}, {unit_words(measure)}, {period}",
        spec=shaded_map(features, groups, order),
        table=Table(
            f"{measure.title} by middle-layer area",
            ("Area", "Value", "95% limits", "People counted"),
            tuple(
                (
                    Cell(area.name, area=area.slug),
                    number_cell(shown(value)),
                    number_cell(limits(value)),
                    number_cell(people_counted(value)),
                )
                for area, value in values.items()
            ),
        ),
        source=f"{reading.source}. {_drawn_from(reading, _BOUNDARIES)}",
        measure=measure.name,
        note="Areas of about 8,000 people. Hatched areas have too few people to show.",
    )


def _classed(
    known: dict[Area, ReleasedValue], measure: ReleasedMeasure
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    values = [value.value for value in known.values() if value.value is not None]
    cuts = classes_of(values)
    low = min(values)
    names: list[str] = []
    for cut in cuts:
        ends = quantity(low, measure.statistic), quantity(cut, measure.statistic)
        name = ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
        # Cuts that read the same are one class to the reader.
        names.append(name if name not in names else names[-1])
        low = cut
    groups = {
        area.code: names[next(i for i, cut in enumerate(cuts) if (value.value or 0.0) <= cut)]
        for area, value in known.items()
    }
    kept = list(dict.fromkeys(names))
    return groups, list(zip(kept, palette.MAP_STEPS[-len(kept) :], strict=True))


def _spread_finding(known: dict[Area, ReleasedValue], measure: ReleasedMeasure) -> str:
    ordered = sorted(known.items(), key=lambda entry: entry[1].value or 0.0)
    (low, least), (high, most) = ordered[0], ordered[-1]
    if not apart(least, most):
        return "The areas mapped are similar."
    return (
        f"{measure.title} runs from {shown(least)} in {low.name} to {shown(most)} in {high.name}."
    )


def deprivation_map(reading: Reading) -> Figure | None:
    """Deprivation of the small areas of a place: open statistics, so mapped small."""
    fifths = {
        row["lsoa21"]: row["imd25_fifth"] for row in reading.release.small_areas(reading.area)
    }
    features = _features(reading.release, "lsoa21", fifths)
    if not features:
        return None
    count = Counter(str(fifth) for fifth in fifths.values())
    order = [
        (category_name("deprivation", fifth), colour)
        for fifth, colour in zip(FIFTHS, palette.FIFTHS, strict=True)
    ]
    return Figure(
        title=f"{count['1']} of {len(fifths)} small areas are in England's most deprived fifth.",
        subtitle="English Indices of Deprivation 2025, national fifths of small areas",
        spec=shaded_map(
            features,
            {code: category_name("deprivation", str(fifth)) for code, fifth in fifths.items()},
            order,
        ),
        table=Table(
            "Small areas by deprivation, 2025",
            ("National fifth", "Small areas"),
            tuple(
                (Cell(category_name("deprivation", fifth)), number_cell(str(count[fifth])))
                for fifth in FIFTHS
            ),
        ),
        source=_drawn_from(reading, _OPEN_SOURCES),
        note="Small areas hold about 1,500 people. Only open statistics are mapped this small.",
    )


def _drawn_from(reading: Reading, source: str) -> str:
    """Where a map comes from: no source is named for what was made up."""
    made_up = reading.release.manifest.geography == "synthetic"
    return "The areas are invented." if made_up else source


def _features(release: Release, kind: str, codes: Collection[str]) -> list[Feature]:
    return [f for f in release.boundaries(kind) if f["properties"]["code"] in codes]
