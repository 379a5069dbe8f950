"""Parts: what each cause did to a measure, from its sums after one cause after another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholeplace.measures.cells import ALL, Cells
from wholeplace.measures.changes.counting import AGE, BANDS, Sums
from wholeplace.measures.cubes import denominator_column, numerator_column
from wholeplace.measures.measure import Measure
from wholeplace.measures.release_tables import estimates
from wholeplace.statistics import EXACT, DisclosureProfile, Released, stepwise_parts

STATE = "state"
SHOWN, SUPPRESSED = "shown", "suppressed"


@dataclass(frozen=True)
class Figures:
    """A number as it may be shown: None where it is hidden, or where there is none.

    Attributes:
        numerator: People or events counted.
        denominator: Among whom.
        value: The statistic.
        status: Why it is hidden, or ``shown``.
    """

    numerator: int | None
    denominator: int | None
    value: float | None
    status: str


@dataclass(frozen=True)
class Part:
    """What one cause did.

    Attributes:
        cause: Its name.
        figures: By how much the number rose or fell; ``suppressed`` where that is a small number.
        nothing: Whether it did nothing at all.
        words: What it is, in words.
    """

    cause: str
    figures: Figures
    nothing: bool
    words: str = ""


def split(
    measure: Measure,
    states: Mapping[str, Sums],
    columns: Sequence[str],
    profile: DisclosureProfile,
) -> tuple[Figures, Figures, list[Part]]:
    """Split a change over its causes.

    Each state is a number of the whole area, released by the very rules of a release; a part is
    the difference of two of them. So parts add up to the change of the released number, and
    together say nothing that those numbers do not say. A part that is truly a small number is
    not shown.

    Args:
        measure: The measure.
        states: Cause → sums once it and all causes before it were changed; the first, whatever
            its name, is the start.
        columns: The columns of the sums.
        profile: The disclosure profile; exact counts under ``exact``.

    Returns:
        The number at the start, at the end, and a part for each cause.
    """
    cells = _as_cells(states, columns)
    ((_, _, together),) = estimates(cells, STATE, ALL, [measure], profile)
    gated = Released(*(part[0] for part in together))
    true = cells.added(STATE, (), [numerator_column(measure), denominator_column(measure)])
    if profile == EXACT:
        gated = gated._replace(numerator=true[:, :1], denominator=true[:, 1:])
    parts = list(_parts(list(states)[1:], gated, true, profile))
    return _at(gated, 0), _at(gated, -1), parts


def _as_cells(states: Mapping[str, Sums], columns: Sequence[str]) -> Cells:
    """States as if each were an area, so that the release's own estimates apply to them."""
    stacked = np.concatenate(list(states.values()))
    return Cells(
        levels={STATE: (list(states), np.repeat(np.arange(len(states)), len(BANDS)))},
        breakdowns={
            ALL: np.zeros(len(stacked), dtype=np.int64),
            AGE: np.tile(np.arange(len(BANDS)), len(states)),
        },
        sums={name: stacked[:, place] for place, name in enumerate(columns)},
    )


def _parts(
    causes: Sequence[str],
    gated: Released,
    true: NDArray[np.float64],
    profile: DisclosureProfile,
) -> Iterator[Part]:
    steps = Released(
        status=gated.status[1:],
        numerator=stepwise_parts(gated.numerator),
        denominator=stepwise_parts(gated.denominator),
        value=stepwise_parts(gated.value),
        lower=gated.lower[1:],
        upper=gated.upper[1:],
    )
    sizes = np.abs(stepwise_parts(true))
    for place, cause in enumerate(causes):
        small = (sizes[place] > 0) & (sizes[place] <= profile.suppressed_up_to)
        hidden = [str(one) for one in gated.status[place : place + 2, 0] if one != SHOWN]
        found = _at(steps, place, SUPPRESSED if small.any() else hidden[0] if hidden else SHOWN)
        yield Part(cause, found, nothing=not sizes[place].any() and not found.value)


def _at(numbers: Released, place: int, status: str = "") -> Figures:
    """The figures of one state or step; those of a small step are left out."""
    if status == SUPPRESSED:
        return Figures(None, None, None, status)
    numerator, denominator, value = (
        float(part[place, 0]) for part in (numbers.numerator, numbers.denominator, numbers.value)
    )
    return Figures(
        None if np.isnan(numerator) else int(numerator),
        None if np.isnan(denominator) else int(denominator),
        None if np.isnan(value) else value,
        status or str(numbers.status[place, 0]),
    )
