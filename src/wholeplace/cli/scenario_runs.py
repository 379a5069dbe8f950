"""Runs of scenarios on the command line: progress, Ctrl-C that keeps what is done, the answer."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType

import click

from wholeplace.core.errors import RunError
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.planning.models.model import Inputs, Model
from wholeplace.planning.models.ordering import answer_scenario, order
from wholeplace.planning.models.run_folder import RunFolder, all_runs, find_run
from wholeplace.planning.models.scenario import MOST_REPLICATIONS, Scenario, read_scenario
from wholeplace.reports.scenarios.board import build_board_page
from wholeplace.reports.scenarios.comparison import compare_runs
from wholeplace.reports.scenarios.reading import read_answer
from wholeplace.reports.scenarios.writing import FORMS

ANALYSED = "sensitivity"
"""The table that only an answer with all its analyses has."""
FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)


def _model_of(settings: Settings, name: str) -> Model:
    """A model of the installation's definitions."""
    registry = Registry.load(settings.definitions.packages, settings.definition_folders)
    return registry.get(Model, name)


def _scenario_asked(file: Path, model: str, replications: int | None, seed: int | None) -> Scenario:
    """A scenario from its file, with what the command line says instead.

    Args:
        file: The file.
        model: The model that the command runs.
        replications: How many, instead of what the scenario says.
        seed: The seed, instead of the scenario's.

    Raises:
        RunError: If it is of another model.
        ScenarioError: If it is no scenario.
    """
    scenario = read_scenario(file)
    if scenario.model != model:
        raise RunError(f"{file} is of the model {scenario.model}.", f"This runs {model}.")
    return replace(
        scenario,
        replications=replications or scenario.replications,
        seed=scenario.seed if seed is None else seed,
    )


def add_runs(group: click.Group, name: str, about: str) -> None:
    """Give a group of commands ``run``, ``list`` and ``compare`` for scenarios of its model.

    Args:
        group: The group.
        name: The model's name.
        about: What running a scenario does, for the help.
    """

    @group.command("run", help=about)
    @click.argument("file", metavar="SCENARIO.toml", type=FILE)
    @click.option("--data", "inputs", type=FOLDER, help="A folder of inputs, instead of its own.")
    @click.option(
        "--replications",
        type=click.IntRange(2, MOST_REPLICATIONS),
        help="How many are simulated, instead of what the scenario says.",
    )
    @click.option("--seed", type=click.IntRange(0), help="The seed, instead of the scenario's.")
    @click.option("--headline", is_flag=True, help="Leave out all but the answer itself.")
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
        scenario = _scenario_asked(file, name, replications, seed)
        model = _model_of(settings, name)
        named = str(inputs.absolute()) if inputs else scenario.inputs
        found = model.find(settings.data_folder, named, file.parent)
        folder = order(model, found, scenario, settings.data_folder)
        if again or not _answered(folder, headline):
            _simulate(model, found, scenario, folder, headline)
        _say(folder)

    @group.command("list")
    @click.pass_obj
    def list_runs(settings: Settings) -> None:
        """List the runs there are, the last asked for first."""
        for folder in all_runs(settings.data_folder, name):
            said = folder.result() if folder.answered else {"title": folder.progress().state}
            click.echo(f"{folder.run_id}  {said['title']}")

    @group.command("compare")
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
        """Put runs side by side, pair by pair: two to four run ids, or their folders."""
        found = [find_run(settings.data_folder, name, Path(run_id).name) for run_id in runs]
        _say_comparison(found, files)


def _answered(folder: RunFolder, headline: bool) -> bool:
    """Whether the run was finished before, with all that is asked of it now."""
    if not folder.answered or folder.progress().state != "done":
        return False
    return headline or any(table["name"] == ANALYSED for table in folder.result()["tables"])


def _simulate(
    model: Model, inputs: Inputs, scenario: Scenario, folder: RunFolder, headline: bool
) -> None:
    """Answer a scenario with a bar of progress; Ctrl-C stops it and keeps what is done.

    Args:
        model: The model.
        inputs: What it is run on.
        scenario: What is asked.
        folder: The run's folder.
        headline: Whether to leave out analyses beyond the answer itself.
    """
    with (
        _stopping(folder),
        click.progressbar(length=1, label="Simulating", show_pos=True) as bar,
    ):

        def report(done: int, total: int, message: str) -> None:
            bar.length, bar.label = max(total, 1), message
            bar.update(done - bar.pos)

        answer_scenario(model, inputs, scenario, folder, report=report, headline_only=headline)


def _say(folder: RunFolder) -> None:
    """Print a run's answer: the sentence first, then what to know of it, then where it is."""
    result = folder.result()
    click.echo(result["headline"])
    for sentence in result["sentences"]:
        click.echo(sentence)
    for warning in result["warnings"]:
        click.secho(f"Note: {warning}", fg="yellow")
    click.echo(
        f"Run {folder.run_id}, {result['replications']:,} replications. Files: {folder.path}"
    )


def _say_comparison(runs: list[RunFolder], files: tuple[Path, ...]) -> None:
    """Print how runs differ, replication by replication, and write it to files.

    Args:
        runs: Two to four runs of one model.
        files: Files to write it to: .html (one page to print), .csv (tidy) or .xlsx.

    Raises:
        RunError: If a file is of another form, or the runs do not pair.
    """
    for file in files:
        if file.suffix[1:] not in FORMS:
            raise RunError(f"{file.name} is of no known form.", f"End it in {', '.join(FORMS)}.")
    found = compare_runs([read_answer(run) for run in runs])
    for sentence in build_board_page(found).sentences:
        click.echo(sentence)
    for file in files:
        with file.open("wb") as stream:
            FORMS[file.suffix[1:]].write(found, stream)
        click.echo(f"Wrote {file}")


@contextmanager
def _stopping(folder: RunFolder) -> Iterator[None]:
    """While it runs, Ctrl-C asks the run to stop; pressed again, it breaks off."""

    def stop(number: int, frame: FrameType | None) -> None:
        folder.ask_to_stop()
        click.echo("\nStopping soon; what is done is kept. Ctrl-C again breaks off.", err=True)
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
