"""Writing delays in a run: the exact cube, and the release's tables through the gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine
from wholeplace.measures.delays.arrivals import arrival_rows
from wholeplace.measures.delays.cube import (
    NOW,
    WEEK_BEFORE,
    WINDOWS,
    held_on,
    in_window,
    moments,
)
from wholeplace.measures.delays.feeds import freshness, stale_sources
from wholeplace.measures.delays.intervals import DELAYED, intervals
from wholeplace.measures.delays.services import SCHEMA as SERVICES_SCHEMA
from wholeplace.measures.delays.services import service_rows
from wholeplace.measures.delays.table import ALL, Beds, delay_rows
from wholeplace.measures.delays.table import SCHEMA as DELAYS_SCHEMA
from wholeplace.measures.delays.weekly import SCHEMA as WEEKLY_SCHEMA
from wholeplace.measures.delays.weekly import weekly_rows
from wholeplace.measures.flow_inputs import FlowInputs, read_inputs
from wholeplace.measures.flow_inputs.landed import Leaving
from wholeplace.measures.flow_inputs.rows import CAPACITY, CARE, DELAYS, DISCHARGES
from wholeplace.measures.orders import Prepared
from wholeplace.record.runs import RunFolders
from wholeplace.sources.contracts import Dataset


def write_delays(engine: Engine, prepared: Prepared, leaving: Leaving, folders: RunFolders) -> None:
    """Count delays and how full services are, and write the cube and the gated tables.

    The flow model's inputs must be written already: how full services are is read from them.

    Args:
        engine: The engine.
        prepared: What the run rests on.
        leaving: What was landed.
        folders: The folders of the run.
    """
    as_at, profile, datasets = leaving.as_at, prepared.profile, leaving.datasets
    titles = {d.name: d.title for d in prepared.plan.registry.all(Dataset)}
    feeds = freshness(engine, datasets, titles, as_at)
    inputs = read_inputs(folders.cubes)
    stale = {name: stale_sources(feeds, name) for name in titles}
    made = {
        **_delays(engine, prepared, leaving, inputs, stale, folders),
        "delays_services": _services(inputs, stale, prepared),
        "pressure_arrivals": arrival_rows(engine, datasets, stale, as_at, profile),
        "pressure_feeds": feeds,
    }
    for name, table in made.items():
        pq.write_table(table, folders.release / f"{name}.parquet", compression="zstd")


def _delays(
    engine: Engine,
    prepared: Prepared,
    leaving: Leaving,
    inputs: FlowInputs,
    stale: Mapping[str, list[str]],
    folders: RunFolders,
) -> dict[str, pa.Table]:
    """The tables ``delays`` and ``delays_weekly``."""
    as_at = leaving.as_at
    counted, parts = [DELAYS_SCHEMA.empty_table()], [WEEKLY_SCHEMA.empty_table()]
    for measure, rows in intervals(leaving).items():
        kept = engine.keep(rows)
        silent = stale[DELAYS if measure == DELAYED else DISCHARGES]
        hospitals = _hospitals_of(engine, kept, silent)
        cube = _cube(engine, kept, measure, as_at)
        path = folders.cubes / f"delays_{measure}.parquet"
        pq.write_table(cube, path, compression="zstd")
        current = cube.filter(pc.invert(pc.is_in(cube["source"], pa.array(silent, pa.string()))))
        beds = _beds(inputs, as_at, hospitals)
        counted.append(delay_rows(current, beds, hospitals, as_at, prepared.profile))
        parts.append(weekly_rows(engine, kept, measure, as_at, hospitals, prepared.profile))
    return {"delays": pa.concat_tables(counted), "delays_weekly": pa.concat_tables(parts)}


def _cube(engine: Engine, rows: ir.Table, measure: str, as_at: dt.date) -> pa.Table:
    """Counts by every dimension, on the date of the run, a week before, and in each window."""
    parts = [held_on(rows, day, name, measure) for name, day in moments(as_at).items()]
    parts += [in_window(rows, as_at, name, measure) for name in WINDOWS]
    return pa.concat_tables([engine.fetch(part) for part in parts], promote_options="permissive")


def _hospitals_of(engine: Engine, rows: ir.Table, sources: list[str]) -> list[str]:
    """The hospitals whose rows come from some sources."""
    if not sources:
        return []
    mine = rows.filter(rows.source.isin(sources)).select("hospital").distinct()
    return sorted(engine.fetch(mine)["hospital"].to_pylist())


def _beds(inputs: FlowInputs, as_at: dt.date, stale: list[str]) -> Beds:
    """Beds occupied at midnight, and bed days of each window, by hospital and in all."""
    table = inputs.hospital_days
    current = pc.invert(pc.is_in(table["hospital"], pa.array(stale, pa.string())))
    table = table.filter(current)
    found: dict[tuple[str, str], int] = {}
    spans = {NOW: (0, 1), WEEK_BEFORE: (7, 1), **{name: (0, n) for name, n in WINDOWS.items()}}
    for moment, (ago, length) in spans.items():
        last = as_at - dt.timedelta(days=ago)
        first = last - dt.timedelta(days=length - 1)
        inside = pc.and_(
            pc.greater_equal(table["day"], pa.scalar(first, pa.date32())),
            pc.less_equal(table["day"], pa.scalar(last, pa.date32())),
        )
        mine = table.filter(inside)
        for row in mine.group_by("hospital").aggregate([("occupied", "sum")]).to_pylist():
            found[moment, row["hospital"]] = row["occupied_sum"]
        found[moment, ALL] = int(np.sum(mine["occupied"].to_numpy()))
    return found


def _services(inputs: FlowInputs, stale: Mapping[str, list[str]], prepared: Prepared) -> pa.Table:
    """How full services are; nothing where slots were never landed, or a feed is not current.

    A source whose stays or slots are old would show its services as they were.
    """
    late = [*stale[CARE], *stale[CAPACITY], *stale[DISCHARGES]]
    if late or not inputs.capacity.num_rows:
        return SERVICES_SCHEMA.empty_table()
    return service_rows(inputs.now, inputs.capacity, prepared.profile)
