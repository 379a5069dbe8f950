"""Calls to NHS 111 and ambulance incidents of the last three years.

Levels: near 0.37 calls and 0.15 incidents a person a year (NHS England, Integrated Urgent Care
Aggregate Data Collection and Ambulance Quality Indicators, rounded). People taken to an emergency
department have an attendance there on that day.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic.attendances import Attendances
from wholeplace.sources.synthetic.datasets.recent import (
    YEAR,
    Events,
    by_age,
    coded,
    drawn,
    happen,
    listed,
    poorer,
    scaled,
    window,
)
from wholeplace.sources.synthetic.feeds import dates
from wholeplace.sources.synthetic.hospitals import HOSPITALS
from wholeplace.sources.synthetic.provider_feed import Outbox, Sender, send
from wholeplace.sources.synthetic.streams import stream
from wholeplace.sources.synthetic.world import World

KEPT = 3 * YEAR + 1
CALLS_EACH, CALLS_OF_VISITORS = 0.37, 0.0
_CALLS = ((0, 1.05), (1, 0.9), (5, 0.4), (16, 0.38), (45, 0.26), (65, 0.28), (75, 0.42), (85, 0.75))
# Shares of what callers are advised to use; the blank is a call that was abandoned.
GROUPS = {
    "PC": 0.47, "SELF": 0.15, "ED": 0.13, "AMB": 0.12, "OTHER": 0.05, "DENT": 0.04,
    "PHARM": 0.03, "": 0.01,
}  # fmt: skip
_DISPOSITIONS = {
    "PC": ("DX05", "DX06", "DX07", "DX08"),
    "SELF": ("DX09",),
    "ED": ("DX02", "DX03"),
    "AMB": ("DX010", "DX011", "DX012"),
}
INCIDENTS_EACH = 0.15
CONVEYED = 0.50  # of incidents, to an emergency department
BY_AMBULANCE = (0.55, 0.20)  # of attendances at major departments: admitted, sent home
_INCIDENTS = ((0, 0.08), (5, 0.04), (16, 0.09), (45, 0.11), (65, 0.2), (75, 0.4), (85, 0.9))
CATEGORIES = {"C1": 0.11, "C2": 0.57, "C3": 0.19, "C4": 0.01, "C5": 0.07, "HCP": 0.05}
# Median seconds to the first vehicle on scene: near the region's published means.
_RESPONSE = {"C1": 480, "C2": 1_650, "C3": 5_400, "C4": 6_300, "C5": 6_300, "HCP": 5_400}
OUTCOMES = ("CE", "ST", "HT", "CO")
_NOT_CONVEYED = np.array([0.58, 0.30, 0.12])  # the rest: seen and treated, advised, elsewhere
COMPLAINTS = (29857009, 267036007, 161898004, 419045004, 21522001)  # SNOMED CT, chest pain first
MAJOR = 2  # departments before this position are type 01 and 02


def write_calls(outbox: Outbox) -> Events:
    """Write the NHS 111 provider's calls.

    Args:
        outbox: What to write from and to.

    Returns:
        Person and day of each call that was answered.
    """
    world = outbox.world
    rng = stream(world.seed, "nhs 111")
    rate = by_age(world, _CALLS) * np.exp(0.14 * poorer(world) + 0.15 * world.health.frailty)
    rate = scaled(world, rate, CALLS_EACH, CALLS_OF_VISITORS)
    person, day = happen(rng, world, rate, world.last - KEPT + 1)
    size = len(person)
    group = drawn(rng, GROUPS, size, blank="")
    names = list(GROUPS)
    place = group.indices.fill_null(names.index("")).to_numpy(zero_copy_only=False)
    abandoned = place == names.index("")
    wait = np.minimum(rng.exponential(np.where(rng.random(size) < 0.6, 25, 240)), 3_600)
    facts = {
        "call_date": dates(day),
        "answer_seconds": pa.array(wait.astype(np.int64), mask=abandoned),
        "abandoned": coded(("N", "Y"), abandoned),
        "clinician": coded(("N", "Y"), rng.random(size) < 0.46, abandoned),
        "disposition": _dispositions(rng, names, place),
        "disposition_group": group,
    }
    sender = Sender("NHS111", "nhs111", "ZZ-111")
    send(outbox, sender, "nhs111_call", ("call_id", "C"), person, day, facts)
    return person[~abandoned], day[~abandoned]


def _dispositions(rng: np.random.Generator, names: list[str], place: NDArray[np.int64]) -> pa.Array:
    codes = sorted({code for codes in _DISPOSITIONS.values() for code in codes})
    found = np.full(len(place), -1)
    for group, choices in _DISPOSITIONS.items():
        chosen = np.flatnonzero(place == names.index(group))
        known = np.array([codes.index(code) for code in choices])
        found[chosen] = known[rng.integers(0, len(known), len(chosen))]
    return coded(codes, np.maximum(found, 0), found < 0)


def write_incidents(outbox: Outbox, attendances: Attendances) -> Events:
    """Write the ambulance service's incidents.

    Args:
        outbox: What to write from and to.
        attendances: Everybody's, at every hospital: some came by ambulance.

    Returns:
        Person and day of each incident.
    """
    world = outbox.world
    rng = stream(world.seed, "ambulances")
    came = _came_by_ambulance(world, rng, attendances)
    rate = by_age(world, _INCIDENTS) * np.exp(0.14 * poorer(world) + 0.3 * world.health.frailty)
    rate = scaled(world, rate, INCIDENTS_EACH * (1 - CONVEYED), 0.0)
    other, other_day = happen(rng, world, rate, world.last - KEPT + 1)
    person = np.concatenate([attendances.person[came], other])
    day = np.concatenate([attendances.day[came], other_day])
    hospital = np.concatenate([attendances.hospital[came], np.full(len(other), -1)])
    ladder = np.cumsum(_NOT_CONVEYED)
    outcome = 1 + np.minimum(np.searchsorted(ladder, rng.random(len(person))), 2)
    outcome[: len(came)] = 0
    made_up = world.areas.made_up
    sender = Sender("RYC", "ambulance", "ZZ-RYC" if made_up else "RYC")
    facts = _incident_facts(world, rng, day, hospital, outcome)
    send(outbox, sender, "ambulance_incident", ("incident_id", "I"), person, day, facts)
    return person, day


def _came_by_ambulance(
    world: World, rng: np.random.Generator, attendances: Attendances
) -> NDArray[np.int64]:
    """Attendances at major departments that an ambulance brought, up to the wanted number."""
    major = (attendances.department < MAJOR) & (attendances.day > world.last - KEPT)
    chance = np.where(attendances.admitted, *BY_AMBULANCE) * major
    _, days = window(world, world.last - KEPT + 1)
    wanted = INCIDENTS_EACH * CONVEYED * days[listed(world)].sum() / YEAR
    chance = np.minimum(chance * wanted / max(chance.sum(), 1e-9), 0.98)
    return np.flatnonzero(rng.random(len(chance)) < chance)


def _incident_facts(
    world: World,
    rng: np.random.Generator,
    day: NDArray[np.int64],
    hospital: NDArray[np.int64],
    outcome: NDArray[np.int64],
) -> dict[str, pa.Array]:
    size = len(day)
    category = drawn(rng, CATEGORIES, size)
    place = category.indices.to_numpy()
    median = np.array([_RESPONSE[name] for name in CATEGORIES])[place]
    response = np.minimum(rng.lognormal(np.log(median), 0.55), 86_400).astype(np.int64)
    handover = np.minimum(rng.lognormal(np.log(24.0), 0.7, size), 600).astype(np.int64)
    by_telephone = outcome == OUTCOMES.index("HT")
    taken = outcome == OUTCOMES.index("CE")
    codes = [h.code_among(world.areas) for h in HOSPITALS]
    complaint = np.array(COMPLAINTS)[rng.integers(0, len(COMPLAINTS), size)]
    return {
        "incident_date": dates(day),
        "category": category,
        "response_seconds": pa.array(response, mask=by_telephone),
        "outcome": coded(OUTCOMES, outcome),
        "destination": coded(codes, np.maximum(hospital, 0), ~taken),
        "handover_minutes": pa.array(handover, mask=~taken),
        "chief_complaint": pa.array(complaint, mask=rng.random(size) < 0.1),
    }
