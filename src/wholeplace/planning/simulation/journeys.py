"""Journeys: what becomes of everybody in one replication, and the waits and delays in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wholeplace.core.errors import StatisticsError
from wholeplace.planning.simulation import kernel
from wholeplace.planning.simulation.arrays import FloatArray, IntArray, beginning
from wholeplace.planning.simulation.network import Network
from wholeplace.planning.simulation.people import People


@dataclass(frozen=True)
class Journeys:
    """Everybody's way through a network up to the horizon. Times are in days from time 0.

    NaN stands for what had not happened when the days were over; later stages than a class has
    are NaN too. With a hospital as stage 0 and its services as stage 1, ``asked[:, 0]`` is
    referred to hospital, ``started[:, 0]`` admitted, ``finished[:, 0]`` ready to leave,
    ``asked[:, 1]`` referred on (assessment over), ``started[:, 1]`` moved, ``left`` gone home.

    Attributes:
        network: The network.
        people: The people.
        days: The horizon.
        asked: [person, stage] When they were ready to start; they wait from then.
        started: [person, stage] When a slot started.
        unit: [person, stage] The unit's number, or -1.
        left: [person] When they left the last stage of their class.
    """

    network: Network
    people: People
    days: int
    asked: FloatArray
    started: FloatArray
    unit: IntArray
    left: FloatArray

    @cached_property
    def finished(self) -> FloatArray:
        """[person, stage] When the stay was over: ready to go on; NaN from the horizon on."""
        over = self.started + self.people.stay
        return np.where(over < self.days, over, np.nan)

    @cached_property
    def vacated(self) -> FloatArray:
        """[person, stage] When the slot was given up: the next stage started, or they left."""
        return self._following(self.started)

    @cached_property
    def asked_next(self) -> FloatArray:
        """[person, stage] When the delay was over: they asked for the next stage, or left."""
        return self._following(self.asked)

    @cached_property
    def came(self) -> FloatArray:
        """[person, stage] When they came to a stage: the one before was over, or they arrived."""
        times = np.full_like(self.started, np.nan)
        times[:, 1:] = self.finished[:, :-1]
        times[np.arange(len(self.people)), self.people.stage] = self.people.arrival
        return times

    def delayed_days(self, stage: int, start: float = 0.0, end: float | None = None) -> FloatArray:
        """Days each person was ready to leave a stage and still held its slot, within a window.

        Args:
            stage: The stage they could not leave; 0 for the hospital.
            start: Only days from here on count.
            end: Only days before here count; by default the horizon.

        Returns:
            [person] Days, process delay and waiting together; 0 for whoever was not delayed.
        """
        return _within(self.finished[:, stage], self.vacated[:, stage], start, self._end(end))

    def waiting_days(self, stage: int, start: float = 0.0, end: float | None = None) -> FloatArray:
        """Days each person waited for a slot of a stage, having asked, within a window.

        Args:
            stage: The stage they waited for.
            start: Only days from here on count.
            end: Only days before here count; by default the horizon.

        Returns:
            [person] Days; 0 for whoever did not wait.
        """
        return _within(self.asked[:, stage], self.started[:, stage], start, self._end(end))

    def _following(self, times: FloatArray) -> FloatArray:
        """[person, stage] The times of the stage after, and of leaving after the last."""
        following = np.full_like(times, np.nan)
        following[:, :-1] = times[:, 1:]
        stages_of = np.array([len(each.stages) for each in self.network.classes])
        following[np.arange(len(self.people)), stages_of[self.people.kind] - 1] = self.left
        return following

    def _end(self, end: float | None) -> float:
        return self.days if end is None else min(end, self.days)


def simulate(network: Network, people: People, days: int) -> Journeys:
    """Send people through a network. The same arguments always give the same answer.

    Args:
        network: The services and who may use them.
        people: Everybody who is there or comes.
        days: How many days to follow them, from time 0; what happens from then on is not seen.

    Returns:
        Everybody's way.

    Raises:
        StatisticsError: If somebody's class, stage or unit at the start is not in the network.
    """
    _fit(network, people)
    calendar = beginning(network.arrays(days), people.arrays())
    kernel.run(calendar)
    return Journeys(network, people, days, *calendar.found)


def _fit(network: Network, people: People) -> None:
    """Refuse people who do not fit the network."""
    stages_of = np.array([len(each.stages) for each in network.classes])
    kind = people.kind
    if kind.size and not (kind.min() >= 0 and kind.max() < stages_of.size):
        raise StatisticsError(f"Classes of people are numbered 0 to {stages_of.size - 1}.")
    if people.stay.shape[1] != network.stages:
        raise StatisticsError(
            f"Stays have {people.stay.shape[1]} stages and the network {network.stages}.",
            "Give each person a stay for every stage; those their class has not are not read.",
        )
    if ((people.stage < 0) | (people.stage >= stages_of[kind])).any():
        raise StatisticsError("Somebody comes in at a stage that their class has not.")
    there = people.holding >= 0
    queue = (kind * network.stages + people.stage)[there]
    # Each queue and unit once, of however many people are there at the start.
    units = int(people.holding.max(initial=0)) + 1
    for each in np.unique(queue * units + people.holding[there]).tolist():
        queue_number, unit = divmod(each, units)
        kind_number, stage = divmod(queue_number, network.stages)
        allowed = network.classes[kind_number].stages[stage]
        if unit >= len(network.units) or network.units[unit].name not in allowed:
            raise StatisticsError(
                f"Somebody of '{network.classes[kind_number].name}' is at the start in unit "
                f"{unit}, which is not one of stage {stage}: {', '.join(allowed)}."
            )


def _within(began: FloatArray, ended: FloatArray, start: float, end: float) -> FloatArray:
    """Lengths of intervals inside a window; one that began and did not end goes on to its end."""
    until = np.where(np.isnan(ended), end, np.minimum(ended, end))
    length = np.clip(until - np.maximum(began, start), 0.0, None)
    return np.where(np.isnan(began), 0.0, length)
