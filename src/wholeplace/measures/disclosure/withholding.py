"""Withholding: which numbers of a release must go besides the small ones."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from wholeplace.core.calendar import AGE_BANDS
from wholeplace.measures.cells import Cells, Whole, as_small_as_it_fits
from wholeplace.measures.cubes import denominator_column, numerator_column
from wholeplace.measures.disclosure.columns import (
    COUNTS,
    HIDDEN,
    ROUNDED_TO,
    BoolArray,
    IntArray,
    have,
)
from wholeplace.measures.disclosure.published import (
    OF_KNOWN_AGE,
    Published,
    Quantities,
    published,
)
from wholeplace.measures.disclosure.saying_less import WITHHELD as WITHHELD
from wholeplace.measures.disclosure.saying_less import say_less
from wholeplace.measures.disclosure.sums import CROSSED, PIECE, Above, cells_of_pieces, sums_of
from wholeplace.measures.disclosure.worth import readers_of, worth_of_cells
from wholeplace.measures.ladders import REGISTERED_LEVELS, RESIDENT_LEVELS
from wholeplace.measures.measure import Measure
from wholeplace.measures.release_tables import AGE, VALUES_SCHEMA
from wholeplace.statistics import (
    ANY,
    COARSER,
    NOTHING_SAID,
    OF_HIDDEN,
    DisclosureProfile,
    coarser,
    implied_zeros,
    withheld_besides,
)
from wholeplace.statistics.feasible import graph_of
from wholeplace.statistics.sum_bounds import Graph

LEVELS = {"registered": REGISTERED_LEVELS, "resident": (PIECE, *RESIDENT_LEVELS)}
PEOPLE = "people"
EVERYBODY = ("", PEOPLE)
"""The key of the people of an area among the counts that may be the same."""
_BASES = ("registered", "resident", "treated_here")
_AT_ONCE = 8
_THREADS = 2
BASES_AT_ONCE = 2
"""How many bases are worked on side by side."""
SumsByTable = Sequence[tuple[BoolArray, Graph]]
"""Which tables, and the sums that hold in them."""


@dataclass(frozen=True)
class Withheld:
    """What was withheld from a release.

    Attributes:
        values: The rows that may be released.
        primary: Rows that were hidden for what they count themselves.
        besides: Rows that had a number and have none now.
        people: Basis, area type and code → the people of the area as they are said; NaN where they
            are hidden.
        same: By basis, which counts are the same.
        told: What this release and those before it tell together, for the next.
    """

    values: pa.Table
    primary: int
    besides: int
    people: Mapping[tuple[str, str, str], float] = field(default_factory=dict)
    same: Mapping[str, Quantities] = field(default_factory=dict)
    told: Sequence[pa.Table] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are hidden, for the manifest."""
        return {"small": self.primary, "besides": self.besides}


def gated_alone(parts: Iterable[pa.Table]) -> Withheld:
    """A release's values as each passed the gate on its own, for profiles that ask no more."""
    values = pa.concat_tables([VALUES_SCHEMA.empty_table(), *parts])
    for name in ROUNDED_TO:
        values = values.append_column(name, pa.nulls(values.num_rows, pa.int64()))
    return Withheld(values, int(have(values, "status", *HIDDEN).sum()), 0)


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
        read: dict[int, tuple[int, int]] = {}
        for (name, role), column in columns.items():
            if column in cube.sums:
                counts = cube.sums[column]
                # Most columns alike are one array, and need be looked through once only.
                if id(counts) not in read:
                    both = (counts, counts * of_known_age)
                    read[id(counts)] = _number(both[0], known), _number(both[1], known)
                ids[name, role], ids[name, role + OF_KNOWN_AGE] = read[id(counts)]
        found[basis] = ids
    return found


def _number(counts: Whole, known: dict[bytes, int]) -> int:
    """The number of these counts, a new one the first time."""
    same = hashlib.sha256(as_small_as_it_fits(counts).tobytes()).digest()
    return known.setdefault(same, len(known))


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

    def choose(basis: str, monthly: bool) -> None:
        areas = above.get(basis, {})
        said = published(values, basis, profile, same.get(basis, {}), monthly)
        if said is not None:
            said = said.with_unseen(cells_of_pieces(said.cells, areas))
            found = _steps(said, areas, profile)
            for name, count in zip(COUNTS, (said.numerator, said.denominator), strict=True):
                steps[name][said.rows] = np.where(count >= 0, found[count], 0)

    with ThreadPoolExecutor(BASES_AT_ONCE) as threads:
        # Each has rows of its own, so that none waits for another.
        chosen = [threads.submit(choose, basis, by) for basis in _BASES for by in (False, True)]
        for one in chosen:
            one.result()
    less = say_less(values, steps, profile)
    hidden, now = (have(rows, "status", *HIDDEN) for rows in (values, less))
    return Withheld(less, int(hidden.sum()), int((now & ~hidden).sum()))


