"""When people become ready to leave hospital: weeks of history drawn again, or rates in bunches."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from wholeplace.core.errors import StatisticsError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

WEEKS_EITHER_SIDE = 4
WEEKS_A_YEAR = 52
ROUND_BEGINS, ROUND_ENDS = 9 / 24, 17 / 24
"""People are found ready between nine and five."""


class Arrivals(Protocol):
    """Whatever can say when people of each stream become ready."""

    def draw(
        self, random: np.random.Generator, first: dt.date, days: int
    ) -> tuple[FloatArray, IntArray]:
        """Times in days from the first day, ascending, and the stream of each."""

    def daily_rates(self) -> FloatArray:
        """[stream] People a day, on average over a year."""

    def averages_only(self) -> bool:
        """Whether nothing is known of how people come in bunches."""


@dataclass(frozen=True)
class History:
    """People who became ready, day by day, in the past.

    A future week is a whole week of the past, all streams together, drawn from those at most four
    weeks from the same time of year: days of the week, bunches and what rises together stay as
    they were. (A moving-block bootstrap; Kuensch HR. Ann Stat 1989;17:1217.)

    Attributes:
        first: The day of the first row.
        counts: [day, stream] People.
    """

    first: dt.date
    counts: IntArray

    def __post_init__(self) -> None:
        if self.counts.shape[0] < 28:
            raise StatisticsError(
                f"Only {self.counts.shape[0]} days of history are given.",
                "Give four weeks at the least, and a year to know the seasons.",
            )

    def draw(
        self, random: np.random.Generator, first: dt.date, days: int
    ) -> tuple[FloatArray, IntArray]:
        """Times in days from the first day, ascending, and the stream of each."""
        lead = first.weekday()
        weeks = -(-(days + lead) // 7)
        offset = -self.first.weekday() % 7
        whole_weeks = (self.counts.shape[0] - offset) // 7
        past = self.counts[offset : offset + 7 * whole_weeks].reshape(whole_weeks, 7, -1)
        monday = first - dt.timedelta(days=lead)
        start = self.first + dt.timedelta(days=offset)
        ahead = (monday - start).days // 7 + np.arange(weeks)
        shift = random.integers(-WEEKS_EITHER_SIDE, WEEKS_EITHER_SIDE + 1, weeks)
        cycle = min(WEEKS_A_YEAR, whole_weeks)
        chosen = (ahead + shift) % cycle + (whole_weeks - cycle)
        counts = past[chosen].reshape(weeks * 7, -1)[lead : lead + days]
        day, stream = (np.repeat(i.ravel(), counts.ravel()) for i in np.indices(counts.shape))
        return _in_order(day + _time_of_day(random, day.size), stream)

    def daily_rates(self) -> FloatArray:
        """[stream] People a day, on average."""
        return self.counts.mean(axis=0)

    def averages_only(self) -> bool:
        """Never: this is every day as it was."""
        return False


@dataclass(frozen=True)
class Rates:
    """People a day on average, and how they bunch.

    Attributes:
        per_day: [stream] People a day over a year.
        source_of: [stream] The number of the hospital, or of the community, they come from:
            whoever is found ready on one round there is found together.
        weekdays: [7] How Monday to Sunday compare; the mean is 1.
        months: [12] How January to December compare; the mean is 1.
        batch: How many are found ready together, on average; 1 means each alone.
        surge: How much a fortnight's number goes up and down beyond chance: its standard deviation
            as a share of the mean.
    """

    per_day: FloatArray
    source_of: IntArray
    weekdays: FloatArray
    months: FloatArray
    batch: float = 1.0
    surge: float = 0.0

    def draw(
        self, random: np.random.Generator, first: dt.date, days: int
    ) -> tuple[FloatArray, IntArray]:
        """Times in days from the first day, ascending, and the stream of each."""
        sources = int(self.source_of.max()) + 1
        level = np.bincount(self.source_of, self.per_day, sources)
        rounds = random.poisson(self._shape(random, first, days)[:, None] * level / self.batch)
        day, source = (np.repeat(i.ravel(), rounds.ravel()) for i in np.indices(rounds.shape))
        time = day + _time_of_day(random, day.size)
        found = random.geometric(1 / self.batch, day.size)
        time, source = np.repeat(time, found), np.repeat(source, found)
        return _in_order(time, self._streams(random, source, sources))

    def _shape(self, random: np.random.Generator, first: dt.date, days: int) -> FloatArray:
        """[day] How each day compares with the mean: weekday, month and fortnightly surge."""
        dates = np.datetime64(first) + np.arange(days)
        weekday = (dates.astype("datetime64[D]").astype(int) + 3) % 7
        month = dates.astype("datetime64[M]").astype(int) % 12
        fortnight = (np.arange(days) + first.toordinal()) // 14
        fortnight -= fortnight[0]
        shape = self.surge**-2 if self.surge else 0.0
        surges = random.gamma(shape, 1 / shape, fortnight[-1] + 1) if shape else None
        level = self.weekdays[weekday] * self.months[month]
        return level if surges is None else level * surges[fortnight]

    def _streams(self, random: np.random.Generator, source: IntArray, sources: int) -> IntArray:
        """The stream of each person, by the rates of the streams of their source."""
        uniform = random.random(source.size)
        stream = np.zeros(source.size, dtype=np.int64)
        for number in range(sources):
            mine = np.flatnonzero(self.source_of == number)
            if mine.size:
                share = np.cumsum(self.per_day[mine])
                of_source = source == number
                place = np.searchsorted(share, uniform[of_source] * share[-1], side="right")
                stream[of_source] = mine[np.minimum(place, mine.size - 1)]
        return stream

    def daily_rates(self) -> FloatArray:
        """[stream] People a day over a year."""
        return self.per_day

    def averages_only(self) -> bool:
        """Whether every day is like every other and everybody comes alone."""
        flat = np.allclose(self.weekdays, 1) and np.allclose(self.months, 1)
        return flat and self.batch == 1 and self.surge == 0


def _time_of_day(random: np.random.Generator, size: int) -> FloatArray:
    return random.uniform(ROUND_BEGINS, ROUND_ENDS, size)


def _in_order(time: FloatArray, stream: IntArray) -> tuple[FloatArray, IntArray]:
    order = np.argsort(time, kind="stable")
    return time[order], stream[order]
