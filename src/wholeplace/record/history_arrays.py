"""What is asked of coded events, laid out in arrays for the kernel, and its answers as columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.calendar import window_start
from wholeplace.record import history_kernel as kernel
from wholeplace.record.needs import (
    Asked,
    CodedDate,
    CodedSince,
    DaysBeyond,
    DaysCoded,
    LastCoded,
    LatestReading,
    Need,
)

ROWS = 65_536
"""Rows written at once: few enough that a hundred columns of them stay small."""
_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class Layout:
    """Columns for everything that is asked.

    Attributes:
        schema: ``person`` and the columns, as they are written: dates, counts, then values.
        answers: A need by a day → its column. A first date is one for all days.
        asked: The same for the kernel.
    """

    schema: pa.Schema
    answers: Mapping[Asked, str]
    asked: kernel.Asked


@dataclass
class _Columns:
    """Columns numbered as they are asked for."""

    kinds: dict[str, pa.DataType] = field(default_factory=dict)
    answers: dict[Asked, str] = field(default_factory=dict)

    def place(self, asked: Asked, kind: pa.DataType) -> int:
        """The number of the column that answers something."""
        need, day = asked
        for_all_days = isinstance(need, CodedDate) and need.which == "first"
        name = need.column if for_all_days else f"{need.column}_by_{day:%Y_%m_%d}"
        self.answers[asked] = name
        self.kinds.setdefault(name, kind)
        return list(self.kinds).index(name)


def layout(asked: Iterable[Asked], items: Mapping[str, int]) -> Layout:
    """Lay out what is asked.

    Args:
        asked: Needs, each by a day.
        items: The number of each code list and measurement, as the members of code lists have.
    """
    wanted = list(dict.fromkeys(asked))
    days = sorted({day for _, day in wanted})
    conditions = list(dict.fromkeys(need for need, _ in wanted if isinstance(need, CodedSince)))
    dates, values = _Columns(), _Columns()
    coded, first = _nowhere(len(days)), _nowhere(len(items))
    last, lowest = _nowhere(len(days), len(items)), _nowhere(len(days), len(items))
    since = _nowhere(len(days), len(conditions))
    spans: list[_Span] = []
    for one in wanted:
        need, on = one[0], days.index(one[1])
        match need:
            case LastCoded():
                coded[on] = dates.place(one, pa.date32())
            case CodedDate(name, "first"):
                first[items[f"list {name}"]] = dates.place(one, pa.date32())
            case CodedDate(name):
                last[on, items[f"list {name}"]] = dates.place(one, pa.date32())
            case LatestReading(name, "date"):
                last[on, items[f"reading {name}"]] = dates.place(one, pa.date32())
            case LatestReading(name):
                lowest[on, items[f"reading {name}"]] = values.place(one, pa.float64())
            case CodedSince():
                since[on, conditions.index(need)] = dates.place(one, pa.date32())
            case DaysBeyond(name):
                column = dates.place(one, pa.int32())
                opens = window_start(one[1], need.months)
                spans.append(_Span(items[f"reading {name}"], opens, one[1], need.above, column))
            case DaysCoded(name):
                column = dates.place(one, pa.int32())
                opens = window_start(one[1], need.months)
                spans.append(_Span(items[f"list {name}"], opens, one[1], kernel.ANYTHING, column))
    return Layout(
        pa.schema({"person": pa.int64(), **dates.kinds, **values.kinds}),
        dates.answers | values.answers,
        kernel.Asked(
            days=_numbered(days),
            of_any=bool((coded != kernel.NOWHERE).any()),
            coded=coded,
            opens=_opens(spans, {need for need, _ in wanted}, items),
            first=first,
            last=last,
            lowest=lowest,
            since=since,
            roles=_roles(conditions, items),
            spans=_spans(spans, len(items)),
        ),
    )


def codes_of(members: pa.Table) -> kernel.Codes:
    """Which items each code belongs to.

    Args:
        members: ``code``, ``item`` and, for measurements, the plausible range from ``low`` to
            ``high``.
    """
    members = members.sort_by("code")
    distinct, counts = np.unique(members["code"].to_numpy(), return_counts=True)
    # At most a quarter full: most codes are on no list, and are to find a free place soon.
    size = 1 << (4 * distinct.size + 1).bit_length()
    held, entry = np.full(size, kernel.FREE), _nowhere(size)
    kernel.fill(distinct, held, entry)
    low = members["low"].to_numpy()
    return kernel.Codes(
        code=held,
        entry=entry,
        start=_starts(counts),
        item=members["item"].to_numpy().astype(np.int64),
        reads=~np.isnan(low),
        low=low,
        high=members["high"].to_numpy(),
    )


def order_of(records: NDArray[np.int64], people: NDArray[np.int64]) -> kernel.Order:
    """The records asked about, in order, none of them met yet.

    Args:
        records: Keys of the records, each once. Shape (records,).
        people: Whose each is. Shape (records,).
    """
    in_order = np.argsort(records)
    seen = np.zeros(records.size, dtype=np.bool_)
    return kernel.Order(records[in_order], people[in_order], seen, np.zeros_like(seen))


def nothing_known(asked: kernel.Asked) -> kernel.Now:
    """What is known before the first event."""
    items, conditions = asked.first.size, asked.since.shape[1]
    return kernel.Now(
        stands=np.zeros(kernel.STANDS, dtype=np.int64),
        first=np.full(items, kernel.NEVER, dtype=np.int32),
        last=np.full(items, kernel.NEVER, dtype=np.int32),
        lowest=np.zeros(items),
        touched=np.zeros(items, dtype=np.int64),
        resolved=np.full(conditions, kernel.NEVER, dtype=np.int32),
        since=np.full(conditions, kernel.NEVER, dtype=np.int32),
        beyond=np.zeros(asked.spans.opens.size, dtype=np.int64),
    )


def no_rows(schema: pa.Schema) -> kernel.Rows:
    """Room for rows, with nothing in them."""
    values = sum(kind == pa.float64() for kind in schema.types)
    dates = len(schema) - 1 - values
    return kernel.Rows(
        person=np.zeros(ROWS, dtype=np.int64),
        dates=np.full((dates, ROWS), kernel.NEVER, dtype=np.int32),
        values=np.full((values, ROWS), np.nan),
    )


def clear(rows: kernel.Rows, now: kernel.Now) -> None:
    """Leave rows as if nothing had been written in them."""
    rows.dates.fill(kernel.NEVER)
    rows.values.fill(np.nan)
    now.stands[kernel.ROW] = 0


def as_columns(schema: pa.Schema, rows: kernel.Rows, now: kernel.Now) -> pa.RecordBatch:
    """The rows filled so far; they may not change while these columns are in use."""
    kinds, filled = schema.types[1:], int(now.stands[kernel.ROW])
    dates = [
        _column(kind, column[:filled], column[:filled] != kernel.NEVER)
        for kind, column in zip(kinds, rows.dates, strict=False)
    ]
    values = [
        _column(pa.float64(), column[:filled], ~np.isnan(column[:filled])) for column in rows.values
    ]
    person = pa.array(rows.person[:filled])
    return pa.record_batch([person, *dates, *values], names=schema.names)


def _column(kind: pa.DataType, values: NDArray[np.generic], known: NDArray[np.bool_]) -> pa.Array:
    """An Arrow column over the values themselves."""
    bits = pa.py_buffer(np.packbits(known, bitorder="little"))
    return pa.Array.from_buffers(kind, values.size, [bits, pa.py_buffer(values)])


@dataclass(frozen=True)
class _Span:
    """The days between which those of an item are counted, if above what, and in which column."""

    item: int
    opens: dt.date
    closes: dt.date
    above: float
    column: int


def _spans(spans: Sequence[_Span], items: int) -> kernel.Spans:
    by_item = sorted(spans, key=lambda span: span.item)
    return kernel.Spans(
        start=_starts(np.bincount([span.item for span in by_item], minlength=items)),
        opens=_numbered([span.opens for span in by_item]),
        closes=_numbered([span.closes for span in by_item]),
        above=np.array([span.above for span in by_item], dtype=np.float64),
        column=np.array([span.column for span in by_item], dtype=np.int64),
    )


def _opens(
    spans: Sequence[_Span], wanted: Collection[Need], items: Mapping[str, int]
) -> NDArray[np.int32]:
    """From which day on each item is looked at: contacts, of which days are counted, from late."""
    opens = np.full(len(items), kernel.NEVER, dtype=np.int32)
    of_days = {f"list {need.code_list}" for need in wanted if isinstance(need, DaysCoded)}
    of_dates = {
        f"list {name}"
        for need in wanted
        if isinstance(need, CodedDate | CodedSince)
        for name in (need.code_list, getattr(need, "resolved_by", need.code_list))
    }
    for name in of_days - of_dates:
        (opens[items[name]],) = _numbered([min(s.opens for s in spans if s.item == items[name])])
    return opens


def _roles(conditions: Sequence[CodedSince], items: Mapping[str, int]) -> kernel.Roles:
    roles = sorted(
        (items[f"list {name}"], number, resolves)
        for number, need in enumerate(conditions)
        for name, resolves in ((need.code_list, False), (need.resolved_by, True))
    )
    return kernel.Roles(
        start=_starts(np.bincount([item for item, *_ in roles], minlength=len(items))),
        condition=np.array([condition for _, condition, _ in roles], dtype=np.int64),
        resolves=np.array([resolves for *_, resolves in roles], dtype=np.bool_),
    )


def _nowhere(*shape: int) -> NDArray[np.int64]:
    return np.full(shape, kernel.NOWHERE, dtype=np.int64)


def _starts(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts, dtype=np.int64)])


def _numbered(days: Sequence[dt.date]) -> NDArray[np.int32]:
    return np.array([(day - _EPOCH).days for day in days], dtype=np.int32)
