"""Counting bed days: people aged 65 and over, their stays and nights, by cell and year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.core.calendar import months_earlier, window_start
from wholeplace.core.engine import Engine
from wholeplace.core.expressions import UNKNOWN, flag
from wholeplace.geography import Geography
from wholeplace.measures.bed_days.stays import stays_in
from wholeplace.measures.cells import Cells, read_cells
from wholeplace.measures.cubes import CUBES, REGISTERED, RESIDENT, Cube
from wholeplace.measures.ladders import FIFTHS, ladder_of
from wholeplace.record.person_table import PERIOD_MONTHS, Inputs, person_tables
from wholeplace.record.plan import Plan
from wholeplace.record.presence import Presence

OLD = 65
MONTHS_IN_YEAR = 12
LONG = (7, 14, 21)
"""Nights after which a stay is long: NHS England counts people in hospital beyond each."""
WANTED = (
    *("person", "age_band", "sex", "imd19_fifth", "imd25_fifth"),
    *("lsoa21", "resident", "practice", "registered"),
)
"""What older people are counted by."""
PEOPLE_FROM = ("person", "registration", "residence")
AMOUNTS = (
    *("people", "in_hospital", "stays", "days"),
    *("stays_squared", "stays_days", "days_squared", "same_day"),
    *(f"long_{nights}" for nights in LONG),
    *("last_night", *(f"last_night_{nights}" for nights in LONG)),
)


def period_to(day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the year to a day."""
    return window_start(day, PERIOD_MONTHS), day


def older_people(engine: Engine, inputs: Inputs, day: dt.date) -> Inputs:
    """Inputs with those alone who are 65 or over on a day, and so may have been on earlier ones.

    Args:
        engine: The engine, which keeps them.
        inputs: What person tables are made from.
        day: The day.
    """
    presence = inputs.presence
    if presence is None:
        return inputs
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
    return replace(inputs, presence=replace(presence, people=people, **theirs))


def spells_that_count(spells: ir.Table, older: Presence | None, start: dt.date) -> ir.Table:
    """Spells of the people who may be counted: the older ones, and whoever was there lately.

    Args:
        spells: What :func:`~wholeplace.measures.bed_days.stays.linked_spells` returned.
        older: The older people; None where who was here is not known.
        start: The first day of the year in which everybody's stays are counted.
    """
    if older is None:
        return spells
    since = ibis.literal(start)
    there = spells.discharge_date.isnull() | (spells.discharge_date >= since)
    lately = spells.filter(there | (spells.admission_date >= since)).select("person")
    return spells.semi_join(lately.union(older.people.select("person")), "person")


def old_in_years(
    engine: Engine, plan: Plan, older: Inputs, people: ir.Table, days: Sequence[dt.date]
) -> ir.Table:
    """Whoever is 65 or over on the last day of each of several years, and their cells.

    Args:
        engine: The engine.
        plan: The plan of the run.
        older: What :func:`older_people` returned.
        people: The person table of the run.
        days: The last days of earlier years, the latest first.

    Returns:
        ``end`` (the last day of the year), :data:`WANTED`, and whether each is ``inside`` the
        system by where they live, and by their practice, as :func:`_inside` names it.
    """
    years = [(plan.as_at, people)]
    if days:
        plans = [replace(plan.only([]), as_at=day) for day in days]
        few = {name: older.datasets[name] for name in PEOPLE_FROM}
        tables = person_tables(engine, plans, replace(older, datasets=few))
        years += zip(days, tables, strict=True)
    return engine.keep(
        ibis.union(*(old_in(there, day) for day, there in years)),
        name="older_people_by_year",
    )


def old_in(people: ir.Table, day: dt.date) -> ir.Table:
    """What :func:`old_in_years` returns of one year.

    Args:
        people: The person table of its last day.
        day: That day.
    """
    inside = {_inside(cube): people[cube.inside].notnull() for cube in CUBES}
    old = people.filter(people.age >= OLD)
    return old.select(*WANTED, **inside, end=ibis.literal(day))


def _inside(cube: Cube) -> str:
    return f"inside_{cube.basis}"


def use_of(engine: Engine, stays: ir.Table, periods: Sequence[tuple[dt.date, dt.date]]) -> ir.Table:
    """What each person had of emergency stays in each of several years.

    A stay counts among long ones from the night that makes it so: nights before the year count.

    Args:
        engine: The engine.
        stays: What :func:`~wholeplace.measures.bed_days.stays.stays_of` returned for them.
        periods: The first and the last day of each year.

    Returns:
        ``end`` (the last day of the year), ``person`` and a column for each of :data:`AMOUNTS` but
        ``people``.
    """
    found = ibis.union(
        *(stays_in(stays, start, end).mutate(end=ibis.literal(end)) for start, end in periods)
    )
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


def bed_day_cube(cube: Cube, old: ir.Table, use: ir.Table) -> ir.Table:
    """People of 65 and over and what they had, by year and cell.

    People who left or died in the year are in what was had and not among the people, as in every
    flow: their nights were here.

    Args:
        cube: The resident or the registered cube: whose.
        old: What :func:`old_in_years` returned.
        use: What :func:`use_of` returned.

    Returns:
        One row per year and cell that holds anybody: ``end`` and the columns of
        :func:`cube_kinds`.
    """
    cells = [name for name, kind in cube_kinds(cube).items() if kind == "string"]
    inside = old.filter(old[_inside(cube)])
    told = {name: inside[name].cast("string").fill_null(UNKNOWN) for name in cells}
    there = inside.select("person", "end", **told, people=flag(inside[cube.basis]))
    living = there.group_by(["end", *cells]).agg(people=there.people.sum().cast("int64"))
    # Few were in hospital: what they had is added up apart, and put beside the people by cell.
    theirs = there.drop("people").join(use, ["end", "person"])
    had = [name for name in AMOUNTS if name != "people"]
    added = theirs.group_by(["end", *cells]).agg(
        **{name: theirs[name].sum().cast("int64") for name in had}
    )
    both = living.left_join(added, ["end", *cells])
    filled = {name: both[name].fill_null(0) for name in had}
    return both.select("end", *cells, "people", **filled)


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
    engine: Engine, old: ir.Table, use: ir.Table, end: dt.date, unlinked: int
) -> Mapping[str, tuple[int, int]]:
    """Nights that no area has: what is missing beside every area's number.

    Args:
        engine: The engine.
        old: What :func:`old_in_years` returned.
        use: What :func:`use_of` returned.
        end: The last day of the year of the run.
        unlinked: Emergency nights of records that belong to nobody known.

    Returns:
        Why → people, or 0 where they are not known, and nights: residence not known, living
        elsewhere (both 65 and over), and records of nobody known (of any age).
    """
    nowhere = old.lsoa21.isnull() | ~old[_inside(RESIDENT)]
    theirs = old.filter(nowhere & (old.end == ibis.literal(end))).join(use, ["end", "person"])
    theirs = theirs.filter(theirs.days > 0)
    why = ibis.ifelse(theirs.lsoa21.isnull(), "residence_not_known", "lives_elsewhere")
    found = theirs.select(why=why, days=theirs.days)
    counts = found.group_by("why").agg(people=found.count(), days=found.days.sum().cast("int64"))
    made = dict.fromkeys(("residence_not_known", "lives_elsewhere"), (0, 0))
    for row in engine.fetch(counts).to_pylist():
        made[row["why"]] = row["people"], row["days"]
    return made | {"nobody_known": (0, unlinked)}
