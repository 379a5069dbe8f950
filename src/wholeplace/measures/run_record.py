"""The record of a run: what was landed, linked to people, and the person table they make."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.core.identifiers import load_key
from wholeplace.linkage.person_links import Linked, link
from wholeplace.measures.measure import Measure
from wholeplace.measures.orders import PURPOSE, Order, Prepared, not_produced
from wholeplace.measures.plus_groups.years import earlier_days, earlier_plans
from wholeplace.record.landed import landed_datasets, landed_identifiers
from wholeplace.record.person_table import Inputs, for_days, person_table, schema
from wholeplace.record.runs import RunFolders
from wholeplace.sources.contracts import Dataset

PSEUDONYMS = "pseudonyms.parquet"


@dataclass(frozen=True)
class AtWork:
    """A run at work: what it does, where, and on what.

    Attributes:
        engine: The engine.
        order: What the run was asked to do.
        prepared: What it rests on.
        staged: The folders it writes.
        datasets: The landed datasets by name.
        missing: Measures that cannot be produced, and why.
    """

    engine: Engine
    order: Order
    prepared: Prepared
    staged: RunFolders
    datasets: dict[str, ir.Table]
    missing: dict[str, str]

    @property
    def contracts(self) -> list[Dataset]:
        """The contracts of every dataset that may be landed."""
        return self.prepared.plan.registry.all(Dataset)

    @property
    def measures(self) -> list[Measure]:
        """The measures that can be produced."""
        return [m for m in self.prepared.measures if m.name not in self.missing]


@dataclass(frozen=True)
class Record:
    """What every count of a run is made from.

    Attributes:
        linked: The people there are, and which landed identifiers are theirs.
        inputs: What a person table of the run's day, or of an earlier one, is made from.
        people: The person table.
        earlier: The same day of earlier years, as far as the data reach back.
    """

    linked: Linked
    inputs: Inputs
    people: ir.Table
    earlier: tuple[dt.date, ...]

    @property
    def links(self) -> ir.Table:
        """Which person each landed identifier is of."""
        return self.linked.links


def begin(engine: Engine, order: Order, prepared: Prepared, staged: RunFolders) -> AtWork:
    """Find what was landed, and which measures it is enough for.

    Args:
        engine: The engine.
        order: What the run is asked to do.
        prepared: What it rests on.
        staged: The folders it writes.
    """
    plan, flags = prepared.plan, prepared.flags
    data, contracts = order.settings.data_folder, plan.registry.all(Dataset)
    landed = landed_datasets(engine, data, prepared.batches, contracts, flags)
    datasets = {name: engine.view(table) for name, table in landed.items()}
    missing = not_produced(plan, prepared.measures, datasets, flags)
    return AtWork(engine, order, prepared, staged, datasets, missing)


def link_people(work: AtWork) -> Linked:
    """Link what was landed to people, with the key that only the vault's holder has.

    People's pseudonyms are written to the run's record.

    Args:
        work: The run.
    """
    engine, settings, prepared = work.engine, work.order.settings, work.prepared
    data = settings.data_folder
    told = landed_identifiers(engine, data, prepared.batches, work.contracts, prepared.flags)
    return link(
        engine,
        engine.view(told),
        vault=data / "vault",
        run_id=prepared.run_id,
        key=load_key(settings.key_file),
        purpose=PURPOSE,
        pseudonymised=settings.installation.identity == "pseudonymised",
        people_file=work.staged.record / PSEUDONYMS,
    )


def build_record(work: AtWork, linked: Linked) -> Record:
    """Write the person table.

    Args:
        work: The run.
        linked: The people there are.
    """
    engine, folder, plan = work.engine, work.staged.record, work.prepared.plan
    wanted, registrations = work.order.settings.run.earlier_years, work.datasets["registration"]
    earlier = tuple(earlier_days(engine, registrations, plan.as_at, wanted))
    plans = [plan, *earlier_plans(plan, work.measures, earlier)]
    inputs = for_days(engine, plans, _inputs(work, linked))
    path = folder / "person.parquet"
    engine.write(person_table(engine, plan, inputs), path, schema(plan))
    return Record(linked, inputs, engine.read(path), earlier)


def _inputs(work: AtWork, linked: Linked) -> Inputs:
    """What a person table of this day or an earlier one is made from."""
    engine, geography = work.engine, work.prepared.geography
    return Inputs(
        datasets=work.datasets,
        links=linked.links,
        people=linked.people,
        small_areas=engine.read(geography.path("small_areas")),
        practices=engine.read(geography.path("practices")),
    )
