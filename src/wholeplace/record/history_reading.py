"""Coded history by person, found in one look through the events by compiled code.

Events are landed record by record and by date, so all that is asked of a record is known when its
last event has passed. Whoever has several records, or one that was landed out of order, is read
again with their events sorted; where events come from submissions that replace each other, all are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import ibis.expr.operations as ops
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.engine import Engine
from wholeplace.core.side_by_side import read_ahead
from wholeplace.record import history_kernel as kernel
from wholeplace.record.histories import Kept
from wholeplace.record.history_arrays import (
    Layout,
    as_columns,
    clear,
    codes_of,
    layout,
    no_rows,
    nothing_known,
    order_of,
)
from wholeplace.record.matching import code_list_members, numbered_items, reads_values, until
from wholeplace.record.plan import Plan

_LANDED = (ops.DatabaseTable, ops.DropColumns, ops.Project, ops.Filter, ops.Union)
"""What events are made of where they are still in the order they were landed in."""


def read_history(engine: Engine, plans: Sequence[Plan], events: ir.Table, links: ir.Table) -> Kept:
    """Everything plans need of coded events.

    Args:
        engine: An engine whose rows pass through this process; it keeps what is found.
        plans: Plans of different days, whose needs are answered.
        events: Columns ``record_id``, ``event_date``, ``code``, ``value``.
        links: Columns ``record_id``, ``person``.
    """
    widest = max(plans, key=lambda plan: plan.as_at)
    items = numbered_items(widest, of_days=True)
    laid = layout([(need, plan.as_at) for plan in plans for need in plan.needs], items)
    look = _Look(engine, laid, codes_of(code_list_members(widest, items)))
    events = _read_of(until(events, widest.as_at), reads_values(items))
    if not _as_landed(events):
        return Kept(look.sorted(events, links), laid.answers)
    linked = engine.fetch(links.select("record_id", "person"))
    order = order_of(linked["record_id"].to_numpy(), linked["person"].to_numpy())
    table = look.through(events, order)
    again = np.isin(order.person, _to_read_again(order))
    if again.any():
        theirs = {"record_id": order.record[again], "person": order.person[again]}
        few = engine.table(pa.table(theirs), name="records_out_of_order")
        table = table.anti_join(few, "person").union(look.sorted(events, few))
    return Kept(table, laid.answers)


@dataclass(frozen=True)
class _Look:
    """A look through events for all that is asked."""

    engine: Engine
    laid: Layout
    codes: kernel.Codes

    def through(self, events: ir.Table, order: kernel.Order) -> ir.Table:
        """Answers to what is asked of records, kept; in ``order`` is noted which were in order."""
        batches = self._read(events, order)
        reader = pa.RecordBatchReader.from_batches(self.laid.schema, batches)
        return self.engine.table(reader, name="coded_history")

    def sorted(self, events: ir.Table, links: ir.Table) -> ir.Table:
        """The same of people, whose events are sorted first."""
        linked = events.join(links, "record_id")
        theirs = linked.select(*events.columns[1:], record_id="person")
        people = self.engine.fetch(links.select("person").distinct())["person"].to_numpy()
        in_order = theirs.order_by("record_id", "event_date")
        return self.through(in_order, order_of(people, people))

    def _read(self, events: ir.Table, order: kernel.Order) -> Iterator[pa.RecordBatch]:
        asked, schema = self.laid.asked, self.laid.schema
        now, rows = nothing_known(asked), no_rows(schema)
        for columns in read_ahead(self.engine.batches(events)):
            batch, at = _batch(columns), 0
            while (at := kernel.read(batch, at, self.codes, asked, order, now, rows)) < len(
                columns
            ):
                yield as_columns(schema, rows, now)
                clear(rows, now)
        kernel.finish(asked, order, now, rows)
        yield as_columns(schema, rows, now)


def _read_of(events: ir.Table, values: bool) -> ir.Table:
    """The columns that are read: a value that is missing is not a number, so is never plausible."""
    value = {"value": events["value"].fill_null(float("nan"))} if values else {}
    return events.select("record_id", "event_date", "code", **value)


def _batch(columns: pa.RecordBatch) -> kernel.Batch:
    read = {name: columns[name] for name in columns.schema.names}
    return kernel.Batch(
        record=read["record_id"].to_numpy(),
        date=read["event_date"].view(pa.int32()).to_numpy(),
        code=read["code"].to_numpy(),
        value=read["value"].to_numpy() if "value" in read else np.zeros(0),
    )


def _to_read_again(order: kernel.Order) -> NDArray[np.int64]:
    """People with events in several records, or in one that was not in order."""
    people, records = np.unique(order.person[order.seen], return_counts=True)
    return np.concatenate([people[records > 1], order.person[order.astray]])


def _as_landed(events: ir.Table) -> bool:
    """Whether events are still in the order they were landed in: nothing was joined or numbered."""
    made_of = events.op()
    landed = all(isinstance(one, _LANDED) for one in made_of.find(ops.Relation))
    return landed and not made_of.find(ops.WindowFunction)
