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

from wholeplace.core.engine import Engine
from wholeplace.core.expressions import days_between, flag
from wholeplace.measures.bed_days import by_age, occupied, released
from wholeplace.measures.bed_days.counting import (
    bed_day_cube,
    cube_kinds,
    nights_apart,
    old_in_years,
    older_people,
    period_to,
    read_bed_days,
    spells_that_count,
    use_of,
)
from wholeplace.measures.bed_days.stays import (
    EMERGENCY,
    SPELLS,
    linked_spells,
    spells_with_ends,
    spells_without_end,
    stays_of,
)
from wholeplace.measures.cubes import CUBES, Cube
from wholeplace.measures.orders import Prepared
from wholeplace.record.person_table import Inputs
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
    rows, links = inputs.datasets[SPELLS], inputs.links
    every = linked_spells(engine, rows, links, as_at)
    without_end = spells_without_end(engine, every, inputs.datasets["person"], links, as_at)
    days = [as_at, *_covered(engine, rows, list(earlier), as_at)]
    periods = [period_to(day) for day in days]
    older = older_people(engine, inputs, as_at)
    counting = spells_that_count(every, older.presence, periods[0][0])
    stays = stays_of(engine, spells_with_ends(counting, without_end, as_at), periods)
    old = old_in_years(engine, prepared.plan, older, people, days[1:])
    use = use_of(engine, stays, periods)
    nobody = _of_nobody(engine, rows, links, periods[0])
    apart = nights_apart(engine, old, use, as_at, _unlinked_nights(engine, nobody, periods[0]))
    exact = by_age.stays_by_age(engine, stays, people, periods[0])
    shown = by_age.released_by_age(exact, periods[0], prepared.profile)
    pq.write_table(shown, folders.release / f"{BY_AGE}.parquet", compression="zstd")
    kept = {
        cube.basis: list(_counted(engine, prepared, cube, periods, old, use, folders))
        for cube in CUBES
    }
    profile = prepared.profile
    parts = [released.SCHEMA.empty_table()]
    for basis, counted in kept.items():
        parts += released.bed_day_rows(counted, basis, profile)
    table = pa.concat_tables(parts)
    by = [(name, "ascending") for name in ("area_type", "area_code", "basis")]
    table = table.take(pc.sort_indices(table, sort_keys=by))
    pq.write_table(table, folders.release / f"{BED_DAYS}.parquet", compression="zstd")
    _write_occupied(engine, prepared, rows, without_end, nobody, folders)
    few = profile.suppressed_up_to
    said = {
        "apart": {
            why: None if 0 < persons <= few else _shown(days, profile)
            for why, (persons, days) in apart.items()
        },
        "ends_supposed": _supposed(engine, without_end, profile),
    }
    write_json(folders.release / f"{BED_DAYS}.json", said)


def _counted(
    engine: Engine,
    prepared: Prepared,
    cube: Cube,
    periods: Sequence[tuple[dt.date, dt.date]],
    old: ir.Table,
    use: ir.Table,
    folders: RunFolders,
) -> Iterator[released.Counted]:
    """Write the cubes of every year on one basis, and read them into arrays."""
    kinds = ibis.schema(cube_kinds(cube)).to_pyarrow()
    every = engine.fetch(bed_day_cube(cube, old, use))
    for period in periods:
        end = period[1]
        table = every.filter(pc.equal(every["end"], pa.scalar(end)))
        table = table.select(kinds.names).cast(kinds)
        path = folders.cubes / f"{BED_DAYS}_{cube.basis}_{end}.parquet"
        pq.write_table(table, path, compression="zstd")
        cells = read_bed_days(table, cube, prepared.geography)
        yield released.Counted(period, cells)


def _shown(count: int, profile: DisclosureProfile) -> int | None:
    """A count as it may be shown, or None."""
    rounded = float(round_count(count, profile))
    return None if math.isnan(rounded) else int(rounded)


def _covered(
    engine: Engine, rows: ir.Table, earlier: Sequence[dt.date], as_at: dt.date
) -> Iterator[dt.date]:
    """Earlier years in which admissions were sent as they are now."""
    admitted = _admitted(engine, rows, [as_at, *earlier])
    for day in earlier:
        if admitted[day] < ENOUGH * admitted[as_at]:
            return
        yield day


def _admitted(engine: Engine, rows: ir.Table, ends: Sequence[dt.date]) -> dict[dt.date, int]:
    """Admissions of the year to each of several days."""
    inside = {
        f"to_{end:%Y_%m_%d}": rows.admission_date.between(*map(ibis.literal, period_to(end)))
        for end in ends
    }
    numbers = {name: flag(within).sum().cast("int64") for name, within in inside.items()}
    (found,) = engine.fetch(rows.agg(**numbers)).to_pylist()
    return {end: int(number or 0) for end, number in zip(ends, found.values(), strict=True)}


def _of_nobody(
    engine: Engine, rows: ir.Table, links: ir.Table, period: tuple[dt.date, dt.date]
) -> ir.Table:
    """Spells of nobody known that have no end, or touch a year."""
    started = rows.admission_date <= ibis.literal(period[1])
    wanted = rows.discharge_date.isnull() | (rows.discharge_date >= ibis.literal(period[0]))
    found = rows.filter(started & wanted).select("record_id", *OF_NOBODY)
    return engine.keep(found.anti_join(links, "record_id").drop("record_id"), name="of_nobody")


def _unlinked_nights(engine: Engine, nobody: ir.Table, period: tuple[dt.date, dt.date]) -> int:
    """Emergency nights of a year in records that belong to nobody known, of any age."""
    urgent = nobody.filter(nobody.admission_method.isin(EMERGENCY))
    after = ibis.literal(period[1] + dt.timedelta(days=1))
    begins = ibis.greatest(urgent.admission_date, ibis.literal(period[0]))
    ends = ibis.least(urgent.discharge_date.fill_null(after), after)
    nights = ibis.greatest(days_between(begins, ends), 0)
    found = engine.fetch(urgent.agg(days=nights.sum().cast("int64")))
    return int(found["days"][0].as_py() or 0)


def _supposed(engine: Engine, without_end: ir.Table, profile: DisclosureProfile) -> int | None:
    """Spells whose end was not sent and had to be supposed, as a count may be shown."""
    found = engine.fetch(without_end.agg(number=without_end.supposed.sum().cast("int64")))
    return _shown(int(found["number"][0].as_py() or 0), profile)


def _write_occupied(
    engine: Engine,
    prepared: Prepared,
    rows: ir.Table,
    without_end: ir.Table,
    nobody: ir.Table,
    folders: RunFolders,
) -> None:
    """Write the daily counts, which are exact and stay inside, and the months that are released.

    Beds are occupied by people nobody knows too, so spells that are not linked count here.
    """
    as_at = prepared.plan.as_at
    after = ibis.literal(as_at + dt.timedelta(days=1))
    columns = ("provider_code", "admission_date")
    ended = rows.filter(
        (rows.admission_date <= ibis.literal(as_at)) & rows.discharge_date.notnull()
    )
    lasting = without_end.filter(without_end.discharge_date.isnull())
    strangers = nobody.filter(nobody.discharge_date.isnull())
    everybody = ibis.union(
        ended.select(*columns, ends="discharge_date"),
        lasting.select(*columns, "ends"),
        strangers.select(*columns, ends=after),
    )
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
