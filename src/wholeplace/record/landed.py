"""The landed data a run may know: each dataset as one table, and the identifiers for linkage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.core.errors import RunError
from wholeplace.sources.batches import Batch, places_of
from wholeplace.sources.checks import TYPES
from wholeplace.sources.contracts import LOCAL_ID, Dataset
from wholeplace.sources.periods import Period, read_period
from wholeplace.sources.placing import RECORD_ID
from wholeplace.sources.superseding import as_received

ROWS = "rows.parquet"
IDENTIFIERS = "identifiers.parquet"
NEEDED = ("person", "registration", "residence")
PEOPLE = "person"
FLAG = "flag"
# No contract's column can be called so: names of columns begin with a letter.
TURN, NEWEST = "__turn", "__newest"
COMPARED = {"nhs_number": "string", "nhs_number_status": "string", "birth_date": "date"}


def landed_datasets(
    engine: Engine,
    data: Path,
    batches: Sequence[Batch],
    contracts: Iterable[Dataset],
    flags: Collection[str] = (),
) -> dict[str, ir.Table]:
    """Each dataset that has any batch, with its facts, ``source`` and ``received``.

    Of a row that its source sent again, such as a stay that has ended since, only the version
    that came last counts; the contract's key tells which rows are the same. A submission for a
    period takes back what came before it for those days.

    Args:
        engine: The engine.
        data: The data folder.
        batches: The batches the run may know.
        contracts: The datasets.
        flags: Of a dataset in the stricter zone, only rows with one of these flags are read.

    Raises:
        RunError: If a dataset that no person table can do without was not landed.
    """
    found = {}
    for contract in contracts:
        mine = [batch for batch in batches if batch.dataset == contract.name]
        if mine:
            rows = _in_force(engine, data, mine, contract).drop(TURN)
            found[contract.name] = _allowed(rows, flags) if contract.zone == "partner" else rows
    missing = [name for name in NEEDED if name not in found]
    if missing:
        raise RunError(
            f"Nothing was landed for {', '.join(missing)}.",
            "Land these first: wholeplace land DATASET FILE --source NAME.",
        )
    return found


def landed_identifiers(
    engine: Engine,
    data: Path,
    batches: Sequence[Batch],
    contracts: Iterable[Dataset],
    flags: Collection[str] = (),
) -> ir.Table:
    """What linkage compares, from every dataset that carries an NHS number.

    Returns:
        ``source``, ``record_id``, ``nhs_number``, ``nhs_number_status``, ``birth_date``,
        ``received``, ``registry`` (whether it comes from the register of people).
    """
    tables: list[ir.Table] = []
    for contract in contracts:
        mine = [batch for batch in batches if batch.dataset == contract.name]
        if mine and any(column.kind == "nhs_number" for column in contract.identifiers):
            tables += _identifiers_in_force(engine, data, mine, contract, flags)
    return _together(tables)


def _identifiers_in_force(
    engine: Engine,
    data: Path,
    batches: Sequence[Batch],
    contract: Dataset,
    flags: Collection[str],
) -> Iterator[ir.Table]:
    """What each submission says of the records it still has a row of.

    Who takes a row back, or sends it again without its NHS number, takes back whose it was.
    """
    rows = _in_force(engine, data, batches, contract)
    if contract.zone == "partner":
        rows = _allowed(rows, flags)
    for turn, batch in enumerate(as_received(batches)):
        landed = engine.read(places_of(data, batch).vault / IDENTIFIERS)
        table = _marked(landed, batch)
        if contract.zone == "partner" or _superseded_row_by_row(batches):
            table = table.semi_join(rows.filter(rows[TURN] == turn), RECORD_ID)
        kept = {
            name: table[name] if name in table.columns else ibis.null(kind)
            for name, kind in COMPARED.items()
        }
        registry = ibis.literal(contract.name == PEOPLE)
        told = table.select("source", "record_id", "received", **kept, registry=registry)
        # A landing writes no two rows alike: only where a column is left out here can any be, and
        # not where each person has one row.
        whole = {LOCAL_ID, RECORD_ID, *COMPARED}.issuperset(landed.columns)
        yield told if whole or contract.key == (LOCAL_ID,) else told.distinct()


def _allowed(rows: ir.Table, flags: Collection[str]) -> ir.Table:
    """Rows of the stricter zone that a run may read."""
    return rows.filter(rows[FLAG].isin(sorted(flags)))


def _in_force(engine: Engine, data: Path, batches: Sequence[Batch], contract: Dataset) -> ir.Table:
    """Rows as their sources left them, with the turn of the submission each came in.

    Of one key it is the version received last, whichever was landed first, unless that was taken
    back: by a later submission for the period it lies in.
    """
    in_order = as_received(batches)
    rows = _together(
        _marked(_of_contract(engine.read(_rows_of(data, b)), contract), b).mutate(
            **{TURN: ibis.literal(turn, "int32")}
        )
        for turn, b in enumerate(in_order)
    )
    if not _superseded_row_by_row(batches):
        return rows
    newest = _newest_of_each_key(rows, contract)
    taken_back = [
        (newest.source == b.source)
        & (newest[TURN] < turn)
        & _within(newest, contract, read_period(b.period))
        for turn, b in enumerate(in_order)
        if b.submission == "period"
    ]
    return newest.filter(~ibis.or_(*taken_back)) if taken_back else newest


def _superseded_row_by_row(batches: Sequence[Batch]) -> bool:
    """Whether any source sent several submissions that are still read."""
    return len({batch.source for batch in batches}) < len(batches)


def _newest_of_each_key(rows: ir.Table, contract: Dataset) -> ir.Table:
    """One row for each source and key; where there is no key, the whole row is."""
    if not contract.key:
        facts = [name for name in rows.columns if name not in ("received", TURN)]
        same = rows.group_by(facts)
        return same.agg(received=rows.received.max(), **{TURN: rows[TURN].max()})
    key = [RECORD_ID if name == LOCAL_ID else name for name in contract.key]
    newest = ibis.row_number().over(group_by=["source", *key], order_by=ibis.desc(TURN))
    numbered = rows.mutate(**{NEWEST: newest})
    return numbered.filter(numbered[NEWEST] == 0).drop(NEWEST)


def _within(rows: ir.Table, contract: Dataset, period: Period) -> ir.BooleanValue:
    day = rows[contract.order[0]].cast("date")
    inside = day.between(ibis.literal(period.start), ibis.literal(period.end))
    return inside.fill_null(False)


def _of_contract(rows: ir.Table, contract: Dataset) -> ir.Table:
    """Landed rows with the contract's columns, also those it gained after they were landed."""
    types = {column.name: TYPES.get(column.kind, "string") for column in contract.facts}
    columns = {
        name: rows[name] if name in rows.columns else ibis.null(kind)
        for name, kind in types.items()
    }
    return rows.select(RECORD_ID, **columns)


def _rows_of(data: Path, batch: Batch) -> Path:
    return places_of(data, batch).record / ROWS


def _marked(table: ir.Table, batch: Batch) -> ir.Table:
    return table.mutate(source=ibis.literal(batch.source), received=ibis.literal(batch.received))


def _together(tables: Iterable[ir.Table]) -> ir.Table:
    first, *others = tables
    return ibis.union(first, *others) if others else first
