"""`wholeplace reference`: build the areas, deprivation, populations and boundaries."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace import geography
from wholeplace.core.settings import Settings


@click.command()
@click.option(
    "--from",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of open reference data. Default: data.reference, then WHOLEPLACE_REFERENCE.",
)
@click.option("--synthetic", is_flag=True, help="Make the areas up, whatever folder is named.")
def reference(folder: Path | None, synthetic: bool) -> None:
    """Build the geography, from open reference data or made up."""
    context = click.get_current_context()
    settings = context.find_object(Settings) or Settings.load()
    chosen = None if synthetic else folder or settings.reference_folder
    built = geography.build(chosen, settings.data_folder / "record" / "reference")
    rows = built.manifest["rows"]
    click.echo(
        f"Built the {built.kind} geography in {built.folder}: {rows['areas']:,} areas, "
        f"{rows['small_areas']:,} small areas, {rows['practices']:,} practices."
    )
    if built.manifest["note"]:
        click.echo(built.manifest["note"])
