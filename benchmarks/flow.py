"""How fast people pass through a hospital and six pathways, against SimPy and Ciw in the same run.

    pip install 'wholeplace[benchmarks]'      # SimPy and Ciw, which are only timed
    python benchmarks/flow.py

Use an environment of its own: Ciw brings a package called ``tests``, which hides ours from pytest.
One replication is 180 days of warm-up and a year: 40 people a day come to 480 beds, stay 6 days on
average and keep the bed until a slot of their pathway is free. SimPy is given the very people ours
meets, and must find the same blocked beds. An event is somebody coming, ready to leave or leaving
a pathway. Without a package its ratio is left out. Times are the processor's; the thousand
replications run on two threads and are told by the clock too. Last, the example of IPACS (108
pathway-scenarios, 5 runs of 181 days each), where WHOLEPLACE_REFERENCE names the reference data.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import numpy as np

from wholeplace.planning.ipacs.conventions import AS_IPACS
from wholeplace.planning.ipacs.inputs import read_ipacs
from wholeplace.planning.ipacs.running import replicate_all
from wholeplace.planning.simulation.journeys import Journeys, simulate
from wholeplace.planning.simulation.network import Network, PersonClass, Unit
from wholeplace.planning.simulation.people import People, generator, poisson_arrivals
from wholeplace.planning.simulation.replications import replicate
from wholeplace.planning.simulation.series import DailySeries, daily

try:
    import simpy
except ImportError:
    simpy = None
try:
    import ciw
except ImportError:
    ciw = None

BEDS, STAY, A_DAY, WARM_UP, DAYS = 480, 6.0, 40.0, 180, 545
SLOTS = np.array([304, 216, 149, 131, 253, 179])
SHARES = np.array([0.25, 0.17, 0.12, 0.11, 0.20, 0.15])
USED = np.array([0.96, 0.95, 0.95, 0.94, 0.96, 0.95])
PATHWAY_STAYS = USED * SLOTS / (A_DAY * SHARES)
SIMPY_OF_THE_AIM = 34_000
"""Events a second of the machine that the aim of 20 seconds was set on."""


def main() -> None:
    """Print the times and the ratios."""
    network = hospital_and_pathways()
    replicate(network, draw, summary, replications=2, days=DAYS)
    people = draw(0)
    events = 3 * len(people)
    blocked = _blocked(network, people)
    alone = min(_seconds(lambda: _blocked(network, people)) for _ in range(40))
    whole = min(_seconds(lambda: summary(simulate(network, draw(0), DAYS))) for _ in range(40))
    print(
        f"{events:,} events of given people, to blocked beds: {alone * 1_000:.1f} ms, "
        f"{events / alone:,.0f} events a second"
    )
    print(f"drawn, run and averaged by day, unit and class: {whole * 1_000:.1f} ms")
    theirs = _against_simpy(people, blocked, alone, whole)
    _against_ciw(events, whole)
    _thousand(network, theirs)
    _ipacs()


def hospital_and_pathways() -> Network:
    """The network of the benchmark."""
    units = [Unit("Hospital", BEDS), *(Unit(f"P{n}", int(c)) for n, c in enumerate(SLOTS))]
    ways = [PersonClass(f"P{number}", (("Hospital",), (f"P{number}",))) for number in range(6)]
    return Network(tuple(units), tuple(ways))


def draw(number: int) -> People:
    """The people of a replication: Poisson arrivals, exponential stays."""
    rates = np.tile(A_DAY * SHARES, (DAYS, 1))
    arrival, kind = poisson_arrivals(generator(1, number, 0), rates)
    stays = generator(1, number, 1).standard_exponential((arrival.size, 2))
    return People.of(arrival, kind, stays * np.column_stack([0 * kind + STAY, PATHWAY_STAYS[kind]]))


def summary(journeys: Journeys) -> DailySeries:
    """What is kept of a replication: its days after the warm-up."""
    return daily(journeys, WARM_UP)


def _blocked(network: Network, people: People) -> float:
    """The mean number of blocked beds after the warm-up: what SimPy is asked for too."""
    return simulate(network, people, DAYS).delayed_days(0, WARM_UP).sum() / (DAYS - WARM_UP)


def _against_simpy(people: People, ours: float, alone: float, whole: float) -> float:
    """Run the same people in SimPy, compare the blocked beds, and give its events a second."""
    if simpy is None:
        print("SimPy is not installed: no ratio")
        return float("nan")
    blocked: list[float] = []
    took = min(_seconds(lambda: blocked.append(_simpy(people))) for _ in range(3))
    if abs(blocked[0] - ours) > 1e-6:
        raise SystemExit(f"SimPy finds {blocked[0]} blocked beds and we {ours}: not comparable")
    rate = 3 * len(people) / took
    print(f"SimPy: {took:.2f} s, {rate:,.0f} events a second, the same {ours:.2f} blocked beds")
    print(f"ours is {took / alone:.0f} times as fast on the same people")
    print(f"and {took / whole:.0f} times as fast where it also draws them and averages their days")
    return rate


def _simpy(people: People) -> float:
    """The mean number of blocked beds after the warm-up, as SimPy finds it."""
    env = simpy.Environment()
    hospital = simpy.Resource(env, BEDS)
    pathways = [simpy.Resource(env, int(slots)) for slots in SLOTS]
    spent = [0.0]

    def person(kind: int, stay: float, after: float) -> Generator[Any, Any, None]:
        with hospital.request() as bed:
            yield bed
            yield env.timeout(stay)
            ready = env.now
            slot = pathways[kind].request()
            waiting.add(ready)
            yield slot
            waiting.discard(ready)
            spent[0] += max(0.0, env.now - max(ready, WARM_UP))
        yield env.timeout(after)
        pathways[kind].release(slot)

    waiting: set[float] = set()

    def arrivals() -> Generator[Any, Any, None]:
        for when, kind, (stay, after) in zip(
            people.arrival.tolist(), people.kind.tolist(), people.stay.tolist(), strict=True
        ):
            yield env.timeout(when - env.now)
            env.process(person(kind, stay, after))

    env.process(arrivals())
    env.run(until=DAYS)
    still = sum(DAYS - max(ready, WARM_UP) for ready in waiting)
    return (spent[0] + still) / (DAYS - WARM_UP)


def _against_ciw(events: float, seconds: float) -> None:
    """Time Ciw on the same network with people of its own."""
    if ciw is None:
        print("Ciw is not installed: no ratio")
        return
    nodes = range(7)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(A_DAY), *[None] * 6],
        service_distributions=[
            ciw.dists.Exponential(1 / mean) for mean in (STAY, *PATHWAY_STAYS.tolist())
        ],
        routing=[[0.0, *SHARES.tolist()], *[[0.0 for _ in nodes]] * 6],
        number_of_servers=[BEDS, *SLOTS.tolist()],
        queue_capacities=[float("inf"), *[0] * 6],
    )
    ciw.seed(1)
    took = _seconds(lambda: ciw.Simulation(network).simulate_until_max_time(DAYS))
    print(f"Ciw: {took:.2f} s, {events / took:,.0f} events a second")
    print(f"ours is {took / seconds:.0f} times as fast as Ciw")


def _thousand(network: Network, simpy_rate: float) -> None:
    """Time a thousand replications on two threads."""
    began, used = time.perf_counter(), time.process_time()
    done = replicate(network, draw, _blocked_by_day, replications=1_000, days=DAYS)
    took, used = time.perf_counter() - began, time.process_time() - used
    year = np.stack(done.answers).mean(axis=1)
    low, high = np.quantile(year, [0.05, 0.95])
    print(f"1,000 replications on two threads: {took:.1f} s, {used:.1f} s of processor")
    if simpy_rate == simpy_rate:
        idle = used / 2 * simpy_rate / SIMPY_OF_THE_AIM
        print(
            f"on two idle processors where SimPy makes {SIMPY_OF_THE_AIM:,} a second: {idle:.1f} s"
        )
    print(f"blocked beds: {year.mean():.1f}; nine years in ten between {low:.1f} and {high:.1f}")


def _blocked_by_day(journeys: Journeys) -> np.ndarray:
    """Beds held by people ready to leave, on each day after the warm-up."""
    return summary(journeys).delayed[:, 0]


def _ipacs() -> None:
    """Time the example of IPACS, from its files to its means."""
    folder = Path(os.environ.get("WHOLEPLACE_REFERENCE", "")) / "golden" / "flow" / "ipacs"
    if not folder.is_dir():
        print("WHOLEPLACE_REFERENCE names no folder with IPACS: its example is left out")
        return

    def example() -> None:
        inputs = read_ipacs(folder)
        replicate_all(inputs, inputs.scenarios(), AS_IPACS, replications=5, seed=1)

    example()
    began = time.perf_counter()
    used = _seconds(example)
    took = time.perf_counter() - began
    print(f"the example of IPACS: {took:.1f} s, {used:.1f} s of processor")


def _seconds(work: Callable[[], object]) -> float:
    """The processor's seconds a piece of work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    main()
