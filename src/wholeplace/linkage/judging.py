"""Which records may be linked: each judged once, by the best of its rows."""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.core.expressions import beside, days_between, first_of_each, flag

VERIFIED = "01"
PARTS_NEEDED = 2
LINKED = "linked"
NUMBER_LENGTH = 10
FIRST_DAY = dt.date(1900, 1, 1)
MOST_DAYS = 1_000_000
YES_OR_NO, MOST_PARTS = 2, 4
BELOW_DAY = YES_OR_NO * MOST_PARTS * YES_OR_NO
"""What the parts of a rank below the day together can be."""
LEAST_LINKABLE = MOST_DAYS * BELOW_DAY
"""The least rank of a row that could link its record."""
MONTH, YEAR, LATEST_BIRTH = 100, 10_000, 99_999_999
"""A birth date is one whole number, as 19500401, whose parts are told by dividing it."""
KEY = ("source", "record_id")


def judged_records(engine: Engine, identifiers: ir.Table, pseudonymised: bool) -> ir.Table:
    """Each record with its outcome: linked, or the reason why not.

    Args:
        engine: The engine.
        identifiers: What linkage compares, as :func:`~wholeplace.linkage.person_links.link` has it.
        pseudonymised: Whether ``nhs_number`` holds tokens made at source.

    Returns:
        ``source``, ``record_id``, ``number``, ``received``, ``outcome``.
    """
    once = _once(engine, identifiers, pseudonymised)
    dated = once.filter(once.born.notnull())
    births = dated.group_by("source", "number").agg(first=dated.born.min(), last=dated.born.max())
    births = births.filter(births["first"] != births["last"])
    differing = engine.keep(births.select("source", "number", differs=ibis.literal(True)))
    checked = once.left_join(differing, ["source", "number"])
    beneath = checked["rank"] % BELOW_DAY
    outcome = ibis.cases(
        (beneath % YES_OR_NO == 0, "no NHS number"),
        (beneath < BELOW_DAY // YES_OR_NO, "NHS number not verified"),
        (checked["rank"] < LEAST_LINKABLE, "birth date disagrees"),
        (checked.differs, "two birth dates under one NHS number"),
        else_=LINKED,
    )
    return engine.keep(checked.select(*KEY, "number", "received", outcome=outcome))


def text_of(number: ir.Value) -> ir.StringValue:
    """An NHS number or token as it was sent."""
    if isinstance(number, ir.IntegerValue):
        return number.cast("string").lpad(NUMBER_LENGTH, "0")
    return number


def _compared(identifiers: ir.Table, pseudonymised: bool) -> ir.Table:
    """What rows say, in the forms that take least time to compare: whole numbers.

    A number in clear has ten digits, or it was left blank when it was landed; a token may be any
    text.
    """
    text = identifiers.nhs_number
    number = text if pseudonymised else text.try_cast("int64")
    usable = number.notnull()
    if not pseudonymised:
        usable = usable & (identifiers.nhs_number_status == VERIFIED).fill_null(False)
    birth = identifiers.birth_date
    born = birth.year() * YEAR + birth.month() * MONTH + birth.day()
    return identifiers.select(
        *(*KEY, "received", "registry"),
        number=number,
        born=born.cast("int32"),
        usable=usable,
        numbered=text.notnull(),
    )


def _once(engine: Engine, identifiers: ir.Table, pseudonymised: bool) -> ir.Table:
    """Each record once: the ``rank`` of its best row and, if that links it, what it says.

    A record that arrived in several rows is judged by the newest of those that could link it: one
    mistyped spell does not part somebody from all the others. Nearly all rows that could link a
    record say the same, so that the highest rank is enough to know; only where they do not are
    rows put in order.
    """
    rows = _compared(identifiers, pseudonymised)
    register = engine.keep(_reference_births(rows))
    found = engine.keep(_best_of_each(_claims(rows, register)))
    several = found.filter(found.differ).select(*KEY)
    alone = found.filter(~found.differ)
    alone = alone.mutate(
        rank=alone.dated // YES_OR_NO,
        born=ibis.ifelse(alone.dated % YES_OR_NO == 1, alone.born, None),
    )
    contested = engine.keep(identifiers.semi_join(several, KEY))
    claims = _claims(_compared(contested, pseudonymised), register)
    chosen = first_of_each(claims.drop("linkable"), KEY, {"rank": "desc"})
    columns = (*KEY, "rank", "received", "number", "born")
    return alone.select(*columns).union(engine.keep(chosen.select(*columns)))


def _best_of_each(claims: ir.Table) -> ir.Table:
    """Each record's highest rank, what its linkable rows say, and whether they ``differ``.

    ``dated`` is the rank and, below it, whether the row has a birth date: of rows alike but for
    that, one that has it is believed.
    """
    told = claims.select(
        *KEY,
        dated=claims["rank"] * YES_OR_NO + flag(claims.born.notnull()),
        **{
            name: ibis.ifelse(claims.linkable, claims[name], None)
            for name in ("received", "number", "born")
        },
    )
    found = told.group_by(KEY).agg(
        dated=told.dated.max(),
        received=told.received.max(),
        number=told.number.min(),
        other_number=told.number.max(),
        born=told.born.min(),
        other_born=told.born.max(),
    )
    differ = (found.number != found.other_number) | (found.born != found.other_born)
    return found.select(*KEY, "dated", "received", "number", "born", differ=differ.fill_null(False))


def _reference_births(rows: ir.Table) -> ir.Table:
    """``number`` and its ``reference``: the birth date that the register of people last had.

    Of two told on one day it is the earlier. Day and birth date are one number, its highest the one
    wanted, so that nothing is put in order.
    """
    told = rows.filter(rows.usable & rows.registry & rows.born.notnull())
    day = days_between(ibis.literal(FIRST_DAY), told.received)
    marked = day * (LATEST_BIRTH + 1) + (LATEST_BIRTH - told.born)
    newest = told.select("number", marked=marked).group_by("number")
    best = newest.agg(marked=lambda table: table.marked.max())
    return best.select("number", reference=LATEST_BIRTH - best.marked % (LATEST_BIRTH + 1))


def _claims(rows: ir.Table, register: ir.Table) -> ir.Table:
    """Rows with ``linkable``, whether they could link their record, and ``rank``.

    The rank holds, from its highest part down, whether a row could link its record, the day it
    was received, whether its number may be used, how many parts of its birth date agree, and
    whether it has a number.
    """
    # A row without a birth date has none to agree with, and so is not looked up.
    wanted = rows.mutate(looked_up=ibis.ifelse(rows.born.notnull(), rows.number, None))
    rows = beside(wanted, register.rename(looked_up="number"), "looked_up")
    rows = rows.mutate(agreeing=_agreeing_parts(rows))
    rows = rows.mutate(linkable=rows.usable & (rows.agreeing >= PARTS_NEEDED))
    rank = flag(rows.linkable) * MOST_DAYS + days_between(ibis.literal(FIRST_DAY), rows.received)
    for part, size in (
        (flag(rows.usable), YES_OR_NO),
        (rows.agreeing, MOST_PARTS),
        (flag(rows.numbered), YES_OR_NO),
    ):
        rank = rank * size + part
    return rows.select(*KEY, "received", "number", "born", "linkable", rank=rank)


def _agreeing_parts(table: ir.Table) -> ir.IntegerValue:
    """How many of year, month and day agree with the reference; 3 where either is not known."""
    born, reference = table.born, table.reference
    agree = (
        flag(born // YEAR == reference // YEAR)
        + flag(born // MONTH % MONTH == reference // MONTH % MONTH)
        + flag(born % MONTH == reference % MONTH)
    )
    return ibis.ifelse(born.isnull() | reference.isnull(), 3, agree)
