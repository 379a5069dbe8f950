"""``wholeplace mapping``: the mappings there are, and help to write one."""

from __future__ import annotations

import click

from wholeplace.cli.import_source import mappings_of
from wholeplace.cli.land import print_table
from wholeplace.core.settings import Settings


@click.group()
def mapping() -> None:
    """List mappings of other people's tables, check one, or draft one from a file."""


@mapping.command("list")
@click.pass_obj
def list_mappings(settings: Settings) -> None:
    """List the mappings that `wholeplace import` knows by name."""
    rows = [
        (found.name, found.title, ", ".join(found.datasets))
        for found in mappings_of(settings).values()
    ]
    print_table(("mapping", "title", "datasets"), rows)
