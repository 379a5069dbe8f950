"""Bed days in a run: their cubes, the release's tables of them, and the rules they follow."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wholeplace.core.calendar import window_start
from wholeplace.core.engine import Engine
from wholeplace.core.expressions import days_between
from wholeplace.measures.bed_days import by_age, occupied, released
from wholeplace.measures.bed_days.counting import (
    Year,
    bed_day_cube,
    cube_kinds,
    nights_apart,
    period_to,
    read_bed_days,
    use_of,
    years_of,
)
from wholeplace.measures.bed_days.stays import (
    EMERGENCY,
    SPELLS,
    spells_with_ends,
    stays_of,
)
from wholeplace.measures.cubes import CUBES, Cube
from wholeplace.measures.orders import Prepared
from wholeplace.record.person_table import PERIOD_MONTHS, Inputs
from wholeplace.record.runs import RunFolders, write_json
from wholeplace.statistics import DisclosureProfile, round_count

OF_NOBODY = ("provider_code", "admission_date", "discharge_date", "admission_method")
BED_DAYS, OCCUPIED, BY_AGE = "bed_days", "occupied_beds", "stays_by_age"
ONE, NONE = ibis.literal(1, "int64"), ibis.literal(0, "int64")
ENOUGH = 0.5
"""A year with less than this share of the latest year's admissions is one the data do not cover."""


def write_bed_days(
    engine: Engine,
    prepared: Prepared,
    inputs: Inputs,
    people: ir.Table,
    earlier: Iterator[dt.date],
    folders: RunFolders,
) -> None:
    """Count emergency bed days of older people and occupied beds, and write them, gated.

    Where no spells were landed nothing is written, and the page says so.

    Args:
        engine: The engine.
        prepared: What the run rests on.
        inputs: What the person table was made from.
        people: The person table.
        earlier: The last days of earlier years that the register of people reaches back to.
        folders: The folders of the run.
    """
    if SPELLS not in inputs.datasets:
        return
    as_at = prepared.plan.as_at
    rows = inputs.datasets[SPELLS]
    register = inputs.datasets["person"]
    died = register.filter(register.death_date.notnull()).join(inputs.links, "record_id")
    deaths = died.group_by("person").agg(death_date=died.death_date.max())
    spells = spells_with_ends(engine, rows, inputs.links, deaths, as_at)
    days = [as_at, *_covered(engine, rows, earlier, as_at)]
    periods = [period_to(day) for day in days]
    stays = engine.keep(stays_of(engine, spells, periods), name="stays")
    years = list(years_of(engine, prepared.plan, inputs, people, days[1:]))
    use = use_of(engine, stays, years)
    nobody = engine.keep(rows.anti_join(inputs.links, "record_id").select(OF_NOBODY))
    unlinked = _unlinked_nights(engine, nobody, years[0])
    now = use.filter(use.end == ibis.literal(as_at))
    apart = nights_apart(engine, people, now, unlinked)
    exact = by_age.stays_by_age(engine, stays, people, periods[0])
    shown = by_age.released_by_age(exact, periods[0], prepared.profile)
    pq.write_table(shown, folders.release / f"{BY_AGE}.parquet", compression="zstd")
    kept = {
        cube.basis: list(_counted(engine, prepared, cube, years, use, folders)) for cube in CUBES
    }
    profile = prepared.profile
    parts = [released.SCHEMA.empty_table()]
    for basis, counted in kept.items():
        parts += released.bed_day_rows(counted, basis, profile)
    table = pa.concat_tables(parts)
    by = [(name, "ascending") for name in ("area_type", "area_code", "basis")]
    table = table.take(pc.sort_indices(table, sort_keys=by))
    pq.write_table(table, folders.release / f"{BED_DAYS}.parquet", compression="zstd")
    _write_occupied(engine, prepared, spells, nobody, folders)
    few = profile.suppressed_up_to
    said = {
        "apart": {
            why: None if 0 < persons <= few else _shown(days, profile)
            for why, (persons, days) in apart.items()
        },
        "ends_supposed": _supposed(engine, spells, profile),
    }
    write_json(folders.release / f"{BED_DAYS}.json", said)


