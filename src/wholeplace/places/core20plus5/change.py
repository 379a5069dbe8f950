"""Whether a group is changing, and whether its gap to everyone else is, over five yearly points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wholeplace.core.calendar import in_words
from wholeplace.measures.catalogue import ReleasedMeasure, ReleasedValue
from wholeplace.measures.plus_groups.framework import EITHER, PlusGroup
from wholeplace.places.core20plus5.reading import GroupReading, released_framework
from wholeplace.places.reading import Reading
from wholeplace.places.sentences import Trend, judgement
from wholeplace.statistics import Interval, difference, estimate_trend, proportion_trend

POINTS = 5
_ELSE = f"not_{EITHER}"
_DIRECTIONS: dict[str, Trend] = {"rising": "rising", "falling": "falling", "no_change": "level"}


def series(groups: GroupReading, measure: ReleasedMeasure, category: str) -> list[ReleasedValue]:
    """One group's yearly numbers, the earliest first and this run's last."""
    now = groups.split(measure.name).get(category)
    found = [
        value
        for value in groups.earlier
        if (value.measure, value.category) == (measure.name, category)
    ]
    return [*sorted(found, key=lambda value: value.period_end), *([now] if now else [])]


def change_sentence(groups: GroupReading, measure: ReleasedMeasure) -> str:
    """What five yearly points say of Core20, of any PLUS group and of everyone else.

    Args:
        groups: The place.
        measure: The measure.

    Returns:
        Sentences; why nothing can be said where fewer than five points are shown.
    """
    named = (("in Core20", groups.core20.name), ("in any PLUS group", groups.any_plus.name))
    told = [
        f"{name} it is {words}"
        for name, category in (*named, ("among everyone else", _ELSE))
        if (words := _direction(series(groups, measure, category), measure))
    ]
    first = min((value.period_end for value in groups.earlier), default=None)
    if not told or first is None:
        return "Change over time: fewer than five yearly points can be shown, so nothing is said."
    gap = _gap_words(groups, measure, groups.core20)
    return f"Since {in_words(first)}: {'; '.join(told)}.{f' {gap}' if gap else ''}"


def core20_gap_words(reading: Reading, measure: ReleasedMeasure) -> str:
    """Whether the gap of Core20 to everyone else is changing, by the yearly counts of one run.

    Args:
        reading: The place.
        measure: The measure.

    Returns:
        Two sentences; "" where the run has no five yearly points of it that are shown.
    """
    framework = released_framework(reading.release)
    if framework is None:
        return ""
    groups = GroupReading(reading, framework)
    words = _gap_words(groups, measure, groups.core20)
    if not words:
        return ""
    first = in_words(series(groups, measure, groups.core20.name)[0].period_end)
    return (
        f"By yearly counts since {first}: {words[0].lower()}{words[1:]} Everyone else is in no "
        "PLUS group either."
    )


def _direction(values: Sequence[ReleasedValue], measure: ReleasedMeasure) -> str:
    """What a trend test says of a series; "" where it was not made."""
    if len(values) != POINTS or not all(value.shown for value in values):
        return ""
    if measure.statistic == "proportion":
        counts = [[value.numerator or 0 for value in values]]
        found = proportion_trend(counts, [[value.denominator or 0 for value in values]])
    else:
        found = estimate_trend(Interval(*(part[np.newaxis] for part in _limits(values))))
    direction = _DIRECTIONS.get(str(found.direction[0]))
    if direction is None:
        return ""
    if direction == "level":
        return "not clearly changing"
    outcome = judgement("higher" if direction == "rising" else "lower", measure.polarity)
    return f"{direction}, so getting {outcome}" if outcome else direction


def _gap_words(groups: GroupReading, measure: ReleasedMeasure, group: PlusGroup) -> str:
    """Whether the gap between a group and everyone else is wider than in the earliest year."""
    inside, rest = (series(groups, measure, name) for name in (group.name, _ELSE))
    if len(inside) != POINTS or len(rest) != POINTS:
        return ""
    ends = [value for pair in (inside, rest) for value in (pair[0], pair[-1])]
    if not all(value.shown and value.lower is not None for value in ends):
        return ""
    gaps = difference(_limits(inside), _limits(rest))
    first, last = (Interval(*(np.asarray(part)[at] for part in gaps)) for at in (0, -1))
    side = np.sign(last.value) or 1.0
    change = difference(last, first)
    if change.lower <= 0 <= change.upper:
        return f"The gap between {group.label} and everyone else has not clearly changed."
    wider = change.value * side > 0
    words = "wider" if wider else "narrower"
    return f"The gap between {group.label} and everyone else is {words} than it was."


def _limits(values: Sequence[ReleasedValue]) -> Interval:
    parts = zip(*((v.value, v.lower, v.upper) for v in values), strict=True)
    return Interval(*(np.array(part, dtype=np.float64) for part in parts))
