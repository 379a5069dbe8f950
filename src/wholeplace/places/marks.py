"""The small drawing in a table row: a point with its limits against the system's line."""

from __future__ import annotations

from wholeplace.measures.catalogue import ReleasedValue
from wholeplace.places import palette

_WIDTH = 200
_HEIGHT = 24
_EDGE = 8


def interval_mark(
    value: ReleasedValue | None, comparator: ReleasedValue | None, judgement: str
) -> str:
    """A point and its 95 % limits on a scale where the system's value is always in the middle.

    The scale runs from nothing to twice the system's value; what lies beyond is drawn at the edge.
    The row's own cells say the numbers, so the drawing itself says nothing to a screen reader.

    Args:
        value: The place's number.
        comparator: The system's number.
        judgement: "better", "worse" or "".

    Returns:
        An SVG element, or "" where there is nothing to draw.
    """
    if value is None or comparator is None or not value.shown or not comparator.shown:
        return ""
    if not comparator.value or value.value is None:
        return ""
    middle = comparator.value
    low = _across(value.lower if value.lower is not None else value.value, middle)
    high = _across(value.upper if value.upper is not None else value.value, middle)
    point = _across(value.value, middle)
    colour = palette.judged(judgement)
    half = _HEIGHT / 2
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true" focusable="false">'
        f'<path d="M{_EDGE} {half}H{_WIDTH - _EDGE}" stroke="{palette.GRID}" stroke-width="6"/>'
        f'<path d="M{_WIDTH / 2:g} 2V{_HEIGHT - 2}" stroke="{palette.INK}" stroke-width="2"/>'
        f'<path d="M{low:g} {half}H{max(high, low + 0.5):g}" stroke="{colour}" stroke-width="3"/>'
        f"{_shape(point, half, judgement, colour)}</svg>"
    )


def _across(value: float, middle: float) -> float:
    """Where a value stands from left to right."""
    ratio = min(max(value / middle, 0.0), 2.0) / 2
    return round(_EDGE + ratio * (_WIDTH - 2 * _EDGE), 1)


def _shape(x: float, y: float, judgement: str, colour: str) -> str:
    """Better is a circle, worse a diamond, neither a square: never colour alone."""
    if judgement == "worse":
        diamond = f"M{x - 7:g} {y}L{x:g} {y - 7:g}L{x + 7:g} {y}L{x:g} {y + 7:g}Z"
        return f'<path d="{diamond}" fill="{colour}"/>'
    if judgement == "better":
        return f'<circle cx="{x:g}" cy="{y}" r="6" fill="{colour}"/>'
    return f'<path d="M{x - 5:g} {y - 5:g}h10v10h-10Z" fill="{colour}"/>'
