"""Writing the flow model's inputs in a run, each table with its declared columns."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine
from wholeplace.measures.flow_inputs import counting
from wholeplace.measures.flow_inputs.days import Daily
from wholeplace.measures.flow_inputs.landed import Leaving
from wholeplace.measures.flow_inputs.rows import (
    CAPACITY,
    SPELLS,
    first_referral,
    named,
    place_served,
)
from wholeplace.measures.flow_inputs.schemas import SCHEMAS, file_name

Tables = dict[str, pa.Table]


def write_flow_inputs(engine: Engine, leaving: Leaving, cubes: Path) -> None:
    """Count the inputs of the flow model, exactly, and write them to the zone of cubes.

    A table whose data were not landed is written without rows.

    Args:
        engine: The engine.
        leaving: What was landed.
        cubes: The run's folder of cubes.
    """
    made: Tables = {"places": leaving.places}
    waiting, served = _of_discharges(engine, leaving), _of_care(engine, leaving)
    now = [part["now"] for part in (waiting, served) if "now" in part]
    made |= waiting | served | ({"now": pa.concat_tables(now)} if now else {})
    made |= _of_beds(engine, leaving)
    for name, schema in SCHEMAS.items():
        table = made.get(name, schema.empty_table()).select(schema.names).cast(schema)
        by = [(column, "ascending") for column in schema.names]
        pq.write_table(
            table.take(pc.sort_indices(table, sort_keys=by)),
            cubes / file_name(name),
            compression="zstd",
        )


def _of_discharges(engine: Engine, leaving: Leaving) -> Tables:
    """What rests on people who were ready to leave, and on when services took them."""
    ready, as_at = leaving.ready, leaving.as_at
    if ready is None:
        return {}
    made = {
        "arrivals": engine.fetch(counting.arrivals(ready, as_at)),
        "hospital_stays": engine.fetch(counting.hospital_stays(ready, as_at)),
        "asks": engine.fetch(counting.asks(ready, as_at)),
    }
    came, went = (engine.fetch(counting.changes_of_beds(ready, day)) for day in ("ready", "left"))
    daily = Daily.of((came, went), counting.WHERE, counting.since(as_at), as_at)
    delayed = daily.rows({"people": daily.held(came, went)})
    made["delayed_days"] = delayed.filter(pc.greater(delayed["people"], 0))
    if leaving.referred is not None:
        first = engine.keep(first_referral(leaving.referred))
        made["process"] = engine.fetch(counting.process(ready, first, as_at))
        made["waits"] = engine.fetch(counting.waits(ready, first, as_at))
        still = counting.still_in_hospital(ready, first, as_at)
        made["now"] = _together(*map(engine.fetch, still))
    return made


def _of_care(engine: Engine, leaving: Leaving) -> Tables:
    """What rests on services alone: stays, slots, and people from the community."""
    found, as_at = leaving.referred, leaving.as_at
    made: Tables = {}
    if found is not None:
        made["stays"] = engine.fetch(counting.stays(found, as_at))
        made["community"] = engine.fetch(counting.community(found, as_at))
        here = counting.in_service(found, as_at), counting.community_waiting(found, as_at)
        made["now"] = _together(*map(engine.fetch, here))
    if CAPACITY in leaving.datasets:
        rows = place_served(leaving.datasets[CAPACITY], leaving.where)
        rows = rows.mutate(service=named(rows.service))
        made["capacity"] = engine.fetch(counting.capacity(rows, as_at))
    return made


def _of_beds(engine: Engine, leaving: Leaving) -> Tables:
    """Beds occupied by stays with a night, day by day."""
    datasets, as_at = leaving.datasets, leaving.as_at
    if SPELLS not in datasets:
        return {}
    came, went = (
        engine.fetch(counting.changes_of_stays(datasets[SPELLS], day, as_at))
        for day in ("admission_date", "discharge_date")
    )
    daily = Daily.of((came, went), ("hospital",), counting.since(as_at), as_at)
    counts = {
        "admissions": daily.count(came)[1],
        "discharges": daily.count(went)[1],
        "occupied": daily.held(came, went),
    }
    return {"hospital_days": daily.rows(counts)}


def _together(*tables: pa.Table) -> pa.Table:
    """Tables of people on the date of the run, one after the other."""
    names = SCHEMAS["now"].names
    return pa.concat_tables([table.select(names).cast(SCHEMAS["now"]) for table in tables])
