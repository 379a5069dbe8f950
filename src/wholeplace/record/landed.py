"""The landed data a run may know: each dataset as one table, and the identifiers for linkage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.core.errors import RunError
from wholeplace.sources.batches import Batch, folders
from wholeplace.sources.contracts import Dataset

ROWS = "rows.parquet"
IDENTIFIERS = "identifiers.parquet"
NEEDED = ("person", "registration", "residence")
PEOPLE = "person"
COMPARED = {"nhs_number": "string", "nhs_number_status": "string", "birth_date": "date"}


def landed_datasets(
    engine: Engine, data: Path, batches: Sequence[Batch], contracts: Iterable[Dataset]
) -> dict[str, ir.Table]:
    """Each dataset that has any batch, with its facts, ``source`` and ``received``.

    Args:
        engine: The engine.
        data: The data folder.
        batches: The batches the run may know.
        contracts: The datasets.

    Raises:
        RunError: If a dataset that no person table can do without was not landed.
    """
    found = {}
    for contract in contracts:
        mine = [batch for batch in batches if batch.dataset == contract.name]
        if mine:
            found[contract.name] = _together(
                _marked(engine.read(folders(data, b.dataset, b.batch_id).record / ROWS), b)
                for b in mine
            )
    missing = [name for name in NEEDED if name not in found]
    if missing:
        raise RunError(
            f"Nothing was landed for {', '.join(missing)}.",
            "Land these first: wholeplace land DATASET FILE --source NAME.",
        )
    return found


def landed_identifiers(
    engine: Engine, data: Path, batches: Sequence[Batch], contracts: Iterable[Dataset]
) -> ir.Table:
    """What linkage compares, from every dataset that carries an NHS number.

    Returns:
        ``source``, ``record_id``, ``nhs_number``, ``nhs_number_status``, ``birth_date``,
        ``received``, ``registry`` (whether it comes from the register of people).
    """
    carriers = {c.name for c in contracts if any(i.kind == "nhs_number" for i in c.identifiers)}
    tables = []
    for batch in batches:
        if batch.dataset in carriers:
            path = folders(data, batch.dataset, batch.batch_id).vault / IDENTIFIERS
            table = _marked(engine.read(path), batch)
            kept = {
                name: table[name] if name in table.columns else ibis.null(kind)
                for name, kind in COMPARED.items()
            }
            registry = ibis.literal(batch.dataset == PEOPLE)
            tables.append(
                table.select(
                    "source", "record_id", "received", **kept, registry=registry
                ).distinct()
            )
    return _together(tables)


def _marked(table: ir.Table, batch: Batch) -> ir.Table:
    return table.mutate(source=ibis.literal(batch.source), received=ibis.literal(batch.received))


def _together(tables: Iterable[ir.Table]) -> ir.Table:
    first, *others = tables
    return ibis.union(first, *others) if others else first
