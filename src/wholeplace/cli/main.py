"""The ``wholeplace`` command: gathers the commands and turns mistakes into one clear message."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click

from wholeplace import __version__
from wholeplace.core.errors import WholeplaceError, was_stopped
from wholeplace.core.settings import Settings

COMMANDS = "wholeplace.commands"


class Commands(click.Group):
    """Commands of the library, and those other packages add under ``wholeplace.commands``.

    Running one imports no other, so that each starts quickly.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command's name."""
        return sorted(entry_points(group=COMMANDS).names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        found = entry_points(group=COMMANDS, name=cmd_name)
        return next(iter(found)).load() if found else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command where there is none of that name."""
        name = args[0]
        if self.get_command(ctx, name) is None:
            near = get_close_matches(name, self.list_commands(ctx), n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            ctx.fail(f"There is no command {name}.{hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="wholeplace")
@click.option(
    "--settings",
    "settings_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The settings file; by default wholeplace.toml in the current folder.",
)
@click.pass_context
def wholeplace(ctx: click.Context, settings_file: Path | None) -> None:
    """Know a population, decide with evidence, act, and show whether it made a difference."""
    ctx.obj = Settings.load(settings_file)


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line.

    Args:
        arguments: What was typed, without the program's name; by default the process's own.
    """
    try:
        return wholeplace.main(args=arguments, prog_name="wholeplace", standalone_mode=True)
    except WholeplaceError as error:
        click.secho(error.problem, fg="red", err=True)
        if error.remedy:
            click.echo(error.remedy, err=True)
        sys.exit(1)
    except RuntimeError as error:
        if not was_stopped(error):
            raise
        click.echo("\nAborted!", err=True)
        sys.exit(1)
