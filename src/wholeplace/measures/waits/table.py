"""The release's table of waits and contacts: gated, and adjusted for specialty and priority."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.calendar import window_start
from wholeplace.measures.cells import CATEGORIES
from wholeplace.measures.stacked_rows import by_measure, stacked
from wholeplace.measures.waits.counted import Array, Counted, Division
from wholeplace.measures.waits.definition import WEEK_EDGES, Contacts, WaitingList
from wholeplace.measures.waits.standard import (
    expected_bins,
    expected_share,
    scaled_to,
    shifted_to,
)
from wholeplace.record.person_table import PERIOD_MONTHS
from wholeplace.statistics import (
    DisclosureProfile,
    Interval,
    Released,
    binned_quantile,
    release_count,
    release_proportion,
    significant_figures,
)

QUANTILES = {"median": 0.5, "ninetieth": 0.9}
"""Measure of the length of waits → the share of waits that are no longer."""
NUMBERS = ("value", "lower", "upper", "adjusted", "adjusted_lower", "adjusted_upper")
WAITS_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("area_type", "area_code", "basis", "list", "measure")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((name, pa.string()) for name in ("breakdown", "category", "statistic")),
        ("numerator", pa.int64()),
        ("denominator", pa.int64()),
        *((name, pa.float64()) for name in NUMBERS),
        ("status", pa.string()),
    ]
)


class Block(NamedTuple):
    """Numbers of one measure for every group: what was released, and its adjusted value."""

    measure: str
    statistic: str
    released: Released
    adjusted: Interval


def waits_rows(
    counted: Counted, item: WaitingList, as_at: dt.date, profile: DisclosureProfile
) -> Iterator[pa.Table]:
    """Gated rows of one waiting list.

    Args:
        counted: Its cells; a sum called ``waits``.
        item: The waiting list.
        as_at: The date of the run.
        profile: The disclosure profile.

    Yields:
        Tables of :data:`WAITS_SCHEMA`.
    """
    waits = counted.cells.sums["waits"].astype(np.float64)
    weeks = Division(counted.week, len(WEEK_EDGES) - 1)
    standard = _standard(counted, weeks, waits)
    usual = standard.sum(axis=0)
    for breakdown in counted.cells.breakdowns:
        by_week = counted.by_home(breakdown, weeks, waits)
        by_stratum = counted.by_home(breakdown, counted.strata, waits)
        for level in counted.homes:
            bins = counted.by_area(level, by_week)
            expected = expected_bins(counted.by_area(level, by_stratum), standard)
            blocks = [
                Block("waiting", "count", release_count(bins.sum(axis=1), profile=profile), NONE),
                *_lengths(bins, expected, usual, profile),
                *(_beyond(bins, expected, usual, over, profile) for over in item.over),
            ]
            yield _rows(counted, level, breakdown, item.name, (as_at, as_at), blocks)


def contacts_rows(
    counted: Counted, item: Contacts, as_at: dt.date, profile: DisclosureProfile
) -> Iterator[pa.Table]:
    """Gated rows of one kind of contact.

    Args:
        counted: Its cells; two sums for each share.
        item: The contacts.
        as_at: The date of the run.
        profile: The disclosure profile.

    Yields:
        Tables of :data:`WAITS_SCHEMA`.
    """
    period = (window_start(as_at, PERIOD_MONTHS), as_at)
    for share in item.shares:
        amounts = [
            counted.cells.sums[f"{share.name}__{part}"].astype(np.float64)
            for part in ("numerator", "denominator")
        ]
        everybody = [counted.by_home("all", counted.strata, amount) for amount in amounts]
        standard = [counted.by_area("icb", homes).sum(axis=0) for homes in everybody]
        usual = float(_ratio(standard[0].sum(), standard[1].sum()))
        for breakdown in counted.cells.breakdowns:
            homes = [counted.by_home(breakdown, counted.strata, amount) for amount in amounts]
            for level in counted.homes:
                some, among = (counted.by_area(level, part) for part in homes)
                released = release_proportion(some.sum(axis=1), among.sum(axis=1), profile=profile)
                expected = expected_share(among, standard[0], standard[1])
                adjusted = _rounded(scaled_to(_interval(released), expected, usual), profile)
                block = Block(share.name, "proportion", released, adjusted)
                yield _rows(counted, level, breakdown, item.name, period, [block])


NONE = Interval(*(np.array(np.nan) for _ in range(3)))


def _standard(counted: Counted, weeks: Division, waits: Array) -> Array:
    """The system's waits by stratum and week."""
    inside = counted.cells.levels["icb"][1] >= 0
    place = counted.strata.place[inside] * weeks.size + weeks.place[inside]
    added = np.bincount(place, waits[inside], counted.strata.size * weeks.size).astype(np.float64)
    return added.reshape(counted.strata.size, weeks.size)


