"""An area of somebody's own choosing, added up from the released numbers of its parts.

Nothing but released numbers is read, so whatever areas are chosen, in whatever order and by
whomever, they tell nothing that the release does not: no difference of two such areas can bring
back what was hidden. The price is rounding, which adds up and is therefore said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from wholeplace.core.errors import WholeplaceError
from wholeplace.measures.catalogue import Area, ReleasedMeasure, ReleasedValue
from wholeplace.measures.release import Release
from wholeplace.places.figures import Cell, Table, number_cell
from wholeplace.places.reading import named_with_unit
from wholeplace.places.sentences import compare, judgement
from wholeplace.places.wording import limits, shown, whole
from wholeplace.statistics import (
    PROFILES,
    could_have_been,
    could_have_been_coarsely,
    poisson_rate,
    wilson,
)
from wholeplace.statistics.amounts import limits_of_lumps

PART_KINDS = ("msoa", "ward", "pcn", "practice")
"""Kinds of area that another may be made of: none of them overlaps another of its kind."""
ADDABLE = ("count", "proportion", "rate")
_MOST_PARTS = 100


@dataclass(frozen=True)
class Added:
    """A measure added up over parts.

    Attributes:
        measure: The measure.
        value: The number, as a row of the release would hold it.
        within: The count may be so many higher or lower, for rounding and hidden counts.
    """

    measure: ReleasedMeasure
    value: ReleasedValue
    within: int


@dataclass(frozen=True)
class ChosenArea:
    """An area made of parts.

    Attributes:
        parts: Its parts, by name.
        basis: Whether people are counted where they live or where they are registered.
        added: The measures that can be added up.
        left_out: Titles of measures that cannot be, because a part's count is withheld.
        tables: The measures as tables, beside the system.
    """

    parts: tuple[Area, ...]
    basis: str
    added: tuple[Added, ...]
    left_out: tuple[str, ...]
    tables: tuple[Table, ...]


def parts_called(release: Release, slugs: Iterable[str]) -> list[Area]:
    """The parts that an address names, by name.

    Raises:
        WholeplaceError: If there are none or too many, one does not exist, or they are of several
            kinds or of a kind whose areas overlap.
    """
    wanted = sorted(set(slugs))
    found = [release.areas_by_slug[slug] for slug in wanted if slug in release.areas_by_slug]
    if len(found) < len(wanted):
        missing = next(slug for slug in wanted if slug not in release.areas_by_slug)
        raise WholeplaceError(f"There is no area called {missing}.", "Choose from the list.")
    kinds = {area.area_type for area in found}
    if len(kinds) != 1 or not kinds <= set(PART_KINDS):
        raise WholeplaceError(
            "These areas cannot be put together.", f"Choose areas of one kind: {PART_KINDS}."
        )
    if len(found) > _MOST_PARTS:
        raise WholeplaceError(
            f"{len(found)} areas are too many to choose.", f"Choose {_MOST_PARTS} at most."
        )
    return sorted(found, key=lambda area: area.name)


def build_chosen_area(release: Release, parts: Sequence[Area]) -> ChosenArea:
    """Add up every measure that can be over some areas, beside the whole system.

    Args:
        release: The published release.
        parts: Areas of one kind that do not overlap.
    """
    basis = parts[0].bases[0]
    values = release.values(
        area_types=[parts[0].area_type],
        area_codes=[part.code for part in parts],
        breakdowns=["all"],
        basis=basis,
    )
    by_measure: dict[str, list[ReleasedValue]] = defaultdict(list)
    for value in values:
        by_measure[value.measure].append(value)
    profile = str(release.manifest.details["disclosure_profile"])
    added, left_out = [], []
    for name, measure in release.measures.items():
        if measure.statistic not in ADDABLE or len(by_measure[name]) < len(parts):
            continue
        one = _added(measure, by_measure[name], profile)
        if one is None:
            left_out.append(measure.title)
        else:
            added.append(one)
    return ChosenArea(
        tuple(parts), basis, tuple(added), tuple(left_out), _tables(release, basis, added)
    )


def _added(measure: ReleasedMeasure, values: list[ReleasedValue], profile: str) -> Added | None:
    """A measure over parts; None where a count is withheld that was not small."""
    rules = PROFILES[profile]
    low, high, among = 0.0, 0.0, 0
    for value in values:
        if value.status == "suppressed" and value.numerator is None:
            least, most = 1.0, float(rules.suppressed_up_to)
        elif value.numerator is not None:
            to = value.numerator_rounded_to
            bounds = (
                could_have_been_coarsely(value.numerator, to, rules)
                if to
                else could_have_been(value.numerator, rules)
            )
            least, most = (float(bound) for bound in bounds)
        else:
            return None
        if value.denominator is None and measure.statistic != "count":
            return None
        low, high, among = low + least, high + most, among + (value.denominator or 0)
    if measure.statistic != "count" and among == 0:
        return None
    numerator = (low + high) / 2
    first = values[0]
    number = ReleasedValue(
        "chosen",
        "",
        first.basis,
        measure.name,
        first.period_start,
        first.period_end,
        "all",
        "all",
        first.statistic,
        round(numerator),
        among or None,
        *_estimate(measure, low, high, among),
        "shown",
    )
    return Added(measure, number, int(np.ceil((high - low) / 2)))


def _estimate(
    measure: ReleasedMeasure, least: float, most: float, among: int
) -> tuple[float, float | None, float | None]:
    """A measure's value, and limits that allow for chance and for what rounding hides."""
    counts = np.array([(least + most) / 2, least, most])
    if measure.statistic == "count":
        return float(counts[0]), None, None
    if measure.statistic == "proportion":
        made = wilson(np.minimum(counts, among), among)
    else:
        single = poisson_rate(counts, among, measure.per or 1)
        made = limits_of_lumps(single, counts, measure.dispersion)
    return float(made.value[0]), float(made.lower[1]), float(made.upper[2])


def _tables(release: Release, basis: str, added: Sequence[Added]) -> tuple[Table, ...]:
    """A table for each group of measures, in the order of the catalogue."""
    system = release.system
    beside = {
        value.measure: value
        for value in release.values(
            area_types=[system.area_type],
            area_codes=[system.code],
            breakdowns=["all"],
            basis=basis,
        )
    }
    groups: dict[str, list[tuple[Cell, ...]]] = defaultdict(list)
    for one in added:
        groups[one.measure.group].append(_row(one, beside.get(one.measure.name)))
    columns = ("Measure", "Here", "95% limits", "People or events", "System", "Comparison")
    return tuple(
        Table(group.replace("_", " ").capitalize(), columns, tuple(rows))
        for group, rows in groups.items()
    )


def _row(one: Added, system: ReleasedValue | None) -> tuple[Cell, ...]:
    found = compare(one.value, system) if system is not None else None
    if one.measure.statistic == "count":
        found = None
    verdict = judgement(found, one.measure.polarity)
    words = f"{found.capitalize()}, {verdict}" if found and verdict else (found or "").capitalize()
    return (
        Cell(named_with_unit(one.measure), measure=one.measure.name),
        number_cell(shown(one.value)),
        number_cell(limits(one.value)),
        number_cell(f"{whole(one.value.numerator or 0)}, give or take {whole(one.within)}"),
        number_cell(shown(system)),
        Cell(words, tone=verdict),
    )
