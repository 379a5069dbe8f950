"""Options that the statistics' commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Command = Callable[..., Any]


def column(name: str, default: str, help_text: str) -> Command:
    """An option that names a column."""
    return click.option(
        f"--{name}", default=default, show_default=True, metavar="COLUMN", help=help_text
    )


def shared(command: Command) -> Command:
    """The file, the groups and where the answer goes."""
    for decorate in (
        click.option(
            "--out",
            type=click.Path(path_type=Path, dir_okay=False),
            help="A file for the answer; by default the screen.",
        ),
        click.option(
            "--by", multiple=True, metavar="COLUMN", help="Group by a column; may be repeated."
        ),
        click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False)),
    ):
        command = decorate(command)
    return command


def confidences(command: Command) -> Command:
    """The coverages of the limits; may be repeated, and takes several after one flag's repeat."""
    return click.option(
        "--confidence",
        "confidence",
        multiple=True,
        type=click.FloatRange(0, 1, min_open=True, max_open=True),
        default=(0.95,),
        show_default=True,
        help="Coverage of the limits; may be repeated.",
    )(command)


per = click.option(
    "--per", type=float, default=100_000, show_default=True, help="Give per so many."
)
