"""Services that councils arrange for adults: care homes, support at home, reablement, carers.

Levels: admissions of people aged 65 and over to care homes with council support, 196 per 100,000 in
the half-year to September 2018 (Better Care Fund report, Cambridgeshire), so 392 a year; 63 in 100
residents supported (ONS, care homes and self-funders, 2022 to 2023); the rest near the Adult Social
Care Activity Report, England, 2023-24. People who pay for their own care are not in these data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic import targets
from wholeplace.sources.synthetic.datasets.recent import YEAR, coded, happen, listed, scaled
from wholeplace.sources.synthetic.feeds import dates
from wholeplace.sources.synthetic.population import DIED, NEVER, REGISTERED
from wholeplace.sources.synthetic.provider_feed import Layout, Outbox, Sender, send
from wholeplace.sources.synthetic.streams import stream
from wholeplace.sources.synthetic.world import World

DATASET = "social_care_service"
COUNCIL_PAYS = 0.63
IN_NURSING_HOMES = 0.35
DIED_SUPPORTED = 0.22  # of people who died aged 75 and over; our assumption
DIED_IN_THE_YEAR = 0.3  # of a year's admissions to care homes; our assumption
REABLED = 0.023  # courses of reablement a year per person aged 65 and over
CARERS = 0.006  # of adults
KINDS = (
    "LONG TERM SUPPORT: NURSING CARE",
    "LONG TERM SUPPORT: RESIDENTIAL CARE",
    "LONG TERM SUPPORT: COMMUNITY",
    "SHORT TERM SUPPORT: ST-MAX",
    "CARER SUPPORT: DIRECT TO CARER",
)
NURSING, RESIDENTIAL, COMMUNITY, REABLEMENT, CARER = range(5)
# Share of adults with a condition who have long-term support at home.
_AT_HOME = {
    "learning_disability": 0.48,
    "severe_mental_illness": 0.10,
    "multiple_sclerosis": 0.14,
    "dementia": 0.14,
    "stroke_or_tia": 0.03,
}
_FRAIL = 0.022  # of others aged 75 and over, on average
_COUNCILS = {"peterborough": ("624", "peterborough_council")}
_COUNTY = ("623", "cambridgeshire_council")
_LAYOUT = Layout(
    birth_date=True, provider="council_code", places=("lsoa21",), absent="NHS number not held"
)
_REASONS: tuple[tuple[str, str], ...] = (
    ("learning_disability", "LEARNING DISABILITY SUPPORT"),
    ("dementia", "SUPPORT WITH MEMORY AND COGNITION"),
    ("severe_mental_illness", "MENTAL HEALTH SUPPORT"),
)
_OTHER_REASONS = (
    "PHYSICAL SUPPORT: PERSONAL CARE SUPPORT",
    "PHYSICAL SUPPORT: ACCESS AND MOBILITY ONLY",
    "SOCIAL SUPPORT: SUPPORT FOR SOCIAL ISOLATION/OTHER",
)
_DELIVERIES = ("DIRECT PAYMENT", "CASSR MANAGED PERSONAL BUDGET", "CASSR COMMISSIONED SUPPORT")


@dataclass(frozen=True)
class Services:
    """One entry per service.

    Attributes:
        person: Who.
        start, end: First and last day; NEVER if it goes on.
        kind: Position in :data:`KINDS`.
    """

    person: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    kind: NDArray[np.int64]


def support(world: World) -> Services:
    """Draws every service that goes on on the last day, or ended in the ten years before it."""
    rng = stream(world.seed, DATASET)
    parts = [
        _in_care_homes(rng, world),
        _at_home(rng, world),
        _before_death(rng, world),
        _reabled(rng, world),
        _carers(rng, world),
    ]
    joined = [np.concatenate(values) for values in zip(*parts, strict=True)]
    services = Services(*joined)
    gone = world.history.gone[services.person]
    death = world.people.death[services.person].astype(np.int64)
    until = np.minimum(gone, death)
    end = np.where(services.end < until, services.end, until)
    end = np.where(end > world.last, NEVER, np.maximum(end, services.start))
    kept = services.start <= np.minimum(world.last, until)
    return Services(services.person[kept], services.start[kept], end[kept], services.kind[kept])


Part = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def _in_care_homes(rng: np.random.Generator, world: World) -> Part:
    """Residents the council pays for; as many came in the last year as the published rate says."""
    paid = world.homes.care_home & (rng.random(len(world.people)) < COUNCIL_PAYS)
    person = np.flatnonzero(paid)
    old = (world.people.kind == REGISTERED) & (world.people.age >= 65)
    wanted = targets.CARE_HOME_ADMISSIONS * old.sum() / 1e5
    wanted *= 1 - DIED_IN_THE_YEAR
    new = rng.random(len(person)) < min(wanted / max(len(person), 1), 1.0)
    ago = np.where(new, rng.integers(0, YEAR, len(person)), rng.integers(YEAR, 2_000, len(person)))
    kind = np.where(rng.random(len(person)) < IN_NURSING_HOMES, NURSING, RESIDENTIAL)
    return person, world.last - ago, np.full(len(person), NEVER), kind


def _at_home(rng: np.random.Generator, world: World) -> Part:
    """Adults with long-term support at home."""
    people, health = world.people, world.health
    chance = np.where(people.age >= 75, _FRAIL * np.exp(0.6 * health.frailty - 0.18), 0.0)
    for name, share in _AT_HOME.items():
        chance = np.maximum(chance, share * health.has(name))
    chance[(people.age < 18) | (people.kind != REGISTERED) | world.homes.care_home] = 0
    person = np.flatnonzero(rng.random(len(people)) < chance)
    lasts = np.minimum(rng.exponential(1_300, len(person)), world.last - world.first)
    adult = people.birth[person] + 18 * 366
    start = np.maximum(world.last - lasts.astype(np.int64), adult)
    return person, start, np.full(len(person), NEVER), np.full(len(person), COMMUNITY)


def _before_death(rng: np.random.Generator, world: World) -> Part:
    """Support that ended with somebody's death: at home, or in a care home."""
    people = world.people
    died = (people.kind == DIED) & (people.age >= 75)
    person = np.flatnonzero(died & (rng.random(len(people)) < DIED_SUPPORTED))
    lasted = rng.exponential(500, len(person)).astype(np.int64)
    start = np.maximum(people.death[person] - lasted, world.first)
    kind = rng.choice([NURSING, RESIDENTIAL, COMMUNITY], len(person), p=[0.17, 0.23, 0.60])
    return person, start, people.death[person].astype(np.int64), kind


