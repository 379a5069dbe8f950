"""Options that the statistics' commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Command = Callable[..., Any]
CONFIDENCE = "--confidence"


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


class WithConfidences(click.Command):
    """A command that takes several coverages after one ``--confidence``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words typed, each coverage as if it had a flag of its own."""
        return super().parse_args(ctx, _flagged(args))


def _flagged(args: list[str]) -> list[str]:
    """Words with a flag before every coverage that follows another.

    >>> _flagged(["--confidence", "0.95", "0.998", "deaths.csv"])
    ['--confidence', '0.95', '--confidence', '0.998', 'deaths.csv']
    """
    made: list[str] = []
    for word in args:
        follows = len(made) > 1 and made[-2] == CONFIDENCE
        made += [CONFIDENCE, word] if follows and _is_coverage(word) else [word]
    return made


def _is_coverage(word: str) -> bool:
    try:
        return 0 < float(word) < 1
    except ValueError:
        return False


def confidences(command: Command) -> Command:
    """The coverages of the limits, for a command that is :class:`WithConfidences`."""
    return click.option(
        CONFIDENCE,
        "confidence",
        multiple=True,
        type=click.FloatRange(0, 1, min_open=True, max_open=True),
        default=(0.95,),
        show_default=True,
        help="Coverage of the limits; several may follow, as in --confidence 0.95 0.998.",
    )(command)


per = click.option(
    "--per", type=float, default=100_000, show_default=True, help="Give per so many."
)
