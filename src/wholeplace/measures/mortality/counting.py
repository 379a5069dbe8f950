"""Counting deaths and the people at risk of them, year by year, by small area, sex and age."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.core.calendar import month_starts, months_earlier
from wholeplace.core.engine import Engine
from wholeplace.core.expressions import (
    UNKNOWN,
    age_band,
    age_in_years,
    age_on,
    beside,
    first_of_each,
    flag,
    known,
)
from wholeplace.record.areas import lasts
from wholeplace.record.person_table import SEXES
from wholeplace.record.presence import demography

DEATHS, REGISTER, RESIDENCE = "death", "person", "residence"
PLACE = "lsoa21"
CELL = (PLACE, "sex", "age_band")


@dataclass(frozen=True)
class Year:
    """Twelve whole months.

    Attributes:
        number: 1 for the latest year, 2 for the one before.
        start, end: First and last day.
        middle: The day on which the people at risk are counted.
    """

    number: int
    start: dt.date
    end: dt.date
    middle: dt.date


def years_back(as_at: dt.date, years: int) -> list[Year]:
    """The last years of twelve complete months, latest first.

    >>> [f"{year.start} {year.middle} {year.end}" for year in years_back(dt.date(2026, 3, 31), 1)]
    ['2025-04-01 2025-10-01 2026-03-31']
    """
    ends = months_earlier(month_starts(as_at, 1)[0], -1)
    found = []
    for number in range(1, years + 1):
        start, following = months_earlier(ends, 12 * number), months_earlier(ends, 12 * number - 12)
        last = following - dt.timedelta(days=1)
        found.append(Year(number, start, last, months_earlier(start, -6)))
    return found


def counted_population(
    engine: Engine,
    datasets: Mapping[str, ir.Table],
    links: ir.Table,
    described: ir.Table,
    years: Sequence[Year],
) -> pa.Table:
    """People living in each small area in the middle of each year, those since gone included.

    The middle of the year stands for the years of life at risk in it, as national estimates do.

    Args:
        engine: The engine.
        datasets: The landed datasets.
        links: ``record_id``, ``person``.
        described: What `people_described` gives.
        years: The years.

    Returns:
        ``lsoa21``, ``sex``, ``age_band``, ``year`` and ``people``.
    """
    several, alone = _homes(engine, datasets[RESIDENCE], links, described, years)
    parts = []
    for year in years:
        mine = alone.filter(alone[_lived(year)])
        # Middles of years are one day of the calendar, on which everybody is as much younger.
        age = mine.age - (years[0].middle.year - year.middle.year)
        chosen = first_of_each(
            _there(several, years, year), "person", {"start_date": "desc"}
        ).mutate(people=ibis.literal(1, "int64"))
        people = mine.select(PLACE, "sex", "people", age_band=age_band(age)).union(
            chosen.select(
                PLACE,
                "sex",
                "people",
                age_band=age_band(age_in_years(chosen.birth_date, year.middle)),
            )
        )
        counted = people.group_by(list(CELL)).agg(people=people.people.sum())
        parts.append(_dated(engine.fetch(counted.order_by(*CELL)), year))
    return pa.concat_tables(parts)


def _homes(
    engine: Engine,
    residences: ir.Table,
    links: ir.Table,
    described: ir.Table,
    years: Sequence[Year],
) -> tuple[ir.Table, ir.Table]:
    """Homes lived in in the middle of some year, of people with several at once, and of others.

    Of several at once, the one moved into last counts; most people have one and need no choosing.

    Returns:
        A row per home, with who lived there; and of everybody else, ``people`` by ``lsoa21``,
        ``sex``, ``age`` in the middle of the latest year, and in which years they lived there.
    """
    first, last = (ibis.literal(year.middle) for year in (years[-1], years[0]))
    homes = residences.select("record_id", PLACE, "start_date", "end_date")
    homes = homes.filter(
        (homes.start_date <= last) & (homes.end_date.isnull() | (homes.end_date > first))
    )
    linked = homes.join(links, "record_id").drop("record_id")
    whose = beside(linked, described, "person")
    lived = {_lived(year): _lived_there(whose, year.middle) for year in years}
    found = engine.keep(whose.mutate(**lived))
    held = found.group_by("person").agg(**{name: flag(found[name]).sum() for name in lived})
    crowded = engine.keep(held.filter(ibis.or_(*(held[name] > 1 for name in lived))))
    several = engine.keep(found.semi_join(crowded, "person"))
    others = found.anti_join(crowded, "person")
    others = others.mutate(age=age_in_years(others.birth_date, years[0].middle))
    alone = others.group_by(PLACE, "sex", "age", *lived).agg(people=others.count())
    return several, engine.keep(alone)


def _lived(year: Year) -> str:
    """The column of whether somebody lived in a home in the middle of a year."""
    return f"lived_there_{year.number}"


def _lived_there(homes: ir.Table, day: dt.date) -> ir.BooleanValue:
    """Whether somebody alive lived in a home on a day."""
    began = (homes.start_date <= ibis.literal(day)).fill_null(False)
    return began & lasts(homes.end_date, day) & lasts(homes.death_date, day)


def _there(homes: ir.Table, years: Sequence[Year], year: Year) -> ir.Table:
    """Homes in which somebody alive lived in the middle of a year."""
    return homes.filter(homes[_lived(year)]).drop(*map(_lived, years))


def counted_deaths(
    engine: Engine,
    datasets: Mapping[str, ir.Table],
    links: ir.Table,
    described: ir.Table,
    years: Sequence[Year],
) -> pa.Table:
    """Deaths registered in each year, by where the person lived and the underlying cause.

    A death belongs to the year it was registered in, as in national statistics: the count of a
    year then never changes, while deaths that happened in it still await a coroner.

    Args:
        engine: The engine.
        datasets: The landed datasets.
        links: ``record_id``, ``person``.
        described: What `people_described` gives.
        years: The years.

    Returns:
        ``lsoa21``, ``sex``, ``age_band``, ``cause`` (ICD-10 or none), ``linked``, ``year`` and
        ``deaths``. Sex and age of a death that is linked to nobody are unknown.
    """
    deaths = datasets[DEATHS].select(
        "record_id", PLACE, "death_date", "registration_date", cause="underlying_cause"
    )
    people = beside(beside(deaths, links, "record_id"), described.drop("death_date"), "person")
    people = people.select(
        PLACE,
        "cause",
        "registration_date",
        sex=known(people.sex),
        age_band=age_band(age_on(people.birth_date, people.death_date)),
        linked=people.person.notnull(),
    )
    registered = [
        (people.registration_date.between(ibis.literal(y.start), ibis.literal(y.end)), y.number)
        for y in years
    ]
    people = people.mutate(year=ibis.cases(*registered, else_=None).cast("int64"))
    mine = people.filter(people.year.notnull())
    keys = [*CELL, "cause", "linked"]
    counted = mine.group_by(*keys, "year").agg(deaths=mine.count())
    found = engine.fetch(counted.order_by("year", *keys))
    return found.select([*keys, "deaths", "year"])


def people_described(engine: Engine, datasets: Mapping[str, ir.Table], links: ir.Table) -> ir.Table:
    """Everybody ever linked, those since gone included.

    Args:
        engine: The engine.
        datasets: The landed datasets.
        links: ``record_id``, ``person``.

    Returns:
        ``person``, ``birth_date``, ``death_date`` and ``sex`` in words.
    """
    people = demography(datasets[REGISTER], links)
    return engine.keep(people.mutate(sex=people.sex.cases(*SEXES.items(), else_=UNKNOWN)))


def _dated(counted: pa.Table, year: Year) -> pa.Table:
    number = pa.repeat(pa.scalar(year.number, pa.int64()), counted.num_rows)
    return counted.append_column("year", number)
