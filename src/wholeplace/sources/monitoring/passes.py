"""Two passes over a data set, whatever its columns: what fields say, and how late rows came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.core.calendar import month_starts
from wholeplace.core.engine import Engine
from wholeplace.core.expressions import UNKNOWN, days_between, flag
from wholeplace.sources.batches import Batch
from wholeplace.sources.contracts import Column, Dataset

MONTHS = 36
BACKLOG_DAYS = 62  # of a feed's first file only these last days are no backlog
LONGEST_LAG = 730
ROWS = ""  # the field that stands for whole rows
PROVIDER, PRACTICE, REGISTRATION = "provider_code", "practice_code", "registration"
SAID = ("blank", "not_known", "not_stated")
FIELDS = pa.schema(
    [
        *((name, pa.string()) for name in ("dataset", "source", "provider")),
        ("month", pa.int32()),
        ("field", pa.string()),
        *((name, pa.int64()) for name in ("rows", *SAID)),
    ]
)
LAGS = pa.schema(
    [
        *((name, pa.string()) for name in ("dataset", "source", "provider")),
        *((name, pa.int32()) for name in ("month", "days")),
        ("rows", pa.int64()),
    ]
)
Since = Mapping[tuple[str, dt.date], dt.date | None]
"""(source, received) → the first day of which a row of that file can be late; None for any day."""


@dataclass(frozen=True)
class Landed:
    """One data set as a run reads it.

    Attributes:
        contract: Its contract.
        rows: Its rows, with ``record_id``, ``source`` and ``received``.
        practices: ``record_id``, ``practice``: the practice each record was last registered with.
    """

    contract: Dataset
    rows: ir.Table
    practices: ir.Table


def month_number(day: dt.date) -> int:
    """A month as one whole number, so that months can be counted from one another."""
    return day.year * 12 + day.month - 1


def month_start(number: int) -> dt.date:
    """The first day of a month by its number.

    >>> month_start(month_number(dt.date(2026, 3, 31)))
    datetime.date(2026, 3, 1)
    """
    return dt.date(number // 12, number % 12 + 1, 1)


def last_practices(registrations: ir.Table) -> ir.Table:
    """The practice each record was last registered with.

    Args:
        registrations: Rows of the registration data set.

    Returns:
        ``record_id``, ``practice``, one row each.
    """
    # The latest of a date and a code in one text needs no sorting, and no engine differs in it.
    marked = registrations.start_date.cast("string") + registrations.practice_code
    latest = registrations.group_by("record_id").agg(latest=marked.max())
    return latest.select("record_id", practice=latest.latest.substr(10))


def watched(contract: Dataset) -> list[Column]:
    """The fields a data set can leave blank, or fill with a code that says nothing."""
    return [
        column
        for column in contract.facts
        if column.name != PROVIDER and (not column.required or column.not_known_codes)
    ]


def count_fields(engine: Engine, landed: Landed, as_at: dt.date) -> pa.Table:
    """How many rows each provider sent for each month, and what each field of them says.

    Args:
        engine: The engine.
        landed: The data set.
        as_at: The date of the run: the last 36 complete months are counted; of a data set that
            describes people, everything, under no month.

    Returns:
        A table of :data:`FIELDS`: a row for each field, and one for whole rows.
    """
    rows = _placed(landed, as_at)
    fields = watched(landed.contract)
    sums: dict[str, ir.Value] = {"rows": rows.count()}
    for column in fields:
        value = rows[column.name]
        sums[f"{column.name}|blank"] = flag(value.isnull()).sum()
        for said, codes in (
            ("not_known", column.not_known_codes),
            ("not_stated", column.not_stated_codes),
        ):
            if codes:
                sums[f"{column.name}|{said}"] = flag(value.isin(codes)).sum()
    counted = engine.fetch(rows.group_by("source", "provider", "month").agg(**sums))
    parts = [FIELDS.empty_table()]
    for name in (ROWS, *(column.name for column in fields)):
        parts.append(_long(counted, landed.contract.name, name))
    return pa.concat_tables(parts)


def count_lags(engine: Engine, landed: Landed, since: Since, as_at: dt.date) -> pa.Table:
    """How many days after the event rows came, as counts of rows by provider and month.

    Args:
        engine: The engine.
        landed: The data set.
        since: What :func:`late_since` returned for it.
        as_at: The date of the run.

    Returns:
        A table of :data:`LAGS`; empty for a data set that describes people.
    """
    if not landed.contract.day:
        return LAGS.empty_table()
    rows = _placed(landed, as_at)
    chosen = [
        (rows.source == source)
        & (rows.received == ibis.literal(received))
        & (ibis.literal(True) if first is None else rows.day >= ibis.literal(first))
        for (source, received), first in since.items()
    ]
    new = rows.filter(ibis.or_(*chosen))
    lag = ibis.least(days_between(new.day, new.received), LONGEST_LAG)
    new = new.mutate(days=ibis.greatest(lag, 0).cast("int32"))
    counted = engine.fetch(
        new.group_by("source", "provider", "month", "days").agg(rows=new.count())
    )
    named = counted.append_column("dataset", pa.repeat(landed.contract.name, counted.num_rows))
    return named.select(LAGS.names).cast(LAGS)


def late_since(batches: Iterable[Batch]) -> Since:
    """From which day on the rows of each file can be told to be late.

    A file that replaces others repeats what came earlier, so only what happened since the earlier
    one was received is new for certain; in a feed's first file, only its last days. A file that
    adds to the others, or is the first for its period, holds nothing that came before.

    Args:
        batches: The files of one data set, superseded ones included.
    """
    feeds: dict[str, list[Batch]] = {}
    for batch in sorted(batches, key=lambda batch: (batch.received, batch.sequence)):
        feeds.setdefault(batch.source, []).append(batch)
    found: dict[tuple[str, dt.date], dt.date | None] = {}
    for source, feed in feeds.items():
        before: dt.date | None = None
        periods: set[str] = set()
        for batch in feed:
            first = before or batch.received - dt.timedelta(days=BACKLOG_DAYS)
            new = batch.submission == "increment" or (
                batch.submission == "period" and batch.period not in periods
            )
            found[source, batch.received] = None if before is not None and new else first
            before = batch.received
            periods.add(batch.period)
    return found


def _placed(landed: Landed, as_at: dt.date) -> ir.Table:
    """The rows of the months counted, with ``provider``, ``month`` and ``day``."""
    contract, rows = landed.contract, landed.rows
    if not contract.day:
        rows = rows.mutate(month=ibis.null("int32"))
    else:
        first = ibis.literal(month_starts(as_at, MONTHS)[0])
        day = rows[contract.day].cast("date")
        rows = rows.filter(day.between(first, ibis.literal(as_at)))
        day = rows[contract.day].cast("date")
        rows = rows.mutate(day=day, month=(day.year() * 12 + day.month() - 1).cast("int32"))
    if PROVIDER in rows.columns:
        return rows.mutate(provider=rows[PROVIDER].fill_null(UNKNOWN))
    if contract.name == REGISTRATION:
        return rows.mutate(provider=rows[PRACTICE])
    joined = rows.left_join(landed.practices, "record_id")
    return joined.mutate(provider=joined.practice.fill_null(UNKNOWN)).drop(
        "record_id_right", "practice"
    )


def _long(counted: pa.Table, dataset: str, field: str) -> pa.Table:
    """The sums of one field, with 0 where a field cannot say a thing."""
    size = counted.num_rows
    nothing = pa.repeat(pa.scalar(0, pa.int64()), size)
    said = {
        name: counted[f"{field}|{name}"] if f"{field}|{name}" in counted.column_names else nothing
        for name in SAID
    }
    columns = {name: counted[name] for name in ("source", "provider", "month", "rows")} | said
    columns |= {
        "dataset": pa.repeat(pa.scalar(dataset), size),
        "field": pa.repeat(pa.scalar(field), size),
    }
    return pa.table({name: columns[name] for name in FIELDS.names}).cast(FIELDS)
