"""Who was here on each of the days a run asks about, found for all of them in one pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.core.expressions import all_beside, first_of_each, known
from wholeplace.record.areas import last_turn, registrations_in_turn, residences_in_turn
from wholeplace.record.ethnicity import Said, ethnicity_said, said_by
from wholeplace.sources.contracts import Dataset


@dataclass(frozen=True)
class Presence:
    """Everybody who was registered or lived somewhere in the period to any of several days.

    Attributes:
        days: The days.
        people: ``person``, ``birth_date``, ``death_date``, ``sex`` and, for each day, which
            registration and home were the last of the year, and what had been said of ethnicity.
        registrations: Each person's registrations in turn.
        residences: Each person's homes in turn.
        said: How to read what was said.
    """

    days: tuple[dt.date, ...]
    people: ir.Table
    registrations: ir.Table
    residences: ir.Table
    said: Said

    def on(self, day: dt.date) -> ir.Table:
        """People registered or living somewhere in the period to a day, with where and since when.

        Args:
            day: One of the days.
        """
        people, facts = self.people, ("person", "birth_date", "death_date", "sex")
        practice, home = people[_practice(day)], people[_home(day)]
        here = people.filter(practice.notnull() | home.notnull())
        here = here.select(*facts, said_by(day), practice_turn=_practice(day), home_turn=_home(day))
        here = _at_turn(here, self.registrations, "practice_turn")
        here = _at_turn(here, self.residences, "home_turn").drop("living_from")
        here = here.filter(here.practice.notnull() | here.lsoa21.notnull())
        columns = [name for name in here.columns if name != said_by(day)]
        return self.said.read(here, here[said_by(day)], *columns)


def presence_on(
    engine: Engine,
    days: Sequence[dt.date],
    datasets: Mapping[str, ir.Table],
    links: ir.Table,
    people: ir.Table,
    contracts: Iterable[Dataset],
    months: int,
) -> Presence:
    """Find who was here on several days.

    Args:
        engine: The engine, which keeps what is found.
        days: The days.
        datasets: The landed datasets.
        links: ``record_id``, ``person``.
        people: ``person``: everybody linked.
        contracts: The datasets' contracts.
        months: Length of the period that ends on each day: who left in it is kept.
    """
    registrations = registrations_in_turn(datasets["registration"], links)
    registrations = engine.keep(registrations, name="registrations")
    residences = engine.keep(residences_in_turn(datasets["residence"], links), name="residences")
    practices = {
        _practice(day): last_turn(
            registrations.turn,
            registrations.registered_from,
            registrations.registered_to,
            months,
            day,
        )
        for day in days
    }
    homes = {
        _home(day): last_turn(
            residences.turn, residences.living_from, residences.living_to, months, day
        )
        for day in days
    }
    said = ethnicity_said(engine, datasets, links, contracts, days)
    found = {
        "last_registration": registrations.group_by("person").agg(**practices),
        "last_residence": residences.group_by("person").agg(**homes),
        "demography": demography(datasets["person"], links),
        "ethnicity": said.best,
    }
    facts = [engine.named(table, name) for name, table in found.items()]
    told = all_beside(people.select("person"), facts, "person")
    anywhere = [told[name(day)].notnull() for day in days for name in (_practice, _home)]
    here = engine.keep(told.filter(ibis.or_(*anywhere)), name="people_known")
    return Presence(tuple(days), here, registrations, residences, said)


def demography(people: ir.Table, links: ir.Table) -> ir.Table:
    """Birth, death and sex from the register of people received last.

    Args:
        people: The register of people as landed.
        links: ``record_id``, ``person``.

    Returns:
        ``person``, ``birth_date``, ``death_date``, ``sex`` as it is coded, or unknown.
    """
    facts = ("birth_date", "death_date", "sex")
    linked = people.select("record_id", "received", *facts).join(links, "record_id")
    latest = first_of_each(linked, "person", {"received": "desc", "record_id": "asc"})
    return latest.select(
        "person",
        "birth_date",
        "death_date",
        sex=known(latest.sex),
    )


def _practice(day: dt.date) -> str:
    return f"practice_on_{day:%Y_%m_%d}"


def _home(day: dt.date) -> str:
    return f"home_on_{day:%Y_%m_%d}"


def _at_turn(people: ir.Table, spans: ir.Table, turn: str) -> ir.Table:
    """People with the columns of the span of a turn."""
    held = people.left_join(spans, [people.person == spans.person, people[turn] == spans.turn])
    return held.drop("person_right", "turn", turn)
