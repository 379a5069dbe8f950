"""``wholeplace report``: the tables that boards are asked to review, from released numbers."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.reports import published
from wholeplace.reports.inequalities_statement.asked import Statement
from wholeplace.reports.inequalities_statement.tables import answer_statement
from wholeplace.reports.inequalities_statement.writing import write_statement

STATEMENT = "inequalities_statement"


@click.group()
def report() -> None:
    """Make a report from released numbers."""


@report.command("inequalities-statement")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--place", "slug", default="", metavar="SLUG", help="A place; by default everybody.")
@click.option(
    "--basis",
    type=click.Choice(["registered", "resident"]),
    default=None,
    help="Whose people are counted; by default those registered, where the place has them.",
)
@click.option("--run", "run_id", default="", help="A run; by default the one that is published.")
@click.pass_obj
def inequalities_statement(
    settings: Settings, files: tuple[Path, ...], slug: str, basis: str | None, run_id: str
) -> None:
    """Answer NHS England's statement on information on health inequalities.

    Writes each of FILES (.xlsx, .csv or .html): what the statement asks annual reports to review,
    by deprivation, ethnic group, age and sex, with how many people's group is not known, and why
    anything cannot be produced.
    """
    registry = Registry.load(settings.definitions.packages, settings.definition_folders)
    statement = registry.get(Statement, STATEMENT)
    release = published(settings.data_folder, run_id)
    answered = answer_statement(release, statement, slug, basis or "")
    for file in files:
        rows = write_statement(release, answered, file)
        click.echo(f"Wrote {rows:,} rows of run {release.run_id} to {file}")
    missing = sum(answer.measure is None for _, _, answer in answered.each())
    missing += sum(bool(one.missing) for domain in statement.domains for one in domain.indicators)
    click.echo(f"{missing} things asked for cannot be produced; the files say why.")
