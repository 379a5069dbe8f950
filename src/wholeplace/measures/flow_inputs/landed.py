"""What of leaving hospital was landed, read once for the flow model's inputs and for delays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.core.engine import Engine
from wholeplace.measures.flow_inputs.rows import (
    CARE,
    DISCHARGES,
    Geography,
    ready_people,
    referrals,
)
from wholeplace.measures.orders import Prepared


@dataclass(frozen=True)
class Leaving:
    """Leaving hospital as a run reads it.

    Attributes:
        datasets: The landed datasets.
        where: Where people and services are.
        places: The districts that have services, as a table.
        as_at: The date of the run.
        ready: People who were ready, as :func:`~.rows.ready_people` gives them; None where no
            discharges were landed.
        referred: Referrals to services, as :func:`~.rows.referrals` gives them; None where none
            were landed.
    """

    datasets: Mapping[str, ir.Table]
    where: Geography
    places: pa.Table
    as_at: dt.date
    ready: ir.Table | None
    referred: ir.Table | None


def read_leaving(engine: Engine, prepared: Prepared, datasets: Mapping[str, ir.Table]) -> Leaving:
    """Read what was landed, computed once.

    Args:
        engine: The engine.
        prepared: What the run rests on.
        datasets: The landed datasets.
    """
    places = _places_with_services(prepared)
    small_areas = prepared.geography.table("small_areas").select(["lsoa21", "district"])
    where = Geography(engine.table(small_areas), engine.table(places))
    as_at = prepared.plan.as_at
    ready = referred = None
    if DISCHARGES in datasets:
        ready = engine.keep(ready_people(datasets[DISCHARGES], where, as_at))
    if CARE in datasets:
        referred = engine.keep(referrals(datasets[CARE], where, as_at))
    return Leaving(datasets, where, places, as_at, ready, referred)


def _places_with_services(prepared: Prepared) -> pa.Table:
    """The districts of the system: ``place`` (their slug), ``code``, ``name``."""
    small = prepared.geography.table("small_areas")
    codes = pc.unique(small.filter(small["in_districts"])["district"])
    areas = prepared.geography.table("areas")
    found = areas.filter(
        pc.and_(pc.equal(areas["area_type"], "district"), pc.is_in(areas["code"], codes))
    )
    return pa.table({"place": found["slug"], "code": found["code"], "name": found["name"]})
