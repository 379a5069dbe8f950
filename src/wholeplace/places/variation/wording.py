"""Variation in words: where a unit stands, what a gap amounts to, and that it is no saving."""

from __future__ import annotations

from collections.abc import Sequence

from wholeplace.measures.catalogue import ReleasedMeasure
from wholeplace.places.sentences import judgement
from wholeplace.places.variation.reading import SERVICE, Compared, Cost
from wholeplace.places.variation.totals import Target, Total
from wholeplace.places.wording import area_kind, quantity, significant, whole

NOT_A_SAVING = (
    "This is the cost of the gap, not a saving: staff and beds are paid for whether or not they "
    "are used, and what closes a gap costs money too."
)
SMALL_GAP = 0.5
_NAMED = 6
_WORTH_SAYING = 1.2
_POSITIONS = {
    "low_3": "Lower",
    "high_3": "Higher",
    "low_2": "Lower, though chance may explain it",
    "high_2": "Higher, though chance may explain it",
    "within": "Within what chance explains",
}
_STANDINGS = {"partial": "Partial data: not ranked", "late": "Late data: not ranked"}


def alike_in(kind: str) -> str:
    """What units of a kind are made alike in, in words."""
    if kind == SERVICE:
        return "specialty, priority, age, sex and deprivation"
    return "age, sex and deprivation"


def position_words(row: Compared, polarity: str) -> tuple[str, str]:
    """Where a unit stands, and whether that is better or worse.

    Only beyond the 99.8% limits is a unit called higher or lower.
    """
    if not row.ranked:
        if row.greyed:
            return _STANDINGS[row.standing], ""
        return ("Too few to compare" if row.status == "shown" else ""), ""
    side, _, limit = row.position.partition("_")
    verdict = ""
    if limit == "3":
        verdict = judgement("higher" if side == "high" else "lower", polarity)
    words = _POSITIONS[row.position]
    return (f"{words}, {verdict}" if verdict else words), verdict


def findings(
    measure: ReleasedMeasure, rows: Sequence[Compared], names: dict[str, str]
) -> list[str]:
    """What a funnel says: who is outside it, how many are inside, and who is not in it at all.

    Args:
        measure: The measure.
        rows: Units of one kind.
        names: Name of each unit by code.
    """
    if not rows:
        return []
    kinds = area_kind(rows[0].area_type, plural=True)
    ranked = [row for row in rows if row.ranked]
    greyed = sum(row.greyed for row in rows)
    if not ranked:
        said = [
            f"Too few {kinds} have numbers large enough to compare: a funnel needs at least five "
            "of which 15 or more are expected."
        ]
    else:
        said = [_outside(measure, ranked, kinds, names), *_spread(ranked, kinds)]
    if greyed:
        said.append(
            f"{_number(greyed, kinds)} with late or partial data {_is(greyed)} shown in grey and "
            "not ranked."
        )
    left = len(rows) - len(ranked) - greyed
    if ranked and left:
        said.append(
            f"{_number(left, kinds)} {_is(left)} too small to compare, or {_has(left)} no numbers."
        )
    return said


def gap_sentences(
    measure: ReleasedMeasure,
    rows: Sequence[Compared],
    totals: dict[Target, Total],
    cost: Cost | None,
) -> list[str]:
    """What the gaps to the middle and to the best fifth amount to, in people and in pounds."""
    if not totals:
        return []
    kind = area_kind(rows[0].area_type).lower().replace("gp ", "GP ")
    worse = "more" if measure.polarity == "lower" else "fewer"
    fewer = "fewer" if measure.polarity == "lower" else "more"
    if all(total.value < SMALL_GAP for total in totals.values()):
        return [
            f"Chance explains the differences between {kind}s, so closing the gap to the middle or "
            "to the best fifth of them would hardly change the number."
        ]
    said = []
    whose: dict[Target, str] = {
        "to_median": f"If every {kind} with {worse} than the middle {kind} had its rate",
        "to_best": f"At the rate of the best fifth of {kind}s",
    }
    for target, total in totals.items():
        amount = f"about {about(total.value)} {fewer} {counted_words(measure)}"
        if total.value < SMALL_GAP:
            said.append(f"{whose[target]}, the number would hardly change.")
            continue
        sentence = f"{whose[target]}, there would be {amount}"
        sentence += f" (95% limits {about(total.lower)} to {about(total.upper)})"
        if cost is not None and measure.polarity == "lower":
            sentence += f", which cost about {pounds(total.value * cost.pounds)}"
        said.append(f"{sentence}.")
    if cost is not None and measure.polarity == "lower":
        said.append(NOT_A_SAVING)
    return said


