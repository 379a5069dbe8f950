"""Why a number moved, in a sentence."""

from __future__ import annotations

from wholeplace.measures.changes.explaining import Explanation
from wholeplace.measures.changes.parts import Figures, Part
from wholeplace.measures.measure import Measure

HIDDEN = {
    "suppressed": "it is a small number",
    "too_few": "it rests on too few events",
    "all_or_none": "it is nobody or everybody of a small group",
    "withheld": "it would give away a small number",
    "no_data": "there is nobody to count",
}


def sentence(explanation: Explanation) -> str:
    """What moved, from what to what, and why.

    Args:
        explanation: The explanation.

    Returns:
        One or two sentences of the numbers that may be shown.
    """
    measure, before, after = explanation.measure, explanation.before, explanation.after
    subject = f"{measure.title}, {explanation.area.name}"
    hidden = [one.status for one in (before, after) if one.status != "shown"]
    if hidden:
        why = HIDDEN.get(hidden[0], hidden[0])
        when = "earlier" if before.status != "shown" else "later"
        return f"{subject}: cannot be compared, for in the {when} run {why}."
    counted = before.numerator is not None and after.numerator is not None
    start, end = (_main(one, counted) for one in (before, after))
    said = f"{subject}: {_movement(measure, start, end, counted)}{_because(explanation, counted)}."
    return said + (_shares(measure, before, after) if counted else "")


def in_figures(measure: Measure, value: float | None, *, change: bool = False) -> str:
    """A statistic as it is written, or nothing where there is none.

    Args:
        measure: The measure, for its statistic.
        value: The statistic, or the difference of two.
        change: Whether it is a difference: of percentages in points.
    """
    if value is None:
        return ""
    if measure.statistic == "proportion":
        return f"{100 * value:,.2f}{' points' if change else '%'}"
    if measure.statistic == "count" or abs(value) >= 1_000:
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:,.2f}"


def _main(figures: Figures, counted: bool) -> float:
    number = figures.numerator if counted else figures.value
    return 0.0 if number is None else float(number)


def _movement(measure: Measure, start: float, end: float, counted: bool) -> str:
    def said(number: float, change: bool = False) -> str:
        return f"{number:,.0f}" if counted else in_figures(measure, number, change=change)

    number = "the number counted " if counted and measure.statistic != "count" else ""
    if said(start) == said(end):
        return f"{number}stayed at {said(end)}"
    way = "rose" if end > start else "fell"
    return f"{number}{way} by {said(abs(end - start), True)}, from {said(start)} to {said(end)}"


def _because(explanation: Explanation, counted: bool) -> str:
    told = [_told(explanation.measure, part, counted) for part in explanation.parts]
    reasons = [words for words in told if words]
    hidden = any(p.figures.status != "shown" and not p.nothing for p in explanation.parts)
    reasons += ["parts too small to show"] if hidden else []
    if not reasons:
        return ""
    *most, last = reasons
    return ": " + (f"{', '.join(most)} and {last}" if most else last)


def _told(measure: Measure, part: Part, counted: bool) -> str:
    amount = part.figures.numerator if counted else part.figures.value
    if not amount:
        return ""
    size = f"{abs(amount):,.0f}" if counted else in_figures(measure, abs(amount), change=True)
    return f"{size} {'more' if amount > 0 else 'fewer' if counted else 'less'} from {part.words}"


def _shares(measure: Measure, before: Figures, after: Figures) -> str:
    if measure.statistic == "count":
        return ""
    first, second = (in_figures(measure, one.value) for one in (before, after))
    per = f" per {measure.per:,}" if measure.per > 1 else ""
    return (
        f" Among {before.denominator or 0:,} people and then {after.denominator or 0:,}, that is"
        f" {first}{per} and then {second}{per}."
    )