def _steps(said: Published, above: Above, profile: DisclosureProfile) -> IntArray:
    """Of which counts less is said, and how much less."""
    sums = _sums_that_hold(said, above)
    readers, gone = readers_of(said), _contradicted(said, sums)
    steps, of_cells = np.zeros(len(said.cell), dtype=np.int64), worth_of_cells(said.cells)
    tables = said.tables
    least, most = np.where(gone, 0, said.least), np.where(gone, ANY, said.most)

    def choose(few: tuple[IntArray, Graph]) -> None:
        some, graph = few
        found = withheld_besides(
            said.spread(least, 0.0, some),
            said.spread(most, ANY, some),
            said.spread(said.secret | gone, False, some),
            graph,
            of_cells[:, None] * (said.spread(readers, 0.0, some) + OF_HIDDEN),
            said.spread(said.number, np.nan, some),
            profile,
        )
        steps[said.counts_of(some)] = said.gathered(found, some)

    with ThreadPoolExecutor(_THREADS) as threads:
        while len(tables):
            list(threads.map(choose, _few_at_once(tables, sums)))
            steps[gone] = NOTHING_SAID
            lost = nowhere_shown(said, steps == NOTHING_SAID) | beyond_group(said, steps, profile)
            gone |= lost
            least[lost], most[lost] = 0, ANY
            tables = np.unique(said.table[lost])
    return steps


def _sums_that_hold(said: Published, above: Above) -> SumsByTable:
    """The sums that hold in tables that count groups of two breakdowns at once, and in others."""
    crossed = np.array([CROSSED in breakdown for _, _, breakdown, _ in said.cells])
    counted = np.zeros(len(said.tables), dtype=np.bool_)
    counted[said.table[crossed[said.cell]]] = True
    return [
        (of, graph_of(sums_of(said.cells, above, crossed=together), len(said.cells)))
        for of, together in ((~counted, False), (counted, True))
        if of.any()
    ]


def _few_at_once(tables: IntArray, sums: SumsByTable) -> Iterator[tuple[IntArray, Graph]]:
    """Tables, so many at a time as fit in little memory, and the sums that hold in them."""
    for of, graph in sums:
        mine = tables[of[tables]]
        for start in range(0, len(mine), _AT_ONCE):
            yield mine[start : start + _AT_ONCE], graph


def _contradicted(said: Published, sums: SumsByTable) -> BoolArray:
    """What one measure hides and another shows must be hidden in both.

    Unless it is a nought that a larger nought shows.
    """
    contradicted = said.secret & (said.told | (said.most == 0))
    zeros = np.zeros(len(said.cell), dtype=np.bool_)
    for some, graph in _few_at_once(np.unique(said.table[contradicted]), sums):
        shown_zero = said.spread((said.most == 0) & ~said.secret, False, some)
        zeros[said.counts_of(some)] = said.gathered(implied_zeros(shown_zero, graph), some)
    return contradicted & ~zeros


def nowhere_shown(said: Published, chosen: BoolArray) -> BoolArray:
    """Counts that no row shows any more: a row that loses its group loses its count as well."""
    group = (said.denominator >= 0) & chosen[said.denominator]
    still = np.zeros_like(chosen)
    for count, tells in (
        (said.numerator, said.tells_numerator),
        (said.denominator, said.tells_denominator),
    ):
        still[count[(count >= 0) & tells & ~group]] = True
    return said.told & ~said.secret & ~chosen & ~still


def beyond_group(said: Published, steps: IntArray, profile: DisclosureProfile) -> BoolArray:
    """Counts that would be larger than their group, were both rounded so."""
    counts = said.number.copy()
    for step, base in enumerate(COARSER, start=1):
        rounded = np.flatnonzero(steps == step)
        counts[rounded] = coarser(counts[rounded], base, profile)
    both = (said.numerator >= 0) & (said.denominator >= 0) & said.people
    one, group = said.numerator[both], said.denominator[both]
    found = np.zeros(len(steps), dtype=np.bool_)
    found[one[counts[one] > counts[group]]] = True
    return found & (steps < NOTHING_SAID)
