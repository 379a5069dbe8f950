"""People: who comes when, of which class and for how long, drawn before anything is simulated.

All chance is here. Each purpose (arrivals, stays, ...) has random numbers of its own in each
replication, so that two scenarios with the same seed meet the same people, and what differs
between them is the scenario and not luck (common random numbers).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.planning.simulation.arrays import FloatArray, IntArray, PeopleArrays

TICKS = 2.0**20
"""Ticks in a day."""


@dataclass(frozen=True)
class People:
    """Everybody in one replication, by time of arrival; times and lengths are in days.

    Day 0 begins at time 0. Those already there have an ``arrival`` before 0, and keep it: nothing
    starts before time 0, and who had waited since -3 until then has waited three days.

    - In a unit at the start: ``holding`` is the unit's number, ``stage`` which stage it is of, and
      ``arrival`` when they started there; ``stay`` is the whole stay, so someone two days into
      five has arrival -2 and stay 5. If stay and delay were over before time 0 they wait for
      their next unit since then.
    - Waiting at the start outside any unit: arrival before 0, ``holding`` -1.

    Attributes:
        arrival: [person] When they come, in ascending order.
        kind: [person] The number of their class in the network.
        stay: [person, stage] How long each stage lasts; read up to the stages of their class.
        delay: [person, stage] How long after the stay, still holding the slot, until they can go
            on to the next stage or leave: assessment, paperwork, choice, transport.
        stage: [person] The stage at which they come in; by default the first.
        holding: [person] The unit held at the start, or -1; by default -1.
    """

    arrival: FloatArray
    kind: IntArray
    stay: FloatArray
    delay: FloatArray
    stage: IntArray
    holding: IntArray

    @classmethod
    def of(
        cls,
        arrival: ArrayLike,
        kind: ArrayLike,
        stay: ArrayLike,
        delay: ArrayLike = 0.0,
        stage: ArrayLike = 0,
        holding: ArrayLike = -1,
    ) -> People:
        """Make people of anything like arrays, in any order, and check them.

        Args:
            arrival: [person] Times, in days.
            kind: [person] Class numbers; one number stands for everybody.
            stay: [person, stage], or [person] where there is one stage, in days.
            delay: Of the shape of ``stay``, or one number for all.
            stage: [person] The stage of entry.
            holding: [person] The unit held at the start, or -1.

        Returns:
            The people by time of arrival; those who come at the same time stay in the order given.

        Raises:
            StatisticsError: If a stay or delay is negative or missing, if an arrival is missing,
                if somebody holds a unit who has not come before time 0, or if the arrays are not of
                the same people.
        """
        times = np.asarray(arrival, dtype=np.float64)
        stays = np.asarray(stay, dtype=np.float64)
        stays = stays[:, None] if stays.ndim == 1 else stays
        order: slice | IntArray = slice(None)
        if (np.diff(times) < 0).any():
            order = np.argsort(times, kind="stable")

        def whole(each: ArrayLike) -> IntArray:
            values = np.asarray(each, dtype=np.int64)
            return np.full(times.shape, values) if values.ndim == 0 else values[order]

        delays = np.asarray(delay, dtype=np.float64)
        delays = delays[:, None] if delays.ndim == 1 else delays
        if delays.shape != stays.shape:
            delays = np.array(np.broadcast_to(delays, stays.shape))
        made = cls(
            times[order], whole(kind), stays[order], delays[order], whole(stage), whole(holding)
        )
        made.check()
        return made

    def __len__(self) -> int:
        """How many people there are."""
        return self.arrival.size

    def check(self) -> None:
        """Refuse what nobody can be.

        Raises:
            StatisticsError: As for ``of``.
        """
        lengths = {len(self.kind), len(self.stay), len(self.stage), len(self.holding)}
        if lengths != {len(self)} or self.delay.shape != self.stay.shape:
            raise StatisticsError(
                f"There are {len(self)} arrivals, and {sorted(lengths)} of what belongs to them.",
                "Give each person a class, stays and delays, a stage and a unit held.",
            )
        for name, values in (("stay", self.stay), ("delay", self.delay)):
            wrong = ~(values >= 0)
            if wrong.any():
                raise StatisticsError(
                    f"{int(wrong.sum())} of {values.size} of '{name}' are negative or missing.",
                    "Lengths are days, zero or more.",
                )
        if not np.isfinite(self.arrival).all() or (np.diff(self.arrival) < 0).any():
            raise StatisticsError("Times of arrival are missing or not in order.")
        if ((self.holding >= 0) & (self.arrival > 0)).any():
            raise StatisticsError(
                "Somebody holds a unit at the start and comes after it.",
                "Whoever is in a unit at the start has an arrival of zero or before.",
            )

    def chosen(self, keep: NDArray[np.bool_]) -> People:
        """Give only some of them: a scenario with fewer arrivals thins the same people."""
        return People(
            self.arrival[keep],
            self.kind[keep],
            self.stay[keep],
            self.delay[keep],
            self.stage[keep],
            self.holding[keep],
        )

    def arrays(self) -> PeopleArrays:
        """Give the people as the kernel reads them: arrays of one kind, so compiled for once."""
        floats, whole = np.dtype(np.float64), np.dtype(np.int64)
        return PeopleArrays(
            *(
                np.require(each, kind, ["C", "W"])
                for each, kind in (
                    (self.arrival, floats),
                    (self.kind, whole),
                    (self.stay, floats),
                    (self.delay, floats),
                    (self.stage, whole),
                    (self.holding, whole),
                )
            )
        )


def in_ticks(days: ArrayLike) -> FloatArray:
    """Times to the nearest 2⁻²⁰ of a day, a twelfth of a second: sums of such times are exact.

    Those who come together then stay together, in the order they are numbered in, whatever the last
    digit of a stay is by the logarithms of one processor or another.

    Args:
        days: Times or lengths, in days; of any shape.

    >>> arrival, stay = in_ticks([2.3, 2.3]) - in_ticks([0.7, 1.9]), in_ticks([0.7, 1.9])
    >>> print((arrival + stay == in_ticks(2.3)).all())
    True
    """
    return np.round(np.asarray(days, dtype=np.float64) * TICKS) / TICKS


def joined(*groups: People) -> People:
    """Put groups together, such as those there at the start and those who come later."""
    return People.of(
        *(
            np.concatenate([getattr(group, name) for group in groups])
            for name in ("arrival", "kind", "stay", "delay", "stage", "holding")
        )
    )


def generator(seed: int, replication: int, purpose: int) -> np.random.Generator:
    """Give the random numbers of one purpose in one replication.

    Args:
        seed: The run's seed.
        replication: Which replication, from 0.
        purpose: What the numbers are for, from 0: give arrivals, stays, delays, choices ... each
            its own, so that a scenario drawing more of one leaves the others as they were.
    """
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(replication, purpose)))


def poisson_arrivals(random: np.random.Generator, rates: ArrayLike) -> tuple[FloatArray, IntArray]:
    """Draw independent arrivals whose rate is constant within each day.

    Args:
        random: The random numbers of this purpose.
        rates: [day, class] Expected arrivals.

    Returns:
        Times in ascending order, and the class of each.

    Raises:
        StatisticsError: If a rate is negative or missing.
    """
    expected = np.asarray(rates, dtype=np.float64)
    if expected.ndim != 2 or not (expected >= 0).all():
        raise StatisticsError(
            "Rates of arrival are negative, missing or not a table of days by classes."
        )
    return spread_over_days(random, random.poisson(expected))


def spread_over_days(random: np.random.Generator, counts: ArrayLike) -> tuple[FloatArray, IntArray]:
    """Place counted arrivals anywhere within their day.

    Args:
        random: The random numbers of this purpose.
        counts: [day, class] Arrivals, such as those that were counted, or drawn in batches.

    Returns:
        Times in ascending order, and the class of each.
    """
    number = np.asarray(counts, dtype=np.int64)
    day, kind = (np.repeat(index.ravel(), number.ravel()) for index in np.indices(number.shape))
    times = day + random.random(day.size)
    order = np.argsort(times, kind="stable")
    return times[order], kind[order]
