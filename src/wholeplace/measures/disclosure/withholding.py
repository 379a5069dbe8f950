"""Withholding: which numbers of a release must go besides the small ones."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.calendar import AGE_BANDS
from wholeplace.measures.cells import Cells
from wholeplace.measures.cubes import denominator_column, numerator_column
from wholeplace.measures.disclosure.published import (
    COUNTS,
    HIDDEN,
    OF_KNOWN_AGE,
    BoolArray,
    IntArray,
    Published,
    Quantities,
    Words,
    published,
)
from wholeplace.measures.disclosure.saying_less import ROUNDED_TO, say_less
from wholeplace.measures.disclosure.saying_less import WITHHELD as WITHHELD
from wholeplace.measures.disclosure.sums import PIECE, Above, cells_of_pieces, sums_of
from wholeplace.measures.disclosure.worth import worth_of
from wholeplace.measures.ladders import REGISTERED_LEVELS, RESIDENT_LEVELS
from wholeplace.measures.measure import Measure
from wholeplace.measures.release_tables import AGE, VALUES_SCHEMA
from wholeplace.statistics import (
    ANY,
    COARSER,
    NOTHING_SAID,
    DisclosureProfile,
    coarser,
    implied_zeros,
    withheld_besides,
)

LEVELS = {"registered": REGISTERED_LEVELS, "resident": (PIECE, *RESIDENT_LEVELS)}
PEOPLE = "people"
EVERYBODY = ("", PEOPLE)
"""The key of the people of an area among the counts that may be the same."""
_BASES = ("registered", "resident", "treated_here")


@dataclass(frozen=True)
class Withheld:
    """What was withheld from a release.

    Attributes:
        values: The rows that may be released.
        primary: Rows that were hidden for what they count themselves.
        besides: Rows that had a number and have none now.
        people: Basis, area type and code → the people of the area as they are said; NaN where they
            are hidden.
    """

    values: pa.Table
    primary: int
    besides: int
    people: Mapping[tuple[str, str, str], float] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are hidden, for the manifest."""
        return {"small": self.primary, "besides": self.besides}


def gated_alone(parts: Iterable[pa.Table]) -> Withheld:
    """A release's values as each passed the gate on its own, for profiles that ask no more."""
    values = pa.concat_tables([VALUES_SCHEMA.empty_table(), *parts])
    for name in ROUNDED_TO:
        values = values.append_column(name, pa.nulls(values.num_rows, pa.int64()))
    return Withheld(values, int(Words.of(values, "status").are(*HIDDEN).sum()), 0)


def same_counts(cells: Mapping[str, Cells], measures: Iterable[Measure]) -> dict[str, Quantities]:
    """Which numerators and denominators count the same, by basis: those alike in every cell.

    The people of an area stand among them as :data:`EVERYBODY`.

    Args:
        cells: The cubes by basis.
        measures: The measures released.
    """
    columns = {(m.name, "numerator"): numerator_column(m) for m in measures}
    columns |= {(m.name, "denominator"): denominator_column(m) for m in measures}
    found: dict[str, Quantities] = {}
    for basis, cube in cells.items():
        known: dict[bytes, int] = {}
        of_known_age = cube.breakdowns[AGE] < len(AGE_BANDS)
        ids: dict[tuple[str, str], Hashable] = {}
        if PEOPLE in cube.sums:
            ids[EVERYBODY] = _number(cube.sums[PEOPLE], known)
        for (name, role), column in columns.items():
            if column in cube.sums:
                counts = cube.sums[column]
                ids[name, role] = _number(counts, known)
                ids[name, role + OF_KNOWN_AGE] = _number(counts * of_known_age, known)
        found[basis] = ids
    return found


def _number(counts: NDArray[np.int64], known: dict[bytes, int]) -> int:
    """The number of these counts, a new one the first time."""
    return known.setdefault(hashlib.sha256(counts.tobytes()).digest(), len(known))


