"""``wholeplace land``: take files in, and say what became of every row."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import click

from wholeplace.core.identifiers import load_key
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.sources.batches import SUBMISSION_KINDS, SubmissionKind, all_batches
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.databases import Database, connection_called, land_from_database
from wholeplace.sources.extracts import land_folder
from wholeplace.sources.landing import LandingReport, Store, Submission, land_file
from wholeplace.sources.problems import PROBLEMS
from wholeplace.sources.superseding import known

HEADINGS = ("dataset", "source", "read", "loaded", "rejected", "duplicate", "warnings", "")
NUMBERS = {"read", "loaded", "rejected", "duplicate", "warnings"}


@click.command()
@click.argument("what", nargs=-1, metavar="[DATASET FILE | DATASET | FOLDER]")
@click.option("--source", help="The sending system, such as gp.")
@click.option("--period", help="The period the file covers, such as 2026-03.")
@click.option(
    "--received",
    type=click.DateTime(["%Y-%m-%d"]),
    default=lambda: datetime.now(tz=UTC).date().isoformat(),
    show_default="today",
    help="The day the file came.",
)
@click.option(
    "--submission",
    type=click.Choice(SUBMISSION_KINDS),
    default="full",
    show_default=True,
    help="full replaces all the source sent before; period all it sent for --period; increment"
    " adds to it, and replaces rows of the same key.",
)
@click.option(
    "--thousands",
    type=click.Choice([",", "."]),
    default=None,
    help="Confirm the thousands separator that the file's numbers hold.",
)
@click.option("--connection", help="Read from this connection of the settings, not from a file.")
@click.option("--table", help="The table to read there, such as care.gp_event.")
@click.option(
    "--query",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file with one SELECT in the database's own SQL, instead of --table.",
)
@click.option("--list", "list_batches", is_flag=True, help="List what has been landed.")
@click.pass_context
def land(
    context: click.Context,
    what: tuple[str, ...],
    source: str | None,
    period: str | None,
    received: datetime,
    submission: SubmissionKind,
    thousands: Literal[",", "."] | None,
    connection: str | None,
    table: str | None,
    query: Path | None,
    list_batches: bool,
) -> None:
    """Land one FILE of a DATASET, a table of a --connection, or a FOLDER with its extract.toml.

    A bad row goes to a reject file in the vault and the rest loads; of a bad file nothing is kept.
    """
    settings = context.find_object(Settings) or Settings.load()
    if list_batches:
        _print_batches(settings)
        return
    if len(what) == 1 and connection is None:
        _land_folder(Path(what[0]), settings)
        return
    if not what or len(what) != (1 if connection else 2) or not source or not period:
        raise click.UsageError(
            "Name a DATASET and a FILE, or a DATASET and a --connection, with --source and "
            "--period; or a FOLDER."
        )
    says = Submission(source, period, received.date(), submission, thousands or "")
    dataset = _dataset(what[0], settings)
    if connection is None:
        print_reports([land_file(dataset, Path(what[1]), says, store_of(settings))])
    else:
        print_reports([_read(dataset, connection, table or query, says, settings)])


def _dataset(name: str, settings: Settings) -> Dataset:
    datasets = datasets_of(settings)
    if name not in datasets:
        raise click.UsageError(f"There is no dataset {name}; there are {', '.join(datasets)}.")
    return datasets[name]


def _read(
    dataset: Dataset, name: str, what: str | Path | None, says: Submission, settings: Settings
) -> LandingReport:
    if what is None:
        raise click.UsageError("Say what to read there: --table or --query.")
    connection = connection_called(settings, name)
    with Database.open(connection, settings.root, os.environ) as database:
        return land_from_database(dataset, database, what, says, store_of(settings))


def _land_folder(folder: Path, settings: Settings) -> None:
    results = list(land_folder(folder, datasets_of(settings), store_of(settings)))
    print_reports([result for result in results if isinstance(result, LandingReport)])
    refused = [result for result in results if not isinstance(result, LandingReport)]
    for error in refused:
        click.echo(f"Not landed: {error}", err=True)
    if refused:
        sys.exit(1)


def datasets_of(settings: Settings) -> dict[str, Dataset]:
    """The installation's contracts, by name."""
    registry = Registry.load(settings.definitions.packages, settings.definition_folders)
    return {dataset.name: dataset for dataset in registry.all(Dataset)}


def store_of(settings: Settings) -> Store:
    """Where and how this installation lands files."""
    listed = settings.data.restricted_codes
    return Store(
        data_folder=settings.data_folder,
        key=load_key(settings.key_file),
        pseudonymised=settings.installation.identity == "pseudonymised",
        synthetic=settings.installation.synthetic,
        restricted_codes=settings.root / listed if listed else None,
        memory_limit=settings.engine.memory_limit,
        threads=settings.engine.threads,
        say=lambda words: click.echo(f"  {words}", err=True),
    )


def print_reports(reports: list[LandingReport]) -> None:
    """Say what became of every row of some files."""
    rows = []
    for report in reports:
        counts = report.batch.counts
        numbers = (counts.read, counts.loaded, counts.rejected, counts.duplicate)
        warnings = sum(report.batch.warnings.values())
        said = "already landed" if report.already else ""
        rows.append(
            (
                report.batch.dataset,
                report.batch.source,
                *(f"{n:,}" for n in (*numbers, warnings)),
                said,
            )
        )
    print_table(HEADINGS, rows)
    for report in reports:
        _print_details(report)


def _print_details(report: LandingReport) -> None:
    batch = report.batch
    lines = list(batch.notes)
    for code, count in [*batch.problems.items(), *batch.warnings.items()]:
        lines.append(f"{count:,} × {PROBLEMS[code].sentence}.")
    if batch.counts.restricted:
        lines.append(f"{batch.counts.restricted:,} rows hold restricted codes and were dropped.")
    if report.rejects:
        lines.append(f"Rejected rows: {report.rejects}")
    if report.warnings:
        lines.append(f"Values left blank: {report.warnings}")
    if lines:
        click.echo(f"\n{batch.dataset} from {batch.source} ({batch.file})")
        for line in lines:
            click.echo(f"  {line}")


def _print_batches(settings: Settings) -> None:
    data = settings.data_folder
    batches = [*all_batches(data), *all_batches(data, "partner")]
    current = {batch.batch_id for batch in known(batches, date.max)}
    rows = [
        (
            batch.batch_id,
            batch.dataset,
            batch.source,
            batch.period,
            batch.received.isoformat(),
            batch.submission,
            f"{batch.counts.loaded:,}",
            "" if batch.batch_id in current else "superseded",
        )
        for batch in batches
    ]
    headings = ("batch", "dataset", "source", "period", "received", "submission", "loaded", "")
    print_table(headings, rows)


def print_table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Print rows of text under their headings, numbers to the right."""
    lines = [headings, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(headings))]
    for line in lines:
        cells = [
            cell.rjust(width) if heading in NUMBERS else cell.ljust(width)
            for cell, width, heading in zip(line, widths, headings, strict=True)
        ]
        click.echo("  ".join(cells).rstrip())
