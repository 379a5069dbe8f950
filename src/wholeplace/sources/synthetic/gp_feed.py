"""The GP feed: person, registration and residence at once, coded events chunk by chunk."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic import codes
from wholeplace.sources.synthetic.chunk import Chunk
from wholeplace.sources.synthetic.faults import Faults, spoil_events
from wholeplace.sources.synthetic.feeds import ExtractFolder, Sink, dates
from wholeplace.sources.synthetic.identities import (
    family_names,
    given_names,
    numbered,
    postcodes,
)
from wholeplace.sources.synthetic.packed import (
    concept_of,
    day_of,
    pack,
    person_of,
    value_of,
    without_repeats,
)
from wholeplace.sources.synthetic.population import NEVER, day_number
from wholeplace.sources.synthetic.readings import readings
from wholeplace.sources.synthetic.streams import stream
from wholeplace.sources.synthetic.world import World

SOURCE = "gp"
CHUNK = 75_000  # people; near 2.5 million events
WORKERS = 2
CATEGORIES = np.array(list("ABCDEFGHJKLMNPRS"))


def local_ids(positions: NDArray[np.integer]) -> pa.Array:
    """The GP system's own ids."""
    return numbered("G", positions)


def write_people(
    world: World, numbers: NDArray[np.int64], folder: ExtractFolder, faults: Faults
) -> None:
    """Write person, registration and residence.

    Args:
        world: The population.
        numbers: NHS number of each person.
        folder: Extracts.
        faults: Where mistakes are written down.
    """
    listed = np.flatnonzero(world.history.start < NEVER)
    folder.write(SOURCE, "person", _person(world, numbers, listed, faults))
    folder.write(SOURCE, "registration", _registration(world, listed))
    folder.write(SOURCE, "residence", _residence(world, listed))


def _person(
    world: World, numbers: NDArray[np.int64], listed: NDArray[np.int64], faults: Faults
) -> pa.Table:
    rng = stream(world.seed, "person feed")
    people, keys = world.people.take(listed), local_ids(listed)
    sex = (people.sex + 1).astype("U1")
    ethnicity = CATEGORIES[people.ethnicity].astype("U2")
    for kind, values, code in (
        ("ethnic category not stated", ethnicity, "Z"),
        ("ethnic category not known", ethnicity, "99"),
        ("sex not known", sex, "0"),
    ):
        chosen = faults.choose(rng, kind, len(listed))
        values[chosen] = code
        faults.note("person", SOURCE, kind, keys.take(pa.array(chosen)))
    household = world.homes.household[listed]
    return pa.table(
        {
            "local_id": keys,
            "nhs_number": pa.array(numbers[listed]).cast(pa.string()),
            "nhs_number_status": pa.array(np.full(len(listed), "01")),
            "family_name": family_names(household),
            "given_name": given_names(people.sex, rng),
            "birth_date": dates(people.birth),
            "sex": pa.array(sex),
            "ethnic_category": pa.array(ethnicity),
            "death_date": dates(people.death, people.death == NEVER),
            "postcode": postcodes(people.lsoa, household),
        }
    )


def _registration(world: World, listed: NDArray[np.int64]) -> pa.Table:
    """One row per spell on a list: before and after a change of practice or a merger."""
    history, areas = world.history, world.areas
    practices = pa.array([*areas.practice, *(merger.code for merger in areas.mergers)])
    changed = listed[history.switched[listed] < NEVER]
    who = np.concatenate([listed, changed])
    now = np.arange(len(who)) < len(listed)
    switched = history.switched[who]
    start = np.where(now & (switched < NEVER), switched, history.start[who])
    end = np.where(now, history.end[who], switched - 1)
    practice = np.where(now, world.people.practice[who], history.from_practice[who])
    who, practice, start, end = _before_mergers(world, who, practice, start, end)
    order = np.lexsort((start, who))
    return pa.table(
        {
            "local_id": local_ids(who[order]),
            "practice_code": practices.take(pa.array(practice[order])),
            "start_date": dates(start[order]),
            "end_date": dates(end[order], end[order] == NEVER),
        }
    )


