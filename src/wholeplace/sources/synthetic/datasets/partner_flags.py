"""What councils, the police, fire and rescue and charities know of people, for the stricter zone.

How often each flag is raised is our assumption: a few people in a hundred in two years.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.synthetic.datasets.recent import (
    YEAR,
    by_age,
    coded,
    happen,
    poorer,
    scaled,
)
from wholeplace.sources.synthetic.feeds import dates
from wholeplace.sources.synthetic.population import NEVER
from wholeplace.sources.synthetic.provider_feed import Layout, Outbox, Sender, same, send
from wholeplace.sources.synthetic.streams import stream
from wholeplace.sources.synthetic.world import World

DATASET = "partner_flag"
DAYS = 2 * YEAR
_LAYOUT = Layout(birth_date=True, provider="", places=(), absent="NHS number not held")
_ADULTS = ((0, 0.0), (18, 1.0))
_OLD = ((0, 0.0), (65, 0.4), (75, 1.0), (85, 2.0))
_YOUNG = ((0, 0.1), (10, 1.0), (18, 0.4), (30, 0.15))


@dataclass(frozen=True)
class Flag:
    """A flag, how often it is raised and for whom.

    Attributes:
        code: Its code.
        each: Raised a year for each person on our lists.
        ages: Relative rate from each age.
        slope: Log odds for each national fifth more deprived.
        conditions: Rate added for each condition, relative to 1 for everybody.
        lasts: Mean days it stands.
    """

    code: str
    each: float
    ages: tuple[tuple[int, float], ...]
    slope: float
    conditions: dict[str, float] = field(default_factory=dict)
    lasts: float = 200.0


SENDERS: dict[str, tuple[str, tuple[Flag, ...]]] = {
    "COUNCIL": (
        "councils",
        (
            Flag("HOMELESSNESS_DUTY", 0.0045, _ADULTS, 0.35, {"severe_mental_illness": 5.0}),
            Flag("ASSISTED_COLLECTION", 0.0040, _OLD, 0.0, {"dementia": 1.0}, 900),
            Flag("HOUSING_HAZARD", 0.0008, _ADULTS, 0.40, {"asthma": 1.0, "copd": 1.0}),
        ),
    ),
    "POLICE": (
        "police",
        (
            Flag("DOMESTIC_ABUSE_REPORT", 0.0060, _ADULTS, 0.25, {"depression": 1.5}),
            Flag("CONCERN_FOR_WELFARE", 0.0035, _ADULTS, 0.25, {"severe_mental_illness": 15.0}, 60),
            Flag("MISSING_EPISODE", 0.0012, _YOUNG, 0.30, {"dementia": 6.0}, 10),
        ),
    ),
    "FIRE": (
        "fire",
        (
            Flag("SAFE_AND_WELL_VISIT", 0.0030, _OLD, 0.10, {}, 365),
            Flag("HIGH_FIRE_RISK", 0.0006, _OLD, 0.25, {"dementia": 2.0}, 365),
        ),
    ),
    "VOLUNTARY": (
        "voluntary",
        (
            Flag("BEFRIENDING", 0.0020, _OLD, 0.0, {"depression": 1.0}, 300),
            Flag("FOOD_SUPPORT", 0.0060, _ADULTS, 0.45, {}, 30),
        ),
    ),
}


def write_partner_flags(outbox: Outbox) -> dict[str, NDArray[np.int64]]:
    """Write the flags of each kind of sender, in feeds of their own.

    Args:
        outbox: What to write from and to.

    Returns:
        Flag → person of each time it was raised.
    """
    world = outbox.world
    raised: dict[str, NDArray[np.int64]] = {}
    for kind, (source, flags) in SENDERS.items():
        rng = stream(world.seed, DATASET, kind)
        drawn = [happen(rng, world, _rate(world, flag), world.last - DAYS + 1) for flag in flags]
        person = np.concatenate([who for who, _ in drawn])
        day = np.concatenate([when for _, when in drawn])
        which = np.repeat(np.arange(len(flags)), [len(who) for who, _ in drawn])
        lasts = np.array([flag.lasts for flag in flags])[which]
        until = day + rng.exponential(lasts).astype(np.int64)
        codes = [flag.code for flag in flags]
        facts = {
            "sender_type": same(kind, len(person)),
            "flag": coded(codes, which),
            "start_date": dates(day),
            "end_date": dates(np.minimum(until, NEVER), until > world.last),
        }
        sender = Sender(kind[:3], source, "")
        send(outbox, sender, DATASET, ("flag_id", "F"), person, day, facts, _LAYOUT)
        raised |= {flag.code: who for flag, (who, _) in zip(flags, drawn, strict=True)}
    return raised


def _rate(world: World, flag: Flag) -> NDArray[np.float64]:
    weight = np.ones(len(world.people))
    for name, added in flag.conditions.items():
        weight += added * world.health.has(name)
    weight *= by_age(world, flag.ages) * np.exp(flag.slope * poorer(world))
    return scaled(world, weight, flag.each, 0.0)
