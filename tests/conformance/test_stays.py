"""Stays joined and nights counted: the same from DuckDB and from Spark."""

from __future__ import annotations

import datetime as dt
import random

import pyarrow as pa
import pytest

from tests.conformance.both import Both, same
from wholeplace.core.engine import Engine
from wholeplace.measures.bed_days.by_age import stays_by_age
from wholeplace.measures.bed_days.counting import bed_day_cube, nights_apart, old_in, use_of
from wholeplace.measures.bed_days.stays import (
    linked_spells,
    spells_with_ends,
    spells_without_end,
    stays_of,
)
from wholeplace.measures.cubes import CUBES

START, END = dt.date(2025, 4, 1), dt.date(2026, 3, 31)
PEOPLE = 40


def made_spells() -> pa.Table:
    """Two hundred spells of forty people, some without an end, some that overlap."""
    chance = random.Random(5)
    rows = []
    for record in range(1, 201):
        admitted = START + dt.timedelta(days=chance.randrange(-40, 365))
        nights = chance.choice([None, *range(15)])
        rows.append(
            {
                "record_id": record,
                "provider_code": chance.choice(["RA", "RB"]),
                "admission_date": admitted,
                "discharge_date": admitted + dt.timedelta(days=nights)
                if nights is not None
                else None,
                "admission_method": chance.choice(["11", "21", "2B", "31", "81", None]),
                "discharge_destination": chance.choice(["19", "51", None]),
            }
        )
    return pa.Table.from_pylist(rows)


def made_people() -> pa.Table:
    """Their rows of the person table, as far as it is asked for here."""
    return pa.table(
        {
            "person": range(1, PEOPLE + 1),
            "age": [60 + n for n in range(PEOPLE)],
            "age_band": ["65-69" if n % 2 else "90+" for n in range(PEOPLE)],
            "sex": ["female" if n % 3 else "male" for n in range(PEOPLE)],
            "lsoa21": [f"X0{n % 4}" if n % 7 else None for n in range(PEOPLE)],
            "icb": ["Z" if n % 7 else None for n in range(PEOPLE)],
            "resident": [bool(n % 5) for n in range(PEOPLE)],
            "practice": [f"P{n % 3}" for n in range(PEOPLE)],
            "pcn": ["U"] * PEOPLE,
            "registered": [bool(n % 6) for n in range(PEOPLE)],
            "imd19_fifth": pa.array([n % 5 + 1 for n in range(PEOPLE)], pa.int32()),
            "imd25_fifth": pa.array([n % 5 + 1 for n in range(PEOPLE)], pa.int32()),
        }
    )


def counted(engine: Engine) -> dict[str, pa.Table]:
    """Everything that is counted of them on one engine."""
    spells = engine.table(made_spells())
    links = engine.table(
        pa.table({"record_id": range(1, 201), "person": [n % PEOPLE + 1 for n in range(200)]})
    )
    register = engine.table(pa.table({"record_id": [2], "death_date": [dt.date(2025, 12, 1)]}))
    people = engine.table(made_people())
    every = linked_spells(engine, spells, links, END)
    without_end = spells_without_end(engine, every, register, links, END)
    ends = spells_with_ends(every, without_end, END)
    stays = stays_of(engine, ends, [(START, END)])
    use = use_of(engine, stays, [(START, END)])
    old = old_in(people, END)
    cubes = {cube.basis: engine.fetch(bed_day_cube(cube, old, use)) for cube in CUBES}
    by_age = stays_by_age(engine, stays, people, (START, END))
    apart = nights_apart(engine, old, use, END, unlinked=0)
    counts = pa.table({"people and nights": [number for pair in apart.values() for number in pair]})
    ends, use = engine.fetch(ends), engine.fetch(use)
    return {"ends": ends, "use": use, "by age": by_age, "apart": counts, **cubes}


@pytest.mark.spark
def test_stays_nights_and_cubes_are_the_same_on_both_engines(interpreted: Both) -> None:
    one, other = (counted(engine) for engine in interpreted.engines)
    assert one["use"].num_rows > 20 and one["resident"].num_rows > 5
    for name, table in one.items():
        same(table, other[name])
