"""Slides: a chart as one picture for a presentation, its finding above it and its source below."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from html import escape

import vl_convert

from wholeplace.places import palette
from wholeplace.places.charts import Spec
from wholeplace.places.figures import Figure
from wholeplace.places.rendering import Renderer

WIDTH, HEIGHT = 1280, 720
"""The shape of a slide, 16 to 9; a picture of points is made half as large again."""
SCALE = 1.5
_EDGE = 56
_TITLE_SIZE, _TITLE_LETTERS = 38, 58
_SMALL_SIZE, _SMALL_LETTERS = 20, 116
_LINE = 1.25
_CHART_WIDTH, _CHART_STEP = 620, 34
_FONT = 'font-family="Arial, sans-serif"'


def slide_svg(figure: Figure, renderer: Renderer) -> str:
    """A figure as a slide.

    Args:
        figure: The figure: its title is the finding, its subtitle says of what.
        renderer: What draws its chart.

    Returns:
        An SVG document, 16 to 9, that needs nothing beside it.
    """
    lines, top = [], float(_EDGE)
    for text, size, letters, weight, colour in (
        (figure.title, _TITLE_SIZE, _TITLE_LETTERS, "bold", palette.INK),
        (figure.subtitle, _SMALL_SIZE, _SMALL_LETTERS, "normal", palette.QUIET),
    ):
        for line in textwrap.wrap(text, letters):
            top += size * _LINE
            lines.append(_text(line, _EDGE, top, size, weight, colour))
        top += size * 0.4
    source = " ".join(part for part in (f"Source: {figure.source}.", figure.note) if part)
    foot = textwrap.wrap(source, _SMALL_LETTERS, max_lines=2, placeholder=" …")
    bottom = HEIGHT - _EDGE - (len(foot) - 1) * _SMALL_SIZE * _LINE
    for number, line in enumerate(foot):
        y = bottom + number * _SMALL_SIZE * _LINE
        lines.append(_text(line, _EDGE, y, _SMALL_SIZE, "normal", palette.QUIET))
    wide = replace(figure, spec=for_slide(figure.spec))
    chart = renderer.svg(wide.spec, figure.description)
    room = bottom - _SMALL_SIZE * 1.6 - top
    placed = chart.replace(
        "<svg ",
        f'<svg x="{_EDGE}" y="{top:g}" width="{WIDTH - 2 * _EDGE}" height="{room:g}" ',
        1,
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img"><title>{escape(figure.title)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
        f'<rect width="{WIDTH}" height="12" fill="{palette.PLACE}"/>'
        f"{''.join(lines)}{placed}</svg>"
    )


def slide_png(svg: str) -> bytes:
    """A slide as a picture of 1,920 by 1,080 points."""
    return bytes(vl_convert.svg_to_png(svg, scale=SCALE))


def for_slide(spec: Spec) -> Spec:
    """A specification wider and with more room between its rows, so that its words are large."""
    height = spec.get("height")
    roomy = {"step": _CHART_STEP} if isinstance(height, dict) and "step" in height else height
    return spec | {"width": _CHART_WIDTH} | ({"height": roomy} if roomy is not None else {})


def _text(words: str, x: float, y: float, size: int, weight: str, colour: str) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" {_FONT} font-size="{size}" font-weight="{weight}" '
        f'fill="{colour}">{escape(words)}</text>'
    )
