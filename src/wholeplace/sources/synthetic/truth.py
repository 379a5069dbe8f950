"""The realised truth: what was planted about each person and each area, never landed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wholeplace.sources.synthetic.admissions import EMERGENCY, FALL, Spells
from wholeplace.sources.synthetic.attendances import Attendances
from wholeplace.sources.synthetic.conditions import CHRONIC, CONDITIONS, NAMES
from wholeplace.sources.synthetic.faults import RATES
from wholeplace.sources.synthetic.feeds import dates
from wholeplace.sources.synthetic.gp_feed import CATEGORIES, LATEST, EventSummary, local_ids
from wholeplace.sources.synthetic.population import (
    NEVER,
    REGISTERED,
    REGISTERED_ELSEWHERE,
    completed_years,
)
from wholeplace.sources.synthetic.prevalence import cell_of
from wholeplace.sources.synthetic.world import World

DECIMALS = 10
"""Of what is worked out: processors differ in the last digits of an exponential."""
KINDS = ("registered", "left", "died", "registered elsewhere", "visitor")


class Activity:
    """What each person's clean records say about the last year, gathered as they are made."""

    def __init__(self, world: World) -> None:
        number = len(world.people)
        self.events = 0
        self.contact_days = np.zeros(number, dtype=np.int32)
        self.values = {name: np.full(number, np.nan) for name in LATEST}
        self.days = {name: np.full(number, NEVER, dtype=np.int32) for name in LATEST}
        self.hospital: dict[str, NDArray[np.int64]] = {}
        self.wider: dict[str, NDArray[np.int64]] = {}

    def add(self, found: EventSummary) -> None:
        """Take in one chunk of GP events."""
        part = slice(found.start, found.stop)
        self.events += found.events
        self.contact_days[part] = found.contact_days
        for name, (values, days) in found.latest.items():
            self.values[name][part], self.days[name][part] = values, days

    def count_hospital(
        self, world: World, spells: Spells, visits: Attendances, sent: NDArray[np.bool_]
    ) -> None:
        """Count admissions and attendances of the last year, in all hospitals and in feeds sent."""
        number = len(world.people)
        urgent = np.isin(spells.reason, (EMERGENCY, FALL))
        for name, person, day, place, chosen in (
            ("admissions", spells.person, spells.day, spells.hospital, np.ones_like(urgent)),
            ("emergency_admissions", spells.person, spells.day, spells.hospital, urgent),
            ("falls_admissions", spells.person, spells.day, spells.hospital, spells.reason == FALL),
            ("attendances", visits.person, visits.day, visits.hospital, visits.day > 0),
        ):
            recent = chosen & (day > world.last - 365) & (day <= world.last)
            self.hospital[name] = np.bincount(person[recent], minlength=number)
            landed = recent & sent[place]
            self.hospital[f"{name}_sent"] = np.bincount(person[landed], minlength=number)


def person_table(world: World, numbers: NDArray[np.int64], activity: Activity) -> pa.Table:
    """One row per person ever drawn, as they truly are on the last day.

    Args:
        world: The population.
        numbers: NHS number of each person.
        activity: What was counted while records were written.

    Returns:
        Identity, place, registration and residence, a date for each condition (empty for no),
        activity of the last year and latest values.
    """
    people, areas, history = world.people, world.areas, world.history
    listed = history.start < NEVER
    inside = people.lsoa != areas.outside
    here = inside & (history.gone == NEVER)
    here &= np.isin(people.kind, (REGISTERED, REGISTERED_ELSEWHERE))
    practice = pa.array(people.practice.astype(np.int64), mask=people.practice < 0)
    lsoa = pa.array(people.lsoa.astype(np.int64))
    district = pa.array(np.array(areas.district_codes)).take(
        pa.array(areas.district[people.lsoa].astype(np.int64))
    )
    columns: dict[str, pa.Array] = {
        "nhs_number": pa.array(numbers).cast(pa.string()),
        "gp_local_id": _only(local_ids(np.arange(len(people))), listed),
        "kind": pa.array(np.array(KINDS)).take(pa.array(people.kind.astype(np.int64))),
        "sex": pa.array(np.where(people.sex == 1, "female", "male")),
        "birth_date": dates(people.birth),
        "death_date": dates(people.death, people.death == NEVER),
        "age": pa.array(completed_years(people.birth, world.last)),
        "age_known": pa.array(people.age),
        "ethnic_category": pa.array(CATEGORIES[people.ethnicity]),
        "registered_from": dates(history.start, ~listed),
        "registered_to": dates(history.end, history.end == NEVER),
        "registered_late": pa.array(history.late & listed),
        "registered": pa.array(people.kind == REGISTERED),
        "resident": pa.array(here),
        "listed_but_gone": pa.array(history.gone < NEVER),
        "practice": pa.array(areas.practice).take(practice),
        "pcn": pa.array(areas.pcn).take(practice),
        "place": pa.array(areas.place).take(practice),
        "lsoa21": pa.array(areas.lsoa21).take(lsoa),
        "lsoa11": pa.array(areas.lsoa11).take(lsoa),
        "msoa": pa.array(areas.msoa).take(lsoa),
        "district": district,
        "imd19_fifth": _fifth(areas.fifth19[people.lsoa]),
        "imd25_fifth": _fifth(areas.fifth25[people.lsoa]),
        "household": pa.array(world.homes.household),
        "care_home": pa.array(world.homes.care_home),
        "frailty": pa.array(world.health.frailty),
        "n_chronic": pa.array(world.health.chronic_of(slice(None))),
    }
    for name in NAMES:
        since = world.health.day_of(name)
        columns[name] = dates(since, since == NEVER)
    columns["contact_days_12m"] = pa.array(activity.contact_days)
    for name, counts in activity.hospital.items():
        columns[f"{name}_12m"] = pa.array(counts)
    for name, counts in activity.wider.items():
        columns[name] = pa.array(counts)
    for name in LATEST:
        absent = np.isnan(activity.values[name])
        columns[name] = pa.array(activity.values[name], mask=absent)
        columns[f"{name}_date"] = dates(activity.days[name], absent)
    return pa.table(columns)


