"""Sentences of bed days: how many nights, how they changed and what of, how long stays are."""

from __future__ import annotations

from collections.abc import Sequence

from wholeplace.core.calendar import in_words
from wholeplace.measures.catalogue import Area, ReleasedValue
from wholeplace.places.sentences import compare, frequency, one_denominator
from wholeplace.places.wording import begun, significant, whole
from wholeplace.planning.beds.reading import CHANGES, BedDayNumbers

OLD = {"65+": "aged 65 and over", "75+": "aged 75 and over"}
APART = {
    "residence_not_known": "of people aged 65 and over whose home is not known",
    "lives_elsewhere": "of people aged 65 and over registered here who live elsewhere",
    "nobody_known": "of any age in records that could be linked to nobody",
}
_STANDS = {"higher": "more than in", "lower": "fewer than in"}


def nights_sentence(
    ages: str, here: ReleasedValue | None, place: Area, system: Area, there: ReleasedValue | None
) -> str:
    """How many nights older people spend in hospital, against the system.

    Args:
        ages: "65+" or "75+".
        here: The place's standardised rate.
        place: The place.
        system: The whole system.
        there: The system's rate; None on the system's own page.
    """
    if here is None or not here.shown or here.value is None:
        return f"Too few people {OLD[ages]} in {place.name} were in hospital to say how long."
    said = (
        f"In {place.name}, people {OLD[ages]} spent {significant(here.value)} nights in hospital "
        f"after emergency admission for every 1,000 of them, in the year to "
        f"{in_words(here.period_end)}"
    )
    if there is None or there.value is None:
        return f"{said}."
    stands = _STANDS.get(compare(here, there) or "", "similar to")
    return f"{said}: {stands} {system.name} as a whole ({significant(there.value)})."


def change_sentence(numbers: BedDayNumbers, ages: str) -> str:
    """How the rate moved since the year before, and the two parts of it, or nothing."""
    parts = [numbers.latest(ages, name) for name in CHANGES]
    found = [part for part in parts if part is not None and part.value is not None]
    if len(found) < len(CHANGES):
        return ""
    whole_change, stays, length = (part.value or 0.0 for part in found)
    made_of = (
        f"{_moved(stays)} from how many stays there were, and {_moved(length)} from how long they "
        f"lasted"
    )
    chance = _may_be_chance(found[0])
    return (
        f"That is {_moved(whole_change)} than the year before for every 1,000: {made_of}."
        f"{' The change could be chance.' if chance else ''}"
    )


def _moved(number: float) -> str:
    """A change in words.

    >>> _moved(-143.0), _moved(19.0), _moved(0.0)
    ('143 fewer', '19 more', 'no more')
    """
    if round(number, 1) == 0:
        return "no more"
    return f"{size(number)} {'more' if number > 0 else 'fewer'}"


def size(number: float) -> str:
    """How large a change is: whole from 1 up.

    >>> size(-70.0), size(0.25)
    ('70', '0.25')
    """
    return whole(abs(number)) if abs(number) >= 1 else significant(abs(number), 2)


def _may_be_chance(part: ReleasedValue) -> bool:
    return part.lower is None or part.upper is None or part.lower <= 0 <= part.upper


def stays_sentence(numbers: BedDayNumbers, ages: str) -> str:
    """How many stays, how long they were, and how many ended the same day."""
    stays, length, same_day = (
        numbers.latest(ages, name) for name in ("stays", "length", "same_day")
    )
    if stays is None or stays.numerator is None or length is None or length.value is None:
        return ""
    said = (
        f"They had about {whole(stays.numerator)} emergency stays with a night, of "
        f"{significant(length.value, 2)} nights each on average."
    )
    if same_day is not None and same_day.value:
        said += f" About {whole(same_day.value)} more ended on the day they began."
    return said


def long_sentence(numbers: BedDayNumbers, ages: str) -> str:
    """How many stays are long, on one denominator, or nothing."""
    found = {n: numbers.latest(ages, f"long_{n}") for n in (7, 14, 21)}
    shares = {n: v.value for n, v in found.items() if v is not None and v.value is not None}
    if not shares:
        return f"Too few stays of people {OLD[ages]} were long to say how many."
    denominator = one_denominator([share for share in shares.values() if share])
    parts = [
        f"{frequency(share, denominator)} lasted {n} nights or more" for n, share in shares.items()
    ]
    return f"Of the stays of people {OLD[ages]}, {', '.join(parts)}."


def last_night_sentence(numbers: BedDayNumbers, ages: str) -> str:
    """How many were in hospital on the last night, and how many of them for long."""
    now = numbers.latest(ages, "last_night")
    if now is None or now.value is None:
        return ""
    parts = []
    for nights in (7, 21):
        long = numbers.latest(ages, f"last_night_{nights}")
        if long is not None and long.value is not None:
            parts.append(f"{whole(long.value)} for {nights} nights or more")
    by_length = f": {' and '.join(parts)}" if parts else ""
    return (
        f"On the night of {in_words(now.period_end)}, {whole(now.value)} people {OLD[ages]} were "
        f"in hospital after emergency admission{by_length}."
    )


def areas_title(
    values: Sequence[tuple[Area, ReleasedValue]], whole_of: ReleasedValue | None, kind: str
) -> str:
    """Which areas have more or fewer nights than all of them together, by their limits.

    Args:
        values: Each area's rate.
        whole_of: The rate of all together.
        kind: What one area is called.
    """
    found: dict[str, list[str]] = {"higher": [], "lower": []}
    for area, value in values:
        stands = compare(value, whole_of) if whole_of is not None else None
        if stands in found:
            found[stands].append(area.name)
    parts = [
        f"{word} nights in {' and '.join(names)}"
        for word, names in (("more", found["higher"]), ("fewer", found["lower"]))
        if names
    ]
    if not parts:
        return f"No {kind} stands apart from all together"
    return f"{begun(', '.join(parts))} than in all together"


def apart_words(nights: dict[str, int | None]) -> list[str]:
    """Nights that are in no area's number, each in a line."""
    lines = []
    for why, words in APART.items():
        if why in nights:
            count = nights[why]
            lines.append(f"{'A few' if count is None else whole(count)} nights {words}")
    return lines
