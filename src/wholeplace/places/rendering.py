"""Drawing chart specifications as SVG that can stand inside a page, and keeping the drawings."""

from __future__ import annotations

import hashlib
import json
import re
from html import escape
from importlib.metadata import version

import vl_convert

from wholeplace.places import palette
from wholeplace.places.charts import Spec
from wholeplace.places.kept import KeptFiles

_VERSION = "6.1"
_RENDERER = version("vl-convert-python")
_OPENING = re.compile(r"<svg[^>]*?viewBox=\"([^\"]+)\"[^>]*>")
_NOISE = re.compile(
    r'\s(?:class|role|aria-[a-z]+|pointer-events|stroke-miterlimit)="[^"]*"|<g>\s*</g>'
)
_HATCH = (
    '<defs><pattern id="{id}" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>'
    '<path d="M0 0V6" stroke="#5d6d78" stroke-width="2"/></pattern></defs>'
)


class Renderer:
    """Draws specifications, each once.

    A drawing is kept by the content of its specification, which holds the run's own numbers, the
    definition's words and the parameters; so the same chart of another run is another drawing.

    Args:
        kept: Where drawings are kept; None keeps none.
    """

    def __init__(self, kept: KeptFiles | None = None) -> None:
        self._kept = kept

    def svg(self, spec: Spec, description: str) -> str:
        """The drawing of a specification.

        Args:
            spec: A Vega-Lite specification.
            description: What the chart says, for people who cannot see it.

        Returns:
            An ``<svg role="img">`` element without fixed size, styles, scripts or outside links.
        """
        text = json.dumps(spec, sort_keys=True)
        key = f"svg {_RENDERER} {text}"
        kept = self._kept.get(key) if self._kept else None
        if kept is None:
            kept = inline(vl_convert.vegalite_to_svg(text, vl_version=_VERSION)).encode("utf-8")
            if self._kept:
                self._kept.put(key, kept)
        return kept.decode("utf-8").replace("<svg ", f'<svg aria-label="{escape(description)}" ', 1)


def inline(svg: str) -> str:
    """A drawing fit to stand in a page: scalable, quiet to screen readers, hatched where asked.

    Args:
        svg: An SVG document as the renderer writes it.
    """
    body = _NOISE.sub("", _OPENING.sub("", svg, count=1))
    match = _OPENING.search(svg)
    box = match.group(1) if match else "0 0 100 100"
    pattern = ""
    if palette.HATCH in body:
        name = "hatch-" + hashlib.sha256(body.encode()).hexdigest()[:8]
        body = body.replace(palette.HATCH, f"url(#{name})")
        pattern = _HATCH.format(id=name)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" focusable="false" '
        f'viewBox="{box}">{pattern}{body}'
    )
