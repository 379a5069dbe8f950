"""Hospital by day or week: who comes in, who is ready to leave, and who cannot, as a whole."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from wholeplace.measures.flow_inputs.schemas import HISTORY_DAYS, file_name
from wholeplace.measures.forecasts.found import Found, Key, found
from wholeplace.statistics import DisclosureProfile, round_count

LEAVING = "leaving_hospital"
READY, PATHWAY = "ready", "ready_pathway_"
_DAY, _WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
PATHWAYS = {
    0: "home without support",
    1: "home with support",
    2: "a bed in the community",
    3: "a care home",
}
BEDS, DELAYED = "occupied", "delayed"
"""What is counted on a day, not over it, so that days of a week cannot be added up."""
Area = tuple[str, str, str]
Counts = Mapping[Key, Mapping[dt.date, float]]


def leaving_series(cubes: Path, system: Area, as_at: dt.date, profile: DisclosureProfile) -> Found:
    """Series of the whole system, as they may be shown: by day, or by week where days are small.

    Args:
        cubes: The run's folder in the zone of cubes, with the flow model's inputs.
        system: Kind, code and name of the whole system.
        as_at: The date of the run: the last day.
        profile: The disclosure profile, which rounds each period and hides small ones.

    Returns:
        The series; a period without anybody is 0. None where nothing of hospital was landed, and
        no total of pathways where it would tell one that is hidden.
    """
    counts: dict[Key, dict[dt.date, float]] = defaultdict(lambda: defaultdict(float))
    for what, title, unit, day, people in _rows(cubes):
        counts[Key(LEAVING, what, title, unit, *system)][day] += people
    made = _by_day_or_week(counts, as_at, profile)
    pathways = {k for table in made.tables for k in table.labels if k[1].startswith(PATHWAY)}
    if len(pathways) < len(PATHWAYS) - 1:
        return made
    # All but one pathway beside their total would come near to saying the last.
    parts = {key: values for key, values in counts.items() if key.series != READY}
    return _by_day_or_week(parts, as_at, profile)


def _by_day_or_week(counts: Counts, as_at: dt.date, profile: DisclosureProfile) -> Found:
    days = [as_at - dt.timedelta(days=back) for back in reversed(range(HISTORY_DAYS))]
    daily = found(_shown(counts, days, profile), "day")
    small = [one for one in daily.left_out if one.key.series not in (BEDS, DELAYED)]
    mondays = [day for day in days if day.weekday() == 0 and day + _WEEK - _DAY <= as_at]
    by_week = {one.key: _by_week(counts[one.key]) for one in small}
    weekly = found(_shown(by_week, mondays, profile), "week")
    still = [one for one in daily.left_out if one not in small]
    return Found(daily.tables + weekly.tables, still + weekly.left_out)


def _shown(counts: Counts, starts: list[dt.date], profile: DisclosureProfile) -> Counts:
    """Counts as they may be shown, of every period that starts on one of some days."""
    shown = {}
    for key, values in counts.items():
        rounded = round_count(np.array([values.get(day, 0.0) for day in starts]), profile)
        shown[key] = dict(zip(starts, rounded.tolist(), strict=True))
    return shown


def _by_week(days: Mapping[dt.date, float]) -> dict[dt.date, float]:
    """Days added up into the weeks that their Mondays begin."""
    weeks: dict[dt.date, float] = defaultdict(float)
    for day, number in days.items():
        weeks[day - dt.timedelta(days=day.weekday())] += number
    return weeks


def _rows(cubes: Path) -> Iterator[tuple[str, str, str, dt.date, int]]:
    """Name, title, unit, day and number of people, of every row of the inputs."""
    for row in pq.read_table(cubes / file_name("hospital_days")).to_pylist():
        stays = "people who stay a night or more"
        yield "admissions", f"Admissions of {stays}", "admissions", row["day"], row["admissions"]
        yield BEDS, f"Beds occupied by {stays}", "beds", row["day"], row["occupied"]
    for row in pq.read_table(cubes / file_name("arrivals")).to_pylist():
        ready = "People who become ready to leave hospital"
        yield READY, ready, "people", row["day"], row["people"]
        to = f"{ready} for {PATHWAYS[row['pathway']]}"
        yield f"{PATHWAY}{row['pathway']}", to, "people", row["day"], row["people"]
    for row in pq.read_table(cubes / file_name("delayed_days")).to_pylist():
        delayed = "People in hospital after they were ready to leave"
        yield DELAYED, delayed, "people", row["day"], row["people"]
