"""The release's two tables of forecasts: what came and what lies ahead, and how forecasts did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from wholeplace.measures.forecasts.ahead import Ahead
from wholeplace.measures.forecasts.found import Key, LeftOut

FORECASTS, RECORDS = "forecasts", "forecast_records"
_KEY = [(name, pa.string()) for name in Key._fields]
_NUMBERS = ("value", "lower_80", "upper_80", "lower_95", "upper_95")
FORECASTS_SCHEMA = pa.schema(
    [
        *_KEY,
        ("kind", pa.string()),
        ("period_start", pa.date32()),
        ("ahead", pa.int64()),
        *((name, pa.float64()) for name in _NUMBERS),
    ]
)
_SCORES = ("error", "scaled_error", "coverage_80", "coverage_95")
RECORDS_SCHEMA = pa.schema(
    [
        *_KEY,
        ("kind", pa.string()),
        ("season", pa.int64()),
        ("first", pa.date32()),
        ("last", pa.date32()),
        ("periods", pa.int64()),
        ("missing", pa.int64()),
        ("method", pa.string()),
        ("why_not", pa.string()),
        ("compared", pa.int64()),
        ("ratio", pa.float64()),
        *((f"{who}_{score}", pa.float64()) for who in ("smoothing", "naive") for score in _SCORES),
    ]
)


def forecast_rows(found: Ahead) -> Iterator[dict[str, Any]]:
    """Every period that was, ``ahead`` 0, and every one ahead that can be forecast.

    Args:
        found: Forecasts of series whose labels are keys.

    Yields:
        Rows of :data:`FORECASTS_SCHEMA`.
    """
    periods, ranges = found.table.periods, (found.within_80, found.within_95)
    for place, label in enumerate(found.table.labels):
        about = {**Key(*label)._asdict(), "kind": periods.kind}
        values = found.table.values[place]
        for at in range(int(np.argmax(np.isfinite(values))), periods.count):
            yield {
                **about,
                "period_start": periods.start(at),
                "ahead": 0,
                "value": _or_none(values[at]),
            }
        for step in range(found.horizon if found.proved.forecast.method[place] else 0):
            limits = [part[place, step] for within in ranges for part in within[1:]]
            numbers = [_or_none(number) for number in (ranges[0].value[place, step], *limits)]
            start = periods.start(periods.count + step)
            yield {**about, "period_start": start, "ahead": step + 1} | dict(
                zip(_NUMBERS, numbers, strict=True)
            )


def record_rows(found: Ahead) -> Iterator[dict[str, Any]]:
    """How each series was forecast, and how such forecasts have done.

    Args:
        found: Forecasts of series whose labels are keys.

    Yields:
        Rows of :data:`RECORDS_SCHEMA`.
    """
    periods, proved = found.table.periods, found.proved
    for place, label in enumerate(found.table.labels):
        seen = np.flatnonzero(np.isfinite(found.table.values[place]))
        scores = {
            f"{who}_{score}": _or_none(getattr(record, score)[place])
            for who, record in (("smoothing", proved.smoothing), ("naive", proved.naive))
            for score in _SCORES
        }
        yield {
            **Key(*label)._asdict(),
            "kind": periods.kind,
            "season": found.season,
            "first": periods.start(int(seen[0])),
            "last": periods.start(int(seen[-1])),
            "periods": seen.size,
            "missing": int(seen[-1] - seen[0]) + 1 - seen.size,
            "method": str(proved.forecast.method[place]),
            "why_not": "" if proved.forecast.method[place] else "short",
            "compared": int(proved.compared[place]),
            "ratio": _or_none(proved.ratio[place]),
            **scores,
        }


def left_out_row(one: LeftOut) -> dict[str, Any]:
    """A series that is not forecast, as a row of :data:`RECORDS_SCHEMA`."""
    about = {"kind": one.kind, "last": one.last, "method": "", "why_not": one.why}
    return {**one.key._asdict(), **about}


def _or_none(number: float) -> float | None:
    return float(number) if np.isfinite(number) else None
