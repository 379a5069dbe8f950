"""GP events packed into one sortable number each: person, day, concept, value.

Fifty million events are sorted as plain 64-bit integers: 20 bits for the person within a chunk, 16
for the day since 1900, 8 for the concept, 16 for ten times the value (0 for none).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DAY_ZERO = -25_567  # 1 January 1900, in days since 1970
LARGEST_CHUNK = 2**20
VALUE_BITS, CONCEPT_BITS, DAY_BITS = 16, 8, 16


def pack(
    person: NDArray[np.integer],
    day: NDArray[np.integer],
    concept: NDArray[np.integer] | int,
    value: NDArray[np.floating] | None = None,
) -> NDArray[np.int64]:
    """One number per event.

    Args:
        person: Position within the chunk.
        day: Days since 1970, not before 1900.
        concept: Position in ``codes.CONCEPTS``.
        value: The value, to one decimal, above 0 and below 6,553; None for no value.

    Returns:
        int64 numbers that sort by person, day, concept.
    """
    keys = person.astype(np.int64) << DAY_BITS
    keys |= day.astype(np.int64) - DAY_ZERO
    keys <<= CONCEPT_BITS
    keys |= np.asarray(concept, dtype=np.int64)
    keys <<= VALUE_BITS
    if value is not None:
        keys |= np.rint(value * 10).astype(np.int64)
    return keys


def without_repeats(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sorted keys, one per person, day and concept."""
    keys = np.sort(keys)
    same = keys >> VALUE_BITS
    return keys[np.diff(same, prepend=-1) != 0]


def person_of(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Position within the chunk."""
    return keys >> (VALUE_BITS + CONCEPT_BITS + DAY_BITS)


def day_of(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Days since 1970."""
    return (keys >> (VALUE_BITS + CONCEPT_BITS)) % 2**DAY_BITS + DAY_ZERO


def concept_of(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Position in ``codes.CONCEPTS``."""
    return (keys >> VALUE_BITS) % 2**CONCEPT_BITS


def value_of(keys: NDArray[np.int64]) -> NDArray[np.float64]:
    """The value; 0 where there is none."""
    return (keys % 2**VALUE_BITS) / 10.0
