"""Published series of Cambridgeshire and Peterborough, as tables of one row a series."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np

from wholeplace.measures.forecasts.found import FEWEST_EACH
from wholeplace.statistics.forecasting import BackTest, back_test
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
    title: str
    """What the documentation calls it."""
    observed: float = 0.0
    """The share of periods that a series must have to be taken."""


FILES = {
    "ae_icb_monthly_cp": Published(
        ("icb22_code",), "month", ATTENDANCES, 12, 6, 24, "A&E by system, 2022 to 2025"
    ),
    "ae_trust_monthly_cp": Published(
        ("nhs_trust22_code",), "month", ATTENDANCES, 12, 6, 24, "A&E by trust, 2021 to 2025"
    ),
    "ae_trust_monthly_2016_2019_cp": Published(
        ("org_code", "type"), "period", OF_2016, 12, 6, 24, "A&E by trust, 2016 to 2019"
    ),
    "dtoc_days_by_reason_monthly_cp": Published(
        ("Name",), "month", REASONS, 12, 6, 24, "delayed transfers by reason, 2011 to 2019"
    ),
    "dtoc_days_by_responsible_org_monthly_cp": Published(
        ("Name",),
        "month",
        WHO_IS_RESPONSIBLE,
        12,
        6,
        24,
        "delayed transfers by organisation, 2011 to 2019",
    ),
    "criteria_to_reside_trust_daily_cp": Published(
        ("nhs_trust22_code",),
        "date",
        STILL_IN_BED,
        7,
        14,
        119,
        "criteria to reside by trust, daily",
    ),
    "criteria_to_reside_icb_daily_cp": Published(
        ("icb22_code",), "date", STILL_IN_BED, 7, 14, 119, "criteria to reside, system, daily"
    ),
}


BEDS = (
    "general_acute_beds_available",
    "general_acute_beds_occupied",
    "adult_general_acute_beds_occupied",
    "adult_critical_care_beds_occupied",
)
OVER_18 = ("waits_over_18_weeks",)
UNSEEN = {
    "ons_weekly_deaths_2010_2019": Published(
        ("category_1", "category_2"),
        "date",
        ("counts",),
        52,
        8,
        120,
        "deaths by cause, sex, age and region, weekly, 2010 to 2019",
        observed=0.9,
    ),
    "beds_trust_monthly_cp": Published(
        ("nhs_trust22_code",), "month", BEDS, 12, 6, 24, "beds by trust, 2022 to 2025", 0.9
    ),
    "rtt_trust_monthly_cp": Published(
        ("nhs_trust22_code", "treatment"),
        "date",
        OVER_18,
        12,
        6,
        24,
        "over 18 weeks by trust and specialty, 2019 to 2025",
        0.6,
    ),
    "rtt_stp_monthly_cp": Published(
        ("treatment",), "date", OVER_18, 12, 6, 24, "over 18 weeks by specialty, 2020 to 2025", 0.6
    ),
}
"""Files that were looked at only when the settings stood; see the documentation."""


def series_of(reference: Path, name: str) -> np.ndarray:
    """The series of a file, of shape (series, periods); NaN where a period has no value."""
    about = (FILES | UNSEEN)[name]
    found: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    with (reference / "real" / f"{name}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            key = tuple(row[column] for column in about.by)
            for column in about.values:
                if row[column]:
                    found[(*key, column)][row[about.time]] = float(row[column])
    times = sorted({time for values in found.values() for time in values})
    table = np.array([[values.get(time, np.nan) for time in times] for values in found.values()])
    large = np.nanmedian(table, axis=1) >= FEWEST_EACH if about.observed else True
    return table[(np.isfinite(table).mean(axis=1) >= about.observed) & large]


def back_tested(reference: Path, name: str, forecaster: Forecaster) -> BackTest:
    """A back-test of a method on a file, its ranges those of the method alone.

    Origins are every month, or 45 days or 26 weeks spread evenly, from the first to the last but
    one period.
    """
    about, values = (FILES | UNSEEN)[name], series_of(reference, name)
    periods = values.shape[1]
    most = {7: 45, 12: periods, 52: 26}[about.season]
    last = periods - 1
    spread = np.linspace(about.first, last, min(most, last - about.first + 1))
    origins = sorted({round(at) for at in spread})
    return back_test(values, about.season, about.horizon, origins, forecaster)


def horizons(found: BackTest) -> float:
    """How many forecasts one after another the origins have room for, none sharing a period."""
    return float(found.origins[-1] - found.origins[0] + 1) / found.actual.shape[2]


def sampling_error(found: BackTest, meant: float = 0.8) -> float:
    """The standard error of the share of ranges that held what came.

    Series are taken to stray together, and origins less than a horizon apart too: Newey and West's
    estimate (Econometrica 1987;55:703-8), more for few horizons.
    """
    held = found.held(meant)
    stray = np.nansum(held - np.nanmean(held), axis=(1, 2))
    apart = found.origins[:, None] - found.origins[None, :]
    alike = np.maximum(1 - np.abs(apart) / held.shape[2], 0)
    few = horizons(found) / (horizons(found) - 1)
    return float(np.sqrt(max(stray @ alike @ stray, 0) * few) / np.isfinite(held).sum())


def interval_score(found: BackTest, meant: float = 0.8) -> float:
    """Width, and what is missed times 2 over the share to be missed; in seasonal differences."""
    scale = np.nanmean(np.where(found.scale > 0, found.scale, np.nan), axis=0)[None, :, None]
    half = found.half_width(meant)
    missed = np.maximum(np.abs(found.actual - found.mean) - half, 0)
    return float(np.nanmean((2 * half + 2 / (1 - meant) * missed) / scale))
