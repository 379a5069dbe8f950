"""Populations as they are published elsewhere, and what an event of each age adds to a rate."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tests.disclosure.margins import LADDER
from tests.disclosure.outsider import Outsider
from wholeplace.core.calendar import AGE_BANDS
from wholeplace.statistics import european_2013

GROUPS = {
    "sex": "sex",
    "ethnic_group": "ethnic_group",
    "deprivation_2019": "imd19_fifth",
    "deprivation_2025": "imd25_fifth",
}
"""Breakdowns whose groups nobody is in twice → the column of the cubes."""
BANDS = len(AGE_BANDS)


def weights_of(people: np.ndarray) -> np.ndarray:
    """What an event in each age band adds to a rate per person."""
    folded = european_2013.fold(people)
    standard = np.where(folded > 0, european_2013.weights, 0)
    share = np.where(folded > 0, standard / np.where(folded > 0, folded, 1), 0) / standard.sum()
    return share[[int(european_2013.fold(band).argmax()) for band in np.eye(len(AGE_BANDS))]]


class People:
    """Populations by area, group and age band, as they are published elsewhere.

    Args:
        reader: Whose cubes are read.
        basis: Whom the cube is of.
    """

    def __init__(self, reader: Outsider, basis: str) -> None:
        self._cube = pq.read_table(reader.cubes / f"{basis}.parquet")
        self._smallest = "lsoa21" if basis == "resident" else "practice"
        self._lies = areas_of(reader, basis)
        if basis == "resident":
            self._cube = self._cube.join(_fifths(reader), "lsoa21")
        self._found: dict[tuple[str, str], dict[tuple[object, ...], np.ndarray]] = {}

    def of(
        self, measure: str, area: tuple[str, str], breakdown: str = "all", category: str = "all"
    ) -> np.ndarray:
        """People that a rate is per, by age band; shape (bands,)."""
        by = (measure, breakdown)
        if by not in self._found:
            self._found[by] = self._added(measure, breakdown)
        return self._found[by][*area, category]

    def _added(self, measure: str, breakdown: str) -> dict[tuple[object, ...], np.ndarray]:
        count = f"{measure}__denominator"
        column = GROUPS.get(breakdown)
        names = [self._smallest, "age_band", *([column] if column else [])]
        added = self._cube.group_by(names).aggregate([(count, "sum")]).to_pylist()
        found: dict[tuple[object, ...], np.ndarray] = defaultdict(lambda: np.zeros(BANDS))
        for row in added:
            if row["age_band"] in AGE_BANDS:
                group = str(row[column]) if column else "all"
                for area in self._lies.get(row[self._smallest], ()):
                    found[*area, group][AGE_BANDS.index(row["age_band"])] += row[f"{count}_sum"]
        return found


def _fifths(reader: Outsider) -> pa.Table:
    """The deprivation of each small area, which is published."""
    areas = pq.read_table(reader.release.folder / "small_areas.parquet")
    fifths = {
        name: pc.fill_null(areas[name].cast(pa.string()), "unknown")
        for name in ("imd19_fifth", "imd25_fifth")
    }
    return pa.table({"lsoa21": areas["lsoa21"].cast(pa.string()), **fifths})


def areas_of(reader: Outsider, basis: str) -> dict[str, list[tuple[str, str]]]:
    """The smallest areas → every area they lie in."""
    if basis == "registered":
        above = reader.above(basis)
        return {
            code: [(kind, code), *up] for (kind, code), up in above.items() if kind == "practice"
        }
    rows = reader.release.rows("small_areas")
    return {row["lsoa21"]: [(kind, row[kind]) for kind in LADDER if row[kind]] for row in rows}
