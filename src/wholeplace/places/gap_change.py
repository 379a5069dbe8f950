"""Whether a gap is changing: this run's against those of earlier runs that are kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wholeplace.core.calendar import in_words
from wholeplace.measures.release import Release
from wholeplace.measures.released_gaps import ReleasedGap, gaps_of
from wholeplace.places.core20plus5.change import core20_gap_words
from wholeplace.places.gap_words import difference_of
from wholeplace.places.reading import Reading
from wholeplace.places.widest_gaps import Compared
from wholeplace.statistics import Interval, difference

_NOTHING_EARLIER = (
    "No earlier run with this gap is kept here, so whether it is changing cannot be said. A run of "
    "an earlier date, or the next one, would tell."
)


def change_words(reading: Reading, one: Compared, earlier: Sequence[Release]) -> str:
    """Whether a gap has become wider or narrower since the earliest run kept.

    Where no earlier run has it, the yearly counts of Core20PLUS5 may tell of one much like it.

    Two runs count many of the same people, so the limits of the change are wider than they need
    be: a change is said only where even those leave no doubt.

    Args:
        reading: The place.
        one: The gap now.
        earlier: Earlier runs, the earliest first.
    """
    for release in earlier:
        before = _same_gap(release, reading, one)
        if before is not None:
            then, now = in_words(release.manifest.as_at), in_words(reading.release.manifest.as_at)
            return (
                f"The gap was {difference_of(before)} on {then} and is "
                f"{difference_of(one.row)} on {now}: {_verdict(before, one.row)}."
            )
    by_deprivation = one.row.breakdown.startswith("deprivation")
    yearly = core20_gap_words(reading, one.measure) if by_deprivation else ""
    return yearly or _NOTHING_EARLIER


def _same_gap(release: Release, reading: Reading, one: Compared) -> ReleasedGap | None:
    """The gap between the same two groups in another run, of a measure defined alike."""
    area = release.areas.get(reading.area.key)
    measure = release.measures.get(one.measure.name)
    if area is None or measure is None or measure.version != one.measure.version:
        return None
    same = (one.row.breakdown, one.row.group, one.row.reference)
    for row in gaps_of(release, area, reading.basis, one.measure.name):
        if (row.breakdown, row.group, row.reference) == same and row.shown:
            return row
    return None


def _verdict(before: ReleasedGap, now: ReleasedGap) -> str:
    """Wider or narrower only where the limits of the change leave no doubt."""
    side = -1.0 if (now.difference or 0.0) < 0 else 1.0
    change = difference(_interval(now), _interval(before))
    low, high = sorted((side * float(change.lower), side * float(change.upper)))
    if low > 0:
        return "it has become wider"
    return "it has become narrower" if high < 0 else "no clear change"


def _interval(row: ReleasedGap) -> Interval:
    parts = (row.difference, row.difference_lower, row.difference_upper)
    return Interval(*(np.asarray(np.nan if part is None else part) for part in parts))
