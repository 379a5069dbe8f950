"""Gaps in words: the difference, the ratio, the people they amount to, and who is in neither."""

from __future__ import annotations

from wholeplace.measures.catalogue import ReleasedMeasure, ReleasedValue
from wholeplace.measures.released_gaps import ReleasedGap
from wholeplace.places.figures import Cell, number_cell
from wholeplace.places.sentences import amounts
from wholeplace.places.widest_gaps import Compared
from wholeplace.places.wording import (
    SUPPRESSED,
    limits,
    percent,
    quantity,
    shown,
    significant,
    whole,
)

GAP_COLUMNS = ("Difference", "Ratio", "It amounts to", "The group fares")
"""Headings of the cells of :func:`gap_cells`."""


def gap_cells(one: Compared) -> tuple[Cell, ...]:
    """A gap as cells of a table: how wide it is, what it amounts to, and for whom it is worse."""
    return (
        number_cell(difference_of(one.row)),
        number_cell(ratio_words(one.row)),
        number_cell(people_words(one.row)),
        Cell(one.judged.capitalize(), tone=one.judged) if one.judged else Cell("–"),
    )


def value_words(title: str, value: ReleasedValue) -> str:
    """A group with its number and limits."""
    around = limits(value)
    words = shown(value) + (f" ({around})" if around else "")
    return f"{title}: {words}" if title else words


def difference_of(row: ReleasedGap) -> str:
    """The difference of a released gap and its limits."""
    if row.difference is None:
        return ""
    unit = " points" if row.statistic == "proportion" else ""
    words = f"{_signed(row.difference, row.statistic)}{unit}"
    if row.difference_lower is None or row.difference_upper is None:
        return words
    ends = [_signed(end, row.statistic) for end in (row.difference_lower, row.difference_upper)]
    return f"{words} ({' to '.join(ends)})"


def ratio_words(row: ReleasedGap) -> str:
    """The ratio and its limits; in words where there is none."""
    if row.ratio is None:
        return "None: nobody is counted in one group"
    if row.ratio_lower is None or row.ratio_upper is None:
        return significant(row.ratio)
    ends = f"{significant(row.ratio_lower)} to {significant(row.ratio_upper)}"
    return f"{significant(row.ratio)} ({ends})"


def people_words(row: ReleasedGap) -> str:
    """How many people or events more or fewer there are than at the reference's value."""
    if row.people is None:
        return "" if row.statistic == "mean" else "Cannot be said"
    words = _more_or_fewer(row.people)
    if row.people_lower is None or row.people_upper is None:
        return words
    ends = (row.people_lower, row.people_upper)
    if row.people_lower * row.people_upper > 0:
        said = [whole(end) for end in _across(*ends)]
    else:
        said = [_more_or_fewer(end) for end in ends]
    return f"{words} ({' to '.join(said)})"


def unknown_words(row: ReleasedGap) -> str:
    """The share of people whose group is not known."""
    share = row.share_unknown
    return f"{SUPPRESSED} people" if share is None else percent(share)


def line_words(measure: ReleasedMeasure, row: ReleasedGap | None) -> str:
    """The slope over the tenths of a place as a sentence; "" where there is none.

    Args:
        measure: The measure.
        row: Its gap by tenths, if it has one.
    """
    if row is None or row.sii is None or row.sii_lower is None or row.sii_upper is None:
        return ""
    gap, low, high = amounts(measure, [abs(row.sii), *_across(row.sii_lower, row.sii_upper)])
    if row.sii_lower * row.sii_upper <= 0:
        return "Over all tenths of this place by deprivation there is no clear slope."
    side = "above" if row.sii > 0 else "below"
    return (
        f"On a line through all tenths of this place, its most deprived end is {gap} {side} its "
        f"least deprived end (slope index of inequality; 95% limits {low} to {high})"
        f"{_relative(row)}."
    )


def _relative(row: ReleasedGap) -> str:
    """The relative index as the end of a sentence; "" where the line has none."""
    if row.rii is None or row.rii_lower is None or row.rii_upper is None:
        return ""
    ends = f"{significant(row.rii_lower)} to {significant(row.rii_upper)}"
    return f", or {significant(row.rii)} times as high (relative index of inequality; {ends})"


def _across(lower: float, upper: float) -> list[float]:
    return sorted((abs(lower), abs(upper)))


def _more_or_fewer(number: float) -> str:
    return f"{whole(abs(number))} {'fewer' if number < 0 else 'more'}"


def _signed(number: float, statistic: str) -> str:
    words = quantity(abs(number), statistic).removesuffix("%")
    return f"−{words}" if number < 0 else f"+{words}"
