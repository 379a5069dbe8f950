"""Colours of charts and maps: colour-blind safe, better in blue and worse in orange.

Contrasts follow WCAG 2.2 (1.4.11); blue and orange stay apart in every common form of colour
blindness (Okabe and Ito, 2008).
"""

from __future__ import annotations

INK = "#212b32"
QUIET = "#5d6d78"
GRID = "#d8dde0"
PLACE = "#005ea5"
SYSTEM = "#768692"
BETTER = "#005ea5"
WORSE = "#b54708"
NEUTRAL = "#425563"
HATCH = "#010203"  # stands for the hatched pattern until the picture is drawn

# Most deprived first. One ramp, so the order can be read without the legend.
FIFTHS = ("#08306b", "#0b559f", "#2b7bba", "#539ecd", "#89bedc")
MAP_STEPS = ("#dbe9f6", "#a9cfe5", "#6aaed6", "#3787c0", "#105ba4")
UNKNOWN = "#d8dde0"
_MOST_NEED = (0x08, 0x30, 0x6B)
_LEAST_NEED = (0xC6, 0xDB, 0xEF)


def judged(judgement: str) -> str:
    """The colour of a mark that is better, worse or neither."""
    return {"better": BETTER, "worse": WORSE}.get(judgement, NEUTRAL)


def ramp(steps: int) -> list[str]:
    """One ramp of blues, dark to light, for groups that have an order.

    >>> ramp(3)
    ['#08306b', '#6786ad', '#c6dbef']
    """
    shares = [step / max(steps - 1, 1) for step in range(steps)]
    return [
        "#"
        + "".join(
            f"{round(dark + (light - dark) * share):02x}"
            for dark, light in zip(_MOST_NEED, _LEAST_NEED, strict=True)
        )
        for share in shares
    ]
