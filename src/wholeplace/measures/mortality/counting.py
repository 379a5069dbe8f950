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
from wholeplace.core.expressions import UNKNOWN, age_band, age_in_years, age_on, beside, known
from wholeplace.record.areas import last_residence, lasts
from wholeplace.record.person_table import SEXES, demography

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
    engine: Engine, datasets: Mapping[str, ir.Table], links: ir.Table, years: Sequence[Year]
) -> pa.Table:
    """People living in each small area in the middle of each year, those since gone included.

    The middle of the year stands for the years of life at risk in it, as national estimates do.

    Args:
        engine: The engine.
        datasets: The landed datasets.
        links: ``record_id``, ``person``.
        years: The years.

    Returns:
        ``lsoa21``, ``sex``, ``age_band``, ``year`` and ``people``.
    """
    born = _described(engine, datasets, links)
    parts = []
    for year in years:
        living = last_residence(datasets[RESIDENCE], links, year.middle, year.middle)
        living = living.filter(lasts(living.living_to, year.middle))
        people = beside(living.select("person", PLACE), born, "person")
        people = people.filter(lasts(people.death_date, year.middle))
        cells = people.select(
            PLACE, "sex", age_band=age_band(age_in_years(people.birth_date, year.middle))
        )
        counted = cells.group_by(list(CELL)).agg(people=cells.count())
        parts.append(_dated(engine.fetch(counted.order_by(*CELL)), year))
    return pa.concat_tables(parts)


def counted_deaths(
    engine: Engine, datasets: Mapping[str, ir.Table], links: ir.Table, years: Sequence[Year]
) -> pa.Table:
    """Deaths registered in each year, by where the person lived and the underlying cause.

    A death belongs to the year it was registered in, as in national statistics: the count of a
    year then never changes, while deaths that happened in it still await a coroner.

    Args:
        engine: The engine.
        datasets: The landed datasets.
        links: ``record_id``, ``person``.
        years: The years.

    Returns:
        ``lsoa21``, ``sex``, ``age_band``, ``cause`` (ICD-10 or none), ``linked``, ``year`` and
        ``deaths``. Sex and age of a death that is linked to nobody are unknown.
    """
    born = _described(engine, datasets, links)
    deaths = datasets[DEATHS].select(
        "record_id", PLACE, "death_date", "registration_date", cause="underlying_cause"
    )
    people = beside(beside(deaths, links, "record_id"), born.drop("death_date"), "person")
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


def _described(engine: Engine, datasets: Mapping[str, ir.Table], links: ir.Table) -> ir.Table:
    """``person``, ``birth_date``, ``death_date`` and ``sex`` in words."""
    people = demography(datasets[REGISTER], links)
    return engine.keep(people.mutate(sex=people.sex.cases(*SEXES.items(), else_=UNKNOWN)))


def _dated(counted: pa.Table, year: Year) -> pa.Table:
    number = pa.repeat(pa.scalar(year.number, pa.int64()), counted.num_rows)
    return counted.append_column("year", number)
