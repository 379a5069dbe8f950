"""Counts of a whole parted in several ways, each of which makes it up: what its sums would tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import (
    ANY,
    NOTHING_SAID,
    OF_HIDDEN,
    DisclosureProfile,
    Sums,
    could_have_been,
    withheld_besides,
)

WHOLE = "all"
_WORTH_OF_WHOLE = 100.0
"""What readers lose with the whole, where a part is worth 1."""


class Known(NamedTuple):
    """What a reader knows of a count: what it can be, and whether it is hidden."""

    least: float
    most: float
    hidden: bool


def known_of(
    count: int | None, status: str, profile: DisclosureProfile, least: float = 1.0
) -> Known:
    """What a reader knows of a count of a table that was gated row by row.

    Args:
        count: As it is shown; None where it is not.
        status: What became of it.
        profile: The disclosure profile it passed.
        least: The least it can be where it is suppressed: 0 where its group may be what is small.
    """
    if count is not None:
        (low,), (high,) = could_have_been([count], profile)
        return Known(float(low), float(high), False)
    if status == "suppressed":
        return Known(least, float(profile.suppressed_up_to), True)
    return Known(0.0, ANY, True)


def withheld_besides_whole(
    ways: Sequence[str], known: Sequence[Known], profile: DisclosureProfile
) -> NDArray[np.bool_]:
    """Which counts to withhold until no sum tells a hidden one to within four values.

    Args:
        ways: The way of parting of each count, or :data:`WHOLE`; the parts of a way make the whole.
        known: What is known of each.
        profile: The disclosure profile.

    Returns:
        Whether nothing may be said of each, not even that it is small; all of them where nothing
        less helps.
    """
    low, high, hidden = (np.array(part)[:, np.newaxis] for part in zip(*known, strict=True))
    sums = _sums(ways)
    if not sums or not hidden.any():
        return np.zeros(len(ways), dtype=np.bool_)
    worth = np.array([[_WORTH_OF_WHOLE if way == WHOLE else 1.0] for way in ways])
    worth = np.where(hidden, OF_HIDDEN, worth)
    try:
        step = withheld_besides(low, high, hidden, sums, worth, None, profile)
    except StatisticsError:
        return np.ones(len(ways), dtype=np.bool_)
    return step[:, 0] == NOTHING_SAID


def _sums(ways: Sequence[str]) -> list[Sums]:
    whole = [place for place, way in enumerate(ways) if way == WHOLE]
    made = []
    for way in dict.fromkeys(ways):
        parts = np.array([place for place, one in enumerate(ways) if one == way])
        if way != WHOLE and whole:
            made.append(Sums(np.array(whole), parts, np.zeros(len(parts), dtype=np.int64)))
    return made
