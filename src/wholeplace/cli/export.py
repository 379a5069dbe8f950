"""``wholeplace export``: released numbers as a file for other tools."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.core.settings import Settings
from wholeplace.reports import published
from wholeplace.reports.export import select, write_export


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--place", "places", multiple=True, metavar="SLUG", help="A place; may be repeated.")
@click.option("--measure", "measures", multiple=True, help="A measure; may be repeated.")
@click.option("--breakdown", "breakdowns", multiple=True, help="A breakdown; may be repeated.")
@click.option("--run", "run_id", default="", help="A run; by default the one that is published.")
@click.pass_obj
def export(
    settings: Settings,
    file: Path,
    places: tuple[str, ...],
    measures: tuple[str, ...],
    breakdowns: tuple[str, ...],
    run_id: str,
) -> None:
    """Write released numbers to FILE (.xlsx, .csv, .parquet or .json), with notes.

    Everything in it has passed the disclosure gate; the notes say what each measure means.
    """
    release = published(settings.data_folder, run_id)
    values = select(release, slugs=places, measures=measures, breakdowns=breakdowns)
    rows = write_export(release, values, file)
    click.echo(f"Wrote {rows:,} rows of run {release.run_id} to {file}")
