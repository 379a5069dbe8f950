"""Forecasts read from a release: each series with what came, what lies ahead and its record."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from wholeplace.core.periods import Kind, Periods
from wholeplace.measures.catalogue import Area, AreaKey
from wholeplace.measures.forecasts.table import FORECASTS, RECORDS
from wholeplace.measures.release import Release
from wholeplace.statistics.forecasting.choosing import CLOSER


@dataclass(frozen=True)
class Point:
    """One period of a series.

    Attributes:
        start: Its first day.
        value: What came, or what is expected; None where it was hidden or missing.
        within_80: Limits meant to hold four in five; None of the past.
        within_95: Limits meant to hold 19 in 20; None of the past.
    """

    start: dt.date
    value: float | None
    within_80: tuple[float, float] | None = None
    within_95: tuple[float, float] | None = None


@dataclass(frozen=True)
class Series:
    """A series of one area, forecast.

    Attributes:
        source: Where it comes from: ``counted``, ``leaving_hospital`` or ``published``.
        name: Its name: a measure, an indicator, or what is counted of people leaving hospital.
        title: Plain English.
        unit: What is counted.
        kind: What its periods are.
        past: What came, oldest first.
        ahead: What lies ahead, nearest first.
        record: Its row of the release's table of records.
    """

    source: str
    name: str
    title: str
    unit: str
    kind: Kind
    past: tuple[Point, ...]
    ahead: tuple[Point, ...]
    record: dict[str, Any]

    @property
    def smoothed(self) -> bool:
        """Whether smoothing is shown, having been closer than the same as last season."""
        ratio = self.record["ratio"]
        return ratio is not None and ratio < CLOSER

    @property
    def last(self) -> dt.date:
        """The first day of the last period observed."""
        last: dt.date = self.record["last"]
        return last

    def shown(self, score: str) -> float | None:
        """A score of the method that is shown, such as ``coverage_80``; None if untested."""
        found: float | None = self.record[f"{'smoothing' if self.smoothed else 'naive'}_{score}"]
        return found

    def period(self, start: dt.date) -> str:
        """A period in words."""
        return Periods(self.kind, start, 1).name(0)


def read_series(release: Release, area: Area) -> list[Series]:
    """Every series of an area that the release forecasts, in the order they were written.

    Args:
        release: The release.
        area: The area.
    """
    named = {"area_type": area.area_type, "area_code": area.code}
    points: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in release.select(FORECASTS, **named):
        points[row["source"], row["series"]].append(row)
    found = []
    for record in release.select(RECORDS, **named):
        if record["why_not"]:
            continue
        rows = points[record["source"], record["series"]]
        past = tuple(_point(row) for row in rows if not row["ahead"])
        ahead = tuple(_point(row) for row in rows if row["ahead"])
        said = {name: record[name] for name in ("source", "title", "unit", "kind")}
        found.append(Series(name=record["series"], past=past, ahead=ahead, record=record, **said))
    return found


def not_forecast(release: Release, area: Area) -> list[dict[str, Any]]:
    """Records of the series of an area that are not forecast, each with ``why_not``."""
    found = release.select(RECORDS, area_type=area.area_type, area_code=area.code)
    return [record for record in found if record["why_not"]]


def areas_forecast(release: Release) -> list[Area]:
    """The areas that have a forecast, the largest kind first, then by name."""
    records = [row for row in release.rows(RECORDS) if not row["why_not"]]
    keys: set[AreaKey] = {(row["area_type"], row["area_code"]) for row in records}
    order = ("icb", "place", "upper_tier", "district", "provider")
    found = [release.areas[key] for key in keys if key in release.areas]
    return sorted(found, key=lambda area: (order.index(area.area_type), area.name))


def _point(row: dict[str, Any]) -> Point:
    if not row["ahead"]:
        return Point(row["period_start"], row["value"])
    within = [(row[f"lower_{c}"], row[f"upper_{c}"]) for c in (80, 95)]
    return Point(row["period_start"], row["value"], *within)
