"""``wholeplace published``: import figures that others publish."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from wholeplace.core.errors import InputFileError
from wholeplace.core.settings import Settings
from wholeplace.geography.published.fingertips import SOURCE, read_fingertips
from wholeplace.geography.published.imports import keep

LICENCE = "Open Government Licence v3.0"
PUBLISHER = "Office for Health Improvement and Disparities"


@click.group()
def published() -> None:
    """Published figures: open statistics shown as others printed them."""


@published.command(name="import")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--source", default=SOURCE, show_default=True, help="Short id of the source.")
@click.option("--publisher", default=PUBLISHER, show_default=True, help="Who publishes it.")
@click.option("--publication", default="Fingertips", show_default=True, help="What it is called.")
@click.option("--licence", default=LICENCE, show_default=True, help="The licence it is under.")
@click.option("--caveat", default="", help="What a reader must know before using it.")
@click.option("--published-on", type=click.DateTime(["%Y-%m-%d"]), help="When it was published.")
@click.option("--received", type=click.DateTime(["%Y-%m-%d"]), help="The day; by default today.")
@click.pass_obj
def import_(
    settings: Settings,
    path: Path,
    source: str,
    publisher: str,
    publication: str,
    licence: str,
    caveat: str,
    published_on: dt.datetime | None,
    received: dt.datetime | None,
) -> None:
    """Import a CSV downloaded from Fingertips, or every CSV of a folder."""
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    if not files:
        raise InputFileError(path, "The folder has no CSV file.", "Download one into it.")
    day = received.date() if received else dt.date.today()  # noqa: DTZ011 - the reader's own day
    about = {
        "source": source,
        "publisher": publisher,
        "publication": publication,
        "licence": licence,
        "caveat": caveat or None,
        "published_on": published_on.date() if published_on else None,
        "received": day,
    }
    read = [(file, read_fingertips(file, about)) for file in files]
    for file, found in read:
        _, new = keep(settings.data_folder, found, day)
        said = f"{len(found.series):,} series, {len(found.values):,} values"
        click.echo(f"Imported {file.name}: {said}" if new else f"{file.name} is held already")
    click.echo("They are shown after the next `wholeplace run`.")
