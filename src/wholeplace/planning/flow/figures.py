"""Figures of one scenario: for the system, by place, by service and by hospital, with ranges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.planning.flow.costs import Costs
from wholeplace.planning.flow.outputs import BY_NAME
from wholeplace.planning.flow.services import WAYS
from wholeplace.planning.flow.simulating import YEAR, Outcome
from wholeplace.planning.flow.situation import Situation
from wholeplace.planning.models.results import Figure, figure

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Series:
    """A figure before it is summed up.

    Attributes:
        name: The name of an output.
        by_replication: [replication] Its mean in each replication.
        ranged: Values whose range it has; by default the replications.
        over: ``day`` or ``year``.
        place: A place's name, or empty.
        group: A service's name, or empty.
    """

    name: str
    by_replication: FloatArray
    ranged: FloatArray | None = None
    over: str = "year"
    place: str = ""
    group: str = ""

    def figure(self) -> Figure:
        """The figure."""
        output = BY_NAME[self.name]
        says: dict[str, Any] = {"over": self.over, "place": self.place, "group": self.group}
        says["better"] = output.better
        return figure(
            self.name, output.title, output.unit, self.by_replication, self.ranged, **says
        )


def all_series(outcome: Outcome, situation: Situation, costs: Costs) -> list[Series]:
    """Every figure of a scenario, the most important first."""
    return [
        *_whole(outcome, costs),
        *_by_place(outcome, situation),
        *_by_service(outcome),
    ]


def by_replication_table(outcome: Outcome, series: list[Series]) -> pa.Table:
    """One row a figure a replication: what scenarios are compared on."""
    numbers = list(outcome.numbers)
    columns: dict[str, list[Any]] = {
        k: [] for k in ("name", "place", "group", "replication", "value")
    }
    for one in series:
        columns["name"] += [one.name] * len(numbers)
        columns["place"] += [one.place] * len(numbers)
        columns["group"] += [one.group] * len(numbers)
        columns["replication"] += numbers
        columns["value"] += [float(v) for v in one.by_replication]
    return pa.table(columns)


def _whole(outcome: Outcome, costs: Costs) -> Iterator[Series]:
    seen = outcome.seen
    delayed = outcome.delayed
    ready = np.maximum(seen.ready.sum(axis=1), 1)
    yield Series("people_delayed", delayed.mean(axis=1), delayed.ravel(), "day")
    yield Series("delayed_days", outcome.days_a_year)
    yield Series("days_waited", seen.waited.sum(axis=1) / ready)
    yield Series("long_waits", 100 * seen.long_waits.sum(axis=1) / ready)
    in_all = np.maximum(delayed.sum(axis=1), 1e-9)
    yield Series("process_share", 100 * seen.in_process.sum(axis=1) / in_all)
    slots = outcome.layout.slots_by_cell.sum()
    if slots and not outcome.levers.unlimited:
        yield Series("slots_used", 100 * seen.used.sum(axis=1) / slots)
    yield Series("waiting_at_home", seen.community[:, 0] / outcome.levers.days)
    yield Series("bed_cost", costs.beds(outcome))
    yield Series("total_cost", costs.total(outcome))


def _by_place(outcome: Outcome, situation: Situation) -> Iterator[Series]:
    names = [situation.places[key] for key in outcome.layout.places]
    yield from _divided(outcome, names, axis=1, divided_by="place")


def _by_service(outcome: Outcome) -> Iterator[Series]:
    names = [WAYS[key].title for key in outcome.layout.services]
    yield from _divided(outcome, names, axis=0, divided_by="group")


def _divided(outcome: Outcome, names: list[str], axis: int, divided_by: str) -> Iterator[Series]:
    """Figures by place (axis 1) or by service (axis 0) of the cells."""
    lay = outcome.layout
    shape = (len(lay.services), len(lay.places))
    other = 0 if axis else 1
    seen = outcome.seen

    def summed(cells: FloatArray) -> FloatArray:
        """[..., member] Cells added up over the other axis."""
        table = cells.reshape(*cells.shape[:-1], *shape)
        return np.asarray(table.sum(axis=table.ndim - 2 + other), dtype=np.float64)

    delayed = summed(seen.delayed)
    ready = np.maximum(summed(seen.ready), 1)
    waited, long = summed(seen.waited) / ready, 100 * summed(seen.long_waits) / ready
    slots = summed(lay.slots_by_cell)
    used = 100 * summed(seen.used) / np.maximum(slots, 1)
    for number, name in enumerate(names):
        place, group = (name, "") if divided_by == "place" else ("", name)
        mine = delayed[:, :, number]
        yield Series(
            "people_delayed", mine.mean(axis=1), mine.ravel(), "day", place=place, group=group
        )
        yield Series("delayed_days", mine.mean(axis=1) * YEAR, place=place, group=group)
        yield Series("days_waited", waited[:, number], place=place, group=group)
        yield Series("long_waits", long[:, number], place=place, group=group)
        if slots[number] and not outcome.levers.unlimited:
            yield Series("slots_used", used[:, number], place=place, group=group)
