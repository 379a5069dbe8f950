"""Linking records to people by a valid, verified NHS number; nothing is merged on less."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine
from wholeplace.core.expressions import (
    beside,
    days_between,
    first_of_each,
    first_where_several,
    flag,
)
from wholeplace.core.identifiers import new_person_ids, pseudonyms

PASS_NAME = "nhs_number"
VERIFIED = "01"
PARTS_NEEDED = 2
LINKED = "linked"
DIGITS = 64
FIRST_DAY = dt.date(1900, 1, 1)
MOST_DAYS = 1_000_000
YES_OR_NO, MOST_PARTS = 2, 4
BELOW_DAY = YES_OR_NO * MOST_PARTS * YES_OR_NO
"""What the parts of a rank below the day together can be."""
LEAST_LINKABLE = MOST_DAYS * BELOW_DAY
"""The least rank of a row that could link its record."""
INDEX_SCHEMA = pa.schema([("nhs_number", pa.string()), ("person_id", pa.string())])
LINK_SCHEMA = {
    "source": "string",
    "record_id": "int64",
    "person_id": "string",
    "pass": "string",
    "score": "float64",
    "valid_from": "date",
    "valid_to": "date",
}


@dataclass(frozen=True)
class Linked:
    """The outcome of linkage.

    Attributes:
        links: ``record_id``, ``person``: the records that belong to a person of the run.
        people: ``person``, ``pseudonym``: the people, numbered from 1 in order of pseudonym.
        counts: ``source``, ``outcome``, ``records``: linked, or why not.
    """

    links: ir.Table
    people: ir.Table
    counts: pa.Table


def link(
    engine: Engine,
    identifiers: ir.Table,
    *,
    vault: Path,
    run_id: str,
    key: bytes,
    purpose: str,
    pseudonymised: bool = False,
) -> Linked:
    """Link every record that carries a usable NHS number, and mint people not met before.

    A record stays unlinked, and is counted, where it has no number, where the number is not
    verified, where its birth date disagrees with the register of people in two parts of three (the
    cross-check NHS England's Master Person Service makes before it trusts a number), or where two
    such records of one source share a number and differ in birth date.

    Args:
        engine: The engine.
        identifiers: One row per source and record: ``source``, ``record_id``, ``nhs_number``,
            ``nhs_number_status``, ``birth_date``, ``received``, and ``registry``: whether the
            record comes from a register of people, whose birth date is the one to agree with.
        vault: The vault, where the person index and the links are kept.
        run_id: Names the file of links.
        key: The installation's secret key.
        purpose: What the run's pseudonyms are for.
        pseudonymised: Whether ``nhs_number`` holds tokens made at source, which need no status.

    Returns:
        Links, people and counts.
    """
    judged = _judged(engine, identifiers, pseudonymised)
    linked = judged.filter(judged.outcome == LINKED)
    numbers = engine.keep(linked.select("nhs_number").distinct())
    known = numbers.join(_extended_index(engine, numbers, vault), "nhs_number")
    numbered, people = _numbered(engine.fetch(known), key, purpose)
    belonging = linked.join(engine.table(numbered), "nhs_number")
    _write_links(engine, belonging, vault / "person_link" / f"{run_id}.parquet")
    links = belonging.select("record_id", "person")
    counts = judged.group_by("source", "outcome").agg(records=judged.count())
    return Linked(
        links=engine.keep(links, {"record_id": "int64", "person": "int64"}),
        people=engine.table(people),
        counts=engine.fetch(counts.order_by("source", "outcome")),
    )


def _judged(engine: Engine, identifiers: ir.Table, pseudonymised: bool) -> ir.Table:
    """Each record with ``outcome``: linked, or the reason why not."""
    once = _once(engine, identifiers, pseudonymised)
    dated = once.filter(once.birth_date.notnull())
    births = dated.group_by("source", "nhs_number").agg(
        first=dated.birth_date.min(), last=dated.birth_date.max()
    )
    births = births.filter(births["first"] != births["last"])
    differing = engine.keep(births.select("source", "nhs_number", differs=ibis.literal(True)))
    checked = once.left_join(differing, ["source", "nhs_number"])
    beneath = checked["rank"] % BELOW_DAY
    outcome = ibis.cases(
        (beneath % YES_OR_NO == 0, "no NHS number"),
        (beneath < BELOW_DAY // YES_OR_NO, "NHS number not verified"),
        (checked["rank"] < LEAST_LINKABLE, "birth date disagrees"),
        (checked.differs, "two birth dates under one NHS number"),
        else_=LINKED,
    )
    return checked.select("source", "record_id", "nhs_number", "received", outcome=outcome)


def _once(engine: Engine, identifiers: ir.Table, pseudonymised: bool) -> ir.Table:
    """Each record once: the ``rank`` of its best row and, if that links it, what it says.

    A record that arrived in several rows is judged by the newest of those that could link it: one
    mistyped spell does not part somebody from all the others. Nearly all rows that could link a
    record say the same, so that the highest rank is enough to know; only where they do not are
    rows put in order.
    """
    identifiers = identifiers.mutate(usable=_is_usable(identifiers, pseudonymised))
    register = _reference_births(engine, identifiers)
    claims = _claims(identifiers, register)
    key = ["source", "record_id"]
    # Of rows alike but for a birth date, one that has it is believed.
    dated = claims["rank"] * YES_OR_NO + flag(claims.birth_date.notnull())
    able = claims.linkable
    found = claims.group_by(key).agg(
        dated=dated.max(),
        received=claims.received.max(where=able),
        nhs_number=claims.nhs_number.min(where=able),
        other_number=claims.nhs_number.max(where=able),
        birth_date=claims.birth_date.min(where=able),
        other_birth=claims.birth_date.max(where=able),
    )
    found = engine.keep(found)
    differ = (found.nhs_number != found.other_number) | (found.birth_date != found.other_birth)
    several = found.filter(differ).select(*key)
    alone = found.filter(~differ.fill_null(False))
    alone = alone.mutate(
        rank=alone.dated // YES_OR_NO,
        birth_date=ibis.ifelse(alone.dated % YES_OR_NO == 1, alone.birth_date, None),
    )
    contested = _claims(engine.keep(identifiers.semi_join(several, key)), register)
    chosen = first_of_each(contested, key, {"rank": "desc"})
    columns = (*key, "rank", "received", "nhs_number", "birth_date")
    return alone.select(*columns).union(engine.keep(chosen.select(*columns)))


def _reference_births(engine: Engine, identifiers: ir.Table) -> ir.Table:
    """``nhs_number`` and its ``reference_birth``, as the register of people last had it."""
    rows = identifiers.filter(
        identifiers.usable & identifiers.registry & identifiers.birth_date.notnull()
    )
    newest = first_where_several(
        engine,
        rows.select("nhs_number", "received", reference_birth="birth_date"),
        "nhs_number",
        {"received": "desc"},
    )
    return newest.drop("received")


def _claims(rows: ir.Table, register: ir.Table) -> ir.Table:
    """Rows with ``linkable``, whether they could link their record, and ``rank``.

    The rank holds, from its highest part down, whether a row could link its record, the day it
    was received, whether its number may be used, how many parts of its birth date agree, and
    whether it has a number.
    """
    rows = beside(rows, register, "nhs_number")
    rows = rows.mutate(agreeing=_agreeing_parts(rows))
    rows = rows.mutate(linkable=rows.usable & (rows.agreeing >= PARTS_NEEDED))
    rank = flag(rows.linkable) * MOST_DAYS + days_between(ibis.literal(FIRST_DAY), rows.received)
    for part, size in (
        (flag(rows.usable), YES_OR_NO),
        (rows.agreeing, MOST_PARTS),
        (flag(rows.nhs_number.notnull()), YES_OR_NO),
    ):
        rank = rank * size + part
    return rows.mutate(rank=rank).drop("agreeing", "usable", "reference_birth", "registry")


def _is_usable(table: ir.Table, pseudonymised: bool) -> ir.BooleanValue:
    """Whether a row has a number that was verified; tokens made at source need no status."""
    there = table.nhs_number.notnull()
    if pseudonymised:
        return there
    return there & (table.nhs_number_status == VERIFIED).fill_null(False)


def _agreeing_parts(table: ir.Table) -> ir.IntegerValue:
    """How many of year, month and day agree with the reference; 3 where either is not known."""
    born, reference = table.birth_date, table.reference_birth
    agree = (
        ibis.ifelse(born.year() == reference.year(), 1, 0)
        + ibis.ifelse(born.month() == reference.month(), 1, 0)
        + ibis.ifelse(born.day() == reference.day(), 1, 0)
    )
    return ibis.ifelse(born.isnull() | reference.isnull(), 3, agree)


def _extended_index(engine: Engine, numbers: ir.Table, vault: Path) -> ir.Table:
    """The person index with everybody in it; newcomers are minted into a file of their own."""
    folder = vault / "person_index"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = sorted(folder.glob("*.parquet"))
    known = engine.read(*files) if files else engine.table(INDEX_SCHEMA.empty_table())
    new = engine.fetch(numbers.anti_join(known, "nhs_number").order_by("nhs_number"))
    if not new.num_rows:
        return known
    minted = pa.table(
        {"nhs_number": new["nhs_number"], "person_id": new_person_ids(new.num_rows)},
        schema=INDEX_SCHEMA,
    )
    path = folder / f"{len(files):06d}.parquet"
    staged = path.with_suffix(".staging")
    pq.write_table(minted, staged)
    staged.replace(path)
    return engine.read(*files, path)


def _write_links(engine: Engine, linked: ir.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    full = linked.mutate(
        **{
            "pass": ibis.literal(PASS_NAME),
            "score": ibis.literal(1.0),
            "valid_from": linked.received,
            "valid_to": ibis.null("date"),
        }
    )
    staged = path.with_name(f".{path.name}.staging")
    for left in (staged, path):
        shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
    engine.write(full, staged, LINK_SCHEMA)
    staged.rename(path)


def _numbered(known: pa.Table, key: bytes, purpose: str) -> tuple[pa.Table, pa.Table]:
    """People in order of pseudonym, numbered from 1, and whose number each NHS number is.

    Args:
        known: ``nhs_number``, ``person_id``.
        key: The installation's secret key.
        purpose: What the pseudonyms are for.

    Returns:
        ``nhs_number``, ``person_id``, ``person``; and ``person``, ``pseudonym``.
    """
    whose = known["person_id"].combine_chunks().dictionary_encode()
    made = np.array(pseudonyms(key, purpose, whose.dictionary.to_pylist()), dtype=f"<S{DIGITS}")
    order = np.argsort(made, kind="stable")
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(1, len(order) + 1)
    person = pa.array(number[whose.indices.to_numpy()], pa.int64())
    pseudonym = pa.array(made[order]).cast(pa.string())
    people = {"person": pa.array(np.arange(1, len(order) + 1), pa.int64()), "pseudonym": pseudonym}
    return known.append_column("person", person), pa.table(people)


__all__ = ["Linked", "link"]
