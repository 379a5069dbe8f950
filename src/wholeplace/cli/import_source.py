"""``wholeplace import``: take in tables that follow no contract of ours, through a mapping."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from wholeplace.cli.land import datasets_of, print_reports, store_of
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.sources.batches import SUBMISSION_KINDS, SubmissionKind
from wholeplace.sources.fhir.account import Account
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
    """Map what is in SOURCE_FOLDER (or one file) by MAPPING, and land all that comes of it.

    MAPPING is the name of a mapping, or a TOML file of your own. Working copies stay in the vault
    and are removed; nothing is landed unless all of it can be.
    """
    chosen = find_mapping(mapping, mappings_of(settings))
    says = Submission(source or chosen.system, period, received.date(), submission)
    done = import_source(chosen, source_folder, says, datasets_of(settings), store_of(settings))
    if done.resources is not None:
        print_resources(done.resources)
        click.echo("")
    print_mapped(done.mapped)
    click.echo("")
    print_reports(list(done.landed))


def mappings_of(settings: Settings) -> dict[str, SourceMapping]:
    """The installation's mappings, by name."""
    registry = Registry.load(settings.definitions.packages, settings.definition_folders)
    return {mapping.name: mapping for mapping in registry.all(SourceMapping)}


def print_resources(account: Account) -> None:
    """Say what became of every FHIR resource of a source."""
    click.echo(f"{counted(account.files, 'file')}, {counted(account.read, 'resource')}")
    for kind in account.kinds:
        used = f"{kind.used:,} used"
        said = [f"{n:,} not used ({why})" for why, n in kind.not_used.items()]
        said += [f"{n:,} refused ({why})" for why, n in kind.refused.items()]
        name = kind.kind or "No resource"
        click.echo(f"{name}: {kind.read:,} read = {' + '.join([used, *said])}")
    for note in account.notes:
        click.echo(note)
    if account.refused is not None:
        click.echo(f"Refused resources: {account.refused}")


def print_mapped(mapped: Mapped, details: bool = True) -> None:
    """Say what became of every row of a source.

    Args:
        mapped: What a mapping made of it.
        details: Whether to add the values and lookups that came to nothing.
    """
    for table in mapped.tables:
        if table.broken:
            click.echo(
                f"{table.name}: {table.broken:,} of {counted(table.read, 'row')} could not be "
                "split into columns and were left out."
            )
        for note in table.notes:
            click.echo(f"{table.name}: {note}")
    for step in mapped.steps:
        if step.kind == "output":
            _print_step(step, details)
    for dataset, why in mapped.not_made.items():
        click.echo(f"{dataset}: not made, as {why}")
    on_the_way = [step for step in mapped.steps if step.kind != "output"]
    if on_the_way:
        click.echo("On the way:")
    for step in on_the_way:
        _print_step(step, details)


def counted(number: int, thing: str) -> str:
    """A number of things in words: ``1 row``, ``2,000 rows``."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _print_step(step: StepCount, details: bool) -> None:
    parts = [f"{step.mapped:,} mapped"]
    parts += [f"{step.gathered:,} gathered into others"] if step.gathered else []
    parts += [f"{count:,} left out ({reason})" for reason, count in step.left_out.items()]
    read = counted(step.read, "row")
    click.echo(f"{step.source} → {step.name}: {read} read = {' + '.join(parts)}")
    for column, count in step.not_understood.items() if details else ():
        click.echo(f"  {column}: {counted(count, 'value')} no rule covers, left blank")
    for lookup, count in step.unsure.items() if details else ():
        click.echo(f"  {lookup}: {counted(count, 'row')} fit several of its rows, and took none")
