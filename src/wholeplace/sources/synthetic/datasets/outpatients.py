"""Outpatient appointments of the last two years, and those still to come.

Near 2.2 appointments a person a year, of which about 7 in 100 are missed (NHS England, Hospital
Outpatient Activity, rounded). Urgent suspected cancer referrals to the North's hospital have their
published number. Two years are kept, so that a million people have near four million rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic import targets
from wholeplace.sources.synthetic.admissions import where_seen
from wholeplace.sources.synthetic.datasets.recent import (
    YEAR,
    by_age,
    coded,
    happen,
    poorer,
    scaled,
)
from wholeplace.sources.synthetic.datasets.specialties import FUNCTIONS, MAIN, PLACE, specialty_of
from wholeplace.sources.synthetic.feeds import dates
from wholeplace.sources.synthetic.hospitals import CODES, PAPWORTH
from wholeplace.sources.synthetic.population import REGISTERED
from wholeplace.sources.synthetic.provider_feed import Outbox, hospital_senders, send
from wholeplace.sources.synthetic.streams import stream
from wholeplace.sources.synthetic.world import World

EACH = 2.2  # appointments a person a year
VISITORS = 0.12  # of people from outside, per appointment of people on our lists
KEPT = 2 * YEAR + 1
AHEAD = 0.10  # appointments booked for after the last day, a person a year
FIRST = 0.31  # of appointments
HEART_AND_LUNGS, TO_PAPWORTH = ("320", "340"), 0.20  # seen there; assumption
REMOTE = 0.18  # of appointments, by telephone or video
MISSED_SHARE = 0.070  # of appointments, before age and deprivation
_RATES = (
    (0, 1.0), (1, 0.6), (5, 0.6), (16, 0.8), (30, 1.2), (45, 1.4), (60, 2.1), (70, 3.0), (85, 2.6),
)  # fmt: skip
ATTENDANCE = ("5", "6", "7", "2", "3", "4", "0")
MISSED_IT, TO_COME = 4, 6
MISSED = (2, 4)  # too late to be seen, and not attended
_OTHERWISE = np.array([0.82, 0.03, 0.003, 0.075, 0.0, 0.072, 0.0])
PRIORITIES = ("1", "2", "3")
OUTCOMES = ("1", "2", "3")
SOURCES = ("03", "05", "01", "04", "06", "97")


@dataclass
class Appointments:
    """One entry per appointment; codes by their position in the tuples above."""

    person: NDArray[np.int64]
    day: NDArray[np.int64]
    hospital: NDArray[np.int8]
    attended: NDArray[np.int8]
    first: NDArray[np.bool_]
    suspected_cancer: NDArray[np.bool_]
    function: NDArray[np.int8]


def appoint(world: World) -> Appointments:
    """Draw every appointment.

    Args:
        world: The population.
    """
    rng = stream(world.seed, "outpatients")
    less_well = 1 + 0.25 * world.health.chronic_of(slice(None))
    rate = by_age(world, _RATES) * less_well * np.exp(0.03 * poorer(world))
    rate = rate * np.where(world.health.has("cancer"), 1.8, 1.0)
    rate = scaled(world, rate, EACH, VISITORS)
    person, day = happen(rng, world, rate, world.last - KEPT + 1)
    here = np.flatnonzero(world.history.seen_to == world.last)
    later = np.repeat(here, rng.poisson(rate[here] * AHEAD / EACH))
    person = np.concatenate([person, later])
    to_come = world.last + 1 + np.floor(rng.exponential(28.0, len(later))).astype(np.int64)
    day = np.concatenate([day, np.minimum(to_come, world.last + YEAR)])
    hospital, function = where_seen(world, rng, person), specialty_of(world, rng, person)
    heart = np.isin(function, [PLACE[code] for code in HEART_AND_LUNGS])
    hospital[heart & (rng.random(len(person)) < TO_PAPWORTH)] = PAPWORTH
    first = rng.random(len(person)) < FIRST
    return Appointments(
        person,
        day,
        hospital,
        _attended(world, rng, person, day),
        first,
        _suspected(world, rng, day, hospital, first),
        function,
    )


def _attended(
    world: World, rng: np.random.Generator, person: NDArray[np.int64], day: NDArray[np.int64]
) -> NDArray[np.int8]:
    """Missed more by young adults and in poorer areas; otherwise by national shares."""
    age = world.people.age[person]
    chance = MISSED_SHARE * np.exp(0.20 * poorer(world)[person])
    chance *= np.where((age >= 18) & (age < 40), 1.5, np.where(age >= 65, 0.65, 1.0))
    ladder = np.cumsum(_OTHERWISE / _OTHERWISE.sum())
    found = np.minimum(np.searchsorted(ladder, rng.random(len(person))), len(ladder) - 1)
    found = np.where(rng.random(len(person)) < chance, MISSED_IT, found)
    return np.where(day > world.last, TO_COME, found).astype(np.int8)


def _suspected(
    world: World,
    rng: np.random.Generator,
    day: NDArray[np.int64],
    hospital: NDArray[np.int8],
    first: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """First appointments after an urgent suspected cancer referral, at the published number."""
    recent = first & (day > world.last - YEAR) & (day <= world.last)
    there = int((recent & (hospital == CODES.index("RGN"))).sum())
    size = (world.people.kind == REGISTERED).sum() / targets.REGISTERED
    share = min(targets.SUSPECTED_CANCER_REFERRALS * size / max(there, 1), 0.9)
    return first & (rng.random(len(first)) < share)


def write_appointments(outbox: Outbox, appointments: Appointments, sent: NDArray[np.bool_]) -> None:
    """Write each hospital's appointments.

    Args:
        outbox: What to write from and to.
        appointments: All of them.
        sent: For each hospital, whether its feed arrives.
    """
    for place, sender in hospital_senders(outbox.world, sent):
        rows = np.flatnonzero(appointments.hospital == place)
        rng = stream(outbox.world.seed, "outpatient details", sender.code)
        send(
            outbox,
            sender,
            "outpatient_appointment",
            ("appointment_id", "O"),
            appointments.person[rows],
            appointments.day[rows],
            _facts(appointments, rows, rng, outbox.world.last),
        )


def _facts(
    appointments: Appointments, rows: NDArray[np.int64], rng: np.random.Generator, last: int
) -> dict[str, pa.Array]:
    size, first = len(rows), appointments.first[rows]
    urgent, function = appointments.suspected_cancer[rows], appointments.function[rows]
    attended, day = appointments.attended[rows], appointments.day[rows]
    remote = rng.random(size) < REMOTE
    kind = np.where(first, 0, 1) + 2 * remote
    seen = attended < 2
    waited = np.where(urgent, 5 + rng.integers(0, 10, size), rng.gamma(1.6, 50.0, size) + 3)
    waited = waited + np.where(first, 0, rng.gamma(1.2, 200.0, size))
    priority = np.where(urgent, 2, rng.random(size) < 0.18)
    return {
        "appointment_date": dates(day),
        "attended": coded(ATTENDANCE, attended),
        "first_attendance": coded(("1", "2", "3", "4"), kind),
        "outcome": coded(OUTCOMES, np.searchsorted([0.33, 0.78], rng.random(size)), ~seen),
        "treatment_function": coded(FUNCTIONS, function),
        "main_specialty": coded([MAIN.get(code, code) for code in FUNCTIONS], function),
        "referral_date": dates(np.minimum(day - waited.astype(np.int64), last)),
        "referral_source": coded(
            SOURCES,
            np.where(urgent, 0, np.searchsorted([0.62, 0.84, 0.88, 0.93, 0.96], rng.random(size))),
        ),
        "priority_type": coded(PRIORITIES, priority),
    }
