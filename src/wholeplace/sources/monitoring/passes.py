"""One pass over a data set, whatever its columns: what fields say, and how late rows came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.core.calendar import month_starts
from wholeplace.core.engine import Engine
from wholeplace.core.expressions import UNKNOWN, beside, days_between, flag
from wholeplace.sources.batches import Batch
from wholeplace.sources.contracts import Column, Dataset

MONTHS = 36
BACKLOG_DAYS = 62  # of a feed's first file only these last days are no backlog
LONGEST_LAG = 730
FIRST_DAY = dt.date(1, 1, 1)
MOST_PRACTICES = 1_000_000
ROWS = ""  # the field that stands for whole rows
PROVIDER, PRACTICE, REGISTRATION = "provider_code", "practice_code", "registration"
KEYS = ("source", "provider", "month")
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
class Practices:
    """The practice each record was last registered with, as a number: rows are many.

    Attributes:
        last: ``record_id``, ``practice``, one row each.
        codes: ``practice``, ``code``.
    """

    last: ir.Table
    codes: ir.Table


@dataclass(frozen=True)
class Landed:
    """One data set as a run reads it.

    Attributes:
        contract: Its contract.
        rows: Its rows, with ``record_id``, ``source`` and ``received``.
        practices: The practice each record was last registered with.
    """

    contract: Dataset
    rows: ir.Table
    practices: Practices


def month_number(day: dt.date) -> int:
    """A month as one whole number, so that months can be counted from one another."""
    return day.year * 12 + day.month - 1


def month_start(number: int) -> dt.date:
    """The first day of a month by its number.

    >>> month_start(month_number(dt.date(2026, 3, 31)))
    datetime.date(2026, 3, 1)
    """
    return dt.date(number // 12, number % 12 + 1, 1)


def last_practices(engine: Engine, registrations: ir.Table) -> Practices:
    """The practice each record was last registered with.

    Args:
        engine: The engine.
        registrations: Rows of the registration data set.
    """
    told = registrations.select("record_id", "start_date", code="practice_code")
    distinct = told.filter(told.code.notnull()).select("code").distinct()
    number = ibis.row_number().over(order_by=distinct.code).cast("int32")
    codes = engine.keep(distinct.mutate(practice=number))
    rows = told.join(codes, "code")
    # The latest of a day and a practice as one number needs no sorting.
    marked = days_between(ibis.literal(FIRST_DAY), rows.start_date) * MOST_PRACTICES
    latest = rows.select("record_id", marked=marked + rows.practice).group_by("record_id")
    found = latest.agg(latest=lambda table: table.marked.max())
    known = found.filter(found.latest.notnull())
    last = known.select("record_id", practice=(known.latest % MOST_PRACTICES).cast("int32"))
    return Practices(engine.keep(last), codes)


def watched(contract: Dataset) -> list[Column]:
    """The fields a data set can leave blank, or fill with a code that says nothing."""
    return [
        column
        for column in contract.facts
        if column.name != PROVIDER and (not column.required or column.not_known_codes)
    ]


def count_rows(
    engine: Engine, landed: Landed, since: Since, as_at: dt.date
) -> tuple[pa.Table, pa.Table]:
    """What the rows each provider sent for each month say, and how late they came, in one pass.

    Args:
        engine: The engine.
        landed: The data set.
        since: What :func:`late_since` returned for it.
        as_at: The date of the run: the last 36 complete months are counted; of a data set that
            describes people, everything, under no month.

    Returns:
        A table of :data:`FIELDS`: how many rows say what, a row for each field and one for whole
        rows. And a table of :data:`LAGS`: how many days after the event rows came; empty for a data
        set that describes people.
    """
    rows, contract = _placed(landed, as_at), landed.contract
    rows = rows.mutate(days=_days_late(rows, contract, since))
    fields = watched(contract)
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
    grouped = rows.group_by(*KEYS, "days").agg(**sums)
    counted = engine.fetch(_coded(grouped, landed.practices))
    whole = counted.group_by(list(KEYS)).aggregate([(name, "sum") for name in sums])
    whole = whole.rename_columns([name.removesuffix("_sum") for name in whole.column_names])
    names = (ROWS, *(column.name for column in fields))
    parts = [_long(whole, contract.name, name) for name in names]
    late = counted.filter(pc.is_valid(counted["days"]))
    late = late.append_column("dataset", pa.repeat(contract.name, late.num_rows))
    return pa.concat_tables(parts), late.select(LAGS.names).cast(LAGS)


def _days_late(rows: ir.Table, contract: Dataset, since: Since) -> ir.IntegerValue:
    """How many days after the event each row came, where that can be told."""
    if not contract.day:
        return ibis.null("int32")
    told = [
        (rows.source == source)
        & (rows.received == ibis.literal(received))
        & (ibis.literal(True) if first is None else rows.day >= ibis.literal(first))
        for (source, received), first in since.items()
    ]
    lag = ibis.least(days_between(rows.day, rows.received), LONGEST_LAG)
    return ibis.ifelse(ibis.or_(*told), ibis.greatest(lag, 0), None).cast("int32")


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
    """The rows of the months counted, with ``provider``, ``month`` and ``day``.

    The provider is a code, or the number of a practice.
    """
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
    return beside(rows, landed.practices.last.rename(provider="practice"), "record_id")


def _coded(counted: ir.Table, practices: Practices) -> ir.Table:
    """Counts with the code of each provider, where it is the number of a practice."""
    if not isinstance(counted.provider, ir.IntegerValue):
        return counted
    coded = beside(counted, practices.codes.rename(provider="practice"), "provider")
    return coded.mutate(provider=coded.code.fill_null(UNKNOWN)).drop("code")


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
