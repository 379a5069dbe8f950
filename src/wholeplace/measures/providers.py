"""People treated here: care counted by the hospital that gave it, whoever it was given to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.calendar import window_start
from wholeplace.core.engine import Engine
from wholeplace.core.errors import DefinitionError
from wholeplace.core.expressions import known
from wholeplace.geography import Geography
from wholeplace.measures.cells import Cells, read_cells
from wholeplace.measures.cubes import numerator_column
from wholeplace.measures.measure import Basis, Measure
from wholeplace.measures.release_tables import value_rows
from wholeplace.record.activity import amount, by_dataset_and_date
from wholeplace.record.attributes import Activity
from wholeplace.record.codelists import CodeList
from wholeplace.record.person_table import PERIOD_MONTHS, schema
from wholeplace.record.plan import Plan
from wholeplace.sources.contracts import Dataset
from wholeplace.statistics import DisclosureProfile, release_count

BASIS: Basis = "treated_here"
LEVEL = "provider"
PROVIDER = "provider_code"
GROUPS = ("sex", "age_band")
Senders = Mapping[str, frozenset[str]]
"""Dataset → codes of the providers that sent any row of it for the period."""


def senders(
    engine: Engine, contracts: Iterable[Dataset], datasets: Mapping[str, ir.Table], as_at: dt.date
) -> Senders:
    """Which providers sent data on care given in the period, for each dataset that names them.

    Args:
        engine: The engine.
        contracts: The contracts of the datasets; the first column they are sorted by is the day.
        datasets: The landed datasets.
        as_at: The date of the run.
    """
    found = {}
    for contract in contracts:
        rows = datasets.get(contract.name)
        if rows is not None and PROVIDER in rows.columns:
            codes = _in_period(rows, contract.order[0], as_at).select(PROVIDER).distinct()
            found[contract.name] = frozenset(engine.fetch(codes)[PROVIDER].to_pylist())
    return found


def released_care(
    engine: Engine,
    plan: Plan,
    geography: Geography,
    measures: Sequence[Measure],
    datasets: Mapping[str, ir.Table],
    links: ir.Table,
    people: ir.Table,
    sent: Senders,
    profile: DisclosureProfile,
    folder: Path,
) -> list[pa.Table]:
    """Count care by who gave it, write that cube, and pass it through the disclosure gate.

    Args:
        engine: The engine.
        plan: The plan of the run.
        geography: The geography of the run.
        measures: The measures that can be produced; those not on this basis are left aside.
        datasets: The landed datasets.
        links: ``record_id``, ``person``.
        people: The person table.
        sent: What :func:`senders` returned.
        profile: The disclosure profile.
        folder: Where the cubes are kept.

    Returns:
        Tables of the release's values.
    """
    mine = [measure for measure in measures if BASIS in measure.basis]
    if not mine:
        return []
    path = folder / f"{BASIS}.parquet"
    engine.write(treated_table(plan, mine, datasets, links, people), path, treated_schema(mine))
    cells = treated_cells(pq.read_table(path), geography)
    return list(released_treated(cells, plan, mine, sent, profile))


def treated_table(
    plan: Plan,
    measures: Sequence[Measure],
    datasets: Mapping[str, ir.Table],
    links: ir.Table,
    people: ir.Table,
) -> ir.Table:
    """The cube of care by who gave it: sums by provider, sex and age band.

    Everybody treated is counted, wherever they live and whether or not their record was linked;
    the sex and age of those who were not linked are unknown.

    Args:
        plan: The plan of the run.
        measures: Measures on this basis, whose datasets were landed.
        datasets: The landed datasets.
        links: ``record_id``, ``person``.
        people: The person table.

    Returns:
        One row per cell that holds any care: its columns, and a sum per measure.

    Raises:
        DefinitionError: If a measure cannot be counted by provider.
    """
    flows = {measure.name: _flow(plan, measure) for measure in measures}
    described = links.join(people.select("person", *GROUPS), "person").drop("person")

    def lists(name: str) -> CodeList:
        return plan.registry.get(CodeList, name)

    parts = []
    for (dataset, day), _ in by_dataset_and_date(list(flows.values())).items():
        rows = _in_period(datasets[dataset], day, plan.as_at)
        sums = {
            numerator_column(measure): amount(flows[measure.name], rows, lists, plan.as_at)
            if flows[measure.name].dataset == dataset
            else ibis.literal(0, "int64")
            for measure in measures
        }
        care = rows.select("record_id", PROVIDER, **sums)
        placed = care.left_join(described, "record_id")
        groups = {name: known(placed[name]) for name in GROUPS}
        parts.append(placed.select(PROVIDER, **groups, **{name: placed[name] for name in sums}))
    first, *others = parts
    care = ibis.union(first, *others) if others else first
    names = [numerator_column(measure) for measure in measures]
    return care.group_by([PROVIDER, *GROUPS]).agg(**{name: care[name].sum() for name in names})


def treated_schema(measures: Sequence[Measure]) -> dict[str, str]:
    """Column → Ibis type of the cube, in order."""
    sums = [numerator_column(measure) for measure in measures]
    return {**dict.fromkeys((PROVIDER, *GROUPS), "string"), **dict.fromkeys(sums, "int64")}


def treated_cells(cube: pa.Table, geography: Geography) -> Cells:
    """The cube read into arrays; care given outside the system stands in no area.

    Args:
        cube: The cube as written.
        geography: The geography of the run.
    """
    providers = geography.table("providers").to_pylist()
    own = pa.array(sorted({row[PROVIDER] for row in providers if row["in_system"]}), pa.string())
    ladder = pa.table({"area": own, LEVEL: own})
    return read_cells(cube, PROVIDER, ladder, {name: name for name in GROUPS})


def released_treated(
    cells: Cells, plan: Plan, measures: Sequence[Measure], sent: Senders, profile: DisclosureProfile
) -> Iterator[pa.Table]:
    """Gated counts of care for each of the system's hospital providers, by sex and age band.

    A provider that sent no row of a dataset has no data, which is not none.

    Args:
        cells: The cube.
        plan: The plan of the run.
        measures: Measures on this basis.
        sent: What :func:`senders` returned.
        profile: The disclosure profile.

    Yields:
        Tables of the release's values.
    """
    codes = cells.levels[LEVEL][0]
    for measure in measures:
        senders_of_it = sent[plan.registry.get(Activity, measure.flow).dataset]
        silent = np.array([code not in senders_of_it for code in codes], dtype=bool)
        for breakdown in cells.breakdowns:
            sums = cells.added(LEVEL, (breakdown,), [numerator_column(measure)])[..., 0]
            gated = release_count(np.where(silent[:, None], np.nan, sums)[None], profile=profile)
            yield value_rows(cells, LEVEL, breakdown, [measure], BASIS, "count", gated, plan.as_at)


def _in_period(rows: ir.Table, day: str, as_at: dt.date) -> ir.Table:
    first = ibis.literal(window_start(as_at, PERIOD_MONTHS))
    return rows.filter(rows[day].between(first, ibis.literal(as_at)))


def _flow(plan: Plan, measure: Measure) -> Activity:
    """The activity a measure counts, if it can be counted by who gave the care."""
    remedy = f"Take {BASIS} out of its basis, or count a flow of everybody over twelve months."
    if not measure.flow:
        raise DefinitionError(f"The measure {measure.name} counts no flow.", remedy)
    flow = plan.registry.get(Activity, measure.flow)
    if flow.counts != "rows" or flow.months != PERIOD_MONTHS or flow.until:
        raise DefinitionError(f"{flow.name} counts days, or another period.", remedy)
    anybody = plan.person_over(ibis.table(schema(plan), name="person"))
    if measure.rule(anybody).among is not None:
        raise DefinitionError(f"The measure {measure.name} is not of everybody.", remedy)
    return flow
