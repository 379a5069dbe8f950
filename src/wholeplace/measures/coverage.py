"""Coverage: by area, how many people's nearest general hospital sends no data.

Where a hospital sends nothing, the places that look to it read as low use of care. Nearest is as
the crow flies and says nothing of choice, so this is a warning beside a number, not a correction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wholeplace.geography import Geography
from wholeplace.measures.ladders import RESIDENT_LEVELS
from wholeplace.statistics import DisclosureProfile, release_proportion

STAYS = "hospital_spell"
ANY_HOSPITAL = "any"
COVERAGE_SCHEMA = pa.schema(
    [
        ("area_type", pa.string()),
        ("area_code", pa.string()),
        ("provider_code", pa.string()),
        ("provider_name", pa.string()),
        ("numerator", pa.int64()),
        ("denominator", pa.int64()),
        ("value", pa.float64()),
        ("status", pa.string()),
    ]
)
Counts = Mapping[str, int]


def write_coverage(
    path: Path,
    resident_cube: Path,
    geography: Geography,
    silent: Mapping[str, str],
    profile: DisclosureProfile,
) -> None:
    """Write the release's table of coverage.

    Args:
        path: The file.
        resident_cube: The resident cube.
        geography: The geography of the run.
        silent: What :func:`silent_hospitals` returned.
        profile: The disclosure profile.
    """
    residents = residents_by_small_area(pq.read_table(resident_cube))
    small_areas = geography.table("small_areas")
    pq.write_table(released_coverage(residents, small_areas, silent, profile), path)


def residents_by_small_area(cube: pa.Table) -> Counts:
    """People living in each small area on the date of the run.

    Args:
        cube: The resident cube.
    """
    added = cube.select(["lsoa21", "people"]).group_by("lsoa21").aggregate([("people", "sum")])
    return dict(zip(added["lsoa21"].to_pylist(), added["people_sum"].to_pylist(), strict=True))


def silent_hospitals(providers: pa.Table, sent: Collection[str]) -> dict[str, str]:
    """Code → name of the hospital providers that sent no stays for the period.

    Args:
        providers: The geography's table of providers.
        sent: Codes of those that sent some.
    """
    names = zip(providers["provider_code"].to_pylist(), providers["name"].to_pylist(), strict=True)
    return {code: name for code, name in sorted(names) if code not in sent}


def released_coverage(
    residents: Counts, small_areas: pa.Table, silent: Mapping[str, str], profile: DisclosureProfile
) -> pa.Table:
    """Gated shares of residents whose nearest general hospital sends no data.

    Args:
        residents: People by small area.
        small_areas: The geography's table of small areas.
        silent: What :func:`silent_hospitals` returned.
        profile: The disclosure profile.

    Returns:
        A table of :data:`COVERAGE_SCHEMA`: for each area a row of ``any`` hospital, and a row for
        each silent hospital that somebody there lives nearest to.
    """
    rows = small_areas.to_pylist()
    people = np.array([residents.get(row["lsoa21"], 0) for row in rows], dtype=np.float64)
    nearest = [row["nearest_hospital"] for row in rows]
    parts = [COVERAGE_SCHEMA.empty_table()]
    for level in RESIDENT_LEVELS:
        codes, place = np.unique([row[level] for row in rows], return_inverse=True)
        parts += _level(level, codes.tolist(), place, people, nearest, silent, profile)
    return pa.concat_tables(parts)


def _level(
    level: str,
    codes: list[str],
    place: NDArray[np.int64],
    people: NDArray[np.float64],
    nearest: list[str | None],
    silent: Mapping[str, str],
    profile: DisclosureProfile,
) -> Iterator[pa.Table]:
    everybody = np.bincount(place, people, len(codes))
    for code, name in {ANY_HOSPITAL: "", **silent}.items():
        meant = silent if code == ANY_HOSPITAL else (code,)
        mine = np.array([hospital in meant for hospital in nearest])
        without = np.bincount(place, people * mine, len(codes))
        kept = np.flatnonzero((without > 0) | (code == ANY_HOSPITAL))
        gated = release_proportion(without[kept], everybody[kept], profile=profile)
        same = {"area_type": level, "provider_code": code, "provider_name": name}
        numbers = {
            name: pa.array(getattr(gated, name), COVERAGE_SCHEMA.field(name).type, from_pandas=True)
            for name in ("numerator", "denominator", "value")
        }
        columns = {
            **{column: pa.repeat(pa.scalar(text), len(kept)) for column, text in same.items()},
            "area_code": pa.array([codes[row] for row in kept], pa.string()),
            "status": pa.array(gated.status.astype(str), pa.string()),
            **numbers,
        }
        yield pa.table(
            {column: columns[column] for column in COVERAGE_SCHEMA.names}, schema=COVERAGE_SCHEMA
        )
