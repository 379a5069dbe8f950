"""Small areas and practices as arrays: who lives where, how old they are, which list they join."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.errors import GeographyError
from wholeplace.sources.synthetic import targets

OLDEST = 104
AGES = OLDEST + 1
GROUPS = ("asian", "black", "mixed", "white", "other")
# Usual residents by broad group in the six districts, Census 2021 (ONS), where no table is given.
SYSTEM_GROUPS = (0.078, 0.020, 0.030, 0.856, 0.016)
OUTSIDE_LSOA = "E99999999"  # ONS pseudo code: in England, area not given
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

Centroids = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Areas:
    """Everything about places that people are drawn from; the last row is "outside the system".

    Arrays over small areas have length L + 1, over practices P. ``made_up`` says that no real
    place has these codes.
    """

    lsoa21: NDArray[np.str_]
    lsoa11: NDArray[np.str_]
    msoa: NDArray[np.str_]
    district: NDArray[np.int8]
    district_codes: tuple[str, ...]
    district_keys: tuple[str, ...]
    fifth19: NDArray[np.int8]
    fifth25: NDArray[np.int8]
    residents: NDArray[np.float64]
    age_shares: NDArray[np.float64]
    ethnic_shares: NDArray[np.float64]
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    practice: NDArray[np.str_]
    pcn: NDArray[np.str_]
    place: NDArray[np.str_]
    lists: NDArray[np.float64]
    joining: NDArray[np.float64]
    made_up: bool = False

    @property
    def outside(self) -> int:
        """Position of the row that stands for living outside the system."""
        return len(self.lsoa21) - 1


def read_areas(tables: Mapping[str, pa.Table], centroids: Centroids | None = None) -> Areas:
    """Arrays of small areas and practices from the geography tables.

    Args:
        tables: ``small_areas``, ``practices``, ``catchments`` and, where held, ``populations`` and
            ``ethnicity``, as declared in :mod:`wholeplace.geography.tables`.
        centroids: Longitude and latitude of small areas, where boundaries are held.

    Returns:
        The arrays; the number of people expected from each small area on each list adds to 1.

    Raises:
        GeographyError: If no practice of the system has a place.
    """
    small = tables["small_areas"].sort_by("lsoa21").to_pydict()
    practices = [
        row
        for row in tables["practices"].sort_by("practice_code").to_pylist()
        if row["in_system"] and row["place"] in ("north", "south")
    ]
    if not practices:
        raise GeographyError(
            "No GP practice of the system belongs to a place.", "Run: wholeplace reference"
        )
    codes = sorted(set(small["district"]))
    names = dict(zip(small["district"], small["district_name"], strict=True))
    keys = tuple(targets.district_key(names[code]) for code in codes)
    district = np.array([codes.index(code) for code in small["district"]], dtype=np.int8)
    residents = np.array([value or 1_700 for value in small["population"]], dtype=float)
    where = centroids or {}
    points = np.array(
        [*(where.get(code, (np.nan, np.nan)) for code in small["lsoa21"]), (np.nan, np.nan)],
        dtype=float,
    )
    lists = _lists(practices)
    outside_last = _Extend()
    fifth19 = outside_last(np.array(small["imd19_fifth"], dtype=np.int8), 0)
    joining = _joining(
        outside_last(residents, 0.0),
        outside_last(district, len(codes)),
        fifth19,
        points,
        lists,
        practices,
        _catchments(tables.get("catchments"), codes),
    )
    return Areas(
        lsoa21=outside_last(np.array(small["lsoa21"]), OUTSIDE_LSOA),
        lsoa11=outside_last(np.array(small["lsoa11"]), OUTSIDE_LSOA),
        msoa=outside_last(np.array(small["msoa"]), ""),
        district=outside_last(district, len(codes)),
        district_codes=(*codes, ""),
        district_keys=(*keys, targets.ROYSTON),
        fifth19=fifth19,
        fifth25=outside_last(np.array(small["imd25_fifth"], dtype=np.int8), 0),
        residents=outside_last(residents, 0.0),
        age_shares=_age_shares(small["lsoa21"], district, keys, tables.get("populations")),
        ethnic_shares=_ethnic_shares(small["lsoa21"], tables.get("ethnicity")),
        longitude=points[:, 0],
        latitude=points[:, 1],
        practice=np.array([row["practice_code"] for row in practices]),
        pcn=np.array([row["pcn_code"] or "" for row in practices]),
        place=np.array([row["place"] for row in practices]),
        lists=lists,
        joining=joining,
        made_up=any(small["synthetic"]),
    )


class _Extend:
    """Adds the row "outside the system" to an array."""

    def __call__(self, values: np.ndarray, last: object) -> np.ndarray:
        # Text keeps its own width: cut to the width of the others it would be another code.
        kind = None if values.dtype.kind == "U" else values.dtype
        return np.append(values, np.array([last], dtype=kind))


def _lists(practices: list[dict]) -> NDArray[np.float64]:
    """List sizes as shares of all registered people, each place at its published total."""
    sizes = np.array([row["list_size"] or 0 for row in practices], dtype=float)
    sizes[sizes <= 0] = np.median(sizes[sizes > 0]) if (sizes > 0).any() else 1.0
    north = np.array([row["place"] == "north" for row in practices])
    for chosen, total in ((north, targets.NORTH), (~north, targets.SOUTH)):
        if chosen.any():
            sizes[chosen] *= total / sizes[chosen].sum()
    return sizes / sizes.sum()


def _catchments(table: pa.Table | None, codes: list[str]) -> dict[str, NDArray[np.float64]]:
    """Share of each network's patients by district, in the order of ``codes``."""
    found: dict[str, NDArray[np.float64]] = {}
    for row in table.to_pylist() if table is not None else ():
        if row["district"] in codes:
            shares = found.setdefault(row["pcn_code"], np.zeros(len(codes)))
            shares[codes.index(row["district"])] += row["share"]
    return found


