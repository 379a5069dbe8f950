"""Suppression: whether a number may be shown, and the counts it is shown as."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.disclosure_profiles import HES, DisclosureProfile
from wholeplace.statistics.intervals import FloatArray, as_counts, as_floats

Statistic = Literal["count", "proportion", "rate", "dsr", "mean"]
Status = Literal["shown", "suppressed", "too_few", "all_or_none", "no_data", "withheld"]
StatusArray = NDArray[np.str_]

STATUSES: tuple[str, ...] = get_args(Status)
"""Every status a released number can have; "withheld" is given by secondary suppression only."""

_FROM_TRUE_COUNTS = ("dsr", "mean")


def round_count(counts: ArrayLike, profile: DisclosureProfile = HES) -> FloatArray:
    """Give counts as they may be shown.

    The same count always becomes the same number, and a larger count never a smaller one.

    Args:
        counts: True counts; any shape.
        profile: The rules to follow.

    Returns:
        Rounded counts; NaN where the count is suppressed or missing.

    Raises:
        StatisticsError: If a count is negative.

    Source:
        The profile's own; by default NHS Digital 2018 (see `disclosure_profiles.HES`).

    >>> print(round_count([0, 1, 7, 8, 12, 13]))
    [ 0. nan nan 10. 10. 15.]
    """
    count = as_counts(counts, "counts")
    if profile.rounding == "midpoint":
        rounded = np.ceil(count / profile.base) * profile.base - profile.base // 2
    else:
        rounded = np.floor(count / profile.base + 0.5) * profile.base
    return np.where(count == 0, 0.0, np.where(_small(count, profile), np.nan, rounded))


def status_of(
    numerator: ArrayLike,
    denominator: ArrayLike | None = None,
    *,
    statistic: Statistic = "proportion",
    profile: DisclosureProfile = HES,
) -> StatusArray:
    """Say of each number whether it may be shown, and if not, why not.

    The first that fits, in this order:

    * "no_data": a count is missing, or there is nobody to count among;
    * "too_few": a standardised rate on fewer events than the profile's minimum, or a mean of
      fewer values;
    * "suppressed": the numerator, or the group itself, is a small number;
    * "all_or_none": a proportion or rate of a small group that is 0, or that reads as all of
      it once rounded: one fact that would be known of everyone in the group;
    * "shown".

    Args:
        numerator: True counts: of people or events, or for a mean the sum of the values.
        denominator: True counts of the group, or for a mean the number of values; not needed
            for a count.
        statistic: What is computed from them.
        profile: The rules to follow.

    Returns:
        An array of statuses, in the broadcast shape.

    Raises:
        StatisticsError: If a count is negative, or a denominator is missing altogether.

    Source:
        The profile's own; the guard for all or none: Hundepool A and others. Statistical
        Disclosure Control. Chichester: Wiley, 2012 (group disclosure).

    >>> print(status_of([0, 3, 40, 25, 40], [100, 100, 100, 25, 0]))
    ['shown' 'suppressed' 'shown' 'all_or_none' 'no_data']
    >>> print(status_of([9, 10], [500, 500], statistic="dsr"))
    ['too_few' 'shown']
    """
    if statistic == "count":
        count = as_counts(numerator, "numerator")
        group = count
        empty = np.isnan(count)
    elif denominator is None:
        raise StatisticsError(
            f"A {statistic} needs a denominator to judge.",
            'Pass one, or say statistic="count".',
        )
    else:
        read = as_floats(numerator) if statistic == "mean" else as_counts(numerator, "numerator")
        count, group = np.broadcast_arrays(read, as_counts(denominator, "denominator"))
        empty = np.isnan(count) | ~(group > 0)
    basis = group if statistic == "mean" else count
    from_true = statistic in _FROM_TRUE_COUNTS
    too_few = from_true & (basis < profile.minimum_events)
    small = _small(basis, profile) | _small(group, profile)
    guarded = statistic in ("proportion", "rate") and _all_or_none(count, group, profile)
    return np.select(
        [empty, too_few, small, guarded],
        ["no_data", "too_few", "suppressed", "all_or_none"],
        default="shown",
    )


def significant_figures(values: ArrayLike, figures: int = 3) -> FloatArray:
    """Round numbers to so many significant figures.

    Args:
        values: Numbers of any shape.
        figures: How many figures to keep.

    Returns:
        Rounded numbers; zero stays zero, missing stays NaN.

    Raises:
        StatisticsError: If fewer than one figure is asked for.

    >>> print(significant_figures([1043.02, 0.028391, 0]))
    [1.04e+03 2.84e-02 0.00e+00]
    """
    if figures < 1:
        raise StatisticsError(
            f"{figures} significant figures leave nothing.", "Ask for one or more."
        )
    numbers = as_floats(values)
    size = np.abs(np.where(numbers == 0, 1.0, numbers))
    places = figures - 1 - np.floor(np.log10(size))
    # Scaling by a whole power of ten in either direction keeps the last figure clean.
    up, down = 10.0 ** np.maximum(places, 0), 10.0 ** np.maximum(-places, 0)
    return np.asarray(np.round(numbers * up / down) / up * down)


def _small(counts: FloatArray, profile: DisclosureProfile) -> NDArray[np.bool_]:
    """Find the counts the profile never shows."""
    return (counts > 0) & (counts <= profile.suppressed_up_to)


def _all_or_none(
    count: FloatArray, group: FloatArray, profile: DisclosureProfile
) -> NDArray[np.bool_]:
    """Find small groups of whom nobody, or by the rounded counts everybody, is counted."""
    reads_as_all = round_count(count, profile) == round_count(group, profile)
    return (group < profile.all_or_none_below) & ((count == 0) | reads_as_all)
