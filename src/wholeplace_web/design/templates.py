"""The Jinja environment: the NHS design system's components, our own, and words for numbers."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup, escape

from wholeplace.core.calendar import in_words
from wholeplace.places import wording
from wholeplace.places.figures import Figure
from wholeplace.places.kept import KeptFiles
from wholeplace.places.rendering import Renderer
from wholeplace_web.installation import installation, web_folder


def environment(**options: Any) -> Environment:
    """The environment Django asks for; the design system's macros need chainable undefined."""
    loader = ChoiceLoader([options["loader"], PackageLoader("nhsuk_frontend_jinja", "templates")])
    tidy = {"trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options | tidy | {"loader": loader, "undefined": ChainableUndefined})
    made.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(
        static=static,
        reverse=reverse,
        draw=_draw,
        drawing=Markup,
        wording=wording,
        partnership=installation().installation.name,
    )
    made.filters.update(in_words=in_words, whole=wording.whole, with_code=with_code)
    return made


@cache
def renderer() -> Renderer:
    """What draws charts, and keeps the drawings."""
    return Renderer(KeptFiles(web_folder() / "charts", in_memory=0))


def with_code(text: str) -> Markup:
    """Text in which whatever stands between backticks, as on the command line, is set as code."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _draw(figure: Figure) -> Markup:
    """A figure's chart as an element of the page; the renderer escapes what it writes."""
    return Markup(renderer().svg(figure.spec, figure.description))
