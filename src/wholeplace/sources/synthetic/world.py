"""Everything drawn about people before any record is written: the state other modules read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from wholeplace.sources.synthetic.areas import Areas
from wholeplace.sources.synthetic.health import Health, fall_ill
from wholeplace.sources.synthetic.histories import History, live_through
from wholeplace.sources.synthetic.households import Households, house, move
from wholeplace.sources.synthetic.population import YEARS, People, day_number, populate
from wholeplace.sources.synthetic.prevalence import Model, solve


@dataclass(frozen=True)
class World:
    """A drawn population.

    Attributes:
        areas: Places.
        people, homes, history, health: One entry per person each, in the same order.
        model: The levels the conditions were drawn from.
        seed: Seed.
        first, last: The ten years, as day numbers, both included.
    """

    areas: Areas
    people: People
    homes: Households
    history: History
    health: Health
    model: Model
    seed: int
    first: int
    last: int


def draw_world(areas: Areas, people: int, seed: int, as_at: dt.date) -> World:
    """Draw everybody, where they live, what happens to them and what they have.

    Args:
        areas: Places.
        people: Registered people on ``as_at``.
        seed: Seed.
        as_at: The last of the ten years' days.

    Returns:
        The population.
    """
    last = day_number(as_at)
    start = as_at + dt.timedelta(days=1)
    window = (day_number(start.replace(year=start.year - YEARS, day=min(start.day, 28))), last)
    everybody = populate(areas, people, seed, as_at)
    homes = house(everybody, areas, seed)
    history = live_through(
        everybody, areas, move(everybody, areas, homes, seed, window), seed, window
    )
    model = solve(everybody, areas)
    health = fall_ill(everybody, areas, history, model, seed)
    return World(areas, everybody, homes, history, health, model, seed, *window)
