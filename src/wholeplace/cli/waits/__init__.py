"""``wholeplace waits``: lists judged, looked ahead on, checked for duplicates, and clocks."""

from __future__ import annotations

import click

from wholeplace.cli.waits.clocks import clocks
from wholeplace.cli.waits.duplicates import duplicates
from wholeplace.cli.waits.simulate import simulate
from wholeplace.cli.waits.size import size


class _SizeByDefault(click.Group):
    """A group whose first command may be left out: a file stands for ``size FILE``."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named, or else ``size`` of the file that is."""
        if self.get_command(ctx, args[0]) is None and args[0].lower().endswith(".csv"):
            return "size", size, args
        return super().resolve_command(ctx, args)


@click.group(cls=_SizeByDefault)
def waits() -> None:
    """Waiting lists: the right size, the year ahead, duplicates and referral-to-treatment clocks.

    \b
    Example:
      wholeplace waits list.csv --by specialty
    """


for command in (size, simulate, duplicates, clocks):
    waits.add_command(command)

__all__ = ["waits"]
