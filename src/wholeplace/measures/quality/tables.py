"""Data quality as release tables: every count of rows passes the disclosure gate like any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from wholeplace.sources.monitoring.months import YEAR, Feed, lateness
from wholeplace.sources.monitoring.passes import SAID, month_start
from wholeplace.sources.monitoring.standards import QualityStandard, timeliness
from wholeplace.statistics import (
    DisclosureProfile,
    release_count,
    release_proportion,
    round_count,
    status_of,
)

ANSWERED = "answered"
_ABOUT = [(name, pa.string()) for name in ("dataset", "source", "provider")]
FEED_MONTHS = pa.schema(
    [
        *_ABOUT,
        ("month", pa.date32()),
        *((name, pa.int64()) for name in ("rows", "expected", "lower", "upper")),
        ("status", pa.string()),
        ("verdict", pa.string()),
    ]
)
"""Rows of each month by provider: rounded, with the band they were expected in."""

FIELD_QUALITY = pa.schema(
    [
        *_ABOUT,
        ("field", pa.string()),
        ("said", pa.string()),
        ("month", pa.date32()),
        *((name, pa.int64()) for name in ("numerator", "denominator")),
        ("value", pa.float64()),
        ("status", pa.string()),
        ("verdict", pa.string()),
    ]
)
"""Share of rows whose field says a thing; with no month, of the last year."""

LATENESS = pa.schema(
    [
        *_ABOUT,
        ("rows", pa.int64()),
        *((name, pa.float64()) for name in ("median_days", "p95_days", "late")),
        ("late_after", pa.int64()),
        ("status", pa.string()),
    ]
)
"""Days from the event to the day its row was received, over the last year."""


def feed_months(feeds: Iterable[Feed], profile: DisclosureProfile) -> pa.Table:
    """A table of :data:`FEED_MONTHS`.

    Args:
        feeds: The feeds.
        profile: The disclosure profile.
    """
    parts = [FEED_MONTHS.empty_table()]
    for feed in feeds:
        bands = feed.judged_rows()
        if bands is not None:
            gated = release_count(feed.rows, profile=profile)
            numbers = {"rows": gated.value}
            for name in ("expected", "lower", "upper"):
                rounded = round_count(np.round(getattr(bands, name)), profile)
                numbers[name] = np.where(gated.status == "shown", rounded, np.nan)
            shape = feed.rows.shape
            columns = _about(feed, shape) | {
                name: _whole(values.ravel()) for name, values in numbers.items()
            }
            columns |= {
                "month": _months(feed, shape[0]),
                "status": pa.array(gated.status.ravel().astype(str)),
                "verdict": pa.array(bands.verdict.ravel().astype(str)),
            }
            parts.append(_table(columns, FEED_MONTHS))
    return pa.concat_tables(parts)


def field_quality(feeds: Iterable[Feed], profile: DisclosureProfile) -> pa.Table:
    """A table of :data:`FIELD_QUALITY`: what fields say over the last year, and month by month.

    Args:
        feeds: The feeds.
        profile: The disclosure profile.
    """
    parts = [FIELD_QUALITY.empty_table()]
    for feed in feeds:
        rows = feed.last_year(feed.rows)[:, None]
        for field in feed.said:
            told = {ANSWERED: feed.answered(field)} | {
                name: feed.said[field][name] for name in SAID
            }
            for said, counts in told.items():
                if said == ANSWERED or counts.any():
                    year = feed.last_year(counts)[:, None]
                    parts.append(_shares(feed, field, said, year, rows, profile))
            bands = feed.judged_field(field)
            if bands is not None:
                part, whole = told[ANSWERED][:, -YEAR:], feed.rows[:, -YEAR:]
                verdict = bands.verdict[:, -YEAR:]
                parts.append(_shares(feed, field, ANSWERED, part, whole, profile, verdict))
    return pa.concat_tables(parts)


def feed_lateness(
    feeds: Iterable[Feed],
    lags: pa.Table,
    standards: Sequence[QualityStandard],
    profile: DisclosureProfile,
) -> pa.Table:
    """A table of :data:`LATENESS`; nothing where fewer rows came than a mean may rest on.

    Args:
        feeds: The feeds.
        lags: Counts of rows by days.
        standards: The quality standards.
        profile: The disclosure profile.
    """
    found = [row for feed in feeds for row in _lateness_of(feed, lags, standards, profile)]
    return pa.Table.from_pylist(found, LATENESS)


def _lateness_of(
    feed: Feed,
    lags: pa.Table,
    standards: Sequence[QualityStandard],
    profile: DisclosureProfile,
) -> Iterator[dict[str, Any]]:
    standard = timeliness(standards, feed.dataset)
    if standard is None or standard.late_after is None or not feed.months:
        return
    for provider, (median, p95, late, rows) in lateness(
        feed.lags(lags), standard.late_after
    ).items():
        if provider not in feed.providers:
            continue
        status = str(status_of(float(rows), float(rows), statistic="mean", profile=profile))
        gated = release_proportion([late], [rows], profile=profile)
        shown = status == "shown"
        yield {
            "dataset": feed.dataset,
            "source": feed.source,
            "provider": provider,
            "rows": _or_none(gated.denominator[0]),
            "median_days": median if shown else None,
            "p95_days": p95 if shown else None,
            "late": _or_none(gated.value[0]),
            "late_after": standard.late_after,
            "status": status,
        }


def _shares(
    feed: Feed,
    field: str,
    said: str,
    part: np.ndarray,
    whole: np.ndarray,
    profile: DisclosureProfile,
    verdict: np.ndarray | None = None,
) -> pa.Table:
    gated = release_proportion(part, whole, profile=profile)
    size = part.size
    by_month = verdict is not None
    columns = _about(feed, part.shape) | {
        "field": pa.repeat(pa.scalar(field), size),
        "said": pa.repeat(pa.scalar(said), size),
        "month": _months(feed, part.shape[0], last=part.shape[1])
        if by_month
        else pa.nulls(size, pa.date32()),
        "numerator": _whole(gated.numerator.ravel()),
        "denominator": _whole(gated.denominator.ravel()),
        "value": pa.array(gated.value.ravel(), from_pandas=True),
        "status": pa.array(gated.status.ravel().astype(str)),
        "verdict": pa.array(verdict.ravel().astype(str))
        if verdict is not None
        else pa.repeat(pa.scalar(""), size),
    }
    return _table(columns, FIELD_QUALITY)


def _about(feed: Feed, shape: tuple[int, ...]) -> dict[str, pa.Array]:
    size = int(np.prod(shape))
    return {
        "dataset": pa.repeat(pa.scalar(feed.dataset), size),
        "source": pa.repeat(pa.scalar(feed.source), size),
        "provider": pa.array(np.repeat(np.array(feed.providers, dtype=object), shape[1])),
    }


def _months(feed: Feed, providers: int, last: int | None = None) -> pa.Array:
    days = [month_start(month) for month in feed.months][-(last or len(feed.months)) :]
    return pa.array(days * providers, pa.date32())


def _whole(values: np.ndarray) -> pa.Array:
    return pa.array(values, from_pandas=True).cast(pa.int64())


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _table(columns: dict[str, pa.Array], schema: pa.Schema) -> pa.Table:
    return pa.table({name: columns[name] for name in schema.names}, schema=schema)
