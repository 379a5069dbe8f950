"""The step of a run that compares units, once its values and the quality of its data are known."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine
from wholeplace.core.registry import Registry
from wholeplace.measures.cells import Cells
from wholeplace.measures.cubes import REGISTERED
from wholeplace.measures.ladders import ladder_of
from wholeplace.measures.measure import Measure
from wholeplace.measures.orders import Prepared
from wholeplace.measures.providers import Senders
from wholeplace.measures.unit_cost import UnitCost
from wholeplace.measures.variation.code_names import names_of
from wholeplace.measures.variation.practices import BASIS, may_vary, released_practices
from wholeplace.measures.variation.rows import VARIATION
from wholeplace.measures.variation.service_cube import Asked, asked_of
from wholeplace.measures.variation.services import released_services
from wholeplace.measures.variation.standing import gather
from wholeplace.measures.variation.units import NETWORK, PRACTICE, units_of
from wholeplace.record.runs import write_json

SAID = ("name", "title", "says", "doc", "source", "not_in_it")


@dataclass(frozen=True)
class Material:
    """What units are compared by.

    Attributes:
        datasets: The landed datasets.
        links: ``record_id``, ``person``.
        people: The person table.
        registered: The registered cube.
        measures: The measures of the run.
        sent: Which providers sent data on care given in the period.
        clustered: By measure, what :func:`~wholeplace.measures.clustering.clustering` gives.
    """

    datasets: Mapping[str, ir.Table]
    links: ir.Table
    people: ir.Table
    registered: Cells
    measures: Sequence[Measure]
    sent: Senders
    clustered: Mapping[str, float]


def compare_units(engine: Engine, prepared: Prepared, given: Material, folder: Path) -> None:
    """Compare practices, neighbourhoods and services, and write the release's tables of it.

    Args:
        engine: The engine.
        prepared: What the run rests on.
        given: What to compare by.
        folder: The release, with its values and the problems of its data.
    """
    plan = prepared.plan
    problems = pq.read_table(folder / "problems.parquet").to_pylist()
    costs = plan.registry.all(UnitCost)
    priced = {name: cost.name for cost in costs for name in cost.activities}
    asked = list(asked_of(plan.registry))
    services = [one for one in asked if one.better != "none"]
    parts = [
        VARIATION.empty_table(),
        *_practices(engine, prepared, given, problems, priced, folder),
        *released_services(
            engine,
            services,
            given.datasets,
            given.links,
            given.people,
            problems,
            priced,
            plan.as_at,
            prepared.profile,
        ),
    ]
    order = [(name, "ascending") for name in ("measure", "area_type", "area_code")]
    table = pa.concat_tables(parts).sort_by(order)
    pq.write_table(table, folder / "variation.parquet", compression="zstd")
    write_json(folder / "unit_costs.json", [asdict(cost) | {"id": cost.id} for cost in costs])
    write_json(folder / "service_shares.json", [_described(one, plan.registry) for one in services])


def _practices(
    engine: Engine,
    prepared: Prepared,
    given: Material,
    problems: Sequence[Mapping[str, Any]],
    priced: Mapping[str, str],
    folder: Path,
) -> Iterator[pa.Table]:
    cells = given.registered
    evidence = gather(
        engine,
        given.people,
        prepared.geography,
        cells.levels[PRACTICE][0],
        problems,
        json.loads((folder / "resting_on.json").read_text(encoding="utf-8")),
        given.sent,
        prepared.plan.as_at,
    )
    of_units = [("area_type", "in", (PRACTICE, NETWORK)), ("basis", "=", BASIS)]
    values = pq.read_table(
        folder / "values.parquet", filters=[*of_units, ("breakdown", "=", "all")]
    )
    varying = [measure for measure in given.measures if may_vary(measure)]
    yield from released_practices(
        values,
        cells,
        units_of(cells, ladder_of(REGISTERED, prepared.geography)),
        evidence,
        varying,
        given.clustered,
        priced,
        prepared.profile,
    )


def _described(asked: Asked, registry: Registry) -> dict[str, Any]:
    """What a share of care says, as a release says it of a measure."""
    said = {name: getattr(asked, name) for name in SAID}
    return said | {
        "among": asked.of,
        "polarity": asked.better,
        "statistic": "proportion",
        "basis": ["treated_here"],
        "datasets": [asked.dataset],
        "services": names_of(registry, asked.dataset, asked.specialty),
    }
