"""Life expectancy of the made release: made deaths, through the code that releases real ones."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wholeplace.core.calendar import AGE_BANDS
from wholeplace.definitions.causes_of_death import AVOIDABLE, BROAD_GROUPS
from wholeplace.measures.catalogue import Area
from wholeplace.measures.cells import Cells, read_cells
from wholeplace.measures.mortality.counting import years_back
from wholeplace.measures.mortality.cube import POOLS, mortality_cube
from wholeplace.measures.mortality.grids import MortalityCells
from wholeplace.measures.mortality.periods import period_of
from wholeplace.measures.mortality.writing import list_described, mortality_tables
from wholeplace.statistics import HES

AS_AT = dt.date(2026, 3, 31)
# Per person and year, about as in England; the most deprived fifth dies twice as often.
RATES = np.array(
    [
        *(0.0035, 0.0002, 0.0001, 0.0001, 0.0003, 0.0005, 0.0006, 0.0008, 0.0011, 0.0016),
        *(0.0024, 0.0036, 0.0055, 0.0087, 0.0138, 0.0222, 0.0375, 0.0670, 0.1170, 0.2200),
    ]
)
PEOPLE = np.array([10, 42, *[55] * 14, 45, 32, 20, 10])
CAUSES = ("I251", "C349", "J449", "K703", "F03", "X700", "R54")


@dataclass(frozen=True)
class MadeDeaths:
    """Made people at risk and deaths, and the geography they are in."""

    population: pa.Table
    deaths: pa.Table
    small_areas: pa.Table

    @property
    def cells(self) -> MortalityCells:
        """Deaths and person-years of pooled years."""
        cube = mortality_cube(self.population, self.deaths, BROAD_GROUPS, AVOIDABLE)
        names = [cause.name for cause in BROAD_GROUPS.causes]
        return MortalityCells(cube, self.ladder, self.small_areas, names)

    @property
    def ladder(self) -> pa.Table:
        """Each small area with those above it, and its fifth."""
        kept = ("msoa", "ward", "district", "upper_tier", "icb", "imd25_fifth")
        columns = {name: self.small_areas[name] for name in kept}
        return pa.table({"area": self.small_areas["lsoa21"]} | columns)


def made_deaths(places: list[dict[str, object]], seed: int = 5) -> MadeDeaths:
    """Five years of deaths in some small areas.

    Args:
        places: Small areas with the areas above them, in any order; deprivation follows the order.
        seed: Of the draw.
    """
    draw = np.random.default_rng(seed)
    people: list[dict[str, object]] = []
    deaths: list[dict[str, object]] = []
    small_areas = []
    for number, place in enumerate(places):
        fifth = 1 + 5 * number // len(places)
        ranked = {"imd25_rank": number + 1, "imd25_fifth": fifth, "rural": number % 2 == 0}
        small_areas.append({**place, "ward": place["msoa"], **ranked})
        harder = 2.0 - number / len(places)
        for sex, times in (("female", 0.85), ("male", 1.15)):
            for year in range(1, max(POOLS) + 1):
                same = {"lsoa21": place["lsoa21"], "sex": sex, "year": year}
                people += _rows(same, PEOPLE, "people")
                for cause in CAUSES:
                    dead = draw.poisson(PEOPLE * RATES * harder * times / len(CAUSES))
                    deaths += _rows({**same, "cause": cause, "linked": True}, dead, "deaths")
    return MadeDeaths(*map(pa.Table.from_pylist, (people, deaths, small_areas)))


def _rows(same: dict[str, object], counts: NDArray[np.int64], name: str) -> list[dict[str, object]]:
    bands = zip(AGE_BANDS, counts.tolist(), strict=True)
    return [{**same, "age_band": band, name: count} for band, count in bands if count]


def made_residents(made: MadeDeaths, seed: int = 6) -> Cells:
    """The resident cube of the same people: a fifth have a condition, a tenth have two."""
    draw = np.random.default_rng(seed)
    latest = made.population.filter(pc.equal(made.population["year"], 1))
    people = latest["people"].to_numpy()
    counts = {"any_long_term_condition": 0.2, "two_or_more_conditions": 0.1}
    columns = {name: latest[name] for name in ("lsoa21", "sex", "age_band", "people")}
    for name, share in counts.items():
        columns[f"{name}__numerator"] = pa.array(draw.binomial(people, share))
        columns[f"{name}__denominator"] = pa.array(people)
    dimensions = {"sex": "sex", "age_band": "age_band", "deprivation_2025": "imd25_fifth"}
    return read_cells(pa.table(columns), "lsoa21", made.ladder, dimensions)


def write_made_life(folder: Path, areas: list[Area]) -> None:
    """Write the tables of life expectancy, and what they rest on.

    Args:
        folder: The release.
        areas: Its areas.
    """
    made = made_deaths(_places(areas))
    years = years_back(AS_AT, max(POOLS))
    periods = {pool: period_of(years, pool) for pool in POOLS}
    for name, table in mortality_tables(made.cells, made_residents(made), periods, HES).items():
        pq.write_table(table, folder / f"{name}.parquet")
    about = {"why_not": "", "unlinked_share": 0.04}
    causes = [list_described(found) for found in (BROAD_GROUPS, AVOIDABLE)]
    (folder / "mortality.json").write_text(json.dumps({**about, "causes": causes}), "utf-8")


def _places(areas: list[Area]) -> list[dict[str, object]]:
    """Each small area with those above it, by kind."""
    by_key = {area.key: area for area in areas}
    rows: list[dict[str, object]] = []
    for area in (a for a in areas if a.area_type == "lsoa21"):
        row: dict[str, object] = {"lsoa21": area.code}
        here = area
        while here.parent_type and here.parent_code:
            here = by_key[here.parent_type, here.parent_code]
            row[here.area_type] = here.code
        rows.append(row)
    # Deprivation follows the order, and every district has some of each.
    return sorted(rows, key=lambda row: str(row["lsoa21"])[::-1])
