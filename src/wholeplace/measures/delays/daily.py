"""How many people held a bed so on each day of a year, by hospital: a series for each measure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from wholeplace.core.engine import Engine
from wholeplace.measures.delays.cube import YEAR_DAYS
from wholeplace.measures.delays.table import ALL
from wholeplace.measures.flow_inputs.days import Daily
from wholeplace.statistics import DisclosureProfile, release_count

SCHEMA = pa.schema(
    [
        ("measure", pa.string()),
        ("hospital", pa.string()),
        ("day", pa.date32()),
        ("people", pa.int64()),
        ("status", pa.string()),
    ]
)


def daily_rows(
    engine: Engine,
    rows: ir.Table,
    measure: str,
    as_at: dt.date,
    stale: Sequence[str],
    profile: DisclosureProfile,
) -> pa.Table:
    """People each day, of every hospital and of all together.

    Args:
        engine: The engine.
        rows: The measure's intervals.
        measure: The measure.
        as_at: The date of the run.
        stale: Hospitals whose feed is not current: their people would seem to stay for ever.
        profile: The disclosure profile.

    Returns:
        A table of :data:`SCHEMA`.
    """
    current = rows.filter(~rows.hospital.isin([*stale, ALL]))
    came, went = (engine.fetch(_by_day(current, day)) for day in ("begins", "ends"))
    first = as_at - dt.timedelta(days=YEAR_DAYS - 1)
    daily = Daily.of((came, went), ("hospital",), first, as_at)
    held = daily.held(came, went)
    names = [*daily.groups["hospital"].to_pylist(), ALL]
    every = Daily(pa.table({"hospital": names}), first, as_at)
    counts = np.vstack([held, held.sum(axis=0, keepdims=True)])
    gated = release_count(counts, profile=profile)
    found = every.rows({"people": np.nan_to_num(gated.value).astype(np.int64)})
    status = pa.array(gated.status.ravel().astype(str).tolist())
    hidden = pa.array(gated.status.ravel() != "shown")
    people = pa.array(found["people"].to_numpy(), mask=np.asarray(hidden))
    found = found.set_column(found.column_names.index("people"), "people", people)
    found = found.append_column("status", status)
    found = found.append_column("measure", pa.repeat(pa.scalar(measure), found.num_rows))
    return found.select(SCHEMA.names).cast(SCHEMA)


def _by_day(rows: ir.Table, day: str) -> ir.Table:
    mine = rows.filter(rows[day].notnull())
    mine = mine.mutate(day=mine[day])
    return mine.group_by("hospital", "day").agg(people=mine.count())
