"""Pressure of the made release: made counts, through the code that releases real ones."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.measures.delays.arrivals import SCHEMA as ARRIVALS
from wholeplace.measures.delays.cube import FOUR_WEEKS, NOW, WEEK_BEFORE, WINDOWS, YEAR
from wholeplace.measures.delays.feeds import SCHEMA as FEEDS
from wholeplace.measures.delays.intervals import AFTER_READY, DELAYED, DIMENSIONS, NO_CRITERIA
from wholeplace.measures.delays.services import service_rows
from wholeplace.measures.delays.table import ALL, delay_rows
from wholeplace.measures.delays.weekly import SCHEMA as WEEKLY
from wholeplace.measures.flow_inputs.schemas import SCHEMAS
from wholeplace.statistics import HES

AS_AT = dt.date(2026, 3, 31)
HOSPITAL, STALE = "ZQ2", "ZQ3"
PEOPLE = {DELAYED: 84, NO_CRITERIA: 130, AFTER_READY: 104}
BEDS = {(NOW, ALL): 1_200, (WEEK_BEFORE, ALL): 1_180, (YEAR, ALL): 430_000}
BEDS |= {(NOW, HOSPITAL): 1_200, (YEAR, HOSPITAL): 430_000}


def write_made_pressure(folder: Path) -> None:
    """Write the tables of the pressure board; one hospital's feed is not current.

    Args:
        folder: The release.
    """
    made = {
        "delays": delay_rows(_cube(), BEDS, [STALE], AS_AT, HES),
        "delays_weekly": _weeks(),
        "delays_services": service_rows(_now(), _capacity(), HES),
        "pressure_arrivals": _arrivals(),
        "pressure_feeds": _feeds(),
    }
    for name, table in made.items():
        pq.write_table(table, folder / f"{name}.parquet")


def _cube() -> pa.Table:
    """One row for each person delayed now, a fifth more a week before, and a year of delays."""
    rows = []
    for measure, people in PEOPLE.items():
        times_now = {NOW: 1.0, WEEK_BEFORE: 1.25, FOUR_WEEKS: 3.0, YEAR: 30.0}
        for moment, times in times_now.items():
            for n in range(round(people * times)):
                reason = "EACGDI"[n % 5] if measure == DELAYED else ""
                values = (HOSPITAL, "City Hospital", *_of_stay(n), reason or "", _body(measure, n))
                band = "4 to 6 days" if n % 3 else "21 days or more"
                rows.append(
                    dict(zip(DIMENSIONS, values, strict=True))
                    | {
                        "band": "" if moment in WINDOWS else band,
                        "people": 1,
                        "days": 4,
                        "moment": moment,
                        "measure": measure,
                    }
                )
    return pa.Table.from_pylist(rows)


def _of_stay(n: int) -> tuple[str, str, str]:
    service = ("reablement", "home_care_social", "nursing")[n % 3]
    place = ("fenland", "huntingdonshire", "elsewhere")[n % 2]
    return service, "3" if service == "nursing" else "1", place


def _body(measure: str, n: int) -> str:
    return ("NHS", "SOCIAL CARE", "BOTH")[n % 3] if measure == DELAYED else ""


def _weeks() -> pa.Table:
    rows = []
    for measure, people in PEOPLE.items():
        for week in range(52):
            last = AS_AT - dt.timedelta(days=7 * (51 - week))
            days = round(7 * people * (1 + 0.3 * float(np.sin(week / 5))))
            rows.append(
                {
                    "measure": measure,
                    "hospital": ALL,
                    "first_day": last - dt.timedelta(days=6),
                    "last_day": last,
                    "days": days,
                    "people": days / 7,
                    "status": "shown",
                }
            )
    return pa.Table.from_pylist(rows, schema=WEEKLY)


def _now() -> pa.Table:
    rows = [
        {"state": state, "service": service, "place": place, "hospital": "", "days": 5, "people": n}
        for state, service, place, n in (
            ("in_service", "reablement", "fenland", 41),
            ("in_service", "reablement", "huntingdonshire", 30),
            ("in_service", "nursing", "fenland", 4),
            ("waiting", "reablement", "fenland", 12),
            ("in_process", "nursing", "fenland", 9),
        )
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMAS["now"])


def _capacity() -> pa.Table:
    week = AS_AT - dt.timedelta(days=1)
    slots = (("reablement", "fenland", 40), ("reablement", "huntingdonshire", 60))
    slots += (("nursing", "fenland", 10),)
    rows = [
        {"week": week, "service": service, "place": place, "slots": n, "weekend_starts": False}
        for service, place, n in slots
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMAS["capacity"])


def _arrivals() -> pa.Table:
    rows = [
        {
            "name": "attendances",
            "hospital": hospital,
            "moment": moment,
            "first_day": AS_AT - dt.timedelta(days=ago + 6),
            "last_day": AS_AT - dt.timedelta(days=ago),
            "events": events,
            "counted": round(events * 0.24),
            "value": 0.24,
            "lower": 0.23,
            "upper": 0.25,
            "status": "shown",
            "share_status": "shown",
        }
        for hospital in (HOSPITAL, ALL)
        for moment, ago, events in ((NOW, 0, 5_400), (WEEK_BEFORE, 7, 5_100))
    ]
    return pa.Table.from_pylist(rows, schema=ARRIVALS)


def _feeds() -> pa.Table:
    rows = [
        {
            "dataset": dataset,
            "title": title,
            "source": source,
            "last_day": AS_AT - dt.timedelta(days=ago),
            "received": dt.date(2026, 4, 1),
            "days_ago": ago,
            "stale_after": 3,
            "stale": ago > 3,
        }
        for dataset, title, source, ago in (
            ("hospital_discharge", "Hospital discharge", "city", 0),
            ("discharge_delay", "Discharge delay", "city", 1),
            ("discharge_delay", "Discharge delay", "riverside", 28),
        )
    ]
    return pa.Table.from_pylist(rows, schema=FEEDS)
