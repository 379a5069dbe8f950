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
from wholeplace.record.ethnicity import CATEGORY, REGISTER, group_of, said_by_source
from wholeplace.sources.contracts import Dataset

PRACTICE, PROVIDER, SEX = "practice_code", "provider_code", "sex"
SEXES = {"1": "male", "2": "female"}
MONTHS = 12
FIRST_DAY = dt.date(1, 1, 1)
LETTERS = 256
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
    counted = (
        _ethnicity(compared),
        _sex(compared),
        _birth_date(compared),
        _practice(compared),
    )
    parts = [COUNTED.empty_table()]
    for table in counted:
        if table is not None:
            found = engine.fetch(table.order_by(*COUNTED.names[:-1]))
            parts.append(found.select(COUNTED.names).cast(COUNTED))
    return pa.concat_tables(parts)


def _ethnicity(compared: Compared) -> ir.Table | None:
    """Broad groups, register by other source."""
    said = said_by_source(compared.datasets, compared.links, compared.contracts, compared.as_at)
    said = said.select("person", "dataset", "source", value=group_of(said[CATEGORY]))
    own = said.filter(said.dataset == REGISTER).group_by("person").agg(register=said.value.max())
    others = said.filter(said.dataset != REGISTER)
    return _matrix(
        others.select("person", "dataset", "source", other=others.value), own, "ethnicity"
    )


def _sex(compared: Compared) -> ir.Table | None:
    """Sex as each source knew it last, register by other source."""
    parts = []
    for contract in compared.contracts:
        rows = compared.datasets.get(contract.name)
        if rows is None or SEX not in rows.columns or contract.name == REGISTER or not contract.day:
            continue
        # One number that sorts by day; of two rows on one day the later code is taken.
        day = days_between(ibis.literal(FIRST_DAY), rows[contract.day].cast("date"))
        code = rows[SEX].fill_null("0").ascii_str().cast("int64")
        said = rows.select("record_id", "source", said=day * LETTERS + code)
        by_record = said.group_by("record_id", "source").agg(said=said.said.max())
        parts.append(by_record.mutate(dataset=ibis.literal(contract.name)))
    if not parts:
        return None
    linked = _together(parts).join(compared.links, "record_id")
    latest = linked.group_by("person", "dataset", "source").agg(said=linked.said.max())
    sexes = [(ord(code), sex) for code, sex in SEXES.items()]
    others = latest.mutate(other=(latest.said % LETTERS).cases(*sexes, else_=UNKNOWN))
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
    parts = same.cast("string") + " of 3 parts"
    other = ibis.ifelse(both.own_birth.isnull(), UNKNOWN, parts)
    both = both.mutate(other=other).select("source", "other")
    counted = both.group_by("source", "other").agg(counted=both.count())
    return counted.mutate(
        subject=ibis.literal("birth date"), dataset=ibis.literal(""), register=ibis.literal("")
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
