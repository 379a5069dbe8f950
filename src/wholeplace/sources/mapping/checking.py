"""A mapping checked for the analyst who wrote it: on its own, then against a source."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from wholeplace.core.errors import WholeplaceError
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.headers import plain_name
from wholeplace.sources.mapping.application import Application, Workshop
from wholeplace.sources.mapping.applying import Mapped, apply_to, misnamed, said_plainly
from wholeplace.sources.mapping.contents import samples_of
from wholeplace.sources.mapping.definition import SourceMapping
from wholeplace.sources.mapping.findings import Finding
from wholeplace.sources.mapping.references import wanted_columns
from wholeplace.sources.mapping.results import check_extract, unlisted_values
from wholeplace.sources.mapping.source_tables import Opened, find_tables, open_tables
from wholeplace.sources.mapping.suggesting import suggest
from wholeplace.sources.submission import Store, Submission


@dataclass(frozen=True)
class CheckedMapping:
    """A mapping and what is to be said about it.

    Attributes:
        findings: Mistakes first.
        mapped: What it makes of the source; None without a source, or where it cannot be applied.
    """

    findings: tuple[Finding, ...]
    mapped: Mapped | None = None

    @property
    def mistakes(self) -> int:
        """How many findings are mistakes."""
        return sum(finding.level == "mistake" for finding in self.findings)


def check_alone(mapping: SourceMapping, datasets: Mapping[str, Dataset]) -> list[Finding]:
    """What is wrong with a mapping whatever the source: names, and required columns not mapped.

    Args:
        mapping: The mapping.
        datasets: The contracts, by name.
    """
    found = list(misnamed(mapping, datasets))
    for output in mapping.outputs:
        if output.name not in datasets:
            continue
        for name in datasets[output.name].required:
            if name not in output.columns:
                about = datasets[output.name].column(name).description
                found.append(
                    Finding(
                        "mistake",
                        f"{output.name}.{name}",
                        f"It is required and not mapped from {output.source}.",
                        f"Map it: {about[0].lower() + about[1:]}.",
                    )
                )
    return found


def check_with(
    mapping: SourceMapping,
    source: Path,
    submission: Submission,
    store: Store,
    work: Workshop,
) -> CheckedMapping:
    """Check a mapping, and what it makes of a source, without landing anything.

    Args:
        mapping: The mapping.
        source: A folder of tables, or one file.
        submission: What would be said about them.
        store: Where they would go.
        work: Where it is done, in the vault.
    """
    found = check_alone(mapping, work.datasets)
    found += [] if store.pseudonymised else _unverified(mapping, work.datasets)
    if any(finding.level == "mistake" for finding in found):
        return CheckedMapping(tuple(found))
    try:
        opened = _open(mapping, source, work, found)
    except WholeplaceError as error:
        return CheckedMapping(
            (*found, Finding("mistake", source.name, error.problem, error.remedy))
        )
    if opened is None:
        return CheckedMapping(tuple(found))
    try:
        with said_plainly(mapping.name):
            application = Application(mapping, opened, work)
            mapped = apply_to(application, work.scratch.parent / "extracts", submission)
            found += unlisted_values(application)
    except WholeplaceError as error:
        return CheckedMapping(
            (*found, Finding("mistake", mapping.name, error.problem, error.remedy))
        )
    for dataset in mapped.rows:
        path = mapped.folder / f"{dataset}.parquet"
        found += check_extract(work.datasets[dataset], path, submission, store, work.scratch)
    found += [Finding("doubt", d, f"Nothing comes of it: {w}.") for d, w in mapped.not_made.items()]
    found += _unused(mapping, opened, work, store.pseudonymised)
    order = ("mistake", "doubt", "suggestion")
    return CheckedMapping(tuple(sorted(found, key=lambda f: order.index(f.level))), mapped)


def _unverified(mapping: SourceMapping, datasets: Mapping[str, Dataset]) -> Iterator[Finding]:
    """NHS numbers that nothing says are verified, so that no record would be linked by them."""
    status = "nhs_number_status"
    for output in mapping.outputs:
        columns = datasets[output.name].columns if output.name in datasets else ()
        has_status = any(column.name == status for column in columns)
        if has_status and "nhs_number" in output.columns and status not in output.columns:
            yield Finding(
                "doubt",
                f"{output.name}.{status}",
                "Only verified NHS numbers link records, and nothing says that these are.",
                f'Map it, or write {status} = {{ constant = "01" }} if every number was traced.',
            )


def _open(
    mapping: SourceMapping, source: Path, work: Workshop, found: list[Finding]
) -> dict[str, Opened] | None:
    """The source's tables, or every column that is missing of them among the findings."""
    files = find_tables(mapping, source)
    lenient = _lenient(mapping)
    opened = open_tables(work.connection, lenient, files, work.scratch)
    missing = [
        finding
        for table in mapping.tables
        for finding in _missing_columns(mapping, opened[table.name], table.optional)
    ]
    found += missing
    return None if missing else opened


def _lenient(mapping: SourceMapping) -> SourceMapping:
    """The mapping with every column optional, so that all the missing can be listed at once."""
    tables = [replace(t, optional=tuple(wanted_columns(mapping, t.name))) for t in mapping.tables]
    return replace(mapping, tables=tuple(tables))


def _missing_columns(
    mapping: SourceMapping, opened: Opened, optional: Sequence[str]
) -> Iterator[Finding]:
    if not opened.files:
        return
    there = {plain_name(name) for name in opened.header}
    there |= {
        column
        for column, names in opened.table.names.items()
        if there & {plain_name(n) for n in names}
    }
    for name in wanted_columns(mapping, opened.table.name):
        if name in there or name in optional:
            continue
        near = difflib.get_close_matches(name, there, n=1, cutoff=0.0)
        yield Finding(
            "mistake",
            f"{opened.table.name}.{name}",
            f"{opened.files[0].name} has no such column.",
            f"Did you mean {near[0]}?" if near else "",
        )


def _unused(
    mapping: SourceMapping, opened: Mapping[str, Opened], work: Workshop, pseudonymised: bool
) -> Iterator[Finding]:
    """Columns of the source that look like a column of ours that nothing is mapped to.

    Not those that the mapping says it leaves, nor names where they would be refused.
    """
    for output in mapping.outputs:
        if output.source not in opened or not opened[output.source].files:
            continue
        read = set(wanted_columns(mapping, output.source))
        view = work.connection.view(output.source)
        spare = [sample for sample in samples_of(view) if sample.name not in read]
        dataset = work.datasets[output.name]
        refused = [c.name for c in dataset.columns if c.direct and pseudonymised]
        for found in suggest(dataset, spare, [*output.columns, *mapping.not_mapped, *refused]):
            rule = f'"{found.theirs}"'
            if found.format:
                rule = f'{{ column = "{found.theirs}", format = "{found.format}" }}'
            yield Finding(
                "suggestion",
                f"{output.name}.{found.column.name}",
                f"Nothing is mapped to it, and {found.theirs} of {output.source} may be it: "
                f"{found.because}.",
                f"{found.column.name} = {rule}",
            )
