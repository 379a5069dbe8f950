"""Cancer registrations: one for each person's cancer of the GP record, diagnosed in ten years.

Shares by site, stage and route are read from the National Disease Registration Service's cancer
statistics, rounded. Stages are a little later in poorer areas; one in eight is not known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic.admissions import where_seen
from wholeplace.sources.synthetic.datasets.recent import coded, poorer
from wholeplace.sources.synthetic.feeds import dates
from wholeplace.sources.synthetic.hospitals import HOSPITALS
from wholeplace.sources.synthetic.population import NEVER
from wholeplace.sources.synthetic.provider_feed import Outbox, Sender, send
from wholeplace.sources.synthetic.streams import pick, stream
from wholeplace.sources.synthetic.world import World

LAG = 90  # days before the last day up to which registration is complete
NOT_STAGED = 0.12
LATER_PER_FIFTH = 0.09  # taken from the log odds of stage 1 or 2 per fifth more deprived


@dataclass(frozen=True)
class Site:
    """A site of cancer.

    Attributes:
        code: ICD-10.
        men, women: Relative numbers.
        early: Share found at stage 1 or 2.
        screened: Ages of the screening programme, none if 0.
    """

    code: str
    men: float
    women: float
    early: float
    screened: tuple[int, int] = (0, 0)


SITES = (
    Site("C509", 0.2, 30, 0.83, (50, 71)),
    Site("C61", 27, 0, 0.54),
    Site("C349", 13, 12, 0.31),
    Site("C189", 12, 10, 0.46, (54, 75)),
    Site("C439", 6, 6, 0.90),
    Site("C859", 5, 4, 0.38),
    Site("C679", 5, 2, 0.76),
    Site("C64", 5, 3, 0.60),
    Site("C549", 0, 6, 0.80),
    Site("C259", 3, 3, 0.22),
    Site("C919", 3, 2, 0.50),
    Site("C809", 9, 9, 0.35),
)
STAGES = ("1", "2", "3", "4")
ROUTES = ("TWW", "GP", "EMERGENCY", "OUTPATIENT", "INPATIENT", "UNKNOWN", "SCREENING")
_ROUTES = {True: (0.44, 0.24, 0.07, 0.13, 0.06, 0.06), False: (0.37, 0.16, 0.29, 0.08, 0.05, 0.05)}
BASES = ("7", "5", "2", "1", "9")


@dataclass
class Cancers:
    """One entry per tumour; ``stage`` is a position in :data:`STAGES`, -1 if not known."""

    person: NDArray[np.int64]
    day: NDArray[np.int64]
    hospital: NDArray[np.int8]
    site: NDArray[np.int64]
    stage: NDArray[np.int64]


def register(world: World) -> Cancers:
    """Draw every registration.

    Args:
        world: The population.
    """
    rng = stream(world.seed, "cancers")
    since = world.health.day_of("cancer").astype(np.int64)
    counted = (since < NEVER) & (since >= world.first) & (since <= world.last - LAG)
    counted &= since >= world.history.seen_from
    person = np.flatnonzero(counted)
    weights = np.array([[site.men, site.women] for site in SITES])
    site = np.zeros(len(person), dtype=np.int64)
    for sex in (0, 1):
        chosen = world.people.sex[person] == sex
        site[chosen] = pick(rng, weights[:, sex], int(chosen.sum()))
    early = np.array([s.early for s in SITES])[site]
    odds = np.log(early / (1 - early)) - LATER_PER_FIFTH * poorer(world)[person]
    found_early = rng.random(len(person)) < 1 / (1 + np.exp(-odds))
    upper = rng.random(len(person)) < np.where(found_early, 0.42, 0.55)
    stage = np.where(found_early, 0, 2) + upper
    stage[rng.random(len(person)) < NOT_STAGED] = -1
    return Cancers(person, since[person], where_seen(world, rng, person), site, stage)


def write_registrations(outbox: Outbox, cancers: Cancers) -> None:
    """Write the registry's tumours.

    Args:
        outbox: What to write from and to.
        cancers: All of them.
    """
    world, size = outbox.world, len(cancers.person)
    rng = stream(world.seed, "cancer details")
    providers = [hospital.code_among(world.areas) for hospital in HOSPITALS]
    basis = np.searchsorted([0.84, 0.88, 0.95, 0.99], rng.random(size))
    facts = {
        "diagnosis_date": dates(cancers.day),
        "site": coded([site.code for site in SITES], cancers.site),
        "morphology": pa.nulls(size, pa.string()),
        "stage": coded(STAGES, np.maximum(cancers.stage, 0), cancers.stage < 0),
        "basis": coded(BASES, basis),
        "route": coded(ROUTES, _routes(world, rng, cancers)),
    }
    registry = Sender("NDRS", "ncras", "")
    send(
        outbox,
        registry,
        "cancer_registration",
        ("tumour_id", "T"),
        cancers.person,
        cancers.day,
        facts,
        provider=coded(providers, cancers.hospital),
    )


def _routes(world: World, rng: np.random.Generator, cancers: Cancers) -> NDArray[np.int64]:
    """How people came to diagnosis: screening in its ages, emergencies when late."""
    early = (cancers.stage >= 0) & (cancers.stage < 2)
    route = np.zeros(len(cancers.person), dtype=np.int64)
    for kind, shares in _ROUTES.items():
        chosen = early == kind
        route[chosen] = pick(rng, np.array(shares), int(chosen.sum()))
    age = (cancers.day - world.people.birth[cancers.person]) // 365.25
    spans = np.array([site.screened for site in SITES])[cancers.site]
    invited = early & (age >= spans[:, 0]) & (age < spans[:, 1])
    route[invited & (rng.random(len(route)) < 0.42)] = ROUTES.index("SCREENING")
    return route
