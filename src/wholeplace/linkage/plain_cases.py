"""Plain cases of linkage: records that need no judging, told from the others in two passes."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.core.expressions import beside

VERIFIED = "01"
NUMBER = "number"
NUMBER_LENGTH = 10
KEY = ("source", "record_id")


def said(identifiers: ir.Table, pseudonymised: bool) -> ir.Table:
    """What rows say, with ``number`` as it takes least time to compare, and whether it may be used.

    A number in clear has ten digits, or it was left blank when it was landed; a token may be any
    text.

    Args:
        identifiers: What linkage compares.
        pseudonymised: Whether ``nhs_number`` holds tokens made at source.

    Returns:
        ``source``, ``record_id``, ``received``, ``registry``, ``birth_date``, ``number``,
        ``usable``, and ``numbered``: whether anything was written as an NHS number.
    """
    text = identifiers.nhs_number
    number = text if pseudonymised else text.try_cast("int64")
    usable = number.notnull()
    if not pseudonymised:
        usable = usable & (identifiers.nhs_number_status == VERIFIED).fill_null(False)
    return identifiers.select(
        *(*KEY, "received", "registry", "birth_date"),
        number=number,
        usable=usable,
        numbered=text.notnull(),
    )


def text_of(number: ir.Value) -> ir.StringValue:
    """An NHS number or token as it was sent."""
    if isinstance(number, ir.IntegerValue):
        return number.cast("string").lpad(NUMBER_LENGTH, "0")
    return number


@dataclass(frozen=True)
class Parted:
    """Records told apart.

    Attributes:
        plain: Plain records: ``source``, ``record_id``, ``number``, and ``received``, the last day
            a row of the record came.
        numbers: ``number``: each of a plain record, once.
        others: The other records' rows, as :func:`said` has them.
    """

    plain: ir.Table
    numbers: ir.Table
    others: ir.Table


def parted(engine: Engine, identifiers: ir.Table, pseudonymised: bool) -> Parted:
    """Plain records, and the others.

    A record is plain if all its usable rows have one number, and all usable rows of that number, in
    whatever record, have one birth date or none. Then its birth date cannot disagree with the
    register's, nor with another record's of its source, and whichever of its rows is the best says
    the same as all.

    Args:
        engine: The engine.
        identifiers: What linkage compares.
        pseudonymised: Whether ``nhs_number`` holds tokens made at source.
    """
    found = engine.keep(_found(said(identifiers, pseudonymised)))
    numbers = engine.keep(_of_numbers(found))
    doubted = engine.keep(_doubted(found, numbers))
    marked = beside(found.select(*KEY, NUMBER, "received"), doubted, NUMBER)
    is_plain = marked.number.notnull() & marked.doubted.isnull()
    plain = marked.filter(is_plain).drop("doubted")

    def rows_of(records: ir.Table) -> ir.Table:
        return said(identifiers.semi_join(engine.keep(records), KEY), pseudonymised)

    others = engine.keep(rows_of(marked.filter(~is_plain).select(*KEY)))
    usable = others.filter(others.usable).select(NUMBER).distinct()
    third = engine.keep(usable.anti_join(doubted, NUMBER))
    # A third number of one record is between the two that are known: next to never is there one.
    if engine.fetch(third).num_rows:
        with_third = rows_of(plain.semi_join(third, NUMBER).select(*KEY))
        others = engine.keep(others.union(with_third))
        plain = plain.anti_join(third, NUMBER)
        doubted = doubted.select(NUMBER).union(third)
    return Parted(plain, numbers.select(NUMBER).anti_join(doubted, NUMBER), others)


def _found(rows: ir.Table) -> ir.Table:
    """Each record once, with what its usable rows say.

    ``number`` and ``born`` are the least, ``other`` and ``other_born`` the greatest where that is
    another, and ``received`` is the last day.
    """
    usable = rows.select(
        *KEY,
        **{
            name: ibis.ifelse(rows.usable, rows[name], None)
            for name in (NUMBER, "birth_date", "received")
        },
    )
    found = usable.group_by(KEY).agg(
        number=usable.number.min(),
        greatest=usable.number.max(),
        born=usable.birth_date.min(),
        latest=usable.birth_date.max(),
        received=usable.received.max(),
    )
    return found.select(
        *(*KEY, NUMBER, "born", "received"),
        other=found.greatest.nullif(found.number),
        other_born=found.latest.nullif(found.born),
    )


def _of_numbers(found: ir.Table) -> ir.Table:
    """``number`` and whether it is ``doubted``: its rows have several birth dates."""
    numbered = found.filter(found.number.notnull())
    births = numbered.group_by(NUMBER).agg(
        first=numbered.born.min(), last=numbered.born.max(), other=numbered.other_born.max()
    )
    doubted = births.other.notnull() | (births["first"] != births["last"]).fill_null(False)
    return births.select(NUMBER, doubted=doubted)


def _doubted(found: ir.Table, numbers: ir.Table) -> ir.Table:
    """Numbers whose records are not plain: with several birth dates, or beside another number."""
    several = found.filter(found.other.notnull())
    doubted = ibis.union(
        numbers.filter(numbers.doubted).select(NUMBER),
        several.select(NUMBER),
        several.select(number=several.other),
    )
    return doubted.distinct().mutate(doubted=ibis.literal(True))
