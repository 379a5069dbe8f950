"""Linking records to people by a valid, verified NHS number; nothing is merged on less."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.engine import ROW_GROUP_SIZE, Engine
from wholeplace.core.expressions import beside
from wholeplace.core.identifiers import (
    in_hexadecimal,
    new_person_ids,
    order_of,
    pseudonym_digests,
)
from wholeplace.core.side_by_side import side_by_side
from wholeplace.linkage.judging import LINKED, judged_records
from wholeplace.linkage.plain_cases import NUMBER, text_of

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
    people_file: Path | None = None,
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
        people_file: Where people and their pseudonyms are kept; by default only while the engine is
            at work.

    Returns:
        Links, people and counts.
    """
    judged = judged_records(engine, identifiers, pseudonymised)
    records = judged.records
    linked = records.filter(records.outcome == LINKED).drop("outcome")
    known = _known_people(engine, judged.numbers, vault)
    # Keyed hashes are made one at a time: the engine's work is done meanwhile.
    with side_by_side(partial(_numbered, known, key, purpose)) as numbering:
        minted = linked.join(engine.table(known), NUMBER)
        _write_links(engine, minted, vault / "person_link" / f"{run_id}.parquet")
        counts = records.group_by("source", "outcome").agg(records=records.count())
        counted = engine.fetch(counts.order_by("source", "outcome"))
        numbered, people = numbering()
    links = linked.join(engine.table(numbered), NUMBER).select("record_id", "person")
    return Linked(
        links=engine.keep(links, {"record_id": "int64", "person": "int64"}),
        people=_written(engine, people, people_file) if people_file else engine.table(people),
        counts=counted,
    )


def _known_people(engine: Engine, numbers: ir.Table, vault: Path) -> pa.Table:
    """``number`` and ``person_id`` of everybody; newcomers are minted into a file of their own."""
    folder = vault / "person_index"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = sorted(folder.glob("*.parquet"))
    index = engine.read(*files) if files else engine.table(INDEX_SCHEMA.empty_table())
    sent = numbers.mutate(nhs_number=text_of(numbers.number))
    met = engine.fetch(beside(sent, index, "nhs_number").select(NUMBER, "person_id"))
    known = met.drop_null()
    if known.num_rows == met.num_rows:
        return known
    new = engine.fetch(sent.anti_join(index, "nhs_number").order_by("nhs_number"))
    minted = pa.array(new_person_ids(new.num_rows))
    path = folder / f"{len(files):06d}.parquet"
    staged = path.with_suffix(".staging")
    pq.write_table(pa.table([new["nhs_number"], minted], schema=INDEX_SCHEMA), staged)
    staged.replace(path)
    newcomers = pa.table([new[NUMBER], minted], schema=known.schema)
    return pa.concat_tables([known, newcomers])


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


def _written(engine: Engine, people: pa.Table, path: Path) -> ir.Table:
    """People as they are written in a file."""
    # Random digits: looking for those that come again would only take time.
    pq.write_table(
        people, path, compression="zstd", use_dictionary=False, row_group_size=ROW_GROUP_SIZE
    )
    return engine.read(path)


def _numbered(known: pa.Table, key: bytes, purpose: str) -> tuple[pa.Table, pa.Table]:
    """People in order of pseudonym, numbered from 1, and whose number each NHS number is.

    Args:
        known: ``number``, ``person_id``.
        key: The installation's secret key.
        purpose: What the pseudonyms are for.

    Returns:
        ``number``, ``person``; and ``person``, ``pseudonym``.
    """
    digests = pseudonym_digests(key, purpose, known["person_id"].to_pylist())
    order = order_of(digests)
    ordered = digests[order]
    # Somebody with several NHS numbers has one pseudonym, told as often.
    first = np.append(True, (ordered[1:] != ordered[:-1]).any(axis=1))[: len(ordered)]
    person = np.empty(len(order), dtype=np.int64)
    person[order] = np.cumsum(first)
    kept = in_hexadecimal(ordered[first])
    text = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(kept.itemsize), len(kept), [None, pa.py_buffer(kept)]
    )
    people = {
        "person": pa.array(np.arange(1, len(kept) + 1)),
        "pseudonym": text.cast(pa.binary()).cast(pa.string()),
    }
    return pa.table({NUMBER: known[NUMBER], "person": person}), pa.table(people)


__all__ = ["Linked", "link"]
