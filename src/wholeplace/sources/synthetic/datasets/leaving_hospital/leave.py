"""Leaving hospital from end to end: ready, accepted, waiting for a slot, gone; and the slots."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.synthetic.admissions import Spells
from wholeplace.sources.synthetic.datasets.leaving_hospital.planted import (
    CHRISTMAS,
    LONGEST_STAYS,
    NAMES,
    PLACES,
    SPREAD_OF_STAYS,
    of_each,
    target_waits,
)
from wholeplace.sources.synthetic.datasets.leaving_hospital.ready import (
    ELSEWHERE,
    Ready,
    become_ready,
    opening,
    place_of,
    weekends_of,
)
from wholeplace.sources.synthetic.datasets.leaving_hospital.slots import (
    Queue,
    enough_slots,
    next_working_day,
    starts,
)
from wholeplace.sources.synthetic.datasets.recent import happen, scaled
from wholeplace.sources.synthetic.population import NEVER, REGISTERED
from wholeplace.sources.synthetic.streams import pick, stream
from wholeplace.sources.synthetic.world import World

CELLS = len(NAMES) * len(PLACES)
Days = NDArray[np.int64]


@dataclass(frozen=True)
class Leaving:
    """Everything about leaving hospital with support.

    Attributes:
        ready: Who needs support, and when they were ready and accepted.
        started: The day their service began, NEVER if it had not or never will.
        until: Last day of their service, NEVER while it goes on.
        community_person: Whom services took on from the community.
        community_cell: To which service and place.
        community_accepted: The day of it.
        community_started: The day it began, NEVER if it has not.
        community_until: Its last day.
        slots: Slots of each day simulated, by service and place.
        first: The first day simulated.
    """

    ready: Ready
    started: Days
    until: Days
    community_person: Days
    community_cell: Days
    community_accepted: Days
    community_started: Days
    community_until: Days
    slots: NDArray[np.int64]
    first: int


def leave(world: World, spells: Spells) -> Leaving:
    """Simulate leaving hospital, and lengthen the stays of those who wait for a service.

    Args:
        world: The population.
        spells: Admissions; the last days of those who wait are changed in place.
    """
    rng = stream(world.seed, "leaving hospital")
    ready = become_ready(rng, world, spells)
    person, day, service = _from_the_community(rng, world, ready)
    cell = service * len(PLACES) + place_of(world)[world.people.lsoa[person]]
    here = ready.place != ELSEWHERE
    queue = Queue(
        np.concatenate([(ready.service * len(PLACES) + ready.place)[here], cell]),
        np.concatenate([ready.accepted[here], day]),
        _lengths(rng, np.concatenate([ready.service[here], service])),
    )
    slots = _slots(world, queue)
    weekends = np.repeat(weekends_of(), len(PLACES))
    start = starts(queue, slots, weekends, opening(world), world.last)
    until = np.where(start < NEVER, start + queue.length, NEVER)
    number = int(here.sum())
    started = np.full(len(here), NEVER, dtype=np.int64)
    ended = np.full(len(here), NEVER, dtype=np.int64)
    started[here], ended[here] = start[:number], until[:number]
    waits = np.floor(rng.exponential(1.5, len(here))).astype(np.int64)
    started[~here] = (ready.accepted + waits)[~here]  # services of other systems: no slots known
    _hold_beds(world, spells, ready, started)
    return Leaving(
        ready,
        np.where(started > np.minimum(ready.limit, world.last), NEVER, started),
        _cut(world, spells.person[ready.spell], ended),
        person,
        cell,
        day,
        start[number:],
        _cut(world, person, until[number:]),
        slots,
        opening(world),
    )


def _hold_beds(world: World, spells: Spells, ready: Ready, started: Days) -> None:
    """Keep people in their beds until the service starts, or as long as can be."""
    leaves = np.minimum(started, ready.limit)
    spells.leaves[ready.spell] = np.where(leaves > world.last, NEVER, leaves)


def _cut(world: World, person: Days, until: Days) -> Days:
    """Last days of services that nobody outlives and that lie in the past."""
    death = world.people.death[person].astype(np.int64)
    until = np.minimum(until, death)
    return np.where(until > world.last, NEVER, until)


def _from_the_community(
    rng: np.random.Generator, world: World, ready: Ready
) -> tuple[Days, Days, Days]:
    """Person, day and service of referrals that come from people at home."""
    share = of_each("community")
    each = of_each("share") * share / (1 - share)
    inside = place_of(world)[world.people.lsoa] != ELSEWHERE
    old = (world.people.age >= 65) & (world.people.kind == REGISTERED) & inside
    recent = ready.ready > world.last - 365
    wanted = each.sum() * (recent & (ready.place != ELSEWHERE)).sum()
    listed = max(int((world.people.kind == REGISTERED).sum()), 1)
    weight = np.where(old, np.exp(0.5 * world.health.frailty), 0.0)
    rate = scaled(world, weight, wanted / listed, 0.0)
    person, day = happen(rng, world, rate, opening(world))
    return person, np.minimum(next_working_day(day), world.last), pick(rng, each, len(person))


def _lengths(rng: np.random.Generator, service: Days) -> Days:
    """Log-normal stays of the planted means, none shorter than a day."""
    mean = of_each("days")[service]
    middle = np.log(mean) - SPREAD_OF_STAYS**2 / 2
    days = np.minimum(rng.lognormal(middle, SPREAD_OF_STAYS), LONGEST_STAYS * mean)
    return np.maximum(np.rint(days), 1).astype(np.int64)


def _slots(world: World, queue: Queue) -> NDArray[np.int64]:
    """Slots of each day and cell: as many as the planted waits need, fewer around Christmas."""
    days = np.arange(opening(world), world.last + 1)
    load = np.bincount(queue.cell, queue.length, minlength=CELLS) / len(days)
    mean = np.repeat(of_each("days"), len(PLACES))
    spread = float(np.exp(SPREAD_OF_STAYS**2) - 1)
    enough = enough_slots(load, mean, target_waits().ravel(), spread)
    dates = [dt.date.fromordinal(int(day) + dt.date(1970, 1, 1).toordinal()) for day in days]
    weeks = np.array([date.isocalendar().week for date in dates])
    fewer = np.where(np.isin(weeks, (52, 53, 1)), CHRISTMAS, 1.0)
    return np.maximum(np.floor(fewer[:, None] * enough).astype(np.int64), 1)
