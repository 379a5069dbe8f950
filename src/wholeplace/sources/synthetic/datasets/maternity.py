"""Maternity bookings and deliveries of the last five years, at the hospital of the birth.

Smoking in pregnancy: one in ten in England and almost one in four in Wisbech (Joint Health and
Wellbeing Strategy 2020), so it rises steeply with deprivation. Other shares are our assumptions,
near NHS England's maternity statistics.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic.admissions import MATERNITY, Spells, where_seen
from wholeplace.sources.synthetic.datasets.recent import YEAR, Noted, coded, poorer
from wholeplace.sources.synthetic.feeds import dates
from wholeplace.sources.synthetic.identities import numbered
from wholeplace.sources.synthetic.provider_feed import Outbox, Sender, hospital_senders, send
from wholeplace.sources.synthetic.streams import stream
from wholeplace.sources.synthetic.world import World

KEPT = 5 * YEAR
TERM = 280
SHORTEST_GAP = 250  # days between one woman's deliveries
SMOKES = 0.085  # at booking, in the middle fifth
SMOKES_PER_FIFTH = 0.38  # added log odds per fifth more deprived
STILL_SMOKES = 0.78  # at delivery, of those who smoked at booking
CONTINUITY = (0.36, 0.14)  # placed on the pathway; and more of people it is aimed at
YES_NO = ("N", "Y")
SMOKING = ("NEVER", "EX", "CURRENT")
METHODS = ("0", "2", "3", "4", "5", "7", "8")
_METHODS = np.array([0.53, 0.03, 0.05, 0.04, 0.004, 0.17, 0.176])
WHITE_BRITISH = 0


@dataclass
class Pregnancies:
    """One entry per pregnancy that reached booking.

    Attributes:
        mother: Position of the woman.
        hospital: Position of the hospital.
        booked: Day of booking.
        gestation: Days of pregnancy at booking.
        born: Day of delivery; -1 while pregnant.
        length: Days of pregnancy at delivery.
        smoking: Position in :data:`SMOKING` at booking.
        earlier: Earlier births.
    """

    mother: NDArray[np.int64]
    hospital: NDArray[np.int64]
    booked: NDArray[np.int64]
    gestation: NDArray[np.int64]
    born: NDArray[np.int64]
    length: NDArray[np.int64]
    smoking: NDArray[np.int64]
    earlier: NDArray[np.int64]


def conceive(world: World, spells: Spells, noted: Noted) -> Pregnancies:
    """Every pregnancy: of the deliveries in hospital, and those the GP record knows that go on.

    Args:
        world: The population.
        spells: Admissions, a mother's stay for each birth among them.
        noted: Pregnancies coded by practices.
    """
    rng = stream(world.seed, "maternity")
    rows = np.flatnonzero(spells.reason == MATERNITY)
    rows = rows[np.lexsort((spells.day[rows], spells.person[rows]))]
    mother, born = spells.person[rows], np.minimum(spells.day[rows] + 1, world.last)
    first = np.diff(mother, prepend=-1) != 0
    kept = first | (np.diff(born, prepend=0) >= SHORTEST_GAP)
    mother, born, hospital = mother[kept], born[kept], spells.hospital[rows][kept].astype(np.int64)
    begins = np.searchsorted(mother, mother)
    earlier = np.arange(len(mother)) - begins + rng.poisson(0.35, len(mother))
    recent = born > world.last - KEPT
    mother, born, hospital, earlier = (
        mother[recent],
        born[recent],
        hospital[recent],
        earlier[recent],
    )
    now, told = _pregnant(world, noted, mother, born)
    who = np.concatenate([mother, now])
    delivered = np.arange(len(who)) < len(born)
    gestation = _booked_at(world, rng, who)
    length = _length(rng, len(who))
    begun = np.concatenate([born - length[: len(born)], told - 70])
    booked = begun + gestation
    open_still = (booked <= world.last) & (delivered | (begun + TERM > world.last))
    chosen = np.flatnonzero(open_still & (~delivered | (gestation < length)))
    where = np.concatenate([hospital, where_seen(world, rng, now).astype(np.int64)])
    return Pregnancies(
        mother=who[chosen],
        hospital=where[chosen],
        booked=booked[chosen],
        gestation=gestation[chosen],
        born=np.concatenate([born, np.full(len(now), -1)])[chosen],
        length=length[chosen],
        smoking=_smoking(world, rng, who)[chosen],
        earlier=np.concatenate([earlier, rng.poisson(0.8, len(now))])[chosen],
    )


def _pregnant(
    world: World, noted: Noted, mother: NDArray[np.int64], born: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Women pregnant on the last day, and when the practice coded it, near ten weeks."""
    person, day = noted.events("pregnancy")
    last = np.full(len(world.people), -1)
    np.maximum.at(last, mother, born)
    going_on = (day > world.last - 205) & (last[person] < day)
    going_on &= world.history.seen_to[person] == world.last
    who, first = np.unique(person[going_on], return_index=True)
    return who, day[going_on][first]


