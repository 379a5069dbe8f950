"""``wholeplace flow``: who waits in hospital for care elsewhere, why, and what would change it."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.cli.flow_ipacs import ipacs
from wholeplace.cli.scenario_runs import (
    FILE,
    FOLDER,
    add_runs,
    model_of,
    say,
    scenario_asked,
    simulate,
)
from wholeplace.core.settings import Settings
from wholeplace.planning.flow.inputs import situation_here, write_example
from wholeplace.planning.models.ordering import order
from wholeplace.planning.models.run_folder import RunFolder
from wholeplace.planning.models.scenario import MOST_REPLICATIONS

MODEL = "discharge_flow"


@click.group()
def flow() -> None:
    """Ask what would happen to people who wait in hospital for care elsewhere."""


flow.add_command(ipacs)
add_runs(flow, MODEL)


@flow.command("example")
@click.argument("folder", type=FOLDER)
def example(folder: Path) -> None:
    """Write invented inputs and six scenarios into FOLDER, to run and to change."""
    for file in write_example(folder):
        click.echo(file)
    click.echo(f"Now run: wholeplace flow run {folder / 'do-nothing.toml'}")


@flow.command("run")
@click.argument("file", metavar="SCENARIO.toml", type=FILE)
@click.option("--data", "inputs", type=FOLDER, help="A folder of inputs, instead of its own.")
@click.option(
    "--replications",
    type=click.IntRange(2, MOST_REPLICATIONS),
    help="How many times the period is simulated, instead of what the scenario says.",
)
@click.option("--seed", type=click.IntRange(0), help="The seed, instead of the scenario's.")
@click.option("--headline", is_flag=True, help="Leave out causes, changes and sensitivity.")
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
    """Simulate a scenario, and say what would happen.

    Ctrl-C stops it after the replications it is at; what was done is kept and answered from.
    """
    scenario = scenario_asked(file, MODEL, replications, seed)
    model = model_of(settings, MODEL)
    named = str(inputs.absolute()) if inputs else scenario.inputs
    situation = situation_here(settings.data_folder, named, file.parent)
    folder = order(model, situation, scenario, settings.data_folder)
    if again or not _answered(folder, headline):
        simulate(model, situation, scenario, folder, headline)
    say(folder)


def _answered(folder: RunFolder, headline: bool) -> bool:
    """Whether the run was finished before, with all that is asked of it now."""
    if not folder.answered or folder.progress().state != "done":
        return False
    return headline or any(table["name"] == "causes" for table in folder.result()["tables"])
