"""Replications: a network run again and again on people drawn anew, on threads, stoppable."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from threading import Event
from typing import Generic, TypeVar

from wholeplace.planning.simulation.journeys import Journeys, simulate
from wholeplace.planning.simulation.network import Network
from wholeplace.planning.simulation.people import People

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Replications(Generic[Answer]):
    """What each replication that was finished had to say.

    Attributes:
        answers: One for each replication finished, in the order of ``numbers``.
        numbers: Which replications those are, ascending from 0; with gaps only when stopped.
        asked: How many were asked for.
    """

    answers: tuple[Answer, ...]
    numbers: tuple[int, ...]
    asked: int

    @property
    def stopped(self) -> bool:
        """Whether it was stopped before all were finished."""
        return len(self.numbers) < self.asked


def replicate(
    network: Network,
    draw: Callable[[int], People],
    summarise: Callable[[Journeys], Answer],
    *,
    replications: int,
    days: int,
    threads: int = 2,
    progress: Callable[[int, int], None] | None = None,
    stop: Event | None = None,
) -> Replications[Answer]:
    """Run a network on people drawn anew for each replication.

    The answer of each replication depends on its number only, never on the threads.

    Args:
        network: The services.
        draw: Gives the people of a replication by its number, from 0; called on several threads,
            so its random numbers come from ``people.generator(seed, number, purpose)``. Two
            scenarios whose draws use the same seed meet the same people.
        summarise: What to keep of a replication, such as ``series.daily``; called on the threads.
        replications: How many.
        days: How many days each lasts, from time 0, any warm-up included.
        threads: How many run side by side; the kernel lets them.
        progress: Told (finished, asked) after each, on the caller's thread.
        stop: Once set, no further replication begins and those finished are returned.

    Returns:
        The answers, by the number of their replication.
    """

    def one(number: int) -> Answer:
        return summarise(simulate(network, draw(number), days))

    answers: dict[int, Answer] = {}
    left = iter(range(replications))
    with ThreadPoolExecutor(threads) as pool:
        running = {pool.submit(one, number): number for number in islice(left, 2 * threads)}
        while running:
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                answers[running.pop(future)] = future.result()
                if progress is not None:
                    progress(len(answers), replications)
                number = None if stop is not None and stop.is_set() else next(left, None)
                if number is not None:
                    running[pool.submit(one, number)] = number
    numbers = tuple(sorted(answers))
    return Replications(tuple(answers[number] for number in numbers), numbers, replications)