def counted_words(measure: ReleasedMeasure) -> str:
    """What is counted, after a number.

    >>> counted_words(ReleasedMeasure("a", "A", statistic="rate", unit="admissions"))
    'admissions'
    """
    if measure.statistic == "proportion":
        among = measure.among or "people"
        return f"{among} who {measure.says}" if measure.says else f"{among} counted"
    return measure.says or measure.unit or "events"


def about(number: float) -> str:
    """A number of people or events that was worked out, not counted: to two figures.

    >>> about(1_234), about(8.6), about(0)
    ('1,200', '9', '0')
    """
    return significant(number, 2) if number >= 10 else whole(number)


def pounds_of(gap: float, each: float) -> str:
    """What a gap costs at so much for each event; "" where there is none, which costs nothing.

    >>> pounds_of(29.0, 1_590), pounds_of(0.2, 1_590)
    ('£46,000', '')
    """
    return pounds(gap * each) if gap >= SMALL_GAP else ""


def pounds(amount: float) -> str:
    """Pounds to two figures.

    >>> pounds(1_234_567), pounds(45_678), pounds(0)
    ('£1.2 million', '£46,000', '£0')
    """
    if amount >= 999_500:
        return f"£{significant(amount / 1_000_000, 2)} million"
    return f"£{significant(amount, 2)}"


def value_words(row: Compared, number: float | None) -> str:
    """A number in the measure's own unit; empty where there is none."""
    return "" if number is None else quantity(number, row.statistic)


def _outside(
    measure: ReleasedMeasure, ranked: Sequence[Compared], kinds: str, names: dict[str, str]
) -> str:
    high = [names[row.area_code] for row in ranked if row.position == "high_3"]
    low = [names[row.area_code] for row in ranked if row.position == "low_3"]
    begun = f"Of {whole(len(ranked))} {kinds}, allowing for {alike_in(ranked[0].area_type)}"
    if not high and not low:
        return f"{begun}, none is outside what chance explains (99.8% limits)."
    parts = [
        f"{whole(len(found))} {_is(len(found))} {word} than chance explains ({_list(found)})"
        for found, word in ((sorted(high), "higher"), (sorted(low), "lower"))
        if found
    ]
    inside = len(ranked) - len(high) - len(low)
    return f"{begun}, {' and '.join(parts)}; {whole(inside)} {_is(inside)} within 99.8% limits."


def _spread(ranked: Sequence[Compared], kinds: str) -> list[str]:
    phi, between = ranked[0].phi, ranked[0].tau_squared
    if not phi or not between or phi < _WORTH_SAYING:
        return []
    return [
        f"{kinds[:1].upper()}{kinds[1:]} vary {significant(phi, 2)} times as much as chance would "
        "make them, for reasons not known here; the limits are wider to allow for that."
    ]


def _list(names: Sequence[str]) -> str:
    if len(names) > _NAMED:
        return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _number(count: int, kinds: str) -> str:
    words = kinds if count != 1 else kinds.removesuffix("s")
    return f"{whole(count)} {words}"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _has(count: int) -> str:
    return "has" if count == 1 else "have"
