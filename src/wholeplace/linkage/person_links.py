"""Linking records to people by a valid, verified NHS number; nothing is merged on less."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine
from wholeplace.core.expressions import beside, first_where_several
from wholeplace.core.identifiers import new_person_ids, pseudonyms

PASS_NAME = "nhs_number"
VERIFIED = "01"
PARTS_NEEDED = 2
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
    judged = engine.keep(_judge(engine, identifiers, pseudonymised))
    usable = judged.filter(judged.outcome == "linked")
    index = _extended_index(engine, usable.select("nhs_number").distinct(), vault)
    linked = engine.keep(
        usable.join(index, "nhs_number").select("source", "record_id", "person_id", "received")
    )
    _write_links(engine, linked, vault / "person_link" / f"{run_id}.parquet")
    people = engine.table(_numbered(engine, linked, key, purpose))
    links = linked.join(people, "person_id").select("record_id", "person").distinct()
    counts = judged.group_by("source", "outcome").agg(records=judged.count())
    return Linked(
        links=engine.keep(links, {"record_id": "int64", "person": "int64"}),
        people=people.select("person", "pseudonym"),
        counts=engine.fetch(counts.order_by("source", "outcome")),
    )


def _judge(engine: Engine, identifiers: ir.Table, pseudonymised: bool) -> ir.Table:
    """Each record once, with ``outcome``: linked, or the reason why not.

    A record that arrived in several rows is judged by the newest of those that could link it: one
    mistyped spell does not part somebody from all the others.
    """
    rows = identifiers.mutate(
        usable=identifiers.nhs_number.notnull() & _is_verified(identifiers, pseudonymised)
    )
    register = rows.filter(rows.usable & rows.registry & rows.birth_date.notnull())
    register = first_where_several(
        engine,
        register.select("nhs_number", "received", reference_birth="birth_date"),
        "nhs_number",
        {"received": "desc"},
    )
    rows = beside(rows, register.drop("received"), "nhs_number")
    rows = rows.mutate(agreeing=_agreeing_parts(rows))
    rows = rows.mutate(linkable=rows.usable & (rows.agreeing >= PARTS_NEEDED))
    once = first_where_several(
        engine,
        rows,
        ["source", "record_id"],
        {"linkable": "desc", "received": "desc", "usable": "desc", "agreeing": "desc"},
    )
    same = once.filter(once.linkable).group_by("source", "nhs_number")
    births = same.agg(differ=lambda t: t.birth_date.min() != t.birth_date.max())
    checked = once.left_join(births, ["source", "nhs_number"])
    outcome = ibis.cases(
        (checked.nhs_number.isnull(), "no NHS number"),
        (~checked.usable, "NHS number not verified"),
        (~checked.linkable, "birth date disagrees"),
        (checked.differ, "two birth dates under one NHS number"),
        else_="linked",
    )
    return checked.select("source", "record_id", "nhs_number", "received", outcome=outcome)


def _is_verified(table: ir.Table, pseudonymised: bool) -> ir.BooleanValue:
    if pseudonymised:
        return table.nhs_number.notnull()
    return (table.nhs_number_status == VERIFIED).fill_null(False)


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


def _numbered(engine: Engine, linked: ir.Table, key: bytes, purpose: str) -> pa.Table:
    """``person_id``, ``pseudonym`` and a whole number in order of pseudonym, from 1."""
    person_ids = engine.fetch(linked.select("person_id").distinct())["person_id"].to_pylist()
    made = pa.table(
        {
            "person_id": pa.array(person_ids, pa.string()),
            "pseudonym": pa.array(pseudonyms(key, purpose, person_ids), pa.string()),
        }
    )
    numbers = pa.array(range(1, len(person_ids) + 1), pa.int64())
    return made.sort_by("pseudonym").append_column("person", numbers)


__all__ = ["Linked", "link"]
