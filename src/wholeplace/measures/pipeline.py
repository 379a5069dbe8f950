"""The whole run: from landed batches to published release tables, old or new and never half."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.identifiers import load_key
from wholeplace.core.spark import spark_engine
from wholeplace.core.version import code_version
from wholeplace.linkage.person_links import Linked, link
from wholeplace.measures.bed_days.writing import write_bed_days
from wholeplace.measures.cells import Cells
from wholeplace.measures.comorbidity import write_pairs
from wholeplace.measures.counting import count_cells, released_cells
from wholeplace.measures.coverage import STAYS, silent_hospitals, write_coverage
from wholeplace.measures.cubes import REGISTERED, RESIDENT
from wholeplace.measures.definitions_as_data import Described
from wholeplace.measures.delays.writing import write_delays
from wholeplace.measures.disclosure.whole_release import protect
from wholeplace.measures.disclosure.withholding import gated_alone
from wholeplace.measures.duplicates.writing import write_duplicates
from wholeplace.measures.flow_inputs.landed import read_leaving
from wholeplace.measures.flow_inputs.writing import write_flow_inputs
from wholeplace.measures.flows import released_flows
from wholeplace.measures.forecasts.writing import write_forecasts
from wholeplace.measures.inequalities import write_inequalities
from wholeplace.measures.measure import Measure
from wholeplace.measures.mortality.writing import write_mortality
from wholeplace.measures.orders import PURPOSE, Order, Prepared, not_produced, prepare
from wholeplace.measures.plus_groups.counting import plus_group_values
from wholeplace.measures.plus_groups.years import History, write_years, years
from wholeplace.measures.providers import released_care, senders
from wholeplace.measures.publishing import (
    write_areas,
    write_batches,
    write_catalogues,
    write_open_data,
    write_values,
)
from wholeplace.measures.quality import quality_of, write_quality
from wholeplace.measures.reach.counting import write_reach
from wholeplace.measures.variation import Material, compare_units
from wholeplace.measures.waits.release import write_sizes, write_waits
from wholeplace.record.events import match_events
from wholeplace.record.landed import landed_datasets, landed_identifiers
from wholeplace.record.person_table import Inputs, person_table, schema
from wholeplace.record.runs import (
    RunFolders,
    finish,
    is_finished,
    one_at_a_time,
    publish,
    stage,
)
from wholeplace.sources.contracts import Dataset

Say = Callable[[str], None]


def run(order: Order, say: Say = lambda _: None) -> str:
    """Work everything out and publish it.

    Args:
        order: What to do.
        say: Told each step as it begins.

    Returns:
        The run id.

    Raises:
        RunError: If nothing was landed, or another run is at work.
        GeographyError: If there is no geography.
        DefinitionError: If the definitions do not hold together.
    """
    data = order.settings.data_folder
    prepared = prepare(order)
    with one_at_a_time(data):
        if is_finished(data, prepared.run_id):
            say(f"Run {prepared.run_id} is finished already")
        else:
            _work(order, prepared, say)
        publish(data, prepared.run_id)
    return prepared.run_id


@dataclass
class Steps:
    """Says each step and keeps how long it took."""

    say: Say
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One step of the run."""
        self.say(name)
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 2)


def _engine(order: Order, scratch: Path) -> AbstractContextManager[Engine]:
    limits = order.settings.engine
    if order.engine == "spark":
        return spark_engine(scratch, limits.spark_master)
    return duckdb_engine(scratch, limits.memory_limit, limits.threads)


def _work(order: Order, prepared: Prepared, say: Say) -> None:
    data = order.settings.data_folder
    staged = stage(data, prepared.run_id)
    steps = Steps(say)
    with _engine(order, staged.record / "scratch") as engine:
        datasets = landed_datasets(
            engine, data, prepared.batches, prepared.plan.registry.all(Dataset), prepared.flags
        )
        missing = not_produced(prepared.plan, prepared.measures, datasets, prepared.flags)
        measures = [m for m in prepared.measures if m.name not in missing]
        with steps.step("Linking records to people"):
            linked = _link(order, prepared, engine)
        with steps.step("Building the person table"):
            inputs = _inputs(engine, prepared, datasets, linked)
            people = _person_table(engine, prepared, inputs, staged)
        with steps.step("Counting cells"):
            cubes = count_cells(engine, prepared, people, measures, staged)
        with steps.step("Counting care by who gave it"):
            contracts = prepared.plan.registry.all(Dataset)
            sent = senders(engine, contracts, datasets, order.as_at)
            treated = released_care(
                engine,
                prepared.plan,
                prepared.geography,
                measures,
                datasets,
                linked.links,
                people,
                sent,
                prepared.profile,
                staged.cubes,
            )
        with steps.step("Counting months"):
            flows = released_flows(
                engine,
                prepared.plan,
                prepared.geography,
                measures,
                datasets,
                linked.links,
                people,
                prepared.profile,
            )
            counted = pa.concat_tables([*treated, *flows])
        with steps.step("Counting waits"):
            write_waits(engine, prepared, datasets, linked.links, people, staged)
            write_sizes(engine, prepared, datasets, staged)
        with steps.step("Looking for duplicates on waiting lists"):
            write_duplicates(engine, prepared, datasets, linked.links, linked.people, staged)
        with steps.step("Counting whom services reach"):
            write_reach(engine, prepared, datasets, people, staged)
        with steps.step("Counting who leaves hospital"):
            leaving = read_leaving(engine, prepared, datasets)
            write_flow_inputs(engine, leaving, staged.cubes)
            write_delays(engine, prepared, leaving, staged)
        with steps.step("Working out life expectancy"):
            residents = cubes[RESIDENT.basis]
            write_mortality(engine, prepared, datasets, linked.links, residents, staged)
        with steps.step("Counting Core20PLUS groups"):
            grouped = plus_group_values(engine, prepared, people, measures, order.as_at, staged)
            counted = pa.concat_tables([counted, *grouped])
            history = History(engine, order.settings, prepared, inputs)
            write_years(history, measures, staged)
        with steps.step("Counting bed days"):
            write_bed_days(engine, prepared, inputs, people, years(history), staged)
        with steps.step("Counting conditions that come together"):
            pairs = write_pairs(engine, prepared, people, staged)
        with steps.step("Passing the disclosure gate and writing the release"):
            silent = _write_coverage(prepared, sent.get(STAYS, frozenset()), staged)
            written = _write_release(
                engine, order, prepared, measures, cubes, counted, pairs, staged
            )
        with steps.step("Forecasting what comes next"):
            write_forecasts(prepared, measures, staged)
        with steps.step("Looking at the quality of the data"):
            quality = quality_of(engine, order, prepared, datasets, linked, people)
            write_quality(engine, quality, measures, staged.cubes, staged.release)
        with steps.step("Comparing practices and neighbourhoods"):
            mine = cubes[REGISTERED.basis]
            given = Material(datasets, linked.links, people, mine, measures, sent)
            compare_units(engine, prepared, given, staged.release)
    finish(data, staged, _manifest(order, prepared, linked, steps, written, missing, silent))


