"""Contacts with community health services in the last eighteen months.

Level: NHS England, Community Services Statistics: some eight million contacts a month in England,
near 1.5 a person a year. Which team sees whom is our assumption.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.synthetic.datasets.courses import Contacts, Team, contact_columns, see
from wholeplace.sources.synthetic.population import completed_years
from wholeplace.sources.synthetic.provider_feed import WITH_BIRTH, Outbox, send, sender_of
from wholeplace.sources.synthetic.streams import stream
from wholeplace.sources.synthetic.world import World

DATASET = "community_contact"
EACH = 1.5
DAYS = 548
ADULT = 18

_SMALL = ((0, 1.0), (1, 0.35), (3, 0.12), (5, 0.0))
_CHILDREN = ((0, 0.3), (2, 1.0), (8, 0.7), (18, 0.0))
_PUPILS = ((0, 0.0), (5, 1.0), (16, 0.4), (18, 0.0))
_WORKERS = ((0, 0.0), (18, 0.6), (40, 1.2), (65, 1.0), (80, 0.5))
_OLD = ((0, 0.0), (18, 0.03), (50, 0.15), (65, 0.5), (75, 1.2), (85, 3.5), (90, 5.0))

TEAMS: tuple[Team, ...] = (
    Team("12", 0.36, 14, 4, _OLD, {"diabetes": 1.0, "palliative_care": 5.0, "heart_failure": 0.8}),
    Team("16", 0.11, 5, 30, _SMALL),
    Team("32", 0.03, 2, 21, _PUPILS),
    Team("33", 0.05, 5, 14, _CHILDREN, {"autism": 4.0, "learning_disability": 4.0}),
    Team("38", 0.03, 6, 10, _CHILDREN, {"asthma": 1.0, "epilepsy": 4.0}),
    Team("20", 0.10, 3, 14, _WORKERS, {"osteoarthritis": 1.5, "rheumatoid_arthritis": 2.0}),
    Team("26", 0.08, 4, 10, _WORKERS, {"stroke_or_tia": 1.5, "osteoarthritis": 1.0}),
    Team("27", 0.08, 4, 45, _OLD, {"diabetes": 4.0, "peripheral_arterial_disease": 3.0}),
    Team("30", 0.03, 4, 21, _OLD, {"copd": 12.0}, 0.1),
    Team("23", 0.05, 3, 10, _OLD, {"stroke_or_tia": 1.5, "dementia": 1.0}),
    Team("51", 0.04, 5, 1.5, _OLD, {"dementia": 0.8}),
    Team("47", 0.02, 7, 7, _OLD, {"palliative_care": 60.0, "cancer": 1.0}, 0.05),
    Team("07", 0.02, 3, 45, _OLD, {"dementia": 1.5, "multiple_sclerosis": 3.0}),
)


def write_community_contacts(outbox: Outbox) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Write contacts of adults and of children, who are seen by different providers.

    Args:
        outbox: What to write from and to.

    Returns:
        Person and day of each contact that was attended.
    """
    world = outbox.world
    rng = stream(world.seed, DATASET)
    contacts = see(rng, world, TEAMS, EACH, world.last - DAYS + 1)
    adult = _adults(world, contacts)
    seen = []
    for provider, mine in (("RT1", adult), ("RYV", ~adult)):
        part = contacts.take(mine)
        facts, attended = contact_columns(rng, world, TEAMS, part)
        send(
            outbox,
            sender_of(world, provider),
            DATASET,
            ("contact_id", "C"),
            part.person,
            part.day,
            facts,
            WITH_BIRTH,
        )
        seen.append((part.person[attended], part.day[attended]))
    return np.concatenate([p for p, _ in seen]), np.concatenate([d for _, d in seen])


def _adults(world: World, contacts: Contacts) -> NDArray[np.bool_]:
    return completed_years(world.people.birth[contacts.person], contacts.day) >= ADULT