def _reabled(rng: np.random.Generator, world: World) -> Part:
    """Six weeks of help to get back on one's feet, mostly after a stay in hospital."""
    old = world.people.age >= 65
    weight = np.where(old, np.exp(0.5 * world.health.frailty) * (world.people.age - 60), 0.0)
    share = old[listed(world)].mean()
    rate = scaled(world, weight, REABLED * share, 0.0)
    person, start = happen(rng, world, rate, world.first)
    return person, start, start + rng.integers(7, 43, len(person)), np.full(len(person), REABLEMENT)


def _carers(rng: np.random.Generator, world: World) -> Part:
    """Adults supported as unpaid carers."""
    people = world.people
    able = (people.kind == REGISTERED) & (people.age >= 18) & ~world.homes.care_home
    chance = np.where(people.age >= 50, 1.8, 0.6) * CARERS
    person = np.flatnonzero(able & (rng.random(len(people)) < chance))
    start = world.last - rng.integers(0, 1_100, len(person))
    end = np.where(rng.random(len(person)) < 0.4, start + rng.integers(30, 365, len(person)), NEVER)
    return person, start, end, np.full(len(person), CARER)


def write_social_care(outbox: Outbox) -> Services:
    """Write the services of each council, which holds no NHS number for some people.

    Args:
        outbox: What to write from and to.

    Returns:
        All services, whichever council arranges them.
    """
    world = outbox.world
    services = support(world)
    zone = world.areas.district[world.people.lsoa[services.person]]
    councils = [council_sender(world, key) for key in world.areas.district_keys]
    for sender in sorted(set(councils), key=lambda sender: sender.code):
        mine = np.array([council == sender for council in councils])[zone]
        mine &= world.people.lsoa[services.person] != world.areas.outside
        part = Services(*(getattr(services, n)[mine] for n in Services.__annotations__))
        key = ("service_id", "V")
        send(outbox, sender, DATASET, key, part.person, part.start, _facts(world, part), _LAYOUT)
    return services


def council_sender(world: World, district: str) -> Sender:
    """The council that arranges care for a district; its code is made up where the areas are.

    Args:
        world: The population, whose areas may be made up.
        district: The district's name as the targets know it.
    """
    code, source = _COUNCILS.get(district, _COUNTY)
    return Sender(f"LA{code}", source, f"ZZ-{code}" if world.areas.made_up else code)


def _facts(world: World, services: Services) -> dict[str, pa.Array]:
    rng = stream(world.seed, DATASET, "facts", len(services.person))
    carer = services.kind == CARER
    arranged = np.isin(services.kind, (COMMUNITY, CARER))
    delivery = np.where(arranged, rng.choice(3, len(carer), p=[0.26, 0.24, 0.50]), 2)
    return {
        "start_date": dates(services.start),
        "end_date": dates(services.end, services.end == NEVER),
        "client_type": coded(("SERVICE USER", "CARER"), carer.astype(np.int64)),
        "service_type": coded(KINDS, services.kind),
        "support_reason": _reasons(rng, world, services),
        "delivery": coded(_DELIVERIES, delivery, services.kind == REABLEMENT),
    }


def _reasons(rng: np.random.Generator, world: World, services: Services) -> pa.Array:
    """The condition that led to support; otherwise mostly personal care. Carers have none."""
    codes: Sequence[str] = [code for _, code in _REASONS] + list(_OTHER_REASONS)
    place = len(_REASONS) + rng.choice(3, len(services.person), p=[0.62, 0.26, 0.12])
    for position, (name, _) in reversed(list(enumerate(_REASONS))):
        place[world.health.has(name)[services.person]] = position
    return coded(codes, place, services.kind == CARER)