def _link(order: Order, prepared: Prepared, engine: Engine) -> Linked:
    data = order.settings.data_folder
    contracts = prepared.plan.registry.all(Dataset)
    return link(
        engine,
        landed_identifiers(engine, data, prepared.batches, contracts, prepared.flags),
        vault=data / "vault",
        run_id=prepared.run_id,
        key=load_key(order.settings.key_file),
        purpose=PURPOSE,
        pseudonymised=order.settings.installation.identity == "pseudonymised",
    )


def _inputs(
    engine: Engine, prepared: Prepared, datasets: dict[str, ir.Table], linked: Linked
) -> Inputs:
    """What a person table of this day or an earlier one is made from."""
    events = datasets.get("gp_event")
    return Inputs(
        datasets=datasets,
        links=linked.links,
        people=linked.people,
        small_areas=engine.read(prepared.geography.path("small_areas")),
        practices=engine.read(prepared.geography.path("practices")),
        matched=None
        if events is None
        else match_events(engine, prepared.plan, events, linked.links),
    )


def _person_table(
    engine: Engine, prepared: Prepared, inputs: Inputs, staged: RunFolders
) -> ir.Table:
    pseudonyms = {"person": "int64", "pseudonym": "string"}
    engine.write(inputs.people, staged.record / "pseudonyms.parquet", pseudonyms)
    path = staged.record / "person.parquet"
    table = person_table(engine, prepared.plan, inputs)
    engine.write(table, path, schema(prepared.plan))
    return engine.read(path)


def _write_release(
    engine: Engine,
    order: Order,
    prepared: Prepared,
    measures: Sequence[Measure],
    cubes: dict[str, Cells],
    counted: pa.Table,
    pairs: Mapping[str, pa.Table],
    staged: RunFolders,
) -> dict[str, Any]:
    """Write the release, and say for the manifest what was written."""
    folder = staged.release
    parts = [counted, *released_cells(cubes, prepared, measures)]
    kept = gated_alone(parts)
    if order.settings.disclosure.protect_sums:
        geography, profile = prepared.geography, prepared.profile
        kept = protect(parts, folder, pairs, cubes, measures, geography, profile)
    rows = write_values(folder / "values.parquet", [kept.values])
    write_inequalities(folder, {measure.name: measure.per for measure in measures})
    registered, resident = cubes["registered"], cubes["resident"]
    write_areas(
        folder / "areas.parquet",
        prepared.geography,
        registered,
        resident,
        prepared.profile,
        kept.people,
    )
    versions = write_catalogues(folder, Described(engine, prepared.plan))
    write_batches(folder, order.settings.data_folder, prepared.batches, prepared.profile)
    write_open_data(folder, prepared.geography, prepared.imports)
    return {"values": rows, "hidden": kept.counts, "definitions": versions}


def _write_coverage(
    prepared: Prepared, sent: Collection[str], staged: RunFolders
) -> dict[str, str]:
    """Write the care that is not covered; the hospitals that sent no stays, by code."""
    silent = silent_hospitals(prepared.geography.table("providers"), sent)
    write_coverage(
        staged.release / "coverage.parquet",
        staged.cubes / f"{RESIDENT.basis}.parquet",
        prepared.geography,
        silent,
        prepared.profile,
    )
    return silent


def _manifest(
    order: Order,
    prepared: Prepared,
    linked: Linked,
    steps: Steps,
    written: dict[str, Any],
    missing: dict[str, str],
    silent: Mapping[str, str],
) -> dict[str, Any]:
    settings = order.settings
    return {
        "run_id": prepared.run_id,
        "as_at": order.as_at.isoformat(),
        "known_at": order.known_at.isoformat(),
        "code_version": code_version(),
        "engine": order.engine,
        "installation": settings.installation.name,
        "identity": settings.installation.identity,
        "synthetic": settings.installation.synthetic
        or any(batch.synthetic for batch in prepared.batches),
        "geography": prepared.geography.kind,
        "geography_hash": prepared.geography.content_hash,
        "disclosure_profile": prepared.profile.name,
        "purpose": PURPOSE,
        "batches": [batch.batch_id for batch in prepared.batches],
        "linkage": linked.counts.to_pylist(),
        **written,
        "not_produced": missing,
        "partner_flags": sorted(prepared.flags),
        "missing_feeds": list(silent.values()),
        "seconds": steps.seconds,
    }
