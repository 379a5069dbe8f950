"""A cube read into arrays: its cells' areas at every level, its breakdowns, and its sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.core.calendar import AGE_BANDS
from wholeplace.core.expressions import UNKNOWN
from wholeplace.record.ethnic_categories import NOT_STATED_GROUP
from wholeplace.statistics.group_sums import added_up

IntArray = NDArray[np.int64]
FIFTHS = ("1", "2", "3", "4", "5")
TENTHS = tuple(str(tenth) for tenth in range(1, 11))
ALL = "all"
AGE_SEX = "age_sex"
PLUS_GROUP = "plus_group"
SEXES = ("female", "male", UNKNOWN)
AGE_GROUPS = ("0-17", "18-39", "40-64", "65-79", "80+")
"""Broad ages, for counts too small to be divided by age band."""
CATEGORIES: dict[str, tuple[str, ...]] = {
    ALL: (ALL,),
    "sex": SEXES,
    "age_band": (*AGE_BANDS, UNKNOWN),
    "ethnic_group": ("asian", "black", "mixed", "white", "other", NOT_STATED_GROUP, UNKNOWN),
    "deprivation_2019": (*FIFTHS, UNKNOWN),
    "deprivation_2025": (*FIFTHS, UNKNOWN),
    "deprivation_tenth_2025": (*TENTHS, UNKNOWN),
    "rurality": ("urban", "rural", UNKNOWN),
    "age_group": (*AGE_GROUPS, UNKNOWN),
    "learning_disability": ("yes", "no", UNKNOWN),
}
"""Breakdown → its categories, in the order they are shown; unknown is one of them."""
AGE_SEX_CATEGORIES = tuple(f"{sex}|{band}" for sex in SEXES for band in (*AGE_BANDS, UNKNOWN))
"""Sex and age band together, for the pyramid of a place."""
Whole = NDArray[np.signedinteger[Any]]
"""Sums as small as they fit: most are of a few people, and there are tens of millions."""


@dataclass(frozen=True)
class Cells:
    """The cells of one cube as arrays, all of the same length.

    Attributes:
        levels: Area type → the areas' codes, and each cell's position among them (−1: in none).
        breakdowns: Breakdown → each cell's position among its categories.
        sums: Column name → each cell's sum.
        within: Area type and breakdown → each cell's position among its categories, where they
            are of the area itself, such as the tenths of a district.
        categories: Breakdown → its categories, where they are not of every cube.
    """

    levels: Mapping[str, tuple[list[str], IntArray]]
    breakdowns: Mapping[str, IntArray]
    sums: Mapping[str, Whole]
    within: Mapping[tuple[str, str], IntArray] = field(default_factory=dict)
    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def categories_of(self, breakdown: str) -> tuple[str, ...]:
        """The categories of a breakdown, in order."""
        return self.categories.get(breakdown) or CATEGORIES[breakdown]

    def breakdowns_at(self, level: str) -> list[str]:
        """What the people of one kind of area can be divided by."""
        return [*self.breakdowns, *(name for at, name in self.within if at == level)]

    def added(
        self, level: str, breakdowns: Sequence[str], columns: Sequence[str]
    ) -> NDArray[np.float64]:
        """Sums over the cells of each area and category.

        Args:
            level: The area type.
            breakdowns: The breakdowns to keep, in order.
            columns: The sums wanted.

        Returns:
            Array of shape (areas, categories of each breakdown …, columns); whole numbers.
        """
        codes, place = self.levels[level]
        shape = [len(codes), *(len(self.categories_of(name)) for name in breakdowns)]
        positions = [self._positions_of(level, name) for name in breakdowns]
        inside = place >= 0
        group = np.ravel_multi_index((np.maximum(place, 0), *positions), shape)
        group = np.where(inside, group, -1)
        made = np.empty((len(columns), *shape))
        for part, added in zip(
            made, self._added_up(group, int(np.prod(shape)), columns), strict=True
        ):
            part.flat = added
        return np.moveaxis(made, 0, -1)

    def at(self, level: str) -> Cells:
        """The cells of one kind of area, with those alike in every breakdown put together.

        There are far fewer of them for larger areas, so whatever is added up next is quicker.

        Args:
            level: The area type.

        Returns:
            Cells of that area type alone, without those that lie in none of its areas.
        """
        codes, place = self.levels[level]
        names = self.breakdowns_at(level)
        shape = [len(codes), *(len(self.categories_of(name)) for name in names)]
        inside = np.flatnonzero(place >= 0)
        positions = [self._positions_of(level, name)[inside] for name in names]
        key = np.ravel_multi_index((place[inside], *positions), shape)
        found, number = np.unique(key, return_inverse=True)
        group = np.full(len(place), -1)
        group[inside] = number
        together, *apart = np.unravel_index(found, shape)
        placed = {name: part.astype(np.int64) for name, part in zip(names, apart, strict=True)}
        sums = dict(zip(self.sums, self._added_up(group, len(found), self.sums), strict=True))
        return Cells(
            levels={level: (codes, together.astype(np.int64))},
            breakdowns={name: placed[name] for name in self.breakdowns},
            sums=sums,
            within={(at, name): placed[name] for at, name in self.within if at == level},
            categories=self.categories,
        )

    def _positions_of(self, level: str, breakdown: str) -> IntArray:
        if (level, breakdown) in self.within:
            return self.within[level, breakdown]
        return self.breakdowns[breakdown]

    def _added_up(self, group: IntArray, groups: int, columns: Iterable[str]) -> Iterator[IntArray]:
        """Sums over the cells of each group, column by column; group -1 is left out."""
        known: dict[int, IntArray] = {}
        for name in columns:
            # Many measures count among the same people: columns alike are one array.
            amounts = self.sums[name]
            if id(amounts) not in known:
                known[id(amounts)] = added_up(np.ascontiguousarray(amounts), group, groups)
            yield known[id(amounts)]


def read_cells(
    cube: pa.Table, place: str, ladder: pa.Table, dimensions: Mapping[str, str]
) -> Cells:
    """Read a cube.

    Args:
        cube: The cube.
        place: The column of the area its cells stand in.
        ladder: One row per such area: ``area``, a column per area type above it, and any
            breakdown that follows from the area.
        dimensions: Breakdown → the column of the cube, or else of the ladder, that holds it.
    """
    where = np.asarray(pc.index_in(cube[place], ladder["area"].combine_chunks()).fill_null(-1))
    levels = {}
    for name in ladder.column_names:
        if name != "area" and name not in dimensions.values():
            levels[name] = _level(ladder[name], where)
    breakdowns = {ALL: np.zeros(cube.num_rows, dtype=np.int64)}
    for name, column in dimensions.items():
        if column in cube.column_names:
            breakdowns[name] = _positions(cube[column], CATEGORIES[name])
        else:
            by_area = _positions(ladder[column], CATEGORIES[name])
            missing = len(CATEGORIES[name]) - 1
            breakdowns[name] = np.where(where >= 0, by_area[np.maximum(where, 0)], missing)
    return Cells(levels, breakdowns, _numbers(cube))


def _numbers(cube: pa.Table) -> dict[str, Whole]:
    """The sums of a cube as arrays, those alike in every cell as one."""
    numbers: dict[str, Whole] = {}
    known: dict[bytes, Whole] = {}
    for name in cube.column_names:
        if pa.types.is_integer(cube.schema.field(name).type):
            small = as_small_as_it_fits(cube[name].to_numpy())
            numbers[name] = known.setdefault(small.tobytes(), small)
    return numbers


def _level(column: pa.ChunkedArray, where: IntArray) -> tuple[list[str], IntArray]:
    codes = sorted({code for code in column.to_pylist() if code is not None})
    by_area = np.asarray(pc.index_in(column, pa.array(codes, pa.string())).fill_null(-1))
    return codes, np.where(where >= 0, by_area[np.maximum(where, 0)], -1).astype(np.int64)


def _positions(column: pa.ChunkedArray, categories: Sequence[str]) -> IntArray:
    """Each value's place among the categories; the last one, unknown, for any other."""
    text = pc.cast(column, pa.string())
    found = pc.index_in(text, pa.array(categories, pa.string()))
    return np.asarray(found.fill_null(len(categories) - 1)).astype(np.int64)


def as_small_as_it_fits(amounts: NDArray[np.number[Any]]) -> Whole:
    """Whole numbers in the smallest type that holds them all."""
    least, most = amounts.min(initial=0), amounts.max(initial=0)
    for kind in (np.int16, np.int32):
        if np.iinfo(kind).min <= least and most <= np.iinfo(kind).max:
            return amounts.astype(kind)
    return amounts.astype(np.int64)
