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
    HOMES,
    REGISTRATIONS,
    Spans,
    held_in_any,
    held_to,
    in_turn,
    last_held,
    once_of_each,
)
from wholeplace.record.ethnicity import (
    REGISTER,
    Said,
    Sayers,
    said_besides,
    said_by,
    sayers_among,
    settled,
)
from wholeplace.sources.contracts import Dataset

FACTS = ("birth_date", "death_date", "sex")
"""What the register of people tells of somebody."""


@dataclass(frozen=True)
class Presence:
    """Everybody who was registered or lived somewhere in the period to any of several days.

    Nearly everybody had one registration and one home in all those periods, and these stand beside
    them; the others' are apart.

    Attributes:
        days: The days.
        months: Length of the period that ends on each.
        people: ``person``, ``birth_date``, ``death_date``, ``sex``, what the register of people
            says of ethnicity, and the registration and the home of those who had only one.
        links: ``record_id``, ``person`` of their records.
        registrations: Those of people who had several, told which was the last on each day.
        residences: Homes of people who had several, told the same.
        said: What was said of ethnicity besides, and how to read it.
    """

    days: tuple[dt.date, ...]
    months: int
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
        people, where = self.people, dict[str, ir.Value]()
        for kind in (REGISTRATIONS, HOMES):
            held = held_to(kind, people, day, self.months)
            where |= {name: ibis.ifelse(held, people[name], None) for name in kind.columns}
        several = (
            last_held(kind, spans, day, self.months)
            for kind, spans in ((REGISTRATIONS, self.registrations), (HOMES, self.residences))
        )
        said = self.said.best.select("person", said=said_by(day))
        here = _over(people.select("person", *FACTS, "said", **where), *several, said)
        here = here.filter(here.practice.notnull() | here.lsoa21.notnull()).drop(HOMES.start)
        return self.said.read(here, here.said, *(name for name in here.columns if name != "said"))


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
    sayers = sayers_among(engine, datasets, contracts)
    held = {
        kind: held_in_any(kind, datasets[kind.dataset], days, months)
        for kind in (REGISTRATIONS, HOMES)
    }
    people = _people(engine, datasets[REGISTER], held, links, _entries(datasets, sayers))
    of_whom = people.select(
        "person",
        unsettled=~settled(people.said),
        **{kind.number: people[kind.number] > 1 for kind in held},
    )
    records = engine.keep(links.join(of_whom, "person"), name="records_here")

    def of(which: str) -> ir.Table:
        return records.filter(records[which]).select("record_id", "person")

    several = {
        kind: engine.keep(in_turn(kind, spans.join(of(kind.number), "record_id")), name=kind.number)
        for kind, spans in held.items()
    }
    unsettled = people.filter(~settled(people.said))
    return Presence(
        days=tuple(days),
        months=months,
        people=people,
        links=records.select("record_id", "person"),
        registrations=several[REGISTRATIONS],
        residences=several[HOMES],
        said=said_besides(engine, datasets, of("unsettled"), unsettled, sayers, days),
    )


def _people(
    engine: Engine,
    register: ir.Table,
    held: Mapping[Spans, ir.Table],
    links: ir.Table,
    entries: ir.Table,
) -> ir.Table:
    """Everybody who held anything, with their entry, and their spans where they have only one.

    Nearly everybody has one record that tells these things: what it tells is looked up by record,
    and only of the others is put together by person.

    Args:
        engine: The engine.
        register: The register of people as landed.
        held: Registrations and homes.
        links: ``record_id``, ``person``.
        entries: What the register tells of each record.
    """
    told = [*(once_of_each(kind, spans) for kind, spans in held.items()), entries]
    found = all_beside(links, told, "record_id").drop("record_id")
    told_of = ibis.or_(*(found[name].notnull() for name in ("sex", *(k.number for k in held))))
    found = engine.keep(found.filter(told_of), name="records_known")
    records = found.person.count()
    again = found.group_by("person").agg(records=records)
    again = engine.keep(again.filter(again.records > 1), name="people_of_several_records")
    apart, alone = found.semi_join(again, "person"), found.anti_join(again, "person")
    together = _put_together(apart, register, links.semi_join(again, "person"), held)
    together = engine.keep(together.select(alone.columns), name="people_put_together")
    people = alone.union(together)
    here = ibis.or_(*(people[kind.number].notnull() for kind in held))
    return engine.view(people.filter(here))


def _put_together(
    records: ir.Table, register: ir.Table, links: ir.Table, kinds: Iterable[Spans]
) -> ir.Table:
    """People of several records once each; what they hold is always looked up apart."""
    numbers = {kind.number: records[kind.number].max() + 1 for kind in kinds}
    people = records.group_by("person").agg(said=records.said.max(), **numbers)
    people = all_beside(people, [demography(register, links)], "person")
    return people.mutate(
        **{name: ibis.null(records[name].type()) for kind in kinds for name in kind.columns}
    )


def _entries(datasets: Mapping[str, ir.Table], sayers: Sayers) -> ir.Table:
    """What the register of people tells of each record, and says of ethnicity."""
    rows = datasets[REGISTER]
    told = {"birth_date": rows.birth_date, "death_date": rows.death_date, "sex": known(rows.sex)}
    if sayers.register is None:
        return rows.select("record_id", **told, said=ibis.null("int64"))
    return sayers.said(datasets, sayers.register, **told).drop("day")


def demography(people: ir.Table, links: ir.Table) -> ir.Table:
    """Birth, death and sex from the register of people received last.

    Args:
        people: The register of people as landed.
        links: ``record_id``, ``person``.

    Returns:
        ``person``, ``birth_date``, ``death_date``, ``sex`` as it is coded, or unknown.
    """
    linked = people.select("record_id", "received", *FACTS).join(links, "record_id")
    latest = first_of_each(linked, "person", {"received": "desc", "record_id": "asc"})
    return latest.select("person", "birth_date", "death_date", sex=known(latest.sex))


def _over(people: ir.Table, *others: ir.Table) -> ir.Table:
    """People with what others tell of some of them in place of what they have themselves."""
    named = [
        other.select("person", **{f"{name}_there": other[name] for name in other.columns[1:]})
        for other in others
    ]
    both = all_beside(people, named, "person")
    told = {
        name: both[name]
        if f"{name}_there" not in both.columns
        else ibis.coalesce(both[f"{name}_there"], both[name])
        for name in people.columns
    }
    return both.select(**told)
