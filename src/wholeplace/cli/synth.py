"""``wholeplace synth``: invented people to land, and the truth about them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from wholeplace import geography
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.sources.contracts import Dataset

AS_AT = dt.datetime(2026, 3, 31, tzinfo=dt.UTC)


@click.command()
@click.option("--people", default=10_000, show_default=True, help="Registered people.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same people.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("synthetic"),
    show_default=True,
    help="Folder for extracts/ and truth/.",
)
@click.option(
    "--as-at",
    type=click.DateTime(["%Y-%m-%d"]),
    default=AS_AT,
    show_default=True,
    help="The day the histories end.",
)
@click.option("--clean", is_flag=True, help="Plant no missing or wrong values.")
@click.option("--all-feeds", is_flag=True, help="Hospitals outside the system send a feed too.")
@click.option(
    "--format",
    type=click.Choice(["parquet", "csv"]),
    default="parquet",
    show_default=True,
    help="How extracts are written.",
)
@click.option(
    "--months",
    default=1,
    show_default=True,
    help="Also cut the extracts into so many monthly submissions, with late and corrected rows.",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write target beside achieved to this Markdown file.",
)
def synth(
    people: int,
    seed: int,
    out: Path,
    as_at: dt.datetime,
    clean: bool,
    all_feeds: bool,
    format: str,
    months: int,
    report: Path | None,
) -> None:
    """Make an invented population: extracts to land, and the truth about them."""
    from wholeplace.sources.synthetic import report as calibration
    from wholeplace.sources.synthetic import synthesise
    from wholeplace.sources.synthetic.submissions import monthly_submissions

    settings = click.get_current_context().find_object(Settings) or Settings.load()
    areas = _geography(settings)
    made = synthesise(
        areas,
        people,
        seed,
        as_at.date(),
        out,
        errors=not clean,
        format="parquet" if months > 1 else format,
        all_feeds=all_feeds,
    )
    for name, rows in made.rows.items():
        click.echo(f"{name:40} {rows:>12,} rows")
    click.echo(f"Mistakes planted: {made.errors:,}. The truth is in {made.truth}.")
    for name in made.missing:
        click.echo(f"No feed from {name}.")
    if report:
        report.write_text(calibration(areas, made, seed, as_at.date()), encoding="utf-8")
        click.echo(f"Target beside achieved: {report}")
    if months == 1:
        click.echo(f"Next: wholeplace land {made.extracts}")
        return
    cut = monthly_submissions(
        made.extracts,
        _contracts(settings),
        months,
        as_at.date(),
        seed,
        out / "submissions",
        format,
    )
    for folder in cut:
        click.echo(f"Next: wholeplace land {folder}")


def _contracts(settings: Settings) -> dict[str, Dataset]:
    registry = Registry.load(settings.definitions.packages, settings.definition_folders)
    return {dataset.name: dataset for dataset in registry.all(Dataset)}


def _geography(settings: Settings) -> geography.Geography:
    """The geography as built; built now if it has not been."""
    folder = settings.data_folder / "record" / "reference"
    if (folder / "reference.json").exists():
        return geography.load(folder)
    click.echo("Building the geography first.")
    return geography.build(settings.reference_folder, folder)
