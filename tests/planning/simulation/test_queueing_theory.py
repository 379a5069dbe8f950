"""What simulation finds against what queueing theory proves, within stated sampling error.

Every test is seeded. A figure is compared by z = (found - true) / standard error over independent
replications; a true model keeps each within 3.5 in more than 99.7 of 100 runs (Student with
19 degrees of freedom).
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from wholeplace.planning.simulation.journeys import simulate
from wholeplace.planning.simulation.network import Network, PersonClass, Unit
from wholeplace.planning.simulation.people import People, generator, poisson_arrivals
from wholeplace.planning.simulation.series import daily
from wholeplace.planning.simulation.servers import first_come

BOUND = 3.5
SLOTS = (304, 216, 149, 131, 253, 179)
LOADS = (0.93, 0.94, 0.93, 0.92, 0.94, 0.93)
MEAN_STAY = 0.5
"""Days; short, since waits scale with it and settle sooner."""


def pathways() -> Network:
    """A hospital without limit before the anchors' six pathways."""
    units = [Unit("Hospital", None), *(Unit(str(number), c) for number, c in enumerate(SLOTS))]
    ways = [PersonClass(str(number), (("Hospital",), (str(number),))) for number in range(6)]
    return Network(tuple(units), tuple(ways))


def exponential_people(replication: int, days: int) -> People:
    rates = np.array(SLOTS) * np.array(LOADS) / MEAN_STAY
    arrival, kind = poisson_arrivals(generator(5, replication, 0), np.tile(rates, (days, 1)))
    stays = generator(5, replication, 1).standard_exponential((arrival.size, 2))
    return People.of(arrival, kind, stays * np.array([1.0, MEAN_STAY]))


def erlang_c(slots: int, load: float) -> float:
    """The probability of waiting in M/M/c (Erlang 1917), by the recursion of Erlang's loss."""
    lost = 1.0
    for number in range(1, slots + 1):
        lost = load * slots * lost / (number + load * slots * lost)
    return lost / (1.0 - load * (1.0 - lost))


@pytest.fixture(scope="module")
def waits() -> np.ndarray:
    """[replication, pathway, (mean wait, share who wait)] after ten days from empty."""
    found = []
    for replication in range(20):
        journeys = simulate(pathways(), exponential_people(replication, 55), 55)
        waited = journeys.started[:, 1] - journeys.asked[:, 1]
        settled = (journeys.asked[:, 1] > 10) & ~np.isnan(waited)
        of = [settled & (journeys.people.kind == kind) for kind in range(6)]
        found.append([(waited[each].mean(), (waited[each] > 0).mean()) for each in of])
    return np.array(found)


def z_scores(found: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """How many standard errors the mean of replications is from the truth."""
    return (found.mean(axis=0) - truth) / (found.std(axis=0, ddof=1) / math.sqrt(len(found)))


def test_six_pathways_wait_as_erlang_says(waits: np.ndarray) -> None:
    waiting = np.array([erlang_c(c, load) for c, load in zip(SLOTS, LOADS, strict=True)])
    mean = waiting * MEAN_STAY / (np.array(SLOTS) * (1.0 - np.array(LOADS)))
    assert np.abs(z_scores(waits[:, :, 0], mean)).max() < BOUND
    assert np.abs(z_scores(waits[:, :, 1], waiting)).max() < BOUND
    error = waits[:, :, 1].std(axis=0, ddof=1) / math.sqrt(len(waits))
    assert (error / waiting).max() < 0.09, "so rough that it could not fail"


@pytest.mark.parametrize(("first", "second"), [(1.0, 1.0), (1.0, 2.0), (2.0, 1.0), (3.0, 0.5)])
def test_two_full_stations_in_line_block_each_other_as_proved(first: float, second: float) -> None:
    """Throughput of a saturated tandem without buffer, blocking after service.

    a b (a + b) / (a² + a b + b²): Hunt, Operations Research 4, 1956.
    """
    line = Network((Unit("one", 1), Unit("two", 1)), (PersonClass("all", (("one",), ("two",))),))
    truth = first * second * (first + second) / (first**2 + first * second + second**2)
    found, days = [], round(15_000 / truth)
    for replication in range(10):
        stays = generator(9, replication, 0).standard_exponential((17_000, 2))
        people = People.of(np.zeros(17_000), 0, stays / np.array([first, second]))
        left = simulate(line, people, days).left
        found.append((left >= 100).sum() / (days - 100))
    assert abs(z_scores(np.array(found), np.array(truth))) < BOUND
    assert np.std(found, ddof=1) / math.sqrt(10) / truth < 0.005, "so rough it could not fail"


def test_as_many_wait_as_come_times_how_long_they_wait() -> None:
    """Little's law: L = lambda W, for people waiting for any of six pathways."""
    for replication in range(3):
        journeys = simulate(pathways(), exponential_people(replication, 40), 40)
        waiting = daily(journeys).waiting[10:, :, 1].mean(axis=0).sum()
        asked = (journeys.asked[:, 1] >= 10) & (journeys.asked[:, 1] < 40)
        waits = np.nan_to_num(journeys.started[:, 1], nan=40.0) - journeys.asked[:, 1]
        # Those who wait across the first or the last midnight are the only difference.
        assert waiting == pytest.approx(asked.sum() / 30 * waits[asked].mean(), rel=0.05)
        assert waiting > 5, "so little waiting that it could not fail"


def test_one_service_alone_agrees_with_the_exact_recursion() -> None:
    service = Network((Unit("service", 7),), (PersonClass("all", (("service",),)),))
    for replication in range(20):
        random = generator(3, replication, 0)
        arrival = np.sort(random.random(400) * 60 - 10)
        stay = random.lognormal(0.0, 0.8, 400)
        after_opening = first_come(np.maximum(arrival, 0.0), stay, 7)
        started = simulate(service, People.of(arrival, 0, stay), 200).started[:, 0]
        np.testing.assert_allclose(started, after_opening, rtol=0, atol=1e-9)
