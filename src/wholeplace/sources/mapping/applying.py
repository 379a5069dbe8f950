"""A mapping applied: source tables in, an extracts folder out that ordinary landing takes."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from wholeplace.sources.contracts import Dataset
from wholeplace.sources.extracts import EXTRACT_FILE
from wholeplace.sources.mapping.application import Application, Workshop
from wholeplace.sources.mapping.counts import StepCount, TableCount
from wholeplace.sources.mapping.definition import MappingError, SourceMapping
from wholeplace.sources.mapping.findings import Finding
from wholeplace.sources.mapping.source_tables import Opened, find_tables, open_tables
from wholeplace.sources.submission import Submission

NOT_THE_MAPPING = (duckdb.OutOfMemoryException, duckdb.InterruptException, duckdb.InternalException)


@dataclass(frozen=True)
class Mapped:
    """What came of a source.

    Attributes:
        folder: The extracts, with their ``extract.toml``.
        tables: What became of the source's rows.
        steps: What became of the rows of each step, group and output, in the order worked out.
        rows: Dataset → rows in its extract.
        not_made: Dataset → why there is no extract of it.
    """

    folder: Path
    tables: tuple[TableCount, ...]
    steps: tuple[StepCount, ...]
    rows: Mapping[str, int]
    not_made: Mapping[str, str]


def apply_mapping(
    mapping: SourceMapping, source: Path, folder: Path, submission: Submission, work: Workshop
) -> Mapped:
    """Turn a source into an extracts folder.

    The same source and mapping give the same extracts, byte for byte, so that landing knows them
    again.

    Args:
        mapping: The mapping.
        source: A folder of tables, or one file.
        folder: Where the extracts go; it holds what the source says of people, so it belongs in
            the vault.
        submission: What to say about the extracts.
        work: Where it is done.

    Raises:
        MappingError: If the mapping does not fit the source or our datasets.
        InputFileError: If a file of the source cannot be used.
    """
    for mistake in misnamed(mapping, work.datasets):
        raise MappingError(mistake.problem, mistake.remedy)
    files = find_tables(mapping, source)
    with said_plainly(mapping.name):
        opened = open_tables(work.connection, mapping, files, work.scratch)
        return apply_to(Application(mapping, opened, work), folder, submission)


def misnamed(mapping: SourceMapping, datasets: Mapping[str, Dataset]) -> Iterator[Finding]:
    """Outputs to a dataset or column that there is not, each with the nearest name.

    Args:
        mapping: The mapping.
        datasets: The contracts, by name.
    """
    for output in mapping.outputs:
        if output.name not in datasets:
            near = difflib.get_close_matches(output.name, datasets, n=1, cutoff=0.0)
            problem = f"There is no dataset {output.name}."
            yield Finding("mistake", output.name, problem, f"Did you mean {near[0]}?")
            continue
        names = [column.name for column in datasets[output.name].columns]
        for column in output.columns:
            if column not in names:
                near = difflib.get_close_matches(column, names, n=1, cutoff=0.0)
                problem = f"The dataset {output.name} has no column {column}."
                where = f"{output.name}.{column}"
                yield Finding("mistake", where, problem, f"Did you mean {near[0]}?")


@contextmanager
def said_plainly(name: str) -> Iterator[None]:
    """Turn an error of the engine into one that names the mapping."""
    try:
        yield
    except NOT_THE_MAPPING:
        raise
    except duckdb.Error as error:
        said = str(error).partition("\n")[0].partition(": ")[2]
        raise MappingError(
            f"The mapping {name} cannot be worked out: {said}", "Correct the expression it names."
        ) from error


def apply_to(application: Application, folder: Path, submission: Submission) -> Mapped:
    """Work everything out and write the extracts.

    Args:
        application: A mapping and an opened source.
        folder: Where the extracts go.
        submission: What to say about them.
    """
    application.prepare()
    folder.mkdir(parents=True, mode=0o700)
    mapping, rows, not_made = application.mapping, {}, {}
    for dataset in mapping.datasets:
        outputs = [output for output in mapping.outputs if output.name == dataset]
        here = [output for output in outputs if output.source not in application.empty]
        if not here:
            sources = ", ".join(dict.fromkeys(output.source for output in outputs))
            not_made[dataset] = f"the source has no table {sources}"
            continue
        application.work.say(f"mapping {dataset}")
        found = application.write(dataset, here, folder)
        if found:
            rows[dataset] = found
        else:
            not_made[dataset] = "no row of the source could be mapped to it"
    _write_list(folder, list(rows), submission)
    tables = tuple(_table_count(table) for table in application.opened.values())
    return Mapped(folder, tables, tuple(application.counts), rows, not_made)


def _table_count(opened: Opened) -> TableCount:
    names = tuple(path.name for path in opened.files)
    return TableCount(opened.table.name, names, opened.read, opened.broken, opened.notes)


def _write_list(folder: Path, datasets: Sequence[str], submission: Submission) -> None:
    """Write ``extract.toml``; with no dataset there is nothing to list."""
    entries = []
    for dataset in datasets:
        says = {
            "dataset": json.dumps(dataset),
            "source": json.dumps(submission.source),
            "path": json.dumps(f"{dataset}.parquet"),
            "period": json.dumps(submission.period),
            "received": submission.received.isoformat(),
            "submission": json.dumps(submission.kind),
        }
        lines = [f"{key} = {value}\n" for key, value in says.items()]
        entries.append("".join(["[[file]]\n", *lines]))
    (folder / EXTRACT_FILE).write_text("\n".join(entries), encoding="utf-8")
