"""The sentence builder: every page, chart and pack that puts a number into words asks here.

The rules (natural frequencies with one denominator, one comparison at a time, "similar to" when the
limits say so, no word of cause) are English grammar as much as statistics, so another language is
another builder, not a catalogue of phrases.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from wholeplace.measures.catalogue import Area, ReleasedMeasure, ReleasedValue
from wholeplace.places.wording import SUPPRESSED, among_few, significant, whole
from wholeplace.statistics import Interval, difference

Comparison = Literal["higher", "lower", "similar"]
Trend = Literal["rising", "falling", "level"]

DENOMINATORS = (100, 1_000, 10_000, 100_000)
_FEWEST_CERTAIN = 0.95


@dataclass(frozen=True, slots=True)
class Gap:
    """Two groups side by side; each name reads after a number ("in the most deprived fifth")."""

    first_name: str
    first: ReleasedValue
    second_name: str
    second: ReleasedValue


def compare(value: ReleasedValue, comparator: ReleasedValue) -> Comparison | None:
    """Where a number stands against another: outside it, or similar to it.

    Args:
        value: The number with its 95 % limits.
        comparator: What it is compared with.

    Returns:
        "similar" where the comparator lies within the limits (or the limits of both overlap, where
        both have them and neither is far more certain); None where either is not shown.
    """
    if not value.shown or not comparator.shown or value.value is None or comparator.value is None:
        return None
    low = value.value if value.lower is None else value.lower
    high = value.value if value.upper is None else value.upper
    if low <= comparator.value <= high:
        return "similar"
    return "higher" if value.value > comparator.value else "lower"


def apart(first: ReleasedValue, second: ReleasedValue) -> bool:
    """Whether the 95 % limits of the difference of two groups leave out no difference."""
    gap = difference(_interval(first), _interval(second))
    return bool(gap.lower > 0 or gap.upper < 0)


def _interval(value: ReleasedValue) -> Interval:
    parts = (value.value, value.lower, value.upper)
    return Interval(*(np.asarray(np.nan if part is None else part) for part in parts))


def judgement(comparison: Comparison | None, polarity: str) -> str:
    """Better or worse, where the measure has a good direction and the numbers differ.

    >>> judgement("higher", "lower"), judgement("higher", "none"), judgement("similar", "lower")
    ('worse', '', '')
    """
    if comparison not in ("higher", "lower") or polarity not in ("higher", "lower"):
        return ""
    return "better" if comparison == polarity else "worse"


def one_denominator(fractions: list[float], *, tell_apart: bool = False) -> int:
    """The smallest denominator that serves every fraction of a sentence.

    Args:
        fractions: Fractions of one; zeros are ignored.
        tell_apart: Whether different fractions must stay different when rounded.

    Returns:
        One of 100, 1,000, 10,000 and 100,000.

    >>> one_denominator([0.11, 0.07]), one_denominator([0.0074, 0.11])
    (100, 1000)
    """
    above_zero = [fraction for fraction in fractions if fraction > 0]
    for denominator in DENOMINATORS:
        counts = [fraction * denominator for fraction in above_zero]
        if any(count < _FEWEST_CERTAIN for count in counts):
            continue
        if tell_apart and len({round(c) for c in counts}) < len({round(c, 6) for c in counts}):
            continue
        return denominator
    return DENOMINATORS[-1]


def frequency(fraction: float, denominator: int) -> str:
    """A fraction as a natural frequency.

    >>> frequency(0.112, 100), frequency(0.00002, 1000)
    ('11 in 100', 'fewer than 1 in 1,000')
    """
    count = fraction * denominator
    if 0 < count < 0.5:
        return f"fewer than 1 in {whole(denominator)}"
    return f"{whole(count)} in {whole(denominator)}"


def headline(
    measure: ReleasedMeasure,
    place: Area,
    value: ReleasedValue | None,
    system: Area | None = None,
    comparator: ReleasedValue | None = None,
    trend: Trend | None = None,
) -> str:
    """What a number says of a place, against the system, as one or two sentences.

    Args:
        measure: The measure.
        place: The place.
        value: Its number; None where the release has no row.
        system: The area it is compared with; None for no comparison.
        comparator: That area's number.
        trend: What a trend test says; None where none was made.

    >>> import datetime as dt
    >>> from dataclasses import replace
    >>> day = dt.date(2026, 3, 31)
    >>> m = ReleasedMeasure("diabetes", "Diabetes", says="have diabetes", among="adults")
    >>> v = ReleasedValue("district", "Z1", "resident", "diabetes", day, day, "all", "all",
    ...     "proportion", 110, 1000, 0.112, 0.10, 0.13, "shown")
    >>> c = replace(v, area_code="Z0", value=0.071)
    >>> headline(m, Area("Z1", "Fenland", "district", "fenland"), v,
    ...     Area("Z0", "the system", "icb", "s"), c)
    'In Fenland, 11 in 100 adults have diabetes: more than in the system as a whole (7 in 100).'
    """
    if value is None or not value.shown or value.value is None:
        return _nothing_shown(measure, place, value)
    comparable = system is not None and system.key != place.key and measure.statistic != "count"
    against = comparator if comparable else None
    comparison = compare(value, against) if against is not None else None
    numbers = [value.value]
    if comparison is not None and against is not None and against.value is not None:
        numbers.append(against.value)
    said = amounts(measure, numbers, tell_apart=comparison in ("higher", "lower"))
    sentence = _statement(measure, place, said[0])
    if comparison is not None and system is not None:
        relation = {"higher": "more than", "lower": "fewer than", "similar": "similar to"}
        if measure.statistic == "mean":
            relation["lower"] = "less than"
        sentence += f": {relation[comparison]} {_in(comparison)}{system.name} as a whole"
        sentence += f" ({said[1]})"
    return f"{sentence}.{trend_words(trend, measure.polarity)}"


def trend_words(trend: Trend | None, polarity: str) -> str:
    """A sentence on change over time, said only when a trend test was made.

    >>> trend_words("rising", "lower"), trend_words(None, "lower")
    (' It is rising, so getting worse.', '')
    """
    if trend is None:
        return ""
    if trend == "level":
        return " There is no clear change over time."
    direction: Comparison = "higher" if trend == "rising" else "lower"
    outcome = judgement(direction, polarity)
    return f" It is {trend}, so getting {outcome}." if outcome else f" It is {trend}."


def gap_sentence(measure: ReleasedMeasure, gap: Gap, subject: str = "It is") -> str:
    """How two groups differ, or that they are similar; "" where either is not shown.

    Only the limits decide whether a difference is claimed, and none is explained.

    Args:
        measure: The measure.
        gap: The two groups.
        subject: How the sentence begins.
    """
    if gap.first.value is None or gap.second.value is None:
        return ""
    differ = apart(gap.first, gap.second)
    first, second = amounts(measure, [gap.first.value, gap.second.value], tell_apart=differ)
    if not differ:
        return f"{subject} similar {gap.first_name} ({first}) and {gap.second_name} ({second})."
    return f"{subject} {first} {gap.first_name} and {second} {gap.second_name}."


def unknown_sentence(what: str, missing: int, total: int) -> str:
    """How many people a breakdown knows nothing about; "" where nobody is missing.

    >>> unknown_sentence("Ethnicity", 830, 10000)
    'Ethnicity is not recorded for 8 in 100 people.'
    """
    if total <= 0 or missing <= 0:
        return ""
    fraction = missing / total
    return f"{what} is not recorded for {frequency(fraction, one_denominator([fraction]))} people."


def population_sentence(place: Area, basis: str, people: int | None) -> str:
    """How many people a place has, on a named basis."""
    if people is None:
        return f"There is no population figure for {place.name}."
    who = "are registered with GP practices in" if basis == "registered" else "live in"
    return f"About {whole(people)} people {who} {place.name}."


def _statement(measure: ReleasedMeasure, place: Area, amount: str) -> str:
    among = measure.among or "people"
    says = measure.says
    where = f"At {place.name}" if place.area_type == "provider" else f"In {place.name}"
    if measure.statistic == "proportion":
        said = f"{amount} {among} {says}" if says else f"“{measure.title}” is {amount} {among}"
        return f"{where}, {said}"
    if measure.statistic == "count":
        if measure.among and says:
            return f"{where}, about {amount} {among} {says}"
        return f"{where}, there were about {amount} {says or measure.unit}".rstrip()
    if measure.statistic == "mean":
        return f"{where}, the average is {amount} {says or measure.unit}".rstrip()
    allowing = "allowing for age, " if measure.statistic == "dsr" else ""
    noun = says or measure.unit or f"“{measure.title}”"
    verb = "there were" if says or measure.unit else "it was"
    return f"{where}, {allowing}{verb} {_rate(amount, noun)}"


def _rate(amount: str, noun: str) -> str:
    number, _, rest = amount.partition(" ")
    return f"{number} {noun} {rest}".strip()


def amounts(
    measure: ReleasedMeasure, values: list[float], *, tell_apart: bool = False
) -> list[str]:
    """Values of a measure as a sentence says them, proportions with one denominator.

    Args:
        measure: The measure.
        values: Its values; of a rate only the first says what it is for.
        tell_apart: Whether different values must stay different when rounded.
    """
    if measure.statistic == "proportion":
        denominator = one_denominator(values, tell_apart=tell_apart)
        return [frequency(value, denominator) for value in values]
    if measure.statistic == "count":
        return [whole(value) for value in values]
    written = [significant(value) for value in values]
    if measure.statistic in ("rate", "dsr"):
        per = f"for every {whole(measure.per or 1000)} {measure.among or 'people'}"
        return [f"{written[0]} {per}", *written[1:]]
    return written


def _in(comparison: Comparison) -> str:
    return "" if comparison == "similar" else "in "


def _nothing_shown(measure: ReleasedMeasure, place: Area, value: ReleasedValue | None) -> str:
    title = f"“{measure.title}”"
    if value is None or value.status == "no_data":
        return f"There is no figure for {title} in {place.name}: no data is not the same as none."
    if among_few(value):
        among = measure.among or "people"
        return f"There are only {SUPPRESSED} {among} in {place.name}: too few to show {title}."
    if value.status == "suppressed":
        return f"{title} counts {SUPPRESSED} people in {place.name}: too few for a figure."
    if value.status == "too_few":
        return f"There are too few events in {place.name} to show {title}."
    if value.status == "not_applicable":
        return f"{title} does not apply to {place.name}."
    if value.status == "withheld":
        return (
            f"The figure for {title} in {place.name} is hidden, as it would give away a small "
            "number elsewhere."
        )
    return (
        f"The figure for {title} in {place.name} is hidden, as it would describe everybody there."
    )
