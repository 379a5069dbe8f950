"""Simulating one scenario of the discharge model: its replications, on threads, stoppable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

import numpy as np
from numpy.typing import NDArray

from wholeplace.planning.flow.layout import Layout, lay_out
from wholeplace.planning.flow.levers import Levers
from wholeplace.planning.flow.measuring import Seen, see, stacked
from wholeplace.planning.flow.people import Drawing
from wholeplace.planning.flow.situation import Situation
from wholeplace.planning.flow.start import everybody
from wholeplace.planning.simulation.replications import replicate

YEAR = 365.0


@dataclass(frozen=True)
class Outcome:
    """What the replications of one scenario say.

    Attributes:
        levers: What the scenario changed.
        layout: Its network.
        seen: What was measured, arrays beginning with replications.
        numbers: Which replications were finished, from 0.
        asked: How many were asked for.
    """

    levers: Levers
    layout: Layout
    seen: Seen
    numbers: tuple[int, ...]
    asked: int

    @property
    def replications(self) -> int:
        """How many were finished."""
        return len(self.numbers)

    @property
    def delayed(self) -> NDArray[np.float64]:
        """[replication, day] People delayed."""
        return self.seen.delayed.sum(axis=2)

    @property
    def days_a_year(self) -> NDArray[np.float64]:
        """[replication] Delayed days in a year of the kind simulated."""
        return self.delayed.mean(axis=1) * YEAR

    @property
    def days_by_cell(self) -> NDArray[np.float64]:
        """[replication, cell] Delayed days in a year."""
        return self.seen.delayed.mean(axis=1) * YEAR

    @property
    def ready_a_year(self) -> NDArray[np.float64]:
        """[replication] People who become ready in a year."""
        return self.seen.ready.sum(axis=1) * YEAR / self.levers.days

    @property
    def use(self) -> NDArray[np.float64]:
        """[cell] The average share of slots in use; NaN where there are none."""
        slots = self.layout.slots_by_cell
        used = self.seen.used.mean(axis=0)
        return np.divide(used, slots, out=np.full(slots.size, np.nan), where=slots > 0)


def simulate_scenario(
    situation: Situation,
    levers: Levers,
    *,
    seed: int,
    replications: int,
    progress: Callable[[int], None] = lambda done: None,
    stop: Event | None = None,
    threads: int = 2,
) -> Outcome | None:
    """Simulate one scenario.

    Args:
        situation: What there is.
        levers: What the scenario changes.
        seed: The seed; scenarios with the same one meet the same people.
        replications: How many.
        progress: Told how many are finished.
        stop: Once set, no more are begun.
        threads: How many run side by side.

    Returns:
        What came out; None if it was stopped before two were finished.
    """
    layout = lay_out(situation, levers)
    drawing = Drawing(situation, levers, layout, seed)
    cell_of_class = _cells(layout)
    found = replicate(
        layout.network,
        lambda number: everybody(drawing, number),
        lambda journeys: see(journeys, layout, cell_of_class, levers.warm_up),
        replications=replications,
        days=levers.horizon,
        threads=threads,
        progress=lambda done, _: progress(done),
        stop=stop,
    )
    if len(found.answers) < 2:
        return None
    return Outcome(levers, layout, stacked(found.answers), found.numbers, replications)


def _cells(layout: Layout) -> NDArray[np.int64]:
    """[class] The cell each class waits for."""
    cell_of_class = np.zeros(len(layout.network.classes), dtype=np.int64)
    for (_, service, place, _), number in np.ndenumerate(layout.kind):
        cell_of_class[number] = service * len(layout.places) + place
    return cell_of_class
