"""Invented people landed and run, and the tables that statements read, for any database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tests.once import once
from wholeplace import geography
from wholeplace.core.engine import duckdb_engine
from wholeplace.core.identifiers import load_key
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.linkage.person_links import link
from wholeplace.measures.cubes import REGISTERED, RESIDENT, cube_schema, cube_table
from wholeplace.measures.measure import Measure
from wholeplace.measures.orders import REFERENCE as REFERENCE_FOLDER
from wholeplace.measures.orders import Order, not_produced, prepare
from wholeplace.measures.statements import REFERENCE, input_tables
from wholeplace.record.landed import NEEDED, landed_datasets, landed_identifiers
from wholeplace.record.person_table import Inputs, person_table, schema
from wholeplace.record.plan import Plan
from wholeplace.sources.batches import all_batches
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.extracts import read_extracts
from wholeplace.sources.landing import Store, land_together
from wholeplace.sources.superseding import known
from wholeplace.sources.synthetic import synthesise

AS_AT = dt.date(2026, 3, 31)
PEOPLE = 2_000
CUBES = {"practice": REGISTERED, "lsoa21": RESIDENT}


@dataclass(frozen=True)
class Population:
    """A data folder with the cells of one run.

    Attributes:
        root: The folder of its settings.
        run_id: The run.
    """

    root: Path
    run_id: str

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.root / "data"

    @cached_property
    def plan(self) -> Plan:
        """The plan of the run."""
        return Plan.of(Registry.load(Settings().definitions.packages), AS_AT)

    def measures(self, by: str) -> list[Measure]:
        """The measures that the run counted for such areas."""
        columns = pq.read_schema(self._cube(by)).names
        return [
            measure
            for measure in self.plan.registry.all(Measure)
            if f"{measure.name}__numerator" in columns
        ]

    def cells(self, by: str, columns: list[str]) -> list[tuple[Any, ...]]:
        """The run's own counts by area: the area, then each column added up."""
        table = pq.read_table(self._cube(by), columns=[by, *columns])
        added = table.group_by(by).aggregate([(name, "sum") for name in columns])
        chosen = added.select([by, *(f"{name}_sum" for name in columns)])
        return sorted(tuple(row.values()) for row in chosen.to_pylist())

    def tables(self, scratch: Path) -> dict[str, pa.Table]:
        """Every table that a statement may read, as an analyst would have them."""
        made = dict(self._datasets(scratch))
        made["person_link"] = self._links()
        for name in REFERENCE:
            made[name] = pq.read_table(self.data / "record" / "reference" / f"{name}.parquet")
        for name, columns in input_tables(self.plan).items():
            schema = ibis.schema(columns).to_pyarrow()
            made[name] = made[name].select(schema.names) if name in made else schema.empty_table()
        return made

    def _cube(self, by: str) -> Path:
        return self.data / "cubes" / self.run_id / f"{CUBES[by].basis}.parquet"

    def _datasets(self, scratch: Path) -> dict[str, pa.Table]:
        batches = known(all_batches(self.data), dt.date.max)
        contracts = self.plan.registry.all(Dataset)
        with duckdb_engine(scratch, threads=1) as engine:
            found = landed_datasets(engine, self.data, batches, contracts)
            return {name: engine.fetch(table) for name, table in found.items()}

    def _links(self) -> pa.Table:
        links = pq.read_table(self.data / "vault" / "person_link" / f"{self.run_id}.parquet")
        numbers = pc.index_in(links["person_id"], links["person_id"].unique())
        table = {"record_id": links["record_id"], "person": numbers.cast(pa.int64())}
        return pa.table(table).group_by(["record_id", "person"]).aggregate([])


def population(base: Path) -> Population:
    """Invented people landed, and the cells of a run counted: made once for all that read them.

    Args:
        base: The worker's temporary folder.
    """
    return once(base, "population", _made)


def _made(root: Path) -> Population:
    """Make the people, land what measures rest on, and count the cells of a run."""
    settings = Settings.from_mapping(
        {"installation": {"synthetic": True}, "engine": {"threads": 1}}, root=root
    )
    (root / "wholeplace.toml").write_text("[installation]\nsynthetic = true\n")
    areas = geography.build(None, settings.data_folder / REFERENCE_FOLDER)
    made = synthesise(areas, PEOPLE, 7, AS_AT, root / "made")
    plan = Plan.of(Registry.load(settings.definitions.packages), AS_AT)
    _land(made.extracts, plan, settings)
    prepared = prepare(Order(settings, AS_AT, dt.date.max))
    folder = settings.data_folder / "cubes" / prepared.run_id
    folder.mkdir(parents=True)
    contracts = plan.registry.all(Dataset)
    with duckdb_engine(root / "scratch", threads=1) as engine:
        data = settings.data_folder
        datasets = landed_datasets(engine, data, prepared.batches, contracts)
        linked = link(
            engine,
            landed_identifiers(engine, data, prepared.batches, contracts),
            vault=data / "vault",
            run_id=prepared.run_id,
            key=load_key(settings.key_file),
            purpose="statements",
        )
        tables = [engine.read(areas.path(name)) for name in REFERENCE]
        inputs = Inputs(datasets, linked.links, linked.people, *tables)
        table = engine.keep(person_table(engine, plan, inputs), schema(plan))
        missing = not_produced(plan, prepared.measures, datasets)
        measures = [m for m in prepared.measures if m.name not in missing]
        for cube in CUBES.values():
            counted = cube_table(cube, plan, table, measures)
            path = folder / f"{cube.basis}.parquet"
            engine.write(counted, path, cube_schema(cube, measures))
    return Population(root, prepared.run_id)


def _land(extracts: Path, plan: Plan, settings: Settings) -> None:
    """Land the extracts of the datasets that some measure rests on."""
    contracts = {c.name: c for c in plan.registry.all(Dataset)}
    behind = [plan.behind(measure.rule).datasets for measure in plan.registry.all(Measure)]
    wanted = {*NEEDED, *(name for names in behind for name in names)}
    store = Store(settings.data_folder, load_key(settings.key_file), synthetic=True, threads=1)
    chosen = [e for e in read_extracts(extracts, contracts) if e.dataset.name in wanted]
    land_together([e for e in chosen if e.dataset.zone == "record"], store)
