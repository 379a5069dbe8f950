"""What a gap in life expectancy is made of: years by cause of death and by age, adding up to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.measures.mortality.gaps import Pair
from wholeplace.measures.mortality.grids import SEXES, Array, Grid
from wholeplace.measures.mortality.periods import Period
from wholeplace.statistics import DisclosureProfile, gap_by_age, gap_by_cause, life_table

AGE_GROUPS = ("0-19", "20-39", "40-59", "60-69", "70-79", "80+")
_FIRST_BANDS = (0, 5, 9, 13, 15, 17)
BY_CAUSE, BY_AGE, BY_BOTH = "cause", "age", "cause_and_age"
ALL = "all"
THE_REST = "the_rest"
HUNDREDTHS = 100
_NOTHING = 1e-9
PARTS_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("area_type", "area_code", "basis", "sex", "gap")),
        *((name, pa.string()) for name in ("split", "cause", "age_group")),
        ("years_pooled", pa.int64()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("value", pa.float64()),
    ]
)
"""``value`` is years of the gap; over the rows of one split they add up to it. Causes or ages with
few deaths on either side are together in ``the_rest``."""


class Parts(NamedTuple):
    """Years of gaps, and the deaths each part rests on.

    Attributes:
        years: The parts.
        deaths: Deaths of the population whose gap is explained.
        deaths_2: Deaths of the other.
    """

    years: Array
    deaths: Array
    deaths_2: Array

    def of(self, area: int, sex: int) -> Parts:
        """The parts of one gap."""
        return Parts(*(part[area, sex] for part in self))

    def added_over(self, axis: int) -> Parts:
        """The parts, one axis fewer."""
        return Parts(*(part.sum(axis=axis) for part in self))

    def in_a_row(self) -> Parts:
        """The parts along one axis."""
        return Parts(*(part.ravel() for part in self))


def part_rows(
    grid: Grid,
    pair: Pair,
    gap: str,
    causes: Sequence[str],
    period: Period,
    profile: DisclosureProfile,
) -> pa.Table:
    """Split each gap three ways: by cause, by age, and by both.

    Args:
        grid: Where the pair is from.
        pair: The two populations.
        gap: Which gap it is.
        causes: Names of the groups of causes; the last is every other cause.
        period: The years counted.
        profile: The disclosure profile.

    Returns:
        A table of :data:`PARTS_SCHEMA`; nothing for a gap that cannot be worked out.
    """
    parts = by_cause_and_age(pair)
    minimum = profile.minimum_events
    whole = _enough(pair, minimum) & ~np.isnan(parts.years).any(axis=(-2, -1))
    rows: list[dict[str, object]] = []
    for area, sex in np.argwhere(whole).tolist():
        here = {"area_type": grid.level, "area_code": grid.codes[area], "sex": SEXES[sex]}
        here |= {"basis": "resident", "gap": gap, **period.columns}
        for split, names, mine in _splits(causes, parts.of(area, sex)):
            held = gathered(mine, minimum, last_is_rest=split == BY_CAUSE)
            for place, years in held.items():
                cause, age = names[place] if place >= 0 else (THE_REST, THE_REST)
                rows.append(
                    {**here, "split": split, "cause": cause, "age_group": age, "value": years}
                )
    return pa.Table.from_pylist(rows, schema=PARTS_SCHEMA)


def by_cause_and_age(pair: Pair) -> Parts:
    """Years of each gap by cause and age group.

    Args:
        pair: The two populations; with no groups of causes, all causes are one.

    Returns:
        The parts, over area, sex, cause and age group; NaN where a life table is.
    """
    table, table_2 = life_table(pair.deaths, pair.people), life_table(pair.deaths_2, pair.people_2)
    years = gap_by_age(table, table_2)
    if pair.causes.shape[-2]:
        dead, dead_2 = pair.causes, pair.causes_2
    else:
        dead, dead_2 = pair.deaths[..., np.newaxis, :], pair.deaths_2[..., np.newaxis, :]
    cells = gap_by_cause(years, dead, pair.people, dead_2, pair.people_2)
    # Where two death rates are the same the band adds nothing, but for the last figures.
    cells = np.where((np.abs(years) < _NOTHING)[..., np.newaxis, :], 0.0, cells)
    return Parts(*(np.add.reduceat(part, _FIRST_BANDS, axis=-1) for part in (cells, dead, dead_2)))


def gathered(parts: Parts, minimum: float, *, last_is_rest: bool) -> dict[int, float]:
    """Parts that may be shown, in hundredths of a year that still add up to their sum.

    A part that rests on fewer deaths than the minimum on either side, but not on none, goes into
    the rest; where that would be the only one, the part with the next fewest deaths goes with it,
    since the rest would otherwise be that part by another name.

    Args:
        parts: The parts of one gap, along one axis.
        minimum: The fewest deaths that may be shown.
        last_is_rest: Whether the last part is every other cause already, so that small parts join
            it.

    Returns:
        Place of each part → years, the rest under -1 (or at the last place); nothing for parts of
        which nobody died on either side.

    >>> parts = Parts(np.array([1, 0.26, 0.5]), np.array([50, 4, 20]), np.array([40, 12, 15]))
    >>> gathered(parts, 10, last_is_rest=True)
    {0: 1.0, 2: 0.76}
    """
    years, counts = parts.years, np.stack([parts.deaths, parts.deaths_2])
    fewest = np.where(counts > 0, counts, np.inf).min(axis=0)
    small = fewest < minimum
    if last_is_rest:
        small[-1] = False
    elif small.sum() == 1 and len(years) > 1:
        small[np.argmin(np.where(small, np.inf, fewest))] = True
    rest = len(years) - 1 if last_is_rest else -1
    nobody = np.isinf(fewest)
    kept = np.flatnonzero(~small & ~nobody)
    held = {int(place): float(years[place]) for place in kept}
    if small.any():
        held[rest] = held.get(rest, 0.0) + float(years[small].sum())
    rounded = in_hundredths(np.array(list(held.values())))
    return dict(zip(held, rounded.tolist(), strict=True))


def in_hundredths(parts: Array) -> Array:
    """Parts rounded to hundredths so that they add up to their rounded sum.

    Those that rounding down changes most are rounded up instead.

    >>> print(in_hundredths(np.array([0.333, 0.333, 0.334])))
    [0.33 0.33 0.34]
    """
    scaled = parts * HUNDREDTHS
    down = np.floor(scaled)
    missing = round(float(scaled.sum())) - int(down.sum())
    up = np.argsort(-(scaled - down), kind="stable")[: max(missing, 0)]
    down[up] += 1
    return np.asarray(down / HUNDREDTHS)


def _enough(pair: Pair, minimum: float) -> NDArray[np.bool_]:
    fewest = np.minimum(pair.deaths.sum(axis=-1), pair.deaths_2.sum(axis=-1))
    return np.asarray(fewest >= minimum)


def _splits(
    causes: Sequence[str], parts: Parts
) -> Iterator[tuple[str, list[tuple[str, str]], Parts]]:
    """Each way to split a gap: what it is called, the names of its parts, and the parts."""
    yield BY_AGE, [(ALL, age) for age in AGE_GROUPS], parts.added_over(0)
    if causes:
        yield BY_CAUSE, [(cause, ALL) for cause in causes], parts.added_over(1)
        both = [(cause, age) for cause in causes for age in AGE_GROUPS]
        yield BY_BOTH, both, parts.in_a_row()
