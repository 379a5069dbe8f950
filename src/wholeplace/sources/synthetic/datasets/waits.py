"""Waiting lists on the last day: pathways still open, those closed in three months, and tests.

People waiting over 18 and over 52 weeks at the system's three hospitals have the numbers NHS
England published for February 2025 (Consultant-led Referral to Treatment Waiting Times), scaled to
the population; the shares between are read from England's. The lists are steady.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic import targets
from wholeplace.sources.synthetic.datasets.recent import by_age, coded, poorer
from wholeplace.sources.synthetic.datasets.specialties import FUNCTIONS, PLACE, specialty_of
from wholeplace.sources.synthetic.datasets.tests_waited_for import (
    NONE,
    SCANS,
    TESTS_ASKED_FOR,
    test_codes,
    tests_of,
)
from wholeplace.sources.synthetic.datasets.waiting_lengths import SteadyList
from wholeplace.sources.synthetic.feeds import dates
from wholeplace.sources.synthetic.hospitals import (
    CODES,
    HOSPITALS,
    PAPWORTH,
    choices,
    visitor_choice,
)
from wholeplace.sources.synthetic.identities import numbered
from wholeplace.sources.synthetic.population import NEVER, REGISTERED, VISITOR
from wholeplace.sources.synthetic.provider_feed import Outbox, Sender, hospital_senders, send
from wholeplace.sources.synthetic.streams import pick, stream
from wholeplace.sources.synthetic.world import World

WEEK = 7
OVER_18 = 0.42  # of open pathways, from which the length of the list follows
STOPPED = 0.55  # clocks stopped in the last 13 weeks, per open pathway
TESTS = 0.14  # people waiting for a test, per open pathway
TESTS_MADE = 3.7  # tests made in 13 weeks, per person waiting: steady with what is planted besides
BY_GP = 0.66  # of requests
LONGEST = 100 * WEEK
LONGER_PER_FIFTH = 0.12  # standard deviations of the wait's rank per fifth more deprived
FOR_ADMISSION = 0.21  # of open pathways
VISITORS = 0.10  # of pathways
_RATES = ((0, 0.0), (1, 0.5), (16, 0.8), (30, 1.2), (45, 1.5), (60, 2.2), (70, 2.7), (85, 1.8))
DATASET = "waiting_list_entry"
LISTS = ("ORTT", "IRTT", "DIAG")
OUTPATIENT, ADMISSION, TEST = range(3)
OPERATIONS = {
    "110": "W371", "130": "C712", "100": "T202", "120": "F341", "101": "M653", "502": "Q074",
    "320": "K402", "301": "J183",
}  # fmt: skip
PRIORITIES = ("P2", "P3", "P4", "P6", "D2", "D3", "D4")


@dataclass
class Pathways:
    """One entry per pathway.

    Attributes:
        person, hospital: Positions.
        start: Day the clock started.
        stop: Day it stopped, NEVER while it runs.
        kind: Position in :data:`LISTS`.
        function: Position in the treatment functions.
        test: Position in the tests, NONE where no test is waited for.
        planned: Whether it is planned for later, as surveillance is.
        referrer: Who asked for it: the position of a practice, or of a hospital, as -1 less it.
        moved: Whether it came from another provider.
    """

    person: NDArray[np.int64]
    hospital: NDArray[np.int64]
    start: NDArray[np.int64]
    stop: NDArray[np.int64]
    kind: NDArray[np.int64]
    function: NDArray[np.int8]
    test: NDArray[np.int64]
    planned: NDArray[np.bool_]
    referrer: NDArray[np.int64]
    moved: NDArray[np.bool_]


def queue(world: World) -> Pathways:
    """Draw the lists of the system's hospitals.

    Args:
        world: The population.
    """
    size = (world.people.kind == REGISTERED).sum() / targets.REGISTERED
    parts = []
    for code, (over_18, over_52) in targets.WAITING.items():
        rng = stream(world.seed, "waits", code)
        middle, long = round((over_18 - over_52) * size), round(over_52 * size)
        short = round(over_18 * size * (1 - OVER_18) / OVER_18)
        opened = short + middle + long
        steady = SteadyList(short, opened, round(opened * STOPPED))
        weeks = np.concatenate(
            [
                steady.short_waits(rng),
                18 + 34 * rng.random(middle) ** 1.6,
                52 + rng.random(long) ** 2 * (LONGEST / WEEK - 52),
            ]
        )
        days = np.floor(weeks * WEEK).astype(np.int64)
        # At 18 and 52 weeks exactly nobody has waited longer than that.
        days[short : short + middle] = np.clip(days[short : short + middle], 127, 364)
        days[short + middle :] = np.maximum(days[short + middle :], 365)
        days[:short] = np.minimum(days[:short], 126)
        parts.append(_pathways(world, rng, CODES.index(code), days, steady))
    return _each_test_once(joined(parts))


def _each_test_once(pathways: Pathways) -> Pathways:
    """Somebody drawn for several tests waits for different ones: only what is planted repeats."""
    rows = np.flatnonzero((pathways.kind == TEST) & (pathways.stop == NEVER))
    person = pathways.person[rows]
    order = np.argsort(person, kind="stable")
    _, first, size = np.unique(person[order], return_index=True, return_counts=True)
    turn = np.empty(len(rows), dtype=np.int64)
    turn[order] = np.arange(len(rows)) - np.repeat(first, size)
    beginning = np.empty(len(rows), dtype=np.int64)
    beginning[order] = np.repeat(pathways.test[rows][order][first], size)
    test = pathways.test.copy()
    test[rows] = (beginning + turn) % len(TESTS_ASKED_FOR)
    return replace(pathways, test=test)


_NAMES = tuple(Pathways.__annotations__)


def joined(parts: Sequence[Pathways]) -> Pathways:
    """Lists one after the other."""
    return Pathways(*(np.concatenate([getattr(p, name) for p in parts]) for name in _NAMES))


def taken(pathways: Pathways, rows: NDArray[np.int64] | NDArray[np.bool_]) -> Pathways:
    """Some entries of a list."""
    return Pathways(*(getattr(pathways, name)[rows] for name in _NAMES))


def _pathways(
    world: World,
    rng: np.random.Generator,
    hospital: int,
    days: NDArray[np.int64],
    steady: SteadyList,
) -> Pathways:
    """One hospital's list: who waits how long, who has stopped, and who waits for a test."""
    opened, stopped = steady.opened, steady.stopped
    tests = round(opened * TESTS)
    made = round(tests * TESTS_MADE)
    person = _people(world, rng, hospital, opened + stopped + tests + made)
    waited = _longer_if_poorer(world, rng, person[:opened], days)
    ended = world.last - rng.integers(0, 13 * WEEK, stopped)
    before = np.floor(steady.whole_waits(rng) * WEEK).astype(np.int64)
    # Who waits for a test today has come some way through a wait, and oftener through a long one.
    so_far = rng.gamma(2.4, 20.0, tests) * rng.random(tests)
    tested = np.floor(np.concatenate([so_far, rng.gamma(1.4, 20.0, made)])).astype(np.int64)
    done = world.last - rng.integers(0, 13 * WEEK, made)
    asked = np.concatenate([np.full(tests, world.last), done]) - tested
    start = np.concatenate([world.last - waited, ended - before, asked])
    kind = np.where(rng.random(len(person)) < FOR_ADMISSION, ADMISSION, OUTPATIENT)
    kind[opened + stopped :] = TEST
    none, practice = np.zeros(len(person), dtype=bool), world.people.practice[person]
    practice = np.where(practice < 0, -1 - hospital, practice.astype(np.int64))
    return Pathways(
        person=person,
        hospital=np.full(len(person), hospital),
        start=np.maximum(start, world.people.birth[person]),
        stop=np.concatenate([np.full(opened, NEVER), ended, np.full(tests, NEVER), done]),
        kind=kind,
        function=specialty_of(world, rng, person),
        test=np.where(kind == TEST, tests_of(rng, len(person)), NONE),
        planned=none,
        referrer=np.where(rng.random(len(person)) < BY_GP, practice, -1 - hospital),
        moved=none,
    )


