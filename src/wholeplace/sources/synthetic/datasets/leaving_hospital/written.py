"""Leaving hospital written down: every feed of it, and what the truth keeps of it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.after_hospital import SERVICES
from wholeplace.sources.synthetic.admissions import Spells
from wholeplace.sources.synthetic.datasets.leaving_hospital.care_feeds import (
    Referrals,
    referrals,
    write_capacity,
    write_care,
)
from wholeplace.sources.synthetic.datasets.leaving_hospital.discharge_feeds import (
    spell_ids_of,
    write_discharges,
)
from wholeplace.sources.synthetic.datasets.leaving_hospital.discharges import (
    Delays,
    Discharges,
    delays,
    discharges,
)
from wholeplace.sources.synthetic.datasets.leaving_hospital.leave import Leaving
from wholeplace.sources.synthetic.datasets.leaving_hospital.planted import NAMES, PLACES
from wholeplace.sources.synthetic.feeds import dates
from wholeplace.sources.synthetic.hospitals import HOSPITALS
from wholeplace.sources.synthetic.population import NEVER
from wholeplace.sources.synthetic.provider_feed import Outbox
from wholeplace.sources.synthetic.world import World

YEAR = 365
_PLACES = np.array([*(place.replace(" ", "-") for place in PLACES), "elsewhere"])


def write_leaving_hospital(
    outbox: Outbox, spells: Spells, leaving: Leaving, sent: NDArray[np.bool_]
) -> dict[str, NDArray[np.int64]]:
    """Write discharges, delays, care after hospital and its slots, and plant what is true of them.

    Args:
        outbox: What to write from and to.
        spells: Admissions, with the stays of those who waited lengthened.
        leaving: How people left.
        sent: For each hospital, whether its feed arrives.

    Returns:
        By name, a count for each person, of the feeds that arrive.
    """
    world = outbox.world
    found = discharges(world, spells, leaving)
    held = delays(world, found)
    spell_ids = spell_ids_of(outbox, spells, sent)
    write_discharges(outbox, spells, found, held, spell_ids, sent)
    referred = referrals(world, spells, leaving)
    write_care(outbox, spells, referred, spell_ids)
    write_capacity(outbox, leaving)
    here = sent[spells.hospital[found.spell]]
    true = _discharge_table(world, spells, found)
    outbox.planted["discharges"] = true.filter(pa.array(here))
    outbox.planted["care_after_hospital"] = _care_table(referred)
    return _counts(world, spells, found, held, here)


def _counts(
    world: World, spells: Spells, found: Discharges, held: Delays, here: NDArray[np.bool_]
) -> dict[str, NDArray[np.int64]]:
    """Days of delays that began in the last year, and who is delayed on the last day."""
    number = len(world.people)
    person = spells.person[found.spell[held.discharge]]
    sent = here[held.discharge]
    days = np.minimum(held.end, world.last) - held.start
    recent = sent & (held.start > world.last - YEAR)
    now = sent & (held.end == NEVER)
    added = np.bincount(person[recent], days[recent], minlength=number)
    return {
        "delay_days_12m": added.astype(np.int64),
        "delayed_now": np.bincount(person[now], minlength=number),
    }


def _discharge_table(world: World, spells: Spells, found: Discharges) -> pa.Table:
    codes = [hospital.code_among(world.areas) for hospital in HOSPITALS]
    return pa.table(
        {
            "hospital": pa.array(np.array(codes)[spells.hospital[found.spell]]),
            "service": pa.array(np.array(list(SERVICES))[found.service]),
            "place": pa.array(_PLACES[found.place]),
            "admission_date": dates(spells.day[found.spell]),
            "no_criteria_date": dates(found.no_criteria),
            "ready_date": dates(found.ready),
            "accepted_date": dates(found.accepted, found.accepted == NEVER),
            "discharge_date": dates(found.left, found.left == NEVER),
        }
    )


def _care_table(found: Referrals) -> pa.Table:
    return pa.table(
        {
            "service": pa.array(np.array(NAMES)[found.cell // len(PLACES)]),
            "place": pa.array(_PLACES[found.cell % len(PLACES)]),
            "from_hospital": pa.array(found.spell >= 0),
            "accepted_date": dates(found.accepted, found.accepted == NEVER),
            "start_date": dates(found.start, found.start == NEVER),
            "end_date": dates(found.end, found.end == NEVER),
        }
    )
