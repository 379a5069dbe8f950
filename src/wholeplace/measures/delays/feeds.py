"""How fresh each feed is: the last day it tells of, and whether that is too long ago."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from wholeplace.core.engine import Engine

SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("dataset", "title", "source")),
        ("last_day", pa.date32()),
        ("received", pa.date32()),
        ("days_ago", pa.int64()),
        ("stale_after", pa.int64()),
        ("stale", pa.bool_()),
    ]
)
LOOKED_BACK = 730  # days that a feed's usual gap is judged by
MANY_GAPS = 8  # a silence of so many usual gaps is no chance: e^-8, were events independent


class Watched(NamedTuple):
    """A data set on the pressure board.

    Attributes:
        days: The columns that say when something happened.
        stale_after: Days of silence after which its numbers are not current.
        regular: Whether it comes on set days, so that no gap in it is chance.
    """

    days: tuple[str, ...]
    stale_after: int
    regular: bool = False


WATCHED: dict[str, Watched] = {
    "hospital_discharge": Watched(("ready_date", "discharge_date"), 2),
    "discharge_delay": Watched(("delay_start_date", "delay_end_date"), 3),
    "care_after_hospital": Watched(("referral_date", "start_date", "end_date"), 7),
    "service_capacity": Watched(("week_start",), 13, regular=True),
    "hospital_spell": Watched(("admission_date", "discharge_date"), 2),
    "emergency_attendance": Watched(("arrival_date",), 2),
    "ambulance_incident": Watched(("incident_date",), 2),
    "nhs111_call": Watched(("call_date",), 2),
}
"""Data set → what is asked of it: our choice, from how often each is sent."""


def freshness(
    engine: Engine,
    datasets: Mapping[str, ir.Table],
    titles: Mapping[str, str],
    as_at: dt.date,
) -> pa.Table:
    """The last day that each feed tells of.

    A small feed is silent for days on end without being late, so silence is judged by the feed's
    own usual gap too.

    Args:
        engine: The engine.
        datasets: The landed datasets.
        titles: What each dataset is called.
        as_at: The date of the run.

    Returns:
        A table of :data:`SCHEMA`.
    """
    told = [
        _days(datasets[name], name, watched.days, as_at)
        for name, watched in WATCHED.items()
        if name in datasets
    ]
    if not told:
        return SCHEMA.empty_table()
    days = told[0] if len(told) == 1 else ibis.union(*told)
    since = ibis.literal(as_at - dt.timedelta(days=LOOKED_BACK))
    counted = engine.fetch(
        days.group_by("dataset", "source").agg(
            last_day=days.day.max(),
            received=days.received.max(),
            first_day=days.day.min(where=days.day > since),
            days=days.day.nunique(where=days.day > since),
        )
    )
    order = [(name, "ascending") for name in ("dataset", "source")]
    return _judged(counted.sort_by(order), titles, as_at)


def stale_sources(feeds: pa.Table, dataset: str) -> list[str]:
    """The sources whose feed of a data set is not current.

    Args:
        feeds: What :func:`freshness` returned.
        dataset: The data set.
    """
    return [
        row["source"] for row in feeds.to_pylist() if row["dataset"] == dataset and row["stale"]
    ]


def _days(rows: ir.Table, dataset: str, columns: tuple[str, ...], as_at: dt.date) -> ir.Table:
    """Every day a data set tells of up to the date of the run, of each source."""
    about = {"dataset": ibis.literal(dataset)}
    parts = [
        rows.select("source", "received", day=rows[name].cast("date"), **about) for name in columns
    ]
    together = parts[0] if len(parts) == 1 else ibis.union(*parts)
    return together.filter(together.day <= ibis.literal(as_at))


def _judged(counted: pa.Table, titles: Mapping[str, str], as_at: dt.date) -> pa.Table:
    """The feeds with how long they have been silent, and whether that is too long."""
    names = counted["dataset"].to_pylist()
    watched = [WATCHED[name] for name in names]
    last, first = (
        counted[name].cast(pa.date32()).cast(pa.int32()).fill_null(0).to_numpy()
        for name in ("last_day", "first_day")
    )
    ago = (as_at - dt.date(1970, 1, 1)).days - last
    days = counted["days"].to_numpy()
    gap = np.where(days > 0, (last - first + 1) / np.maximum(days, 1), 1.0)
    regular = np.array([one.regular for one in watched], dtype=bool)
    chance = np.where(regular, 0, np.ceil(MANY_GAPS * (gap - 1)))
    least = np.array([one.stale_after for one in watched], dtype=np.int64)
    limit = np.maximum(least, chance).astype(np.int64)
    return pa.table(
        {
            "dataset": counted["dataset"],
            "title": pa.array([titles[name] for name in names], pa.string()),
            "source": counted["source"],
            "last_day": counted["last_day"].cast(pa.date32()),
            "received": counted["received"].cast(pa.date32()),
            "days_ago": pa.array(ago.astype(np.int64)),
            "stale_after": pa.array(limit),
            "stale": pa.array(ago > limit),
        }
    ).cast(SCHEMA)
