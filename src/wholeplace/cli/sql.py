"""``wholeplace sql``: a measure written out as one statement, to check in your own database."""

from __future__ import annotations

import datetime as dt

import click

from wholeplace.cli.measures import described
from wholeplace.core.dialects import DIALECTS
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.measures.measure import Measure
from wholeplace.measures.statements import AREAS, measure_text
from wholeplace.record.plan import Plan


@click.command()
@click.argument("measure")
@click.option(
    "--dialect",
    type=click.Choice(list(DIALECTS)),
    required=True,
    help="The database it is for.",
)
@click.option(
    "--as-at",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The date everything is true on, as YYYY-MM-DD; by default today.",
)
@click.option(
    "--by",
    type=click.Choice(list(AREAS)),
    default="practice",
    show_default=True,
    help="The area to count by.",
)
@click.pass_obj
def sql(settings: Settings, measure: str, dialect: str, as_at: dt.datetime | None, by: str) -> None:
    """Write MEASURE as one statement over tables called as the contracts are.

    It is made of the same expressions as a run, and gives the run's own exact counts.
    """
    registry = Registry.load(settings.definitions.packages, settings.definition_folders)
    day = as_at.date() if as_at else dt.datetime.now(dt.UTC).date()
    plan = Plan.of(registry, day)
    found = registry.get(Measure, measure)
    says = described(plan, measure)
    click.echo(measure_text(plan, found, DIALECTS[dialect], by, says), nl=False)
