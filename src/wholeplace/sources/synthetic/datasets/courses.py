"""Courses of care by teams: a referral, then contacts some days apart until care ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic.datasets.recent import by_age, coded, happen, poorer, scaled
from wholeplace.sources.synthetic.feeds import dates
from wholeplace.sources.synthetic.streams import pick
from wholeplace.sources.synthetic.world import World

# Shares by attendance status and consultation mechanism; our assumptions, near what the Community
# Services and Mental Health Services Data Sets show.
ATTENDANCE = {"5": 0.88, "6": 0.03, "3": 0.05, "2": 0.025, "4": 0.013, "7": 0.002}
MECHANISM = {"01": 0.78, "02": 0.17, "11": 0.05}
ATTENDED = 2  # the first two attendance codes were seen
POORER_MISS = 0.15  # log odds of a missed contact per fifth more deprived; assumption


@dataclass(frozen=True)
class Team:
    """A team, how much of the contacts it has, and whom it sees.

    Attributes:
        code: Type of service or team.
        share: Its share of all contacts.
        contacts: Mean contacts of a referral.
        every: Days between them.
        ages: Relative rate from each age.
        conditions: Rate added for each condition a person has, relative to 1 for everybody.
        everybody: Rate of people with none of them.
        reason: Code of the reason for referral, where the data set has one.
    """

    code: str
    share: float
    contacts: float
    every: float
    ages: tuple[tuple[int, float], ...]
    conditions: dict[str, float] = field(default_factory=dict)
    everybody: float = 1.0
    reason: str = ""

    def weight(self, world: World) -> NDArray[np.float64]:
        """Relative rate at which the team sees each person."""
        weight = np.full(len(world.people), self.everybody)
        for name, added in self.conditions.items():
            weight += added * world.health.has(name)
        weight *= np.exp(0.08 * poorer(world) + 0.15 * world.health.frailty)
        return weight * by_age(world, self.ages)


@dataclass(frozen=True)
class Contacts:
    """One entry per contact.

    Attributes:
        person, day: Who and when.
        referred: Day of the referral.
        team: Position of the team.
    """

    person: NDArray[np.int64]
    day: NDArray[np.int64]
    referred: NDArray[np.int64]
    team: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.person)

    def take(self, chosen: NDArray[np.bool_]) -> Contacts:
        """Some of the contacts."""
        return Contacts(*(getattr(self, name)[chosen] for name in Contacts.__annotations__))


def see(
    rng: np.random.Generator, world: World, teams: Sequence[Team], each: float, since: int
) -> Contacts:
    """Draws every contact of the teams while people are seen.

    Args:
        rng: Random stream.
        world: The population.
        teams: The teams, whose shares add to 1.
        each: Contacts a year for a person on our lists.
        since: First day of a referral.
    """
    parts = []
    for place, team in enumerate(teams):
        rate = scaled(world, team.weight(world), each * team.share / team.contacts, 0.0)
        person, referred = happen(rng, world, rate, since)
        many = rng.geometric(1 / team.contacts, len(person))
        first = referred + rng.integers(0, 15, len(person))
        course = np.repeat(np.arange(len(person)), many)
        order = np.arange(len(course)) - np.repeat(np.cumsum(many) - many, many)
        day = first[course] + np.round(order * team.every + rng.random(len(course))).astype(
            np.int64
        )
        seen = day <= world.history.seen_to[person[course]]
        parts.append(
            Contacts(
                person[course][seen],
                day[seen],
                referred[course][seen],
                np.full(int(seen.sum()), place),
            )
        )
    return Contacts(
        *(np.concatenate([getattr(p, name) for p in parts]) for name in Contacts.__annotations__)
    )


def contact_columns(
    rng: np.random.Generator, world: World, teams: Sequence[Team], contacts: Contacts
) -> tuple[dict[str, pa.Array], NDArray[np.bool_]]:
    """The columns of a contact that both community data sets have, and which were attended.

    Args:
        rng: Random stream.
        world: The population.
        teams: The teams.
        contacts: The contacts.
    """
    number = len(contacts)
    status = pick(rng, np.array(list(ATTENDANCE.values())), number)
    odds = np.exp(POORER_MISS * poorer(world))[contacts.person]
    status[rng.random(number) < 0.04 * (odds - 1)] = list(ATTENDANCE).index("3")
    attended = status < ATTENDED
    minutes = np.clip(rng.lognormal(np.log(28), 0.5, number), 5, 240).astype(np.int64)
    mechanism = pick(rng, np.array(list(MECHANISM.values())), number)
    return {
        "contact_date": dates(contacts.day),
        "referral_date": dates(contacts.referred),
        "team": coded([team.code for team in teams], contacts.team),
        "mechanism": coded(list(MECHANISM), mechanism),
        "attendance": coded(list(ATTENDANCE), status),
        "minutes": pa.array(minutes, mask=~attended),
    }, attended
