"""The landed data a run may know: each dataset as one table, and the identifiers for linkage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.core.errors import RunError
from wholeplace.sources.batches import Batch, folders
from wholeplace.sources.contracts import LOCAL_ID, Dataset
from wholeplace.sources.placing import RECORD_ID

ROWS = "rows.parquet"
IDENTIFIERS = "identifiers.parquet"
NEEDED = ("person", "registration", "residence")
PEOPLE = "person"
COMPARED = {"nhs_number": "string", "nhs_number_status": "string", "birth_date": "date"}


def landed_datasets(
    engine: Engine, data: Path, batches: Sequence[Batch], contracts: Iterable[Dataset]
) -> dict[str, ir.Table]:
    """Each dataset that has any batch, with its facts, ``source`` and ``received``.

    Of a row that its source sent again, such as a stay that has ended since, only the version
    that came last counts; the contract's key tells which rows are the same.

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
            found[contract.name] = _newest_versions(engine, data, mine, contract)
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


def _newest_versions(
    engine: Engine, data: Path, batches: Sequence[Batch], contract: Dataset
) -> ir.Table:
    rows = _together(
        _marked(engine.read(folders(data, b.dataset, b.batch_id).record / ROWS), b).mutate(
            landed=ibis.literal(b.sequence)
        )
        for b in batches
    )
    sources = {batch.source for batch in batches}
    if not contract.key or len(sources) == len(batches):
        return rows.drop("landed")
    key = [RECORD_ID if name == LOCAL_ID else name for name in contract.key]
    newest = ibis.row_number().over(
        group_by=["source", *key], order_by=[ibis.desc("received"), ibis.desc("landed")]
    )
    numbered = rows.mutate(newest=newest)
    return numbered.filter(numbered.newest == 0).drop("newest", "landed")


def _marked(table: ir.Table, batch: Batch) -> ir.Table:
    return table.mutate(source=ibis.literal(batch.source), received=ibis.literal(batch.received))


def _together(tables: Iterable[ir.Table]) -> ir.Table:
    first, *others = tables
    return ibis.union(first, *others) if others else first
