"""The list of pages written from the code."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from tools.reference_pages.causes import causes_page
from tools.reference_pages.contents import datasets_page, disclosure_page, geography_tables_page
from tools.reference_pages.definitions import (
    attributes_page,
    codelists_page,
    measures_page,
    segments_page,
)
from tools.reference_pages.interface import commands_page, settings_page
from tools.reference_pages.models import models_page
from wholeplace.cli.main import wholeplace
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


@cache
def _registry() -> Registry:
    return Registry.load(Settings().definitions.packages)


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "commands.md": lambda: commands_page(wholeplace),
    "datasets.md": lambda: datasets_page(_registry()),
    "geography-tables.md": geography_tables_page,
    "disclosure.md": disclosure_page,
    "attributes.md": lambda: attributes_page(_registry()),
    "segments.md": lambda: segments_page(_registry()),
    "measures.md": lambda: measures_page(_registry()),
    "codelists.md": lambda: codelists_page(_registry()),
    "models.md": lambda: models_page(_registry()),
    "causes-of-death.md": lambda: causes_page(_registry()),
}
