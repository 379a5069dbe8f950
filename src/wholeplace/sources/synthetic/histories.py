"""When people joined, left, moved and changed practice, and who is still listed after going."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.synthetic import targets
from wholeplace.sources.synthetic.areas import Areas
from wholeplace.sources.synthetic.households import Moves
from wholeplace.sources.synthetic.population import (
    DIED,
    LEFT,
    NEVER,
    REGISTERED,
    REGISTERED_ELSEWHERE,
    People,
    step,
)
from wholeplace.sources.synthetic.streams import stream

# Share of people of an age who joined the list in the last ten years (not by birth); assumption.
JOINED = ((0, 0.20), (10, 0.28), (18, 0.65), (25, 0.62), (35, 0.42), (45, 0.22), (65, 0.14))
# Who stays listed after going, relative to others; assumption: working ages most.
STAYS_LISTED = ((0, 0.5), (18, 1.4), (25, 1.8), (45, 0.6), (65, 0.12))
LATE_REGISTRATION = 0.05  # of babies, registered two to nine months after birth; assumption
SWITCHED = 0.45  # of movers who also changed practice; assumption
LEFT_AFTER_JOINING = 0.40  # of leavers, who came within the ten years too; assumption


@dataclass
class History:
    """One entry per person; days since 1970, NEVER where it has not happened.

    Attributes:
        start, end: Registration with the system's practices.
        gone: The day a person left without being taken off the list.
        moved, from_lsoa: Latest move and the earlier small area.
        switched, from_practice: Change of practice within the system.
        late: Whether a baby was registered late.
        seen_from, seen_to: First and last day within the ten years on which care may happen.
    """

    start: NDArray[np.int32]
    end: NDArray[np.int32]
    gone: NDArray[np.int32]
    moved: NDArray[np.int32]
    from_lsoa: NDArray[np.int16]
    switched: NDArray[np.int32]
    from_practice: NDArray[np.int16]
    late: NDArray[np.bool_]
    seen_from: NDArray[np.int32]
    seen_to: NDArray[np.int32]


def live_through(
    people: People, areas: Areas, moves: Moves, seed: int, window: tuple[int, int]
) -> History:
    """Ten years of joining, leaving and moving.

    Args:
        people: Everybody.
        areas: Places.
        moves: Each household's latest move.
        seed: Seed.
        window: First and last day, as day numbers.

    Returns:
        The history of each person.
    """
    rng = stream(seed, "histories")
    first = window[0]
    listed = np.isin(people.kind, (REGISTERED, LEFT, DIED))
    start, late = _starts(people, rng, window)
    start = np.where(listed, start, NEVER).astype(np.int32)
    end = np.where(np.isin(people.kind, (LEFT, DIED)), people.reference, NEVER).astype(np.int32)
    gone = _gone(people, areas, np.asarray(start, dtype=np.int32), rng, window)
    here = np.minimum(people.reference, gone)
    moved = np.where((moves.day > start + 30) & (moves.day < here - 30) & listed, moves.day, NEVER)
    moved[people.lsoa == areas.outside] = NEVER
    switch = (moved < NEVER) & (rng.random(len(people)) < SWITCHED)
    from_practice = people.practice[moves.donor]
    switch &= (from_practice >= 0) & (from_practice != people.practice)
    begins = np.where(listed, np.maximum(start, first), np.maximum(people.birth, first))
    return History(
        start=np.asarray(start, dtype=np.int32),
        end=end,
        gone=gone,
        moved=moved.astype(np.int32),
        from_lsoa=moves.from_lsoa,
        switched=np.where(switch, moved, NEVER).astype(np.int32),
        from_practice=from_practice,
        late=late,
        seen_from=begins.astype(np.int32),
        seen_to=np.maximum(here, begins).astype(np.int32),
    )


def _starts(
    people: People, rng: np.random.Generator, window: tuple[int, int]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """First day on the list: soon after birth, on arrival, or long ago."""
    first = window[0]
    number = len(people)
    newborn = people.birth + rng.integers(3, 42, number)
    late = (rng.random(number) < LATE_REGISTRATION) & (people.birth >= first)
    newborn = np.where(late, people.birth + rng.integers(60, 280, number), newborn)
    long_ago = first - (rng.exponential(11.0, number) * 365.25).astype(np.int64)
    start = np.maximum(long_ago, newborn)
    chance = step(JOINED, people.age)
    chance = np.where(people.kind == LEFT, LEFT_AFTER_JOINING, chance)
    chance = np.where(people.kind == DIED, 0.10, chance)
    joined = rng.random(number) < chance
    earliest = np.maximum(newborn, first)
    span = np.maximum(people.reference - earliest - 60, 0)
    arrival = earliest + (rng.random(number) * span).astype(np.int64)
    start = np.where(joined, np.maximum(arrival, newborn), start)
    late &= ~joined & (start == newborn)
    return np.maximum(np.minimum(start, people.reference - 1), people.birth), late


def _gone(
    people: People,
    areas: Areas,
    start: NDArray[np.int32],
    rng: np.random.Generator,
    window: tuple[int, int],
) -> NDArray[np.int32]:
    """List inflation: as many people gone but listed as registered exceeds resident."""
    last = window[1]
    registered = people.kind == REGISTERED
    scale = registered.sum() / targets.REGISTERED
    living_out = (registered & (people.lsoa == areas.outside)).sum()
    elsewhere = (people.kind == REGISTERED_ELSEWHERE).sum()
    number = round(registered.sum() - living_out + elsewhere - targets.RESIDENTS * scale)
    gone = np.full(len(people), NEVER, dtype=np.int32)
    able = registered & (people.lsoa != areas.outside) & (start < last - 200)
    weight = np.where(able, step(STAYS_LISTED, people.age), 0.0)
    chosen = _distinct(rng, weight, number)
    earliest = np.maximum(start[chosen] + 60, last - 6 * 365)
    gone[chosen] = earliest + (rng.random(len(chosen)) * (last - 30 - earliest)).astype(np.int32)
    return gone


def _distinct(
    rng: np.random.Generator, weights: NDArray[np.float64], number: int
) -> NDArray[np.int64]:
    """Positions drawn without replacement: the smallest of exponentials over weights.

    Efraimidis and Spirakis 2006.
    """
    keys = rng.exponential(size=len(weights)) / np.maximum(weights, 1e-12)
    keys[weights <= 0] = np.inf
    number = min(number, int((weights > 0).sum()))
    # Processors part numbers in orders of their own, and what follows would be other people.
    return np.sort(np.argpartition(keys, number)[:number])
