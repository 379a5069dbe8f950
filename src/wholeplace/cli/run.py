"""``wholeplace run``: work everything out on a date, and publish it."""

from __future__ import annotations

import datetime as dt

import click

from wholeplace.core.calendar import in_words
from wholeplace.core.rubbish import look_for_rubbish_seldom
from wholeplace.core.settings import Settings
from wholeplace.measures.pipeline import Order
from wholeplace.measures.pipeline import run as run_order
from wholeplace.record.runs import finished_runs, publish

DATE = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.option("--as-at", type=DATE, help="The date everything is true on, as YYYY-MM-DD.")
@click.option(
    "--known-at",
    type=DATE,
    help="Use only what had been received by this date; by default everything received so far.",
)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="Where to compute: spark when one machine is not enough.",
)
@click.option("--list", "listed", is_flag=True, help="List the finished runs, and stop.")
@click.option(
    "--publish", "again", metavar="RUN_ID", help="Publish a finished run again, and stop."
)
@click.pass_obj
def run(
    settings: Settings,
    as_at: dt.datetime | None,
    known_at: dt.datetime | None,
    engine: str,
    listed: bool,
    again: str | None,
) -> None:
    """Build the person table, the counts and the release, and publish them.

    Nothing is published until everything is finished, so a run that is stopped changes nothing.
    """
    if listed:
        for manifest in finished_runs(settings.data_folder):
            click.echo(f"{manifest['run_id']}  as at {manifest['as_at']}  {manifest['engine']}")
        return
    if again:
        publish(settings.data_folder, again)
        click.echo(f"Published {again}")
        return
    if as_at is None:
        raise click.UsageError("Say which date the numbers are for: --as-at 2026-03-31.")
    look_for_rubbish_seldom()
    known = known_at.date() if known_at else dt.date.today()  # noqa: DTZ011 - a local calendar day
    order = Order(settings, as_at.date(), known, engine)
    run_id = run_order(order, lambda step: click.echo(f"  {step}", err=True))
    click.echo(f"Published {run_id}, true on {in_words(order.as_at)}")
