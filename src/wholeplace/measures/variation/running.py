"""The step of a run that compares units, once its values and the quality of its data are known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import ibis.expr.types as ir
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine
from wholeplace.measures.cells import Cells
from wholeplace.measures.cubes import REGISTERED
from wholeplace.measures.ladders import ladder_of
from wholeplace.measures.measure import Measure
from wholeplace.measures.orders import Prepared
from wholeplace.measures.providers import Senders
from wholeplace.measures.unit_cost import UnitCost
from wholeplace.measures.variation.clustering import clustering
from wholeplace.measures.variation.standing import gather
from wholeplace.measures.variation.units import PRACTICE, units_of
from wholeplace.measures.variation.writing import may_vary, write_variation


def compare_units(
    engine: Engine,
    prepared: Prepared,
    people: ir.Table,
    registered: Cells,
    measures: Sequence[Measure],
    sent: Senders,
    folder: Path,
) -> None:
    """Compare practices and neighbourhoods, and write the release's tables of it.

    Args:
        engine: The engine.
        prepared: What the run rests on.
        people: The person table.
        registered: The registered cube.
        measures: The measures of the run.
        sent: Which providers sent data on care given in the period.
        folder: The release, with its values and the problems of its data.
    """
    evidence = gather(
        engine,
        people,
        prepared.geography,
        registered.levels[PRACTICE][0],
        pq.read_table(folder / "problems.parquet").to_pylist(),
        json.loads((folder / "resting_on.json").read_text(encoding="utf-8")),
        sent,
        prepared.plan.as_at,
    )
    units = units_of(registered, ladder_of(REGISTERED, prepared.geography))
    varying = [measure for measure in measures if may_vary(measure)]
    clustered = clustering(engine, prepared.plan, people, varying)
    costs = prepared.plan.registry.all(UnitCost)
    write_variation(
        folder, registered, units, evidence, varying, clustered, costs, prepared.profile
    )
