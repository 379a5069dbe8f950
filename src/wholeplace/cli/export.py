"""``wholeplace export``: released numbers as a file for other tools."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.core.errors import RunError
from wholeplace.core.settings import Settings
from wholeplace.measures.release import Release, current_run
from wholeplace.reports.export import export_table, write_export


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--place", "places", multiple=True, metavar="SLUG", help="A place; may be repeated.")
@click.option("--measure", "measures", multiple=True, help="A measure; may be repeated.")
@click.option("--breakdown", "breakdowns", multiple=True, help="A breakdown; may be repeated.")
@click.option("--run", "run_id", help="A run; by default the one that is published.")
@click.pass_obj
def export(
    settings: Settings,
    file: Path,
    places: tuple[str, ...],
    measures: tuple[str, ...],
    breakdowns: tuple[str, ...],
    run_id: str | None,
) -> None:
    """Write released numbers to FILE (.csv, .parquet or .json), with notes beside it.

    Everything in it has passed the disclosure gate; the notes say what each measure means.
    """
    zone = settings.data_folder / "release"
    chosen = run_id or current_run(zone)
    if chosen is None:
        raise RunError("Nothing has been published yet.", "Run `wholeplace run` first.")
    release = Release(zone / chosen)
    table = export_table(release, slugs=places, measures=measures, breakdowns=breakdowns)
    write_export(table, release, file)
    click.echo(f"Wrote {table.num_rows:,} rows of run {chosen} to {file}")
