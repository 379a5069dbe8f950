"""Published series of Cambridgeshire and Peterborough, as tables of one row a series."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np

from wholeplace.statistics.forecasting import BackTest, back_test, rolling_origins
from wholeplace.statistics.forecasting.back_test import Forecaster

ATTENDANCES = ("total_attendances", "total_emergency_admissions", "attendances_over_4hours")
OF_2016 = ("attendances", "admissions", "breaches")
WHO_IS_RESPONSIBLE = ("NHS", "Social Care", "Both")
REASONS = (
    "Awaiting completion of assessment",
    "Awaiting public funding",
    "Awaiting further NHS non-acute care",
    "Awaiting residential home placement or availability",
    "Awaiting nursing home placement or availability",
    "Awaiting care package in own home",
    "Awaiting community equipment and adaptations",
    "Patient or family choice",
    "Total Delayed Transfers of Care",
)
STILL_IN_BED = ("do_not_meet_criteria_to_reside",)


class Published(NamedTuple):
    """A published file: which columns tell series apart, place them in time and hold values."""

    by: tuple[str, ...]
    time: str
    values: tuple[str, ...]
    season: int
    horizon: int
    first: int
    """The first origin: two seasons of months, and seventeen weeks of days."""


FILES = {
    "ae_icb_monthly_cp": Published(("icb22_code",), "month", ATTENDANCES, 12, 6, 24),
    "ae_trust_monthly_cp": Published(("nhs_trust22_code",), "month", ATTENDANCES, 12, 6, 24),
    "ae_trust_monthly_2016_2019_cp": Published(("org_code", "type"), "period", OF_2016, 12, 6, 24),
    "dtoc_days_by_reason_monthly_cp": Published(("Name",), "month", REASONS, 12, 6, 24),
    "dtoc_days_by_responsible_org_monthly_cp": Published(
        ("Name",), "month", WHO_IS_RESPONSIBLE, 12, 6, 24
    ),
    "criteria_to_reside_trust_daily_cp": Published(
        ("nhs_trust22_code",), "date", STILL_IN_BED, 7, 14, 119
    ),
    "criteria_to_reside_icb_daily_cp": Published(("icb22_code",), "date", STILL_IN_BED, 7, 14, 119),
}


def series_of(reference: Path, name: str) -> np.ndarray:
    """The series of a file, of shape (series, periods); NaN where a period has no value."""
    about = FILES[name]
    found: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    with (reference / "real" / f"{name}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            key = tuple(row[column] for column in about.by)
            for column in about.values:
                if row[column]:
                    found[(*key, column)][row[about.time]] = float(row[column])
    times = sorted({time for values in found.values() for time in values})
    return np.array([[values.get(time, np.nan) for time in times] for values in found.values()])


def back_tested(reference: Path, name: str, forecaster: Forecaster) -> BackTest:
    """A back-test of a method on a file, from at most 24 origins."""
    about, values = FILES[name], series_of(reference, name)
    origins = rolling_origins(values.shape[1], about.first // 2, about.horizon)
    return back_test(values, about.season, about.horizon, origins, forecaster)
