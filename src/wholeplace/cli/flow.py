"""``wholeplace flow``: who waits in hospital for care elsewhere, why, and what would change it."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.cli.flow_ipacs import ipacs
from wholeplace.cli.scenario_runs import FOLDER, add_runs
from wholeplace.planning.flow.inputs import write_example

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
