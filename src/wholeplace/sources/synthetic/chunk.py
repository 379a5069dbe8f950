"""People drawn together: what their entries depend on, and events scattered over their years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.synthetic.population import NEVER, REGISTERED
from wholeplace.sources.synthetic.world import World

YEAR = 365.25
HEALTH_CHECKS = 1.05  # a year, of people with severe mental illness; our assumption
# Reviews of diabetes a year, at which every care process is done: about half of people have all
# eight in a year, near what the National Diabetes Audit reports.
REVIEWS = 0.75


@dataclass
class Chunk:
    """People ``start`` to ``stop`` of a world, with what their readings depend on."""

    world: World
    start: int
    stop: int
    rng: np.random.Generator

    def __post_init__(self) -> None:
        world, part = self.world, slice(self.start, self.stop)
        self.size = self.stop - self.start
        self.born = world.people.birth[part].astype(np.int64)
        self.sex = world.people.sex[part]
        self.age = world.people.age[part].astype(np.int64)
        self.listed = world.history.start[part] < NEVER
        self.opens = world.history.seen_from[part].astype(np.int64)
        self.closes = world.history.seen_to[part].astype(np.int64)
        self.frailty = world.health.frailty[part]
        self.fifth = world.areas.fifth19[world.people.lsoa[part]].astype(np.int64)
        self.poorer = np.where(self.fifth > 0, 3 - self.fifth, 0)
        self.chronic = world.health.chronic_of(part)
        yearly = np.where(self.age >= 50, 0.05, np.where(self.age < 10, 0.001, 0.015))
        self.growth = yearly / YEAR
        severe = np.where(self.has("severe_mental_illness"), HEALTH_CHECKS, 0.0)
        self.health_checks = self.scatter(severe, from_age=18)
        diabetic = np.where(self.has("diabetes"), REVIEWS, 0.0)
        self.reviews = self.scatter(diabetic, from_age=12, since=self.since("diabetes"))
        self.registered = world.people.kind[part] == REGISTERED

    def has(self, *names: str) -> NDArray[np.bool_]:
        """Who has any of these conditions."""
        part = slice(self.start, self.stop)
        return np.logical_or.reduce([self.world.health.has(name)[part] for name in names])

    def since(self, name: str) -> NDArray[np.int64]:
        """Day of diagnosis, NEVER for people without."""
        return self.world.health.day_of(name)[self.start : self.stop].astype(np.int64)

    def measured(
        self, rate: NDArray[np.floating], from_age: float
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Scattered events, one at each physical health check and one at each review."""
        return together(self.scatter(rate, from_age), self.health_checks, self.reviews)

    def reviewed(
        self, rate: NDArray[np.floating], from_age: float, name: str = ""
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Scattered events, after a diagnosis if one is named, and one at each review."""
        since = self.since(name) if name else None
        return together(self.scatter(rate, from_age, since=since), self.reviews)

    def scatter(
        self,
        rate: NDArray[np.floating],
        from_age: float = 0.0,
        to_age: float = 200.0,
        since: NDArray[np.int64] | None = None,
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Poisson events while seen, between two ages, after a diagnosis.

        The yearly rate holds on the last day and was lower before, as people were younger.

        Args:
            rate: Events a year for each person of the chunk.
            from_age: Youngest age, years.
            to_age: Age at which they stop.
            since: Day from which they happen.

        Returns:
            Person (position in the chunk) and day of each event.
        """
        begins = np.maximum(self.opens, self.born + int(from_age * YEAR))
        if since is not None:
            begins = np.maximum(begins, since)
        ends = np.minimum(self.closes, self.born + int(to_age * YEAR))
        span = np.where(self.listed, np.maximum(ends - begins, 0), 0)
        reach = -np.expm1(-self.growth * span)
        many = self.rng.poisson(rate * reach / (self.growth * YEAR))
        person = np.repeat(np.arange(self.size), many)
        share = self.rng.random(len(person)) * reach[person]
        back = np.ceil(-np.log1p(-share) / self.growth[person]).astype(np.int64)
        return person, np.maximum(ends[person] - back, begins[person])

    def noise(self, person: NDArray[np.int64], mean: NDArray, spread: float) -> NDArray:
        """A reading of each event: the person's own level with a reading's scatter."""
        return mean[person] + spread * self.rng.standard_normal(len(person), dtype=np.float32)


def together(
    *events: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Persons and days of several kinds of events."""
    persons, days = zip(*events, strict=True)
    return np.concatenate(persons), np.concatenate(days)