def _people(
    world: World, rng: np.random.Generator, hospital: int, number: int
) -> NDArray[np.int64]:
    """Who waits there: people seen to the last day, the ill and the near more often."""
    people = world.people
    here = (world.history.seen_to == world.last) | (people.kind == VISITOR)
    weight = by_age(world, _RATES) * (1 + 0.3 * world.health.chronic_of(slice(None))) * here
    visitor = people.kind == VISITOR
    # Nobody is nearest to a hospital without general services: everybody may be sent there.
    near = 1.0 if hospital == PAPWORTH else choices(world.areas)[people.lsoa, hospital]
    weight = weight * np.where(visitor, visitor_choice()[hospital], near)
    ours = weight[~visitor].sum()
    weight[visitor] *= VISITORS / (1 - VISITORS) * ours / max(weight[visitor].sum(), 1e-9)
    return pick(rng, weight, number)


def _longer_if_poorer(
    world: World, rng: np.random.Generator, person: NDArray[np.int64], days: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The same waits, a little longer ones to people in poorer areas."""
    rank = rng.standard_normal(len(person)) + LONGER_PER_FIFTH * poorer(world)[person]
    given = np.empty(len(person), dtype=np.int64)
    given[np.argsort(rank, kind="stable")] = np.sort(days)
    return given


def write_waits(outbox: Outbox, pathways: Pathways, sent: NDArray[np.bool_]) -> pa.Array:
    """Write each hospital's waiting list.

    Args:
        outbox: What to write from and to.
        pathways: All of them.
        sent: For each hospital, whether its feed arrives.

    Returns:
        The number each hospital gives its pathways; empty where its feed does not arrive.
    """
    everyone = np.full(len(pathways.person), "", dtype=object)
    for place, sender in hospital_senders(outbox.world, sent):
        rows = np.flatnonzero(pathways.hospital == place)
        rng = stream(outbox.world.seed, "wait details", sender.code)
        ids = numbered(f"{sender.code}W", rng.permutation(len(rows)))
        everyone[rows] = ids.to_numpy(zero_copy_only=False)
        uncoded = outbox.faults.choose(rng, "missing test code", len(rows), _tests(pathways, rows))
        outbox.faults.note(DATASET, sender.source, "missing test code", ids.take(pa.array(uncoded)))
        facts = _facts(outbox.world, taken(pathways, rows), rng)
        facts |= _asked_for(outbox.world, taken(pathways, rows), sender, uncoded, rng)
        who, day = pathways.person[rows], pathways.start[rows]
        send(outbox, sender, DATASET, ("pathway_id", "W"), who, day, facts, ids=ids)
    return pa.array(everyone, pa.string())


def _tests(pathways: Pathways, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    return pathways.kind[rows] == TEST


def _asked_for(
    world: World,
    pathways: Pathways,
    sender: Sender,
    uncoded: NDArray[np.int64],
    rng: np.random.Generator,
) -> dict[str, pa.Array]:
    """What was asked for, and by whom."""
    surgical = pathways.kind == ADMISSION
    by_function = np.full(len(FUNCTIONS), NONE)
    for at, name in enumerate(OPERATIONS):
        by_function[PLACE[name]] = at
    code, scan = test_codes(rng, sender.code, pathways.test, uncoded)
    operation = np.where(surgical, by_function[pathways.function], NONE)
    procedure = np.where(scan != NONE, len(OPERATIONS) + scan, operation)
    by_practice = pathways.referrer >= 0
    hospitals = [hospital.code_among(world.areas) for hospital in HOSPITALS]
    referrers = [*world.areas.practice, *hospitals]
    by_hospital = len(world.areas.practice) - 1 - pathways.referrer
    return {
        "procedure": coded(
            [*OPERATIONS.values(), *SCANS], np.maximum(procedure, 0), procedure == NONE
        ),
        "diagnostic_test": code,
        "planned": coded(("N", "Y"), pathways.planned),
        "referral_source": coded(
            ("03", "05", "11", "97"),
            np.where(by_practice, 0, 1 + np.searchsorted([0.65, 0.85], rng.random(len(scan)))),
        ),
        "referrer_code": coded(referrers, np.where(by_practice, pathways.referrer, by_hospital)),
    }


def _facts(world: World, pathways: Pathways, rng: np.random.Generator) -> dict[str, pa.Array]:
    """Dates, and where each pathway stands."""
    size, stop = len(pathways.person), pathways.stop
    going_on, test = stop == NEVER, pathways.kind == TEST
    status = np.where(going_on, rng.random(size) < 0.7, 2 + (rng.random(size) < 0.2))
    status = np.where(test, 4, np.where(pathways.moved, 5, status))
    place = np.where(test, 4, 0) + np.searchsorted([0.12, 0.45], rng.random(size))
    place = np.where(~test & (rng.random(size) < 0.03), 3, place)
    booked = going_on & (rng.random(size) < np.where(test, 0.6, 0.25))
    return {
        "clock_start_date": dates(pathways.start),
        "clock_stop_date": dates(stop, going_on),
        "referral_date": dates(pathways.start),
        "list_type": coded(LISTS, pathways.kind),
        "status": coded(("10", "20", "30", "34", "98", "21"), status),
        "priority": coded(PRIORITIES, place, ~((pathways.kind == ADMISSION) | test)),
        "priority_type": coded(("1", "2"), rng.random(size) < 0.2),
        "treatment_function": coded(FUNCTIONS, pathways.function),
        "booked_date": dates(world.last + rng.integers(1, 60, size), ~booked),
    }