def withhold(
    values: pa.Table,
    above: Mapping[str, Above],
    same: Mapping[str, Quantities],
    profile: DisclosureProfile,
) -> Withheld:
    """Withhold whatever would let a reader work out a hidden count.

    Args:
        values: The release's values, each gated on its own.
        above: By basis, where each area lies.
        same: By basis, which counts are the same.
        profile: The disclosure profile they passed.

    Returns:
        The rows, those withheld with the status ``withheld`` and no number, others rounded more
        coarsely than usual and saying so, and how many are hidden.
    """
    steps = {name: np.zeros(values.num_rows, dtype=np.int64) for name in COUNTS}
    for basis in _BASES:
        for monthly in (False, True):
            said = published(values, basis, profile, same.get(basis, {}), monthly)
            if said is not None:
                said = said.with_unseen(cells_of_pieces(said.cells, above.get(basis, {})))
                found = _steps(said, above.get(basis, {}), profile)
                for name, table in zip(COUNTS, (said.numerator, said.denominator), strict=True):
                    own = np.where(table >= 0, found[said.cell, table], 0)
                    steps[name][said.rows] = own
    less = say_less(values, steps, profile)
    hidden, now = Words.of(values, "status").are(*HIDDEN), Words.of(less, "status").are(*HIDDEN)
    return Withheld(less, int(hidden.sum()), int((now & ~hidden).sum()))


def _steps(said: Published, above: Above, profile: DisclosureProfile) -> IntArray:
    """Of which counts less is said, and how much less."""
    sums, worth = sums_of(said.cells, above), worth_of(said)
    # What one measure hides and another shows must be hidden in both, unless it is a nought that
    # a larger nought shows.
    zeros = implied_zeros((said.upper == 0) & ~said.hidden, sums)
    gone = said.hidden & (said.shown | (said.upper == 0)) & ~zeros
    steps = np.zeros(gone.shape, dtype=np.int64)
    tables = np.arange(gone.shape[1])
    while len(tables):
        lower, upper = np.where(gone, 0, said.lower), np.where(gone, ANY, said.upper)
        low, high, loss, number = (part[:, tables] for part in (lower, upper, worth, said.number))
        hidden = (said.hidden | gone)[:, tables]
        steps[:, tables] = withheld_besides(low, high, hidden, sums, loss, number, profile)
        steps[gone] = NOTHING_SAID
        lost = _nowhere_shown(said, steps == NOTHING_SAID) | _beyond_group(said, steps, profile)
        gone |= lost
        tables = np.flatnonzero(lost.any(axis=0))
    return steps


def _nowhere_shown(said: Published, chosen: BoolArray) -> BoolArray:
    """Counts that no row shows any more: a row that loses its group loses its count as well."""
    group = _at(chosen, said.cell, said.denominator)
    still = np.zeros_like(chosen)
    for table, tells in (
        (said.numerator, said.tells_numerator),
        (said.denominator, said.tells_denominator),
    ):
        at = (table >= 0) & tells & ~group
        still[said.cell[at], table[at]] = True
    return said.shown & ~said.hidden & ~chosen & ~still


def _beyond_group(said: Published, steps: IntArray, profile: DisclosureProfile) -> BoolArray:
    """Counts that would be larger than their group, were both rounded so."""
    counts = said.number.copy()
    for step, base in enumerate(COARSER, start=1):
        counts = np.where(steps == step, coarser(counts, base, profile), counts)
    both = (said.numerator >= 0) & (said.denominator >= 0) & said.people
    cell, one, other = (part[both] for part in (said.cell, said.numerator, said.denominator))
    beyond = counts[cell, one] > counts[cell, other]
    found = np.zeros(steps.shape, dtype=np.bool_)
    found[cell[beyond], one[beyond]] = True
    return found & (steps < NOTHING_SAID)


def _at(chosen: BoolArray, cell: IntArray, table: IntArray) -> BoolArray:
    """Whether the count of each row is chosen; a table of -1 says it has none."""
    return (table >= 0) & chosen[cell, table]
