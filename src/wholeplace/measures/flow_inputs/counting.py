"""Counting the flow model's inputs from landed rows: one function for each table."""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir

from wholeplace.core.expressions import days_between, flag
from wholeplace.measures.flow_inputs.schemas import (
    HISTORY_DAYS,
    IN_PROCESS,
    IN_SERVICE,
    STAYS_DAYS,
    WAITING,
)
from wholeplace.sources.after_hospital import HOME

WHERE = ("hospital", "service", "place")
CELL = ("service", "place")
BIRTHS_AND_MATERNITY = ("31", "32", "82", "83")


def since(as_at: dt.date, days: int = HISTORY_DAYS) -> dt.date:
    """The first of so many days that end on the date of the run."""
    return as_at - dt.timedelta(days=days - 1)


def arrivals(ready: ir.Table, as_at: dt.date) -> ir.Table:
    """People by the day they were ready."""
    mine = _in_history(ready, as_at).mutate(pathway=ready.pathway.cast("int64"), day=ready.ready)
    return _people(mine, "day", *WHERE, "pathway")


def hospital_stays(ready: ir.Table, as_at: dt.date) -> ir.Table:
    """Days from admission to being ready."""
    mine = _in_history(ready, as_at)
    mine = mine.filter(mine.admitted <= mine.ready)
    return _people(
        mine.mutate(days=days_between(mine.admitted, mine.ready)), "hospital", "service", "days"
    )


def asks(ready: ir.Table, as_at: dt.date) -> ir.Table:
    """What people who need a service ask of it."""
    mine = _in_history(ready, as_at)
    return _people(mine.filter(mine.service != HOME), *CELL, "asks")


def process(ready: ir.Table, first: ir.Table, as_at: dt.date) -> ir.Table:
    """Days from being ready to an accepted referral; of those who need none, to leaving."""
    mine = _in_history(ready, as_at)
    joined = mine.join(first, ["hospital", "spell_id"])
    joined = joined.filter((joined.service != HOME) & (joined.accepted >= joined.ready))
    alone = mine.filter((mine.service == HOME) & (mine.left >= mine.ready))
    both = ibis.union(
        joined.select(*WHERE, days=days_between(joined.ready, joined.accepted)),
        alone.select(*WHERE, days=days_between(alone.ready, alone.left)),
    )
    return _people(both, *WHERE, "days")


def waits(ready: ir.Table, first: ir.Table, as_at: dt.date) -> ir.Table:
    """Days from an accepted referral to the start of the service, of those it started for."""
    joined = _in_history(ready, as_at).join(first, ["hospital", "spell_id"])
    joined = joined.filter(joined.started >= joined.accepted)
    return _people(
        joined.mutate(days=days_between(joined.accepted, joined.started)), *WHERE, "days"
    )


def stays(found: ir.Table, as_at: dt.date) -> ir.Table:
    """Nights of the services that began in two years; those that go on count so far."""
    today = ibis.literal(as_at)
    mine = found.filter(found.started >= ibis.literal(since(as_at, STAYS_DAYS)))
    lasted = days_between(mine.started, mine.ended.fill_null(today))
    return _people(mine.mutate(days=lasted, ended=mine.ended.notnull()), *CELL, "days", "ended")


def community(found: ir.Table, as_at: dt.date) -> ir.Table:
    """Referrals accepted from the community."""
    mine = found.filter(found.spell_id.isnull() & (found.accepted >= ibis.literal(since(as_at))))
    return _people(mine.mutate(day=mine.accepted), "day", *CELL)


def in_service(found: ir.Table, as_at: dt.date) -> ir.Table:
    """People in a service on the date of the run."""
    here = found.filter(found.started.notnull() & found.ended.isnull())
    days = days_between(here.started, ibis.literal(as_at))
    return _now(here.mutate(days=days, hospital=ibis.literal("")), IN_SERVICE)


def still_in_hospital(
    ready: ir.Table, first: ir.Table, as_at: dt.date
) -> tuple[ir.Table, ir.Table]:
    """People ready and in hospital on the date of the run: waiting for a slot, and before that."""
    today = ibis.literal(as_at)
    here = ready.filter(ready.left.isnull() & (ready.ready <= today))
    joined = here.left_join(first, ["hospital", "spell_id"])
    taken = joined.filter(joined.accepted.notnull())
    others = joined.filter(joined.accepted.isnull())
    return (
        _now(taken.mutate(days=days_between(taken.accepted, today)), WAITING),
        _now(others.mutate(days=days_between(others.ready, today)), IN_PROCESS),
    )


def community_waiting(found: ir.Table, as_at: dt.date) -> ir.Table:
    """People at home whose referral was accepted and whose service has not begun."""
    today = ibis.literal(as_at)
    mine = found.filter(found.spell_id.isnull() & found.accepted.notnull() & found.started.isnull())
    mine = mine.filter(mine.ended.isnull())
    days = days_between(mine.accepted, today)
    return _now(mine.mutate(days=days, hospital=ibis.literal("")), WAITING)


def capacity(rows: ir.Table, as_at: dt.date) -> ir.Table:
    """Slots of each week of the history, and of the week it begins in.

    Args:
        rows: The data set of capacity, with ``place`` and ``service``.
        as_at: The date of the run.
    """
    first = since(as_at) - dt.timedelta(days=6)
    week = rows.week_start
    mine = rows.filter(week.between(ibis.literal(first), ibis.literal(as_at)))
    grouped = mine.mutate(week=mine.week_start).group_by("week", *CELL)
    return grouped.agg(
        slots=mine.slots.sum(), weekend_starts=flag(mine.weekend_starts == "Y").max() == 1
    )


def changes_of_beds(ready: ir.Table, day: str) -> ir.Table:
    """People by the day they were ready, or left."""
    mine = ready.filter(ready[day].notnull())
    return _people(mine.mutate(day=mine[day]), "day", *WHERE)


def changes_of_stays(spells: ir.Table, day: str, as_at: dt.date) -> ir.Table:
    """Stays with a night by the day they began or ended, births and maternity left out."""
    today = ibis.literal(as_at)
    night = spells.discharge_date.isnull() | (spells.discharge_date > spells.admission_date)
    medical = ~spells.admission_method.fill_null("").isin(BIRTHS_AND_MATERNITY)
    mine = spells.filter(night & medical & (spells[day] <= today))
    return _people(mine.mutate(day=mine[day], hospital=mine.provider_code), "day", "hospital")


def _in_history(ready: ir.Table, as_at: dt.date) -> ir.Table:
    return ready.filter(ready.ready.between(ibis.literal(since(as_at)), ibis.literal(as_at)))


def _now(rows: ir.Table, state: str) -> ir.Table:
    return _people(rows.mutate(state=ibis.literal(state)), "state", *CELL, "hospital", "days")


def _people(rows: ir.Table, *by: str) -> ir.Table:
    return rows.group_by(list(by)).agg(people=rows.count())
