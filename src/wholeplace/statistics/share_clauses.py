"""Whether a share agreed in advance was reached: yes, no, or not to be told from these people."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import as_counts
from wholeplace.statistics.proportions import wilson

ShareVerdict = Literal["met", "not_met", "uncertain", "unknown_decides", "no_share", "no_data"]
SHARE_VERDICTS: tuple[str, ...] = get_args(ShareVerdict)
"""What can be said of a clause that asks for a share."""


def share_verdict(
    counted: ArrayLike,
    among: ArrayLike,
    unknown: ArrayLike,
    least: float | None,
    confidence: float = 0.95,
) -> NDArray[np.str_]:
    """Test whether at least a share of people are of a group, as a contract may ask.

    Args:
        counted: People of the group; any shape.
        among: People whose group is known, those of the group among them; broadcast.
        unknown: People whose group is not known; broadcast.
        least: The share asked for, between 0 and 1; None where the clause names none.
        confidence: Coverage of the limits that decide.

    Returns:
        For each, the first that fits:

        * "no_share": the clause names no share, so it can neither be met nor missed;
        * "no_data": there is nobody to judge by, or a count is missing;
        * "unknown_decides": met or not met among those who are known, but not so any more if all
          who are not known were of the group, or none were;
        * "met": the lower limit is at or above the share;
        * "not_met": the upper limit is below it;
        * "uncertain": the share lies within the limits.

    Raises:
        StatisticsError: If a count is negative, more are counted than there are, or the share is
            not between 0 and 1.

    Source:
        Limits of `wilson`; the two extremes: Manski CF. Partial Identification of Probability
        Distributions. New York: Springer, 2003 (worst-case bounds).

    >>> print(share_verdict([400, 200, 300, 320], 1000, [0, 0, 0, 150], 0.3))
    ['met' 'not_met' 'uncertain' 'uncertain']
    >>> print(share_verdict([400], 1000, [500], 0.3), share_verdict([400], 1000, [0], None))
    ['unknown_decides'] ['no_share']
    """
    some, every, open_ = np.broadcast_arrays(
        as_counts(counted, "counted"), as_counts(among, "among"), as_counts(unknown, "unknown")
    )
    if least is None:
        return np.full(some.shape, "no_share")
    if not 0 < least < 1:
        raise StatisticsError(f"{least} is no share of people.", "Give 30 in 100 as 0.3.")
    known = _verdict(some, every, least, confidence)
    # Whoever is not known may all be of the group, or none of them.
    extremes = [_verdict(some + more, every + open_, least, confidence) for more in (0, open_)]
    decides = np.isin(known, ("met", "not_met")) & ((extremes[0] != known) | (extremes[1] != known))
    return np.where(decides, "unknown_decides", known)


def _verdict(
    counted: NDArray[np.float64], among: NDArray[np.float64], least: float, confidence: float
) -> NDArray[np.str_]:
    limits = wilson(counted, among, confidence)
    return np.select(
        [np.isnan(limits.value), limits.lower >= least, limits.upper < least],
        ["no_data", "met", "not_met"],
        default="uncertain",
    )
