"""Which records may be linked: nearly all are plain, and only the others are judged row by row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.core.expressions import beside, days_between, first_of_each, flag
from wholeplace.linkage.plain_cases import KEY, NUMBER, parted, said

PARTS_NEEDED = 2
LINKED = "linked"
FIRST_DAY = dt.date(1900, 1, 1)
MOST_DAYS = 1_000_000
YES_OR_NO, MOST_PARTS = 2, 4
BELOW_DAY = YES_OR_NO * MOST_PARTS * YES_OR_NO
"""What the parts of a rank below the day together can be."""
LEAST_LINKABLE = MOST_DAYS * BELOW_DAY
"""The least rank of a row that could link its record."""
MONTH, YEAR, LATEST_BIRTH = 100, 10_000, 99_999_999
"""A birth date is one whole number, as 19500401, whose parts are told by dividing it."""


@dataclass(frozen=True)
class Judged:
    """What becomes of records.

    Attributes:
        records: Each record once: ``source``, ``record_id``, ``number``, ``received`` and
            ``outcome``: linked, or the reason why not.
        numbers: ``number``: each that links a record, once.
    """

    records: ir.Table
    numbers: ir.Table


def judged_records(engine: Engine, identifiers: ir.Table, pseudonymised: bool) -> Judged:
    """What becomes of each record.

    Args:
        engine: The engine.
        identifiers: What linkage compares, as :func:`~wholeplace.linkage.person_links.link` has it.
        pseudonymised: Whether ``nhs_number`` holds tokens made at source.
    """
    found = parted(engine, identifiers, pseudonymised)
    register = said(identifiers.filter(identifiers.registry), pseudonymised)
    outcomes = engine.keep(_judged(engine, found.others, register))
    linked = found.plain.select(*KEY, NUMBER, "received", outcome=ibis.literal(LINKED))
    # None of these is a number of a plain record.
    besides = outcomes.filter(outcomes.outcome == LINKED).select(NUMBER).distinct()
    return Judged(linked.union(outcomes), found.numbers.union(besides))


def _judged(engine: Engine, rows: ir.Table, register: ir.Table) -> ir.Table:
    """Each record of these rows with its outcome."""
    once = engine.keep(_best_of_each(engine, rows, register))
    dated = once.filter(once.born.notnull())
    births = dated.group_by("source", NUMBER).agg(first=dated.born.min(), last=dated.born.max())
    births = births.filter(births["first"] != births["last"])
    checked = once.left_join(
        births.select("source", NUMBER, differs=ibis.literal(True)), ["source", NUMBER]
    )
    beneath = checked["rank"] % BELOW_DAY
    outcome = ibis.cases(
        (beneath % YES_OR_NO == 0, "no NHS number"),
        (beneath < BELOW_DAY // YES_OR_NO, "NHS number not verified"),
        (checked["rank"] < LEAST_LINKABLE, "birth date disagrees"),
        (checked.differs, "two birth dates under one NHS number"),
        else_=LINKED,
    )
    return checked.select(*KEY, NUMBER, "received", outcome=outcome)


def _best_of_each(engine: Engine, rows: ir.Table, register: ir.Table) -> ir.Table:
    """Each record once: the ``rank`` of its best row and, if that links it, what it says.

    A record that arrived in several rows is judged by the newest of those that could link it: one
    mistyped spell does not part somebody from all the others.
    """
    told = rows.filter(rows.registry)
    asked = engine.keep(_asked_besides(rows))
    if engine.fetch(asked).num_rows:
        told = told.union(register.semi_join(asked, NUMBER))
    births = engine.keep(_reference_births(told))
    chosen = first_of_each(_claims(rows, births), KEY, {"rank": "desc"})
    links = chosen["rank"] >= LEAST_LINKABLE
    says = {name: ibis.ifelse(links, chosen[name], None) for name in (NUMBER, "received", "born")}
    return chosen.select(*KEY, "rank", **says)


def _asked_besides(rows: ir.Table) -> ir.Table:
    """Numbers whose registered birth date these rows do not tell, and that matters all the same.

    Rows with a usable number stand beside all the register's rows of that number. One that is not
    verified matters where the record's other rows have no number: which is the better row, and so
    which of two reasons is counted, rests on whether its birth date agrees.
    """
    kinds = rows.group_by(KEY).agg(
        usable=flag(rows.usable).max(),
        most=flag(rows.numbered).max(),
        least=flag(rows.numbered).min(),
    )
    mixed = kinds.filter((kinds.usable == 0) & (kinds.most > kinds.least))
    told = rows.filter(rows.number.notnull() & rows.birth_date.notnull()).semi_join(mixed, KEY)
    return told.select(NUMBER).distinct()


def _whole(birth: ir.DateValue) -> ir.IntegerValue:
    """A birth date as a whole number."""
    return (birth.year() * YEAR + birth.month() * MONTH + birth.day()).cast("int32")


def _reference_births(register: ir.Table) -> ir.Table:
    """``number`` and its ``reference``: the birth date that the register of people last had.

    Of two told on one day it is the earlier. Day and birth date are one number, its highest the one
    wanted, so that nothing is put in order.
    """
    told = register.filter(register.usable & register.birth_date.notnull())
    day = days_between(ibis.literal(FIRST_DAY), told.received)
    marked = day * (LATEST_BIRTH + 1) + (LATEST_BIRTH - _whole(told.birth_date))
    newest = told.select(NUMBER, marked=marked).group_by(NUMBER)
    best = newest.agg(marked=lambda table: table.marked.max())
    return best.select(NUMBER, reference=LATEST_BIRTH - best.marked % (LATEST_BIRTH + 1))


def _claims(rows: ir.Table, births: ir.Table) -> ir.Table:
    """Rows with their ``rank``.

    The rank holds, from its highest part down, whether a row could link its record, the day it
    was received, whether its number may be used, how many parts of its birth date agree, and
    whether it has a number.
    """
    rows = beside(rows.mutate(born=_whole(rows.birth_date)), births, NUMBER)
    rows = rows.mutate(agreeing=_agreeing_parts(rows))
    linkable = rows.usable & (rows.agreeing >= PARTS_NEEDED)
    rank = flag(linkable) * MOST_DAYS + days_between(ibis.literal(FIRST_DAY), rows.received)
    for part, size in (
        (flag(rows.usable), YES_OR_NO),
        (rows.agreeing, MOST_PARTS),
        (flag(rows.numbered), YES_OR_NO),
    ):
        rank = rank * size + part
    return rows.select(*KEY, "received", NUMBER, "born", rank=rank)


def _agreeing_parts(table: ir.Table) -> ir.IntegerValue:
    """How many of year, month and day agree with the reference; 3 where either is not known."""
    born, reference = table.born, table.reference
    agree = (
        flag(born // YEAR == reference // YEAR)
        + flag(born // MONTH % MONTH == reference // MONTH % MONTH)
        + flag(born % MONTH == reference % MONTH)
    )
    return ibis.ifelse(born.isnull() | reference.isnull(), 3, agree)
