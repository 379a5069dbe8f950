"""Counting waits and contacts in a run: their cubes, and the release's table of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine
from wholeplace.measures.broad_cells import PersonCells, broad_dimensions, person_cells
from wholeplace.measures.cubes import CUBES, Cube
from wholeplace.measures.ladders import ladder_of
from wholeplace.measures.orders import Prepared
from wholeplace.measures.variation.code_names import names_of
from wholeplace.measures.waits.ahead import LISTS_AHEAD_SCHEMA, TrackRecord, ahead_rows, record_of
from wholeplace.measures.waits.counted import Counted, read_counted
from wholeplace.measures.waits.cubes import (
    PLANNED,
    contacts_cube,
    contacts_of,
    waits_cube,
    waits_of,
)
from wholeplace.measures.waits.days import DAYS_SCHEMA, list_days
from wholeplace.measures.waits.definition import Contacts, Target, WaitingList
from wholeplace.measures.waits.feeds import stale_lists, without
from wholeplace.measures.waits.lengths import LENGTHS_SCHEMA, list_lengths
from wholeplace.measures.waits.sizes import SIZES_SCHEMA, sizes_rows, stale_rows
from wholeplace.measures.waits.table import WAITS_SCHEMA, contacts_rows, waits_rows
from wholeplace.record.runs import RunFolders, write_json
from wholeplace.sources.contracts import Dataset

WAITS, SIZES, LISTS_AHEAD = "waits", "waiting_lists", "waiting_lists_ahead"
LENGTHS = "waiting_lengths"
SAID = ("name", "title", "source", "doc", "alike_in", "not_in_it", "dataset")


def write_waits(
    engine: Engine,
    prepared: Prepared,
    datasets: Mapping[str, ir.Table],
    links: ir.Table,
    people: ir.Table,
    folders: RunFolders,
) -> None:
    """Count waits and contacts, and write their cubes, the table ``waits`` and what it is of.

    A list whose data were not landed has no rows; ``waits.json`` says so.

    Args:
        engine: The engine.
        prepared: What the run rests on.
        datasets: The landed datasets.
        links: ``record_id``, ``person``.
        people: The person table.
        folders: The folders of the run.
    """
    parts = [WAITS_SCHEMA.empty_table()]
    landed = list(_landed(prepared, datasets))
    told = {item.name: _told(engine, prepared, item, datasets, links) for item in landed}
    for cube in CUBES if landed else ():
        whose = person_cells(engine, cube, people)
        for item in landed:
            counted = _count(engine, prepared, cube, item, told[item.name], whose, folders.cubes)
            if isinstance(item, WaitingList):
                parts += waits_rows(counted, item, prepared.plan.as_at, prepared.profile)
            else:
                parts += contacts_rows(counted, item, prepared.plan.as_at, prepared.profile)
    table = pa.concat_tables(parts)
    order = [(name, "ascending") for name in ("area_type", "area_code", "list")]
    pq.write_table(
        table.take(pc.sort_indices(table, sort_keys=order)),
        folders.release / f"{WAITS}.parquet",
        compression="zstd",
        row_group_size=20_000,
    )
    titles = {d.name: d.title for d in prepared.plan.registry.all(Dataset)}
    said = waits_as_data(_all(prepared), titles, datasets)
    write_json(folders.release / f"{WAITS}.json", said)


def write_sizes(
    engine: Engine, prepared: Prepared, datasets: Mapping[str, ir.Table], folders: RunFolders
) -> None:
    """Write whether each provider's lists are the right size, and what they come to be.

    Args:
        engine: The engine.
        prepared: What the run rests on.
        datasets: The landed datasets.
        folders: The folders of the run.
    """
    as_at, registry, profile = prepared.plan.as_at, prepared.plan.registry, prepared.profile
    parts, ahead, said = [SIZES_SCHEMA.empty_table()], [LISTS_AHEAD_SCHEMA.empty_table()], []
    for item in registry.all(WaitingList):
        if item.target is not None and item.dataset in datasets:
            rows = datasets[item.dataset]
            paths = [folders.cubes / f"{name}_{item.name}.parquet" for name in (SIZES, LENGTHS)]
            engine.write(list_days(item, rows, as_at), paths[0], DAYS_SCHEMA)
            engine.write(list_lengths(item, rows, as_at), paths[1], LENGTHS_SCHEMA)
            stale = stale_lists(pq.read_table(paths[0]), as_at, item.target.window)
            days, lengths = (without(pq.read_table(path), stale) for path in paths)
            parts += [sizes_rows(item, days, as_at, profile), stale_rows(item, stale)]
            ahead.append(ahead_rows(item, days, lengths, as_at, profile))
            names = names_of(registry, item.dataset, item.specialty)
            record = record_of(item, days, as_at, profile)
            said.append(sizes_as_data(item, item.target, names, record, stale))
    pq.write_table(pa.concat_tables(parts), folders.release / f"{SIZES}.parquet")
    pq.write_table(pa.concat_tables(ahead), folders.release / f"{LISTS_AHEAD}.parquet")
    write_json(folders.release / f"{SIZES}.json", said)


def sizes_as_data(
    item: WaitingList,
    target: Target,
    names: Mapping[str, str],
    record: TrackRecord,
    stale: Mapping[str, dt.date],
) -> dict[str, Any]:
    """What the size of one list is judged by, and how such looks ahead have done.

    Args:
        item: The waiting list.
        target: Its target.
        names: What its specialties or tests are called.
        record: How the method would have done half a window ago.
        stale: Hospitals left out → the last day that they told of.
    """
    told = {"weeks": target.weeks, "within": target.within, "window": target.window}
    told_of = {"names": dict(names), "record": record._asdict()}
    told_of["stale"] = {provider: day.isoformat() for provider, day in stale.items()}
    return {"list": item.name, "noun": item.noun, **told, **told_of}


def waits_as_data(
    items: Iterable[WaitingList | Contacts], titles: Mapping[str, str], landed: Container[str]
) -> list[dict[str, Any]]:
    """What every waiting list and kind of contact says, and why one cannot be produced.

    Args:
        items: The waiting lists and kinds of contact.
        titles: What each dataset is called.
        landed: Names of the datasets that were landed.
    """
    made = []
    for item in items:
        missing = "" if item.dataset in landed else f"no {titles[item.dataset]} data were landed"
        said = {name: getattr(item, name) for name in SAID} | {"id": item.id, "missing": missing}
        if isinstance(item, WaitingList):
            said |= {"noun": item.noun, "standard": item.standard, "over": list(item.over)}
        else:
            shares = ("name", "title", "says", "of", "better")
            said["shares"] = [{name: getattr(s, name) for name in shares} for s in item.shares]
        made.append(said)
    return made


def _all(prepared: Prepared) -> list[WaitingList | Contacts]:
    registry = prepared.plan.registry
    return [*registry.all(WaitingList), *registry.all(Contacts)]


def _landed(
    prepared: Prepared, datasets: Mapping[str, ir.Table]
) -> Iterator[WaitingList | Contacts]:
    return (item for item in _all(prepared) if item.dataset in datasets)


def _told(
    engine: Engine,
    prepared: Prepared,
    item: WaitingList | Contacts,
    datasets: Mapping[str, ir.Table],
    links: ir.Table,
) -> ir.Table:
    """What of one list is counted of each person, worked out once for both bases."""
    rows, as_at = datasets[item.dataset], prepared.plan.as_at
    if isinstance(item, WaitingList):
        return engine.keep(waits_of(item, rows, links, as_at), name="waits")
    return engine.keep(contacts_of(item, rows, links, as_at), name="contacts")


def _count(
    engine: Engine,
    prepared: Prepared,
    cube: Cube,
    item: WaitingList | Contacts,
    told: ir.Table,
    whose: PersonCells,
    folder: Path,
) -> Counted:
    """Write one list's cube on one basis, and read it back."""
    count = waits_cube if isinstance(item, WaitingList) else contacts_cube
    table = count(cube, told, whose)
    text = (*broad_dimensions(cube), *PLANNED)
    kinds = {name: "string" if name in text else "int64" for name in table.columns}
    path = folder / f"{WAITS}_{item.name}_{cube.basis}.parquet"
    engine.write(table, path, kinds)
    return read_counted(pq.read_table(path), cube, ladder_of(cube, prepared.geography))