def _only(values: pa.Array, kept: NDArray[np.bool_]) -> pa.Array:
    return values.take(pa.array(np.arange(len(kept)), mask=~kept))


def _fifth(values: NDArray[np.integer]) -> pa.Array:
    return pa.array(values.astype(np.int64), mask=values == 0)


def planted_shares(world: World) -> pa.Table:
    """The chance planted for each condition, averaged over the registered people of each area.

    The pipeline's share differs from it by chance alone, so it lies inside a 95 % interval in
    about 95 of 100 cells. Obesity is left out: its readings are moved to people still here.

    Returns:
        area_type, area_code, condition, people, expected (0 to 1, rounded), realised (people).
    """
    people, areas = world.people, world.areas
    chosen = np.flatnonzero(people.kind == REGISTERED)
    cell = cell_of(people, areas)[chosen]
    lsoa, practice = people.lsoa[chosen], people.practice[chosen]
    district = np.array(areas.district_codes)[areas.district]
    parts: Mapping[str, NDArray[np.str_]] = {
        "icb": np.full(len(chosen), "all"),
        "place": areas.place[practice],
        "pcn": areas.pcn[practice],
        "practice": areas.practice[practice],
        "district": district[lsoa],
        "msoa": areas.msoa[lsoa],
        "imd19_fifth": areas.fifth19[lsoa].astype("U1"),
    }
    rows: dict[str, list[object]] = {
        name: []
        for name in ("area_type", "area_code", "condition", "people", "expected", "realised")
    }
    for kind, labels in parts.items():
        codes, which = np.unique(labels, return_inverse=True)
        size = np.bincount(which)
        for place, name in enumerate(NAMES):
            if name == "obesity":
                continue
            added = np.bincount(which, world.model.marginal[cell, place])
            expected = np.round(added / size, DECIMALS)
            realised = np.bincount(which, world.health.has(name)[chosen])
            for row, code in enumerate(codes):
                if code not in ("", "0"):
                    values = (kind, str(code), name, int(size[row]), expected[row], realised[row])
                    for column, value in zip(rows.values(), values, strict=True):
                        column.append(value)
    return pa.table(rows)


def parameters(world: World) -> dict[str, object]:
    """The planted parameters, rounded: slopes, loadings, links and the shared unknowns."""
    model = world.model
    return {
        "seed": world.seed,
        "chronic": list(CHRONIC),
        "frailty_spread": round(model.spread, DECIMALS),
        "north_log_odds": round(model.north, DECIMALS),
        "aged_85_log_odds": round(model.very_old, DECIMALS),
        "aged_85_spread": round(model.very_old_spread, DECIMALS),
        "conditions": {
            c.name: {
                "log_odds_per_fifth_more_deprived": c.slope,
                "log_odds_women": c.women,
                "frailty_loading": c.loading,
                "log_odds_with_hypertension": round(float(model.link[place]), DECIMALS),
                "mean_years_since_diagnosis": c.years,
            }
            for place, c in enumerate(CONDITIONS)
        },
        "fault_rates": RATES,
    }


def write_truth(
    folder: Path,
    world: World,
    numbers: NDArray[np.int64],
    activity: Activity,
    faults: pa.Table,
    planted: Mapping[str, pa.Table],
) -> pa.Table:
    """Write the truth folder.

    Args:
        folder: Where to.
        world: The population.
        numbers: NHS number of each person.
        activity: What was counted.
        faults: Mistakes made.
        planted: Further tables of what was planted, by name.

    Returns:
        The person table, for the calibration report.
    """
    folder.mkdir(parents=True, exist_ok=True)
    table = person_table(world, numbers, activity)
    pq.write_table(table, folder / "person.parquet", compression="zstd")
    pq.write_table(planted_shares(world), folder / "planted.parquet", compression="zstd")
    pq.write_table(faults, folder / "errors.parquet", compression="zstd")
    for name, rows in planted.items():
        pq.write_table(rows, folder / f"{name}.parquet", compression="zstd")
    text = json.dumps(parameters(world), indent=2)
    (folder / "parameters.json").write_text(text + "\n", encoding="utf-8")
    return table
