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
    says = {
        "suppressed": (np.where(by_group, 0, 1), np.where(by_group & ~people, ANY, small)),
        "too_few": (np.zeros(len(most)), np.full(len(most), profile.minimum_events - 1)),
        "all_or_none": (np.zeros(len(most)), most),
        "no_data": (np.zeros(len(most)), np.where(people, most, ANY)),
    }
    low, high = np.where(hidden, 0, low), np.where(hidden, ANY, high)
    for name, (at_least, at_most) in says.items():
        here = hidden & status.are(name)
        low, high = np.where(here, at_least, low), np.where(here, at_most, high)
    nobody = status.are("no_data") & (most == 0)
    return Said(low, high, hidden & hides, ~hidden | nobody), group


def _bounds(rows: pa.Table, name: str, profile: DisclosureProfile) -> tuple[FloatArray, FloatArray]:
    """What a count of each row can have been; NaN where it is not shown."""
    shown = number(rows, name)
    if f"{name}_rounded_to" not in rows.column_names:
        return could_have_been(shown, profile)
    base = number(rows, f"{name}_rounded_to")
    usual = could_have_been(shown, profile)
    coarse = could_have_been_coarsely(shown, np.nan_to_num(base, nan=profile.base), profile)
    least, most = (np.where(np.isnan(base), *two) for two in zip(usual, coarse, strict=True))
    return least, most
