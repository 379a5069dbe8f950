"""What each row of a release says of its two counts: the bounds it puts on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wholeplace.measures.disclosure.columns import (
    COUNTS,
    HIDDEN,
    BoolArray,
    FloatArray,
    Words,
    number,
)
from wholeplace.statistics import (
    ANY,
    DisclosureProfile,
    could_have_been,
    could_have_been_coarsely,
)


@dataclass(frozen=True)
class Said:
    """What some rows say of their numerators, or of their denominators.

    Attributes:
        least: The least each can be.
        most: The most; ``ANY`` where nothing is said.
        hidden: Rows that hide it.
        tells: Rows that show it, or the mean or rate made of it.
    """

    least: FloatArray
    most: FloatArray
    hidden: BoolArray
    tells: BoolArray


def said_of_rows(rows: pa.Table, profile: DisclosureProfile) -> tuple[Said, Said]:
    """What rows say of their numerators and of their denominators.

    Args:
        rows: Rows of the release's values.
        profile: The disclosure profile they passed.
    """
    status, statistic = Words.of(rows, "status"), Words.of(rows, "statistic")
    numerator, denominator = (number(rows, name) for name in COUNTS)
    small, hides = profile.suppressed_up_to, status.are(*HIDDEN)
    counts, people, withheld = (
        statistic.are("count"),
        statistic.are("proportion"),
        status.are("withheld"),
    )
    least, most = _bounds(rows, "denominator", profile)
    none = np.isnan(denominator)
    secret = none & hides & ~counts
    least = np.where(none, np.where(secret & ~withheld, 1, 0), least)
    most = np.where(none, np.where(secret & ~withheld, small, ANY), most)
    group = Said(least, most, secret, ~none)

    low, high = _bounds(rows, "numerator", profile)
    low = np.where(statistic.are("dsr") & (low > 0), np.maximum(low, profile.minimum_events), low)
    hidden = np.isnan(numerator)
    by_group = none & ~counts
    low[hidden], high[hidden] = 0, ANY
    at = np.flatnonzero(hidden & status.are("suppressed"))
    low[at] = np.where(by_group[at], 0, 1)
    high[at] = np.where(by_group[at] & ~people[at], ANY, small)
    high[hidden & status.are("too_few")] = profile.minimum_events - 1
    at = np.flatnonzero(hidden & status.are("all_or_none"))
    high[at] = most[at]
    at = np.flatnonzero(hidden & status.are("no_data"))
    high[at] = np.where(people[at], most[at], ANY)
    nobody = status.are("no_data") & (most == 0)
    return Said(low, high, hidden & hides, ~hidden | nobody), group


def _bounds(rows: pa.Table, name: str, profile: DisclosureProfile) -> tuple[FloatArray, FloatArray]:
    """What a count of each row can have been; NaN where it is not shown."""
    shown = number(rows, name)
    least, most = could_have_been(shown, profile)
    if f"{name}_rounded_to" in rows.column_names:
        base = number(rows, f"{name}_rounded_to")
        at = np.flatnonzero(~np.isnan(base))
        least[at], most[at] = could_have_been_coarsely(shown[at], base[at], profile)
    return least, most
