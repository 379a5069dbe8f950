"""The view of the Core20PLUS5 page: groups, ten clinical areas, and what cannot be measured."""

from __future__ import annotations

from dataclasses import dataclass

from wholeplace.measures.catalogue import Area
from wholeplace.measures.plus_groups.framework import ClinicalArea
from wholeplace.measures.release import Release
from wholeplace.places.core20plus5.figures import (
    measure_figure,
    people_table,
    unrecorded_table,
)
from wholeplace.places.core20plus5.reading import GroupReading, released_framework
from wholeplace.places.core20plus5.words import people_sentence
from wholeplace.places.figures import Cell, Figure, Table, number_cell
from wholeplace.places.missing import not_produced
from wholeplace.places.profile import ancestors
from wholeplace.places.reading import read_place
from wholeplace.places.wording import area_kind, people_counted, percent

OF = {
    "adults": "Adults",
    "children": "Children and young people",
    "everybody": "Across all areas",
}
_WITHIN = {"registered": ("place", "pcn"), "resident": ("district",)}


@dataclass(frozen=True)
class AreaOfCare:
    """One clinical area on the page.

    Attributes:
        about: What it is, and what the approach asks for.
        figures: One for each of its measures that is worked out.
        absent: Why something it asks for is not here.
    """

    about: ClinicalArea
    figures: tuple[Figure, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True)
class Core20Plus5View:
    """Everything the page says.

    Attributes:
        area: The place.
        basis: Whose people are counted.
        ancestors: The areas above it, widest first.
        elsewhere: The nearest area above that has these numbers, where this one has none.
        sentence: How many people are in the groups.
        people: The groups and their people.
        parts: Heading → its clinical areas.
        unrecorded: The groups that cannot be measured.
        inside: Core20 and PLUS counts of the places inside; no rows where there are none.
        notes: How to read it.
    """

    area: Area
    basis: str
    ancestors: tuple[Area, ...]
    elsewhere: Area | None
    sentence: str
    people: Table
    parts: tuple[tuple[str, tuple[AreaOfCare, ...]], ...]
    unrecorded: Table
    inside: Table
    notes: tuple[str, ...]


def build_core20plus5(release: Release, area: Area, basis: str = "") -> Core20Plus5View | None:
    """Build the view of a place; None where the release was made without the framework.

    Args:
        release: The published release.
        area: The place.
        basis: "registered" or "resident"; by default the place's usual one.

    Raises:
        RunError: If the place has no numbers on that basis.
    """
    framework = released_framework(release)
    if framework is None:
        return None
    groups = GroupReading(read_place(release, area, basis), framework)
    above = ancestors(release, area)
    counted = [entry for entry in reversed(above) if _counted(release, entry)]
    has_numbers = groups.has_numbers
    return Core20Plus5View(
        area=area,
        basis=groups.reading.basis,
        ancestors=above,
        elsewhere=None if has_numbers or not counted else counted[0],
        sentence=people_sentence(groups),
        people=people_table(groups),
        parts=_parts(groups) if has_numbers else (),
        unrecorded=unrecorded_table(groups),
        inside=_inside(release, groups),
        notes=_notes(groups),
    )


def _counted(release: Release, area: Area) -> bool:
    return area.area_type in ("icb", "place", "pcn", "upper_tier", "district")


def _parts(groups: GroupReading) -> tuple[tuple[str, tuple[AreaOfCare, ...]], ...]:
    return tuple(
        (title, tuple(_area(groups, area) for area in groups.framework.areas if area.of == of))
        for of, title in OF.items()
    )


def _area(groups: GroupReading, area: ClinicalArea) -> AreaOfCare:
    figures, absent = [], []
    for name in area.measures:
        measure, why = groups.measure(name), not_produced(groups.reading.release, name)
        if why:
            absent.append(why)
        elif measure is None:
            absent.append(f"“{name.replace('_', ' ')}” is not counted for these people.")
        elif not any(value.shown for value in groups.split(name).values()):
            absent.append(f"“{measure.title}”: too few people here in every group to be shown.")
        else:
            figures.append(measure_figure(groups, measure))
    absent += [area.missing] if area.missing else []
    return AreaOfCare(area, tuple(figures), tuple(absent))


def _inside(release: Release, groups: GroupReading) -> Table:
    """The places inside, each with the share of its people in Core20 and in a PLUS group."""
    reading = groups.reading
    kinds = _WITHIN[reading.basis]
    found = [a for kind in kinds for a in release.children(reading.area, kind)]
    values = release.values(
        area_types=sorted({a.area_type for a in found}),
        area_codes=sorted({a.code for a in found}),
        measures=[groups.people],
        breakdowns=["all", "plus_group"],
        basis=reading.basis,
    )
    held = {(value.area, value.category): value for value in values}
    rows = []
    for area in found:
        everybody = held.get((area.key, "all"))
        cells = [Cell(area.name, area=area.slug), Cell(area_kind(area.area_type))]
        for name in ("core20", "plus"):
            value = held.get((area.key, name))
            counted = value.value if value else None
            of = everybody.value if everybody else None
            cells.append(number_cell(people_counted(value)))
            cells.append(number_cell(percent(counted / of) if counted is not None and of else ""))
        rows.append(tuple(cells))
    return Table(
        "Core20 and PLUS groups of the places inside",
        ("Place", "Kind", "Core20", "Of everybody", "Any PLUS group", "Of everybody"),
        tuple(rows),
    )


def _notes(groups: GroupReading) -> tuple[str, ...]:
    edition = groups.reading.editions[0]
    return (
        f"Core20 is the most deprived national fifth of small areas in England, by the Index of "
        f"Multiple Deprivation {edition}.",
        "Groups overlap: somebody may be in several, so they are never added up. Each is compared "
        "with everybody known to be outside it; people of whom it is not known are in neither. "
        "Everyone else is in neither Core20 nor any PLUS group.",
        "In the charts blue marks a group that does better than everybody outside it, and orange "
        "one that does worse. Differences are described, not explained.",
    )
