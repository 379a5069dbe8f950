"""Looking for duplicates in a run: lists to check in the record zone, counts in the release."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine
from wholeplace.core.registry import Registry
from wholeplace.measures.duplicates.counting import (
    DUPLICATES_SCHEMA,
    counts,
    released,
    to_triage,
    to_validate,
)
from wholeplace.measures.duplicates.definition import TESTS, DuplicateRule, EquivalentTests
from wholeplace.measures.duplicates.finding import PAIR, find
from wholeplace.measures.orders import Prepared
from wholeplace.measures.variation.code_names import names_of
from wholeplace.record.runs import RunFolders, write_json
from wholeplace.sources.contracts import Dataset

DUPLICATES = "duplicates"
SPECIALTY = "treatment_function"
PAIRS_FILE, TRIAGE_FILE = "suspected_duplicates", "entries_without_code"
_SAID = ("name", "title", "source", "doc", "noun", "alike", "window", "not_in_it", "dataset")
_PAIR_TYPES = dict(zip(PAIR, ("string", "string", "date", "string", "date"), strict=True))
PAIRS_SCHEMA = {
    "rule": "string",
    "pseudonym": "string",
    "title": "string",
    "score": "int64",
    "confidence": "string",
    "reasons": "string",
    "days_apart": "int64",
    **{
        f"{side}_{name}": kind for side in ("first", "second") for name, kind in _PAIR_TYPES.items()
    },
}
TRIAGE_SCHEMA = {
    "rule": "string",
    "entry": "string",
    "provider": "string",
    "requested": "date",
    "priority": "string",
    "booked": "date",
    "pseudonym": "string",
}


def write_duplicates(
    engine: Engine,
    prepared: Prepared,
    datasets: Mapping[str, ir.Table],
    links: ir.Table,
    people: ir.Table,
    folders: RunFolders,
) -> None:
    """Look for suspected duplicates by every rule; nothing is taken off any list.

    Args:
        engine: The engine.
        prepared: What the run rests on.
        datasets: The landed datasets.
        links: ``record_id``, ``person``.
        people: ``person``, ``pseudonym``.
        folders: The folders of the run.
    """
    registry = prepared.plan.registry
    landed = [rule for rule in registry.all(DuplicateRule) if rule.dataset in datasets]
    parts = [DUPLICATES_SCHEMA.empty_table()]
    pairs, uncoded = [], []
    for rule in landed:
        equivalent = registry.get(EquivalentTests, TESTS)
        rows = datasets[rule.dataset]
        found = find(engine, rule, equivalent, rows, links, prepared.plan.as_at)
        parts.append(released(rule.name, counts(engine, found), prepared.profile))
        pairs.append(to_validate(found, people).mutate(rule=_text(rule.name)))
        uncoded.append(to_triage(found, people).mutate(rule=_text(rule.name)))
    for tables, name, schema in (
        (pairs, PAIRS_FILE, PAIRS_SCHEMA),
        (uncoded, TRIAGE_FILE, TRIAGE_SCHEMA),
    ):
        _write_all(engine, tables, folders, name, schema)
    pq.write_table(pa.concat_tables(parts), folders.release / f"{DUPLICATES}.parquet")
    write_json(folders.release / f"{DUPLICATES}.json", rules_as_data(registry, datasets))


def rules_as_data(registry: Registry, landed: Container[str]) -> list[dict[str, Any]]:
    """What every rule says, and why one cannot be followed.

    Args:
        registry: The definitions.
        landed: Names of the datasets that were landed.
    """
    made = []
    for rule in registry.all(DuplicateRule):
        title = registry.get(Dataset, rule.dataset).title
        missing = "" if rule.dataset in landed else f"no {title} data were landed"
        names = names_of(registry, rule.dataset, SPECIALTY) if rule.alike == "specialty" else {}
        said = {name: getattr(rule, name) for name in _SAID}
        made.append(said | {"missing": missing, "names": names})
    return made


def _text(value: str) -> ir.StringValue:
    return ibis.literal(value, "string")


def _write_all(
    engine: Engine,
    tables: list[ir.Table],
    folders: RunFolders,
    name: str,
    schema: Mapping[str, str],
) -> None:
    """One file of the record zone; none where no rule could be followed."""
    if tables:
        together = tables[0].select(*schema)
        for table in tables[1:]:
            together = together.union(table.select(*schema))
        engine.write(together, folders.record / f"{name}.parquet", schema)
