"""The morning as it is, exactly: slots, who is in them and who waits, service by service and place.

These are exact counts of few people. They come from the zone of cubes, for whoever may open that,
and never go on a page: the pressure board shows the same through the disclosure gate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.measures.flow_inputs.reading import FlowInputs
from wholeplace.measures.flow_inputs.schemas import IN_PROCESS, IN_SERVICE, WAITING
from wholeplace.planning.flow.services import WAYS

HEADING = ("service", "place", "slots", "taken", "free", "waiting", "longest_wait", "in_process")


@dataclass(frozen=True)
class Standing:
    """A service in a place this morning.

    Attributes:
        service: Its title.
        place: The place's name.
        slots: Slots of the week; None where the way out needs none.
        taken: People in the service.
        waiting: People whom it has accepted and who have no slot yet, in hospital or at home.
        longest_wait: Days that the first of them has waited.
        in_process: People ready to leave hospital and not yet accepted.
    """

    service: str
    place: str
    slots: int | None
    taken: int
    waiting: int
    longest_wait: int
    in_process: int

    @property
    def free(self) -> int | None:
        """Slots nobody is in; below 0 where more people are in the service than it has slots."""
        return None if self.slots is None else self.slots - self.taken

    @property
    def cells(self) -> tuple[str | int | None, ...]:
        """Its numbers in the order of :data:`HEADING`."""
        people = (self.taken, self.free, self.waiting, self.longest_wait, self.in_process)
        return (self.service, self.place, self.slots, *people)


def this_morning(inputs: FlowInputs) -> Iterator[Standing]:
    """Every service and place that has slots or people, those with most people waiting first.

    Args:
        inputs: What a run counted.
    """
    names = {row["place"]: row["name"] for row in inputs.places.to_pylist()}
    week = pc.max(inputs.capacity["week"])
    slots = _added(inputs.capacity.filter(pc.equal(inputs.capacity["week"], week)), "slots")
    counts = {
        state: _added(inputs.now.filter(pc.equal(inputs.now["state"], state)), "people")
        for state in (IN_SERVICE, WAITING, IN_PROCESS)
    }
    waits = _longest(inputs.now.filter(pc.equal(inputs.now["state"], WAITING)))
    cells = {*slots, *(cell for found in counts.values() for cell in found)}
    rows = [
        Standing(
            WAYS[service].title,
            names.get(place, place),
            slots.get((service, place)),
            counts[IN_SERVICE].get((service, place), 0),
            counts[WAITING].get((service, place), 0),
            waits.get((service, place), 0),
            counts[IN_PROCESS].get((service, place), 0),
        )
        for service, place in cells
        if service in WAYS
    ]
    yield from sorted(rows, key=lambda one: (-one.waiting, one.service, one.place))


def _added(table: pa.Table, column: str) -> dict[tuple[str, str], int]:
    grouped = table.group_by(["service", "place"]).aggregate([(column, "sum")])
    return {(r["service"], r["place"]): r[f"{column}_sum"] for r in grouped.to_pylist()}


def _longest(table: pa.Table) -> dict[tuple[str, str], int]:
    grouped = table.group_by(["service", "place"]).aggregate([("days", "max")])
    return {(row["service"], row["place"]): row["days_max"] for row in grouped.to_pylist()}
