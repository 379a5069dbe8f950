"""The list of pages written from the code."""

from __future__ import annotations

from pathlib import Path

from tools.reference_pages.contents import datasets_page, disclosure_page, geography_tables_page
from tools.reference_pages.definitions import attributes_page, codelists_page, measures_page
from tools.reference_pages.interface import commands_page, settings_page
from wholeplace.cli.main import wholeplace as commands
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


def pages() -> dict[str, str]:
    """File name → content of every page written from the code."""
    registry = Registry.load(Settings().definitions.packages)
    return {
        "settings.md": settings_page(),
        "commands.md": commands_page(commands),
        "datasets.md": datasets_page(registry),
        "geography-tables.md": geography_tables_page(),
        "disclosure.md": disclosure_page(),
        "attributes.md": attributes_page(registry),
        "measures.md": measures_page(registry),
        "codelists.md": codelists_page(registry),
    }
