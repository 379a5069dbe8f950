"""The feeds of councils and the community trust: care after hospital, and the slots there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.after_hospital import code_of
from wholeplace.sources.synthetic.admissions import Spells
from wholeplace.sources.synthetic.datasets.leaving_hospital.leave import Leaving
from wholeplace.sources.synthetic.datasets.leaving_hospital.planted import (
    HISTORY_DAYS,
    NAMES,
    PLACES,
    PLANTED,
)
from wholeplace.sources.synthetic.datasets.leaving_hospital.ready import ELSEWHERE
from wholeplace.sources.synthetic.datasets.leaving_hospital.slots import weekday
from wholeplace.sources.synthetic.datasets.recent import coded
from wholeplace.sources.synthetic.datasets.social_care import council_sender
from wholeplace.sources.synthetic.feeds import dates
from wholeplace.sources.synthetic.hospitals import HOSPITALS
from wholeplace.sources.synthetic.identities import numbered
from wholeplace.sources.synthetic.population import NEVER
from wholeplace.sources.synthetic.provider_feed import (
    Layout,
    Outbox,
    Sender,
    same,
    send,
    sender_of,
)
from wholeplace.sources.synthetic.streams import stream
from wholeplace.sources.synthetic.world import World

DATASET = "care_after_hospital"
CAPACITY = "service_capacity"
BACKWARDS = "care ended before it began"
COMMUNITY_TRUST = "RT1"
Days = NDArray[np.int64]
_CODES = tuple(map(code_of, NAMES))
_LAYOUT = Layout(places=("lsoa21",), absent="NHS number not held")


@dataclass(frozen=True)
class Referrals:
    """One entry per referral to a service with slots.

    Attributes:
        person: Who.
        cell: Position of the service and place.
        spell: Position of the admission, -1 for a referral from the community.
        referred, accepted, start, end: Days; NEVER where one has not come.
    """

    person: Days
    cell: Days
    spell: Days
    referred: Days
    accepted: Days
    start: Days
    end: Days


def referrals(world: World, spells: Spells, leaving: Leaving) -> Referrals:
    """Referrals that were open in the history, from hospital and from the community.

    Args:
        world: The population.
        spells: Admissions.
        leaving: Who left with support, and whom services took on besides.
    """
    ready = leaving.ready
    mine = np.flatnonzero((ready.place != ELSEWHERE) & (ready.ready <= world.last))
    after = np.minimum(ready.accepted - ready.ready, 1)[mine]
    none = np.full(len(leaving.community_person), -1, dtype=np.int64)
    begun = np.minimum(leaving.started[mine], NEVER)
    joined = Referrals(
        person=np.concatenate([spells.person[ready.spell[mine]], leaving.community_person]),
        cell=np.concatenate(
            [ready.service[mine] * len(PLACES) + ready.place[mine], leaving.community_cell]
        ),
        spell=np.concatenate([ready.spell[mine], none]),
        referred=np.concatenate([ready.ready[mine] + after, leaving.community_accepted]),
        accepted=np.concatenate([ready.accepted[mine], leaving.community_accepted]),
        start=np.concatenate([begun, leaving.community_started]),
        end=np.concatenate([leaving.until[mine], leaving.community_until]),
    )
    end = np.where(joined.start == NEVER, NEVER, np.maximum(joined.end, joined.start))
    left = spells.leaves[joined.spell]
    # Somebody who left without the service waits for it no longer: the referral was withdrawn.
    withdrawn = (joined.spell >= 0) & (joined.start == NEVER) & (left < NEVER)
    kept = (end > world.last - HISTORY_DAYS) & ~withdrawn & (joined.referred <= world.last)
    accepted = np.where(joined.accepted > world.last, NEVER, joined.accepted)
    values = joined.__dict__ | {"end": end, "accepted": accepted}
    return Referrals(**{name: value[kept] for name, value in values.items()})


def write_care(outbox: Outbox, spells: Spells, found: Referrals, spell_ids: pa.Array) -> None:
    """Write each provider's referrals and stays.

    Args:
        outbox: What to write from and to.
        spells: Admissions.
        found: The referrals.
        spell_ids: The id of each spell, blank where its hospital sends nothing.
    """
    for sender, cells in senders(outbox.world):
        rows = np.flatnonzero(np.isin(found.cell, cells))
        rng = stream(outbox.world.seed, DATASET, sender.code)
        ids = numbered(f"{sender.code}R", rng.permutation(len(rows)))
        end = found.end[rows].copy()
        wrong = outbox.faults.choose(rng, BACKWARDS, len(rows), end < NEVER)
        end[wrong] = found.start[rows][wrong] - rng.integers(1, 20, len(wrong))
        outbox.faults.note(DATASET, sender.source, BACKWARDS, ids.take(pa.array(wrong)))
        facts = _facts(outbox.world, spells, found, rows, end, spell_ids)
        key = ("referral_id", "R")
        person, day = found.person[rows], found.referred[rows]
        send(outbox, sender, DATASET, key, person, day, facts, _LAYOUT, ids=ids)


def _facts(
    world: World, spells: Spells, found: Referrals, rows: Days, end: Days, spell_ids: pa.Array
) -> dict[str, pa.Array]:
    cell, spell = found.cell[rows], found.spell[rows]
    none = spell < 0
    names = spell_ids.take(pa.array(spell, mask=none))
    unheard = none | ~np.asarray(names.is_valid())
    codes = [hospital.code_among(world.areas) for hospital in HOSPITALS]
    accepted, start = found.accepted[rows], found.start[rows]
    return {
        "service": coded(_CODES, cell // len(PLACES)),
        "district_code": coded(_districts(world), cell % len(PLACES)),
        "hospital_code": coded(codes, spells.hospital[np.maximum(spell, 0)], unheard),
        "spell_id": names,
        "referral_date": dates(found.referred[rows]),
        "accepted_date": dates(accepted, accepted == NEVER),
        "start_date": dates(start, start == NEVER),
        "end_date": dates(end, end == NEVER),
    }


def write_capacity(outbox: Outbox, leaving: Leaving) -> None:
    """Write each provider's slots of every week of the history.

    Args:
        outbox: What to write from and to.
        leaving: The slots of each day.
    """
    world = outbox.world
    days = np.arange(leaving.first, world.last + 1)
    monday = np.flatnonzero((weekday(days) == 0) & (days > world.last - HISTORY_DAYS))
    codes = np.array(_districts(world))
    weekends = np.array([PLANTED[name].weekends for name in NAMES])
    for sender, cells in senders(world):
        cell, week = np.tile(cells, len(monday)), np.repeat(monday, len(cells))
        service = cell // len(PLACES)
        table = pa.table(
            {
                "local_id": numbered(f"{sender.code}U", cell, 4),
                "provider_code": same(sender.provider_code, len(cell)),
                "service": coded(_CODES, service),
                "district_code": pa.array(codes[cell % len(PLACES)]),
                "week_start": dates(days[week]),
                "slots": pa.array(leaving.slots[week, cell]),
                "weekend_starts": coded(("N", "Y"), weekends[service]),
            }
        )
        outbox.folder.write(sender.source, CAPACITY, table)


def senders(world: World) -> Iterator[tuple[Sender, Days]]:
    """Who sends which services and places: councils theirs, the community trust the others."""
    every = np.arange(len(NAMES) * len(PLACES))
    council = np.array([PLANTED[name].council for name in NAMES])[every // len(PLACES)]
    yield sender_of(world, COMMUNITY_TRUST), every[~council]
    place = np.array([council_sender(world, key).code for key in PLACES])[every % len(PLACES)]
    for code in np.unique(place):
        key = next(key for key in PLACES if council_sender(world, key).code == code)
        yield council_sender(world, key), every[council & (place == code)]


def _districts(world: World) -> list[str]:
    """The code of each place's district."""
    keys = world.areas.district_keys
    return [world.areas.district_codes[keys.index(key)] for key in PLACES]
