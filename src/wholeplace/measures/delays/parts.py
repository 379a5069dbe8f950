"""Counts of the parts of a whole through the gate: a hidden whole is not divided."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wholeplace.statistics import DisclosureProfile, release_count

WITHHELD = "withheld"


def released_parts(
    counts: NDArray[np.int64], total: int, profile: DisclosureProfile
) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """Counts that add up to a total, and their statuses.

    Five parts that each say "1 to 7" tell that a hidden whole is 5 to 7, so where the whole is
    hidden no part says anything, not even that it is empty.

    Args:
        counts: True counts.
        total: What they add up to.
        profile: The disclosure profile.

    Returns:
        Rounded counts, NaN where hidden, and statuses.
    """
    released, whole = (
        release_count(counts, profile=profile),
        release_count([total], profile=profile),
    )
    if whole.status[0] == "suppressed":
        return np.full(len(counts), np.nan), np.full(len(counts), WITHHELD)
    return released.value, released.status.astype(str)
