"""Words of the pressure board: counts as they may be said, changes, shares and days."""

from __future__ import annotations

from wholeplace.measures.delays.table import STALE
from wholeplace.places.pressure.reading import SHOWN, SUPPRESSED, Count
from wholeplace.places.sentences import frequency
from wholeplace.places.wording import SUPPRESSED as FEW
from wholeplace.places.wording import whole

AIM = 0.035
"""Share of occupied beds delayed that the joint health and social care programme aimed for."""
ROUNDING = 5
SMALL = 10
STALE_WORDS, HIDDEN = "Not current", "Not shown"


def people_cell(count: Count | None) -> str:
    """A count of people as a cell shows it.

    >>> people_cell(Count(85, "shown")), people_cell(Count(None, "suppressed")), people_cell(None)
    ('85', '1 to 7', '0')
    """
    if count is None:
        return "0"
    if count.status == SUPPRESSED:
        return FEW
    if count.status == STALE:
        return STALE_WORDS
    return whole(count.people) if count.people is not None else HIDDEN


def days_cell(count: Count | None) -> str:
    """Bed days as a cell shows them; hidden where the people are.

    >>> days_cell(Count(10, "shown", 45)), days_cell(Count(None, "suppressed")), days_cell(None)
    ('45', 'Not shown', '0')
    """
    if count is None:
        return "0"
    return whole(count.days) if count.days is not None else HIDDEN


def about_people(count: Count) -> str:
    """A count of people who are somewhere now, in a sentence.

    >>> about_people(Count(85, "shown")), about_people(Count(None, "suppressed"))
    ('about 85 people are', '1 to 7 people are')
    """
    return about(count).replace(" were", " are").replace(" was", " is")


def about(count: Count | None) -> str:
    """A count in a sentence.

    >>> about(Count(85, "shown")), about(Count(None, "suppressed")), about(Count(0, "shown"))
    ('about 85 people were', '1 to 7 people were', 'nobody was')
    """
    if count is None or count.status not in (SHOWN, SUPPRESSED):
        return "nobody knows how many people were"
    if count.status == SUPPRESSED or count.people is None:
        return f"{FEW} people were"
    return "nobody was" if count.people == 0 else f"about {whole(count.people)} people were"


def people_words(number: float) -> str:
    """People on an average day, of rounded days: whole, and with a decimal where few.

    >>> people_words(84.6), people_words(4.27)
    ('85', '4.3')
    """
    return whole(number) if number >= SMALL else f"{number:.1f}"


def change(now: Count | None, before: Count | None) -> str:
    """How a count differs from that of a week before, as far as rounded counts can tell.

    >>> change(Count(85, "shown"), Count(105, "shown"))
    '20 fewer than a week before'
    >>> change(Count(85, "shown"), Count(90, "shown"))
    'about as many as a week before'
    >>> change(Count(None, "suppressed"), Count(90, "shown"))
    ''
    """
    if now is None or before is None or now.people is None or before.people is None:
        return ""
    more = now.people - before.people
    if abs(more) <= ROUNDING:
        return "about as many as a week before"
    return f"{whole(abs(more))} {'more' if more > 0 else 'fewer'} than a week before"


def against_the_aim(count: Count | None) -> str:
    """The share of occupied beds against the aim, judged by its limits; empty where not shown.

    >>> against_the_aim(Count(85, "shown", None, 0.071, 0.058, 0.087))
    'That is 7 in 100 of the beds in use, more than the 3.5 in 100 aimed for.'
    """
    if count is None or count.value is None or count.lower is None or count.upper is None:
        return ""
    side = "more than" if count.lower > AIM else "fewer than" if count.upper < AIM else "similar to"
    share = frequency(count.value, 100)
    return f"That is {share} of the beds in use, {side} the 3.5 in 100 aimed for."


def share_cell(share: float | None) -> str:
    """A share of places taken, out of 100; of rounded counts, so never past all of them.

    >>> share_cell(0.947), share_cell(None)
    ('95 in 100', 'Not shown')
    """
    return HIDDEN if share is None else frequency(min(share, 1.0), 100)


def how_long_ago(days: int) -> str:
    """How long before the board's day something was.

    >>> how_long_ago(0), how_long_ago(1), how_long_ago(40)
    ('that day', 'the day before', '40 days before')
    """
    return {0: "that day", 1: "the day before"}.get(days, f"{whole(days)} days before")
