"""Simulated figures in words: rounded to what they can bear, never without their range."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wholeplace.places.variation.wording import pounds
from wholeplace.places.wording import significant, whole

POUNDS = "£"
NONE = "none"
_MOST_ALIKE = 2
_SMALL, _LARGE = 10, 1_000


def amount(value: float | None, unit: str = "") -> str:
    """A simulated figure without its unit, except money; words where there is none.

    >>> amount(63.4, "people"), amount(6.25), amount(0.049), amount(23_984, "days")
    ('63', '6.2', '0.05', '24,000')
    >>> amount(1_234_567, "£"), amount(-45_678, "£ a year")
    ('£1.2 million', '-£46,000')
    """
    if value is None:
        return NONE
    if unit.startswith(POUNDS):
        return ("-" if value < 0 else "") + pounds(abs(value))
    if abs(value) >= _LARGE:
        return ("-" if value < 0 else "") + significant(abs(value))
    if abs(value) >= _SMALL or value == round(value):
        return whole(value)
    return f"{value:.{1 if abs(value) >= 1 else 2}f}"


def with_unit(value: float, unit: str) -> str:
    """A value that somebody chose, with its unit; one of something is not several.

    >>> with_unit(10, "slots"), with_unit(1, "slots"), with_unit(1, "% longer"), with_unit(2.5, "")
    ('10 slots', '1 slot', '1 % longer', '2.5')
    """
    first, space, rest = unit.partition(" ")
    single = first.removesuffix("s") if value == 1 else first
    return f"{value:,g} {single}{space}{rest}".strip()


def over_words(over: str) -> str:
    """What a range is of, in words: nine days, or years, in ten."""
    return f"nine {over}s in ten"


def spread(low: float | None, high: float | None, unit: str = "") -> str:
    """A range in words, empty where there is none.

    >>> spread(40.2, 71.8, "people")
    '40 to 72'
    """
    if low is None or high is None:
        return ""
    return f"{amount(low, unit)} to {amount(high, unit)}"


def said_together(changes: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Changes in words; more than two of one kind that say the same are said once.

    Args:
        changes: Titles, with what stands after them; a kind is what stands before a colon.

    >>> list(said_together([("Stays: beds", "5%"), ("Choice", "2%")]))
    ['Stays: beds: 5%', 'Choice: 2%']
    >>> list(said_together((f"Stays: {name}", "5%") for name in ("a", "b", "c")))
    ['Stays, each of 3: 5%']
    """
    alike: dict[tuple[str, str], list[str]] = {}
    for title, said in changes:
        alike.setdefault((title.partition(":")[0], said), []).append(title)
    for (kind, said), titles in alike.items():
        if len(titles) > _MOST_ALIKE:
            yield f"{kind}, each of {len(titles)}: {said}"
        else:
            yield from (f"{title}: {said}" for title in titles)
