"""The whole run: from landed batches to published release tables, old or new and never half."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.side_by_side import side_by_side
from wholeplace.core.spark import spark_engine
from wholeplace.linkage.person_links import Linked
from wholeplace.measures.bed_days.writing import write_bed_days
from wholeplace.measures.clustering import clustering, dispersion_told
from wholeplace.measures.comorbidity import write_pairs
from wholeplace.measures.counting import count_cells
from wholeplace.measures.coverage import STAYS
from wholeplace.measures.cubes import REGISTERED, RESIDENT
from wholeplace.measures.definitions_as_data import Described
from wholeplace.measures.delays.writing import write_delays
from wholeplace.measures.duplicates.writing import write_duplicates
from wholeplace.measures.flow_inputs.landed import read_leaving
from wholeplace.measures.flow_inputs.writing import write_flow_inputs
from wholeplace.measures.flows import released_flows
from wholeplace.measures.forecasts.writing import write_forecasts
from wholeplace.measures.gated_release import Counted, write_release
from wholeplace.measures.mortality.writing import write_mortality
from wholeplace.measures.orders import Order, Prepared, prepare
from wholeplace.measures.plus_groups.counting import plus_group_values
from wholeplace.measures.plus_groups.years import History, write_years
from wholeplace.measures.providers import Senders, released_care, senders
from wholeplace.measures.publishing import write_catalogues
from wholeplace.measures.quality import quality_of, write_quality
from wholeplace.measures.reach.counting import write_reach
from wholeplace.measures.run_manifest import LINKAGE, Say, Steps, manifest
from wholeplace.measures.run_record import AtWork, Record, begin, build_record, link_people
from wholeplace.measures.variation import Material, compare_units
from wholeplace.measures.waits.release import write_sizes, write_waits
from wholeplace.record.runs import finish, is_finished, one_at_a_time, publish, stage


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


def _work(order: Order, prepared: Prepared, say: Say) -> None:
    data = order.settings.data_folder
    staged = stage(data, prepared.run_id)
    steps = Steps(say)
    with _engine(order, staged.record / "scratch") as engine:
        work = begin(engine, order, prepared, staged)
        with steps.step("Linking records to people"):
            linked = link_people(work)
            pq.write_table(linked.counts, staged.cubes / LINKAGE)
        with steps.step("Building the person table"):
            record = build_record(work, linked)
        with steps.step("Counting cells"):
            cubes = count_cells(engine, prepared, record.people, work.measures, staged)
            clustered = clustering(engine, prepared.plan, record.people, work.measures)
            dispersion = dispersion_told(clustered)
        with steps.step("Counting care by who gave it"):
            sent = senders(engine, work.contracts, work.datasets, order.as_at)
            values = _care(work, record, sent)
        with steps.step("Counting months"):
            values += _months(work, record)
        _count_services(work, record, steps)
        with steps.step("Working out life expectancy"):
            residents = cubes[RESIDENT.basis]
            write_mortality(engine, prepared, work.datasets, record.links, residents, staged)
        values += _count_groups(work, record, steps)
        with steps.step("Counting conditions that come together"):
            pairs = write_pairs(engine, prepared, record.people, staged)
        counted = Counted(cubes, values, pairs, sent.get(STAYS, frozenset()), dispersion)
        # What is released asks nothing more of the engine, and leaves a processor idle at times.
        with side_by_side(partial(_release, work, counted, steps)) as released:
            definitions = _work_beside(work, linked, record, dispersion, steps)
            written = released() | {"definitions": definitions}
        with steps.step("Comparing practices and neighbourhoods"):
            by, mine = (work.datasets, record.links, record.people), cubes[REGISTERED.basis]
            given = Material(*by, mine, work.measures, sent, clustered)
            compare_units(engine, prepared, given, staged.release)
    finish(data, staged, manifest(work, linked, written, steps.seconds))


def _engine(order: Order, scratch: Path) -> AbstractContextManager[Engine]:
    limits = order.settings.engine
    if order.engine == "spark":
        return spark_engine(scratch, limits.spark_master)
    return duckdb_engine(scratch, limits.memory_limit, limits.threads)


def _release(work: AtWork, counted: Counted, steps: Steps) -> dict[str, Any]:
    """Write the release, and what is forecast from nothing else; what was written."""
    with steps.step("Passing the disclosure gate and writing the release"):
        written = write_release(work, counted)
    with steps.step("Forecasting what comes next"):
        write_forecasts(work.prepared, work.measures, work.staged)
    return written


def _work_beside(
    work: AtWork, linked: Linked, record: Record, dispersion: Mapping[str, float], steps: Steps
) -> dict[str, Any]:
    """Work out what no released value hangs on; what became of the definitions."""
    engine, prepared, datasets, staged = work.engine, work.prepared, work.datasets, work.staged
    order, people, measures = work.order, record.people, work.measures
    with steps.step("Writing down the definitions"):
        described = Described(engine, prepared.plan)
        definitions = write_catalogues(staged.release, described, dispersion)
    with steps.step("Looking at the quality of the data"):
        quality = quality_of(engine, order, prepared, datasets, linked, people)
        write_quality(engine, quality, measures, staged.cubes, staged.release)
    with steps.step("Counting Core20PLUS groups in earlier years"):
        history = History(engine, order.settings, prepared, record.inputs, record.earlier)
        write_years(history, measures, dispersion, staged)
    return definitions


def _care(work: AtWork, record: Record, sent: Senders) -> list[pa.Table]:
    """Care counted by who gave it, gated."""
    prepared = work.prepared
    return released_care(
        work.engine,
        prepared.plan,
        prepared.geography,
        work.measures,
        work.datasets,
        record.links,
        record.people,
        sent,
        prepared.profile,
        work.staged.cubes,
    )


def _months(work: AtWork, record: Record) -> list[pa.Table]:
    """Flows counted by month, gated."""
    prepared = work.prepared
    flows = released_flows(
        work.engine,
        prepared.plan,
        prepared.geography,
        work.measures,
        work.datasets,
        record.links,
        record.people,
        prepared.profile,
    )
    return list(flows)


def _count_services(work: AtWork, record: Record, steps: Steps) -> None:
    """Count waits, whom services reach, and who leaves hospital."""
    engine, prepared, datasets, staged = work.engine, work.prepared, work.datasets, work.staged
    links, people = record.links, record.people
    with steps.step("Counting waits"):
        write_waits(engine, prepared, datasets, links, people, staged)
        write_sizes(engine, prepared, datasets, staged)
    with steps.step("Looking for duplicates on waiting lists"):
        write_duplicates(engine, prepared, datasets, links, record.linked.people, staged)
    with steps.step("Counting whom services reach"):
        write_reach(engine, prepared, datasets, people, staged)
    with steps.step("Counting who leaves hospital"):
        leaving = read_leaving(engine, prepared, datasets)
        write_flow_inputs(engine, leaving, staged.cubes)
        write_delays(engine, prepared, leaving, staged)


def _count_groups(work: AtWork, record: Record, steps: Steps) -> list[pa.Table]:
    """Count Core20PLUS groups today, and bed days today and in earlier years."""
    engine, prepared, measures, staged = work.engine, work.prepared, work.measures, work.staged
    order, people = work.order, record.people
    with steps.step("Counting Core20PLUS groups"):
        grouped = plus_group_values(engine, prepared, people, measures, order.as_at, staged)
        values = list(grouped)
    with steps.step("Counting bed days"):
        write_bed_days(engine, prepared, record.inputs, people, iter(record.earlier), staged)
    return values