def _booked_at(world: World, rng: np.random.Generator, who: NDArray[np.int64]) -> NDArray[np.int64]:
    """Days of pregnancy at booking: six in ten within ten weeks, later in poorer areas."""
    middle = np.log(64.0) + 0.04 * poorer(world)[who]
    return np.clip(rng.lognormal(middle, 0.28), 28, 250).astype(np.int64)


def _length(rng: np.random.Generator, size: int) -> NDArray[np.int64]:
    """Days of pregnancy at delivery: about one in thirteen before 37 weeks."""
    early = rng.random(size) < 0.06
    days = np.where(early, rng.normal(238, 18, size), rng.normal(279, 8.5, size))
    return np.clip(days, 168, 300).astype(np.int64)


def _smoking(world: World, rng: np.random.Generator, who: NDArray[np.int64]) -> NDArray[np.int64]:
    odds = np.log(SMOKES / (1 - SMOKES)) + SMOKES_PER_FIFTH * poorer(world)[who]
    smokes = rng.random(len(who)) < 1 / (1 + np.exp(-odds))
    return np.where(smokes, 2, rng.random(len(who)) < 0.22)


def write_maternity(outbox: Outbox, pregnancies: Pregnancies, sent: NDArray[np.bool_]) -> None:
    """Write each hospital's bookings and deliveries.

    Args:
        outbox: What to write from and to.
        pregnancies: All of them.
        sent: For each hospital, whether its feed arrives.
    """
    for place, sender in hospital_senders(outbox.world, sent):
        rows = np.flatnonzero(pregnancies.hospital == place)
        names = numbered(f"{sender.code}P", np.arange(len(rows)))
        _write_bookings(outbox, sender, pregnancies, rows, names)
        _write_deliveries(outbox, sender, pregnancies, rows, names)


def _write_bookings(
    outbox: Outbox,
    sender: Sender,
    pregnancies: Pregnancies,
    rows: NDArray[np.int64],
    names: pa.Array,
) -> None:
    world, size = outbox.world, len(rows)
    rng = stream(world.seed, "booking details", sender.code)
    who, gestation = pregnancies.mother[rows], pregnancies.gestation[rows]
    worse = poorer(world)[who]
    aimed_at = (worse == 2) | (world.people.ethnicity[who] != WHITE_BRITISH)
    booked = pregnancies.booked[rows]
    facts = {
        "booking_date": dates(booked),
        "due_date": dates(booked - gestation + TERM),
        "gestation_days": pa.array(gestation),
        "previous_births": pa.array(pregnancies.earlier[rows]),
        "smoking": coded(SMOKING, pregnancies.smoking[rows]),
        "bmi": pa.array(np.round(np.clip(rng.normal(26.6, 5.4, size), 15, 60), 1)),
        "complex_social_factors": coded(YES_NO, rng.random(size) < 0.12 * np.exp(0.35 * worse)),
        "continuity_pathway": coded(
            YES_NO, rng.random(size) < CONTINUITY[0] + CONTINUITY[1] * aimed_at
        ),
    }
    key = ("pregnancy_id", "P")
    send(outbox, sender, "maternity_booking", key, who, booked, facts, ids=names)


def _write_deliveries(
    outbox: Outbox,
    sender: Sender,
    pregnancies: Pregnancies,
    rows: NDArray[np.int64],
    names: pa.Array,
) -> None:
    delivered = np.flatnonzero(pregnancies.born[rows] >= 0)
    rows, size = rows[delivered], len(delivered)
    rng = stream(outbox.world.seed, "delivery details", sender.code)
    length, booked_smoking = pregnancies.length[rows], pregnancies.smoking[rows]
    babies = 1 + (rng.random(size) < 0.015)
    weight = 3_420 + 24.0 * np.clip(length - 280, -120, 14) + rng.normal(0, 430, size)
    weight -= 190 * (booked_smoking == 2)
    still = (booked_smoking == 2) & (rng.random(size) < STILL_SMOKES)
    gave_up = (booked_smoking == 2) & ~still
    method = np.searchsorted(np.cumsum(_METHODS) / _METHODS.sum(), rng.random(size))
    fed = rng.random(size) < 0.75 - 0.05 * poorer(outbox.world)[pregnancies.mother[rows]]
    facts = {
        "pregnancy_id": names.take(pa.array(delivered)),
        "delivery_date": dates(pregnancies.born[rows]),
        "gestation_days": pa.array(length),
        "babies": pa.array(babies.astype(np.int64)),
        "live_births": pa.array((babies - (rng.random(size) < 0.0038)).astype(np.int64)),
        "birth_weight": pa.array(np.clip(weight, 400, 6_000).astype(np.int64)),
        "delivery_method": coded(METHODS, method),
        "smoking": coded(SMOKING, np.where(gave_up, 1, booked_smoking)),
        "first_feed_breast_milk": coded(YES_NO, fed),
    }
    send(
        outbox,
        sender,
        "maternity_delivery",
        ("delivery_id", "D"),
        pregnancies.mother[rows],
        pregnancies.born[rows],
        facts,
    )
