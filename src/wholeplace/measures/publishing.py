"""Writing a release: its tables, catalogues and open data, from cubes that hold counts only."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wholeplace.geography import Geography
from wholeplace.geography.published.contract import COMPARATORS, CONFLICTS, SERIES, VALUES
from wholeplace.geography.published.imports import Imported, add_imports
from wholeplace.measures.cells import Cells
from wholeplace.measures.definitions_as_data import Described
from wholeplace.measures.disclosure.columns import Words
from wholeplace.measures.elsewhere import ELSEWHERE
from wholeplace.record.runs import write_json
from wholeplace.sources.batches import QUALITY, Batch, places_of
from wholeplace.statistics import NARROWEST, DisclosureProfile, could_have_been, round_count

SMALL_AREAS = ("lsoa11", "lsoa21")
_BECAME = ("loaded", "rejected", "duplicate")
SORTED_BY = ("area_type", "area_code", "measure")
_ROW_GROUP = 20_000
_COLUMNS_AT_ONCE = 2


def in_order(held: list[pa.Table]) -> pa.Table:
    """Values as they are written: sorted so that a page reads few row groups, their texts coded.

    Args:
        held: The values of a release alone, or what follows from them; taken out, and let go
            column by column, so that few columns are held twice.

    Returns:
        The same rows. Every text is a place among words, which stand as rows first have them.
    """
    values = held.pop()
    order = pa.array(_order(values))
    left = dict(zip(values.column_names, values.columns, strict=True))
    del values

    def ordered(name: str) -> pa.Array:
        return _coded(left.pop(name).take(order))

    with ThreadPoolExecutor(_COLUMNS_AT_ONCE) as threads:
        names = list(left)
        return pa.table(dict(zip(names, threads.map(ordered, names), strict=True)))


def write_in_order(path: Path, rows: pa.Table) -> None:
    """Write values, or what follows from them, as a page reads them.

    Args:
        path: The file.
        rows: What :func:`in_order` gives.
    """
    texts = [field.name for field in rows.schema if pa.types.is_dictionary(field.type)]
    estimates = [field.name for field in rows.schema if pa.types.is_floating(field.type)]
    pq.write_table(
        rows,
        path,
        compression="zstd",
        row_group_size=_ROW_GROUP,
        # Without our own note of types, which says that texts are coded, readers find plain texts.
        store_schema=False,
        # Estimates are seldom alike, and nobody looks for rows by a number.
        use_dictionary=[name for name in rows.column_names if name not in estimates],
        write_statistics=texts,
    )


def _coded(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    if pa.types.is_string(whole.type):
        return whole.dictionary_encode()
    if not pa.types.is_dictionary(whole.type):
        return whole
    standing = whole.indices.dictionary_encode()
    return pa.DictionaryArray.from_arrays(
        standing.indices, whole.dictionary.take(standing.dictionary)
    )


def _order(table: pa.Table) -> NDArray[np.int64]:
    """The rows in the order of the columns they are sorted by, those alike as they stand."""
    together = np.zeros(table.num_rows, dtype=np.int64)
    for name in SORTED_BY:
        column = Words.of(table, name)
        rank = np.argsort(np.argsort(np.array(column.words, dtype=object)))
        together = together * max(len(rank), 1) + rank[column.number]
    return np.argsort(together, kind="stable")


def write_areas(
    path: Path,
    geography: Geography,
    registered: Cells,
    resident: Cells,
    profile: DisclosureProfile,
    said: Mapping[tuple[str, str, str], float],
) -> None:
    """Write the areas that have numbers, with their populations as the values say them, or rounded.

    Args:
        path: The file.
        geography: The geography of the run.
        registered: The registered cube.
        resident: The resident cube.
        profile: The disclosure profile.
        said: Basis, area type and code → people as they are said; NaN where they are hidden.
    """
    areas = geography.table("areas")
    areas = areas.filter(pc.invert(pc.is_in(areas["area_type"], pa.array(SMALL_AREAS))))
    for basis, cells in (("registered", registered), ("resident", resident)):
        people = _populations(cells)
        keys = list(zip(areas["area_type"].to_pylist(), areas["code"].to_pylist(), strict=True))
        counts = [people.get(key, np.nan) for key in keys]
        alone = round_count(np.array(counts), profile)
        rounded = np.array([said.get((basis, *key), n) for key, n in zip(keys, alone, strict=True)])
        column = pa.array(
            np.where(np.isnan(rounded), 0, rounded).astype(np.int64), mask=np.isnan(rounded)
        )
        areas = areas.append_column(f"population_{basis}", column)
    pq.write_table(areas, path)


def write_catalogues(
    folder: Path, described: Described, dispersion: Mapping[str, float]
) -> dict[str, dict[str, str]]:
    """Write what every definition says.

    Args:
        folder: The release.
        described: The definitions.
        dispersion: Of rates that count people again, what their limits were made with.

    Returns:
        Kind → id → version of every definition that has one; two kinds may share an id.
    """
    catalogues = {
        "measures": [
            entry | {"dispersion": dispersion.get(entry["name"], 1.0)}
            for entry in described.measures()
        ],
        "attributes": described.attributes(),
        "codelists": described.code_lists(),
        "segments": described.segments(),
        "datasets": described.datasets(),
    }
    for name, entries in catalogues.items():
        write_json(folder / f"{name}.json", entries)
    write_json(folder / f"{ELSEWHERE}.json", described.elsewhere())
    return {
        name: {entry["id"]: entry["version"] for entry in entries}
        for name, entries in catalogues.items()
        if name != "segments"
    }


def write_batches(
    folder: Path, data: Path, batches: Sequence[Batch], profile: DisclosureProfile
) -> None:
    """Write what was landed, and the quality of every field, as counted at landing.

    Counts are rounded or hidden like any other; whether those of a file add up was settled when it
    landed, on the exact ones.
    """
    landed, fields = [], []
    for batch in batches:
        counts = asdict(batch.counts)
        about = {"dataset": batch.dataset, "source": batch.source, "batch_id": batch.batch_id}
        landed.append(
            {
                **about,
                "file": batch.file,
                "period": batch.period,
                "submission": batch.submission,
                "received": batch.received,
                **said_of_batch(counts, profile),
                "adds_up": counts["read"] == sum(counts[name] for name in _BECAME),
            }
        )
        file = places_of(data, batch).record / QUALITY
        entries = json.loads(file.read_text(encoding="utf-8"))
        fields += [{**about, **_gated(entry, profile)} for entry in entries]
    pq.write_table(pa.Table.from_pylist(landed), folder / "batches.parquet")
    pq.write_table(pa.Table.from_pylist(fields), folder / "quality.parquet")


def said_of_batch(counts: Mapping[str, int], profile: DisclosureProfile) -> dict[str, int | None]:
    """Counts of a batch as they may be seen, with no rows read where they would tell a small part.

    100 rows read (98 to 102) less 90 loaded (88 to 92) leave 6 or 7 of a hidden 1 to 7.

    Args:
        counts: Rows read, and what became of them.
        profile: The disclosure profile.
    """
    said = _gated(counts, profile)
    parts = np.array([[said[name] for name in _BECAME]], dtype=np.float64)[0]
    few = np.isnan(parts)
    if not few.any() or said["read"] is None:
        return said
    low, high = could_have_been(parts, profile)
    low, high = np.where(few, 1, low), np.where(few, profile.suppressed_up_to, high)
    (fewest,), (most,) = could_have_been([said["read"]], profile)
    least = np.maximum(low, fewest - (high.sum() - high))
    largest = np.minimum(high, most - (low.sum() - low))
    told = few & (largest - least + 1 < NARROWEST)
    return said | {"read": None} if told.any() else said


def _gated(counts: Mapping[str, Any], profile: DisclosureProfile) -> dict[str, Any]:
    """Counts as they may be seen; None where one is hidden."""
    shown = dict(counts)
    for name, count in counts.items():
        if isinstance(count, int):
            rounded = float(round_count([count], profile)[0])
            shown[name] = None if np.isnan(rounded) else int(rounded)
    return shown


def write_open_data(folder: Path, geography: Geography, imports: Sequence[Imported] = ()) -> None:
    """Write the open statistics a page shows: deprivation, published figures, boundaries.

    They are exempt from the disclosure gate, being published already.

    Args:
        folder: The release.
        geography: The geography, with what its reference folder publishes.
        imports: Published files imported besides, in the order received.
    """
    for table in ("deprivation", "small_areas", COMPARATORS.name, CONFLICTS.name):
        shutil.copyfile(geography.path(table), folder / f"{table}.parquet")
    held = (geography.table(SERIES.name), geography.table(VALUES.name))
    for kept, rows in zip((SERIES, VALUES), add_imports(*held, imports), strict=True):
        pq.write_table(rows, folder / f"{kept.name}.parquet", compression="zstd")
    shutil.copytree(geography.folder / "boundaries", folder / "boundaries")


def _populations(cells: Cells) -> Mapping[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for level, (codes, _) in cells.levels.items():
        if codes:
            people = cells.added(level, (), ["people"])[:, 0]
            found |= {(level, code): float(n) for code, n in zip(codes, people, strict=True)}
    return found
