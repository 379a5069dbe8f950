"""Counting bed days: people aged 65 and over, their stays and nights, by cell and year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.core.calendar import months_earlier, window_start
from wholeplace.core.engine import Engine
from wholeplace.core.expressions import UNKNOWN, flag
from wholeplace.geography import Geography
from wholeplace.measures.bed_days.stays import stays_in
from wholeplace.measures.cells import Cells, read_cells
from wholeplace.measures.cubes import REGISTERED, Cube
from wholeplace.measures.ladders import FIFTHS, ladder_of
from wholeplace.record.person_table import PERIOD_MONTHS, Inputs, person_tables
from wholeplace.record.plan import Plan
from wholeplace.record.presence import Presence

OLD = 65
MONTHS_IN_YEAR = 12
LONG = (7, 14, 21)
"""Nights after which a stay is long: NHS England counts people in hospital beyond each."""
WANTED = (
    *("person", "age", "age_band", "sex", "imd19_fifth", "imd25_fifth"),
    *("lsoa21", "icb", "resident", "practice", "pcn", "registered"),
)
"""What of an earlier year's people is counted by."""
PEOPLE_FROM = ("person", "registration", "residence")
AMOUNTS = (
    *("people", "in_hospital", "stays", "days"),
    *("stays_squared", "stays_days", "days_squared", "same_day"),
    *(f"long_{nights}" for nights in LONG),
    *("last_night", *(f"last_night_{nights}" for nights in LONG)),
)


class Year(NamedTuple):
    """One year: its first and last day, and the people of its last day."""

    start: dt.date
    end: dt.date
    people: ir.Table


