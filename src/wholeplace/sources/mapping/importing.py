"""An import: a source mapped to extracts inside the vault, landed, and the extracts removed."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from wholeplace.sources.batches import LandingError
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.extracts import read_extracts
from wholeplace.sources.fhir.account import Account
from wholeplace.sources.fhir.source import flatten_source
from wholeplace.sources.landing import LandingReport, Store, Submission, land_together
from wholeplace.sources.mapping.application import Workshop
from wholeplace.sources.mapping.applying import Mapped, apply_mapping
from wholeplace.sources.mapping.definition import FHIR, SourceMapping

STAGING = ".import"


@dataclass(frozen=True)
class Imported:
    """What became of a source.

    Attributes:
        mapped: What the mapping made of it.
        landed: What became of each extract.
        resources: What became of each FHIR resource, where the source holds those.
    """

    mapped: Mapped
    landed: tuple[LandingReport, ...]
    resources: Account | None = None


def import_source(
    mapping: SourceMapping,
    source: Path,
    submission: Submission,
    datasets: Mapping[str, Dataset],
    store: Store,
) -> Imported:
    """Map a source and land all that comes of it, or nothing.

    Args:
        mapping: The mapping.
        source: A folder of tables or of FHIR, or one file.
        submission: What the sender says about them.
        datasets: The contracts, by name.
        store: Where they go.

    Raises:
        MappingError: If the mapping does not fit the source.
        InputFileError: If a file of the source, or what was mapped of it, cannot be used; nothing
            of it is kept.
        LandingError: If another import or landing is running.
    """
    with staging(store.data_folder) as folder:
        tables, resources = tables_of(mapping, source, folder / "tables", submission, store)
        with workshop(folder / "work", datasets, store) as work:
            mapped = apply_mapping(mapping, tables, folder / "extracts", submission, work)
        listed = read_extracts(mapped.folder, datasets) if mapped.rows else []
        return Imported(mapped, tuple(land_together(listed, store)), resources)


def tables_of(
    mapping: SourceMapping, source: Path, folder: Path, submission: Submission, store: Store
) -> tuple[Path, Account | None]:
    """Where a source's tables lie: as they are, or made of FHIR resources.

    Args:
        mapping: The mapping; it says what the source is.
        source: What the sender sent.
        folder: A folder of the vault for tables that are made; it does not exist yet.
        submission: What the sender says about it.
        store: Where data land.

    Returns:
        The folder or file of the tables; and what became of each resource, if it held those.

    Raises:
        InputFileError: If a file of resources cannot be used.
    """
    if mapping.form != FHIR:
        return source, None
    return folder, flatten_source(source, folder, submission, store)


@contextmanager
def staging(data_folder: Path) -> Iterator[Path]:
    """A folder of the vault for one import, empty before and gone afterwards.

    What a killed import left behind is removed by the next.

    Args:
        data_folder: The data folder.

    Raises:
        LandingError: If another import holds it.
    """
    vault = data_folder / "vault"
    vault.mkdir(parents=True, exist_ok=True)
    vault.chmod(0o700)
    folder = vault / STAGING
    with (vault / f"{STAGING}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LandingError(
                "Another import is running on this data folder.", "Try again when it has ended."
            ) from error
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def workshop(scratch: Path, datasets: Mapping[str, Dataset], store: Store) -> Iterator[Workshop]:
    """DuckDB and a folder to work in, both gone afterwards.

    Args:
        scratch: A folder of the vault that does not exist yet.
        datasets: The contracts, by name.
        store: How much of the machine may be used, and who is told.
    """
    scratch.mkdir(parents=True, mode=0o700)
    connection = duckdb.connect(
        config={
            "memory_limit": store.memory_limit,
            "threads": store.threads or os.cpu_count() or 1,
            "temp_directory": str(scratch / "spill"),
        }
    )
    # A table is a view of the source and nothing else, whatever Python's variables are called.
    connection.execute("SET python_enable_replacements = false")
    try:
        yield Workshop(connection, scratch, datasets, store.say)
    finally:
        connection.close()
        shutil.rmtree(scratch, ignore_errors=True)
