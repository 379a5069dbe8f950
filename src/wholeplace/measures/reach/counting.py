"""Counting reach in a run: a narrow cube of clients and need, and the release's table of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine
from wholeplace.core.expressions import flag
from wholeplace.measures.broad_cells import (
    broad_cells,
    broad_dimensions,
    people_counted,
    read_broad_cells,
)
from wholeplace.measures.cubes import CUBES, RESIDENT, Cube
from wholeplace.measures.ladders import ladder_of
from wholeplace.measures.orders import Prepared
from wholeplace.measures.reach.definition import Clause, Service
from wholeplace.measures.reach.table import REACH_SCHEMA, columns_of, reach_rows
from wholeplace.record.plan import Plan
from wholeplace.record.runs import RunFolders, write_json

REACH = "reach"
RANK = "imd25_rank"
SAID = ("name", "title", "source", "doc", "used_by", "says", "needed_by", "not_in_it", "months")


def write_reach(
    engine: Engine,
    prepared: Prepared,
    datasets: Collection[str],
    people: ir.Table,
    folders: RunFolders,
) -> None:
    """Count clients and need of every service, and write their cubes, the table and what it is of.

    A service whose data were not landed has no rows; ``reach.json`` says so.

    Args:
        engine: The engine.
        prepared: What the run rests on.
        datasets: Names of the landed datasets.
        people: The person table.
        folders: The folders of the run.
    """
    plan = prepared.plan
    missing = services_missing(plan, datasets)
    services = [s for s in plan.registry.all(Service) if not missing[s.name]]
    parts = [REACH_SCHEMA.empty_table()]
    for cube in CUBES if services else ():
        table = reach_cube(cube, plan, people, services)
        sums = {column for service in services for column in columns_of(service)}
        kinds = {name: "int64" if name in sums else "string" for name in table.columns}
        path = folders.cubes / f"{REACH}_{cube.basis}.parquet"
        engine.write(table, path, kinds)
        read = pq.read_table(path)
        cells = read_broad_cells(read, cube, ladder_of(cube, prepared.geography))
        order = deprivation_order(read, cube, prepared.geography.table("small_areas"))
        for service in services:
            parts += reach_rows(cells, order, cube.basis, service, plan.as_at, prepared.profile)
    released = pa.concat_tables(parts)
    by = [(name, "ascending") for name in ("area_type", "area_code", "service")]
    released = released.take(pc.sort_indices(released, sort_keys=by))
    pq.write_table(released, folders.release / f"{REACH}.parquet", compression="zstd")
    clauses = plan.registry.all(Clause)
    said = reach_as_data(plan.registry.all(Service), clauses, missing)
    write_json(folders.release / f"{REACH}.json", said)


def reach_cube(cube: Cube, plan: Plan, people: ir.Table, services: Sequence[Service]) -> ir.Table:
    """Clients of every service, people in need of it, and those who are both, by cell.

    Args:
        cube: The resident or the registered cube: whose.
        plan: The plan the person table was made by.
        people: The person table.
        services: The services, whose data were landed.

    Returns:
        One row per cell that holds anybody, with three sums for each service.
    """
    inside = people_counted(cube, people)
    person = plan.person_over(inside)
    sums: dict[str, ir.Value] = {}
    for service in services:
        used, needed = (rule(person).fill_null(False) for rule in (service.clients, service.need))
        answers = (used, needed, used & needed)
        sums |= dict(zip(columns_of(service), map(flag, answers), strict=True))
    wide = inside.select(**broad_cells(cube, inside), **sums)
    added = {name: wide[name].sum() for name in sums}
    return wide.group_by(list(broad_dimensions(cube))).agg(**added)


def deprivation_order(table: pa.Table, cube: Cube, small_areas: pa.Table) -> pa.Array:
    """How deprived the area of each cell is: lower is more so, null where it is not known.

    Residents are ranked by their small area; people registered with a practice, whose small areas
    are many, by their national fifth.

    Args:
        table: The cube.
        cube: Which cube its cells are like.
        small_areas: The geography's table of small areas.
    """
    if cube.basis != RESIDENT.basis:
        fifth = table["imd25_fifth"]
        return pc.cast(
            pc.if_else(pc.match_substring_regex(fifth, "^[0-9]+$"), fifth, None), "int64"
        )
    place = pc.index_in(table[cube.place], small_areas["lsoa21"].combine_chunks())
    return pc.take(small_areas[RANK].combine_chunks().cast("int64"), place)


def services_missing(plan: Plan, datasets: Collection[str]) -> dict[str, str]:
    """Service → why it cannot be produced; empty where it can.

    Args:
        plan: The plan of the run.
        datasets: Names of the landed datasets.
    """
    found = {}
    for service in plan.registry.all(Service):
        behind = [plan.behind(rule).datasets for rule in (service.clients, service.need)]
        absent = [name for names in behind for name in names if name not in datasets]
        found[service.name] = f"no {' or '.join(absent)} data were landed" if absent else ""
    return found


def reach_as_data(
    services: Sequence[Service], clauses: Sequence[Clause], missing: Mapping[str, str]
) -> dict[str, list[dict[str, Any]]]:
    """What every service and clause says, and why a service cannot be produced.

    Args:
        services: The services.
        clauses: The clauses.
        missing: What :func:`services_missing` returned.
    """
    return {
        "services": [
            {name: getattr(service, name) for name in SAID}
            | {"id": service.id, "missing": missing[service.name]}
            for service in services
        ],
        "clauses": [
            {name: getattr(clause, name) for name in ("name", "title", "source", "service")}
            | {"words": clause.words, "share": clause.share}
            for clause in clauses
        ],
    }
