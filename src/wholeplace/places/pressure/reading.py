"""Reading what the pressure board shows from a release's gated tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wholeplace.measures.delays.cube import FOUR_WEEKS, NOW, WEEK_BEFORE, YEAR
from wholeplace.measures.delays.intervals import AFTER_READY, DELAYED, NO_CRITERIA
from wholeplace.measures.delays.parts import WITHHELD
from wholeplace.measures.delays.table import ALL, STALE
from wholeplace.measures.release import Release
from wholeplace.sources.after_hospital import WITH_SLOTS

SHOWN, SUPPRESSED = "shown", "suppressed"
NAMES_OF_HOSPITALS = "provider"
MOMENTS = (NOW, WEEK_BEFORE, FOUR_WEEKS, YEAR)


@dataclass(frozen=True)
class Count:
    """A count of people as it may be seen, with what it is a share of.

    Attributes:
        people: The rounded count; None where it is hidden or not current.
        status: "shown", "suppressed", "withheld" or "stale".
        days: Rounded bed days, where there are any to see.
        value, lower, upper: A share of occupied beds, or mean days.
    """

    people: int | None
    status: str
    days: int | None = None
    value: float | None = None
    lower: float | None = None
    upper: float | None = None


class Pressure:
    """What one release says of pressure.

    Args:
        release: The release.
    """

    def __init__(self, release: Release) -> None:
        self.release = release
        self.as_at = release.manifest.as_at
        rows = release.rows("delays_services")
        self.services = [row for row in rows if row["service"] in WITH_SLOTS]
        self.together = [row for row in rows if row["service"] not in WITH_SLOTS]
        self.arrivals = release.rows("pressure_arrivals")
        self.feeds = release.rows("pressure_feeds")

    @cached_property
    def _counts(self) -> dict[tuple[str, str, str], dict[str, Count]]:
        found: dict[tuple[str, str, str], dict[str, Count]] = {}
        for row in self.release.rows("delays"):
            kind = (row["measure"], row["moment"], row["breakdown"])
            found.setdefault(kind, {})[row["category"]] = Count(
                *(row[name] for name in ("people", "status", "days", "value", "lower", "upper"))
            )
        return found

    @property
    def measures(self) -> list[str]:
        """The measures that this release holds, of the three."""
        held = {measure for measure, _, _ in self._counts}
        return [name for name in (DELAYED, NO_CRITERIA, AFTER_READY) if name in held]

    def total(self, measure: str, moment: str) -> Count | None:
        """Everybody, or None where the measure was not produced."""
        return self._counts.get((measure, moment, ALL), {}).get(ALL)

    def split(self, measure: str, breakdown: str) -> dict[str, dict[str, Count]]:
        """Category → moment → count, of every category that any moment holds."""
        found: dict[str, dict[str, Count]] = {}
        for moment in MOMENTS:
            for category, count in self._counts.get((measure, moment, breakdown), {}).items():
                found.setdefault(category, {})[moment] = count
        for counts in found.values():
            silent = NOW in counts and counts[NOW].status == STALE
            for moment in MOMENTS:
                absent = Count(None, STALE) if silent else self._absent(measure, moment)
                counts.setdefault(moment, absent)
        return found

    def _absent(self, measure: str, moment: str) -> Count:
        """The count of a category nobody is in: nothing, unless the whole is not divided."""
        whole = self.total(measure, moment)
        if whole is None or whole.status != SHOWN:
            return Count(None, WITHHELD)
        return Count(0, SHOWN, 0)

    def stale_hospitals(self, measure: str) -> list[str]:
        """Codes of the hospitals whose feed is not current."""
        now = self._counts.get((measure, NOW, "hospital"), {})
        return [code for code, count in now.items() if count.status == STALE]

    def weekly(self, measure: str) -> list[dict[str, Any]]:
        """The weeks of a measure for all hospitals together, the earliest first."""
        rows = self.release.select("delays_weekly", measure=measure, hospital=ALL)
        return sorted(rows, key=lambda row: row["last_day"])

    @property
    def stale_feeds(self) -> list[dict[str, Any]]:
        """Feeds that are not current."""
        return [feed for feed in self.feeds if feed["stale"]]

    def hospital(self, code: str) -> str:
        """A hospital provider's name; its code where the release has no name."""
        area = self.release.areas.get((NAMES_OF_HOSPITALS, code))
        return area.name if area is not None else code

    def place(self, slug: str) -> str:
        """A place's name, and words for people who live in none of them."""
        words = {"elsewhere": "Elsewhere", "unknown": "Not known", ALL: "Every place"}
        area = self.release.areas_by_slug.get(slug)
        return words.get(slug) or (area.name if area is not None else slug)


def age_in_days(as_at: dt.date, today: dt.date) -> int:
    """Days that the board lies behind the day it is read on, never below 0."""
    return max((today - as_at).days, 0)


def first(values: Iterable[Any]) -> Any:
    """The first of some values, or None."""
    return next(iter(values), None)
