"""Practices: their lists, who joins which, and which took over another."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic import targets

OUTSIDE_SHARE = 0.025  # of registered people who live outside the system; our assumption
REACH = 4.0  # km over which choosing a practice falls by a factor e; our assumption
# Longitude and latitude near the middle of each postcode district with surgeries, to 1 km.
POSTCODE_DISTRICTS: dict[str, tuple[float, float]] = {
    "CB1": (0.145, 52.195),
    "CB2": (0.125, 52.180),
    "CB3": (0.090, 52.205),
    "CB4": (0.125, 52.225),
    "CB5": (0.165, 52.210),
    "CB6": (0.220, 52.400),
    "CB7": (0.300, 52.360),
    "CB8": (0.420, 52.230),
    "CB21": (0.260, 52.130),
    "CB22": (0.170, 52.110),
    "CB23": (-0.050, 52.220),
    "CB24": (0.050, 52.290),
    "CB25": (0.240, 52.260),
    "PE1": (-0.230, 52.585),
    "PE2": (-0.260, 52.555),
    "PE3": (-0.275, 52.585),
    "PE4": (-0.265, 52.620),
    "PE5": (-0.360, 52.575),
    "PE6": (-0.220, 52.660),
    "PE7": (-0.200, 52.530),
    "PE8": (-0.470, 52.500),
    "PE13": (0.160, 52.665),
    "PE14": (0.200, 52.640),
    "PE15": (0.090, 52.540),
    "PE16": (0.060, 52.455),
    "PE19": (-0.260, 52.225),
    "PE26": (-0.105, 52.450),
    "PE27": (-0.070, 52.330),
    "PE28": (-0.240, 52.360),
    "PE29": (-0.180, 52.335),
    "SG8": (-0.030, 52.050),
    "SG19": (-0.220, 52.140),
}


@dataclass(frozen=True)
class Merger:
    """A practice that closed and was taken over.

    Attributes:
        code: The practice that closed.
        successor: Position of the one that took over.
        last_day: Its last day.
        whole: Whether the successor began with it, so that all its earlier patients were there.
    """

    code: str
    successor: int
    last_day: dt.date
    whole: bool


def find_mergers(table: pa.Table, practices: list[dict]) -> tuple[Merger, ...]:
    """Closed practices whose successor is open and in the system.

    Args:
        table: The whole practices table.
        practices: Rows of it that are open and in the system, in order of position.
    """
    position = {row["practice_code"]: place for place, row in enumerate(practices)}
    found = []
    for row in table.sort_by("practice_code").to_pylist():
        successor = position.get(row.get("successor_code") or "")
        if successor is not None and row["closed"] is not None:
            opened = practices[successor]["opened"]
            begun = opened is not None and opened > row["closed"] - dt.timedelta(days=730)
            found.append(Merger(row["practice_code"], successor, row["closed"], begun))
    return tuple(found)


def list_sizes(practices: list[dict]) -> NDArray[np.float64]:
    """List sizes as shares of all registered people, each place at its published total.

    Args:
        practices: Rows of the practices table, those of the system only.
    """
    sizes = np.array([row["list_size"] or 0 for row in practices], dtype=float)
    sizes[sizes <= 0] = np.median(sizes[sizes > 0]) if (sizes > 0).any() else 1.0
    north = np.array([row["place"] == "north" for row in practices])
    for chosen, total in ((north, targets.NORTH), (~north, targets.SOUTH)):
        if chosen.any():
            sizes[chosen] *= total / sizes[chosen].sum()
    return sizes / sizes.sum()


def district_shares(table: pa.Table | None, codes: list[str]) -> dict[str, NDArray[np.float64]]:
    """Share of each network's patients by district, in the order of ``codes``.

    Args:
        table: The catchments table, if held.
        codes: District codes.
    """
    found: dict[str, NDArray[np.float64]] = {}
    for row in table.to_pylist() if table is not None else ():
        if row["district"] in codes:
            shares = found.setdefault(row["pcn_code"], np.zeros(len(codes)))
            shares[codes.index(row["district"])] += row["share"]
    return found


def joining_shares(
    residents: NDArray[np.float64],
    district: NDArray[np.int8],
    fifth: NDArray[np.int8],
    points: NDArray[np.float64],
    lists: NDArray[np.float64],
    practices: list[dict],
    catchments: dict[str, NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Share of registered people from each small area on each list.

    Args:
        residents: People of each small area; 0 for the last, which is outside.
        district: District position of each small area.
        fifth: National fifth of deprivation, IMD 2019.
        points: Longitude and latitude, NaN where not mapped.
        lists: List sizes as shares.
        practices: Rows of the practices table.
        catchments: From :func:`district_shares`.

    Iterative proportional fitting (Deming and Stephan 1940) of a nearness matrix to list sizes,
    small-area sizes and the published number of people in the most deprived fifth by place.

    Returns:
        (L + 1) × P array that adds to 1.
    """
    last = len(residents) - 1
    by_district = np.bincount(district[:last], residents[:last])
    flows = np.ones((last + 1, len(practices)))
    for column, row in enumerate(practices):
        shares = catchments.get(row["pcn_code"])
        if shares is not None and shares.sum() > 0:
            flows[:last, column] = (shares / by_district)[district[:last]] + 1e-9
        flows[:, column] *= _nearness(points, row, practices, flows[:, column])
    flows[:last] *= residents[:last, None]
    flows *= lists
    north = np.array([row["place"] == "north" for row in practices])
    core = fifth == 1
    deprived = (targets.CORE20_NORTH + targets.CORE20_SOUTH) / targets.REGISTERED
    rows = np.zeros(last + 1)
    rows[core] = residents[core] / max(residents[core].sum(), 1) * deprived
    rest = ~core
    rest[last] = False
    rows[rest] = residents[rest] / residents[rest].sum() * (1 - deprived - OUTSIDE_SHARE)
    rows[last] = OUTSIDE_SHARE
    rows /= rows.sum()
    blocks = (
        (np.ix_(core, north), targets.CORE20_NORTH / targets.REGISTERED),
        (np.ix_(core, ~north), targets.CORE20_SOUTH / targets.REGISTERED),
    )
    for _ in range(200):
        flows *= (rows / np.maximum(flows.sum(axis=1), 1e-300))[:, None]
        for block, share in blocks:
            if core.any():
                flows[block] *= share / max(flows[block].sum(), 1e-300)
        flows *= lists / flows.sum(axis=0)
    return flows / flows.sum()


