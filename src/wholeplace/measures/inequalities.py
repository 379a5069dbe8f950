"""Inequalities: how far apart the groups of every area and measure are, from what is released.

Everything here is worked out from the gated values of the same release, so it tells nothing that
they do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.measures.disclosure.columns import TEXT
from wholeplace.measures.group_pairs import (
    ORDERED,
    UNKNOWNS,
    chosen_pairs,
    flags_of,
)
from wholeplace.measures.publishing import in_order, write_in_order
from wholeplace.measures.splits import (
    KEYS,
    NUMBERS,
    STATUSES,
    Split,
    rows_of_each,
    split_values,
    with_codes,
)
from wholeplace.statistics import Interval, combination, difference, ratio, slope_index

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
Yes = NDArray[np.bool_]

PLUS_GROUP = "plus_group"
TENTHS = "deprivation_tenth_2025"
GAP_BREAKDOWNS = (
    "deprivation_2019",
    "deprivation_2025",
    TENTHS,
    "ethnic_group",
    "sex",
    "age_band",
    "rurality",
    PLUS_GROUP,
)
"""Breakdowns that gaps are measured by."""
COMPARED = ("proportion", "rate", "dsr", "mean")
"""Statistics that can be compared between groups of different size; counts cannot."""

_SPREAD: dict[str, Literal["normal", "log", "logit"]] = {
    "proportion": "logit",
    "rate": "log",
    "dsr": "log",
    "mean": "normal",
}
_SHOWN = STATUSES.index("shown")
_BREAKDOWNS_AT_ONCE = 2

_ESTIMATES = ("difference", "ratio", "people", "sii", "rii")
INEQUALITIES_SCHEMA = pa.schema(
    [
        *((name, TEXT) for name in ("area_type", "area_code", "basis", "measure")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((name, TEXT) for name in ("breakdown", "statistic", "group", "reference")),
        ("group_value", pa.float64()),
        ("reference_value", pa.float64()),
        *(
            (f"{name}{end}", pa.float64())
            for name in _ESTIMATES
            for end in ("", "_lower", "_upper")
        ),
        ("share_unknown", pa.float64()),
        ("status", TEXT),
        ("index_status", TEXT),
    ]
)
"""One row per area, basis, measure and breakdown (and PLUS group).

``difference`` is the group's value less the reference's, in the measure's unit; ``ratio`` the one
over the other; ``people`` how many people or events more (or fewer) the group has than at the
reference's value, for fifths and tenths all groups together; ``sii`` and ``rii`` the same over the
whole line of tenths, most deprived end against least; each with 95 % limits. ``share_unknown`` is
the share of people whose group is not known (null where that is 1 to 7 people). ``status`` is that
of the pair, ``index_status`` that of the line.
"""


def write_inequalities(folder: Path, values: pa.Table, per: Mapping[str, int]) -> None:
    """Write the inequalities of a release beside its values.

    Args:
        folder: The release.
        values: Its values, in the order they are written in.
        per: Measure → the number of people its rate is for.
    """
    words = [*KEYS, "breakdown", "category", "status"]
    read = values.select([*words, "period_start", "period_end", *NUMBERS])
    held = [inequalities_of(read, per)]
    write_in_order(folder / "inequalities.parquet", in_order(held))


def inequalities_of(values: pa.Table, per: Mapping[str, int]) -> pa.Table:
    """The inequalities that released values amount to.

    Args:
        values: Rows of the release's values.
        per: Measure → the number of people its rate is for; 1 where it is not named.

    Returns:
        A table of :data:`INEQUALITIES_SCHEMA`.
    """
    coded = with_codes(values)
    rows = rows_of_each(coded, "breakdown", GAP_BREAKDOWNS, statistic=COMPARED)

    def broken_down(breakdown: str) -> list[pa.Table]:
        mine = coded.take(pa.array(rows[breakdown]))
        return list(_compared(split_values(mine, breakdown, per))) if mine.num_rows else []

    with ThreadPoolExecutor(_BREAKDOWNS_AT_ONCE) as threads:
        parts = chain.from_iterable(threads.map(broken_down, GAP_BREAKDOWNS))
        return pa.concat_tables([INEQUALITIES_SCHEMA.empty_table(), *parts]).combine_chunks()


def _compared(split: Split) -> Iterator[pa.Table]:
    """A table for each pair of groups that every row is asked for."""
    known = np.array([name not in UNKNOWNS for name in split.categories])
    places = np.arange(len(split.categories))
    if split.breakdown == PLUS_GROUP:
        for flag in flags_of(split.categories):
            first, second = (
                np.full(len(split.status), place) for place in (flag.inside, flag.outside)
            )
            known = np.array([place in (flag.inside, flag.outside) for place in places])
            asked = known | (places == flag.unknown)
            yield _table(split, first, second, known, asked)
        return
    group, reference = chosen_pairs(
        split.breakdown,
        split.categories,
        np.where(known, split.denominator, np.nan),
        Interval(*(np.where(known, part, np.nan) for part in split.estimate)),
    )
    yield _table(split, group, reference, known, np.ones_like(known))


def _table(split: Split, group: Whole, reference: Whole, known: Yes, asked: Yes) -> pa.Table:
    """One pair of groups in every row; a place of −1 says there is no such pair.

    ``known`` are the categories of people whose group is known, among those ``asked`` about.
    """
    paired = (group >= 0) & (reference >= 0)
    ends = [_at(split.estimate, np.maximum(place, 0)) for place in (group, reference)]
    status = _pair_status(split.status, group, reference)
    shown = paired & (status == _SHOWN)
    made = {
        "difference": difference(*ends),
        "ratio": ratio(*ends),
        "people": _people(split, group, reference, known),
    }
    index_status = np.zeros(len(group), dtype=np.int64)
    blank = Interval(*(np.full(len(group), np.nan) for _ in range(3)))
    made |= {"sii": blank, "rii": blank}
    if split.breakdown == TENTHS:
        made["sii"], made["rii"], index_status = _line(split, known)
    columns: dict[str, Any] = dict(split.keys)
    columns["breakdown"] = _words([split.breakdown], np.zeros_like(group))
    columns["group"] = _words(split.categories, group, paired)
    columns["reference"] = _words(split.categories, reference, paired)
    for name, end in zip(("group_value", "reference_value"), ends, strict=True):
        columns[name] = _numbers(np.where(shown, end.value, np.nan))
    for name, estimate in made.items():
        for suffix, part in zip(("", "_lower", "_upper"), estimate, strict=True):
            held = part if name in ("sii", "rii") else np.where(shown, part, np.nan)
            columns[f"{name}{suffix}"] = _numbers(held)
    columns["share_unknown"] = _numbers(_share_unknown(split.denominator[:, asked], known[asked]))
    columns["status"] = _words(STATUSES, np.where(paired, status, 0))
    columns["index_status"] = _words(STATUSES, index_status)
    return pa.table(
        {name: columns[name] for name in INEQUALITIES_SCHEMA.names}, schema=INEQUALITIES_SCHEMA
    )


def _people(split: Split, group: Whole, reference: Whole, known: Yes) -> Interval:
    """How many more there are than at the reference's value; NaN for means, which count nobody."""
    size = np.where(known, np.nan_to_num(split.denominator), 0.0)
    if split.breakdown not in ORDERED:
        alone = np.zeros_like(size)
        rows = np.arange(len(group))
        alone[rows, np.maximum(group, 0)] = size[rows, np.maximum(group, 0)]
        size = alone
    weight = size / split.per[:, np.newaxis]
    rows, at = np.arange(len(reference)), np.maximum(reference, 0)
    weight[rows, at] -= weight.sum(axis=-1)
    counted = np.asarray(pc.not_equal(split.keys["statistic"], "mean"))
    blank = np.where(counted, 1.0, np.nan)
    return Interval(*(part * blank for part in combination(weight, split.estimate)))


