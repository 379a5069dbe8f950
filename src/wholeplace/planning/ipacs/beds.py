"""Beds: one IPACS pathway of beds (P2, P3), first come first served, on the event calendar."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholeplace.planning.ipacs.conventions import Conventions
from wholeplace.planning.ipacs.inputs import IpacsInputs, PathwayScenario
from wholeplace.planning.simulation.arrays import FloatArray
from wholeplace.planning.simulation.journeys import Journeys, simulate
from wholeplace.planning.simulation.network import Network, PersonClass, Unit
from wholeplace.planning.simulation.people import People, generator, poisson_arrivals
from wholeplace.planning.simulation.series import daily

ARRIVALS, STAYS, START = range(3)


@dataclass(frozen=True)
class PathwayDays:
    """The days of one replication of one pathway.

    Attributes:
        queue: [day] People waiting in hospital: averages over the day for beds, and at its end
            for visits, which are planned by the day.
        occupied: [day] Beds in use; for visits those used over the mean visits a person needs.
        wait: [day] The mean wait, in days, of those in service at the end of the day who had to
            wait; 0 where there is nobody.
        cost: [day] Pounds: hospital beds held by those waiting, and the service used.
    """

    queue: FloatArray
    occupied: FloatArray
    wait: FloatArray
    cost: FloatArray


def run_beds(
    inputs: IpacsInputs,
    scenario: PathwayScenario,
    conventions: Conventions,
    seed: int,
    replication: int,
) -> PathwayDays:
    """Simulate a pathway of beds once.

    Args:
        inputs: What IPACS is given.
        scenario: Which pathway, under which choices.
        conventions: What is assumed of those there at the start.
        seed: The run's seed.
        replication: Which replication, from 0; the same people come under every choice of beds.

    Returns:
        Its days.
    """
    days = len(inputs.dates)
    way = PersonClass(scenario.node, ((scenario.node,),))
    beds = Unit(scenario.node, inputs.capacity[scenario.node, scenario.capacity])
    people = _people(inputs, scenario, conventions, seed, replication)
    found = simulate(Network((beds,), (way,)), people, days)
    series = daily(found)
    queue, occupied = series.waiting[:, 0, 0], series.occupied[:, 0]
    service, hospital = inputs.costs[scenario.node]
    return PathwayDays(
        queue, occupied, _waits_in_service(found), hospital * queue + service * occupied
    )


def _people(
    inputs: IpacsInputs,
    scenario: PathwayScenario,
    conventions: Conventions,
    seed: int,
    replication: int,
) -> People:
    """Those in bed at the start, those waiting then, and those who come, in this order."""
    occupied, waiting = inputs.occupied[scenario.node], inputs.queue[scenario.node]
    rates = inputs.arrivals[scenario.node, scenario.arrivals]
    length = inputs.stays[scenario.node, scenario.stay].length
    came, _ = poisson_arrivals(generator(seed, replication, ARRIVALS), rates[:, None])
    arrival = np.concatenate([np.zeros(occupied + waiting), came])
    normals = generator(seed, replication, STAYS).standard_normal(waiting + came.size)
    still = conventions.still_to_stay(length, generator(seed, replication, START), occupied)
    holding = np.full(arrival.size, -1)
    holding[:occupied] = 0
    stay = np.concatenate([still, length.of_normals(normals)])
    return People.of(arrival, 0, stay, holding=holding)


def _waits_in_service(found: Journeys) -> FloatArray:
    """[day] The mean wait of those in bed at midnight after each day who had waited."""
    began, left = found.started[:, 0], found.left
    wait = began - found.asked[:, 0]
    waited = wait > 0
    midnight = np.arange(1.0, found.days + 1)
    # People in bed at midnight: those who started by then, less those who left by then.
    order_in, order_out = np.sort(began[waited]), np.sort(left[waited & ~np.isnan(left)])
    number = np.searchsorted(order_in, midnight) - np.searchsorted(order_out, midnight)
    days_in = _running(began[waited], wait[waited], midnight)
    gone = waited & ~np.isnan(left)
    days_out = _running(left[gone], wait[gone], midnight)
    return np.divide(days_in - days_out, number, out=np.zeros(found.days), where=number > 0)


def _running(when: FloatArray, value: FloatArray, by: FloatArray) -> FloatArray:
    """How much of the values had happened by each moment."""
    order = np.argsort(when, kind="stable")
    upto = np.concatenate([[0.0], np.cumsum(value[order])])
    return upto[np.searchsorted(when[order], by)]