def _joining(
    residents: NDArray[np.float64],
    district: NDArray[np.int8],
    fifth: NDArray[np.int8],
    points: NDArray[np.float64],
    lists: NDArray[np.float64],
    practices: list[dict],
    catchments: dict[str, NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Share of registered people from each small area on each list.

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
        along = mapped[np.argsort(points[mapped].sum(axis=1))]
        home = tuple(points[along[int(turn * len(along))]])
    away = distance_km(points[:, 0], points[:, 1], home[0], home[1])
    return np.append(np.exp(-np.minimum(away[:-1], 40.0) / REACH), 1.0)


def distance_km(
    longitude: NDArray[np.float64], latitude: NDArray[np.float64], east: float, north: float
) -> NDArray[np.float64]:
    """Distance over the ground to one point, in km, good to 1 % within a county."""
    across = (longitude - east) * 111.32 * np.cos(np.radians(52.4))
    return np.hypot(across, (latitude - north) * 110.57)


def _age_shares(
    codes: list[str],
    district: NDArray[np.int8],
    keys: tuple[str, ...],
    populations: pa.Table | None,
) -> NDArray[np.float64]:
    """Share of each small area's people at each single year of age; "outside" is the average."""
    by_district = np.array([_single_years(key) for key in keys])
    shares = by_district[district]
    for code, bands in _small_area_bands(populations).items():
        if code in codes:
            row = shares[codes.index(code)]
            for first, final, people in bands:
                held = row[first : final + 1].sum()
                row[first : final + 1] *= people / held if held else 0.0
    shares /= shares.sum(axis=1, keepdims=True)
    return np.vstack([shares, shares.mean(axis=0)])


def _single_years(key: str) -> NDArray[np.float64]:
    """One district's people by single year of age 0 to 104, spread within published bands."""
    bands = targets.AGES.get(key, targets.AGES["south cambridgeshire"])
    years = np.repeat(np.array(bands[:-1], dtype=float) / 5, 5)
    if key == "cambridge":
        years[15:20] = np.array(targets.STUDENT_TEENS) * bands[3]
    tail = 0.78 ** np.arange(AGES - 90)
    return np.concatenate([years, bands[-1] * tail / tail.sum()])


def _small_area_bands(populations: pa.Table | None) -> dict[str, list[tuple[int, int, int]]]:
    """Persons by age band of small areas, from one source (the Census where it is there)."""
    if populations is None:
        return {}
    rows = [
        row for row in populations.to_pylist() if row["area_type"] == "lsoa21" and not row["sex"]
    ]
    sources = sorted({row["source"] for row in rows}, key=lambda name: "census" not in name)
    found: dict[str, list[tuple[int, int, int]]] = {}
    for row in rows:
        final = OLDEST if row["age_to"] is None else int(row["age_to"])
        whole = row["age_from"] == 0 and row["age_to"] is None
        if row["source"] == sources[0] and not whole:
            band = (int(row["age_from"]), min(final, OLDEST), int(row["population"]))
            found.setdefault(row["area_code"], []).append(band)
    return found


def _ethnic_shares(codes: list[str], table: pa.Table | None) -> NDArray[np.float64]:
    """Share of each small area's residents in each broad group; "outside" is the system's."""
    shares = np.tile(np.array(SYSTEM_GROUPS), (len(codes) + 1, 1))
    position = {code: place for place, code in enumerate(codes)}
    counts = np.zeros((len(codes) + 1, len(GROUPS)))
    for row in table.to_pylist() if table is not None else ():
        if row["lsoa21"] in position:
            counts[position[row["lsoa21"]], GROUPS.index(row["ethnic_group"])] += row["population"]
    held = counts.sum(axis=1) > 0
    shares[held] = counts[held] / counts[held].sum(axis=1, keepdims=True)
    return shares
