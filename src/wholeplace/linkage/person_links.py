"""Linking records to people by a valid, verified NHS number; nothing is merged on less."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine
from wholeplace.core.identifiers import new_person_ids, pseudonyms
from wholeplace.linkage.judging import LINKED, judged_records, text_of

PASS_NAME = "nhs_number"
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
    judged = judged_records(engine, identifiers, pseudonymised)
    linked = judged.filter(judged.outcome == LINKED)
    met = linked.select("number").distinct()
    numbers = engine.keep(met.mutate(nhs_number=text_of(met.number)))
    known = numbers.join(_extended_index(engine, numbers, vault), "nhs_number")
    numbered, people = _numbered(engine.fetch(known.select("number", "person_id")), key, purpose)
    belonging = linked.join(engine.table(numbered), "number")
    _write_links(engine, belonging, vault / "person_link" / f"{run_id}.parquet")
    links = belonging.select("record_id", "person")
    counts = judged.group_by("source", "outcome").agg(records=judged.count())
    return Linked(
        links=engine.keep(links, {"record_id": "int64", "person": "int64"}),
        people=engine.table(people),
        counts=engine.fetch(counts.order_by("source", "outcome")),
    )


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
        known: ``number``, ``person_id``.
        key: The installation's secret key.
        purpose: What the pseudonyms are for.

    Returns:
        ``number``, ``person_id``, ``person``; and ``person``, ``pseudonym``.
    """
    made = pseudonyms(key, purpose, known["person_id"].to_pylist())
    order = np.argsort(made, kind="stable")
    ordered = made[order]
    # Somebody with several NHS numbers has one pseudonym, told as often.
    first = np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]
    person = np.empty(len(order), dtype=np.int64)
    person[order] = np.cumsum(first)
    kept = ordered[first]
    text = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(kept.itemsize), len(kept), [None, pa.py_buffer(kept)]
    )
    people = {
        "person": pa.array(np.arange(1, len(kept) + 1)),
        "pseudonym": text.cast(pa.binary()).cast(pa.string()),
    }
    return known.append_column("person", pa.array(person)), pa.table(people)


__all__ = ["Linked", "link"]
