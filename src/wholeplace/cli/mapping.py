"""``wholeplace mapping``: the mappings there are, and help to write one."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from wholeplace.cli.import_source import counted, mappings_of, print_mapped, print_resources
from wholeplace.cli.land import datasets_of, print_table, store_of
from wholeplace.core.settings import Settings
from wholeplace.sources.mapping.checking import CheckedMapping, check_alone, check_with
from wholeplace.sources.mapping.drafting import draft
from wholeplace.sources.mapping.importing import staging, tables_of, workshop
from wholeplace.sources.mapping.library import find_mapping
from wholeplace.sources.submission import Submission

MARKS = {"mistake": "✗", "doubt": "?", "suggestion": "+"}


@click.group()
def mapping() -> None:
    """List mappings of other people's tables, check one, or draft one from a file."""


@mapping.command("list")
@click.pass_obj
def list_mappings(settings: Settings) -> None:
    """List the mappings that `wholeplace import` knows by name."""
    rows = [
        (found.name, found.title, ", ".join(found.datasets))
        for found in mappings_of(settings).values()
    ]
    print_table(("mapping", "title", "datasets"), rows)


@mapping.command("show")
@click.argument("name")
@click.pass_obj
def show_mapping(settings: Settings, name: str) -> None:
    """Show what the mapping NAME takes from a source, what it leaves, and why."""
    found = find_mapping(name, mappings_of(settings))
    click.echo(f"{found.title}\n{found.standard}\n{found.source}\n")
    sources = [(step.source, step.name) for step in found.outputs]
    print_table(("from", "dataset"), sources)
    if found.not_mapped:
        click.echo("\nNot mapped:")
    for what, why in found.not_mapped.items():
        click.echo(f"  {what}: {why}")


@mapping.command("check")
@click.argument("name", metavar="MAPPING")
@click.argument("source_folder", type=click.Path(path_type=Path), required=False)
@click.option(
    "--received",
    type=click.DateTime(["%Y-%m-%d"]),
    default=lambda: datetime.now(tz=UTC).date().isoformat(),
    show_default="today",
    help="The day the data came: no date may be later.",
)
@click.pass_obj
def check_mapping(
    settings: Settings, name: str, source_folder: Path | None, received: datetime
) -> None:
    """Check MAPPING, and what it makes of what is in SOURCE_FOLDER; nothing is landed.

    ✗ marks a mistake, which stops an import or loses rows; ? a doubt; + a suggestion.
    """
    chosen, datasets, store = (
        find_mapping(name, mappings_of(settings)),
        datasets_of(settings),
        store_of(settings),
    )
    if source_folder is None:
        checked = CheckedMapping(tuple(check_alone(chosen, datasets)))
    else:
        says = Submission(chosen.system, f"{received:%Y-%m}", received.date())
        with (
            staging(store.data_folder) as folder,
            workshop(folder / "work", datasets, store) as work,
        ):
            tables, resources = tables_of(chosen, source_folder, folder / "tables", says, store)
            if resources is not None:
                print_resources(resources)
            checked = check_with(chosen, tables, says, store, work)
    _print_checked(checked)
    if checked.mistakes:
        sys.exit(1)


@mapping.command("draft")
@click.argument("dataset")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def draft_mapping(settings: Settings, dataset: str, file: Path) -> None:
    """Draft a mapping from an unknown FILE to DATASET, from its names and contents."""
    datasets, store = datasets_of(settings), store_of(settings)
    if dataset not in datasets:
        raise click.UsageError(f"There is no dataset {dataset}; there are {', '.join(datasets)}.")
    with staging(store.data_folder) as folder, workshop(folder / "work", datasets, store) as work:
        click.echo(draft(datasets[dataset], file, work))


def _print_checked(checked: CheckedMapping) -> None:
    if checked.mapped is not None:
        print_mapped(checked.mapped, details=False)
        click.echo("")
    for finding in checked.findings:
        click.echo(f"{MARKS[finding.level]} {finding.where}: {finding.problem}")
        if finding.remedy:
            click.echo(f"    {finding.remedy}")
    mistakes = checked.mistakes
    verdict = f"{counted(mistakes, 'mistake')}." if mistakes else "No mistakes: it can be imported."
    click.echo(verdict)
