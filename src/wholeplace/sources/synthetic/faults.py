"""Mistakes planted in the records at realistic rates, each written down as it is made."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic.codes import ETHNICITY, POSITION, position
from wholeplace.sources.synthetic.packed import (
    CONCEPT_BITS,
    DAY_ZERO,
    VALUE_BITS,
    concept_of,
    day_of,
    person_of,
)

# Share of rows with each mistake; our assumptions, near what hospital data-quality reports show.
RATES: dict[str, float] = {
    "missing NHS number": 0.035,
    "NHS number not held": 0.09,  # by a council or another partner
    "mistyped NHS number": 0.004,
    "another person's NHS number": 0.001,
    "NHS number not verified": 0.02,
    "wrong birth date": 0.005,
    "missing small area": 0.012,
    "missing main diagnosis": 0.015,
    "missing departure time": 0.01,
    "missing test code": 0.05,
    "discharged before admission": 0.0005,
    "delay without a reason": 0.004,
    "care ended before it began": 0.001,
    "row sent twice": 0.002,
    "ethnic category not stated": 0.05,
    "ethnic category not known": 0.035,
    "coded ethnicity disagrees": 0.02,
    "ethnic category disagrees": 0.03,
    "sex disagrees": 0.001,
    "sex not known": 0.0005,
    "event sent twice": 0.001,
    "blood pressure ten times too high": 0.0002,
    "event before birth": 0.00002,
}

# The ethnic categories stand side by side among the concepts.
_ETHNICITY = np.array([POSITION[code] for code in ETHNICITY])


@dataclass
class Faults:
    """The mistakes made, by data set, source and kind, with the key of each row.

    Args:
        wanted: Whether to make any.
    """

    wanted: bool
    rows: list[pa.Table] = field(default_factory=list)

    def choose(
        self,
        rng: np.random.Generator,
        kind: str,
        number: int,
        among: NDArray[np.bool_] | None = None,
    ) -> NDArray[np.int64]:
        """Positions that get a mistake: none where none is wanted."""
        if not self.wanted:
            return np.zeros(0, dtype=np.int64)
        chosen = rng.random(number) < RATES[kind]
        return np.flatnonzero(chosen if among is None else chosen & among)

    def note(self, dataset: str, source: str, kind: str, keys: pa.Array) -> None:
        """Write down mistakes as made."""
        if len(keys):
            self.rows.append(
                pa.table(
                    {
                        "dataset": pa.array([dataset] * len(keys)),
                        "source": pa.array([source] * len(keys)),
                        "kind": pa.array([kind] * len(keys)),
                        "key": keys.cast(pa.string()),
                    }
                )
            )

    def table(self) -> pa.Table:
        """All mistakes."""
        empty = pa.schema([(name, pa.string()) for name in ("dataset", "source", "kind", "key")])
        return pa.concat_tables([empty.empty_table(), *self.rows])


@dataclass
class HospitalIdentity:
    """What a hospital believes about the person of each row; changed in place by mistakes."""

    nhs_number: NDArray[np.int64]
    status: NDArray[np.int8]
    birth: NDArray[np.int64]
    lsoa: NDArray[np.int64]


def spoil_identities(
    faults: Faults,
    identity: HospitalIdentity,
    everyone: NDArray[np.int64],
    keys: pa.Array,
    rng: np.random.Generator,
    dataset: str,
    source: str,
    absent: str = "missing NHS number",
    birth: bool = True,
) -> None:
    """Missing, mistyped, swapped and unverified NHS numbers, wrong birth dates, missing areas.

    Args:
        faults: Where mistakes are written down.
        identity: Changed in place; 0 is no NHS number, -1 no small area.
        everyone: All valid NHS numbers, to take another person's from.
        keys: The row's own id.
        rng: Random stream.
        dataset: Data set name.
        source: Feed name.
        absent: The kind of mistake that says how often the NHS number is missing.
        birth: Whether the feed has the date of birth, so that it can be wrong.
    """
    number = len(keys)

    def mark(kind: str) -> NDArray[np.int64]:
        chosen = faults.choose(rng, kind, number)
        faults.note(dataset, source, kind, keys.take(pa.array(chosen)))
        return chosen

    unsure = mark("NHS number not verified")
    identity.status[unsure] = rng.choice([2, 3, 4], len(unsure))
    swapped = mark("another person's NHS number")
    identity.nhs_number[swapped] = rng.choice(everyone, len(swapped))
    typed = mark("mistyped NHS number")
    digit = 10 ** rng.integers(0, 8, len(typed))
    old = identity.nhs_number[typed] // digit % 10
    identity.nhs_number[typed] += ((old + rng.integers(1, 10, len(typed))) % 10 - old) * digit
    identity.status[typed] = 2
    missing = mark(absent)
    identity.nhs_number[missing], identity.status[missing] = 0, 7
    if birth:
        wrong = mark("wrong birth date")
        identity.birth[wrong] -= rng.choice([1, 10, 30, 365, 3652], len(wrong))
    identity.lsoa[mark("missing small area")] = -1


def spoil_events(
    faults: Faults,
    keys: NDArray[np.int64],
    born: NDArray[np.int64],
    names: pa.Array,
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """Events sent twice, pressures of 1,200 for 120, events before birth, another ethnicity.

    Args:
        faults: Where mistakes are written down.
        keys: Packed, sorted events of one chunk.
        born: Birth of each person of the chunk.
        names: Local id of each person of the chunk.
        rng: Random stream.

    Returns:
        Packed events with mistakes, sorted.
    """
    changed = keys.copy()
    concepts = concept_of(keys)

    def note(kind: str, chosen: NDArray[np.int64]) -> None:
        faults.note("gp_event", "gp", kind, names.take(pa.array(person_of(keys[chosen]))))

    pressure = concepts == position("systolic")
    tenfold = faults.choose(rng, "blood pressure ten times too high", len(keys), pressure)
    changed[tenfold] += (keys[tenfold] % 2**VALUE_BITS) * 9
    note("blood pressure ten times too high", tenfold)
    early = faults.choose(
        rng, "event before birth", len(keys), concepts == position("consultation")
    )
    person = person_of(keys[early])
    day = np.maximum(born[person] - rng.integers(20, 2_000, len(early)), DAY_ZERO)
    shift = (day_of(keys[early]) - day) << (VALUE_BITS + CONCEPT_BITS)
    changed[early] -= shift
    note("event before birth", early)
    mixed = np.isin(concepts, _ETHNICITY)
    other = faults.choose(rng, "coded ethnicity disagrees", len(keys), mixed)
    place = concepts[other] - _ETHNICITY[0]
    moved = (place + rng.integers(1, len(_ETHNICITY), len(other))) % len(_ETHNICITY)
    changed[other] += (moved - place) << VALUE_BITS
    note("coded ethnicity disagrees", other)
    twice = faults.choose(rng, "event sent twice", len(keys))
    note("event sent twice", twice)
    if not faults.wanted:
        return changed
    return np.sort(np.concatenate([changed, changed[twice]]))
