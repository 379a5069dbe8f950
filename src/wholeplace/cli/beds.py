"""``wholeplace beds``: how many beds will be needed in years to come, and what would change it."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.cli.scenario_runs import FOLDER, add_runs
from wholeplace.core.settings import Settings
from wholeplace.geography import load
from wholeplace.measures.orders import REFERENCE
from wholeplace.planning.long_range.example import copy_to
from wholeplace.planning.long_range.from_run import write_inputs_of
from wholeplace.planning.long_range.here import OWN
from wholeplace.reports import published


@click.group()
def beds() -> None:
    """Ask how many beds will be needed in years to come, and what plans change."""


add_runs(beds, "long_range_beds", "Project demand and beds, and say what would be needed.")


@beds.command("example")
@click.argument("folder", type=FOLDER)
def example(folder: Path) -> None:
    """Write a worked example into FOLDER: inputs and three scenarios, to run and to change."""
    for file in copy_to(folder):
        click.echo(file)
    click.echo(f"Now run: wholeplace beds run {folder / 'as-planned.toml'}")


@beds.command("inputs")
@click.argument("folder", type=FOLDER, required=False)
@click.option("--run", "run_id", default="", help="A run; by default the one that is published.")
@click.pass_obj
def inputs_of_run(settings: Settings, folder: Path | None, run_id: str) -> None:
    """Write inputs into FOLDER from what a run released, to complete with growth and plans.

    Without FOLDER they become the installation's own, which its pages use.

    Rates by sex and age are those of the run's year, people those the geography has projected.
    """
    release = published(settings.data_folder, run_id)
    populations = load(settings.data_folder / REFERENCE).table("populations")
    for file in write_inputs_of(release, populations, folder or settings.data_folder / OWN):
        click.echo(file)
    click.echo("Nothing grows and nothing is planned yet: fill in activities and mitigations.")
