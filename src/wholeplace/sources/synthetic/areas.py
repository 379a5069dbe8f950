"""Small areas and practices as arrays: who lives where, how old they are, which list they join."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.errors import GeographyError
from wholeplace.sources.synthetic import targets
from wholeplace.sources.synthetic.catchments import (
    Merger,
    district_shares,
    find_mergers,
    joining_shares,
    list_sizes,
)

OLDEST = 104
AGES = OLDEST + 1
GROUPS = ("asian", "black", "mixed", "white", "other")
# Usual residents by broad group in the six districts, Census 2021 (ONS), where no table is given.
SYSTEM_GROUPS = (0.078, 0.020, 0.030, 0.856, 0.016)
OUTSIDE_LSOA = "E99999999"  # ONS pseudo code: in England, area not given

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
    mergers: tuple[Merger, ...]
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
    lists = list_sizes(practices)
    outside_last = _Extend()
    fifth19 = outside_last(np.array(small["imd19_fifth"], dtype=np.int8), 0)
    joining = joining_shares(
        outside_last(residents, 0.0),
        outside_last(district, len(codes)),
        fifth19,
        points,
        lists,
        practices,
        district_shares(tables.get("catchments"), codes),
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
        mergers=find_mergers(tables["practices"], practices),
        made_up=any(small["synthetic"]),
    )


class _Extend:
    """Adds the row "outside the system" to an array."""

    def __call__(self, values: np.ndarray, last: object) -> np.ndarray:
        # Text keeps its own width: cut to the width of the others it would be another code.
        kind = None if values.dtype.kind == "U" else values.dtype
        return np.append(values, np.array([last], dtype=kind))


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
