"""``wholeplace flow``: who waits in hospital for care elsewhere, why, and what would change it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from wholeplace.cli.flow_ipacs import ipacs
from wholeplace.cli.scenario_runs import say, say_comparison, say_runs, simulate
from wholeplace.core.errors import RunError
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.planning.flow.inputs import situation_here, write_example
from wholeplace.planning.models.model import Model
from wholeplace.planning.models.ordering import order
from wholeplace.planning.models.run_folder import RunFolder, all_runs, find_run
from wholeplace.planning.models.scenario import MOST_REPLICATIONS, read_scenario

MODEL = "discharge_flow"
FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group()
def flow() -> None:
    """Ask what would happen to people who wait in hospital for care elsewhere."""


flow.add_command(ipacs)


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
    scenario = read_scenario(file)
    if scenario.model != MODEL:
        raise RunError(f"{file} is of the model {scenario.model}.", f"This runs {MODEL}.")
    scenario = replace(
        scenario,
        replications=replications or scenario.replications,
        seed=scenario.seed if seed is None else seed,
    )
    model = _model(settings)
    named = str(inputs.absolute()) if inputs else scenario.inputs
    situation = situation_here(settings.data_folder, named, file.parent)
    folder = order(model, situation, scenario, settings.data_folder)
    if again or not _answered(folder, headline):
        simulate(model, situation, scenario, folder, headline)
    say(folder)


@flow.command("list")
@click.pass_obj
def list_runs(settings: Settings) -> None:
    """List the runs there are, the last asked for first."""
    say_runs(all_runs(settings.data_folder, MODEL))


@flow.command("compare")
@click.argument("runs", metavar="RUN RUN...", nargs=-1, required=True)
@click.option(
    "--to",
    "files",
    multiple=True,
    type=FILE,
    help="Also write it to this file: .html (one page to print), .csv (tidy) or .xlsx. "
    "May be repeated.",
)
@click.pass_obj
def compare(settings: Settings, runs: tuple[str, ...], files: tuple[Path, ...]) -> None:
    """Put runs side by side, replication by replication: two to four run ids, or their folders."""
    say_comparison([_run(settings, name) for name in runs], files)


def _model(settings: Settings) -> Model:
    registry = Registry.load(settings.definitions.packages, settings.definition_folders)
    return registry.get(Model, MODEL)


def _run(settings: Settings, name: str) -> RunFolder:
    """A run by its id, or by its folder."""
    return find_run(settings.data_folder, MODEL, Path(name).name)


def _answered(folder: RunFolder, headline: bool) -> bool:
    """Whether the run was finished before, with all that is asked of it now."""
    if not folder.answered or folder.progress().state != "done":
        return False
    return headline or any(table["name"] == "causes" for table in folder.result()["tables"])
