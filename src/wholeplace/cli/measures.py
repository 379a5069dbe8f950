"""``wholeplace measures``: what can be counted, and how each number is worked out."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from textwrap import fill
from typing import Any

import click

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.measures.checking.check import check
from wholeplace.measures.definitions_as_data import Described
from wholeplace.measures.elsewhere import MeasureWanted, PublishedMeasure, elsewhere
from wholeplace.measures.measure import Measure, MeasureWords
from wholeplace.record.plan import Plan

WIDTH = 96
SAID = {
    "because": "Why not counted",
    "needs": "Needs",
    "series": "Read from",
    "rationale": "Why it matters",
    "statistic": "Statistic",
    "per": "Per",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "exclusions": "Left out",
    "polarity": "Better",
    "not_in_it": "Who is not in it",
    "target": "Target",
    "source": "Source",
    "owner": "Owner",
    "basis": "Worked out for",
    "code_lists": "Code lists",
    "rests_on": "Worked out from",
    "version": "Version",
    "id": "Id",
}

ELSEWHERE: dict[type[MeasureWords], str] = {
    PublishedMeasure: "Published by others",
    MeasureWanted: "Cannot be produced",
}


class ByName(click.Group):
    """A group whose first word may also be a measure's name, which shows that measure."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command typed, or ``show`` for any other word."""
        typed = args if args[0] in self.commands else ["show", *args]
        return super().resolve_command(ctx, typed)


@click.group(cls=ByName, invoke_without_command=True)
@click.option("--group", help="Only the measures of one group, such as prevention.")
@click.pass_context
def measures(ctx: click.Context, group: str | None) -> None:
    """List every measure; with a measure's name, show its definition."""
    if ctx.invoked_subcommand is None:
        _list(_registry(ctx.obj), group)


@measures.command()
@click.argument("name")
@click.option("--sql", is_flag=True, help="Show the query too.")
@click.pass_obj
def show(settings: Settings, name: str, sql: bool) -> None:
    """Show the definition of NAME; the word show may be left out."""
    registry = _registry(settings)
    others = {entry["name"]: entry for entry in elsewhere(registry)}
    if name in others:
        click.echo("\n".join(_definition(others[name], sql=False)))
        return
    registry.get(Measure, name)
    # The words do not depend on the date; the query shows the window that ends today.
    plan = Plan.of(registry, dt.datetime.now(dt.UTC).date())
    for line in _definition(described(plan, name), sql):
        click.echo(line)


@measures.command("check")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.pass_obj
def check_measures(settings: Settings, names: tuple[str, ...]) -> None:
    """Check every measure, or the NAMEs, on its drawn population.

    Fails where a measure counts otherwise than its drawn population says, and where it has none.
    """
    registry = _registry(settings)
    with _scratch_engine() as engine:
        checked = check(engine, registry, names)
    for fault in checked.faults:
        click.echo(f"{click.style(fault.measure, bold=True)}: {fault.says} {fault.remedy}".rstrip())
    if checked.faults:
        wrong = len({fault.measure for fault in checked.faults})
        raise DefinitionError(
            f"{wrong} of {checked.measures} measures did not pass.",
            "`wholeplace measures NAME` shows what each one says; `measures check NAME` tries it.",
        )
    counted = "measure counts" if checked.measures == 1 else "measures count"
    click.secho(f"{checked.measures} {counted} {checked.people} drawn people as drawn.", fg="green")


def _registry(settings: Settings) -> Registry:
    return Registry.load(settings.definitions.packages, settings.definition_folders)


@contextmanager
def _scratch_engine() -> Iterator[Engine]:
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb_engine(Path(folder) / "scratch") as engine,
    ):
        yield engine


def _list(registry: Registry, group: str | None) -> None:
    chosen = [m for m in registry.all(Measure) if group in (None, m.group)]
    for heading in dict.fromkeys(measure.group for measure in chosen):
        click.secho(heading.replace("_", " ").capitalize(), bold=True)
        for measure in chosen:
            if measure.group == heading:
                click.echo(_line(measure))
    for kind, heading in ELSEWHERE.items():
        held = [one for one in registry.all(kind) if group in (None, one.group)]
        for line in [click.style(heading, bold=True), *map(_line, held)] if held else []:
            click.echo(line)
    click.echo(
        f"{len(chosen)} measures counted here, and those others publish or that cannot be "
        "produced; `wholeplace measures NAME` shows one."
    )


def _line(measure: MeasureWords) -> str:
    return f"  {measure.name:<44} {measure.title}"


def described(plan: Plan, name: str) -> Mapping[str, Any]:
    """A measure as data.

    Args:
        plan: The plan of all definitions.
        name: The measure.
    """
    with _scratch_engine() as engine:
        return Described(engine, plan).measure(name)


def _definition(said: Mapping[str, Any], sql: bool) -> list[str]:
    lines = [click.style(said["title"], bold=True), fill(said["doc"], WIDTH), ""]
    for key, label in SAID.items():
        value = said.get(key, "")
        words = ", ".join(value) if isinstance(value, list | tuple) else str(value)
        if words and (key != "per" or value > 1):
            lines.append(
                fill(words, WIDTH, initial_indent=f"{label + ':':<19}", subsequent_indent=" " * 19)
            )
    return [*lines, "", said["sql"]] if sql else lines