def _line(split: Split, known: Yes) -> tuple[Interval, Interval, Whole]:
    """Slope and relative index over the groups, the least deprived first so that more is more."""
    size = len(split.status)
    sii, rii = (np.full((3, size), np.nan) for _ in range(2))
    backwards = np.flatnonzero(known)[::-1]
    statistics = np.asarray(split.keys["statistic"].to_pylist())
    # Nobody counted in a tenth has no place on the scale of a rate or a proportion.
    _, lower, upper = (part[:, backwards] for part in split.estimate)
    inside = (lower > 0) & ((upper < 1) | (statistics != "proportion")[:, np.newaxis])
    sound = np.isfinite(lower).all(axis=-1) & (inside.all(axis=-1) | (statistics == "mean"))
    for statistic, spread in _SPREAD.items():
        mine = np.flatnonzero((statistics == statistic) & sound)
        if not len(mine):
            continue
        where = np.ix_(mine, backwards)
        value, lower, upper = (part[where] for part in split.estimate)
        found = slope_index(value, lower, upper, split.denominator[where], spread=spread)
        sii[:, mine], rii[:, mine] = np.array(found.sii), np.array(found.rii)
    made = ~np.isnan(sii[0])
    # The status that stands first in the list is the one that hides the line.
    hidden = split.status[:, backwards].min(axis=-1)
    too_few = STATUSES.index("too_few")
    status = np.where(made, _SHOWN, np.where(hidden == _SHOWN, too_few, hidden))
    return Interval(*sii), Interval(*rii), status


def _pair_status(status: Whole, group: Whole, reference: Whole) -> Whole:
    """The status of a pair: of whichever of the two is hidden, the group's first."""
    rows = np.arange(len(group))
    first = status[rows, np.maximum(group, 0)]
    return np.where(first != _SHOWN, first, status[rows, np.maximum(reference, 0)])


def _share_unknown(people: Array, known: Yes) -> Array:
    """Share of people whose group is not known; NaN where it is so few that they are hidden."""
    unknown = people[:, ~known].sum(axis=-1)
    total = np.nansum(people, axis=-1)
    return np.asarray(unknown / np.where(total > 0, total, np.nan))


def _at(estimate: Interval, place: Whole) -> Interval:
    rows = np.arange(len(place))
    return Interval(*(part[rows, place] for part in estimate))


def _words(words: Sequence[str], place: Whole, there: Yes | None = None) -> pa.DictionaryArray:
    """The word of each place among some; none where there is none."""
    code = pa.array(place.astype(np.int32), mask=None if there is None else ~there)
    return pa.DictionaryArray.from_arrays(code, pa.array(words, pa.string()))


def _numbers(part: Array) -> pa.Array:
    """Numbers with nothing where there is none; a ratio to nearly nothing has no upper limit."""
    return pa.array(part, mask=~np.isfinite(part))
