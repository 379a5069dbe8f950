"""``wholeplace mapping``: the mappings there are, and help to write one."""

from __future__ import annotations

import click

from wholeplace.cli.import_source import mappings_of
from wholeplace.cli.land import print_table
from wholeplace.core.settings import Settings
from wholeplace.sources.mapping.library import find_mapping


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


@mapping.command("show")
@click.argument("name")
@click.pass_obj
def show_mapping(settings: Settings, name: str) -> None:
    """Show what the mapping NAME takes from a source, what it leaves, and why."""
    found = find_mapping(name, mappings_of(settings))
    click.echo(f"{found.title}\n{found.standard}\n{found.source}\n")
    sources = [(step.source, step.name) for step in found.outputs]
    print_table(("from", "dataset"), sources)
    if found.not_mapped:
        click.echo("\nNot mapped:")
    for what, why in found.not_mapped.items():
        click.echo(f"  {what}: {why}")
