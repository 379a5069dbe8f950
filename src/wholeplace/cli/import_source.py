"""``wholeplace import``: take in tables that follow no contract of ours, through a mapping."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from wholeplace.cli.land import datasets_of, print_reports, store_of
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.sources.batches import SUBMISSION_KINDS, SubmissionKind
from wholeplace.sources.mapping.applying import Mapped
from wholeplace.sources.mapping.counts import StepCount
from wholeplace.sources.mapping.definition import SourceMapping
from wholeplace.sources.mapping.importing import import_source
from wholeplace.sources.mapping.library import find_mapping
from wholeplace.sources.submission import Submission


@click.command("import")
@click.argument("mapping")
@click.argument("source_folder", type=click.Path(path_type=Path))
@click.option("--source", help="The sending system; by default the one the mapping names.")
@click.option("--period", required=True, help="The period the data cover, such as 2026-03.")
@click.option(
    "--received",
    type=click.DateTime(["%Y-%m-%d"]),
    default=lambda: datetime.now(tz=UTC).date().isoformat(),
    show_default="today",
    help="The day the data came.",
)
@click.option(
    "--submission",
    type=click.Choice(SUBMISSION_KINDS),
    default="full",
    show_default=True,
    help="What the data replace; as for `wholeplace land`.",
)
@click.pass_obj
def import_command(
    settings: Settings,
    mapping: str,
    source_folder: Path,
    source: str | None,
    period: str,
    received: datetime,
    submission: SubmissionKind,
) -> None:
    """Map the tables in SOURCE_FOLDER (or one file) by MAPPING, and land all that comes of them.

    MAPPING is the name of a mapping, or a TOML file of your own. Working copies stay in the vault
    and are removed; nothing is landed unless all of it can be.
    """
    chosen = find_mapping(mapping, mappings_of(settings))
    says = Submission(source or chosen.system, period, received.date(), submission)
    done = import_source(chosen, source_folder, says, datasets_of(settings), store_of(settings))
    print_mapped(done.mapped)
    click.echo("")
    print_reports(list(done.landed))


def mappings_of(settings: Settings) -> dict[str, SourceMapping]:
    """The installation's mappings, by name."""
    registry = Registry.load(settings.definitions.packages, settings.definition_folders)
    return {mapping.name: mapping for mapping in registry.all(SourceMapping)}


def print_mapped(mapped: Mapped) -> None:
    """Say what became of every row of a source."""
    for table in mapped.tables:
        if table.broken:
            click.echo(
                f"{table.name}: {table.broken:,} of {table.read:,} rows could not be split into "
                "columns and were left out."
            )
        for note in table.notes:
            click.echo(f"{table.name}: {note}")
    for step in mapped.steps:
        click.echo(_sentence(step))
        for column, count in step.not_understood.items():
            click.echo(f"  {count:,} values of {column} are not in its rule and were left blank")
        for lookup, count in step.unsure.items():
            click.echo(f"  {count:,} rows found several different rows of {lookup} and took none")
    for dataset, why in mapped.not_made.items():
        click.echo(f"{dataset}: not made, as {why}")


def _sentence(step: StepCount) -> str:
    parts = [f"{step.mapped:,} mapped"]
    parts += [f"{step.gathered:,} gathered into others"] if step.gathered else []
    parts += [f"{count:,} left out ({reason})" for reason, count in step.left_out.items()]
    return f"{step.source} → {step.name}: {step.read:,} rows read = {' + '.join(parts)}"
