"""Writing the release's tables of life expectancy, its gaps, their parts and early deaths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine
from wholeplace.measures.cells import ALL, Cells
from wholeplace.measures.homes import TENTHS
from wholeplace.measures.mortality.causes import CauseList, in_force
from wholeplace.measures.mortality.counting import (
    DEATHS,
    counted_deaths,
    counted_population,
    people_described,
    years_back,
)
from wholeplace.measures.mortality.cube import POOLS, covered_pools, mortality_cube
from wholeplace.measures.mortality.early import EARLY_SCHEMA, early_rows
from wholeplace.measures.mortality.expectancy import (
    EXPECTANCY_SCHEMA,
    chosen_pool,
    expectancy_rows,
)
from wholeplace.measures.mortality.gaps import (
    AGAINST_SYSTEM,
    BETWEEN_FIFTHS,
    GAPS_SCHEMA,
    Pair,
    fifths_apart,
    from_the_system,
    gap_rows,
    slope_rows,
)
from wholeplace.measures.mortality.grids import DIVIDED, FIFTHS, Grid, MortalityCells
from wholeplace.measures.mortality.healthy import YEARS_SCHEMA, years_without
from wholeplace.measures.mortality.parts import PARTS_SCHEMA, part_rows
from wholeplace.measures.mortality.periods import Period, period_of
from wholeplace.measures.orders import Prepared
from wholeplace.record.runs import RunFolders, write_json
from wholeplace.statistics import DisclosureProfile

SYSTEM = "icb"
EXPECTANCY, GAPS = "life_expectancy", "life_gaps"
PARTS, EARLY, HEALTHY = "life_gap_parts", "early_deaths", "years_without"
TABLES: dict[str, pa.Schema] = {
    EXPECTANCY: EXPECTANCY_SCHEMA,
    GAPS: GAPS_SCHEMA,
    PARTS: PARTS_SCHEMA,
    EARLY: EARLY_SCHEMA,
    HEALTHY: YEARS_SCHEMA,
}
DOCUMENT = "mortality"


def write_mortality(
    engine: Engine,
    prepared: Prepared,
    datasets: Mapping[str, ir.Table],
    links: ir.Table,
    residents: Cells,
    folders: RunFolders,
) -> None:
    """Count deaths and people at risk, and write the cube and the gated tables.

    Without registered deaths, or where the data do not reach back three years, the tables are
    empty and their document says why.

    Args:
        engine: The engine.
        prepared: What the run rests on.
        datasets: The landed datasets.
        links: ``record_id``, ``person``.
        residents: The resident cube.
        folders: Where the run keeps its tables.
    """
    lists = in_force(prepared.plan.registry.all(CauseList), prepared.plan.as_at)
    tables = {name: schema.empty_table() for name, schema in TABLES.items()}
    about: dict[str, object] = {"why_not": "no registered deaths were landed"}
    if DEATHS in datasets:
        years = years_back(prepared.plan.as_at, max(POOLS))
        described = people_described(engine, datasets, links)
        population = counted_population(engine, datasets, links, described, years)
        deaths = counted_deaths(engine, datasets, links, described, years)
        periods = {pool: period_of(years, pool) for pool in covered_pools(population, deaths)}
        cube = mortality_cube(population, deaths, lists.get("groups"), lists.get("avoidable"))
        pq.write_table(cube, folders.cubes / f"{DOCUMENT}.parquet")
        why = "" if periods else "the data do not reach back three whole years"
        about = {"why_not": why, "unlinked_share": unlinked_share(deaths)}
        if periods:
            cells = MortalityCells.read(cube, prepared.geography, lists.get("groups"))
            tables = mortality_tables(cells, residents, periods, prepared.profile)
    about["causes"] = [list_described(found) for found in lists.values()]
    write_json(folders.release / f"{DOCUMENT}.json", about)
    for name, table in tables.items():
        pq.write_table(table, folders.release / f"{name}.parquet")


def mortality_tables(
    cells: MortalityCells,
    residents: Cells | None,
    periods: Mapping[int, Period],
    profile: DisclosureProfile,
) -> dict[str, pa.Table]:
    """The gated tables of a release.

    Args:
        cells: Deaths and person-years.
        residents: The resident cube, for years without conditions; None leaves them out.
        periods: Years pooled → the period they are, the fewest first.
        profile: The disclosure profile.

    Returns:
        A table for each of :data:`TABLES`.
    """
    releasing = _Releasing(cells, residents, periods, profile)
    releasing.fill()
    return {name: pa.concat_tables(parts) for name, parts in releasing.tables.items()}


def list_described(listed: CauseList) -> dict[str, object]:
    """A list of causes as the release tells of it."""
    return {
        "name": listed.name,
        "title": listed.title,
        "use": listed.use,
        "source": listed.source,
        "published": listed.published,
        "doc": listed.doc,
        "version": listed.version,
        "causes": {cause.name: cause.title for cause in listed.causes},
    }


def unlinked_share(deaths: pa.Table) -> float | None:
    """The share of registered deaths of no known person, to the nearest thousandth."""
    total = pc.sum(deaths["deaths"]).as_py() or 0
    unlinked = deaths.filter(pc.invert(deaths["linked"]))
    lost = pc.sum(unlinked["deaths"]).as_py() or 0
    return round(lost / total, 3) if total else None


@dataclass(frozen=True)
class _Releasing:
    """Gated tables being made, from one set of cells.

    Attributes:
        cells: Deaths and person-years.
        residents: The resident cube, or None.
        periods: Years pooled → the period they are.
        profile: The disclosure profile.
        tables: Table → its parts so far, an empty one first.
    """

    cells: MortalityCells
    residents: Cells | None
    periods: Mapping[int, Period]
    profile: DisclosureProfile
    tables: dict[str, list[pa.Table]] = field(
        default_factory=lambda: {name: [kind.empty_table()] for name, kind in TABLES.items()}
    )

    def fill(self) -> None:
        """Every kind of area, each over the fewest years that serve it."""
        pools = tuple(self.periods)
        # Of the system, every fifth must have one too: the gap between them is its first figure.
        wanted = {SYSTEM: (ALL, FIFTHS)}
        chosen = {
            level: chosen_pool(self.cells, level, pools, wanted.get(level, (ALL,)))
            for level in self.cells.levels
        }
        for level, pool in chosen.items():
            self._undivided(level, pool)
            if level in DIVIDED:
                self._fifths(level, pool)
                self._tenths(level, pool)
        # Areas are compared with the system over their own years, so it is needed over each.
        for pool in sorted(set(chosen.values()) - {chosen[SYSTEM]}):
            self._expectancy(self.cells.grid(SYSTEM, ALL, pool))

    def _undivided(self, level: str, pool: int) -> None:
        grid = self.cells.grid(level, ALL, pool)
        self._expectancy(grid)
        self._early(grid)
        self._without(grid)
        if level != SYSTEM:
            system = self.cells.grid(SYSTEM, ALL, pool)
            self._gap(grid, from_the_system(grid, system), AGAINST_SYSTEM)

    def _fifths(self, level: str, pool: int) -> None:
        grid = self.cells.grid(level, FIFTHS, pool)
        self._expectancy(grid)
        self._early(grid)
        self._without(grid)
        self._gap(grid, fifths_apart(grid), BETWEEN_FIFTHS)

    def _tenths(self, level: str, pool: int) -> None:
        grid = self.cells.grid(level, TENTHS, pool)
        self._expectancy(grid)
        self.tables[GAPS].append(slope_rows(grid, self.periods[pool], self.profile))

    def _expectancy(self, grid: Grid) -> None:
        rows = expectancy_rows(grid, self.periods[grid.pool], self.profile)
        self.tables[EXPECTANCY].append(rows)

    def _early(self, grid: Grid) -> None:
        self.tables[EARLY].append(early_rows(grid, self.periods[grid.pool], self.profile))

    def _without(self, grid: Grid) -> None:
        if self.residents is not None and grid.level in DIVIDED:
            period = self.periods[grid.pool]
            self.tables[HEALTHY] += years_without(grid, self.residents, period, self.profile)

    def _gap(self, grid: Grid, pair: Pair, gap: str) -> None:
        period = self.periods[grid.pool]
        self.tables[GAPS].append(gap_rows(grid, pair, gap, period, self.profile))
        if grid.level in DIVIDED:
            made = part_rows(grid, pair, gap, self.cells.groups, period, self.profile)
            self.tables[PARTS].append(made)