def _lengths(
    bins: Array, expected: Array, usual: Array, profile: DisclosureProfile
) -> Iterator[Block]:
    """Median and 90th centile, where as many waits lie beyond as a mean needs values.

    Nearer the end of the list, a centile would be the wait of one of a few people.
    """
    waits = bins.sum(axis=1)
    for name, quantile in QUANTILES.items():
        found = binned_quantile(bins, WEEK_EDGES, quantile)
        wanted = binned_quantile(expected, WEEK_EDGES, quantile).value
        typical = float(binned_quantile(usual, WEEK_EDGES, quantile).value)
        few = waits * (1 - quantile) < profile.minimum_events
        status = np.where(waits == 0, "no_data", np.where(few, "too_few", "shown"))
        counts = release_count(waits, profile=profile).value
        hidden = np.full(waits.shape, np.nan)
        value = _rounded(_where(status == "shown", found), profile)
        adjusted = _rounded(_where(status == "shown", shifted_to(found, wanted, typical)), profile)
        yield Block(name, "weeks", Released(status, hidden, counts, *value), adjusted)


def _beyond(
    bins: Array, expected: Array, usual: Array, weeks: int, profile: DisclosureProfile
) -> Block:
    """The share of waits that have lasted longer than some weeks."""
    released = release_proportion(bins[:, weeks:].sum(axis=1), bins.sum(axis=1), profile=profile)
    wanted = _ratio(expected[:, weeks:].sum(axis=1), expected.sum(axis=1))
    typical = float(_ratio(usual[weeks:].sum(), usual.sum()))
    adjusted = _rounded(scaled_to(_interval(released), wanted, typical), profile)
    return Block(f"over_{weeks}", "proportion", released, adjusted)


def _rows(
    counted: Counted,
    level: str,
    breakdown: str,
    list_name: str,
    period: tuple[dt.date, dt.date],
    blocks: Sequence[Block],
) -> pa.Table:
    """Rows of several measures of the same groups, one measure after the other."""
    axes = {
        "measure": [one.measure for one in blocks],
        "area_code": counted.cells.levels[level][0],
        "category": CATEGORIES[breakdown],
    }
    same = {
        "area_type": level,
        "basis": counted.basis,
        "list": list_name,
        "period_start": period[0],
        "period_end": period[1],
        "breakdown": breakdown,
    }
    numbers = zip(*((*one.released[3:], *one.adjusted) for one in blocks), strict=True)
    columns: dict[str, Sequence[Any]] = {
        "statistic": [one.statistic for one in blocks],
        "status": [one.released.status for one in blocks],
        "numerator": [one.released.numerator for one in blocks],
        "denominator": [one.released.denominator for one in blocks],
        **dict(zip(NUMBERS, numbers, strict=True)),
    }
    return stacked(WAITS_SCHEMA, axes, same, by_measure(axes, columns))


def _interval(released: Released) -> Interval:
    return Interval(released.value, released.lower, released.upper)


def _where(kept: NDArray[np.bool_], estimate: Interval) -> Interval:
    return Interval(*(np.where(kept, part, np.nan) for part in estimate))


def _rounded(estimate: Interval, profile: DisclosureProfile) -> Interval:
    """To the profile's figures; an infinite limit stays so."""
    figures = profile.significant_figures
    return Interval(
        *(
            np.where(
                np.isinf(part),
                part,
                significant_figures(np.where(np.isinf(part), 0, part), figures),
            )
            for part in estimate
        )
    )


def _ratio(part: Array | float, whole: Array | float) -> Array:
    top, bottom = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    return np.divide(top, bottom, out=np.full(bottom.shape, np.nan), where=bottom > 0)
