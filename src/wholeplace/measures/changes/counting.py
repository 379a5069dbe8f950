"""Counting one area of a world: measures' sums by age band, and who came, went and stayed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.core.engine import Engine
from wholeplace.measures.cells import CATEGORIES
from wholeplace.measures.changes.worlds import World
from wholeplace.measures.cubes import Cube, amounts_of, sum_columns
from wholeplace.measures.measure import Measure

AGE = "age_band"
BANDS = CATEGORIES[AGE]
KINDS = ("came", "went", "moved", "time")
"""What became of a person between two dates; ``time`` for all who stayed, or stayed away."""
Sums = NDArray[np.int64]
"""Sums of one area: age bands × the columns of the measures."""


@dataclass(frozen=True)
class Counting:
    """What is counted, and where.

    Attributes:
        engine: The engine.
        measures: The measures.
        cube: The cube whose rules of belonging apply.
        inside: The small areas or practices that make up the area.
    """

    engine: Engine
    measures: Sequence[Measure]
    cube: Cube
    inside: Sequence[str]

    @property
    def columns(self) -> list[str]:
        """The columns of the measures, as in a cube."""
        return sum_columns(self.measures)

    def of_cube(self, cube: pa.Table, inside: Sequence[str]) -> Sums:
        """Sums of a run's own cells.

        Args:
            cube: The cube.
            inside: What made up the area.
        """
        cells = cube.filter(pc.is_in(cube[self.cube.place], pa.array(inside, pa.string())))
        return self._sums(
            cells.group_by([AGE]).aggregate([(c, "sum") for c in self.columns]), "_sum"
        )

    def of_world(self, world: World) -> Sums:
        """Sums of a world."""
        added = self._amounts(world)
        sums = {name: added[name].sum() for name in self.columns}
        return self._sums(self.engine.fetch(added.group_by(AGE).agg(**sums)))

    def between(self, first: World, second: World) -> dict[str, Sums]:
        """By how much the sums differ, for each kind of person.

        Args:
            first: A world.
            second: A world of a later date with the same data on who people are.

        Returns:
            One entry for each of :data:`KINDS`.
        """
        if first is second:
            return {kind: np.zeros((len(BANDS), len(self.columns)), np.int64) for kind in KINDS}
        kinds = self.engine.keep(_kinds(self._places(first), self._places(second)))
        parts = [self._by_kind(world, kinds) for world in (first, second)]
        return {kind: parts[1][kind] - parts[0][kind] for kind in KINDS}

    def _by_kind(self, world: World, kinds: ir.Table) -> dict[str, Sums]:
        added = self._amounts(world).left_join(kinds, "person").drop("person_right")
        added = added.mutate(kind=added.kind.fill_null(KINDS[-1]))
        sums = {name: added[name].sum() for name in self.columns}
        found = self.engine.fetch(added.group_by("kind", AGE).agg(**sums))
        return {k: self._sums(found.filter(pc.equal(found["kind"], k))) for k in KINDS}

    def _amounts(self, world: World) -> ir.Table:
        """``person``, ``age_band`` and what each person of the area adds to each sum."""
        cube, people = self.cube, world.people
        inside = people.filter(people[cube.inside].notnull() & people[cube.place].isin(self.inside))
        amounts: dict[str, ir.Value] = {}
        for measure in self.measures:
            amounts |= amounts_of(measure, world.plan, inside, inside[cube.basis])
        return inside.select("person", AGE, **amounts)

    def _places(self, world: World) -> ir.Table:
        """``person``, and whether each is in the population of the area, and of the system."""
        cube, people = self.cube, world.people
        present = (people[cube.basis] & people[cube.inside].notnull()).fill_null(False)
        here = present & people[cube.place].isin(self.inside).fill_null(False)
        return people.select("person", here=here, present=present)

    def _sums(self, found: pa.Table, suffix: str = "") -> Sums:
        sums = np.zeros((len(BANDS), len(self.columns)), dtype=np.int64)
        rows = [BANDS.index(band) for band in found[AGE].to_pylist()]
        for place, name in enumerate(self.columns):
            sums[rows, place] = found[f"{name}{suffix}"].to_numpy()
        return sums


def _kinds(first: ir.Table, second: ir.Table) -> ir.Table:
    """``person``, ``kind`` of those who are in the area at one of the two dates only."""
    both = first.rename(here_first="here", present_first="present").outer_join(second, "person")
    was, now = both.here_first.fill_null(False), both.here.fill_null(False)
    elsewhere_then, elsewhere_now = (
        flag.fill_null(False) for flag in (both.present_first, both.present)
    )
    kind = ibis.cases(
        (~was & now & elsewhere_then, "moved"),
        (was & ~now & elsewhere_now, "moved"),
        (~was & now, "came"),
        (was & ~now, "went"),
        else_="time",
    )
    person = ibis.coalesce(both.person, both.person_right)
    found = both.select(person=person, kind=kind)
    return found.filter(found.kind != "time")
