"""Vaccinations: the practice's influenza and MMR entries again, and COVID-19 and pneumococcal.

Influenza and MMR are the doses coded in the GP record, so that both say the same. Uptake of the
others is our assumption, near UK Health Security Agency reports: rounded, lower in poorer areas.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic.codes import OBSERVATIONS
from wholeplace.sources.synthetic.datasets.recent import YEAR, Events, Noted, coded, listed, poorer
from wholeplace.sources.synthetic.feeds import dates
from wholeplace.sources.synthetic.gp_feed import SOURCE, local_ids
from wholeplace.sources.synthetic.identities import numbered
from wholeplace.sources.synthetic.population import NEVER
from wholeplace.sources.synthetic.provider_feed import Outbox, write_rows
from wholeplace.sources.synthetic.streams import stream
from wholeplace.sources.synthetic.world import World

# SNOMED CT UK Edition procedures, and the dm+d identifier of a vaccine in common use.
FLU, MMR = OBSERVATIONS["flu_vaccination"][0], OBSERVATIONS["mmr_vaccination"][0]
COVID, PNEUMOCOCCAL = 1362591000000103, 12866006
PRODUCTS = {FLU: 34680411000001107, COVID: 39115611000001103}
KINDS = (FLU, MMR, COVID, PNEUMOCOCCAL)
STATUSES = ("GIVEN", "DECLINED")
SEASONS = 3  # years of influenza and COVID-19 doses
AUTUMN = 183  # days from April to October, as the ten years begin in April
COVID_UPTAKE = ((0, 0.0), (65, 0.52), (75, 0.68), (85, 0.70))
COVID_AT_RISK = 0.22  # of people under 65 with a long-term condition
PNEUMOCOCCAL_AT_65, PNEUMOCOCCAL_AT_RISK = 0.69, 0.45
DECLINES = 0.04  # of people aged 65 and over with no influenza dose that season
CHRONIC_RISK = ("copd", "asthma", "diabetes", "chronic_kidney_disease", "heart_failure")


def write_vaccinations(outbox: Outbox, noted: Noted) -> dict[int, Events]:
    """Write the practices' vaccinations.

    Args:
        outbox: What to write from and to.
        noted: Influenza and MMR entries of the GP record.

    Returns:
        Person and day of every dose given, by procedure.
    """
    world = outbox.world
    rng = stream(world.seed, "vaccinations")
    since = world.last - SEASONS * YEAR
    flu_person, flu_day = noted.events("flu_vaccination")
    recent = flu_day > since
    given = {
        FLU: (flu_person[recent], flu_day[recent]),
        MMR: noted.events("mmr_vaccination"),
        COVID: _covid(world, rng),
        PNEUMOCOCCAL: _pneumococcal(world, rng),
    }
    refused = _declined(world, rng, given[FLU])
    person = np.concatenate([*(who for who, _ in given.values()), refused[0]])
    day = np.concatenate([*(when for _, when in given.values()), refused[1]])
    sizes = [*(len(who) for who, _ in given.values()), len(refused[0])]
    kind = np.repeat([*range(len(KINDS)), KINDS.index(FLU)], sizes)
    declined = np.repeat([0] * len(KINDS) + [1], sizes)
    order = np.lexsort((kind, day, person))
    table = _table(outbox, person[order], day[order], kind[order], declined[order])
    feed = stream(world.seed, "vaccination feed")
    write_rows(table, outbox.folder, outbox.faults, feed, SOURCE, "vaccination")
    return given


def _age_on(world: World, day: int) -> NDArray[np.int64]:
    return ((day - world.people.birth.astype(np.int64)) // 365.25).astype(np.int64)


def _covid(world: World, rng: np.random.Generator) -> Events:
    """One dose each autumn for people aged 65 and over and a few at risk."""
    keen = np.exp(-0.12 * poorer(world))
    chronic = world.health.chronic_of(slice(None)) > 0
    starts, values = np.array(COVID_UPTAKE).T
    rows = []
    for year in range(1, SEASONS + 1):
        season = world.last - year * YEAR + AUTUMN
        age = _age_on(world, season)
        uptake = values[np.searchsorted(starts, np.maximum(age, 0), side="right") - 1]
        uptake = np.where((age < 65) & (age >= 18) & chronic, COVID_AT_RISK, uptake)
        day = season + rng.integers(0, 75, len(age))
        rows.append(_seen(world, day, rng.random(len(age)) < uptake * keen))
    return np.concatenate([who for who, _ in rows]), np.concatenate([when for _, when in rows])


def _pneumococcal(world: World, rng: np.random.Generator) -> Events:
    """One dose in a lifetime: after a condition that calls for it, or else soon after 65.

    Records go back further than the ten years, so that older people have theirs.
    """
    size = len(world.people)
    at_risk = np.minimum.reduce([world.health.day_of(name) for name in CHRONIC_RISK])
    at_65 = world.people.birth.astype(np.int64) + int(65 * 365.25)
    keen = np.exp(-0.08 * poorer(world))
    early = (at_risk < NEVER) & (rng.random(size) < PNEUMOCOCCAL_AT_RISK * keen)
    late = ~early & (rng.random(size) < PNEUMOCOCCAL_AT_65 * keen)
    day = np.where(early, np.minimum(at_risk, NEVER // 2), at_65) + rng.integers(14, 700, size)
    given = (early | late) & listed(world) & (day <= world.history.seen_to)
    who = np.flatnonzero(given)
    return who, day[who].astype(np.int64)


def _declined(world: World, rng: np.random.Generator, flu: Events) -> Events:
    """Influenza doses offered and declined this season."""
    season = world.last - YEAR + AUTUMN
    person, day = flu
    done = np.bincount(person[day >= season], minlength=len(world.people)) > 0
    asked = (_age_on(world, season) >= 65) & ~done & (rng.random(len(done)) < DECLINES)
    return _seen(world, season + rng.integers(0, 90, len(done)), asked)


def _seen(world: World, day: NDArray[np.int64], chosen: NDArray[np.bool_]) -> Events:
    """People chosen who are on a list and seen on their day."""
    history = world.history
    kept = chosen & listed(world) & (day >= history.seen_from) & (day <= history.seen_to)
    who = np.flatnonzero(kept)
    return who, day[who].astype(np.int64)


def _table(
    outbox: Outbox,
    person: NDArray[np.int64],
    day: NDArray[np.int64],
    kind: NDArray[np.int64],
    declined: NDArray[np.int64],
) -> pa.Table:
    """The feed, in order of person and day."""
    world, size = outbox.world, len(person)
    who = pa.array(person.astype(np.int32))
    product = np.array([PRODUCTS.get(procedure, 0) for procedure in KINDS])[kind]
    practice = world.people.practice[person].astype(np.int32)
    at = coded(list(world.areas.practice), practice, practice < 0)
    return pa.table(
        {
            "vaccination_id": numbered("V", np.arange(size), 9),
            "local_id": pa.DictionaryArray.from_arrays(
                who, local_ids(np.arange(len(world.people)))
            ),
            "nhs_number": pa.DictionaryArray.from_arrays(
                who, pa.array(outbox.numbers).cast(pa.string())
            ),
            "nhs_number_status": coded(["01"], np.zeros(size, dtype=np.int32)),
            "provider_code": at,
            "given_date": dates(day),
            "procedure": pa.array(np.array(KINDS)[kind]),
            "product": pa.array(product, mask=(product == 0) | (declined == 1)),
            "dose": pa.array(np.ones(size, dtype=np.int64), mask=declined == 1),
            "status": coded(STATUSES, declined),
            "practice_code": at,
        }
    )