def _nearness(
    points: NDArray[np.float64],
    row: dict,
    practices: list[dict],
    pull: NDArray[np.float64],
) -> NDArray[np.float64]:
    """How near each small area is to a practice, between 0 and 1; 1 where nothing is known.

    A surgery stands in the middle of its postcode district. Where that is not known, it stands
    in a small area of its catchment, networks spread evenly over the map.
    """
    mapped = np.flatnonzero(~np.isnan(points[:, 0]) & (pull > np.median(pull)))
    if not len(mapped):
        return np.ones(len(points))
    home = POSTCODE_DISTRICTS.get(row["postcode_district"] or "")
    if home is None:
        networks = sorted({str(other["pcn_code"]) for other in practices})
        turn = (networks.index(str(row["pcn_code"])) * 0.618034) % 1
        along = mapped[np.argsort(points[mapped].sum(axis=1), kind="stable")]
        home = tuple(points[along[int(turn * len(along))]])
    away = distance_km(points[:, 0], points[:, 1], home[0], home[1])
    return np.append(np.exp(-np.minimum(away[:-1], 40.0) / REACH), 1.0)


def distance_km(
    longitude: NDArray[np.float64], latitude: NDArray[np.float64], east: float, north: float
) -> NDArray[np.float64]:
    """Distance over the ground to one point, in km, good to 1 % within a county."""
    across = (longitude - east) * 111.32 * np.cos(np.radians(52.4))
    return np.hypot(across, (latitude - north) * 110.57)
