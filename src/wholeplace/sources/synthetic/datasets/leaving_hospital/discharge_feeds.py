"""The hospitals' feeds of leaving: discharges with their dates, delays with their reasons."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.after_hospital import ASKS, HOME, PATHWAY_OF, SERVICES, code_of
from wholeplace.sources.synthetic.admissions import Spells
from wholeplace.sources.synthetic.datasets.leaving_hospital.discharges import (
    BODIES,
    REASONS,
    Delays,
    Discharges,
)
from wholeplace.sources.synthetic.datasets.leaving_hospital.planted import PLACES
from wholeplace.sources.synthetic.datasets.recent import coded
from wholeplace.sources.synthetic.feeds import dates
from wholeplace.sources.synthetic.hospital_feeds import spells_in_order
from wholeplace.sources.synthetic.hospitals import HOSPITALS
from wholeplace.sources.synthetic.identities import numbered
from wholeplace.sources.synthetic.population import NEVER
from wholeplace.sources.synthetic.provider_feed import (
    Layout,
    Outbox,
    Sender,
    hospital_senders,
    send,
)
from wholeplace.sources.synthetic.streams import stream

NO_REASON = "delay without a reason"
Days = NDArray[np.int64]
_DELAY = Layout(places=("lsoa21",))
_SERVICES, _ASKS = tuple(SERVICES), tuple(ASKS)
_PATHWAYS = np.array([PATHWAY_OF[name] for name in _SERVICES])
# Share of people of each district who go to the second site of a provider with two of them: to
# Hinchingbrooke rather than Peterborough; our assumption.
_SECOND_SITE = {"huntingdonshire": 0.85, "south cambridgeshire": 0.6, "cambridge": 0.6}


def write_discharges(
    outbox: Outbox,
    spells: Spells,
    found: Discharges,
    held: Delays,
    spell_ids: pa.Array,
    sent: NDArray[np.bool_],
) -> None:
    """Write each hospital's discharges and delays.

    Args:
        outbox: What to write from and to.
        spells: Admissions.
        found: Everybody who became ready.
        held: The delays.
        spell_ids: The id of each spell.
        sent: For each hospital, whether its feed arrives.
    """
    hospital = spells.hospital[found.spell]
    for place, sender in hospital_senders(outbox.world, sent):
        rows = np.flatnonzero(hospital == place)
        send(
            outbox,
            sender,
            "hospital_discharge",
            ("spell_id", "S"),
            spells.person[found.spell[rows]],
            found.ready[rows],
            _discharge_facts(outbox, spells, found, rows, place),
            ids=spell_ids.take(pa.array(found.spell[rows])),
        )
        mine = np.flatnonzero(hospital[held.discharge] == place)
        spell = found.spell[held.discharge[mine]]
        named = spell_ids.take(pa.array(spell))
        _write_delays(outbox, sender, held, mine, spells.person[spell], named)


def spell_ids_of(outbox: Outbox, spells: Spells, sent: NDArray[np.bool_]) -> pa.Array:
    """The id of every spell of the hospitals whose feed arrives; blank for others.

    Args:
        outbox: What to write from and to.
        spells: Admissions.
        sent: For each hospital, whether its feed arrives.
    """
    parts: list[pa.Array] = []
    places = np.full(len(spells.person), -1, dtype=np.int64)
    for place, sender in hospital_senders(outbox.world, sent):
        feed = stream(outbox.world.seed, "spell feed", sender.code)
        order, ids = spells_in_order(outbox.world, spells, place, feed)
        places[order] = sum(map(len, parts)) + np.arange(len(order))
        parts.append(ids)
    joined = pa.concat_arrays(parts) if parts else pa.array([], pa.string())
    return joined.take(pa.array(places, mask=places < 0))


def _discharge_facts(
    outbox: Outbox, spells: Spells, found: Discharges, rows: Days, place: int
) -> dict[str, pa.Array]:
    asked, service = found.asks[rows], found.service[rows]
    left = found.left[rows]
    sites = [site.name for site in HOSPITALS[place].provider.sites]
    return {
        "site": coded(sites, _site(outbox, found.place[rows], place, len(sites))),
        "admission_date": dates(spells.day[found.spell[rows]]),
        "no_criteria_date": dates(found.no_criteria[rows]),
        "ready_date": dates(found.ready[rows]),
        "discharge_date": dates(left, left == NEVER),
        "pathway": coded(("0", "1", "2", "3"), _PATHWAYS[service]),
        "service": coded(list(map(code_of, _SERVICES)), service),
        "asks": coded(list(map(code_of, _ASKS)), asked, service == _SERVICES.index(HOME)),
    }


def _site(outbox: Outbox, living: Days, hospital: int, sites: int) -> Days:
    """The site people are in, mostly the one nearer to where they live."""
    rng = stream(outbox.world.seed, "hospital sites", hospital)
    share = np.array([*(_SECOND_SITE.get(key, 0.05) for key in PLACES), 0.1])
    return ((rng.random(len(living)) < share[living]) & (sites > 1)).astype(np.int64)


def _write_delays(
    outbox: Outbox, sender: Sender, held: Delays, mine: Days, person: Days, spell_ids: pa.Array
) -> None:
    """Write one hospital's delays, a few of them without the reason that makes them count."""
    rng = stream(outbox.world.seed, "delay details", sender.code)
    end = held.end[mine]
    ids = numbered(f"{sender.code}D", rng.permutation(len(mine)))
    silent = np.zeros(len(mine), dtype=bool)
    silent[outbox.faults.choose(rng, NO_REASON, len(mine))] = True
    outbox.faults.note("discharge_delay", sender.source, NO_REASON, ids.filter(pa.array(silent)))
    facts = {
        "spell_id": spell_ids,
        "delay_start_date": dates(held.start[mine]),
        "delay_end_date": dates(end, end == NEVER),
        "reason": coded(REASONS, held.reason[mine], silent),
        "responsible": coded(BODIES, held.body[mine]),
    }
    send(
        outbox,
        sender,
        "discharge_delay",
        ("delay_id", "D"),
        person,
        held.start[mine],
        facts,
        _DELAY,
        ids=ids,
    )