def period_to(day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the year to a day."""
    return window_start(day, PERIOD_MONTHS), day


def years_of(
    engine: Engine, plan: Plan, inputs: Inputs, people: ir.Table, days: Sequence[dt.date]
) -> Iterator[Year]:
    """The year of the run and those before it, the latest first.

    Args:
        engine: The engine.
        plan: The plan of the run.
        inputs: What person tables are made from.
        people: The person table of the run.
        days: The last days of earlier years, the latest first.

    Yields:
        Years; of earlier ones with the people who were there then.
    """
    yield Year(*period_to(plan.as_at), people)
    if not days:
        return
    plans = [replace(plan.only([]), as_at=day) for day in days]
    few = {name: inputs.datasets[name] for name in PEOPLE_FROM}
    made = replace(inputs, datasets=few, presence=_old(engine, inputs.presence, days[0]))
    for day, there in zip(days, person_tables(engine, plans, made), strict=True):
        old = there.filter(there.age >= OLD).select(*WANTED)
        yield Year(*period_to(day), engine.keep(old, name="people_then"))


def _old(engine: Engine, presence: Presence | None, day: dt.date) -> Presence | None:
    """Who was here, of those who are 65 or over on a day, and so may have been on earlier ones."""
    if presence is None:
        return None
    born, known = ibis.literal(months_earlier(day, OLD * MONTHS_IN_YEAR)), presence.people
    people = engine.keep(known.filter(known.birth_date <= born), name="older_people")
    # Few of the spans are theirs: every year looks through these, and not through everybody's.
    theirs = {
        name: engine.keep(spans.semi_join(people, "person"), name=f"older_{name}")
        for name, spans in (
            ("registrations", presence.registrations),
            ("residences", presence.residences),
        )
    }
    return replace(presence, people=people, **theirs)


def use_of(engine: Engine, stays: ir.Table, years: Sequence[Year]) -> ir.Table:
    """What each person had of emergency stays in each of several years.

    A stay counts among long ones from the night that makes it so: nights before the year count.

    Args:
        engine: The engine.
        stays: What :func:`~wholeplace.measures.bed_days.stays.stays_of` returned for them.
        years: The years.

    Returns:
        ``end`` (the last day of the year), ``person`` and a column for each of :data:`AMOUNTS` but
        ``people``.
    """
    of_years = [stays_in(stays, year.start, year.end).mutate(end=_end(year)) for year in years]
    found = ibis.union(*of_years)
    over_night = found.nights > 0
    there = over_night & (found.last_night > 0)
    counted = found.group_by("end", "person").agg(
        stays=flag(over_night).sum().cast("int64"),
        days=found.nights.sum().cast("int64"),
        same_day=flag(~over_night).sum().cast("int64"),
        last_night=flag(there).sum().cast("int64"),
        **{
            f"{name}{nights}": flag(which & (found.so_far >= nights)).sum().cast("int64")
            for name, which in (("long_", over_night), ("last_night_", there))
            for nights in LONG
        },
    )
    return engine.keep(
        counted.mutate(
            in_hospital=flag(counted.days > 0),
            stays_squared=counted.stays * counted.stays,
            stays_days=counted.stays * counted.days,
            days_squared=counted.days * counted.days,
        ),
        name="use_of_beds",
    )


def _end(year: Year) -> ir.DateScalar:
    return ibis.literal(year.end)


def bed_day_cube(cube: Cube, years: Sequence[Year], use: ir.Table) -> ir.Table:
    """People of 65 and over and what they had, by year and cell.

    People who left or died in the year are in what was had and not among the people, as in every
    flow: their nights were here.

    Args:
        cube: The resident or the registered cube: whose.
        years: The years, with the people of their last days.
        use: What :func:`use_of` returned.

    Returns:
        One row per year and cell that holds anybody: ``end`` and the columns of
        :func:`cube_kinds`.
    """
    cells = [name for name, kind in cube_kinds(cube).items() if kind == "string"]
    wide = ibis.union(*(_old_in(cube, year, cells) for year in years))
    wide = wide.left_join(use, ["end", "person"]).drop("end_right", "person_right")
    filled = wide.select("end", *cells, **{name: wide[name].fill_null(0) for name in AMOUNTS})
    added = {name: filled[name].sum().cast("int64") for name in AMOUNTS}
    return filled.group_by(["end", *cells]).agg(**added)


def _old_in(cube: Cube, year: Year, cells: Sequence[str]) -> ir.Table:
    """The people of 65 and over of one year: each one's cell, and whether they are counted."""
    there = year.people
    old = there.filter(there[cube.inside].notnull() & (there.age >= OLD))
    told = {name: old[name].cast("string").fill_null(UNKNOWN) for name in cells}
    return old.select("person", end=_end(year), **told, people=flag(old[cube.basis]))


def cube_kinds(cube: Cube) -> dict[str, str]:
    """Column → type of the cube, in order."""
    fifths = tuple(FIFTHS.values()) if cube.basis == REGISTERED.basis else ()
    text = dict.fromkeys((cube.place, "sex", "age_band", *fifths), "string")
    return text | dict.fromkeys(AMOUNTS, "int64")


def read_bed_days(table: pa.Table, cube: Cube, geography: Geography) -> Cells:
    """The cube as arrays.

    Args:
        table: The cube as written.
        cube: Which cube its cells are like.
        geography: The geography of the run.
    """
    ladder = ladder_of(cube, geography)
    held = {*table.column_names, *ladder.column_names}
    wanted = {"sex": "sex", "age_band": "age_band", **FIFTHS}
    dimensions = {name: column for name, column in wanted.items() if column in held}
    return read_cells(table, cube.place, ladder, dimensions)


def nights_apart(
    engine: Engine, people: ir.Table, use: ir.Table, unlinked: int
) -> Mapping[str, tuple[int, int]]:
    """Nights that no area has: what is missing beside every area's number.

    Args:
        engine: The engine.
        people: The person table of the run.
        use: What :func:`use_of` returned for its year.
        unlinked: Emergency nights of records that belong to nobody known.

    Returns:
        Why → people, or 0 where they are not known, and nights: residence not known, living
        elsewhere (both 65 and over), and records of nobody known (of any age).
    """
    old = people.filter(people.age >= OLD).join(use, "person")
    old = old.filter(old.days > 0)
    why = ibis.cases(
        (old.lsoa21.isnull(), "residence_not_known"),
        (old.icb.isnull(), "lives_elsewhere"),
        else_="here",
    )
    found = old.select(why=why, days=old.days)
    counts = found.group_by("why").agg(people=found.count(), days=found.days.sum().cast("int64"))
    made = dict.fromkeys(("residence_not_known", "lives_elsewhere"), (0, 0))
    for row in engine.fetch(counts).to_pylist():
        if row["why"] in made:
            made[row["why"]] = row["people"], row["days"]
    return made | {"nobody_known": (0, unlinked)}
