"""Where sources disagree about one person: ethnicity, sex, birth date and general practice.

Counts of people or rows by what two sources say; an answer one of them does not know is a value
like any other, so nobody is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.core.calendar import window_start
from wholeplace.core.engine import Engine
from wholeplace.core.expressions import UNKNOWN, days_between, flag, known
from wholeplace.record.ethnicity import (
    BROAD_GROUPS,
    CATEGORY,
    REGISTER,
    group_said,
    said_in_rows,
)
from wholeplace.sources.contracts import Dataset

PRACTICE, PROVIDER, SEX = "practice_code", "provider_code", "sex"
SEXES = {"1": "male", "2": "female"}
MONTHS = 12
PARTS = 3
"""Of a birth date: year, month and day."""
FIRST_DAY = dt.date(1, 1, 1)
LETTERS = 256
TOLD = ("ethnicity", "sex")
COUNTED = pa.schema(
    [
        *((n, pa.string()) for n in ("subject", "dataset", "source", "register", "other")),
        ("counted", pa.int64()),
    ]
)
"""``subject``; the data set and source that is compared with the register of people; what the
register says, what the other says, and how many people (of practices, rows) are so."""


@dataclass(frozen=True)
class Compared:
    """What agreement is counted from.

    Attributes:
        datasets: The landed datasets.
        contracts: Their contracts.
        links: ``record_id``, ``person``.
        identifiers: What linkage compared, of every record.
        people: The person table.
        as_at: The date of the run.
    """

    datasets: Mapping[str, ir.Table]
    contracts: Sequence[Dataset]
    links: ir.Table
    identifiers: ir.Table
    people: ir.Table
    as_at: dt.date


def count_agreement(engine: Engine, compared: Compared) -> pa.Table:
    """How often each source says what the register of people says.

    Args:
        engine: The engine.
        compared: What to count from.

    Returns:
        A table of :data:`COUNTED`: ethnicity by broad group, sex, how many of year, month and day
        of birth are the same, and whether the practice is the one registered with on the day.
    """
    told = _told(engine, compared)
    counted = (
        _ethnicity(compared, told),
        _sex(compared, told),
        _birth_date(compared),
        _practice(compared),
    )
    parts = [COUNTED.empty_table()]
    for table in counted:
        if table is not None:
            found = engine.fetch(table.order_by(*COUNTED.names[:-1]))
            parts.append(found.select(COUNTED.names).cast(COUNTED))
    return pa.concat_tables(parts)


def _told(engine: Engine, compared: Compared) -> ir.Table | None:
    """What sources besides the register say of people, each data set gone through once.

    Returns:
        One row per person, data set and source: ``person``, ``dataset``, ``source``, ``ethnicity``
        (none where none was recorded by the day) and ``sex`` (none where the data set does not
        tell it), as numbers of which the latest said is the largest.
    """
    parts = []
    for contract in compared.contracts:
        rows = compared.datasets.get(contract.name)
        if rows is None or contract.name == REGISTER:
            continue
        found: dict[str, ir.IntegerValue] = {}
        if CATEGORY in rows.columns:
            found["ethnicity"] = said_in_rows(rows, contract, compared.as_at)
        if SEX in rows.columns and contract.day:
            found["sex"] = _sex_in(rows, contract.day)
        if found:
            told = {name: found.get(name, ibis.null("int64")) for name in TOLD}
            said = rows.select("record_id", "source", **told)
            by_record = said.group_by("record_id", "source").agg(**_latest(said))
            parts.append(by_record.mutate(dataset=ibis.literal(contract.name)))
    if not parts:
        return None
    linked = _together(parts).join(compared.links, "record_id")
    return engine.keep(linked.group_by("person", "dataset", "source").agg(**_latest(linked)))


def _latest(said: ir.Table) -> dict[str, ir.Value]:
    return {name: said[name].max() for name in TOLD}


def _ethnicity(compared: Compared, told: ir.Table | None) -> ir.Table | None:
    """Broad groups, register by other source."""
    rows = compared.datasets.get(REGISTER)
    if told is None or rows is None or CATEGORY not in rows.columns:
        return None
    contract = next(c for c in compared.contracts if c.name == REGISTER)
    said = rows.select("record_id", "source", said=said_in_rows(rows, contract, compared.as_at))
    # Of people whom no other source tells of, the register need not be asked.
    others = told.filter(told.ethnicity.notnull())
    said = said.join(compared.links.semi_join(others, "person"), "record_id")
    by_source = said.group_by("person", "source").agg(said=said.said.max())
    groups = by_source.select("person", register=group_said(by_source.said))
    own = groups.group_by("person").agg(register=groups.register.max())
    others = others.select("person", "dataset", "source", other=group_said(others.ethnicity))
    counted = _matrix(others, own, "ethnicity")
    names = [*enumerate(BROAD_GROUPS)]
    return counted.mutate(
        register=counted.register.cases(*names, else_=UNKNOWN),
        other=counted.other.cases(*names, else_=UNKNOWN),
    )


def _sex_in(rows: ir.Table, column: str) -> ir.IntegerValue:
    """One number that sorts by day; of two rows on one day the later code is taken."""
    day = days_between(ibis.literal(FIRST_DAY), rows[column].cast("date"))
    code = rows[SEX].fill_null("0").ascii_str().cast("int64")
    return (day * LETTERS + code).fill_null(0)


def _sex(compared: Compared, told: ir.Table | None) -> ir.Table | None:
    """Sex as each source knew it last, register by other source."""
    if told is None:
        return None
    latest = told.filter(told.sex.notnull())
    sexes = [(ord(code), sex) for code, sex in SEXES.items()]
    others = latest.mutate(other=(latest.sex % LETTERS).cases(*sexes, else_=UNKNOWN))
    own = compared.people.select("person", register=known(compared.people.sex))
    return _matrix(others.select("person", "dataset", "source", "other"), own, "sex")


def _birth_date(compared: Compared) -> ir.Table:
    """Of linked records with a birth date, how many of its three parts the register shares."""
    told = compared.identifiers
    told = told.filter(~told.registry & told.birth_date.notnull())
    told = told.join(compared.links, "record_id").select(
        "record_id", "person", "source", "birth_date"
    )
    own = compared.people.select("person", own_birth="birth_date")
    both = told.join(own, "person")
    same = sum(
        (
            flag(getattr(both.birth_date, part)() == getattr(both.own_birth, part)())
            for part in ("year", "month", "day")
        ),
        start=ibis.literal(0, "int64"),
    )
    alike = ibis.ifelse(both.birth_date == both.own_birth, PARTS, same)
    both = both.select("source", same=ibis.ifelse(both.own_birth.isnull(), None, alike))
    counted = both.group_by("source", "same").agg(counted=both.count())
    words = counted.same.cast("string") + f" of {PARTS} parts"
    return counted.mutate(
        other=known(words),
        subject=ibis.literal("birth date"),
        dataset=ibis.literal(""),
        register=ibis.literal(""),
    )


def _practice(compared: Compared) -> ir.Table | None:
    """Of a year's rows, whether the practice written down is that of the day."""
    parts = []
    first = ibis.literal(window_start(compared.as_at, MONTHS))
    held = compared.people.select("person", "practice", "registered_from", "registered_to")
    for contract in compared.contracts:
        rows = compared.datasets.get(contract.name)
        if rows is None or not contract.day or not {PRACTICE, PROVIDER} <= set(rows.columns):
            continue
        day = rows[contract.day].cast("date")
        rows = rows.filter(day.between(first, ibis.literal(compared.as_at)))
        written = rows.select("record_id", "source", PRACTICE, day=rows[contract.day].cast("date"))
        parts.append(written.mutate(dataset=ibis.literal(contract.name)))
    if not parts:
        return None
    both = _together(parts).join(compared.links, "record_id").join(held, "person")
    there = (both.day >= both.registered_from) & (
        both.registered_to.isnull() | (both.day <= both.registered_to)
    )
    other = ibis.cases(
        (both[PRACTICE].isnull(), UNKNOWN),
        (~there.fill_null(False), "not registered here that day"),
        (both[PRACTICE] == both.practice, "the same"),
        else_="another",
    )
    both = both.select("dataset", "source", other=other)
    counted = both.group_by("dataset", "source", "other").agg(counted=both.count())
    return counted.mutate(subject=ibis.literal("practice"), register=ibis.literal(""))


def _together(parts: Sequence[ir.Table]) -> ir.Table:
    """Rows of several data sets as one table, so that links are gone through once for all."""
    first, *others = parts
    return ibis.union(first, *others) if others else first


def _matrix(others: ir.Table, own: ir.Table, subject: str) -> ir.Table:
    both = others.join(own, "person")
    keys = ["dataset", "source", "register", "other"]
    counted = both.group_by(keys).agg(counted=both.count())
    return counted.mutate(subject=ibis.literal(subject))
