"""``wholeplace beds``: how many beds will be needed in years to come, and what would change it."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.cli.scenario_runs import (
    FILE,
    FOLDER,
    add_runs,
    model_of,
    say,
    scenario_asked,
    simulate,
)
from wholeplace.core.errors import ScenarioError
from wholeplace.core.settings import Settings
from wholeplace.geography import load
from wholeplace.measures.orders import REFERENCE
from wholeplace.planning.long_range.example import copy_to
from wholeplace.planning.long_range.from_run import write_inputs_of
from wholeplace.planning.models.ordering import order
from wholeplace.planning.models.scenario import MOST_REPLICATIONS
from wholeplace.reports import published

MODEL = "long_range_beds"


@click.group()
def beds() -> None:
    """Ask how many beds will be needed in years to come, and what plans change."""


add_runs(beds, MODEL)


@beds.command("example")
@click.argument("folder", type=FOLDER)
def example(folder: Path) -> None:
    """Write a worked example into FOLDER: inputs and three scenarios, to run and to change."""
    for file in copy_to(folder):
        click.echo(file)
    click.echo(f"Now run: wholeplace beds run {folder / 'as-planned.toml'}")


@beds.command("inputs")
@click.argument("folder", type=FOLDER)
@click.option("--run", "run_id", default="", help="A run; by default the one that is published.")
@click.pass_obj
def inputs_of_run(settings: Settings, folder: Path, run_id: str) -> None:
    """Write inputs into FOLDER from what a run released, to complete with growth and plans.

    Rates by sex and age are those of the run's year, people those the geography has projected.
    """
    release = published(settings.data_folder, run_id)
    populations = load(settings.data_folder / REFERENCE).table("populations")
    for file in write_inputs_of(release, populations, folder):
        click.echo(file)
    click.echo("Nothing grows and nothing is planned yet: fill in activities and mitigations.")


@beds.command("run")
@click.argument("file", metavar="SCENARIO.toml", type=FILE)
@click.option("--data", "inputs", type=FOLDER, help="A folder of inputs, instead of its own.")
@click.option(
    "--replications",
    type=click.IntRange(2, MOST_REPLICATIONS),
    help="How many futures are drawn, instead of what the scenario says.",
)
@click.option("--seed", type=click.IntRange(0), help="The seed, instead of the scenario's.")
@click.option("--headline", is_flag=True, help="Leave out sensitivity.")
@click.option("--again", is_flag=True, help="Run it even if it has been answered before.")
@click.pass_obj
def run(
    settings: Settings,
    file: Path,
    inputs: Path | None,
    replications: int | None,
    seed: int | None,
    headline: bool,
    again: bool,
) -> None:
    """Project demand and beds, and say what would be needed."""
    scenario = scenario_asked(file, MODEL, replications, seed)
    if inputs is None and not scenario.inputs:
        raise ScenarioError(
            f"{file} names no inputs.",
            'Write inputs = "folder" in it, or give --data. `wholeplace beds example` makes one.',
        )
    model = model_of(settings, MODEL)
    read = model.read(inputs or file.parent / scenario.inputs)
    folder = order(model, read, scenario, settings.data_folder)
    if again or not folder.answered or folder.progress().state != "done":
        simulate(model, read, scenario, folder, headline)
    say(folder)
