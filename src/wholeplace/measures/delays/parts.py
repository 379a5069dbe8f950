"""Counts of the parts of a whole through the gate: a hidden whole is not divided."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wholeplace.measures.disclosure.parted_wholes import WHOLE, known_of, withheld_besides_whole
from wholeplace.measures.disclosure.saying_less import WITHHELD
from wholeplace.statistics import DisclosureProfile, release_count


def released_parts(
    counts: NDArray[np.int64], total: int, profile: DisclosureProfile
) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """Counts that add up to a total, and their statuses.

    Five parts that each say "1 to 7" tell that a hidden whole is 5 to 7, so where the whole is
    hidden no part says anything, not even that it is empty. Where a whole that is shown and the
    other parts leave a hidden one fewer than four values, more parts say nothing.

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
    value, status = released.value.copy(), released.status.astype(object)
    shown = [None if np.isnan(count) else int(count) for count in (*value, whole.value[0])]
    said = zip(shown, [*status, str(whole.status[0])], strict=True)
    ways = [*["part"] * len(status), WHOLE]
    gone = withheld_besides_whole(ways, [known_of(*one, profile) for one in said], profile)[:-1]
    value[gone], status[gone] = np.nan, WITHHELD
    return value, status.astype(str)
