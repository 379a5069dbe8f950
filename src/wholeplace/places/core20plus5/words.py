"""Core20PLUS5 in words: how many people, and how each group stands beside everyone else."""

from __future__ import annotations

from wholeplace.measures.catalogue import ReleasedMeasure, ReleasedValue
from wholeplace.places.core20plus5.reading import GroupReading, Pair
from wholeplace.places.sentences import (
    Gap,
    apart,
    frequency,
    gap_sentence,
    judgement,
    one_denominator,
)
from wholeplace.places.wording import shown

NOBODY = "Nobody"
EVERYONE_ELSE = "among everyone else"


def people_sentence(groups: GroupReading) -> str:
    """How many people of a place are in Core20, in a PLUS group, and in either."""
    everybody = groups.reading.numbers.overall(groups.reading.area, groups.people)
    split = groups.split(groups.people)
    total = everybody.value if everybody is not None else None
    parts = [split.get(name) for name in ("core20", "plus", "core20plus")]
    counts = [part.value for part in parts if part is not None and part.value is not None]
    if not total or len(counts) < len(parts):
        return ""
    shares = [count / total for count in counts]
    denominator = one_denominator(shares)
    core, plus, either = (frequency(share, denominator) for share in shares)
    return (
        f"In {groups.reading.area.name}, {core} people live in the most deprived national fifth "
        f"(Core20) and {plus} are in at least one PLUS group. The groups overlap: {either} are in "
        "one or the other."
    )


def measure_sentence(groups: GroupReading, measure: ReleasedMeasure) -> str:
    """Core20 beside everyone else, or the first group that can be compared with anybody.

    Nobody is left in everyone else where a measure is about people of one PLUS group only.
    """
    rest = groups.everyone_else(measure.name)
    if rest is not None and rest.shown:
        first = (groups.core20, groups.any_plus)
        for pair in (groups.pair(measure.name, group) for group in first):
            if pair.inside is not None and pair.inside.shown:
                gap = Gap(pair.group.says, pair.inside, EVERYONE_ELSE, rest)
                return gap_sentence(measure, gap, f"{measure.title}:") + _against_all(pair, rest)
        gaps = []
    else:
        gaps = [
            Gap(pair.group.says, pair.inside, pair.group.others, pair.outside)
            for pair in groups.pairs(measure.name)
            if pair.inside and pair.outside and pair.inside.shown and pair.outside.shown
        ]
    if not gaps:
        return f"{measure.title}: too few people are in the groups here to compare them."
    return gap_sentence(measure, gaps[0], f"{measure.title}:")


def _against_all(pair: Pair, rest: ReleasedValue) -> str:
    """That a group differs from everybody outside it, where it does not from everyone else.

    Everyone else are fewer people, in no group: the marks of the charts are by everybody outside.
    """
    inside, outside = pair.inside, pair.outside
    if inside is None or outside is None or not outside.shown:
        return ""
    if apart(inside, rest) or not apart(inside, outside):
        return ""
    return f" Against everybody outside the group ({shown(outside)}) the difference is clear."


def comparison(pair: Pair, polarity: str) -> tuple[str, str]:
    """How a group stands beside everybody outside it in words, and whether that is worse.

    >>> from wholeplace.measures.plus_groups.framework import PlusGroup
    >>> comparison(Pair(PlusGroup("a", "A", "in a", "not in a", "plus"), None, None, None), "none")
    ('Not compared', '')
    """
    inside, outside = pair.inside, pair.outside
    if inside is None or outside is None or not (inside.shown and outside.shown):
        return "Not compared", ""
    if not apart(inside, outside):
        return "Similar", ""
    higher = (inside.value or 0.0) > (outside.value or 0.0)
    verdict = judgement("higher" if higher else "lower", polarity)
    words = "Higher" if higher else "Lower"
    return (f"{words}, {verdict}" if verdict else words), verdict


def value_words(value: ReleasedValue | None) -> str:
    """A value, or why there is none: a group may hold nobody whom a measure is about."""
    if value is not None and value.status == "no_data" and value.denominator == 0:
        return NOBODY
    return shown(value)
