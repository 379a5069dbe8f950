"""Sentences about how long people live: years, never causes, and "similar" where limits say so."""

from __future__ import annotations

import math
from collections.abc import Sequence

from wholeplace.places.life_expectancy.reading import FEMALE, MALE, PERSONS, Estimate

_HALF = 1e-9
PEOPLE = {FEMALE: "women", MALE: "men", PERSONS: "people"}
_STATUS = {
    "too_few": "Too few to show",
    "suppressed": "Too few to show",
    "withheld": "Hidden to protect others",
    "no_data": "Nobody lives there",
}
STATISTICS = {
    "under_75": "Deaths under 75",
    "avoidable": "of them avoidable",
    "preventable": "preventable",
    "treatable": "treatable",
    "years_of_life_lost": "Years of life lost before 75",
}


def years(number: float) -> str:
    """Years to a tenth.

    >>> years(8.84), years(1.0), years(-0.02)
    ('8.8 years', '1.0 years', '0.0 years')
    """
    return f"{plain(number)} years"


def plain(number: float) -> str:
    """A number to a tenth, halves away from zero, without a minus before nothing.

    >>> plain(-0.02), plain(-1.26), plain(1.95)
    ('0.0', '-1.3', '2.0')
    """
    text = f"{number + math.copysign(_HALF, number):.1f}"
    return "0.0" if text == "-0.0" else text


def cell(found: Estimate | None, digits: int = 1) -> str:
    """An estimate as a cell shows it, or why there is none."""
    if found is None:
        return "No data"
    if not found.shown or found.value is None:
        return _STATUS.get(found.status, "No data")
    text = f"{found.value:,.{digits}f}"
    return text.lstrip("-") if float(text.replace(",", "")) == 0 else text


def between(found: Estimate | None, digits: int = 1) -> str:
    """The 95 % limits of an estimate, or nothing."""
    if found is None or not found.shown or found.lower is None or found.upper is None:
        return ""
    return f"{found.lower:,.{digits}f} to {found.upper:,.{digits}f}"


def period(found: Estimate) -> str:
    """The months an estimate covers, both named."""
    return f"{found.start:%B %Y} to {found.end:%B %Y}"


def length_sentence(name: str, found: dict[str, Estimate | None]) -> str:
    """How long women and men live in a place; people together where one of them cannot be said.

    Args:
        name: The place.
        found: Sex → life expectancy at birth.

    >>> import datetime as dt
    >>> women = Estimate(84.1, 83.9, 84.3, "shown", 3, dt.date(2023, 4, 1), dt.date(2026, 3, 31))
    >>> length_sentence("Fenland", {"female": women, "male": None, "persons": women})
    'In Fenland, at the death rates of April 2023 to March 2026, people would live 84.1 years \
(95% limits 83.9 to 84.3).'
    """
    shown = [(s, one) for s in (FEMALE, MALE) if (one := found.get(s)) is not None and one.shown]
    together = found.get(PERSONS)
    if len(shown) < 2:
        shown = [(PERSONS, together)] if together is not None and together.shown else []
    if not shown:
        return f"Too few people live in {name} to say how long they live."
    said = [f"{PEOPLE[sex]} would live {years(one.value or 0)}{_limits(one)}" for sex, one in shown]
    return f"In {name}, at the death rates of {period(shown[0][1])}, {' and '.join(said)}."


def _limits(one: Estimate) -> str:
    low, high = one.lower, one.upper
    return "" if low is None or high is None else f" (95% limits {plain(low)} to {plain(high)})"


def gap_sentence(
    gaps: dict[str, Estimate | None], shorter: str, longer: str, *, similar: str
) -> str:
    """How many years fewer one side lives than the other, for women and for men.

    People are taken together where neither can be said.

    Args:
        gaps: Sex → years that the first side has less than the second.
        shorter: The first side, as it reads after "women".
        longer: The second side, as it reads after "than".
        similar: What to say of a sex whose limits leave a doubt, with ``{people}``.
    """
    shown = {sex: gap for sex, gap in gaps.items() if gap is not None and gap.shown}
    said = []
    for sex in [sex for sex in (MALE, FEMALE) if sex in shown] or [PERSONS]:
        gap = shown.get(sex)
        if gap is None or gap.value is None:
            continue
        if not gap.apart:
            said.append(similar.format(people=PEOPLE[sex].capitalize()))
            continue
        word = "fewer" if gap.value > 0 else "more"
        low, high = sorted(abs(end) for end in (gap.lower or 0.0, gap.upper or 0.0))
        said.append(
            f"{PEOPLE[sex].capitalize()} {shorter} live {plain(abs(gap.value))} {word} years than "
            f"{longer} (95% limits {plain(low)} to {plain(high)})."
        )
    return " ".join(said)


def parts_sentence(people: str, gap: Estimate, parts: Sequence[tuple[str, float]]) -> str:
    """The largest parts of a gap, as parts of so many years; "" where none is.

    Args:
        people: Whose gap it is.
        gap: The gap.
        parts: Title and years of each part, in any order.

    >>> import datetime as dt
    >>> gap = Estimate(8.79, 8, 9.6, "shown", 3, dt.date(2023, 4, 1), dt.date(2026, 3, 31))
    >>> parts = [("Cancer", 1.95), ("Heart disease and stroke", 2.29), ("COVID-19", 0.0)]
    >>> parts_sentence("men", gap, parts)
    'Of the 8.8 years for men, 2.3 are in deaths from heart disease and stroke and 2.0 from cancer.'
    """
    if gap.value is None or gap.value <= 0:
        return ""
    large = sorted((p for p in parts if p[1] >= 0.05), key=lambda part: -part[1])[:3]
    if not large:
        return ""
    said = [f"{plain(part)} from {inside(title)}" for title, part in large]
    said[0] = f"{plain(large[0][1])} are in deaths from {inside(large[0][0])}"
    listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    return f"Of the {years(gap.value)} for {people}, {listed}."


def inside(title: str) -> str:
    """A title as it stands inside a sentence."""
    return title if title.isupper() or title[:5].isupper() else title[0].lower() + title[1:]


def finding(
    whose: str, low: Estimate | None, where: str, high: Estimate | None, elsewhere: str
) -> str:
    """The finding of a chart: its two ends where both are shown, and the one where only one is.

    Args:
        whose: The people, as a chart is headed.
        low: One end.
        where: Where it is, with its preposition.
        high: The other end; the same where it is the only one shown.
        elsewhere: Where that is.
    """
    if low is None or high is None or low.value is None or high.value is None:
        return f"{whose}: years of life at birth"
    if low is high:
        return f"{whose}: {plain(low.value)} years {where}; no other is shown"
    return f"{whose}: {plain(low.value)} years {where}, {plain(high.value)} {elsewhere}"
