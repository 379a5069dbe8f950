"""Who was ready to leave when and left when, with and without support, and delays with reasons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.synthetic.admissions import Spells
from wholeplace.sources.synthetic.datasets.leaving_hospital.leave import Leaving
from wholeplace.sources.synthetic.datasets.leaving_hospital.planted import (
    HISTORY_DAYS,
    HOME_DAYS_AFTER_READY,
    NAMES,
    PLANTED,
    READINESS_PUT_OFF,
)
from wholeplace.sources.synthetic.datasets.leaving_hospital.ready import (
    adults_overnight,
    place_of,
)
from wholeplace.sources.synthetic.population import NEVER
from wholeplace.sources.synthetic.streams import pick, stream
from wholeplace.sources.synthetic.world import World

Days = NDArray[np.int64]
HOME = 0
REASONS = ("A", "B", "C", "DI", "DII", "E", "F", "G", "H", "I", "O")
BODIES = ("NHS", "SOCIAL CARE", "BOTH")


@dataclass(frozen=True)
class Discharges:
    """One entry per stay of an adult who became ready to leave in the history.

    Attributes:
        spell: Position of the admission.
        service: Position among all services, 0 for home without support.
        place: Position in ``planted.PLACES``, or ELSEWHERE.
        asks: Position among what people ask for.
        no_criteria, ready: Days.
        accepted: The day a service accepted them; NEVER for home.
        left: The day they left, NEVER while they are in hospital.
    """

    spell: Days
    service: Days
    place: Days
    asks: Days
    no_criteria: Days
    ready: Days
    accepted: Days
    left: Days


def discharges(world: World, spells: Spells, leaving: Leaving) -> Discharges:
    """Everybody who became ready to leave in the history, with and without support.

    Args:
        world: The population.
        spells: Admissions, with the stays of those who waited lengthened.
        leaving: Who needed support.
    """
    rng = stream(world.seed, "leaving home")
    since = world.last - HISTORY_DAYS
    alone = adults_overnight(world, spells) & (spells.leaves > since)
    alone &= spells.leaves <= world.last
    alone[leaving.ready.spell] = False
    home = np.flatnonzero(alone)
    late = pick(rng, np.array(HOME_DAYS_AFTER_READY), len(home))
    home_ready = np.maximum(spells.leaves[home] - late, spells.day[home] + 1)
    mine = np.flatnonzero((leaving.ready.ready > since) & (leaving.ready.ready <= world.last))
    needing = leaving.ready
    spell = np.concatenate([home, needing.spell[mine]])
    ready = np.concatenate([home_ready, needing.ready[mine]])
    put_off = rng.random(len(spell)) < READINESS_PUT_OFF
    earlier = np.where(put_off, rng.integers(1, 5, len(spell)), 0)
    nothing = np.zeros(len(home), dtype=np.int64)
    living = place_of(world)[world.people.lsoa[spells.person[home]]]
    return Discharges(
        spell=spell,
        service=np.concatenate([nothing, 1 + needing.service[mine]]),
        place=np.concatenate([living, needing.place[mine]]),
        asks=np.concatenate([nothing, needing.asks[mine]]),
        no_criteria=np.maximum(ready - earlier, spells.day[spell]),
        ready=ready,
        accepted=np.concatenate([nothing + NEVER, needing.accepted[mine]]),
        left=spells.leaves[spell],
    )


@dataclass(frozen=True)
class Delays:
    """One entry per delay that was agreed.

    Attributes:
        discharge: Position in :class:`Discharges`.
        start: The day after the person was ready.
        end: The day they left, NEVER while they wait.
        reason: Position in :data:`REASONS`.
        body: Position in :data:`BODIES`.
    """

    discharge: Days
    start: Days
    end: Days
    reason: Days
    body: Days


def delays(world: World, found: Discharges) -> Delays:
    """Delays of people who needed support and were in hospital beyond the day after."""
    rng = stream(world.seed, "discharge delays")
    start = found.ready + 1
    chosen = np.flatnonzero((found.service != HOME) & (start <= world.last) & (found.left > start))
    service = found.service[chosen] - 1
    until = np.minimum(found.left[chosen], world.last + 1)
    process = np.minimum(found.accepted[chosen], until) - found.ready[chosen]
    by_service = np.array([REASONS.index(PLANTED[name].reason) for name in NAMES])[service]
    homes = np.isin(service, (NAMES.index("residential"), NAMES.index("nursing")))
    settling = np.where(homes & (rng.random(len(chosen)) < 0.5), 1, 0)
    longer = process > (until - found.ready[chosen]) / 2
    reason = np.where(longer, settling, by_service)
    asked = (found.asks[chosen] > 0) & (rng.random(len(chosen)) < 0.7)
    reason = np.where(asked, REASONS.index("G"), reason)
    other = rng.random(len(chosen)) < 0.08
    rare = np.array([REASONS.index(code) for code in "FHIO"])[rng.integers(0, 4, len(chosen))]
    reason = np.where(other, rare, reason)
    council = np.array([PLANTED[name].council for name in NAMES])[service]
    body = np.where(council, 1, 0)
    body = np.where(rng.random(len(chosen)) < 0.07, 2, body)
    return Delays(chosen, start[chosen], found.left[chosen], reason, body)
