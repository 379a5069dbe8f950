"""Contacts with secondary mental-health services in the last three years.

Level: NHS England, Mental Health Services Monthly Statistics: some 2.2 million contacts attended a
month in England, near 0.45 a person a year. Which team sees whom is our assumption.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.synthetic.datasets.courses import Team, contact_columns, see
from wholeplace.sources.synthetic.datasets.recent import coded
from wholeplace.sources.synthetic.provider_feed import WITH_BIRTH, Outbox, send, sender_of
from wholeplace.sources.synthetic.streams import stream

DATASET = "mental_health_contact"
EACH = 0.48  # of which 91 in 100 are attended
DAYS = 1_096

_YOUNG = ((0, 0.0), (5, 0.5), (11, 1.5), (18, 0.0))
_ADULTS = ((0, 0.0), (18, 1.3), (35, 1.0), (65, 0.4))
_EARLY = ((0, 0.0), (14, 1.0), (36, 0.0))
_OLDER = ((0, 0.0), (60, 0.3), (70, 1.0))
_ALL = ((0, 0.0), (12, 1.0))

TEAMS: tuple[Team, ...] = (
    Team("A06", 0.36, 14, 14, _ADULTS, {"severe_mental_illness": 250, "depression": 6}, 0.2, "02"),
    Team("A02", 0.11, 7, 2, _ADULTS, {"severe_mental_illness": 90, "depression": 6}, 0.5, "18"),
    Team("A14", 0.05, 20, 12, _EARLY, {"severe_mental_illness": 120}, 0.05, "01"),
    Team("A05", 0.09, 3, 14, _ADULTS, {"depression": 8}, 1.0, "04"),
    Team("A07", 0.06, 6, 21, _OLDER, {"dementia": 25, "depression": 2}, 0.3, "08"),
    Team("A17", 0.04, 3, 30, _OLDER, {"dementia": 30}, 0.7, "08"),
    Team("A11", 0.05, 1.6, 1, _ALL, {"severe_mental_illness": 12, "depression": 3}, 0.7, "15"),
    Team("C04", 0.07, 4, 30, _YOUNG, {"autism": 20}, 0.5, "25"),
    Team("D06", 0.08, 6, 10, _YOUNG, {"depression": 20}, 1.0, "05"),
    Team("C10", 0.03, 12, 8, ((0, 0.0), (12, 1.5), (19, 1.0), (35, 0.2)), {}, 1.0, "12"),
    Team("E01", 0.06, 10, 21, ((0, 0.0), (18, 1.0)), {"learning_disability": 1.0}, 0.0, "30"),
)


def write_mental_health_contacts(outbox: Outbox) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Write contacts with the system's mental-health provider.

    Args:
        outbox: What to write from and to.

    Returns:
        Person and day of each contact that was attended.
    """
    world = outbox.world
    rng = stream(world.seed, DATASET)
    contacts = see(rng, world, TEAMS, EACH, world.last - DAYS + 1)
    facts, attended = contact_columns(rng, world, TEAMS, contacts)
    reasons, which = np.unique([team.reason for team in TEAMS], return_inverse=True)
    facts["reason"] = coded(reasons.tolist(), which[contacts.team])
    send(
        outbox,
        sender_of(world, "RT1"),
        DATASET,
        ("contact_id", "M"),
        contacts.person,
        contacts.day,
        facts,
        WITH_BIRTH,
    )
    return contacts.person[attended], contacts.day[attended]
