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
SEGMENTS = (
    "#08306b",
    "#0b4a8f",
    "#1864aa",
    "#2f7ebc",
    "#4a98c9",
    "#7fb8da",
    "#c6dbef",
    "#d8dde0",
)


def judged(judgement: str) -> str:
    """The colour of a mark that is better, worse or neither."""
    return {"better": BETTER, "worse": WORSE}.get(judgement, NEUTRAL)
