"""``wholeplace measures``: what can be counted, and how each number is worked out."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from pathlib import Path
from textwrap import fill
from typing import Any

import click

from wholeplace.core.engine import duckdb_engine
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.measures.definitions_as_data import Described
from wholeplace.measures.measure import Measure
from wholeplace.record.plan import Plan

WIDTH = 96
SAID = {
    "statistic": "Statistic",
    "per": "Per",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "polarity": "Better",
    "not_in_it": "Who is not in it",
    "target": "Target",
    "source": "Source",
    "owner": "Owner",
    "basis": "Worked out for",
    "code_lists": "Code lists",
    "version": "Version",
    "id": "Id",
}


@click.command()
@click.argument("name", required=False)
@click.option("--sql", is_flag=True, help="Show the query too.")
@click.option("--group", help="Only the measures of one group, such as prevention.")
@click.pass_obj
def measures(settings: Settings, name: str | None, sql: bool, group: str | None) -> None:
    """List every measure, or show the definition of NAME."""
    registry = Registry.load(settings.definitions.packages, settings.definition_folders)
    if name is None:
        _list(registry, group)
        return
    registry.get(Measure, name)
    # The words do not depend on the date; the query shows the window that ends today.
    plan = Plan.of(registry, dt.datetime.now(dt.UTC).date())
    for line in _definition(described(plan, name), sql):
        click.echo(line)


def _list(registry: Registry, group: str | None) -> None:
    chosen = [m for m in registry.all(Measure) if group in (None, m.group)]
    for heading in dict.fromkeys(measure.group for measure in chosen):
        click.secho(heading.replace("_", " ").capitalize(), bold=True)
        for measure in chosen:
            if measure.group == heading:
                click.echo(f"  {measure.name:<44} {measure.title}")
    click.echo(f"{len(chosen)} measures; `wholeplace measures NAME` shows one.")


def described(plan: Plan, name: str) -> Mapping[str, Any]:
    """A measure as data.

    Args:
        plan: The plan of all definitions.
        name: The measure.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb_engine(Path(folder) / "scratch") as engine,
    ):
        return Described(engine, plan).measure(name)


def _definition(said: Mapping[str, Any], sql: bool) -> list[str]:
    lines = [click.style(said["title"], bold=True), fill(said["doc"], WIDTH), ""]
    for key, label in SAID.items():
        value = said[key]
        words = ", ".join(value) if isinstance(value, list) else str(value)
        if words and (key != "per" or value > 1):
            lines.append(
                fill(words, WIDTH, initial_indent=f"{label + ':':<19}", subsequent_indent=" " * 19)
            )
    return [*lines, "", said["sql"]] if sql else lines
