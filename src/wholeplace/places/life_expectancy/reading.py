"""The released figures of life expectancy of one place, read for its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wholeplace.measures.catalogue import Area, AreaKey
from wholeplace.measures.mortality.gaps import SLOPE
from wholeplace.measures.mortality.writing import (
    DOCUMENT,
    EARLY,
    EXPECTANCY,
    GAPS,
    HEALTHY,
    PARTS,
)
from wholeplace.measures.release import Release

PERSONS, FEMALE, MALE = "persons", "female", "male"
SEXES = (FEMALE, MALE)
SHOWN = "shown"
ALL, FIFTHS = "all", "deprivation_2025"
RESIDENT_KINDS = ("icb", "upper_tier", "district", "ward", "msoa")
"""Kinds of area that have a life expectancy: those that people live in."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its limits, over a period.

    Attributes:
        value, lower, upper: In years, or per 100,000; None where not shown.
        status: "shown", or why not.
        pool: Years counted together.
        start, end: First and last day of them.
        deaths: Rounded deaths it rests on; None for a gap.
    """

    value: float | None
    lower: float | None
    upper: float | None
    status: str
    pool: int
    start: dt.date
    end: dt.date
    deaths: int | None = None

    @property
    def shown(self) -> bool:
        """Whether there is a figure."""
        return self.status == SHOWN and self.value is not None

    @property
    def apart(self) -> bool:
        """Of a gap: whether its limits leave no doubt that there is one."""
        if self.lower is None or self.upper is None:
            return False
        return self.lower > 0 or self.upper < 0


def estimate_of(row: dict[str, Any]) -> Estimate:
    """A row of a release table as an estimate."""
    return Estimate(
        row["value"],
        row["lower"],
        row["upper"],
        row["status"],
        row["years_pooled"],
        row["period_start"],
        row["period_end"],
        row.get("deaths"),
    )


@dataclass(frozen=True)
class LifeReading:
    """What the release says of long lives in one place.

    Attributes:
        release: The release.
        area: The place.
    """

    release: Release
    area: Area

    @property
    def is_system(self) -> bool:
        """Whether the place is the whole system."""
        return self.area.key == self.release.system.key

    @property
    def source(self) -> str:
        """The source line of every figure."""
        run = self.release.run_id
        return f"Wholeplace run {run}, from registered deaths and where people lived"

    @cached_property
    def about(self) -> dict[str, Any]:
        """What the run says of its deaths: the causes, the share unlinked, or why there is none."""
        return dict(self.release.document(DOCUMENT) or {"why_not": "this run is from before it"})

    @cached_property
    def causes(self) -> dict[str, str]:
        """Name → title of the broad groups of causes."""
        lists = self.about.get("causes") or []
        return next((dict(found["causes"]) for found in lists if found["use"] == "groups"), {})

    def expectancy(
        self, sex: str, breakdown: str = ALL, category: str = ALL, age: int = 0
    ) -> Estimate | None:
        """Life expectancy of a group of the place."""
        for row in self._rows(EXPECTANCY, self.area):
            if (row["sex"], row["breakdown"], row["category"], row["age"]) == (
                sex,
                breakdown,
                category,
                age,
            ):
                return estimate_of(row)
        return None

    def of_system(self, sex: str, pool: int, age: int = 0) -> Estimate | None:
        """Life expectancy of the whole system over as many years."""
        for row in self._rows(EXPECTANCY, self.release.system):
            same = (row["sex"], row["age"], row["years_pooled"]) == (sex, age, pool)
            if same and row["breakdown"] == ALL:
                return estimate_of(row)
        return None

    def of_area(self, area: Area, sex: str) -> Estimate | None:
        """Life expectancy at birth of another area."""
        for row in self._rows(EXPECTANCY, area):
            if (row["sex"], row["breakdown"], row["age"]) == (sex, ALL, 0):
                return estimate_of(row)
        return None

    def gap(self, gap: str, sex: str, area: Area | None = None) -> Estimate | None:
        """A gap in life expectancy at birth."""
        for row in self._rows(GAPS, area or self.area):
            if (row["gap"], row["sex"]) == (gap, sex):
                return estimate_of(row)
        return None

    def relative(self, sex: str, area: Area) -> Estimate | None:
        """The relative index of inequality, as an estimate."""
        for row in self._rows(GAPS, area):
            if (row["gap"], row["sex"]) == (SLOPE, sex):
                names = ("ratio", "ratio_lower", "ratio_upper")
                parts = dict(zip(("value", "lower", "upper"), names, strict=True))
                return estimate_of({**row, **{name: row[of] for name, of in parts.items()}})
        return None

    def parts(self, gap: str, sex: str, split: str) -> list[dict[str, Any]]:
        """The parts of a gap, as released."""
        rows = self._rows(PARTS, self.area)
        return [r for r in rows if (r["gap"], r["sex"], r["split"]) == (gap, sex, split)]

    def early(self, statistic: str, sex: str, category: str = ALL) -> Estimate | None:
        """A rate of early death of everybody or of one fifth."""
        breakdown = ALL if category == ALL else FIFTHS
        wanted = (statistic, sex, breakdown, category)
        for row in self._rows(EARLY, self.area):
            if (row["statistic"], row["sex"], row["breakdown"], row["category"]) == wanted:
                return estimate_of(row)
        return None

    def without(self, condition: str, sex: str, category: str = ALL) -> Estimate | None:
        """Years of life without what a measure counts, of everybody or of one fifth."""
        breakdown = ALL if category == ALL else FIFTHS
        wanted = (condition, sex, breakdown, category)
        for row in self._rows(HEALTHY, self.area):
            if (row["without"], row["sex"], row["breakdown"], row["category"]) == wanted:
                return estimate_of(row)
        return None

    def areas(self, kind: str) -> list[Area]:
        """Areas of a kind that have a life expectancy, by name."""
        codes = {row["area_code"] for row in self.release.select(EXPECTANCY, area_type=kind)}
        found = [area for area in self.release.areas.values() if area.area_type == kind]
        return sorted((area for area in found if area.code in codes), key=lambda area: area.name)

    def rows_of(self, table: str) -> Sequence[dict[str, Any]]:
        """Every row of a table about the place."""
        return self._rows(table, self.area)

    def _rows(self, table: str, area: Area) -> Sequence[dict[str, Any]]:
        key = (table, area.key)
        if key not in self._held:
            where = {"area_type": area.area_type, "area_code": area.code}
            self._held[key] = self.release.select(table, **where)
        return self._held[key]

    @cached_property
    def _held(self) -> dict[tuple[str, AreaKey], list[dict[str, Any]]]:
        return {}
