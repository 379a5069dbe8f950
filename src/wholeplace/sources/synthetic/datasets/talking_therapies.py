"""Talking Therapies referrals of the last five years, from receipt to recovery or otherwise.

Levels: NHS England, NHS Talking Therapies annual report 2023-24: 1.83 million referrals in England
(32 in 1,000 people), 1.26 million first treatments, 672,000 courses finished, 50 in 100 of them
recovered, 91 in 100 first treated within six weeks. Gradients are our assumptions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic.datasets.recent import (
    YEAR,
    by_age,
    coded,
    drawn,
    happen,
    poorer,
    scaled,
)
from wholeplace.sources.synthetic.feeds import dates
from wholeplace.sources.synthetic.population import NEVER
from wholeplace.sources.synthetic.provider_feed import WITH_BIRTH, Outbox, send, sender_of
from wholeplace.sources.synthetic.streams import pick, stream
from wholeplace.sources.synthetic.world import World

DATASET = "talking_therapy"
EACH = 0.032
DAYS = 5 * YEAR
TREATED = 0.69  # of referrals
FINISHED = 0.54  # of people treated: two sessions or more
RECOVERED, RECOVERED_PER_FIFTH = 0.50, -0.03  # of courses of people who were cases
PHQ9_CASE, GAD7_CASE = 10, 8
_AGES = ((0, 0.0), (17, 1.6), (30, 1.3), (50, 0.8), (65, 0.35), (80, 0.15))
_SOURCES = {"B1": 0.70, "A1": 0.22, "H2": 0.04, "A4": 0.01, "M9": 0.03}
_COMPLAINTS = {"F329": 0.34, "F411": 0.34, "F418": 0.14, "F431": 0.07, "F42": 0.04, "F410": 0.07}
_ENDED_TREATED = {"46": 0.62, "47": 0.33, "48": 0.03, "96": 0.02}
_ENDED_UNTREATED = {"50": 0.35, "10": 0.12, "11": 0.18, "12": 0.09, "14": 0.12, "16": 0.14}


@dataclass(frozen=True)
class Referrals:
    """One entry per referral; day numbers, NEVER where something has not happened.

    Attributes:
        person, day: Who and when.
        treated: Day of the first treatment.
        sessions: Treatment sessions attended.
        ended: Day it ended.
        scores: First and last PHQ-9, first and last GAD-7; -1 where not measured.
    """

    person: NDArray[np.int64]
    day: NDArray[np.int64]
    treated: NDArray[np.int64]
    sessions: NDArray[np.int64]
    ended: NDArray[np.int64]
    scores: NDArray[np.int64]

    @property
    def finished(self) -> NDArray[np.bool_]:
        """Courses of two sessions or more that have ended, of people who began as a case."""
        case = (self.scores[0] >= PHQ9_CASE) | (self.scores[2] >= GAD7_CASE)
        return case & (self.sessions >= 2) & (self.ended < NEVER)

    @property
    def recovered(self) -> NDArray[np.bool_]:
        """Finished courses that ended below both cut-offs."""
        return self.finished & (self.scores[1] < PHQ9_CASE) & (self.scores[3] < GAD7_CASE)


def refer(world: World) -> Referrals:
    """Draws every referral and what became of it by the last day."""
    rng = stream(world.seed, DATASET)
    weight = by_age(world, _AGES) * np.exp(0.10 * poorer(world))
    weight *= np.where(world.people.sex == 1, 1.7, 1.0) * (1 + 5 * world.health.has("depression"))
    person, day = happen(rng, world, scaled(world, weight, EACH, 0.0), world.last - DAYS + 1)
    number = len(person)
    last = np.minimum(world.last, world.history.seen_to[person]).astype(np.int64)
    treated = day + np.ceil(rng.lognormal(np.log(17), 0.68, number)).astype(np.int64)
    entered = (rng.random(number) < TREATED) & (treated <= last)
    finished = entered & (rng.random(number) < FINISHED)
    wanted = np.where(finished, 2 + rng.geometric(1 / 6.0, number) - 1, 1)
    ended = np.where(entered, treated + (wanted - 1) * 9 + rng.integers(0, 30, number), 0)
    ended = np.where(entered, ended, day + rng.integers(1, 60, number))
    elapsed = np.clip((last - treated) // 9 + 1, 1, None)
    return Referrals(
        person,
        day,
        np.where(entered, treated, NEVER),
        np.where(entered, np.minimum(wanted, elapsed), 0),
        np.where(ended <= last, ended, NEVER),
        _scores(rng, world, person, entered, finished),
    )


def _scores(
    rng: np.random.Generator,
    world: World,
    person: NDArray[np.int64],
    entered: NDArray[np.bool_],
    finished: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """First and last scores: people who recover fall below both cut-offs, others below neither."""
    number = len(person)
    phq = np.clip(np.round(rng.normal(15, 5, number)), 0, 27).astype(np.int64)
    gad = np.clip(np.round(rng.normal(13.5, 4.2, number)), 0, 21).astype(np.int64)
    chance = RECOVERED + RECOVERED_PER_FIFTH * poorer(world)[person]
    recovered = rng.random(number) < chance
    well = (
        np.minimum(rng.integers(0, PHQ9_CASE, number), phq),
        np.minimum(rng.integers(0, GAD7_CASE, number), gad),
    )
    eased = rng.integers(-2, 7, number)
    ill = (
        np.clip(phq - eased, np.where(phq >= PHQ9_CASE, PHQ9_CASE, 0), 27),
        np.clip(gad - eased // 2, np.where(gad >= GAD7_CASE, GAD7_CASE, 0), 21),
    )
    last = [np.where(recovered, a, b) for a, b in zip(well, ill, strict=True)]
    scores = np.stack(
        [phq, np.where(finished, last[0], phq), gad, np.where(finished, last[1], gad)]
    )
    return np.where(entered, scores, -1)


def write_talking_therapies(outbox: Outbox) -> Referrals:
    """Write the referrals of the system's provider.

    Args:
        outbox: What to write from and to.

    Returns:
        The referrals.
    """
    world = outbox.world
    made = refer(world)
    rng = stream(world.seed, DATASET, "feed")
    number = len(made.person)
    columns = {
        name: pa.array(values, mask=values < 0)
        for name, values in zip(
            ("phq9_first", "phq9_last", "gad7_first", "gad7_last"), made.scores, strict=True
        )
    }
    facts = {
        "referral_date": dates(made.day),
        "referral_source": drawn(rng, _SOURCES, number),
        "complaint": drawn(rng, _COMPLAINTS, number),
        "first_treatment_date": dates(made.treated, made.treated == NEVER),
        "sessions": pa.array(made.sessions),
        **columns,
        "end_date": dates(made.ended, made.ended == NEVER),
        "end_code": _end_codes(rng, made),
    }
    send(
        outbox,
        sender_of(world, "RT1"),
        DATASET,
        ("referral_id", "T"),
        made.person,
        made.day,
        facts,
        WITH_BIRTH,
    )
    return made


def _end_codes(rng: np.random.Generator, made: Referrals) -> pa.Array:
    """Why each referral ended: by agreement or not after treatment, and otherwise before it."""
    codes = [*_ENDED_TREATED, *_ENDED_UNTREATED]
    number = len(made.person)
    after = pick(rng, np.array(list(_ENDED_TREATED.values())), number)
    before = len(_ENDED_TREATED) + pick(rng, np.array(list(_ENDED_UNTREATED.values())), number)
    return coded(codes, np.where(made.treated < NEVER, after, before), made.ended == NEVER)
