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
        there = first_of_each(_there(several, year), "person", {"start_date": "desc"})
        people = _there(alone, year).union(there)
        cells = people.select(
            PLACE, "sex", age_band=age_band(age_in_years(people.birth_date, year.middle))
        )
        counted = cells.group_by(list(CELL)).agg(people=cells.count())
        parts.append(_dated(engine.fetch(counted.order_by(*CELL)), year))
    return pa.concat_tables(parts)


def _homes(
    engine: Engine,
    residences: ir.Table,
    links: ir.Table,
    described: ir.Table,
    years: Sequence[Year],
) -> tuple[ir.Table, ir.Table]:
    """Homes held in the middle of some year, with who lived there: of people with several, or one.

    Of several at once, the one moved into last counts; most people have one and need no choosing.
    """
    first, last = (ibis.literal(year.middle) for year in (years[-1], years[0]))
    homes = residences.select("record_id", PLACE, "start_date", "end_date")
    homes = homes.filter(
        (homes.start_date <= last) & (homes.end_date.isnull() | (homes.end_date > first))
    )
    linked = homes.join(links, "record_id").drop("record_id")
    found = engine.keep(beside(linked, described, "person"))
    held = found.group_by("person").agg(homes=found.count())
    several = held.filter(held.homes > 1)
    with_several = engine.keep(found.semi_join(several, "person"))
    return with_several, engine.keep(found.anti_join(several, "person"))


def _there(homes: ir.Table, year: Year) -> ir.Table:
    """Homes in which somebody alive lived in the middle of a year."""
    day = year.middle
    began = (homes.start_date <= ibis.literal(day)).fill_null(False)
    return homes.filter(began & lasts(homes.end_date, day) & lasts(homes.death_date, day))


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
    keys = [*CELL, "cause", "linked"]
    parts = []
    for year in years:
        mine = people.filter(
            people.registration_date.between(ibis.literal(year.start), ibis.literal(year.end))
        )
        counted = mine.group_by(keys).agg(deaths=mine.count())
        parts.append(_dated(engine.fetch(counted.order_by(*keys)), year))
    return pa.concat_tables(parts)


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
