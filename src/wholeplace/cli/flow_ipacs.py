"""``wholeplace flow ipacs``: another model's inputs on our engine, and its answers beside ours."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import numpy as np

from wholeplace.planning.ipacs.beside import read_answers
from wholeplace.planning.ipacs.conventions import AS_IPACS, OURS
from wholeplace.planning.ipacs.inputs import PathwayScenario, read_ipacs
from wholeplace.planning.ipacs.running import HEADING, Summary, replicate_all, tidy_rows
from wholeplace.planning.simulation.arrays import FloatArray

Answers = Mapping[tuple[str, str], FloatArray]
COLUMNS = ("waiting", "± error", "in use", "days waited", "£ a day")
SHOWN = ("queue", "occupied", "wait", "cost")


@click.command("ipacs")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--scenario", "names", multiple=True, help="Only this one, such as P2_B_BCap_Blos_BArr."
)
@click.option("--replications", default=100, type=click.IntRange(min=2), show_default=True)
@click.option("--seed", default=1, type=click.IntRange(min=0), show_default=True)
@click.option(
    "--as-ipacs",
    is_flag=True,
    help="Assume what IPACS does of stays at the start and of the longest visits.",
)
@click.option("--day", "days", multiple=True, type=click.IntRange(min=1), help="Show this day.")
@click.option(
    "--beside",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="An output file of IPACS, to be shown beside ours.",
)
@click.option(
    "--to", type=click.Path(path_type=Path, dir_okay=False), help="Write every day to this CSV."
)
def ipacs(
    folder: Path,
    names: Sequence[str],
    replications: int,
    seed: int,
    as_ipacs: bool,
    days: Sequence[int],
    beside: Sequence[Path],
    to: Path | None,
) -> None:
    """Run the inputs of IPACS in FOLDER, five CSV files, one pathway at a time.

    Says for each pathway and scenario how many wait in hospital, how much of the service is in use,
    how long those in service had waited and what it costs: averages of all days, or of those named.
    """
    inputs = read_ipacs(folder)
    scenarios = _chosen(inputs.scenarios(), names, len(inputs.dates), days)
    theirs: dict[tuple[str, str], FloatArray] = {}
    for file in beside:
        theirs |= read_answers(file)
    with click.progressbar(length=len(scenarios), label="Simulating") as bar:
        found = replicate_all(
            inputs,
            scenarios,
            AS_IPACS if as_ipacs else OURS,
            replications=replications,
            seed=seed,
            progress=lambda _: bar.update(1),
        )
    _show(found, theirs, [(day - 1, day) for day in days] or [(0, len(inputs.dates))])
    if to is not None:
        with to.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(HEADING)
            writer.writerows(tidy_rows(inputs, found))
        click.echo(f"Wrote {to}")


def _chosen(
    scenarios: Sequence[PathwayScenario], names: Sequence[str], last: int, days: Sequence[int]
) -> list[PathwayScenario]:
    """The scenarios named, or all."""
    known = {scenario.name: scenario for scenario in scenarios}
    for name in names:
        if name not in known:
            raise click.BadParameter(f"There is no {name}, but {', '.join(known)}.")
    if any(day > last for day in days):
        raise click.BadParameter(f"The inputs have {last} days.")
    return [known[name] for name in names] or list(scenarios)


def _show(found: Sequence[Summary], theirs: Answers, spans: Sequence[tuple[int, int]]) -> None:
    """Print one line for each scenario and span of days."""
    beside = [f"IPACS {column}" for column in ("waiting", "in use", "waited", "£")]
    _line("", [*COLUMNS, *(beside if theirs else [])])
    for summary in found:
        name = summary.scenario.name
        for begin, end in spans:
            of = {measure: float(summary.mean[measure][begin:end].mean()) for measure in SHOWN}
            error = float(summary.error["queue"][begin:end].mean())
            cells = [of["queue"], error, of["occupied"], of["wait"], of["cost"]]
            if theirs:
                cells += [_mean(theirs.get((name, measure)), begin, end) for measure in SHOWN]
            label = f"{name} day {end}" if end == begin + 1 else name
            _line(label, [f"{cell:,.1f}" for cell in cells])


def _mean(values: FloatArray | None, begin: int, end: int) -> float:
    return float("nan") if values is None else float(np.nanmean(values[begin:end]))


def _line(label: str, cells: Sequence[str]) -> None:
    click.echo(f"{label:<32}" + "".join(f"{cell:>14}" for cell in cells))