def _before_mergers(
    world: World,
    who: NDArray[np.int64],
    practice: NDArray[np.int64],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Spells begun at a practice that was later taken over, split on its last day."""
    for place, merger in enumerate(world.areas.mergers):
        last = day_number(merger.last_day)
        there = (practice == merger.successor) & (start <= last)
        if not merger.whole:
            there &= who % 2 == 0
        closed = len(world.areas.practice) + place
        stayed = there & (end > last)
        practice = np.where(there & ~stayed, closed, practice)
        who = np.concatenate([who, who[stayed]])
        practice = np.concatenate([practice, np.full(stayed.sum(), closed)])
        earlier = start[stayed]
        start = np.concatenate([np.where(stayed, last + 1, start), earlier])
        end = np.concatenate([end, np.full(stayed.sum(), last)])
    return who, practice, start, end


def _residence(world: World, listed: NDArray[np.int64]) -> pa.Table:
    """One row per address: before and after the latest move."""
    history, areas = world.history, world.areas
    mover = listed[history.moved[listed] < NEVER]
    who = np.concatenate([listed, mover])
    now = np.arange(len(who)) < len(listed)
    moved = history.moved[who]
    start = np.where(now & (moved < NEVER), moved, history.start[who])
    end = np.where(now, history.end[who], moved - 1)
    lsoa = pa.array(np.where(now, world.people.lsoa[who], history.from_lsoa[who]))
    order = np.lexsort((start, who))
    household = world.homes.household[who].astype(np.int64) * 2 + ~now
    table = pa.table(
        {
            "local_id": local_ids(who),
            "lsoa21": pa.array(areas.lsoa21).take(lsoa),
            "lsoa11": pa.array(areas.lsoa11).take(lsoa),
            "household": numbered("H", household, 9),
            "start_date": dates(start),
            "end_date": dates(end, end == NEVER),
        }
    )
    return table.take(pa.array(order))


@dataclass
class EventSummary:
    """What the clean events say about each person of a chunk."""

    start: int
    stop: int
    events: int
    contact_days: NDArray[np.int32]
    latest: dict[str, tuple[NDArray[np.float64], NDArray[np.int32]]]
    noted: dict[str, tuple[NDArray[np.int64], NDArray[np.int64]]]


LATEST = ("systolic", "diastolic", "bmi", "hba1c", "cholesterol")
# Entries that other feeds tell again: person and day of each are handed on.
NOTED = ("flu_vaccination", "mmr_vaccination", "pregnancy")


def write_events(world: World, folder: ExtractFolder, faults: Faults) -> Iterator[EventSummary]:
    """Write coded events, two chunks made at a time, in order of person.

    Args:
        world: The population.
        folder: Extracts.
        faults: Where mistakes are written down.

    Yields:
        What the clean events say, chunk by chunk.
    """
    bounds = list(range(0, len(world.people), CHUNK))
    diagnoses = _Diagnoses(world)
    with (
        folder.sink(SOURCE, "gp_event") as sink,
        ThreadPoolExecutor(WORKERS) as pool,
    ):
        waiting = []
        for start in bounds:
            waiting.append(pool.submit(_make_chunk, world, diagnoses, start, faults.wanted))
            if len(waiting) > WORKERS:
                yield _write_chunk(waiting.pop(0).result(), sink, faults)
        for job in waiting:
            yield _write_chunk(job.result(), sink, faults)
    folder.list(SOURCE, "gp_event", sink)


class _Diagnoses:
    """Diagnoses in order of person, so that each chunk takes a slice."""

    def __init__(self, world: World) -> None:
        entries = world.health.diagnoses
        kept = world.history.start[entries.person] < NEVER
        order = np.argsort(entries.person[kept], kind="stable")
        self.person = entries.person[kept][order]
        self.day = entries.day[kept][order]
        self.concept = entries.concept[kept][order]

    def keys(self, start: int, stop: int) -> NDArray[np.int64]:
        """Packed diagnoses of people ``start`` to ``stop``."""
        low, high = np.searchsorted(self.person, [start, stop])
        part = slice(low, high)
        return pack(self.person[part] - start, self.day[part], self.concept[part])


def _make_chunk(
    world: World, diagnoses: _Diagnoses, start: int, with_faults: bool
) -> tuple[EventSummary, pa.Table, Faults]:
    stop = min(start + CHUNK, len(world.people))
    chunk = Chunk(world, start, stop, stream(world.seed, "events", start))
    keys = without_repeats(np.concatenate([diagnoses.keys(start, stop), *readings(chunk)]))
    summary = _summary(world, keys, start, stop)
    names = local_ids(np.arange(start, stop))
    faults = Faults(with_faults)
    rng = stream(world.seed, "event faults", start)
    keys = spoil_events(faults, keys, chunk.born, names, rng)
    return summary, _events(keys, names), faults


def _write_chunk(
    made: tuple[EventSummary, pa.Table, Faults], sink: Sink, faults: Faults
) -> EventSummary:
    summary, table, found = made
    sink.write(table)
    faults.rows.extend(found.rows)
    return summary


def _events(keys: NDArray[np.int64], names: pa.Array) -> pa.Table:
    concept, value = concept_of(keys), value_of(keys)
    absent = value == 0
    person = pa.array(person_of(keys).astype(np.int32))
    unit = pa.array(codes.UNIT_OF[concept], mask=absent)
    return pa.table(
        {
            "local_id": pa.DictionaryArray.from_arrays(person, names),
            "event_date": dates(day_of(keys)),
            "code": pa.array(codes.CONCEPT_ARRAY[concept]),
            "value": pa.array(value, mask=absent),
            "unit": pa.DictionaryArray.from_arrays(unit, pa.array(codes.UNITS)),
        }
    )


def _summary(world: World, keys: NDArray[np.int64], start: int, stop: int) -> EventSummary:
    size, concept, person, day = stop - start, concept_of(keys), person_of(keys), day_of(keys)
    contact = (concept == codes.position("consultation")) & (day > world.last - 365)
    latest = {}
    for name in LATEST:
        rows = np.flatnonzero(concept == codes.position(name))
        value, when = np.full(size, np.nan), np.full(size, NEVER, dtype=np.int32)
        value[person[rows]], when[person[rows]] = value_of(keys[rows]), day[rows]
        latest[name] = (value, when)
    noted = {}
    for name in NOTED:
        rows = np.flatnonzero(concept == codes.position(name))
        noted[name] = (start + person[rows], day[rows])
    days = np.bincount(person[contact], minlength=size).astype(np.int32)
    return EventSummary(start, stop, len(keys), days, latest, noted)
