"""The release's table of reach: clients, the share of need that is met, and which way it leans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.calendar import window_start
from wholeplace.measures.broad_cells import LEVELS
from wholeplace.measures.cells import CATEGORIES, Cells
from wholeplace.measures.reach.definition import Service
from wholeplace.measures.stacked_rows import stacked
from wholeplace.statistics import (
    DisclosureProfile,
    Interval,
    Released,
    concentration_index,
    release_count,
    release_from_true_counts,
    release_proportion,
)

GROUPS = 20
CLIENTS, USE, CONCENTRATION = "clients", "use", "concentration"
REACH_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("area_type", "area_code", "basis", "service")),
        ("measure", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((name, pa.string()) for name in ("breakdown", "category", "statistic")),
        ("numerator", pa.int64()),
        ("denominator", pa.int64()),
        *((name, pa.float64()) for name in ("value", "lower", "upper")),
        ("status", pa.string()),
    ]
)
Array = NDArray[np.float64]


def reach_rows(
    cells: Cells,
    order: pa.Array,
    basis: str,
    service: Service,
    as_at: dt.date,
    profile: DisclosureProfile,
) -> Iterator[pa.Table]:
    """Gated rows of one service.

    Args:
        cells: The cube's cells, with the sums that :func:`columns_of` names.
        order: How deprived the area of each cell is; null where it is not known.
        basis: Whose they are.
        service: The service.
        as_at: The date of the run.
        profile: The disclosure profile.

    Yields:
        Tables of :data:`REACH_SCHEMA`.
    """
    period = (window_start(as_at, service.months), as_at)
    for level in (level for level in LEVELS if level in cells.levels):
        about = (level, cells.levels[level][0], basis, service.name, period)
        for breakdown in cells.breakdowns:
            sums = cells.added(level, (breakdown,), columns_of(service))
            categories = CATEGORIES[breakdown]
            counted = release_count(sums[..., 0], profile=profile)
            yield _rows(*about, _Group(CLIENTS, "count", breakdown, categories), counted)
            met = release_proportion(sums[..., 2], sums[..., 1], profile=profile)
            yield _rows(*about, _Group(USE, "proportion", breakdown, categories), met)
        leaning = _concentration(cells, level, columns_of(service)[1:], order, profile)
        yield _rows(*about, _Group(CONCENTRATION, "index", "all", ("all",)), leaning)


def columns_of(service: Service) -> tuple[str, str, str]:
    """The cube's columns of a service's clients, of people who need it, and of those who do both.

    Args:
        service: The service.
    """
    return f"{service.name}__clients", f"{service.name}__need", f"{service.name}__met"


class _Group(NamedTuple):
    """What rows say of themselves beside their numbers."""

    measure: str
    statistic: str
    breakdown: str
    categories: tuple[str, ...]


def _concentration(
    cells: Cells, level: str, columns: Sequence[str], order: pa.Array, profile: DisclosureProfile
) -> Released:
    """How use is shared out along deprivation among the people in need, area by area."""
    codes, place = cells.levels[level]
    ranks = order.to_numpy(zero_copy_only=False).astype(np.float64)
    need, clients = (cells.sums[name].astype(np.float64) for name in columns)
    found = np.full((3, len(codes), 1), np.nan)
    totals = np.zeros((2, len(codes), 1))
    for area in range(len(codes)):
        mine = (place == area) & ~np.isnan(ranks)
        totals[:, area, 0] = clients[mine].sum(), need[mine].sum()
        found[:, area, 0] = _index(clients[mine], need[mine], ranks[mine])
    return release_from_true_counts(Interval(*found), totals[0], totals[1], "dsr", profile=profile)


def _index(clients: Array, need: Array, ranks: Array) -> Interval:
    """The concentration index of one area, of people in need in twenty groups along deprivation."""
    use, wanted = groups_along(clients, need, ranks)
    if len(wanted) == 0:
        nothing = np.array(np.nan)
        return Interval(nothing, nothing, nothing)
    return concentration_index(use / wanted, wanted)


def groups_along(clients: Array, need: Array, ranks: Array) -> tuple[Array, Array]:
    """Clients and need in up to twenty groups of like need, the most deprived first.

    Args:
        clients: Clients among the people in need of each cell.
        need: People in need in each cell.
        ranks: How deprived each cell's area is; lower is more so.

    Returns:
        Clients and need of each group that anybody in need is in. Cells of one rank are never
        divided, so there are fewer groups where there are few ranks.
    """
    _, rank = np.unique(ranks, return_inverse=True)
    use, wanted = np.bincount(rank, clients), np.bincount(rank, need)
    total = wanted.sum()
    if not total > 0:
        return np.array([]), np.array([])
    middle = (np.cumsum(wanted) - wanted / 2) / total
    group = np.minimum((middle * GROUPS).astype(np.int64), GROUPS - 1)
    some = np.bincount(group, wanted) > 0
    parts = (np.bincount(group, amount).astype(np.float64)[some] for amount in (use, wanted))
    return next(parts), next(parts)


def _rows(
    level: str,
    codes: list[str],
    basis: str,
    service: str,
    period: tuple[dt.date, dt.date],
    group: _Group,
    gated: Released,
) -> pa.Table:
    axes = {"area_code": codes, "category": group.categories}
    same = {
        "area_type": level,
        "basis": basis,
        "service": service,
        "measure": group.measure,
        "period_start": period[0],
        "period_end": period[1],
        "breakdown": group.breakdown,
        "statistic": group.statistic,
    }
    names = ("numerator", "denominator", "value", "lower", "upper", "status")
    shape = (len(codes), len(group.categories))
    columns = {name: getattr(gated, name).reshape(shape) for name in names}
    return stacked(REACH_SCHEMA, axes, same, columns)
