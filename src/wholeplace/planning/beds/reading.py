"""Bed days and occupied beds of a release, looked up by area, ages, measure and year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wholeplace.measures.bed_days.writing import BED_DAYS, OCCUPIED
from wholeplace.measures.catalogue import Area, ReleasedValue
from wholeplace.measures.release import Release

AGES = ("65+", "75+")
CHANGES = ("change", "change_from_stays", "change_from_length")
PUBLISHED_OCCUPANCY = "beds-occupied"
"""The published indicator of how full beds are: NHS England's, by trust and month."""


class BedDayNumbers:
    """Every released number of bed days of one area on one basis.

    Args:
        release: The release.
        area: The area.
        basis: "registered" or "resident".
    """

    def __init__(self, release: Release, area: Area, basis: str) -> None:
        self._found: dict[tuple[str, str, str, str], dict[dt.date, ReleasedValue]] = {}
        rows = release.select(BED_DAYS, area_type=area.area_type, area_code=area.code, basis=basis)
        for row in rows:
            key = (row["ages"], row["measure"], row["breakdown"], row["category"])
            self._found.setdefault(key, {})[row["period_end"]] = _value(row)

    def __bool__(self) -> bool:
        """Whether the area has any."""
        return bool(self._found)

    def years(self, ages: str, measure: str) -> list[ReleasedValue]:
        """The numbers of everybody, the earliest year first."""
        found = self._found.get((ages, measure, "all", "all"), {})
        return [found[end] for end in sorted(found)]

    def latest(
        self, ages: str, measure: str, breakdown: str = "all", category: str = "all"
    ) -> ReleasedValue | None:
        """The number of the latest year, if there is a row for it."""
        found = self._found.get((ages, measure, breakdown, category), {})
        return found[max(found)] if found else None

    def split(self, ages: str, measure: str, breakdown: str) -> dict[str, ReleasedValue]:
        """Category → number of the latest year."""
        found = {}
        for (of, name, by, category), years in self._found.items():
            if (of, name, by) == (ages, measure, breakdown):
                found[category] = years[max(years)]
        return found


def _value(row: Mapping[str, Any]) -> ReleasedValue:
    names = ReleasedValue.__dataclass_fields__
    return ReleasedValue(**{name: row[name] for name in names if name in row})


@dataclass(frozen=True)
class OccupiedMonth:
    """How many people one hospital had in bed in a month; None where the number is hidden."""

    month: dt.date
    mean: float | None
    fewest: float | None
    most: float | None


def occupied(release: Release, measure: str = "at_midnight") -> dict[str, list[OccupiedMonth]]:
    """Provider → its months, the earliest first; those with any number.

    Args:
        release: The release.
        measure: ``at_midnight`` or ``in_the_day``.
    """
    made: dict[str, list[OccupiedMonth]] = {}
    for row in release.select(OCCUPIED, measure=measure):
        one = OccupiedMonth(row["month"], row["mean"], row["fewest"], row["most"])
        made.setdefault(row["provider_code"], []).append(one)
    return {
        code: sorted(months, key=lambda one: one.month)
        for code, months in sorted(made.items())
        if any(one.mean for one in months)
    }


def published_occupancy(release: Release) -> dict[str, list[tuple[dt.date, float]]]:
    """Trust → month and percentage of general and acute beds occupied, as NHS England published it.

    Kinds of bed stand apart in the table; the rows without one are of general and acute beds.
    """
    made: dict[str, list[tuple[dt.date, float]]] = {}
    for row in release.select("published", indicator=PUBLISHED_OCCUPANCY):
        if row["value"] is not None and row["category"] is None:
            day, value = row["period_start"], float(row["value"])
            made.setdefault(str(row["subject_name"]), []).append((day, value))
    return {name: sorted(months) for name, months in sorted(made.items())}


def apart(release: Release) -> dict[str, int | None]:
    """Why nights are in no area → how many there are; None where they are too few to say."""
    said = release.document(BED_DAYS) or {}
    return dict(said.get("apart", {}))


def ends_supposed(release: Release) -> int | None:
    """How many spells had no end sent; None where too few to say, 0 where none."""
    return (release.document(BED_DAYS) or {}).get("ends_supposed", 0)