def _counted(
    engine: Engine,
    prepared: Prepared,
    cube: Cube,
    years: Sequence[Year],
    use: ir.Table,
    folders: RunFolders,
) -> Iterator[released.Counted]:
    """Write the cubes of every year on one basis, and read them into arrays."""
    kinds = ibis.schema(cube_kinds(cube)).to_pyarrow()
    every = engine.fetch(bed_day_cube(cube, years, use))
    for year in years:
        table = every.filter(pc.equal(every["end"], pa.scalar(year.end)))
        table = table.select(kinds.names).cast(kinds)
        path = folders.cubes / f"{BED_DAYS}_{cube.basis}_{year.end}.parquet"
        pq.write_table(table, path, compression="zstd")
        cells = read_bed_days(table, cube, prepared.geography)
        yield released.Counted((year.start, year.end), cells)


def _shown(count: int, profile: DisclosureProfile) -> int | None:
    """A count as it may be shown, or None."""
    rounded = float(round_count(count, profile))
    return None if math.isnan(rounded) else int(rounded)


def _covered(
    engine: Engine, rows: ir.Table, earlier: Iterator[dt.date], as_at: dt.date
) -> Iterator[dt.date]:
    """Earlier years in which admissions were sent as they are now."""
    now = _admitted(engine, rows, as_at)
    for day in earlier:
        if _admitted(engine, rows, day) < ENOUGH * now:
            return
        yield day


def _admitted(engine: Engine, rows: ir.Table, end: dt.date) -> int:
    """Admissions of the year to a day."""
    start = ibis.literal(window_start(end, PERIOD_MONTHS))
    inside = rows.filter(rows.admission_date.between(start, ibis.literal(end)))
    return int(engine.fetch(inside.agg(number=inside.count()))["number"][0].as_py())


def _unlinked_nights(engine: Engine, nobody: ir.Table, year: Year) -> int:
    """Emergency nights of a year in records that belong to nobody known, of any age."""
    urgent = nobody.filter(nobody.admission_method.isin(EMERGENCY))
    after = ibis.literal(year.end + dt.timedelta(days=1))
    begins = ibis.greatest(urgent.admission_date, ibis.literal(year.start))
    ends = ibis.least(urgent.discharge_date.fill_null(after), after)
    nights = ibis.greatest(days_between(begins, ends), 0)
    found = engine.fetch(urgent.agg(days=nights.sum().cast("int64")))
    return int(found["days"][0].as_py() or 0)


def _supposed(engine: Engine, spells: ir.Table, profile: DisclosureProfile) -> int | None:
    """Spells whose end was not sent and had to be supposed, as a count may be shown."""
    found = engine.fetch(spells.agg(number=spells.supposed.sum().cast("int64")))
    return _shown(int(found["number"][0].as_py() or 0), profile)


def _write_occupied(
    engine: Engine,
    prepared: Prepared,
    spells: ir.Table,
    nobody: ir.Table,
    folders: RunFolders,
) -> None:
    """Write the daily counts, which are exact and stay inside, and the months that are released.

    Beds are occupied by people nobody knows too, so spells that are not linked count here.
    """
    as_at = prepared.plan.as_at
    nobody = nobody.filter(nobody.admission_date <= ibis.literal(as_at))
    after = ibis.literal(as_at + dt.timedelta(days=1))
    columns = ("provider_code", "admission_date", "ends")
    strangers = nobody.mutate(ends=nobody.discharge_date.fill_null(after)).select(*columns)
    everybody = spells.select(*columns).union(strangers)
    came = everybody.select("provider_code", day="admission_date", came=ONE, left=NONE)
    left = everybody.select("provider_code", day="ends", came=NONE, left=ONE)
    both = came.union(left)
    moves = both.group_by("provider_code", "day").agg(
        came=both.came.sum().cast("int64"), left=both.left.sum().cast("int64")
    )
    daily = occupied.occupied_daily(engine.fetch(moves), as_at)
    pq.write_table(daily, folders.cubes / f"{OCCUPIED}.parquet", compression="zstd")
    months = occupied.occupied_rows(daily, prepared.profile)
    pq.write_table(months, folders.release / f"{OCCUPIED}.parquet", compression="zstd")
