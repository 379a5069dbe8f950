"""Who was here on each of the days a run asks about, found for all of them in one pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.core.expressions import all_beside, first_of_each, known
from wholeplace.record.areas import (
    MOST_TURNS,
    held_in_any,
    registrations_in_turn,
    residences_in_turn,
    turn_held,
)
from wholeplace.record.ethnicity import Said, ethnicity_said, said_by
from wholeplace.sources.contracts import Dataset

RECORDS = {"record_id": "int64", "person": "int64"}


@dataclass(frozen=True)
class Presence:
    """Everybody who was registered or lived somewhere in the period to any of several days.

    Attributes:
        days: The days.
        people: ``person``, ``birth_date``, ``death_date``, ``sex`` and, for each day, which
            registration and home were the last of the year, and what had been said of ethnicity.
        links: ``record_id``, ``person`` of their records.
        registrations: Each person's registrations of those periods in turn.
        residences: Each person's homes of those periods in turn.
        said: How to read what was said.
    """

    days: tuple[dt.date, ...]
    people: ir.Table
    links: ir.Table
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
    contracts: Iterable[Dataset],
    months: int,
) -> Presence:
    """Find who was here on several days.

    Args:
        engine: The engine, which keeps what is found.
        days: The days.
        datasets: The landed datasets.
        links: ``record_id``, ``person``.
        contracts: The datasets' contracts.
        months: Length of the period that ends on each day: who left in it is kept.
    """
    held = held_in_any(datasets["registration"], days, months, "start_date", "end_date")
    registrations = engine.keep(registrations_in_turn(held, links), name="registrations")
    held = held_in_any(datasets["residence"], days, months, "start_date", "end_date")
    residences = engine.keep(residences_in_turn(held, links), name="residences")
    here = engine.keep(_last_turns(registrations, residences, days, months), name="people_here")
    links = engine.keep(links.join(here.select("person"), "person"), RECORDS, name="records_here")
    said = ethnicity_said(engine, datasets, links, contracts, days)
    facts = {"demography": demography(datasets["person"], links), "ethnicity": said.best}
    told = all_beside(here, [engine.named(table, name) for name, table in facts.items()], "person")
    return Presence(
        tuple(days), engine.keep(told, name="people_known"), links, registrations, residences, said
    )


def _last_turns(
    registrations: ir.Table, residences: ir.Table, days: Sequence[dt.date], months: int
) -> ir.Table:
    """``person`` and which registration and home were the last of the year to each day."""
    none = ibis.null("int64")
    practices = {
        _practice(day): turn_held(
            registrations.turn,
            registrations.registered_from,
            registrations.registered_to,
            months,
            day,
        )
        for day in days
    }
    homes = {
        _home(day): turn_held(
            residences.turn, residences.living_from, residences.living_to, months, day
        )
        for day in days
    }
    # Both in one long table: each person is looked up once, and not twice and then put together.
    spans = ibis.union(
        registrations.select("person", **practices, **dict.fromkeys(homes, none)),
        residences.select("person", **dict.fromkeys(practices, none), **homes),
    )
    turns = {name: spans[name].min() % MOST_TURNS for name in (*practices, *homes)}
    last = spans.group_by("person").agg(**turns)
    return last.filter(ibis.or_(*(last[name].notnull() for name in turns)))


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
