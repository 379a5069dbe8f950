"""Withholding: which numbers of a release must go besides the small ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.core.calendar import AGE_BANDS
from wholeplace.geography import Geography
from wholeplace.measures.cells import Cells
from wholeplace.measures.cubes import CUBES, denominator_column, numerator_column
from wholeplace.measures.disclosure.published import (
    HIDDEN,
    OF_KNOWN_AGE,
    Published,
    Quantities,
    Words,
    published,
)
from wholeplace.measures.disclosure.sums import Above, lies_in, sums_of
from wholeplace.measures.ladders import REGISTERED_LEVELS, RESIDENT_LEVELS, ladder_of
from wholeplace.measures.measure import Measure
from wholeplace.measures.release_tables import AGE, VALUES_SCHEMA
from wholeplace.statistics import ANY, DisclosureProfile, implied_zeros, withheld_besides

WITHHELD = "withheld"
_PASSES = 10
_OF_COUNT = ("numerator", "value", "lower", "upper")
LEVELS = {"registered": REGISTERED_LEVELS, "resident": RESIDENT_LEVELS}
_BASES = ("registered", "resident", "treated_here")


@dataclass(frozen=True)
class Withheld:
    """What was withheld from a release.

    Attributes:
        values: The rows that may be released.
        primary: Rows that were hidden for what they count themselves.
        besides: Rows that had a number and have none now.
    """

    values: pa.Table
    primary: int
    besides: int

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are hidden, for the manifest."""
        return {"small": self.primary, "besides": self.besides}


def withhold_values(
    parts: Iterable[pa.Table],
    cubes: Mapping[str, Cells],
    measures: Sequence[Measure],
    geography: Geography,
    profile: DisclosureProfile,
) -> Withheld:
    """Put a release's values together and withhold what would give a hidden count away.

    Args:
        parts: The values, each gated on its own.
        cubes: The cubes by basis.
        measures: The measures released.
        geography: The geography of the run.
        profile: The disclosure profile.
    """
    above: dict[str, Above] = {
        cube.basis: lies_in(ladder_of(cube, geography), LEVELS[cube.basis]) for cube in CUBES
    }
    values = pa.concat_tables([VALUES_SCHEMA.empty_table(), *parts])
    return withhold(values, above, same_counts(cubes, measures), profile)


def gated_alone(parts: Iterable[pa.Table]) -> Withheld:
    """A release's values as each passed the gate on its own, for profiles that ask no more."""
    values = pa.concat_tables([VALUES_SCHEMA.empty_table(), *parts])
    return Withheld(values, int(Words.of(values, "status").are(*HIDDEN).sum()), 0)


def same_counts(cells: Mapping[str, Cells], measures: Iterable[Measure]) -> dict[str, Quantities]:
    """Which numerators and denominators count the same, by basis: those alike in every cell.

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
        ids: dict[tuple[str, str], int] = {}
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
        The rows, those withheld with the status ``withheld`` and no number, and how many.
    """
    gone = np.zeros(values.num_rows, dtype=np.bool_)
    without_group = gone.copy()
    for basis in _BASES:
        for monthly in (False, True):
            said = published(values, basis, profile, same.get(basis, {}), monthly)
            if said is not None:
                count, group = _rows_of(said, above.get(basis, {}))
                gone[said.rows] |= count | group
                without_group[said.rows] |= group
    hidden = Words.of(values, "status").are(*HIDDEN)
    return Withheld(
        _without(values, gone, without_group), int(hidden.sum()), int((gone & ~hidden).sum())
    )


def _rows_of(said: Published, above: Above) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which rows lose their count, and which their group too."""
    sums = sums_of(said.cells, above)
    # What one measure hides and another shows must be hidden in both, unless it is a nought that
    # a larger nought shows.
    zeros = implied_zeros((said.upper == 0) & ~said.hidden, sums)
    chosen = said.hidden & (said.shown | (said.upper == 0)) & ~zeros
    hidden, tables = said.hidden, np.arange(said.hidden.shape[1])
    for _ in range(_PASSES):
        lower, upper = np.where(chosen, 0, said.lower), np.where(chosen, ANY, said.upper)
        found = withheld_besides(lower[:, tables], upper[:, tables], hidden[:, tables], sums)
        chosen[:, tables] |= found
        group = (said.denominator >= 0) & chosen[said.cell, said.denominator]
        # Without its group a count is hidden too, and must not be worked out either.
        of_counts = group & (said.numerator >= 0)
        lost = np.zeros_like(hidden)
        lost[said.cell[of_counts], said.numerator[of_counts]] = True
        lost &= ~hidden & ~chosen & (said.upper > 0)
        if not lost.any():
            break
        hidden, tables = hidden | lost, np.flatnonzero(lost.any(axis=0))
    return (said.numerator >= 0) & chosen[said.cell, said.numerator], group


def _without(
    values: pa.Table, gone: NDArray[np.bool_], without_group: NDArray[np.bool_]
) -> pa.Table:
    """The rows with nothing in those that are withheld."""
    for name in (*_OF_COUNT, "denominator"):
        field = values.schema.field(name)
        keep = ~(without_group if name == "denominator" else gone)
        numbers = values[name].combine_chunks()
        kept = pc.if_else(pa.array(keep), numbers, pa.scalar(None, field.type))
        values = values.set_column(values.schema.get_field_index(name), field, kept)
    status = pc.if_else(pa.array(gone), WITHHELD, values["status"].combine_chunks())
    place = values.schema.get_field_index("status")
    return values.set_column(place, values.schema.field("status"), status)
