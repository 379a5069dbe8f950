"""Hospital day by day: who comes in, who is ready to leave, and who cannot, for whole systems."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from wholeplace.measures.flow_inputs.schemas import HISTORY_DAYS, file_name
from wholeplace.measures.forecasts.found import Found, Key, found
from wholeplace.statistics import DisclosureProfile, round_count

LEAVING = "leaving_hospital"
READY, PATHWAY = "ready", "ready_pathway_"
PATHWAYS = {
    0: "home without support",
    1: "home with support",
    2: "a bed in the community",
    3: "a care home",
}
Area = tuple[str, str, str]
Counts = dict[Key, dict[dt.date, float]]


def leaving_series(cubes: Path, system: Area, as_at: dt.date, profile: DisclosureProfile) -> Found:
    """Daily series of the whole system, as they may be shown.

    Args:
        cubes: The run's folder in the zone of cubes, with the flow model's inputs.
        system: Kind, code and name of the whole system.
        as_at: The date of the run: the last day.
        profile: The disclosure profile, which rounds each day and hides small ones.

    Returns:
        The series; a day without anybody is 0. None where nothing of hospital was landed, and no
        total of pathways where it would tell one that is hidden.
    """
    counts: Counts = defaultdict(lambda: defaultdict(float))
    for what, title, unit, day, people in _rows(cubes):
        counts[Key(LEAVING, what, title, unit, *system)][day] += people
    days = [as_at - dt.timedelta(days=back) for back in reversed(range(HISTORY_DAYS))]
    shown = {}
    for key, values in counts.items():
        rounded = round_count(np.array([values.get(day, 0.0) for day in days]), profile)
        shown[key] = dict(zip(days, rounded.tolist(), strict=True))
    made = found(shown, "day")
    pathways = {k for table in made.tables for k in table.labels if k[1].startswith(PATHWAY)}
    if len(pathways) < len(PATHWAYS) - 1:
        return made
    # All but one pathway beside their total would come near to saying the last.
    return found({key: values for key, values in shown.items() if key.series != READY}, "day")


def _rows(cubes: Path) -> Iterator[tuple[str, str, str, dt.date, int]]:
    """Name, title, unit, day and number of people, of every row of the inputs."""
    for row in pq.read_table(cubes / file_name("hospital_days")).to_pylist():
        stays = "people who stay a night or more"
        yield "admissions", f"Admissions of {stays}", "admissions", row["day"], row["admissions"]
        yield "occupied", f"Beds occupied by {stays}", "beds", row["day"], row["occupied"]
    for row in pq.read_table(cubes / file_name("arrivals")).to_pylist():
        ready = "People who become ready to leave hospital"
        yield READY, ready, "people", row["day"], row["people"]
        to = f"{ready} for {PATHWAYS[row['pathway']]}"
        yield f"{PATHWAY}{row['pathway']}", to, "people", row["day"], row["people"]
    for row in pq.read_table(cubes / file_name("delayed_days")).to_pylist():
        delayed = "People in hospital after they were ready to leave"
        yield "delayed", delayed, "people", row["day"], row["people"]
