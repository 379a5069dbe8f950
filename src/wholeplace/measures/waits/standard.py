"""Like with like: what a group would see if waits in its specialties and priorities were the usual.

Indirect standardisation. In each specialty and priority the waits, or the share missed, of the
whole system are the standard; a group's own mix of specialties and priorities gives what would be
expected of it. The expected is taken as known exactly, as is usual, so a group that makes up much
of the system is drawn a little towards it.
"""

from __future__ import annotations

import numpy as np

from wholeplace.measures.waits.counted import Array
from wholeplace.statistics import Interval


def expected_bins(mix: Array, standard: Array) -> Array:
    """How many waits would be in each bin, with the standard's waits in each stratum.

    Args:
        mix: Waits of each group by stratum; (groups, strata).
        standard: Waits of the standard by stratum and bin; (strata, bins).

    Returns:
        Expected waits; (groups, bins), adding up to each group's own.
    """
    total = standard.sum(axis=1, keepdims=True)
    shares = np.divide(standard, total, out=np.zeros_like(standard), where=total > 0)
    return np.asarray(mix @ shares)


def expected_share(mix: Array, numerator: Array, denominator: Array) -> Array:
    """The share there would be in each group, with the standard's share in each stratum.

    Args:
        mix: Contacts of each group by stratum; (groups, strata).
        numerator: Contacts of the standard that count, by stratum.
        denominator: Contacts of the standard, by stratum.

    Returns:
        Expected shares, one a group; NaN for a group without contacts.
    """
    shares = np.divide(numerator, denominator, out=np.zeros_like(numerator), where=denominator > 0)
    total = mix.sum(axis=1)
    return np.divide(mix @ shares, total, out=np.full(total.shape, np.nan), where=total > 0)


def scaled_to(estimate: Interval, expected: Array, usual: float) -> Interval:
    """A share, adjusted: times the usual share over the one expected; never above 1."""
    factor = np.divide(usual, expected, out=np.full(expected.shape, np.nan), where=expected > 0)
    return Interval(*(np.minimum(part * factor, 1.0) for part in estimate))


def shifted_to(estimate: Interval, expected: Array, usual: float) -> Interval:
    """A length of wait, adjusted: the usual one, and what the wait is longer than expected."""
    with np.errstate(invalid="ignore"):
        shift = np.where(np.isfinite(expected), usual - expected, np.nan)
    return Interval(*(np.maximum(part + shift, 0.0) for part in estimate))
