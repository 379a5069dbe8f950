"""Flows released month by month: rates of use of each area in each complete month."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterator, Mapping, Sequence

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.core.calendar import month_starts, months_earlier
from wholeplace.core.engine import Engine
from wholeplace.geography import Geography
from wholeplace.measures.cubes import REGISTERED, RESIDENT, Cube
from wholeplace.measures.ladders import belongs, ladder_of
from wholeplace.measures.measure import Measure
from wholeplace.measures.monthly import MONTHS, Belonging, monthly_cube, monthly_uses
from wholeplace.measures.release_tables import VALUES_SCHEMA
from wholeplace.record.attributes import Activity
from wholeplace.record.codelists import CodeList
from wholeplace.record.plan import Plan
from wholeplace.statistics import DisclosureProfile, release_rate

MONTH = "month"
COUNTED_FOR = {
    "registered": (
        "registration",
        "practice_code",
        "practice",
        ("practice", "pcn", "place", "icb"),
    ),
    "resident": ("residence", "lsoa21", "district", ("district", "upper_tier", "icb")),
}


def released_flows(
    engine: Engine,
    plan: Plan,
    geography: Geography,
    measures: Sequence[Measure],
    datasets: Mapping[str, ir.Table],
    links: ir.Table,
    people: ir.Table,
    profile: DisclosureProfile,
) -> Iterator[pa.Table]:
    """Gated monthly rates of every measure that counts a flow in the whole population.

    Args:
        engine: The engine.
        plan: The plan.
        geography: The geography of the run.
        measures: The measures that can be produced.
        datasets: The landed datasets.
        links: ``record_id``, ``person``.
        people: The person table.
        profile: The disclosure profile.

    Yields:
        Tables of the release's values, broken down by month.
    """
    yield VALUES_SCHEMA.empty_table()
    measures = [m for m in measures if m.flow and m.monthly]
    flows = {m.flow: plan.registry.get(Activity, m.flow) for m in measures}
    landed = {name: flow for name, flow in flows.items() if flow.dataset in datasets}
    covered = {
        (dataset, date): covered_from(engine, datasets[dataset], date, plan.as_at)
        for dataset, date in dict.fromkeys((flow.dataset, flow.date) for flow in landed.values())
    }
    since = {name: covered[flow.dataset, flow.date] for name, flow in landed.items()}

    def lists(name: str) -> CodeList:
        return plan.registry.get(CodeList, name)

    uses = monthly_uses(engine, list(flows.values()), datasets, links, lists, plan.as_at)
    for cube in (REGISTERED, RESIDENT):
        dataset, area, within, levels = COUNTED_FOR[cube.basis]
        ladder = ladder_of(cube, geography)
        places = engine.table(
            pa.table({"area": ladder["area"], "within": ladder[within]}).filter(
                pc.is_valid(ladder[within])
            )
        )
        belonging = Belonging(cube.basis, datasets[dataset], area, places, people)
        counted = monthly_cube(engine, belonging, uses, links, plan.as_at)
        above = belongs(ladder, within, levels)
        for level, belongs_to in above.items():
            yield from _level(counted, cube, level, belongs_to, measures, since, profile)


def _level(
    counted: pa.Table,
    cube: Cube,
    level: str,
    belongs_to: Mapping[str, str],
    measures: Sequence[Measure],
    since: Mapping[str, dt.date],
    profile: DisclosureProfile,
) -> Iterator[pa.Table]:
    area = [belongs_to.get(code) for code in counted["within"].to_pylist()]
    renamed = counted.append_column("area", pa.array(area, pa.string()))
    flows = sorted({m.flow for m in measures if m.flow in counted.column_names})
    sums = [(name, "sum") for name in ("people", *flows)]
    together = renamed.filter(pc.is_valid(renamed["area"]))
    together = together.group_by(["area", MONTH], use_threads=False).aggregate(sums)
    # Rows in one order whichever engine counted them, and whichever month an area first had people.
    together = together.sort_by([("area", "ascending"), (MONTH, "ascending")])
    for measure in measures:
        if measure.flow in flows:
            yield _rows(together, cube, level, measure, since[measure.flow], profile)


def covered_from(engine: Engine, rows: ir.Table, date: str, as_at: dt.date) -> dt.date:
    """The first month that a dataset covers: before it there are no data, which is not zero.

    A feed is taken to begin with the first month that has half as many rows as its middle month,
    so that neither a few mistyped dates nor a month begun in the middle counts.

    Args:
        engine: The engine.
        rows: The dataset.
        date: The column that places its rows in time.
        as_at: The date of the run.

    Returns:
        The first day of that month; the last day there can be where no row is recent.
    """
    months = month_starts(as_at, MONTHS)
    recent = rows.filter(rows[date].between(ibis.literal(months[0]), ibis.literal(as_at)))
    month = ibis.date(recent[date].year(), recent[date].month(), 1)
    counted = engine.fetch(recent.group_by(month=month).agg(rows=recent.count()))
    found = dict(zip(counted["month"].to_pylist(), counted["rows"].to_pylist(), strict=True))
    if not found:
        return dt.date.max
    enough = statistics.median(found.values()) / 2
    return min(month for month, size in found.items() if size >= enough)


def _rows(
    counted: pa.Table,
    cube: Cube,
    level: str,
    measure: Measure,
    since: dt.date,
    profile: DisclosureProfile,
) -> pa.Table:
    months: list[dt.date] = counted[MONTH].to_pylist()
    covered = np.array([month >= since for month in months], dtype=bool)
    events = np.where(covered, counted[f"{measure.flow}_sum"].to_numpy(), np.nan)
    people = np.where(covered, counted["people_sum"].to_numpy(), np.nan)
    gated = release_rate(events, people, measure.per, profile=profile)
    ends = [months_earlier(month, -1) - dt.timedelta(days=1) for month in months]
    size = counted.num_rows
    numbers = {
        name: pa.array(np.asarray(part), VALUES_SCHEMA.field(name).type, from_pandas=True)
        for name, part in gated._asdict().items()
        if name != "status"
    }
    same = {"area_type": level, "basis": cube.basis, "measure": measure.name}
    same |= {"breakdown": MONTH, "statistic": "rate"}
    columns = {name: pa.repeat(pa.scalar(value), size) for name, value in same.items()} | {
        "area_code": counted["area"],
        "period_start": pa.array(months, pa.date32()),
        "period_end": pa.array(ends, pa.date32()),
        "category": pa.array([f"{month:%Y-%m}" for month in months]),
        "status": pa.array(gated.status.astype(str)),
        **numbers,
    }
    return pa.table({name: columns[name] for name in VALUES_SCHEMA.names}, schema=VALUES_SCHEMA)
