"""Gaps in words: the difference, the ratio, the people they amount to, and who is in neither."""

from __future__ import annotations

from wholeplace.places.widest_gaps import Compared
from wholeplace.places.wording import SUPPRESSED, percent, quantity, significant, whole


def difference_words(one: Compared) -> str:
    """The difference and its limits, with its sign; percentage points for proportions."""
    row = one.row
    if row.difference is None:
        return ""
    unit = " points" if row.statistic == "proportion" else ""
    words = f"{_signed(row.difference, row.statistic)}{unit}"
    if row.difference_lower is None or row.difference_upper is None:
        return words
    ends = [_signed(end, row.statistic) for end in (row.difference_lower, row.difference_upper)]
    return f"{words} ({' to '.join(ends)})"


def ratio_words(one: Compared) -> str:
    """The ratio and its limits; in words where there is none."""
    row = one.row
    if row.ratio is None:
        return "None: nobody is counted in one group"
    if row.ratio_lower is None or row.ratio_upper is None:
        return significant(row.ratio)
    ends = f"{significant(row.ratio_lower)} to {significant(row.ratio_upper)}"
    return f"{significant(row.ratio)} ({ends})"


def people_words(one: Compared) -> str:
    """How many people or events more or fewer there are than at the reference's value."""
    row = one.row
    if row.people is None:
        return "" if row.statistic == "mean" else "Cannot be said"
    more = "more" if row.people > 0 else "fewer"
    words = f"{whole(abs(row.people))} {more}"
    if row.people_lower is None or row.people_upper is None:
        return words
    low, high = sorted((row.people_lower, row.people_upper), key=abs)
    if row.people_lower * row.people_upper < 0:
        return f"{words} ({whole(row.people_lower)} to {whole(row.people_upper)})"
    return f"{words} ({whole(abs(low))} to {whole(abs(high))})"


def unknown_words(one: Compared) -> str:
    """The share of people whose group is not known."""
    share = one.row.share_unknown
    return f"{SUPPRESSED} people" if share is None else percent(share)


def _signed(number: float, statistic: str) -> str:
    words = quantity(abs(number), statistic).removesuffix("%")
    return f"−{words}" if number < 0 else f"+{words}"
