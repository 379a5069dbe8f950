"""Conditions that come together: of the people with one, how many also have another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine
from wholeplace.measures.cubes import REGISTERED, RESIDENT, Added
from wholeplace.measures.ladders import belongs, ladder_of
from wholeplace.measures.orders import Prepared
from wholeplace.measures.packed_sums import number_of, packed_sums
from wholeplace.record.runs import RunFolders
from wholeplace.statistics import DisclosureProfile, release_proportion

PAIR_AREAS = {
    "registered": ("pcn", ("pcn", "place", "icb")),
    "resident": ("district", ("district", "upper_tier", "icb")),
}
"""By basis: the area that pairs are counted in, and the areas they are released for."""
COMORBIDITY_SCHEMA = pa.schema(
    [
        ("area_type", pa.string()),
        ("area_code", pa.string()),
        ("basis", pa.string()),
        ("condition", pa.string()),
        ("other", pa.string()),
        ("numerator", pa.int64()),
        ("denominator", pa.int64()),
        ("value", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("status", pa.string()),
    ]
)


def pair_counts(engine: Engine, people: ir.Table, conditions: Sequence[str]) -> dict[str, pa.Table]:
    """People with each pair of conditions in each area of each basis, in one scan for all.

    Args:
        engine: The engine.
        people: The person table.
        conditions: The conditions' columns.

    Returns:
        By basis ``area`` and a column ``<condition>__<other>`` per ordered pair from the list, a
        condition with itself included.
    """
    where = {area: people[area] for area, _ in PAIR_AREAS.values()}
    whether = {basis: people[basis] for basis in PAIR_AREAS}
    has = people.select(**where, **whether, **{name: people[name].notnull() for name in conditions})
    pairs = {
        f"{one}__{other}": Added(has[one], has[other])
        for place, one in enumerate(conditions)
        for other in conditions[place:]
    }
    cells = {name: has[name] for name in (*where, *whether)}
    counted = packed_sums(engine, has, cells, pairs, number_of(engine, people))
    return {basis: _in_areas(counted, basis, area) for basis, (area, _) in PAIR_AREAS.items()}


def _in_areas(counted: pa.Table, basis: str, area: str) -> pa.Table:
    """What was counted, added up for the areas of one basis."""
    mine = counted.filter(pc.and_(counted[basis], pc.is_valid(counted[area])))
    sums = [name for name in counted.column_names if "__" in name]
    added = mine.group_by(area, use_threads=False).aggregate([(name, "sum") for name in sums])
    return pa.table({"area": added[area]} | {name: added[f"{name}_sum"] for name in sums})


def released_pairs(
    counts: pa.Table,
    levels: Mapping[str, Mapping[str, str]],
    basis: str,
    conditions: Sequence[str],
    profile: DisclosureProfile,
) -> pa.Table:
    """Gated shares of each pair for every area of some levels.

    Args:
        counts: What :func:`pair_counts` returns.
        levels: Area type → code of the counted area → code of the area it belongs to.
        basis: Whose people were counted.
        conditions: The conditions.
        profile: The disclosure profile.

    Returns:
        A table of :data:`COMORBIDITY_SCHEMA`: of the people with ``condition``, those who also
        have ``other``.
    """
    matrices = _matrices(counts, conditions)
    found = counts["area"].to_pylist()
    parts = []
    for area_type, lies_in in levels.items():
        codes = sorted({lies_in[code] for code in found if code in lies_in})
        sums = np.zeros((len(codes), *matrices.shape[1:]))
        rows = [row for row, code in enumerate(found) if code in lies_in]
        np.add.at(sums, [codes.index(lies_in[found[row]]) for row in rows], matrices[rows])
        parts.append(_gated(area_type, codes, basis, conditions, sums, profile))
    return pa.concat_tables(parts)


def _matrices(counts: pa.Table, conditions: Sequence[str]) -> np.ndarray:
    """Symmetric matrices (areas, conditions, conditions) from the one half that was counted."""
    size = len(conditions)
    made = np.zeros((counts.num_rows, size, size))
    for i, one in enumerate(conditions):
        for j in range(i, size):
            made[:, i, j] = made[:, j, i] = counts[f"{one}__{conditions[j]}"].to_numpy()
    return made


def _gated(
    area_type: str,
    codes: Sequence[str],
    basis: str,
    conditions: Sequence[str],
    sums: np.ndarray,
    profile: DisclosureProfile,
) -> pa.Table:
    size = len(conditions)
    area, one, other = np.meshgrid(
        np.arange(len(codes)), np.arange(size), np.arange(size), indexing="ij"
    )
    pairs = one != other
    having = np.broadcast_to(np.diagonal(sums, axis1=1, axis2=2)[:, :, None], sums.shape)
    gated = release_proportion(sums[pairs], having[pairs], profile=profile)
    numbers = {
        name: pa.array(part, COMORBIDITY_SCHEMA.field(name).type, from_pandas=True)
        for name, part in gated._asdict().items()
        if name != "status"
    }
    columns = {
        "area_type": pa.repeat(pa.scalar(area_type), int(pairs.sum())),
        "area_code": pa.array(np.asarray(codes, dtype=object)[area[pairs]], pa.string()),
        "basis": pa.repeat(pa.scalar(basis), int(pairs.sum())),
        "condition": pa.array(np.asarray(conditions, dtype=object)[one[pairs]], pa.string()),
        "other": pa.array(np.asarray(conditions, dtype=object)[other[pairs]], pa.string()),
        "status": pa.array(gated.status.astype(str)),
        **numbers,
    }
    return pa.table({n: columns[n] for n in COMORBIDITY_SCHEMA.names}, schema=COMORBIDITY_SCHEMA)


def write_pairs(
    engine: Engine, prepared: Prepared, people: ir.Table, folders: RunFolders
) -> dict[str, pa.Table]:
    """Count pairs where people are registered and where they live, and write them gated.

    Args:
        engine: The engine.
        prepared: What the run rests on.
        people: The person table.
        folders: The folders of the run.

    Returns:
        What was counted, by basis.
    """
    parts, counted = [], pair_counts(engine, people, prepared.conditions)
    for cube in (REGISTERED, RESIDENT):
        area, levels = PAIR_AREAS[cube.basis]
        above = belongs(ladder_of(cube, prepared.geography), area, levels)
        counts = counted[cube.basis]
        parts.append(
            released_pairs(counts, above, cube.basis, prepared.conditions, prepared.profile)
        )
    pq.write_table(pa.concat_tables(parts), folders.release / "comorbidity.parquet")
    return counted
