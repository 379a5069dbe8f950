"""One provider's feed of one data set: its own ids, its people in order, its own mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic.faults import Faults, HospitalIdentity, spoil_identities
from wholeplace.sources.synthetic.feeds import ExtractFolder, dates
from wholeplace.sources.synthetic.hospitals import HOSPITALS
from wholeplace.sources.synthetic.identities import local_numbers, numbered
from wholeplace.sources.synthetic.streams import stream
from wholeplace.sources.synthetic.world import World

# Feeds of the system's mental-health and community trusts, and of the registrars of deaths.
_SOURCES = {"RT1": "cpft", "RYV": "ccs", "ONS": "ons"}
_STATUSES = [f"{status:02}" for status in range(9)]  # NHS number status indicator codes
NO_PRACTICE = "V81999"  # NHS Data Model and Dictionary: practice not known


@dataclass(frozen=True)
class Outbox:
    """What every feed is written from and to.

    Attributes:
        world: The population.
        numbers: NHS number of each person.
        folder: Extracts.
        faults: Where mistakes are written down.
        planted: What was planted besides, by name of the table of truth that says so.
    """

    world: World
    numbers: NDArray[np.int64]
    folder: ExtractFolder
    faults: Faults
    planted: dict[str, pa.Table] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """Which of the columns that data sets share one of them has.

    Attributes:
        birth_date: Whether the date of birth is sent.
        provider: Name of the column that says who gave the care; empty for none.
        places: The columns that say where the person lives and is registered.
        absent: The kind of mistake that says how often the NHS number is missing.
    """

    birth_date: bool = False
    provider: str = "provider_code"
    places: tuple[str, ...] = ("lsoa21", "practice_code")
    absent: str = "missing NHS number"


CARE, WITH_BIRTH = Layout(), Layout(birth_date=True)


@dataclass(frozen=True)
class Sender:
    """Who sends a feed.

    Attributes:
        code: Begins its ids, and decides its own numbers of people.
        source: Name of its feed.
        provider_code: The code it sends with its care.
    """

    code: str
    source: str
    provider_code: str


def hospital_senders(world: World, sent: NDArray[np.bool_]) -> Iterator[tuple[int, Sender]]:
    """Position and sender of each hospital whose feed arrives.

    Args:
        world: The population, whose areas may be made up.
        sent: For each hospital, whether its feed arrives.
    """
    for place in np.flatnonzero(sent):
        hospital = HOSPITALS[place]
        code = hospital.code_among(world.areas)
        yield int(place), Sender(hospital.code, hospital.source, code)


def sender_of(world: World, code: str) -> Sender:
    """A provider of care outside general hospitals; its code is made up where the areas are.

    Args:
        world: The population, whose areas may be made up.
        code: Its ODS code.
    """
    return Sender(code, _SOURCES[code], f"ZZ-{code}" if world.areas.made_up else code)


def send(
    outbox: Outbox,
    sender: Sender,
    dataset: str,
    key: tuple[str, str],
    person: NDArray[np.int64],
    day: NDArray[np.int64],
    facts: Mapping[str, pa.Array],
    layout: Layout = CARE,
    *,
    ids: pa.Array | None = None,
    provider: pa.Array | None = None,
) -> None:
    """Write one provider's rows of a data set, in order of its own number of the person.

    Args:
        outbox: What to write from and to.
        sender: Who sends it.
        dataset: Name of the data set.
        key: Name of the row's own id, and the letter its ids begin with.
        person: Position of the person of each row.
        day: Main day of each row.
        facts: Other columns, one value per row.
        layout: Which shared columns the data set has.
        ids: The row's own ids, where another data set names them too; numbered here otherwise.
        provider: Who gave the care, where it is not the sender.
    """
    if not len(person):
        return
    world = outbox.world
    rng = stream(world.seed, f"{dataset} feed", sender.code)
    local = local_numbers(person, sender.code, world.seed)
    order = np.lexsort((day, local))
    who = person[order]
    taken = pa.array(order)
    if ids is None:
        ids = numbered(f"{sender.code}{key[1]}", rng.permutation(len(order)))
    else:
        ids = ids.take(taken)
    identity = identity_of(world, who, outbox.numbers)
    spoil_identities(
        outbox.faults,
        identity,
        outbox.numbers,
        ids,
        rng,
        dataset,
        sender.source,
        layout.absent,
        layout.birth_date,
    )
    places = where_columns(world, who, identity)
    given_by = same(sender.provider_code, len(order)) if provider is None else provider.take(taken)
    table = pa.table(
        {
            key[0]: ids,
            **who_columns(world, who, identity, sender.code),
            **({"birth_date": dates(identity.birth)} if layout.birth_date else {}),
            **({layout.provider: given_by} if layout.provider else {}),
            **{name: column.take(taken) for name, column in facts.items()},
            **{name: places[name] for name in layout.places},
        }
    )
    write_rows(table, outbox.folder, outbox.faults, rng, sender.source, dataset)


def same(value: str, size: int) -> pa.Array:
    """One value on every row, kept once."""
    return pa.DictionaryArray.from_arrays(np.zeros(size, dtype=np.int32), pa.array([value]))


def write_rows(
    table: pa.Table,
    folder: ExtractFolder,
    faults: Faults,
    rng: np.random.Generator,
    source: str,
    dataset: str,
) -> None:
    """Write a feed's rows, a few of them twice where mistakes are wanted.

    Args:
        table: Rows in order; the first column is their key.
        folder: Extracts.
        faults: Where mistakes are written down.
        rng: Random stream.
        source: Name of the feed.
        dataset: Name of the data set.
    """
    twice = faults.choose(rng, "row sent twice", len(table))
    faults.note(
        dataset, source, "row sent twice", table.column(0).combine_chunks().take(pa.array(twice))
    )
    order = np.sort(np.concatenate([np.arange(len(table)), twice]))
    folder.write(source, dataset, table.take(pa.array(order)) if len(twice) else table)


def identity_of(
    world: World, person: NDArray[np.int64], numbers: NDArray[np.int64]
) -> HospitalIdentity:
    """What a provider that makes no mistake believes about the person of each row."""
    return HospitalIdentity(
        nhs_number=numbers[person].copy(),
        status=np.ones(len(person), dtype=np.int8),
        birth=world.people.birth[person].astype(np.int64),
        lsoa=world.people.lsoa[person].astype(np.int64),
    )


def who_columns(
    world: World, person: NDArray[np.int64], identity: HospitalIdentity, code: str
) -> dict[str, pa.Array]:
    """Local id, NHS number and its status."""
    absent = identity.nhs_number == 0
    status = pa.DictionaryArray.from_arrays(identity.status, pa.array(_STATUSES))
    return {
        "local_id": numbered(code, local_numbers(person, code, world.seed), 10),
        "nhs_number": pa.array(identity.nhs_number, mask=absent).cast(pa.string()),
        "nhs_number_status": status,
    }


def where_columns(
    world: World, person: NDArray[np.int64], identity: HospitalIdentity
) -> dict[str, pa.Array]:
    """Small area and practice."""
    places = pa.array(identity.lsoa.astype(np.int32), mask=identity.lsoa < 0)
    practice = world.people.practice[person].astype(np.int32)
    known = np.append(world.areas.practice, NO_PRACTICE)
    listed = pa.array(np.where(practice < 0, len(known) - 1, practice))
    return {
        "lsoa21": pa.DictionaryArray.from_arrays(places, pa.array(world.areas.lsoa21)),
        "practice_code": pa.DictionaryArray.from_arrays(listed, pa.array(known)),
    }
