"""``wholeplace flow``: who waits in hospital for care elsewhere, why, and what would change it."""

from __future__ import annotations

import csv
from pathlib import Path

import click

from wholeplace.cli.flow_ipacs import ipacs
from wholeplace.cli.scenario_runs import FILE, FOLDER, add_runs
from wholeplace.core.settings import Settings
from wholeplace.measures.flow_inputs import read_inputs
from wholeplace.planning.flow.inputs import write_example
from wholeplace.planning.flow.morning import HEADING, this_morning
from wholeplace.reports import published

NOT_FOR_RELEASE = "Exact counts, not for release."

RUN = """Simulate a scenario, and say what would happen.

Ctrl-C stops it after the replications it is at; what was done is kept and answered from.
"""


@click.group()
def flow() -> None:
    """Ask what would happen to people who wait in hospital for care elsewhere."""


flow.add_command(ipacs)
add_runs(flow, "discharge_flow", RUN)


@flow.command("example")
@click.argument("folder", type=FOLDER)
def example(folder: Path) -> None:
    """Write invented inputs and six scenarios into FOLDER, to run and to change."""
    for file in write_example(folder):
        click.echo(file)
    click.echo(f"Now run: wholeplace flow run {folder / 'do-nothing.toml'}")


@flow.command("morning")
@click.option("--run", "run_id", default="", help="A run; by default the one that is published.")
@click.option("--to", type=FILE, help="Write it to this CSV instead.")
@click.pass_obj
def morning(settings: Settings, run_id: str, to: Path | None) -> None:
    """Say what is full and who waits, service by service and place, in exact counts.

    They are for whoever runs the morning call and may open the folder of cubes, and not for
    release: the pressure board shows the same with small numbers protected.
    """
    release = published(settings.data_folder, run_id)
    folder = settings.data_folder / "cubes" / release.run_id
    rows = [one.cells for one in this_morning(read_inputs(folder))]
    if to is not None:
        with to.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([HEADING, *rows])
        click.echo(f"Wrote {to}. {NOT_FOR_RELEASE}")
        return
    click.secho(f"{release.manifest.as_at:%-d %B %Y}. {NOT_FOR_RELEASE}", fg="yellow")
    click.echo(f"{'':<50}" + "".join(f"{name:>14}" for name in HEADING[2:]))
    for service, place, *numbers in rows:
        told = ("" if number is None else str(number) for number in numbers)
        click.echo(f"{f'{service}, {place}':<50}" + "".join(f"{text:>14}" for text in told))
