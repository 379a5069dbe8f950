"""What somebody outside knows of one release: its rows, which counts are the same, every sum."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tests.disclosure.apart import everything
from wholeplace.core.calendar import AGE_BANDS
from wholeplace.measures.cells import CATEGORIES
from wholeplace.measures.disclosure.alike import read_same_counts
from wholeplace.measures.disclosure.beside_tables import read_beside
from wholeplace.measures.disclosure.published import OF_KNOWN_AGE, Published, published
from wholeplace.measures.disclosure.seen import Seen, seen_of
from wholeplace.measures.disclosure.sums import (
    Above,
    cells_of_pieces,
    lies_in,
    sums_of,
    with_pieces,
)
from wholeplace.measures.disclosure.whole_release import as_protected, rows_of_deaths
from wholeplace.measures.disclosure.withholding import LEVELS
from wholeplace.measures.release import Release
from wholeplace.measures.release_tables import AGE
from wholeplace.statistics import HES, feasible_range

BASES = ("registered", "resident")


class Known(NamedTuple):
    """What is known of the counts of one basis, by everything that its rows and sums say.

    Attributes:
        said: The rows, as counts.
        least, most: The bounds of each cell in each table; shape (cells, tables).
        secret: The cells that are hidden and shown nowhere.
        rows: The rows of the values they are of, as a table.
    """

    said: Published
    least: np.ndarray
    most: np.ndarray
    secret: np.ndarray
    rows: pa.Table

    def numerators(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of each row its numerator's bounds, and whether it is secret; -1 stands for none."""
        at = self.said.numerator
        cell, table = self.said.cell[at], self.said.table[at]
        return self.least[cell, table], self.most[cell, table], self.secret[cell, table]


class Outsider:
    """Somebody with one release.

    The cubes of the run are read only for what is known anyway: populations by age, and which
    measures count the same people.

    Args:
        data: The installation's data folder.
        run: The run.
    """

    def __init__(self, data: Path, run: str) -> None:
        self.release = Release(data / "release" / run)
        self.cubes = data / "cubes" / run
        self.values = pq.read_table(self.release.folder / "values.parquet")
        self._known: dict[tuple[str, bool], Known] = {}

    @cached_property
    def same(self) -> dict[str, dict[tuple[str, str], Hashable]]:
        """By basis, which counts are the same."""
        return {basis: alike(pq.read_table(self.cubes / f"{basis}.parquet")) for basis in BASES}

    def above(self, basis: str) -> Above:
        """Where each area lies, from the release alone."""
        if basis == "resident":
            areas = pq.read_table(self.release.folder / "small_areas.parquet")
            return lies_in(with_pieces(areas), LEVELS[basis])
        found: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for key, area in self.release.areas.items():
            if area.area_type in LEVELS[basis]:
                above = self.release.parent(area)
                while above is not None:
                    found.setdefault(key, []).append(above.key)
                    above = self.release.parent(above)
        return found

    def seen(self, basis: str, monthly: bool) -> Seen:
        """The values and every table that is protected with them, with what all sums leave."""
        rows = everything(self.release.folder)
        same = read_same_counts(self.cubes)
        assert same is not None, "The cubes of the run are gone."
        seen = seen_of(rows, basis, monthly, {basis: self.above(basis)}, same, HES)
        assert seen is not None, f"The release has no rows of {basis}."
        return seen

    def deaths(self) -> tuple[pa.Table, Seen] | None:
        """The tables of deaths and of life expectancy as values, with what all their sums leave.

        None where the installation has no data set of deaths.
        """
        above = self.above("resident")
        rows, same = rows_of_deaths(read_beside(self.release.folder), {"resident": above}, HES)
        whole = as_protected(rows)
        seen = seen_of(whole, "resident", False, {"resident": above}, same, HES)
        return None if seen is None else (whole, seen)

    def known(self, basis: str, monthly: bool) -> Known:
        """Everything there is to know of one basis, worked out once."""
        if (basis, monthly) not in self._known:
            self._known[basis, monthly] = self._worked_out(basis, monthly)
        return self._known[basis, monthly]

    def _worked_out(self, basis: str, monthly: bool) -> Known:
        said = published(self.values, basis, HES, self.same[basis], monthly)
        assert said is not None, f"The release has no rows of {basis}."
        rows = self.values.take(pa.array(said.rows))
        said = said.with_unseen(cells_of_pieces(said.cells, self.above(basis)))
        sums = sums_of(said.cells, self.above(basis))
        least, most = feasible_range(said.lower, said.upper, sums)
        secret = said.hidden & ~said.shown & (most > 0)
        return Known(said, least, most, secret, rows)


def text(rows: pa.Table, *names: str) -> np.ndarray:
    """Some columns of rows as one text each."""
    columns = [rows[name].cast(pa.string()) for name in names]
    return np.array(pc.binary_join_element_wise(*columns, "|").to_pylist())


def alike(cube: pa.Table) -> dict[tuple[str, str], Hashable]:
    place = {name: number for number, name in enumerate(CATEGORIES[AGE])}
    ages = np.array([place.get(name, len(place)) for name in cube[AGE].to_pylist()])
    known: dict[bytes, int] = {}

    def number(counts: np.ndarray) -> int:
        return known.setdefault(sha256(counts.astype(np.int64).tobytes()).digest(), len(known))

    found: dict[tuple[str, str], Hashable] = {}
    for column in cube.column_names:
        measure, _, role = column.partition("__")
        if role in ("numerator", "denominator"):
            counts = cube[column].to_numpy()
            found[measure, role] = number(counts)
            found[measure, role + OF_KNOWN_AGE] = number(counts * (ages < len(AGE_BANDS)))
    return found
